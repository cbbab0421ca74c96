"""Tables as files that open without fear: CSV and Excel in the reader's language, and frames for the screen.

Three promises. A text from a file never becomes a formula: where it could, an apostrophe stands before it,
and removing that one apostrophe gives the text back. Every text survives: what a format cannot carry becomes
« \ufffd », what is too long for a cell is cut and says so. Numbers and dates are not texts.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from kpi.model import Lang, Text
from report.words import day, number, readable

Kind = Literal["text", "money", "ratio", "date", "number"]
Value = str | int | Decimal | dt.date | None

# blanks and invisible characters before the sign do not stop every spreadsheet
_FORMULA = re.compile(r"'*([\s\x00-\x20\ufeff\u200b-\u200f\u2060]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
_CELL_LIMIT = 32_767  # Excel counts UTF-16 units
_SHEET_ROWS = 1_048_575  # below the header
_FIRST_EXCEL_YEAR = 1901  # Excel gives 1900 a 29 February
_RATIO_DIGITS = 12
_WIDTHS: Final[Mapping[Kind, int]] = {"money": 18, "ratio": 12, "date": 13, "number": 12}
_WIDEST = 60
_SAMPLE = 200  # rows that decide how wide a column is
NAME_LIMIT = 31
_TYPES: Final[Mapping[Kind, tuple[type, ...]]] = {
    "text": (str, int, Decimal, dt.date),
    "money": (Decimal, int),
    "ratio": (Decimal, int),
    "date": (dt.date,),
    "number": (Decimal, int),
}


@dataclass(frozen=True)
class Column:
    """One column: its key in the rows, its title, and what kind of value it holds."""

    key: str
    title: Text
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A titled list of rows. Amounts are Decimal euros, ratios fractions of 1, absent values None."""

    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Value]]


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could take for a formula.

    A text that already has apostrophes before such a beginning gets one more: removing one is always right.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _checked(column: Column, value: Value) -> Value:
    """Refuse a value that is not what its column announces: it would be exported as something else."""
    if value is None:
        return None
    if not isinstance(value, _TYPES[column.kind]) or (isinstance(value, Decimal) and not value.is_finite()):
        raise TypeError(f"column {column.key} holds {column.kind}, not {value!r}")
    return value


def checked_rows(table: Table) -> Iterator[list[Value]]:
    """Return the cells of each row, each what its column announces; anything else is a TypeError."""
    for row in table.rows:
        yield [_checked(column, row[column.key]) for column in table.columns]


def to_csv(table: Table, lang: Lang) -> bytes:
    """Write a table as the CSV that the reader's Excel opens by a double click.

    UTF-8 with its mark; `;` and decimal commas in French, `,` and decimal points in English. Every cell is
    quoted: a text is one cell whichever separator the reader's machine expects. Amounts are to the cent,
    ratios are fractions of 1.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if lang == "fr" else ",", quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(column.title(lang)) for column in table.columns])
    for cells in checked_rows(table):
        kinds = (column.kind for column in table.columns)
        writer.writerow([_csv_cell(kind, value, lang) for kind, value in zip(kinds, cells, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(kind: Kind, value: Value, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}" if lang == "fr" else value.isoformat()
    if kind == "text" or isinstance(value, str):
        return harmless(readable(_as_text(value, lang)))
    exact = Decimal(value)
    if kind == "money":
        exact = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    elif kind == "ratio":
        exact = exact.quantize(Decimal(1).scaleb(-_RATIO_DIGITS), ROUND_HALF_UP)
    written = f"{exact:f}"
    if kind == "ratio":
        written = written.rstrip("0").rstrip(".")
    return written.replace(".", ",") if lang == "fr" else written


def _as_text(value: str | Decimal | int, lang: Lang) -> str:
    if isinstance(value, bool):
        return (Text("oui", "yes") if value else Text("non", "no"))(lang)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", Text(",", ".")(lang))
    return str(value)


def to_xlsx(tables: Sequence[Table], lang: Lang, about: Sequence[str], exported_on: dt.date | None = None) -> bytes:
    """Write tables as one Excel workbook, a sheet each, and a last sheet that says what they are.

    `about` holds the sentences of that sheet: the scope, the definitions. Cells hold values, never formulas:
    the workbook says in ten years what the screen said today.
    """
    out = io.BytesIO()
    exported_on = exported_on or dt.datetime.now().astimezone().date()
    with new_book(out, exported_on) as book:
        writer = Writer(book, lang)
        for table in tables:
            for rows in sheetfuls(table):
                writer.add(table.title, table.columns, rows)
        exported = Text("Exporté le ", "Exported on ")(lang) + day(exported_on, lang)
        writer.add_sentences(Text("À propos", "About"), [*about, exported])
    return out.getvalue()


def new_book(out: io.BytesIO, made_on: dt.date, **properties: str) -> Any:  # noqa: ANN401 — xlsxwriter ships no types
    """Start a workbook in memory: narratives are confidential and must not be left behind in a temporary folder."""
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({**properties, "created": dt.datetime.combine(made_on, dt.time())})
    return book


def sheetfuls(table: Table) -> Iterator[list[list[Value]]]:
    """Cut the rows of a table into as many as a sheet can hold; a table without rows is one empty sheet."""
    rows = list(checked_rows(table))
    for first in range(0, max(len(rows), 1), _SHEET_ROWS):
        yield rows[first : first + _SHEET_ROWS]


class Writer:
    """Writes sheets of one workbook in one language; `wrap` lets long texts run over several lines."""

    def __init__(self, book: Any, lang: Lang, *, wrap: bool = False) -> None:  # noqa: ANN401 — same
        self._book, self._lang, self._taken = book, lang, {"history", "historique"}  # Excel keeps these two
        self._styles = {
            kind: book.add_format({"num_format": pattern, "valign": "top"}) for kind, pattern in formats(lang).items()
        }
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._wrapped = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        if wrap:
            self._styles["text"] = self._wrapped

    def add(self, title: Text, columns: tuple[Column, ...], rows: Sequence[Sequence[Value]]) -> None:
        """Write rows as a sheet of their own, with a filter and a header that stays."""
        sheet = self._book.add_worksheet(self.sheet_name(title(self._lang)))
        for at, column in enumerate(columns):
            sheet.write_string(0, at, harmless(column.title(self._lang)), self._head)
            sheet.set_column(at, at, width(column, rows, at, self._lang))
        for line, row in enumerate(rows, start=1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.write(sheet, (line, at), column.kind, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)

    def add_sentences(self, title: Text, sentences: Sequence[str]) -> None:
        """Write sentences as a sheet of their own, one under the other."""
        sheet = self._book.add_worksheet(self.sheet_name(title(self._lang)))
        sheet.set_column(0, 0, _WIDEST * 2)
        for line, sentence in enumerate(sentences):
            sheet.write_string(line, 0, self.fit(sentence), self._wrapped)

    def sheet_name(self, title: str) -> str:
        """Name a sheet as Excel allows it: 31 characters, none of []:*?/ or backslash, no two alike."""
        wanted = " ".join(re.sub(r"[\[\]:*?/\\]", " ", readable(title)).split()).strip(" '")
        wanted = wanted or Text("Feuille", "Sheet")(self._lang)
        name, n = _start(wanted, NAME_LIMIT), 1
        while name.casefold() in self._taken:
            n += 1
            name = f"{_start(wanted, NAME_LIMIT - len(f' ({n})'))} ({n})"
        self._taken.add(name.casefold())
        return name

    def write(self, sheet: Any, at: tuple[int, int], kind: Kind, value: Value) -> None:  # noqa: ANN401 — same
        """Write a value in its cell, as its kind asks; an absent value leaves the cell empty."""
        if value is None:
            return
        if isinstance(value, dt.date):
            if value.year < _FIRST_EXCEL_YEAR:
                sheet.write_string(*at, value.isoformat(), self._styles["text"])
            else:
                sheet.write_datetime(*at, dt.datetime.combine(value, dt.time()), self._styles["date"])
        elif kind == "text" or isinstance(value, str):
            sheet.write_string(*at, self.fit(_as_text(value, self._lang)), self._styles["text"])
        else:
            style = "quantity" if kind == "number" and value != int(value) else kind
            sheet.write_number(*at, float(value), self._styles[style])

    def fit(self, text: str) -> str:
        """Shorten a text that a cell cannot hold, saying so: Excel would do it without a word."""
        text = harmless(readable(text))
        if 2 * len(text) <= _CELL_LIMIT:
            return text
        units = text.encode("utf-16-le")
        if len(units) <= 2 * _CELL_LIMIT:
            return text
        length = number(len(text), self._lang)
        mark = Text(f" [… coupé\u202f; {length} caractères en tout]", f" [… cut; {length} characters in all]")(
            self._lang
        )
        return units[: 2 * (_CELL_LIMIT - len(mark))].decode("utf-16-le", "ignore") + mark


def _start(name: str, units: int) -> str:
    """Keep the beginning of a name, measured as Excel does, without an apostrophe at its end."""
    return name.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").rstrip(" '")


def formats(lang: Lang) -> dict[str, str]:
    """Return Excel's number format for each kind of value."""
    # the codes are always written the American way; Excel shows separators as the reader's machine is set
    local = {
        "fr": {"money": '#,##0.00"\u00a0€"', "ratio": '0.0"\u00a0"%', "date": "dd/mm/yyyy"},
        "en": {"money": '"€"#,##0.00;-"€"#,##0.00', "ratio": "0.0%", "date": "[$-809]dd mmm yyyy"},
    }
    return {"text": "@", "number": "#,##0", "quantity": "#,##0.00", **local[lang]}


def width(column: Column, rows: Sequence[Sequence[Value]], at: int, lang: Lang) -> int:
    """Return how wide a column should be, in characters, from its title and the first rows."""
    sample = [row[at] for row in rows[:_SAMPLE]]
    longest = max((len(str(value)) for value in sample if value is not None), default=0)
    needed = longest + 2 if column.kind == "text" else _WIDTHS[column.kind]
    return min(max(needed, len(column.title(lang)) + 4, _WIDTHS["number"]), _WIDEST)


def to_frame(table: Table) -> pd.DataFrame:
    """Return a table for the screen, its columns named by their keys: floats for numbers, days for dates.

    Only a screen may round to floats; absent texts are empty, absent numbers and dates missing.
    """
    rows = list(checked_rows(table))
    return pd.DataFrame(
        {column.key: _series(column.kind, [row[at] for row in rows]) for at, column in enumerate(table.columns)}
    )


def _series(kind: Kind, values: Sequence[Any]) -> pd.Series[Any]:
    if kind == "text":
        return pd.Series(["" if value is None else readable(str(value)) for value in values], dtype="str")
    if kind == "date":
        return pd.Series([None if value is None else pd.Timestamp(value) for value in values], dtype="datetime64[s]")
    return pd.Series([None if value is None else float(value) for value in values], dtype="float64")
