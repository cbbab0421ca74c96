"""The definitions, read from the figures themselves: question, readings, caution, what they need, an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data.reference import TABLES
from data.reference.cells import fold
from kpi import catalogue
from kpi.model import Text
from report import words
from ui import examples
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.model import Kpi

_BETTER: Final[Mapping[str, Text]] = {
    "lower": Text("le moins est le mieux", "lower is better"),
    "higher": Text("le plus est le mieux", "higher is better"),
    "neutral": Text("ni mieux ni moins bien", "neither better nor worse"),
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
        (t("Références", "References"), " · ".join(t(cited, cited) for cited in kpi.references)),
        (t("Nom", "Name"), kpi.name),
    )
    colon = t("\u00a0: ", ": ")
    st.caption("  \n".join(f"**{title}**{colon}{plain(said)}" for title, said in facts))
    with st.expander(t("Un exemple à vérifier à la main", "An example to check by hand"), icon=":material/calculate:"):
        examples.show(kpi)


def _dimension(name: str) -> str:
    return words.dimension(name, lang()).lower()


def _needed(name: str) -> str:
    if name == "lines":
        return t("les lignes des factures", "the lines of invoices")
    return TABLES[name].title(lang()).lower() if name in TABLES else name
