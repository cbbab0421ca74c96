"""What a hostile file truly holds, and which answers about it are honest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from .builder import Row

# The words of the reading report: checks of the format, then rows and cells that cannot be read as they are.
CHECKS = "FMT HDR EMP NUM0 ENC FMT0 BRK COL LINE SUM TOT2 TAX NET DUPN DUPL DUPI TK EXPC CODE MAT NEG ZERO CUR"
READING = "CELLS AMT DATE PIPE DEC THOU"
CODES = frozenset(f"{CHECKS} {READING}".split())
# The program splits some of these words finer; the finer word is as good.
FINER = {
    "FMT": {"FMTX"},  # the format line and the columns disagree
    "COL": {"COLD"},  # one column named twice
    "AMT": {"UNIT"},  # units, rate or declared total unreadable
    "DATE": {"DMY", "NODATE", "DATE2"},  # order guessed; none left; several in one invoice
    "TAX": {"TAXC"},  # computed from the rate
    "CUR": {"CURX"},  # several in one invoice
}
ANY = "*"  # any warning or worse that speaks of the amounts or rows of the file


@dataclass(frozen=True)
class Doc:
    """One invoice as a person who reads the file by eye would enter it in the books."""

    number: str = "FA-2026-0117"
    firm: str | None = "F-1042"
    net: str = "1124.60"
    lines: int = 3
    date: str | None = "2026-07-31"
    tax: str = "0"
    currency: str | None = None  # None: not judged
    matters: frozenset[str] | None = None  # None: not judged

    def but(self, **other: object) -> Self:
        """Return the same invoice with something else in it."""
        return replace(self, **other)  # type: ignore[arg-type]  # dataclass checks the names at run time

    @property
    def gross(self) -> Decimal:
        """Total including tax."""
        return Decimal(self.net) + Decimal(self.tax)


@dataclass(frozen=True)
class Answer:
    """One answer that is right: its invoices, what it holds back, and the words that must be said."""

    docs: tuple[Doc, ...] = ()
    aside: int = 0
    is_rejected: bool = False
    told: tuple[frozenset[str], ...] = ()  # one code of each set must be said
    at: tuple[int, ...] = ()  # physical lines that some problem must name
    is_quiet: bool = False  # a clean file: a warning would be a false alarm
    is_guess: bool = False  # the figures come from a choice: not said, they are a silent error


@dataclass(frozen=True)
class Case:
    """One small file, and every answer that is right; the first is what the reference asks for."""

    name: str
    data: bytes
    expect: tuple[Answer, ...]
    filename: str
    rows: tuple[Row, ...]  # the lines that count in the first answer, undamaged; empty: stated by hand


def words(told: str) -> tuple[frozenset[str], ...]:
    """Read `"SUM DUPL|DUPI"`: SUM must be said, and one of the other two."""
    return tuple(frozenset(group.split("|")) for group in told.split())


def accepted(*docs: Doc, told: str = "", aside: int = 0, at: tuple[int, ...] = (), is_guess: bool = False) -> Answer:
    """Imported: these invoices, so many lines set aside, these words."""
    return Answer(docs, aside=aside, told=words(told), at=at, is_guess=is_guess)


def clean(*docs: Doc) -> Answer:
    """Imported, and nothing to warn of."""
    return Answer(docs, is_quiet=True)


def rejected(told: str = "") -> Answer:
    """Refused as a whole, for one of these reasons."""
    return Answer(is_rejected=True, told=words(told))


def case(
    name: str, data: str | bytes, *expect: Answer, filename: str = "facture.txt", rows: Iterable[Row] = ()
) -> Case:
    """State one case; text is written as UTF-8."""
    return Case(name, data.encode() if isinstance(data, str) else data, expect, filename, tuple(rows))


BASIC = Doc()
BASIC_BI = Doc(tax="224.92", currency="EUR")
OTHER = Doc(number="FA-2026-0099", net="475.40", lines=2, date="2026-06-30")
WITHOUT_FIRST = BASIC.but(net="324.60", lines=2)
WITHOUT_SECOND = BASIC.but(net="884.60", lines=2)
WITHOUT_THIRD = BASIC.but(net="1040.00", lines=2)
