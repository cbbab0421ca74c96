"""One sheet of the workbook, written from top to bottom: sentences, links, tables. No text becomes a formula."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]  # it ships no types

from kpi.model import Lang, Text
from report import words
from report.pack.model import Pack
from report.tables import NAME_LIMIT, Column, Table, Value, Writer, formats, harmless

_TOTAL: Final = Text("Total", "Total")
_INK, _BAND, _LINK = "#1F2430", "#DCE6F1", "#0563C1"
_A4 = 9
_READING_WIDTH = 110  # characters: a sentence runs over as many columns
_USUAL_WIDTH = 9
_USUAL_SIZE, _LINE_HEIGHT, _HIGHEST_ROW = 11, 15, 409
_ENOUGH_OF_A_NAME = 15
_EDGE_LIMIT = 110  # of the 255 that Excel allows a header or a footer, twice and with its codes
_HEADER_LIMIT = 240
# « +4,2 % par rapport à T2 2026 »: words of ours, which can call nothing
_WRITTEN_NUMBER = re.compile(r"[+-]€?\d[^=@|!(){}\[\]\"']*")
_CHARACTER_CODE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")  # « _x0041_ » is an A in some places only


class Binder:
    """What the sheets of one workbook share: the book, its language, its styles, what stands around each page."""

    def __init__(self, book: Any, pack: Pack) -> None:  # noqa: ANN401 — xlsxwriter ships no types
        self.book, self.lang, self._pack = book, pack.lang, pack
        self.writer = Writer(book, pack.lang, wrap=True)
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, pattern: str = "@", **looks: Any) -> Any:  # noqa: ANN401 — same
        """Return the style of a cell, made once."""
        wanted = {"num_format": pattern, "valign": "top", "font_color": _INK, **looks}
        key = tuple(sorted(wanted.items()))
        if key not in self._styles:
            self._styles[key] = self.book.add_format(wanted)
        return self._styles[key]

    @property
    def head(self) -> Any:  # noqa: ANN401 — same
        """The style of the titles of columns."""
        return self.style(bold=True, text_wrap=True, bg_color=_BAND, bottom=1)

    def sheet(self, title: str, widths: Sequence[int]) -> Sheet:
        """Add a sheet at the end of the book, printed on landscape pages as wide as it is."""
        page = self.book.add_worksheet(self.writer.sheet_name(_whole_words(title)))
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.8)
        page.set_header(f"&L{_edge(self._pack.title)}&R{_edge(self._pack.confidentiality)}")
        page.set_footer(f"&L{_edge(self._pack.footer)}&R&P / &N")
        for at, wide in enumerate(widths):
            page.set_column(at, at, wide)
        return Sheet(self, page, widths)


def _whole_words(title: str) -> str:
    """Make the name of a sheet from a title: what is too long ends between two words; a slash may stay as its twin."""
    title = _one_line(title).replace("/", "\u2215")
    if len(title) <= NAME_LIMIT:
        return title
    kept = title[: NAME_LIMIT - 1]
    if " " in kept[_ENOUGH_OF_A_NAME:]:
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,;:-–") + "…"


def _one_line(title: str) -> str:
    """Write a title that Excel keeps in several places, and decodes in some."""
    return _CHARACTER_CODE.sub("-", " ".join(words.readable(title).split()))


def _edge(text: str) -> str:
    """Write a text for the head or the foot of printed pages, where & starts a code."""
    text = " ".join(words.readable(text[: 2 * _EDGE_LIMIT]).split())
    while len(text.replace("&", "&&").encode("utf-16-le")) > 2 * _EDGE_LIMIT:
        text = text[:-1]
    return text.replace("&", "&&")


class Sheet:
    """One sheet under construction; what is written next goes at `row`."""

    def __init__(self, binder: Binder, page: Any, widths: Sequence[int]) -> None:  # noqa: ANN401 — same
        self.binder, self.page, self.row = binder, page, 0
        self._last, self._characters = _reach(widths)

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return str(self.page.get_name())

    @property
    def lang(self) -> Lang:
        """The language of the workbook."""
        return self.binder.lang

    def fit(self, text: str) -> str:
        """Make a text harmless and short enough for a cell; a signed number of ours is harmless as it is."""
        fitted = self.binder.writer.fit(text)
        return fitted[1:] if _WRITTEN_NUMBER.fullmatch(text) else fitted

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:  # noqa: ANN401 — same
        """Write a text, which never becomes a formula nor a link."""
        self.page.write_string(row, column, self.fit(text), style or self.binder.style())

    def number(self, row: int, column: int, value: Decimal | None, pattern: str, formula: str | None = None) -> None:
        """Write an exact value, or the formula that gives it with the value beside it; an absent value is empty.

        The value is always written: what only reads files, and does not calculate, would else see 0.
        """
        if value is None:
            return
        style = self.binder.style(pattern)
        if formula:
            self.page.write_formula(row, column, formula, style, float(value))
        else:
            self.page.write_number(row, column, float(value), style)

    def paragraph(self, text: str, size: int = _USUAL_SIZE, **looks: Any) -> None:  # noqa: ANN401 — same
        """Write a sentence across the sheet, on as many lines as it takes."""
        style = self.binder.style(text_wrap=True, font_size=size, **looks)
        self.page.merge_range(self.row, 0, self.row, self._last, "", style)
        self.text(self.row, 0, text, style)
        self.height([text], [self._characters], size / _USUAL_SIZE)
        self.row += 1

    def height(self, texts: Sequence[str], widths: Sequence[int], scale: float = 1) -> None:
        """Make the row as high as its texts in columns of these widths: not every program does so by itself."""
        lines = max(
            sum(math.ceil(max(len(line), 1) * scale / wide) for line in text.splitlines() or [""])
            for text, wide in zip(texts, widths, strict=True)
        )
        self.page.set_row(self.row, min(lines * _LINE_HEIGHT * scale + 2, _HIGHEST_ROW))

    def title(self, text: str) -> None:
        """Write the title of the sheet."""
        self.paragraph(text, 16, bold=True)

    def heading(self, text: str) -> None:
        """Write the title of a part of the sheet."""
        self.paragraph(text, 12, bold=True)

    def link(self, to: str, text: str, column: int = 0) -> None:
        """Write a link to another sheet of the book; the caller moves on."""
        target = "internal:'{}'!A1".format(to.replace("'", "''"))
        style = self.binder.style(font_color=_LINK, underline=1, text_wrap=True)
        self.page.write_url(self.row, column, target, style, self.fit(text))

    def heads(self, titles: Sequence[str]) -> None:
        """Write the titles of columns."""
        for at, title in enumerate(titles):
            self.text(self.row, at, title, self.binder.head)
        self.row += 1

    def keep_above(self, row: int) -> None:
        """Keep everything down to a row in sight, and repeat that row on each printed page."""
        self.page.freeze_panes(row + 1, 0)
        self.page.repeat_rows(row)

    def table(self, table: Table, rows: Sequence[Sequence[Value]], total: Mapping[str, Decimal] | None = None) -> None:
        """Write rows as an Excel table, with filters; totals are formulas that follow the filters."""
        columns, first = table.columns, self.row
        last = first + max(len(rows), 1) + bool(total)
        options = [
            {
                "header": title,
                "header_format": self.binder.head,
                **self._total(column, [row[at] for row in rows], total, (first + 1, at)),
            }
            for at, (column, title) in enumerate(zip(columns, _unlike(columns, self.lang), strict=True))
        ]
        if total and columns[0].key not in total:
            options[0]["total_string"] = _TOTAL(self.lang)
        self.page.add_table(
            first,
            0,
            last,
            len(columns) - 1,
            {
                "columns": options,
                "total_row": bool(total),
                "style": "Table Style Light 9",
                "title": _one_line(table.title(self.lang))[:_HEADER_LIMIT],
            },
        )
        for line, row in enumerate(rows, first + 1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                if isinstance(value, str) and _WRITTEN_NUMBER.fullmatch(value):
                    self.text(line, at, value, self.binder.style(formats(self.lang)["text"]))
                else:
                    self.binder.writer.write(self.page, (line, at), column.kind, value)
        self.row = last + 1

    def _total(
        self, column: Column, cells: Sequence[Value], total: Mapping[str, Decimal] | None, first: tuple[int, int]
    ) -> dict[str, Any]:
        """Add a column up with a formula that follows the filters; a total of another making stands as it is.

        The formula names its cells: LibreOffice does not read a column by its title there.
        """
        if not total or column.key not in total:
            return {}
        exact = total[column.key]
        adds_up = exact == sum((cell for cell in cells if isinstance(cell, (int, Decimal))), Decimal(0))
        kind = "quantity" if column.kind == "number" and exact != int(exact) else column.kind
        row, at = first
        summed = xl_range(row, at, row + max(len(cells), 1) - 1, at)
        return {
            "total_function": f"SUBTOTAL(109,{summed})" if adds_up else f"{exact:f}",
            "total_value": float(exact),
            "format": self.binder.style(formats(self.lang)[kind]),
        }


def _reach(widths: Sequence[int]) -> tuple[int, int]:
    """Return over how many columns sentences run (the last one's place), and how many characters that makes."""
    characters, last = widths[0], 0
    while characters < _READING_WIDTH or not last:
        last += 1
        characters += widths[last] if last < len(widths) else _USUAL_WIDTH
    return last, characters


def _unlike(columns: Sequence[Column], lang: Lang) -> list[str]:
    """Return the titles of columns as an Excel table wants them: one line, no two alike."""
    taken: set[str] = set()
    titles = []
    for column in columns:
        wanted = _one_line(column.title(lang))[:_HEADER_LIMIT]
        title, n = harmless(wanted), 1
        while title.lower() in taken:
            n += 1
            title = f"{harmless(wanted)} ({n})"
        taken.add(title.lower())
        titles.append(title)
    return titles
