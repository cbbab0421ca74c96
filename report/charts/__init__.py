"""Charts that say one thing each: a title that finds or asks, its units below, a text for those who listen.

Rows arrive as exact decimals and become floats here, at the very edge. Columns are named by us (key, c1, c2…)
and every label from a file is data, never a field name nor an expression. A click on a mark is the selection
`pick`, which holds the `key` of its row. With nothing to draw, a chart is None.
"""

from report.charts.look import WIDTH
from report.charts.over_time import Note, Point, trend
from report.charts.parts import OTHERS, Part, share, stacked
from report.charts.ranked import Bar, Bullet, Spread, bars, bullet, spread

__all__ = [
    "OTHERS",
    "WIDTH",
    "Bar",
    "Bullet",
    "Note",
    "Part",
    "Point",
    "Spread",
    "bars",
    "bullet",
    "share",
    "spread",
    "stacked",
    "trend",
]
