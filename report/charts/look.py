"""How every chart looks and speaks: one palette, one typeface, sizes that read, two languages, two themes."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import altair as alt
from altair.utils.schemapi import disable_debug_mode
from babel.dates import get_day_names, get_month_names

from kpi.model import Lang, Text
from report.words import readable

disable_debug_mode()  # a chart is checked against its schema once, whole, when shown; not at each of its parts as well

# Okabe and Ito's colours, which colour-blind readers tell apart, those that stand out on white first
PALETTE: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
BLUE, VERMILION, GREY, PALE_BLUE = PALETTE[0], PALETTE[5], "#9AA0A6", "#8FC1E0"
WIDTH: Final = 680

_FONT = "'Source Sans', 'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
_TEXT_SIZE = 13
_TITLE_LETTER, _SUBTITLE_LETTER = 9.0, 6.6  # usual widths in pixels, to break lines where they end
LABEL_SHARE: Final = 0.38  # of the width: beyond, a long name is cut, and whole in the tooltip
_LEGEND_COLUMN = 210
_SPOKEN = 24  # values read aloud at most


@dataclass(frozen=True)
class Look:
    """The words around a chart, its language, and the room it has."""

    lang: Lang
    title: str
    subtitle: str
    dark: bool = False
    width: int = WIDTH

    @property
    def ink(self) -> str:
        """The colour of what is read first."""
        return "#E8EAED" if self.dark else "#1F2430"

    @property
    def pale(self) -> str:
        """The colour of what is read second."""
        return "#A9B1BB" if self.dark else "#5B6470"

    @property
    def line(self) -> str:
        """The colour of what only guides the eye."""
        return "#3C424C" if self.dark else "#E1E4E8"

    @property
    def track(self) -> str:
        """The colour of what stands behind."""
        return "#4A515C" if self.dark else "#D5D9DE"

    def more(self, sentence: str) -> Look:
        """Return the same look with one more sentence in the subtitle."""
        subtitle = f"{self.subtitle.rstrip('.')}. {sentence}" if self.subtitle else sentence
        return replace(self, subtitle=subtitle)


def dress(
    layers: Sequence[alt.Chart], look: Look, spoken: Sequence[str], height: int, *, lying: bool = False
) -> alt.LayerChart:
    """Lay charts over each other and give them their title, their text alternative, typeface and language.

    Where bars are `lying`, the legend starts below them, right of their names.
    """
    title, subtitle = readable(look.title), readable(look.subtitle)
    chart = alt.layer(*layers).properties(
        width=look.width,
        height=height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),  # labels share the width, they do not add to it
        background="transparent",
        description=_alternative(title, subtitle, spoken, look.lang),
        title=alt.TitleParams(
            text=textwrap.wrap(title, int(look.width / _TITLE_LETTER)) or "",
            subtitle=textwrap.wrap(subtitle, int(look.width / _SUBTITLE_LETTER)),
            anchor="start",
            frame="bounds",
            offset=14,
            fontSize=18,
            fontWeight=600,
            color=look.ink,
            subtitleFontSize=14,
            subtitleColor=look.pale,
            subtitlePadding=5,
        ),
    )
    room = int(look.width * (1 - LABEL_SHARE)) if lying else look.width
    columns = max(1, room // _LEGEND_COLUMN)
    dressed: alt.LayerChart = chart.configure(
        font=_FONT,
        locale=_LOCALES[look.lang],
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=_TEXT_SIZE,
            labelColor=look.ink,
            grid=False,
            ticks=False,
            domain=False,
            gridColor=look.line,
            labelPadding=6,
            labelLimit=int(look.width * LABEL_SHARE),
        ),
        legend=alt.LegendConfig(
            labelFontSize=_TEXT_SIZE,
            labelColor=look.ink,
            orient="bottom",
            columns=columns,
            labelLimit=room // columns - 30,
            symbolType="square",
            title=None,
        ),
        # who listens hears each bar or point once, with its label and value, and nothing of what decorates it
        text=alt.MarkConfig(fontSize=_TEXT_SIZE, color=look.ink, aria=False),
        rule=alt.MarkConfig(color=look.pale, aria=False),
        tick=alt.TickConfig(aria=False),
    )
    return dressed


def _alternative(title: str, subtitle: str, spoken: Sequence[str], lang: Lang) -> str:
    semicolon = Text("\u202f; ", "; ")(lang)
    said = list(spoken[:_SPOKEN])
    if len(spoken) > _SPOKEN:
        said.append("…")
    sentences = filter(None, (title, subtitle, semicolon.join(said)))
    return " ".join(sentence if sentence[-1] in ".?!…" else f"{sentence}." for sentence in sentences)


def _locale(lang: Lang) -> alt.Locale:
    def names(found: Mapping[int, str], keys: Sequence[int]) -> list[str]:
        return [found[key] for key in keys]

    sunday_first, months, french = (6, 0, 1, 2, 3, 4, 5), range(1, 13), lang == "fr"
    return alt.Locale(
        number=alt.NumberLocale(
            decimal="," if french else ".",
            thousands="\u202f" if french else ",",
            grouping=[3],
            currency=["", "\u00a0€"] if french else ["€", ""],
            percent="\u00a0%" if french else "%",
            minus="-",
        ),
        time=alt.TimeLocale(
            dateTime="%A %e %B %Y %X",
            date="%d/%m/%Y" if french else "%d %b %Y",
            time="%H:%M:%S",
            periods=["AM", "PM"],
            days=names(get_day_names("wide", locale=lang), sunday_first),
            shortDays=names(get_day_names("abbreviated", locale=lang), sunday_first),
            months=names(get_month_names("wide", locale=lang), months),
            shortMonths=names(get_month_names("abbreviated", locale=lang), months),
        ),
    )


_LOCALES: Final[Mapping[Lang, alt.Locale]] = {"fr": _locale("fr"), "en": _locale("en")}
