"""One clean file of billing lines, polluted in every way that the Pollock benchmark lists.

Source: Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann, « Pollock: A Data Loading Benchmark », PVLDB 16, 2023. Added
here: encodings, footers and padded cells, which billing files show as well.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEADER = (
    "INVOICE_NUMBER", "INVOICE_DATE", "LINE_ITEM_NUMBER", "EXP/FEE/INV_ADJ_TYPE", "LINE_ITEM_NUMBER_OF_UNITS",
    "LINE_ITEM_UNIT_COST", "LINE_ITEM_TOTAL", "LINE_ITEM_DATE", "TIMEKEEPER_ID", "LINE_ITEM_DESCRIPTION",
    "LAW_FIRM_ID", "CLIENT_MATTER_ID",
)  # fmt: skip
_TEXTS = (
    "Étude des pièces, note au client", "Audience de mise en état", 'Projet de conclusions dit "récapitulatif"',
    "Rendez-vous; compte rendu", "Recherches: prescription, délais", "Frais de coursier",
)  # fmt: skip
_WORK = (("2.5", "400", "1000.00"), ("1.2", "350", "420.00"), ("0.8", "250", "200.00"), ("3.0", "150.50", "451.50"))


def _rows() -> list[list[str]]:
    rows = []
    for place in range(12):
        units, rate, total = _WORK[place % len(_WORK)]
        rows.append(
            [f"FA-2026-01{place // 4}", "20260731", str(place + 1), "F", units, rate, total, f"202607{place + 10}",
             f"TK{place % 3}", _TEXTS[place % len(_TEXTS)], "CAB-07", f"M-2026-00{place // 6}"]
        )  # fmt: skip
    return rows


ROWS = _rows()


@dataclass(frozen=True)
class Polluted:
    """A file: its name, the kind of pollution, its bytes, and the rows that it truly holds."""

    name: str
    kind: str
    content: bytes
    rows: Sequence[Sequence[str]]


def written(  # noqa: PLR0913 — the dialect of a file
    rows: Sequence[Sequence[str]] = ROWS, *, header: Sequence[str] | None = HEADER, separator: str = ",",
    end: str = "\r\n", quote: str = '"', escape: str | None = None, before: str = "", after: str = "",
) -> str:  # fmt: skip
    """Write rows in a dialect; the separator may have several characters, or be part of what is quoted."""
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter="\x1f", lineterminator=end, quotechar=quote, escapechar=escape, doublequote=escape is None,
        quoting=csv.QUOTE_ALL,
    )  # fmt: skip
    writer.writerows([*([header] if header else []), *rows])
    return before + text.getvalue().replace("\x1f", separator) + after


def polluted() -> Iterator[Polluted]:
    """Yield every polluted file, the clean one first."""
    yield Polluted("source", "source", written().encode(), ROWS)
    yield from _files()
    yield from _dialects()
    for row in range(len(ROWS)):
        yield from _row(row)


def _files() -> Iterator[Polluted]:
    """Yield what happens to a whole file."""

    def one(name: str, kind: str, text: str, rows: Sequence[Sequence[str]] = ROWS) -> Polluted:
        return Polluted(name, kind, text.encode(), rows)

    preamble, note = 'Cabinet Exemple,"Relevé, juillet 2026"\r\n\r\n', "Total général,,,,,,6214.50,,,,,\r\n"
    yield one("no payload", "content", "", [])
    yield one("header only", "content", written([]), [])
    yield one("one row", "content", written(ROWS[:1]), ROWS[:1])
    yield one("no header", "header", written(header=None))
    for lines in (2, 3):
        split = [name.replace("_", "_\n", lines - 1) for name in HEADER]
        yield one(f"header in {lines} lines, quoted", "header", written(header=split))
    upper = [name.partition("_")[0] for name in HEADER], [name.partition("_")[2] for name in HEADER]
    yield one("header in two rows", "header", written([upper[1], *ROWS], header=upper[0]))
    yield one("preamble", "around", written(before=preamble))
    yield one("long preamble", "around", written(before="Relevé de prestations\r\n" * 12))
    yield one("footer", "around", written(after=note))
    yield one("note below", "around", written(after="\r\nTaux valables jusqu'au 31 décembre\r\n"))
    yield one("two blank lines below", "around", written(after="\r\n\r\n"))
    yield one("no end of line at the end", "around", written().removesuffix("\r\n"))
    other = [list(row[:4]) for row in ROWS[:4]]
    yield one("second table, same columns", "tables", written() + "\r\n" + written(), ROWS * 2)
    yield one("second table, fewer columns", "tables", written() + "\r\n" + written(other, header=HEADER[:4]))
    wide = [[*row, "x", "y"] for row in ROWS[:4]]
    yield one("second table, more columns", "tables", written() + "\r\n" + written(wide, header=[*HEADER, "A", "B"]))


def _dialects() -> Iterator[Polluted]:
    """Yield other separators, quotes, ends of line, encodings and widths."""
    for name, end in (("LF", "\n"), ("CR", "\r")):
        yield Polluted(f"lines ended by {name}", "ends of lines", written(end=end).encode(), ROWS)
    mixed = written().replace("\r\n", "\n", 5)
    yield Polluted("mixed ends of lines", "ends of lines", mixed.encode(), ROWS)
    for name, separator in (
        ("semicolon", ";"), ("tab", "\t"), ("pipe", "|"), ("space", " "),
        ("comma and space", ", "), ("two colons", "::"),
    ):  # fmt: skip
        yield Polluted(f"separator: {name}", "separator", written(separator=separator).encode(), ROWS)
    plain = [[cell.translate({ord(sign): "-" for sign in ',;"'}) for cell in row] for row in ROWS]
    bare = written(plain).replace('"', "")
    yield Polluted("no quotes", "quotes", bare.encode(), plain)
    yield Polluted("simple quotes", "quotes", written(quote="'").encode(), ROWS)
    yield Polluted("backslash before quotes", "quotes", written(escape="\\").encode(), ROWS)
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso8859-15", "mac-roman"):
        yield Polluted(f"encoding: {encoding}", "encoding", written().encode(encoding), ROWS)
    widths = [max(len(row[at]) for row in [HEADER, *plain]) + 2 for at in range(len(HEADER))]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in [HEADER, *plain]]
    yield Polluted("padded cells", "widths", "\r\n".join(map(",".join, padded)).encode(), plain)
    yield Polluted("fixed widths, no separator", "widths", "\r\n".join(map("".join, padded)).encode(), plain)


def _row(at: int) -> Iterator[Polluted]:
    """Yield what happens to one row, at each of its cells."""
    lines = written().split("\r\n")

    def one(name: str, kind: str, line: str, row: Sequence[str] = ROWS[at]) -> Polluted:
        text = "\r\n".join([*lines[: at + 1], line, *lines[at + 2 :]])
        return Polluted(f"{name}, row {at + 1}", kind, text.encode(), [*ROWS[:at], row, *ROWS[at + 1 :]])

    cells = written([ROWS[at]], header=None).strip().split('","')  # quotes doubled, the first and the last still there
    for name, separator in (("semicolon", ";"), ("tab", "\t"), ("space", " ")):
        yield one(f"row separated by {name}", "row: separator", f'"{separator}"'.join(cells))
    for place in range(1, len(cells)):
        left, right = '","'.join(cells[:place]), '","'.join(cells[place:])
        yield one(f"separator missing before cell {place + 1}", "row: separator missing", f'{left}""{right}')
        yield one(f"separator twice before cell {place + 1}", "row: separator twice", f'{left}",,"{right}')
    for place in range(len(cells)):
        spoilt = [[*row[:place], row[place][:2] + '"' + row[place][2:], *row[place + 1 :]] for row in (cells, ROWS[at])]
        yield one(f"stray quote in cell {place + 1}", "row: stray quote", '","'.join(spoilt[0]), spoilt[1])
