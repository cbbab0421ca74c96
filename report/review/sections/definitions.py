"""The annexes: what each figure means and how it is read here, and what the data do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi import catalogue
from kpi.model import Text, ratio
from report.gaps import WORDS
from report.pack.model import Missing, Page, Points
from report.review.brief import EVER
from report.review.sections.blocks import listing
from report.tables import Column, Table

if TYPE_CHECKING:
    from report.review.brief import Brief
    from report.tables import Value

_PER_PAGE: Final = 6
_GAPS: Final = (
    Column("gap", Text("Ce qui manque", "What is missing")),
    Column("documents", Text("Documents", "Documents"), "number"),
    Column("amount", Text("Dépense concernée HT", "Spend concerned (net)"), "money"),
    Column("share", Text("Part de la dépense", "Share of spend"), "ratio"),
    Column("filled", Text("Ce qui le comblerait", "What would fill it")),
)


def pages(brief: Brief) -> list[Page]:
    """Print every figure's definition, in the reading of this review."""
    said = []
    for kpi in catalogue().values():
        reading = kpi.reading(brief.reading(kpi.name))
        named = kpi.title(brief.lang)
        if len(kpi.readings) > 1:
            named = f"{named} ({reading.title(brief.lang)})"
        said.append(f"{named}{brief.t(' : ', ': ')}{reading.formula(brief.lang)}")
    parts = list(_batches(said))
    return [
        Page(
            f"definitions.{at}",
            "definitions",
            brief.t("Définitions et lectures", "Definitions and readings")
            + (f" ({at}/{len(parts)})" if len(parts) > 1 else ""),
            brief.t(
                "Une définition par chiffre, la même à l'écran, dans le dossier et en ligne de commande.",
                "One definition a figure, the same on screen, in the pack and on the command line.",
            ),
            ((Points(brief.t("Ce que veut dire chaque chiffre", "What each figure means"), tuple(part)),),),
        )
        for at, part in enumerate(parts, start=1)
    ]


def _batches(said: list[str]) -> list[list[str]]:
    return [said[at : at + _PER_PAGE] for at in range(0, len(said), _PER_PAGE)]


def data_pages(brief: Brief) -> list[Page]:
    """Say what is not recorded, matched or converted, and on how much of all the spend of the store."""
    found = [row for row in brief.whole("gaps") if row["documents"]]
    title = brief.t("Ce que les données ne disent pas", "What the data do not say")
    scope = brief.t("Toutes les factures qui comptent, depuis le début", "All invoices that count, since the start")
    if not found:
        nothing = Missing(brief.t("Rien ne manque : tout est renseigné.", "Nothing is missing: all is recorded."))
        return [Page("data", "data", title, scope, ((nothing,),))]
    ever = brief.measure("spend", period=EVER).value if brief.firm is None else None
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
    return [Page("data", "data", title, scope, ((listing(brief, table),),))]
