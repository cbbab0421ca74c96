"""The definitions, read from the figures themselves: question, readings, caution, a ledger small enough to check."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.reference import TABLES
from data.reference.cells import fold
from kpi import catalogue
from kpi.model import Text, ratio
from report import tables, words
from report.tables import Column, Table
from ui import table
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.model import Kpi

_LEDGERS: Final[Mapping[str, Text]] = {
    "spend": Text("Factures, par dossier", "Invoices, by matter"),
    "instructions": Text("Missions (cabinet × dossier)", "Instructions (firm × matter)"),
    "panel": Text("Panel", "Panel"),
    "budgets": Text("Budgets approuvés", "Approved budgets"),
    "matters": Text("Dossiers", "Matters"),
}
_BETTER: Final[Mapping[str, Text]] = {
    "lower": Text("le moins est le mieux", "lower is better"),
    "higher": Text("le plus est le mieux", "higher is better"),
    "neutral": Text("ni mieux ni moins bien", "neither better nor worse"),
}
_RESULTS: Final[Mapping[str, Text]] = {
    "reading": Text("Lecture", "Reading"),
    "value": Text("Résultat", "Result"),
    "numerator": Text("Numérateur", "Numerator"),
    "denominator": Text("Dénominateur", "Denominator"),
    "n": Text("n", "n"),
    "coverage": Text("Couverture", "Coverage"),
    "median": Text("Médiane", "Median"),
    "p25": Text("1er quartile", "1st quartile"),
    "p75": Text("3e quartile", "3rd quartile"),
    "late_budgets": Text("Régularisations", "Late budgets"),
    "spend_with_budget": Text("Dépense des dossiers budgétés", "Spend of budgeted matters"),
    "spend": Text("Dépense", "Spend"),
    "waived": Text("Avec dérogation", "Waived"),
    "on_panel": Text("Au panel", "On panel"),
}
_OPTIONS: Final[Mapping[str, Text]] = {"tolerance": Text("tolérance", "tolerance"), "by": Text("par", "by")}
_WEIGHTS: Final[Mapping[str, Text]] = {
    "count": Text("en nombre", "by count"),
    "amount": Text("en montant", "by amount"),
}


def _term(fr: str, en: str, meaning_fr: str, meaning_en: str) -> tuple[Text, Text]:
    return Text(fr, en), Text(meaning_fr, meaning_en)


GLOSSARY: Final[Sequence[tuple[Text, Text]]] = (
    _term(
        "Avoir",
        "Credit note",
        "Document qui réduit une facture\u202f; compté en négatif à sa propre date, jamais comme une facture.",
        "A document that reduces an invoice; counted as negative at its own date, never as an invoice.",
    ),
    _term(
        "Couverture",
        "Coverage",
        "Part de ce qui était en question que le chiffre a pu voir.",
        "The share of the matter at hand that the figure could see.",
    ),
    _term(
        "Facture structurée",
        "Structured invoice",
        "Reçue comme des données (plateforme, LEDES, Factur-X, UBL, CII, EDI, portail), et non comme une image.",
        "Received as data (platform, LEDES, Factur-X, UBL, CII, EDI, portal), not as an image.",
    ),
    _term(
        "HT",
        "Net",
        "Hors taxe. Tous les montants le sont, sauf mention contraire.",
        "Excluding VAT. All amounts are, unless it is said otherwise.",
    ),
    _term(
        "LEDES 1998B",
        "LEDES 1998B",
        "Format de facturation électronique des cabinets\u00a0: une ligne de texte par prestation ou par frais.",
        "The e-billing format of law firms: one line of text for each item of work or expense.",
    ),
    _term("Lecture", "Reading", "Une façon exacte de calculer un même chiffre.", "One exact way to work out a figure."),
    _term(
        "Ligne mise de côté",
        "Line set aside",
        "Ligne qui n'a pas pu être lue sans deviner\u202f; gardée avec son texte, elle ne compte nulle part.",
        "A line that could not be read without guessing; kept with its text, it counts nowhere.",
    ),
    _term("Mission, ou recours", "Instruction", "Un cabinet saisi d'un dossier.", "One firm instructed on one matter."),
    _term(
        "Panel",
        "Panel",
        "Cabinets référencés, pour quoi et de quand à quand\u202f; jugé au jour de la mission.",
        "The firms retained, for what and from when to when; judged on the day of instruction.",
    ),
    _term(
        "Registre",
        "Register",
        "Toutes les factures reçues, telles que la comptabilité les connaît (table invoices).",
        "All the invoices received, as accounts payable know them (table invoices).",
    ),
)


def show() -> None:
    """Show the search, the list, then each definition and the glossary."""
    st.write(
        t(
            "Chaque définition vient du code qui calcule le chiffre\u202f; son exemple est recalculé par les tests.",
            "Each definition comes from the code that works the figure out; its example is worked out by the tests.",
        )
    )
    hint = t("un mot de la définition", "a word of the definition")
    asked = st.text_input(t("Chercher", "Search"), placeholder=hint, key="definition-search")
    found = [kpi for kpi in catalogue().values() if matches(kpi, asked)]
    terms = [entry for entry in GLOSSARY if _speaks_of(asked, *entry)]
    if not found and not terms:
        st.info(t("Aucune définition ne contient ces mots.", "No definition holds these words."))
        return
    links = [(kpi.title(lang()), _anchor(kpi)) for kpi in found]
    links += [(t("Glossaire", "Glossary"), "glossary")] if terms else []
    st.markdown(" · ".join(f"[{plain(title)}](#{anchor})" for title, anchor in links))
    for kpi in found:
        _definition(kpi)
    if terms:
        st.header(t("Glossaire", "Glossary"), anchor="glossary", divider="gray")
        for term, meaning in sorted(terms, key=lambda entry: fold(entry[0](lang()))):
            st.markdown(f"**{plain(term(lang()))}** — {plain(meaning(lang()))}")


def _anchor(kpi: Kpi) -> str:
    return kpi.name.replace("_", "-")


def matches(kpi: Kpi, asked: str) -> bool:
    """Say whether a definition speaks of every word asked for, in either language."""
    texts = [text for reading in kpi.readings for text in (reading.title, reading.formula)]
    names = (kpi.name, *kpi.references)
    return _speaks_of(asked, kpi.title, kpi.question, kpi.caution, *texts, *(Text(name, name) for name in names))


def _speaks_of(asked: str, *texts: Text) -> bool:
    held = fold(" ".join(side for text in texts for side in (text.fr, text.en)))
    return all(fold(word) in held for word in asked.split())


def _definition(kpi: Kpi) -> None:
    st.header(plain(kpi.title(lang())), anchor=_anchor(kpi), divider="gray")
    st.markdown(f"**{plain(kpi.question(lang()))}**")
    for reading in kpi.readings:
        st.markdown(f"- **{plain(reading.title(lang()))}** — {plain(reading.formula(lang()))}")
    st.info(plain(kpi.caution(lang())), icon=":material/lightbulb:")
    facts = (
        (t("Il lui faut", "It needs"), ", ".join(_needed(name) for name in kpi.needs)),
        (t("Se découpe par", "Can be cut by"), ", ".join(_dimension(name) for name in kpi.dimensions)),
        (t("Sens", "Direction"), _BETTER[kpi.better](lang())),
        (t("Références", "References"), " · ".join(kpi.references)),
        (t("Nom", "Name"), kpi.name),
    )
    colon = t("\u00a0: ", ": ")
    st.caption("  \n".join(f"**{title}**{colon}{plain(said)}" for title, said in facts))
    with st.expander(t("Un exemple à vérifier à la main", "An example to check by hand"), icon=":material/calculate:"):
        _example(kpi)


def _dimension(name: str) -> str:
    return words.dimension(name, lang()).lower()


def _needed(name: str) -> str:
    if name == "lines":
        return t("les lignes des factures", "the lines of invoices")
    return TABLES[name].title(lang()).lower() if name in TABLES else name


def _example(kpi: Kpi) -> None:
    example = kpi.example
    st.markdown(plain(example.story(lang())))
    st.caption(plain(words.scope_sentence(example.scope, lang())))
    for name, rows in example.tables.items():
        st.markdown(f"**{plain(_LEDGERS[name](lang()))}**")
        _small(_in_words(table.table_of(rows)), f"example-{kpi.name}-{name}")
    st.markdown("**" + t("Ce que chaque lecture doit donner", "What each reading must give") + "**")
    _small(expected(kpi), f"expected-{kpi.name}")


def expected(kpi: Kpi) -> Table:
    """Return what the worked example must give, one row per reading and options, in words."""
    titles = {reading.name: reading.title for reading in kpi.readings}
    rows = []
    for asked, results in kpi.example.expected:
        options = [_option(name, value) for name, value in asked.items() if name != "reading"]
        given = dict(results)
        if "value" not in given and given.get("denominator"):
            given = {"value": ratio(Decimal(given["numerator"] or 0), Decimal(given["denominator"] or 0)), **given}
        said = {name: _said(kpi, name, value, asked) for name, value in given.items()}
        rows.append({"reading": " · ".join([titles[asked["reading"]](lang()), *options]), **said})
    keys = sorted({key for row in rows for key in row}, key=_order)
    columns = tuple(Column(key, _RESULTS.get(key, Text(key, key))) for key in keys)
    return Table(Text("Attendu", "Expected"), columns, [{key: row.get(key) for key in keys} for row in rows])


def _order(key: str) -> tuple[int, str]:
    return (list(_RESULTS).index(key) if key in _RESULTS else len(_RESULTS), key)


def _option(name: str, value: object) -> str:
    match value:
        case Decimal():
            said = words.percent(value, lang(), 0)
        case tuple():
            said = ", ".join(_dimension(str(key)) for key in value)
        case _:
            said = _WEIGHTS[str(value)](lang()) if str(value) in _WEIGHTS else str(value)
    return f"{_OPTIONS[name](lang())} {said}" if name in _OPTIONS else said


def _said(kpi: Kpi, name: str, value: Decimal | int | None, asked: Mapping[str, Any]) -> str:
    """Write one expected result in its unit."""
    exact = None if value is None else Decimal(value)
    if name == "coverage":
        return words.percent(exact, lang())
    if name in ("value", "median", "p25", "p75"):
        return words.show(exact, kpi.unit, lang())
    amounts = asked.get("weight") == "amount" or asked["reading"] in ("weighted", "amount")
    euros = name.startswith("spend") or (name == "numerator" and kpi.unit == "EUR")
    if euros or (amounts and name in ("numerator", "denominator")):
        return words.money(exact, lang())
    return words.number(exact, lang())


def _in_words(ledger: Table) -> Table:
    """Write a ledger's amounts and days as people do: it is read, not sorted."""
    columns = tuple(Column(column.key, column.title) for column in ledger.columns)
    return Table(ledger.title, columns, [{key: _cell(value) for key, value in row.items()} for row in ledger.rows])


def _cell(value: object) -> str | None:
    match value:
        case Decimal():
            return words.money(value, lang())
        case dt.date():
            return words.day(value, lang())
        case None:
            return None
    return str(value)


def _small(shown: Table, key: str) -> None:
    frame = tables.to_frame(shown)
    frame.columns = [column.title(lang()) for column in shown.columns]
    st.dataframe(frame, hide_index=True, width="content", key=key)
