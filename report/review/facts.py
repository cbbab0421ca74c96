"""Notable facts, proposed from the largest contributions to each change; people rewrite them, or keep them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from report import words
from report.review.sections.spans import SEMICOLON, since

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


def contributions(now: Measure, before: Measure, start: int = 0) -> list[tuple[tuple[Key, ...], Decimal]]:
    """Return what each slice added to a figure that adds up, the largest move first.

    Slices are told apart by their dimensions from `start` on: with 1, by the second of two.
    """
    moved: dict[tuple[Key, ...], Decimal] = {}
    for found, sign in ((now, 1), (before, -1)):
        for group in found.groups:
            key = group.key[start:]
            moved[key] = moved.get(key, Decimal(0)) + sign * (group.value or Decimal(0))
    return sorted(moved.items(), key=lambda one: (-abs(one[1]), [part or "" for part in one[0]]))


def _spend(brief: Brief) -> Iterator[Proposal]:
    """Say how spend moved since the period before, and which type, and which matter of it, explain most of it."""
    now, before = (brief.measure("spend", by=("matter", "matter_type"), period=span) for span in (None, brief.before()))
    if not now.value or not before.value or before.value < 0 or now.value == before.value:
        return
    change, lang = now.value - before.value, brief.lang
    moved, amount = words.change(now.value, before.value, "EUR", lang), words.money_short(abs(change), lang)
    compared = since(brief, brief.before())
    if brief.unfinished:
        compared += f" ({words.in_progress(brief.as_of, lang)})"
    said = brief.t(
        f"La dépense {'monte' if change > 0 else 'baisse'} de {amount} ({moved}) {compared}",
        f"Spend {'rises' if change > 0 else 'falls'} by {amount} ({moved}) {compared}",
    )
    kinds = _same_way(contributions(now, before, 1), change)
    if kinds:
        (kind,), part = kinds[0]
        said += f"{SEMICOLON(lang)}{brief.label('matter_type', kind)} {words.signed_short(part, lang)}"
        matters = _same_way([one for one in contributions(now, before) if one[0][1] == kind and one[0][0]], change)
        if matters:
            (matter, _), part = matters[0]
            name, alone = brief.label("matter", matter), words.signed_short(part, lang)
            said += brief.t(f", et le dossier {name} à lui seul {alone}", f", and matter {name} alone {alone}")
    yield Proposal("spend", f"{said}.", abs(change) / before.value)


def _same_way(moved: list[tuple[tuple[Key, ...], Decimal]], change: Decimal) -> list[tuple[tuple[Key, ...], Decimal]]:
    """Keep what moved as the whole did."""
    return [one for one in moved if (one[1] > 0) == (change > 0) and one[1]]


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
        parts = f"n = {words.number(now.n, brief.lang)}"
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
