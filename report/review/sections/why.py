"""Why spend moved: hours, staffing, rates and all the rest, between two totals that they link to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.comparison import before
from report import words
from report.pack.model import Chart, Page, Points, Series
from report.review.sections.blocks import nothing, signed
from report.review.sections.spans import quarter_said, unfinished

if TYPE_CHECKING:
    from kpi.model import Measure
    from report.pack.model import Block
    from report.review.brief import Brief

KPI: Final = "spend_bridge"
_WHOLE: Final = Decimal("0.995")


def pages(brief: Brief) -> list[Page]:
    """Make the page of the spend bridge, in the reading of the review: on the quarter before, or on the year before."""
    found = brief.measure(KPI, by=("effect",))
    question = brief.t("Pourquoi la dépense a-t-elle bougé ?", "Why did spend move?")
    effects = [(str(group.key[0]), group.value) for group in found.groups if group.value]
    if not effects:
        lacking = brief.t(
            "Rien à comparer : ni facture du trimestre, ni facture de la période de comparaison.",
            "Nothing to compare: no invoice in the quarter, nor in the period it is compared with.",
        )
        return [nothing(brief, "why", brief.t("Pont de la dépense", "Spend bridge"), question, lacking)]
    title = _title(brief, found, effects) or question
    said: tuple[Block, ...] = tuple(points for points in _points(brief, found) if points.sentences)
    rows: tuple[tuple[Block, ...], ...] = ((_bridge(brief, found, effects, title),), *((said,) if said else ()))
    notes = (brief.note(found), brief.note(brief.measure("rate_increase")))
    short = brief.t("Pont de la dépense", "Spend bridge")
    return [Page("why", "why", title, brief.sentence(found), rows, notes=notes, short=short)]


def _title(brief: Brief, found: Measure, effects: list[tuple[str, Decimal]]) -> str:
    """Say how spend moved, and which effect weighs most in that direction; nothing when it did not move."""
    change = found.value or Decimal(0)
    if not change:
        return ""
    name, part = max(effects, key=lambda effect: effect[1] if change > 0 else -effect[1])
    largest = brief.label("effect", name)
    largest = largest[:1].lower() + largest[1:]
    whole, amount = words.money_short(abs(change), brief.lang), signed(part, brief)
    return brief.t(
        f"La dépense {'monte' if change > 0 else 'baisse'} de {whole} ; premier facteur : {largest}, {amount}",
        f"Spend {'rises' if change > 0 else 'falls'} by {whole}; main driver: {largest}, {amount}",
    )


def _bridge(brief: Brief, found: Measure, effects: list[tuple[str, Decimal]], title: str) -> Chart:
    """Draw the way from one total to the other."""
    earlier, now = quarter_said(brief, before(brief.period, found.reading)), quarter_said(brief)
    steps = [
        (earlier, None, Decimal(found.details["spend_before"] or 0)),
        *((brief.label("effect", name), name, value) for name, value in effects),
        (now, None, Decimal(found.details["spend"] or 0)),
    ]
    totals = (0, len(steps) - 1)
    return Chart(
        "waterfall",
        brief.t(f"De {earlier} à {now}", f"From {earlier} to {now}"),
        brief.t(
            "Dépense en euros HT, à la date de facture, et ce qui l'a fait varier",
            "Spend in euros, net of tax, at invoice date, and what moved it",
        )
        + unfinished(brief),
        "EUR",
        tuple(name for name, _, _ in steps),
        (Series(brief.t("Dépense", "Spend"), tuple(value for _, _, value in steps)),),
        tuple(key for _, key, _ in steps),
        tuple(
            words.money_short(value, brief.lang) if place in totals else signed(value, brief)
            for place, (_, _, value) in enumerate(steps)
        ),
        alt=f"{title}. " + ", ".join(f"{name} {signed(value, brief)}" for name, _, value in steps[1:-1]) + ".",
    )


def _points(brief: Brief, found: Measure) -> tuple[Points, Points]:
    """Explain hours, staffing and rates; then how dearer the same people have become, and what the lines let see."""
    explained = [
        brief.t(
            f"{brief.label('effect', name)} ({signed(value, brief)}) : {meaning}",
            f"{brief.label('effect', name)} ({signed(value, brief)}): {meaning}",
        )
        for name in ("volume", "mix", "price")
        if (value := Decimal(found.details[name] or 0)) and (meaning := _meaning(brief, name, value))
    ]
    also = []
    pure = brief.measure("rate_increase")
    if pure.value is not None:
        moved = words.percent(pure.value, brief.lang)
        sign = "+" if pure.value > 0 else ""
        people, seen = words.number(pure.n, brief.lang), words.percent(pure.coverage, brief.lang, 0)
        reading = brief.kpi("rate_increase").reading(pure.reading).title(brief.lang)
        reading = reading[:1].lower() + reading[1:]
        also.append(
            brief.t(
                f"Hausse tarifaire pure, {reading} : {sign}{moved} ({people} intervenants, {seen} des heures).",
                f"Pure rate increase, {reading}: {sign}{moved} ({people} timekeepers, {seen} of the hours).",
            )
        )
    if found.coverage is not None and found.coverage < _WHOLE:
        seen = words.percent(found.coverage, brief.lang, 0)
        also.append(
            brief.t(
                f"Lignes connues pour {seen} de la dépense ; le reste : « Factures sans détail ».",
                f"Lines are known for {seen} of spend; the rest: “Invoices without lines”.",
            )
        )
    return (
        Points(brief.t("Comment lire le pont", "How to read the bridge"), tuple(explained)),
        Points(brief.t("À retenir aussi", "Also worth knowing"), tuple(also)),
    )


def _meaning(brief: Brief, effect: str, value: Decimal) -> str:
    if effect == "volume":
        more = brief.t("plus", "more") if value > 0 else brief.t("moins", "fewer")
        return brief.t(f"{more} d'heures, au taux moyen d'avant.", f"{more} hours, at the former average rate.")
    if effect == "price":
        return brief.t("les mêmes niveaux, à leur nouveau taux.", "the same levels, at their new rate.")
    elsewhere = brief.t("niveaux", "levels") if brief.firm else brief.t("niveaux ou cabinets", "levels or firms")
    return brief.t(f"heures passées à d'autres {elsewhere}.", f"hours moved to other {elsewhere}.")
