"""The annexes: what each figure means and how it is read here, and what the data do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi.model import Text, ratio
from report.gaps import WORDS
from report.pack.model import Missing, Page, Points
from report.review.brief import EVER
from report.review.sections.blocks import listing
from report.review.sections.spans import COLON
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.pack.model import Note
    from report.review.brief import Brief
    from report.tables import Value

_PER_PAGE: Final = 8
_GAPS: Final = (
    Column("gap", Text("Ce qui manque", "What is missing")),
    Column("documents", Text("Documents", "Documents"), "number"),
    Column("amount", Text("Dépense concernée HT", "Spend concerned (net)"), "money"),
    Column("share", Text("Part de la dépense", "Share of spend"), "ratio"),
    Column("filled", Text("Ce qui le comblerait", "What would fill it")),
)


def pages(brief: Brief, notes: Iterable[Note]) -> list[Page]:
    """Print the definition of every figure of a pack, in its reading; each reading once."""
    said = list(dict.fromkeys(f"{note.title}{COLON(brief.lang)}{note.definition}" for note in notes))
    parts = [said[at : at + _PER_PAGE] for at in range(0, len(said), _PER_PAGE)]
    title, short = brief.t("Définitions et lectures", "Definitions and readings"), brief.t("Définitions", "Definitions")
    heading = brief.t("Ce que veut dire chaque chiffre", "What each figure means")
    scope = brief.t(
        "Une définition par chiffre, la même à l'écran, dans le dossier et en ligne de commande.",
        "One definition a figure, the same on screen, in the pack and on the command line.",
    )
    return [
        Page(
            f"definitions.{at}", "definitions", title + (f" ({at}/{len(parts)})" if len(parts) > 1 else ""), scope,
            ((Points(heading, tuple(part)),),), short=short,
        )
        for at, part in enumerate(parts, start=1)
    ]  # fmt: skip


def data_pages(brief: Brief) -> list[Page]:
    """Say what is not recorded, matched or converted, and on how much of all the spend of the store."""
    found = [row for row in brief.whole("gaps") if row["documents"]]
    title = brief.t("Ce que les données ne disent pas", "What the data do not say")
    scope = brief.t("Toutes les factures qui comptent, depuis le début", "All invoices that count, since the start")
    short = brief.t("Qualité des données", "Data quality")
    if not found:
        nothing = Missing(brief.t("Rien ne manque : tout est renseigné.", "Nothing is missing: all is recorded."))
        return [Page("data", "data", title, scope, ((nothing,),), short=short)]
    ever = brief.of_panel("spend", period=EVER).value
    rows: list[dict[str, Value]] = [
        {
            "gap": WORDS[row["gap"]][0](brief.lang),
            "documents": row["documents"],
            "amount": row["amount"],
            "share": ratio(row["amount"], ever) if ever else None,
            "filled": WORDS[row["gap"]][1](brief.lang),
        }
        for row in sorted(found, key=lambda row: -row["amount"])
    ]
    table = Table(Text("Qualité des données", "Data quality"), _GAPS, rows)
    return [Page("data", "data", title, scope, ((listing(brief, table),),), short=short)]
