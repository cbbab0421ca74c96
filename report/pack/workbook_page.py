"""A page of the pack as a sheet: its figures with their formulas, its charts over their numbers, its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]  # it ships no types

from kpi import catalogue
from kpi.model import Measure, Text
from report.pack import number_formats, workbook_charts, workbook_columns
from report.pack.model import Block, Chart, Listing, Missing, Page, Points, Tile, Tiles
from report.pack.workbook_sheet import Binder, Sheet
from report.tables import checked_rows, width

_COMMENTS: Final = Text("Commentaires", "Comments")
CONTENTS: Final = Text("← Sommaire", "← Contents")
_TILES: Final = (
    (Text("Indicateur", "Figure"), 34),
    (Text("Valeur", "Value"), 18),
    (Text("Numérateur", "Numerator"), 18),
    (Text("Dénominateur", "Denominator"), 18),
    (Text("Évolution", "Change"), 36),
    (Text("Objectif", "Target"), 28),
    (Text("Couverture et réserves", "Coverage and limits"), 34),
)
_NEARLY = Decimal("1e-9")
_FORMULAS: Final[tuple[tuple[str, Callable[[Decimal, Decimal], Decimal]], ...]] = (
    ("={0}/{1}", lambda above, below: above / below),
    ("={0}-{1}", lambda above, below: above - below),
    ("={0}", lambda above, _: above),
)
_PALE = "#5B6470"


def holds_numbers(page: Page) -> bool:
    """Tell whether a page has something for a workbook: figures, a chart or a table."""
    return any(isinstance(block, (Tiles, Chart, Listing)) for block in page.blocks)


def write(page: Page, binder: Binder, contents: str) -> Sheet:
    """Add a page as a sheet: its title and scope, a link back to the contents, its blocks in reading order."""
    sheet = binder.sheet(page.short or page.title, _widths(page, binder))
    sheet.title(page.title)
    sheet.paragraph(page.scope, font_color=_PALE)
    sheet.link(contents, CONTENTS(binder.lang))
    sheet.row += 2
    for at, block in enumerate(page.blocks):
        _block(sheet, block, first=not at)
        sheet.row += 1
    if page.comments:
        _points(sheet, Points(_COMMENTS(binder.lang), page.comments))
    return sheet


def _block(sheet: Sheet, block: Block, *, first: bool) -> None:
    match block:
        case Tiles():
            _tiles(sheet, block.tiles)
        case Chart():
            workbook_charts.write(sheet, block)
        case Listing():
            sheet.heading(block.table.title(sheet.lang))
            if first:
                sheet.keep_above(sheet.row)
            sheet.table(block.table, list(checked_rows(block.table)), block.total)
        case Points():
            _points(sheet, block)
        case Missing():
            sheet.paragraph(block.sentence, italic=True, font_color=_PALE)


def _points(sheet: Sheet, block: Points) -> None:
    sheet.heading(block.title)
    for n, sentence in enumerate(block.sentences, 1):
        sheet.paragraph(f"{n}. {sentence}" if block.numbered else f"• {sentence}")


def _tiles(sheet: Sheet, tiles: Sequence[Tile]) -> None:
    """Write figures, a row each: the exact value, as a formula over what it was worked out from where there is one."""
    sheet.heads([title(sheet.lang) for title, _ in _TILES])
    for tile in tiles:
        sheet.text(sheet.row, 0, tile.title, sheet.binder.style(bold=True, text_wrap=True))
        if tile.measure is None or tile.measure.value is None:
            sheet.text(sheet.row, 1, tile.value, sheet.binder.style(align="right"))
        if tile.measure is not None:
            _measure(sheet, tile.measure)
        said = ("\n".join(tile.changes), tile.target, tile.badge)
        for at, text in enumerate(said, 4):
            if text:
                sheet.text(sheet.row, at, text, sheet.binder.style(text_wrap=True))
        sheet.height([tile.title, "", "", "", *(text or "" for text in said)], [wide for _, wide in _TILES])
        sheet.row += 1


def _measure(sheet: Sheet, found: Measure) -> None:
    lang, row = sheet.lang, sheet.row
    parts = (found.numerator, found.denominator)
    units = catalogue()[found.kpi].parts(found.reading, found.scope.weight)
    for at, (part, unit) in enumerate(zip(parts, units, strict=True), 2):
        sheet.number(row, at, part, number_formats.cell(unit, lang, part))
    formula = _formula(found, xl_rowcol_to_cell(row, 2), xl_rowcol_to_cell(row, 3))
    sheet.number(row, 1, found.value, number_formats.cell(found.unit, lang, found.value), formula)


def _formula(found: Measure, above: str, below: str) -> str | None:
    """Return the formula that gives exactly the value of a figure from its two parts; None where none does."""
    if found.value is None or found.numerator is None or not found.denominator:
        return None
    for formula, work_out in _FORMULAS:
        if abs(work_out(found.numerator, found.denominator) - found.value) <= _NEARLY:
            return formula.format(above, below)
    return None


def _widths(page: Page, binder: Binder) -> list[int]:
    """Return how wide the columns of a sheet are: as the widest of its blocks asks, column by column."""
    return [max(wanted) for wanted in zip_longest(*_asked(page.blocks, binder), fillvalue=0)]


def _asked(blocks: Iterable[Block], binder: Binder) -> Iterable[list[int]]:
    for block in blocks:
        match block:
            case Tiles():
                yield [wide for _, wide in _TILES]
            case Chart():
                yield workbook_columns.widths(block, binder.lang)
            case Listing():
                rows = list(checked_rows(block.table))
                yield [width(column, rows, at, binder.lang) for at, column in enumerate(block.table.columns)]
