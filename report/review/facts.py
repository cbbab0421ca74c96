"""Notable facts, proposed from the largest contributions to each change; people rewrite them, or keep them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from report import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.model import Key, Measure
    from report.review.brief import Brief

_RATES: Final = (
    "budget_conformity",
    "off_panel_rate",
    "dematerialisation_rate",
    "rate_compliance",
    "late_billing_rate",
)
_WORTH: Final = Decimal("0.02")
"""A share that moved by less than two points is not worth a line."""


@dataclass(frozen=True)
class Proposal:
    """One fact as the figures tell it; `key` names the change it came from, `weight` how much it matters."""

    key: str
    text: str
    weight: Decimal


def kept(brief: Brief) -> tuple[str, ...]:
    """Return the facts to print: as the two wrote them, else as proposed; a firm's edition has only proposals."""
    if brief.plan.facts is None or brief.closed_to_peers:
        return tuple(one.text for one in proposals(brief))
    return tuple(fact.text for fact in brief.plan.facts if fact.kept and fact.text.strip())


def proposals(brief: Brief) -> list[Proposal]:
    """Propose facts, the weightiest first: what moved spend, what moved each rate, what overran."""
    return sorted((*_spend(brief), *_rates(brief), *_overruns(brief)), key=lambda one: (-one.weight, one.key))


def contributions(now: Measure, before: Measure) -> list[tuple[Key, Decimal]]:
    """Return what each slice added to a figure that adds up, the largest move first."""
    was = {group.key[0]: group.value or Decimal(0) for group in before.groups}
    is_ = {group.key[0]: group.value or Decimal(0) for group in now.groups}
    moved = [(key, is_.get(key, Decimal(0)) - was.get(key, Decimal(0))) for key in dict.fromkeys([*is_, *was])]
    return sorted(moved, key=lambda one: (-abs(one[1]), one[0] or ""))


def _spend(brief: Brief) -> Iterator[Proposal]:
    """Say how spend moved since the quarter before, and which type and which matter explain most of it."""
    now, before = (brief.measure("spend", by=("matter_type",), period=span) for span in (None, brief.before()))
    if not now.value or not before.value:
        return
    change = now.value - before.value
    if not change:
        return
    lang, earlier = brief.lang, words.period(brief.before(), brief.lang, brief.fiscal_start)
    moved = words.change(now.value, before.value, "EUR", lang)
    signed = words.money_short(change, lang)
    said = brief.t(
        f"La dépense varie de {signed} ({moved}) par rapport à {earlier}",
        f"Spend changes by {signed} ({moved}) from {earlier}",
    )
    explained = [one for one in contributions(now, before) if (one[1] > 0) == (change > 0)]
    matters = [
        one
        for one in contributions(*(brief.measure("spend", by=("matter",), period=p) for p in (None, brief.before())))
        if (one[1] > 0) == (change > 0) and one[0] is not None
    ]
    if explained:
        kind, part = explained[0]
        said += brief.t(
            f" ; {brief.label('matter_type', kind)} compte pour {words.money_short(part, lang)}",
            f"; {brief.label('matter_type', kind)} accounts for {words.money_short(part, lang)}",
        )
    if matters:
        matter, part = matters[0]
        said += brief.t(
            f", dont {brief.label('matter', matter)} pour {words.money_short(part, lang)}",
            f", of which {brief.label('matter', matter)} makes {words.money_short(part, lang)}",
        )
    yield Proposal("spend", f"{said}.", abs(change) / before.value)


def _rates(brief: Brief) -> Iterator[Proposal]:
    """Say which rates moved by two points or more, for better or for worse."""
    for name in _RATES:
        now, before = brief.measure(name), brief.measure(name, period=brief.before())
        if now.value is None or before.value is None or abs(now.value - before.value) < _WORTH:
            continue
        better = (now.value > before.value) == (now.better == "higher")
        title = brief.kpi(name).title(brief.lang)
        was, is_ = brief.value(before), brief.value(now)
        judged = brief.t("progrès", "better") if better else brief.t("recul", "worse")
        parts = brief.t(f"n = {now.n}", f"n = {now.n}")
        text = brief.t(
            f"{title} : {is_} contre {was} ({judged} ; {parts}).", f"{title}: {is_} against {was} ({judged}; {parts})."
        )
        yield Proposal(name, text, abs(now.value - before.value))


def _overruns(brief: Brief) -> Iterator[Proposal]:
    """Name the matter that exceeds its budget most."""
    over = [row for row in brief.budgets() if row["over"] > 0]
    if not over:
        return
    worst = max(over, key=lambda row: row["over"])
    name, amount = brief.label("matter", worst["matter_id"]), words.money_short(worst["over"], brief.lang)
    text = brief.t(
        f"{len(over)} dossiers facturés dépassent leur budget ; le plus loin, {name}, de {amount}.",
        f"{len(over)} billed matters exceed their budget; the furthest, {name}, by {amount}.",
    ) if len(over) > 1 else brief.t(
        f"Un dossier facturé dépasse son budget : {name}, de {amount}.",
        f"One billed matter exceeds its budget: {name}, by {amount}.",
    )  # fmt: skip
    total = brief.measure("spend").value or Decimal(1)
    yield Proposal("overruns", text, worst["over"] / abs(total or Decimal(1)))
