# ruff: noqa: PLR0913, PLR0917 — a chart is its rows, its unit and its words
"""Rows compared with each other, the largest first: one figure, its spread, or spending against budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from kpi.model import Key, Lang, Text, Unit, ratio
from report import words
from report.charts import guides, marks
from report.charts.look import BLUE, GREY, PALE_BLUE, VERMILION, WIDTH, Look, dress
from report.charts.marks import Row

_LABEL, _VALUE = Text("Libellé", "Label"), Text("Valeur", "Value")


@dataclass(frozen=True)
class Bar:
    """One bar; `faint` when it stands on too few cases to conclude, which `detail` (« n = 3 ») says.

    `detail` stands after the value; `instead` stands there alone, in place of both.
    """

    key: Key
    label: str
    value: Decimal | None
    detail: str = ""
    faint: bool = False
    instead: str = ""


@dataclass(frozen=True)
class Spread:
    """How a figure varies within one group: quartiles, median and mean over n cases."""

    key: Key
    label: str
    p25: Decimal | None
    median: Decimal | None
    p75: Decimal | None
    mean: Decimal | None
    n: int


@dataclass(frozen=True)
class Bullet:
    """What a matter has cost, against its budget in force and its initial one."""

    key: Key
    label: str
    spend: Decimal
    budget: Decimal | None
    initial: Decimal | None


def bars(
    rows: Sequence[Bar],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    *,
    target_label: str = "",
    most: int = 15,
    ranked: bool = True,
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Rank firms, types or entities by a figure, the largest first; or keep their order where `ranked` is False."""
    known = [row.value for row in rows if row.value is not None]
    if not known:
        return None
    look = Look(lang, title, subtitle, dark, width)
    kept, look = marks.largest(rows, lambda row: row.value, most, look) if ranked else marks.first(rows, most, look)
    data: list[Row] = [
        {
            "key": row.key,
            "c1": label,
            "c2": marks.as_float(row.value),
            "c3": words.readable(row.instead) or marks.beside(marks.short(row.value, unit, lang), row.detail),
            "c4": words.show(row.value, unit, lang),
            "c5": GREY if row.faint else BLUE,
            "c6": marks.above(row.value),
            "said": marks.say(label, words.show(row.value, unit, lang), lang),
        }
        for row, label in zip(kept, marks.unlike([row.label for row in kept]), strict=True)
    ]
    scale, pick = marks.exact_scale(known if target is None else [*known, target]), marks.pick()
    base = marks.chart(data).encode(
        y=marks.labels(), tooltip=marks.tooltips(lang, c1=_LABEL, c4=_VALUE), description="said:N"
    )
    layers = [
        base.mark_bar(size=20)
        .encode(x=marks.x("c2", scale), fill=marks.own_colour("c5"), opacity=marks.picked(pick))
        .add_params(pick),
        base.mark_text(align="left", dx=7, limit=marks.room_beside(width)).encode(x=marks.x("c6", scale), text="c3:N"),
        marks.room_at_end(data, "c6", "c3", scale, width),
    ]
    if target is not None:
        layers += guides.target_across(target, target_label, unit, look, scale)
    return dress(layers, look, [str(row["said"]) for row in data], height=32 * len(data))


def spread(
    rows: Sequence[Spread],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    *,
    most: int = 15,
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Show how far apart the cases of each group lie: the middle half as a bar, its median, and the mean."""
    known = [v for row in rows for v in (row.p25, row.median, row.p75, row.mean) if v is not None]
    if not known:
        return None
    kept, look = marks.largest(rows, lambda row: row.median, most, Look(lang, title, subtitle, dark, width))
    look = look.more(
        Text(
            "Barre : la moitié centrale (P25 à P75) ; trait et montant écrit : médiane ; losange : moyenne",
            "Bar: the middle half (P25 to P75); tick and written amount: median; diamond: mean",
        )(lang)
    )
    data: list[Row] = [
        {
            "key": row.key,
            "c1": label,
            "c2": marks.as_float(row.p25),
            "c3": marks.as_float(row.p75),
            "c4": marks.as_float(row.median),
            "c5": marks.as_float(row.mean),
            "c6": marks.above(row.p75, row.mean, row.median),
            "c7": f"{marks.short(row.median, unit, lang)}{marks.DOT}n\u00a0=\u00a0{words.number(row.n, lang)}",
            "c8": words.show(row.p25, unit, lang),
            "c9": words.show(row.median, unit, lang),
            "c10": words.show(row.p75, unit, lang),
            "c11": words.show(row.mean, unit, lang),
            "c12": words.number(row.n, lang),
            "said": marks.say(label, _spread_in_words(row, unit, lang), lang),
        }
        for row, label in zip(kept, marks.unlike([row.label for row in kept]), strict=True)
    ]
    scale, axis, pick = marks.round_scale(known), marks.axis(known, unit, lang), marks.pick()
    median, mean = Text("Médiane", "Median"), Text("Moyenne", "Mean")
    told = marks.tooltips(lang, c1=_LABEL, c8="P25", c9=median, c10="P75", c11=mean, c12="n")
    base = marks.chart(data).encode(y=marks.labels(), tooltip=told, description="said:N")
    layers = [
        base.mark_bar(size=14, color=PALE_BLUE)
        .encode(x=marks.x("c2", scale, axis), x2="c3:Q", opacity=marks.picked(pick))
        .add_params(pick),
        base.mark_tick(color=BLUE, thickness=3, size=24, orient="vertical", opacity=1).encode(
            x=marks.x("c4", scale, axis)
        ),
        base.mark_point(color=VERMILION, shape="diamond", filled=True, size=80, opacity=1, aria=False).encode(
            x=marks.x("c5", scale, axis)
        ),
        base.mark_text(align="left", dx=12).encode(x=marks.x("c6", scale, axis), text="c7:N"),
        marks.room_at_end(data, "c6", "c7", scale, width),
    ]
    return dress(layers, look, [str(row["said"]) for row in data], height=36 * len(data))


def bullet(
    rows: Sequence[Bullet],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    *,
    most: int = 15,
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Lay what each matter has cost over its budget in force, with its initial budget as a mark."""
    if not rows:
        return None
    kept, look = marks.largest(rows, lambda row: row.spend, most, Look(lang, title, subtitle, dark, width))
    look = look.more(
        Text(
            "Trait plein\u00a0: dépensé (orange au-delà du budget)\u202f; fond\u00a0: budget en "
            "vigueur\u202f; repère\u00a0: budget initial",
            "Solid bar: spent (orange beyond the budget); background: budget in force; mark: initial budget",
        )(lang)
    )
    labels = marks.unlike([row.label for row in kept])
    data = [_against(row, label, unit, lang) for row, label in zip(kept, labels, strict=True)]
    amounts = [v for row in kept for v in (row.spend, row.budget, row.initial) if v is not None]
    scale, pick = marks.exact_scale(amounts), marks.pick()
    told = marks.tooltips(
        lang,
        c1=_LABEL,
        c8=Text("Dépensé", "Spent"),
        c9=Text("Budget en vigueur", "Budget in force"),
        c10=Text("Budget initial", "Initial budget"),
    )
    base = marks.chart(data).encode(y=marks.labels(), tooltip=told, description="said:N")
    layers = [
        base.mark_bar(size=24, color=look.track, aria=False).encode(x=marks.x("c3", scale)),
        base.mark_bar(size=10)
        .encode(x=marks.x("c2", scale), fill=marks.own_colour("c5"), opacity=marks.picked(pick))
        .add_params(pick),
        base.mark_tick(color=look.ink, thickness=3, size=28, orient="vertical", opacity=1).encode(
            x=marks.x("c4", scale)
        ),
        base.mark_text(align="left", dx=9).encode(x=marks.x("c6", scale), text="c7:N"),
        marks.room_at_end(data, "c6", "c7", scale, width),
    ]
    return dress(layers, look, [str(row["said"]) for row in data], height=36 * len(data))


def _against(row: Bullet, label: str, unit: Unit, lang: Lang) -> Row:
    if row.budget is None:
        burn = said = Text("sans budget", "no budget")(lang)
        colour = BLUE
    else:
        burn = words.percent(ratio(row.spend, row.budget), lang, 0)
        said = Text(f"{burn} du budget", f"{burn} of budget")(lang)
        colour = VERMILION if row.spend > row.budget else BLUE
    return {
        "key": row.key,
        "c1": label,
        "c2": marks.as_float(row.spend),
        "c3": marks.as_float(row.budget),
        "c4": marks.as_float(row.initial),
        "c5": colour,
        "c6": marks.above(row.spend, row.budget, row.initial),
        "c7": f"{marks.short(row.spend, unit, lang)}{marks.DOT}{burn}",
        "c8": words.show(row.spend, unit, lang),
        "c9": words.show(row.budget, unit, lang),
        "c10": words.show(row.initial, unit, lang),
        "said": marks.say(label, f"{words.show(row.spend, unit, lang)}, {said}", lang),
    }


def _spread_in_words(row: Spread, unit: Unit, lang: Lang) -> str:
    median, mean = words.show(row.median, unit, lang), words.show(row.mean, unit, lang)
    low, high = words.show(row.p25, unit, lang), words.show(row.p75, unit, lang)
    return Text(
        f"médiane {median}, moyenne {mean}, P25 {low}, P75 {high}",
        f"median {median}, mean {mean}, P25 {low}, P75 {high}",
    )(lang)
