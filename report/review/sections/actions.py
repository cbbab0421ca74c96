"""The previous review's actions: who, by when, how they stand, and what they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi import catalogue
from kpi.model import Text
from report import words
from report.pack.model import Listing, Missing, Page
from report.review import follow
from report.review.book import NotInTheBookError
from report.tables import Column, Table

if TYPE_CHECKING:
    from report.review.brief import Brief
    from report.review.follow import Row
    from report.tables import Value

_ACTION: Final = Column("text", Text("Action", "Action"))
_FIRM: Final = Column("firm", Text("Cabinet", "Firm"))
_OWNER: Final = Column("owner", Text("Pilote", "Owner"))
_DUE: Final = Column("due_on", Text("Échéance", "Due"), "date")
_STATE: Final = Column("state", Text("Statut", "Status"))
_AIM: Final = Column("aim", Text("Chiffre visé", "Figure aimed at"))
_EFFECT: Final = Column("effect", Text("Effet mesuré", "Measured effect"))
_TARGET: Final = Column("expected", Text("Cible", "Target"))


def pages(brief: Brief) -> list[Page]:
    """Make the page of the earlier actions; without any, say how they come."""
    rows = follow.for_edition(brief, follow.before_meeting(brief.rows("actions"), brief.period))
    if not rows:
        none = Missing(
            brief.t(
                "Aucune action d'une revue précédente : celles de cette réunion ouvriront la prochaine.",
                "No action from an earlier review: those of this meeting will open the next one.",
            )
        )
        return [] if brief.closed_to_peers else [_page(brief, brief.t("Actions en cours", "Actions"), none)]
    states = [follow.state(row, brief.today) for row in rows]
    late, done = states.count("late"), states.count("done")
    title = brief.t(
        f"{done} actions faites sur {len(rows)}, {late} en retard", f"{done} of {len(rows)} actions done, {late} late"
    ) if len(rows) > 1 else brief.t("Une action suivie", "One action followed up")  # fmt: skip
    return [_page(brief, title, listing(brief, rows, effects=True))]


def _page(brief: Brief, title: str, block: Listing | Missing) -> Page:
    return Page("actions", "actions", title, brief.sentence(), ((block,),), short=brief.t("Actions", "Actions"))


def listing(brief: Brief, rows: list[Row], *, effects: bool) -> Listing:
    """List actions; with `effects`, the figure aimed at before and after."""
    firm = () if brief.firm else (_FIRM,)
    last = (_STATE, _AIM, _EFFECT) if effects else (_AIM, _TARGET)
    table = Table(
        Text("Actions", "Actions"),
        (_ACTION, *firm, _OWNER, _DUE, *last),
        [
            _row(brief, row)
            for row in sorted(rows, key=lambda row: (row["due_on"] is None, row["due_on"] or brief.today))
        ],
    )
    more = len(rows) - 9
    rest = brief.t(f"Et {more} autres : voir le classeur.", f"And {more} more: see the workbook.") if more > 0 else None
    return Listing(table, 9, rest)


def _row(brief: Brief, row: Row) -> dict[str, Value]:
    kpi, lang = catalogue().get(row["kpi"] or ""), brief.lang
    return {
        "text": brief.told(row["text"]),
        "firm": brief.label("firm", row["firm_id"]) if row["firm_id"] else "",
        "owner": words.code("owner", row["owner"], lang) if row["owner"] else "",
        "due_on": row["due_on"],
        "state": words.code("state", follow.state(row, brief.today), lang),
        "aim": kpi.title(lang) if kpi else "",
        "effect": _effect(brief, row),
        "expected": brief.told(follow.expected(row, lang)),
    }


def _effect(brief: Brief, row: Row) -> str:
    try:
        changed = follow.effect(brief.answers, row, brief.period, brief.fiscal_start)
    except NotInTheBookError:  # an action that came to aim at this figure after the review was frozen
        return words.NOT_AVAILABLE(brief.lang)
    return changed.said(brief.lang) if changed else ""
