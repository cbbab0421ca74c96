"""The meeting's decisions, typed in the room: what, why, who, by when, which figure is aimed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.pack.model import Missing, Page, Points
from report.review import follow
from report.review.sections.actions import listing
from report.review.sections.summary import decision

if TYPE_CHECKING:
    from report.pack.model import Block
    from report.review.brief import Brief


def pages(brief: Brief) -> list[Page]:
    """Make the page of decisions: those asked for, then those taken."""
    taken = follow.for_edition(brief, follow.of_meeting(brief.rows("actions"), brief.period))
    rows: list[tuple[Block, ...]] = []
    if brief.plan.requested and not brief.closed_to_peers:
        asked = tuple(decision(brief, one) for one in brief.plan.requested)
        rows.append((Points(brief.t("Décisions demandées", "Decisions requested"), asked, numbered=True),))
    if taken:
        rows.append((listing(brief, taken, effects=False),))
    else:
        none = brief.t(
            "Aucune décision enregistrée : elles se saisissent pendant la réunion.",
            "No decision recorded yet: they are typed during the meeting.",
        )
        rows.append((Missing(none),))
    n = len(taken)
    title = brief.t(
        f"{n} décisions prises en réunion", f"{n} decisions taken at the meeting"
    ) if n > 1 else brief.t("Décisions et plan d'action", "Decisions and action plan")  # fmt: skip
    return [
        Page("decisions", "decisions", title, brief.sentence(), tuple(rows), short=brief.t("Décisions", "Decisions"))
    ]
