"""What is typed in the dashboard is data like any other: a small file, kept as an original, with its import.

So history, undo, export and import again work as for every file. A row is never overwritten:
- the status of an action changes by recording the same row again (same day, text and firm) with another status, and
  undoing that import brings the former status back;
- the text of an action is what it is known by. A slip is taken back (`undo` of its import) and recorded anew; an
  action that others have seen is recorded as `dropped`, and its new wording is a new action;
- who is who is written the same way: a row of `firm_aliases`, `matter_aliases` or `timekeeper_aliases` says what a name
  means, a row of `firms`, `matters` or `timekeepers` that it is new;
- a target is known by its figure, reading, slice and due date: recorded again, it replaces the former one; a note is
  known by all it says. Either disappears with the undo of the import that brought it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from data.imports import write
from data.reading import Reading
from data.reference import TABLES
from data.report import told
from data.role import Purpose
from data.store import REVIEW_TABLES, TYPED, TYPED_TABLES, StoreError
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.opening import FileRead
    from data.reference import Table
    from data.store import Store
    from kpi.model import Lang


def record(
    store: Store, table: str, rows: Sequence[Mapping[str, object]], lang: Lang = "fr", origin: str = TYPED
) -> int:
    """Record rows of one of `TYPED_TABLES`, whole or not at all; return the number of their import.

    A row gives its columns by name, as text, dates and `Decimal`; a column left out is empty. It passes the same door
    as an imported file. What reviews write (`actions`, `targets`, `notes`) rebuilds nothing: no figure reads it.

    Raises:
        StoreError: a row lacks something, or cannot be read as it is; the sentence says which column.
        ValueError: the table is another one, there is no row, or a row has a column that the table has not.
    """
    return record_together(store, {table: rows}, lang, origin)


def record_together(
    store: Store, tables: Mapping[str, Sequence[Mapping[str, object]]], lang: Lang = "fr", origin: str = TYPED
) -> int:
    """Record rows of several tables in one import, which is taken back whole: a new matter and its other reference.

    Raises:
        StoreError, ValueError: as `record`.
    """
    for table, rows in tables.items():
        if table not in TYPED_TABLES or not rows:
            msg = f"{len(rows)} rows for {table}: only rows of {', '.join(sorted(TYPED_TABLES))} are typed"
            raise ValueError(msg)
    purpose = Purpose.REVIEW if REVIEW_TABLES.issuperset(tables) else Purpose.DATA
    store.allow(purpose)
    word = Text("saisie", "typed")(lang)
    made = [(f"{word}-{table}.csv", _file(TABLES[table], rows, lang)) for table, rows in tables.items()]
    with Reading("EUR") as reading:
        reading.read(made, frozenset(), lambda _: None)
        for file in reading.files:
            _refuse_unreadable(file)
        with store.writing(reading.con, derive=False, purpose=purpose) as con:
            batch = write(con, reading, origin)
    if batch is None:
        raise RuntimeError(f"{made[0][0]} bears its moment, and yet it is in the store already")
    return batch


def _file(table: Table, rows: Sequence[Mapping[str, object]], lang: Lang) -> bytes:
    """Write rows as a file that a spreadsheet opens. Its first line says when: no two such files are the same."""
    if unknown := {name for row in rows for name in row} - {*table.columns}:
        msg = f"{table.name} has no column {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    moment = dt.datetime.now(dt.UTC).isoformat()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([Text(f"Saisi dans Binôme : {moment}", f"Typed in Binôme: {moment}")(lang)])
    writer.writerow(column.known_as[0] if lang == "fr" else name for name, column in table.columns.items())
    writer.writerows([_cell(row.get(name)) for name in table.columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """Write a value so that it reads one way only: 1.234 could be one thousand two hundred and thirty-four."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:.6f}"
        case dt.date():
            return value.isoformat()
    return str(value)


def _refuse_unreadable(file: FileRead) -> None:
    """Say what is wrong before anything is stored; what is only worth knowing of a file from outside is left out."""
    wrong = [row.problem for row in file.set_aside] + [p for p in file.problems if p.kind.level in ("reject", "error")]
    if wrong:
        fr, en = told(wrong[0], "fr"), told(wrong[0], "en")
        raise StoreError(Text(f"{fr.message} {fr.remedy}", f"{en.message} {en.remedy}"))
    file.problems.clear()
