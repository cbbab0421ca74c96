"""Charts that say one thing each: a title that finds or asks, its units below, a text for those who listen.

Rows arrive as exact decimals and become floats here, at the very edge. Columns are named by us (key, c1, c2…)
and every label from a file is data, never a field name nor an expression. A click on a mark is the selection
`pick`, which holds the `key` of its row. With nothing to draw, a chart is None.
"""

from report.charts.compared import Pair, Step, pairs, waterfall
from report.charts.guides import Note
from report.charts.look import WIDTH
from report.charts.over_time import Point, trend
from report.charts.parts import OTHERS, Part, share, stacked
from report.charts.ranked import Bar, Bullet, Spread, bars, bullet, spread
from report.charts.together import MOST_LINES, Line, lines

__all__ = [
    "MOST_LINES",
    "OTHERS",
    "WIDTH",
    "Bar",
    "Bullet",
    "Line",
    "Note",
    "Pair",
    "Part",
    "Point",
    "Spread",
    "Step",
    "bars",
    "bullet",
    "lines",
    "pairs",
    "share",
    "spread",
    "stacked",
    "trend",
    "waterfall",
]
