"""What the tests of the slides read off a deck: charts, workbooks, texts, boxes; and a pack of nothing but trouble."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pptx import Presentation

from kpi.model import Text
from report.pack.model import Chart, ChartKind, Listing, Missing, Pack, Page, Points, Series, Tile, Tiles
from report.tables import Column, Table
from tests.report.pack_sample import sample

D = Decimal
EVIL = "=1+1 \x00\x07<b>&\u202eabc\ud800 http://x.example/\n\ttab 'quote\" {=A1}"
LONG = "Une dénomination sociale interminable de cabinet d'avocats associés " * 75  # over 5,000 characters


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def frames(content: bytes) -> list[Any]:
    """Return the graphic frames that hold charts, in reading order."""
    return [shape for slide in opened(content).slides for shape in slide.shapes if shape.has_chart]


def framed(shape: Any) -> Iterator[tuple[Any, float, float]]:
    """Return every frame of text of a shape with its width and height in points, margins taken off."""
    if shape.has_text_frame:
        frame = shape.text_frame
        around = (frame.margin_left + frame.margin_right, frame.margin_top + frame.margin_bottom)
        yield frame, (shape.width - around[0]) / 12700, (shape.height - around[1]) / 12700
    if shape.has_table:
        table = shape.table
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                wide = (column.width - cell.margin_left - cell.margin_right) / 12700
                yield cell.text_frame, wide, (row.height - cell.margin_top - cell.margin_bottom) / 12700


def chart(kind: ChartKind, *series: tuple[Any, ...], title: str = "Constat", **more: Any) -> Chart:
    """Return a chart whose categories are a, b, c…; values as they come."""
    drawn = tuple(Series(f"S{n}", tuple(None if v is None else D(str(v)) for v in row)) for n, row in enumerate(series))
    asked: dict[str, Any] = {"unit": "EUR", "categories": tuple("abcdefghijklmnop"[: len(series[0])]), "series": drawn}
    return Chart(kind, title, "HT", **{**asked, **more})


def page(*rows: Any, title: str = "Page", comments: tuple[str, ...] = ()) -> Page:
    return Page("page", "page", title, "T3 2026", rows, comments)


def pack_of(*pages: Page, **more: Any) -> Pack:
    return replace(sample("fr"), pages=pages, annexes=(), **more)


def trouble() -> Pack:
    """Return a pack whose texts are hostile or endless, and whose pages hold more than a slide."""
    tile = Tile("t", LONG, "1 234 567,89 €", (LONG, EVIL), LONG, LONG, "bad")
    columns = tuple(Column(f"c{n}", Text(f"Colonne {n}", "Column"), "text" if n < 2 else "money") for n in range(7))
    row = {f"c{n}": (LONG, EVIL)[n] if n < 2 else D("1234567.89") for n in range(7)}
    listing = Listing(Table(Text("Dossiers", "Matters"), columns, [row] * 40), 40)
    points = Points(LONG, (LONG, EVIL) * 12, numbered=True)
    evil = chart(
        "bars", (5, -4, 3), title=EVIL, categories=(EVIL, LONG, "x"), labels=(EVIL, LONG, "3 €"),
        notes=((EVIL, EVIL), ("x", LONG)), alt=EVIL,
    )  # fmt: skip
    kinds = [
        replace(evil, kind=kind, labels=()) for kind in ("columns", "line", "stacked", "shares", "pairs", "waterfall")
    ]
    return pack_of(
        page((Tiles((tile,) * 8),), (points, points), title=LONG, comments=(LONG, EVIL) * 3),
        page((evil, evil), (listing,), title=EVIL),
        page((kinds[0], kinds[1]), (kinds[2], kinds[3]), comments=(LONG,)),
        page((kinds[4],), (kinds[5], Missing(LONG))),
        page((Missing(EVIL),), (Points("", ()), listing)),
        title=EVIL, subject=LONG, period=LONG, footer=LONG, confidentiality=LONG, cover=((EVIL, LONG),) * 14,
    )  # fmt: skip
