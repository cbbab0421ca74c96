"""The pack as an Excel workbook: what the slides say, with the exact numbers, formulas to read, tables to filter.

Nothing is hidden in it: no sheet, no comment, no name; what an edition must not hold is not in the pack it is given.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from kpi.model import Text
from report import words
from report.pack import workbook_page
from report.pack.model import Pack, Page
from report.pack.workbook_sheet import Binder, Sheet
from report.tables import Column, Table, checked_rows, new_book, sheetfuls, width

_COVER: Final = Text("Revue", "Review")
_SHEETS: Final = Text("Feuilles", "Sheets")
_SHEET: Final = Text("Feuille", "Sheet")
_CONTENTS: Final = Text("Contenu", "Contents")
_DEFINITIONS: Final = Text("Définitions", "Definitions")
_NOTES: Final = (
    Column("title", Text("Indicateur", "Figure")),
    Column("definition", Text("Définition", "Definition")),
    Column("source", Text("Périmètre et résultat", "Scope and result")),
)
_COVER_WIDTHS: Final = (34, 90)
_PROPERTY_LIMIT = 250
_PALE = "#5B6470"


def to_xlsx(pack: Pack) -> bytes:
    """Write a pack as a workbook: a cover, its pages, definitions, annexes, then whole tables, a sheet each.

    A value that is a quotient, a difference or a total is a formula with its exact value beside it.
    """
    out = io.BytesIO()
    about = {"title": pack.title, "subject": f"{pack.subject} · {pack.period}", "author": "Binôme"}
    about = {name: words.readable(text)[:_PROPERTY_LIMIT] for name, text in about.items()}
    with new_book(out, pack.made_on, **about) as book:
        binder = Binder(book, pack)
        cover = binder.sheet(_COVER(pack.lang), _COVER_WIDTHS)
        _cover(cover, pack)
        _contents(cover, list(_sheets(pack, binder, cover.name)))
    return out.getvalue()


def _sheets(pack: Pack, binder: Binder, contents: str) -> Iterator[tuple[str, str]]:
    """Write every sheet but the cover; return what each is called and what it holds."""
    yield from _pages(pack.pages, binder, contents)
    if pack.notes:
        yield _definitions(pack, binder, contents), _DEFINITIONS(pack.lang)
    yield from _pages(pack.annexes, binder, contents)
    for table in pack.sheets:
        for rows in sheetfuls(table):
            title, columns = table.title(pack.lang), table.columns
            sheet = binder.sheet(title, [width(column, rows, at, pack.lang) for at, column in enumerate(columns)])
            sheet.keep_above(sheet.row)
            sheet.table(table, rows)
            yield sheet.name, title


def _pages(pages: tuple[Page, ...], binder: Binder, contents: str) -> Iterator[tuple[str, str]]:
    for page in filter(workbook_page.holds_numbers, pages):
        yield workbook_page.write(page, binder, contents).name, page.title


def _cover(sheet: Sheet, pack: Pack) -> None:
    sheet.page.hide_gridlines(2)
    sheet.title(pack.title)
    sheet.paragraph(pack.subject, 14)
    sheet.paragraph(pack.period, 12, font_color=_PALE)
    sheet.paragraph(pack.confidentiality, bold=True)
    sheet.row += 1
    for label, value in pack.cover:
        sheet.text(sheet.row, 0, label, sheet.binder.style(font_color=_PALE, text_wrap=True))
        sheet.text(sheet.row, 1, value, sheet.binder.style(text_wrap=True))
        sheet.height([label, value], _COVER_WIDTHS)
        sheet.row += 1
    sheet.row += 1


def _contents(sheet: Sheet, sheets: list[tuple[str, str]]) -> None:
    """List the sheets, each a link."""
    sheet.heading(_SHEETS(sheet.lang))
    sheet.heads([_SHEET(sheet.lang), _CONTENTS(sheet.lang)])
    for name, title in sheets:
        sheet.link(name, name)
        sheet.text(sheet.row, 1, title, sheet.binder.style(text_wrap=True))
        sheet.height([name, title], _COVER_WIDTHS)
        sheet.row += 1


def _definitions(pack: Pack, binder: Binder, contents: str) -> str:
    rows = [{"title": note.title, "definition": note.definition, "source": note.source} for note in pack.notes]
    table = Table(_DEFINITIONS, _NOTES, rows)
    cells = list(checked_rows(table))
    sheet = binder.sheet(
        _DEFINITIONS(pack.lang), [width(column, cells, at, pack.lang) for at, column in enumerate(_NOTES)]
    )
    sheet.title(_DEFINITIONS(pack.lang))
    sheet.link(contents, workbook_page.CONTENTS(pack.lang))
    sheet.row += 2
    sheet.keep_above(sheet.row)
    sheet.table(table, cells)
    return sheet.name
