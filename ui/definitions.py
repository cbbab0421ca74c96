"""The definitions, read from the figures themselves: question, readings, caution, a ledger small enough to check."""

from __future__ import annotations

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
_RESULTS: Final[Mapping[str, Text]] = {
    "value": Text("Résultat", "Result"),
    "numerator": Text("Numérateur", "Numerator"),
    "denominator": Text("Dénominateur", "Denominator"),
    "n": Text("n", "n"),
    "coverage": Text("Couverture", "Coverage"),
    "median": Text("Médiane", "Median"),
    "p25": Text("1er quartile", "1st quartile"),
    "p75": Text("3e quartile", "3rd quartile"),
    "late_budgets": Text("Budgets tardifs", "Late budgets"),
}
_OPTIONS: Final[Mapping[str, Text]] = {
    "tolerance": Text("tolérance", "tolerance"),
    "weight": Text("pondération", "weight"),
    "by": Text("par", "by"),
}
GLOSSARY: Final[Sequence[tuple[Text, Text]]] = (
    (Text("Avoir", "Credit note"), Text(
        "Document qui réduit une facture\u202f; compté en négatif à sa propre date, jamais comme une facture ni une activité.",
        "A document that reduces an invoice; counted as negative at its own date, never as an invoice or as activity.")),
    (Text("Couverture", "Coverage"), Text(
        "Part de ce qui était en question que le chiffre a pu voir.", "The share of the matter at hand that the figure could see.")),
    (Text("Facture structurée", "Structured invoice"), Text(
        "Reçue comme des données (plateforme, LEDES, Factur-X, UBL, CII, EDI, portail), et non comme une image ou un PDF simple.",
        "Received as data (platform, LEDES, Factur-X, UBL, CII, EDI, portal), not as an image or a plain PDF.")),
    (Text("HT", "Net"), Text(
        "Hors taxe. Tous les montants le sont, sauf mention contraire.", "Excluding VAT. All amounts are, unless it is said otherwise.")),
    (Text("LEDES 1998B", "LEDES 1998B"), Text(
        "Format de facturation électronique des cabinets d'avocats\u00a0: une ligne de texte par prestation ou par frais.",
        "The e-billing format of law firms: one line of text for each item of work or expense.")),
    (Text("Lecture", "Reading"), Text(
        "Une façon exacte de calculer un même chiffre.", "One exact way to work out the same figure.")),
    (Text("Ligne mise de côté", "Line set aside"), Text(
        "Ligne d'un fichier qui n'a pas pu être lue sans deviner\u202f; gardée avec son texte, elle ne compte nulle part.",
        "A line of a file that could not be read without guessing; kept with its text, it counts nowhere.")),
    (Text("Panel", "Panel"), Text(
        "Cabinets référencés, pour quoi et de quand à quand\u202f; jugé au jour de la mission.",
        "The firms retained, for what and from when to when; judged on the day of instruction.")),
    (Text("Mission, ou recours", "Instruction"), Text(
        "Un cabinet saisi d'un dossier.", "One firm instructed on one matter.")),
    (Text("Registre", "Register"), Text(
        "Toutes les factures reçues, telles que la comptabilité les connaît (table invoices).",
        "All the invoices received, as accounts payable know them (table invoices).")),
)  # fmt: skip


def show() -> None:
    """Show the search, the list, then each definition and the glossary."""
    st.write(
        t(
            "Chaque définition vient du code qui calcule le chiffre\u202f; son exemple est recalculé à chaque passage des tests.",
            "Each definition comes from the code that works the figure out; its example is run by the tests each time.",
        )
    )
    asked = st.text_input(t("Chercher", "Search"), placeholder=t("un mot de la définition", "a word of the definition"), key="definition-search")
    found = [kpi for kpi in catalogue().values() if matches(kpi, asked)]
    terms = [entry for entry in GLOSSARY if _found(asked, *entry)]
    if not found and not terms:
        st.info(t("Aucune définition ne contient ces mots.", "No definition holds these words."))
        return
    links = [(kpi.title(lang()), kpi.name.replace("_", "-")) for kpi in found]
    links += [(t("Glossaire", "Glossary"), "glossary")] if terms else []
    st.markdown(" · ".join(f"[{plain(title)}](#{anchor})" for title, anchor in links))
    for kpi in found:
        _definition(kpi)
    if terms:
        st.header(t("Glossaire", "Glossary"), anchor="glossary", divider="gray")
        for term, meaning in sorted(terms, key=lambda entry: fold(entry[0](lang()))):
            st.markdown(f"**{plain(term(lang()))}** — {plain(meaning(lang()))}")


def matches(kpi: Kpi, asked: str) -> bool:
    """Say whether a definition speaks of every word asked for, in either language."""
    texts = [kpi.title, kpi.question, kpi.caution, *(text for reading in kpi.readings for text in (reading.title, reading.formula))]
    return _found(asked, *texts, more=" ".join((kpi.name, *kpi.references)))


def _found(asked: str, *texts: Text, more: str = "") -> bool:
    held = fold(" ".join([more, *(side for text in texts for side in (text.fr, text.en))]))
    return all(fold(word) in held for word in asked.split())


def _definition(kpi: Kpi) -> None:
    st.header(plain(kpi.title(lang())), anchor=kpi.name.replace("_", "-"), divider="gray")
    st.markdown(f"**{plain(kpi.question(lang()))}**")
    for reading in kpi.readings:
        st.markdown(f"- **{plain(reading.title(lang()))}** — {plain(reading.formula(lang()))}")
    st.info(plain(kpi.caution(lang())), icon=":material/lightbulb:")
    better = {"lower": t("le moins est le mieux", "lower is better"), "higher": t("le plus est le mieux", "higher is better"),
              "neutral": t("ni mieux ni moins bien", "neither better nor worse")}  # fmt: skip
    colon = t("\u00a0: ", ": ")
    facts = (
        (t("Il lui faut", "It needs"), ", ".join(_needed(name) for name in kpi.needs)),
        (t("Se découpe par", "Can be cut by"), ", ".join(words.dimension(name, lang()).lower() for name in kpi.dimensions)),
        (t("Sens", "Direction"), better[kpi.better]),
        (t("Références", "References"), " · ".join(kpi.references)),
        (t("Nom", "Name"), kpi.name),
    )  # fmt: skip
    st.caption("  \n".join(f"**{title}**{colon}{plain(said)}" for title, said in facts))
    with st.expander(t("Un exemple à vérifier à la main", "An example to check by hand"), icon=":material/calculate:"):
        _example(kpi)


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
        _small(table.table_of(rows), f"example-{kpi.name}-{name}")
    st.markdown("**" + t("Ce que chaque lecture doit donner", "What each reading must give") + "**")
    _small(expected(kpi), f"expected-{kpi.name}")


def expected(kpi: Kpi) -> Table:
    """Return what the worked example must give, one row per reading and options, in words."""
    titles = {reading.name: reading.title for reading in kpi.readings}
    rows: list[dict[str, str]] = []
    for asked, results in kpi.example.expected:
        options = [f"{_OPTIONS[name](lang())} {_option(value)}" for name, value in asked.items() if name != "reading"]
        given = dict(results)
        if "value" not in given and given.get("denominator"):
            given = {"value": ratio(Decimal(given["numerator"] or 0), Decimal(given["denominator"] or 0)), **given}
        shown = {name: _said(kpi, name, value, asked) for name, value in given.items()}
        rows.append({"reading": " · ".join([titles[asked["reading"]](lang()), *options]), **shown})
    keys = [key for key in ("reading", *_RESULTS) if any(key in row for row in rows)]
    keys += [key for row in rows for key in row if key not in keys]
    columns = tuple(Column(key, _RESULTS.get(key, Text("Lecture", "Reading") if key == "reading" else Text(key, key))) for key in dict.fromkeys(keys))
    return Table(Text("Attendu", "Expected"), columns, [{key: row.get(key) for key in keys} for row in rows])


def _option(value: object) -> str:
    if isinstance(value, Decimal):
        return words.percent(value, lang(), 0)
    if value in ("count", "amount"):
        return t("en nombre", "by count") if value == "count" else t("en montant", "by amount")
    return ", ".join(words.dimension(name, lang()).lower() for name in value) if isinstance(value, tuple) else str(value)


def _said(kpi: Kpi, name: str, value: Decimal | int | None, asked: Mapping[str, Any]) -> str:
    """Write one expected result in its unit."""
    if name == "coverage":
        return words.percent(None if value is None else Decimal(value), lang())
    if name == "value" or name in ("median", "p25", "p75"):
        return words.show(None if value is None else Decimal(value), kpi.unit, lang())
    euros = kpi.unit == "EUR" and name == "numerator" or asked.get("weight") == "amount" or asked["reading"] in ("weighted", "amount")
    if euros and name in ("numerator", "denominator"):
        return words.money(None if value is None else Decimal(value), lang())
    return words.number(value, lang())


def _small(shown: Table, key: str) -> None:
    frame = tables.to_frame(shown)
    frame.columns = [column.title(lang()) for column in shown.columns]
    st.dataframe(frame, hide_index=True, width="content", key=key)
