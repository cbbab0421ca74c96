"""What must add up, whatever firms send: lines, invoices, matters, firms and the total agree to the cent."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reading import Reading
from data.repair import Repair
from tests.data.ledger import Books, bill
from tests.hostile.builder import B98, BI, Row, ledes, separated

CENT = Decimal("0.01")
RATES = {"": Decimal(1), "EUR": Decimal(1), "USD": Decimal("0.9137"), "GBP": Decimal("1.1734567891")}
FX = "currency;valid_on;euros_per_unit\n" + "".join(f"{c};2020-01-01;{r}\n" for c, r in RATES.items() if r != 1)
NAMES = {"F-1": "Cabinet Un", "F-2": "Cabinet Deux"}


@dataclass(frozen=True)
class Line:
    """A line of an invoice; an adjustment (IF, IE) has no units."""

    kind: str
    matter: str
    units: Decimal
    cost: Decimal
    adjustment: Decimal
    text: str

    @property
    def net(self) -> Decimal:
        return self.adjustment if self.kind in ("IF", "IE") else self.units * self.cost + self.adjustment


@dataclass(frozen=True)
class Invoice:
    """An invoice; without a currency it is sent as LEDES 1998B, else as 1998BI with tax."""

    firm: str
    currency: str
    tax: Decimal
    lines: tuple[Line, ...]

    def taxed(self, line: Line) -> Decimal:
        return (line.net * self.tax).quantize(Decimal("0.0001")) if self.currency else Decimal(0)

    def euros(self, matter: str | None = None) -> Decimal:
        """Convert and round each line once, half away from zero."""
        chosen = [line for line in self.lines if matter is None or line.matter == matter]
        return sum(((line.net * RATES[self.currency]).quantize(CENT, ROUND_HALF_UP) for line in chosen), Decimal(0))

    def rows(self, number: int) -> list[Row]:
        return [self.row(line, number, place) for place, line in enumerate(self.lines, 1)]

    def row(self, line: Line, number: int, place: int) -> Row:
        shared = {"date": "20260731", "number": f"N{number}", "client": "C-900", "firm": self.firm, "item": str(place)}
        own = {"kind": line.kind, "matter": line.matter, "adjustment": str(line.adjustment), "worked": "20260702"}
        worked = {"units": str(line.units), "cost": str(line.cost)} if line.kind in ("F", "E") else {}
        gross, tax = line.net + self.taxed(line), {"tax": str(self.taxed(line)), "tax_rate": str(self.tax)}
        return shared | own | worked | {"total": f"{gross:f}", "text": line.text, "currency": self.currency} | tax


def decimals(least: str, most: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(least), Decimal(most), places=2)


LINES = st.builds(
    Line,
    kind=st.sampled_from(["F", "F", "E", "IF", "IE"]),
    matter=st.sampled_from(["M1", "M2", "M3", ""]),
    units=decimals("-9.99", "99.99"),
    cost=decimals("0", "9999.99"),
    adjustment=decimals("-500", "500"),
    text=st.sampled_from(["Réunion", 'dit "bail"', "a ; b, c", "<b>", "=1+1", "1 234,56"]),
)
INVOICES = st.builds(
    Invoice,
    firm=st.sampled_from(list(NAMES)),
    currency=st.sampled_from(list(RATES)),
    tax=st.sampled_from([Decimal(0), Decimal("0.055"), Decimal("0.2")]),
    lines=st.lists(LINES, min_size=1, max_size=6).map(tuple),
)
PORTFOLIOS = st.lists(INVOICES, min_size=1, max_size=6)
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sent(invoices: list[Invoice]) -> list[str]:
    """Write invoices as files: those of one format and firm together."""
    files: defaultdict[tuple[str, bool], list[Row]] = defaultdict(list)
    for number, invoice in enumerate(invoices):
        files[invoice.firm, bool(invoice.currency)] += invoice.rows(number)
    return [ledes(rows, columns=BI if international else B98) for (_, international), rows in files.items()]


def by(query: str, books: Books) -> dict[Any, Decimal]:
    return {key or "": amount for key, amount in books.ask(query) if amount}


def total(parts: list[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Add up the amounts of each key; a sum of nothing is left out."""
    sums: Counter[str] = Counter()
    for key, amount in parts:
        sums[key] += amount  # type: ignore[assignment]  # a Counter adds up Decimals as well
    return {key: amount for key, amount in sums.items() if amount}  # type: ignore[misc]


@few
@given(PORTFOLIOS)
def test_lines_invoices_matters_and_firms_add_up_to_the_same_total(invoices: list[Invoice]):
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder))
        report = books.take(FX, *sent(invoices))
        assert report.complete
        assert sum(file.lines_imported for file in report.files[1:]) == sum(len(i.lines) for i in invoices)
        assert books.total() == sum(invoice.euros() for invoice in invoices)
        assert by("SELECT number, sum(amount) FROM spend GROUP BY number", books) == total(
            [(f"N{n}", invoice.euros()) for n, invoice in enumerate(invoices)]
        )
        assert by("SELECT firm_id, sum(amount) FROM spend GROUP BY firm_id", books) == total(
            [(invoice.firm, invoice.euros()) for invoice in invoices]
        )
        assert by("SELECT matter_id, sum(amount) FROM spend GROUP BY matter_id", books) == total(
            [(matter, invoice.euros(matter)) for invoice in invoices for matter in {x.matter for x in invoice.lines}]
        )
        assert by("SELECT number, sum(net) FROM bills GROUP BY number", books) == total(
            [(f"N{n}", line.net) for n, invoice in enumerate(invoices) for line in invoice.lines]
        )
        told = {invoice.number: invoice for file in report.files for invoice in file.invoices}
        for n, invoice in enumerate(invoices):
            net, tax = (sum(map(of, invoice.lines), Decimal(0)) for of in (lambda line: line.net, invoice.taxed))
            assert (told[f"N{n}"].net, told[f"N{n}"].tax, told[f"N{n}"].gross) == (net, tax, net + tax)
        assert books.differences() == []


@few
@given(PORTFOLIOS, st.lists(decimals("0", "99999.99"), min_size=6, max_size=6))
def test_approved_amounts_shared_over_matters_add_up_to_the_cent(invoices: list[Invoice], approved: list[Decimal]):
    register = "firm_id;invoice_number;invoice_date;net_amount;approved_net\n" + "".join(
        f"{invoice.firm};N{n};2026-07-31;{sum(line.net for line in invoice.lines):.2f};{approved[n]}\n"
        for n, invoice in enumerate(invoices)
    )
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder))
        assert books.take(FX, register, *sent(invoices)).complete
        shares = "SELECT number, sum(amount) FROM {} GROUP BY number"
        assert by(shares.format("spend"), books) == {f"N{n}": approved[n] for n in range(len(invoices)) if approved[n]}
        assert by(shares.format("work"), books) == by(shares.format("spend"), books)
        parts = by("SELECT number || ' ' || coalesce(matter_id, ''), sum(amount) FROM spend GROUP BY ALL", books)
        for n, invoice in enumerate(invoices):
            own = total([(line.matter, line.net.quantize(CENT, ROUND_HALF_UP)) for line in invoice.lines])
            whole = sum(own.values())
            for matter, amount in own.items() if whole else ():
                assert abs(parts.get(f"N{n} {matter}", 0) - approved[n] * amount / whole) <= CENT * len(own)
        assert books.differences() == []


def lines_of(text: str, *, repaired: bool) -> list[tuple[Any, ...]]:
    """Return every line read from a file, its place apart, having seen which way it was read."""
    with Reading("EUR") as reading, patch.object(Repair, "read", autospec=True, side_effect=Repair.read) as repair:
        reading.read([("a", text.encode())], frozenset(), lambda _: None)
        assert (repair.called, reading.files[0].set_aside) == (repaired, [])
        found = reading.con.execute("SELECT * EXCLUDE (src, line_no, pointed, ok, bill) FROM staged").fetchall()
    return sorted(found, key=repr)


@settings(few, max_examples=12)
@given(st.lists(INVOICES.filter(lambda invoice: invoice.currency != ""), min_size=1, max_size=3))
def test_the_two_ways_of_reading_read_the_same(invoices: list[Invoice]):
    rows = [row for n, invoice in enumerate(invoices) for row in invoice.rows(n)]
    strict = lines_of(ledes(rows, columns=BI), repaired=False)
    assert len(strict) == len(rows)
    assert lines_of(ledes(rows, columns=BI).replace("|", " | "), repaired=False) == strict
    assert lines_of(separated(rows, ";", columns=BI), repaired=True) == strict
    assert lines_of(ledes(rows, columns=BI).replace("20260731", "2026-07-31"), repaired=True) == strict


def test_each_line_is_converted_and_rounded_by_itself(tmp_path: Path):
    third = Line("F", "M1", Decimal(1), Decimal("0.01"), Decimal(0), "")
    books = Books(tmp_path)
    half = "currency;valid_on;euros_per_unit\nUSD;2026-01-01;0.5\n"
    books.take(half, *sent([Invoice("F-1", "USD", Decimal(0), (third,) * 3)]))
    assert books.total() == Decimal("0.03")  # 0.005 three times, away from zero; the sum converted would give 0.02


@pytest.mark.parametrize(
    ("lines", "approved", "parts"),
    [
        ("N1 M1 10\nN1 M2 10\nN1 M3 10", "100.00", ["33.34", "33.33", "33.33"]),
        ("N1 M1 10\nN1 M1 10 kind=E", "0.01", ["0.00", "0.01"]),
        ("N1 M1 10\nN1 M2 -10", "5.00", ["5.00", "0.00"]),  # nothing to share in proportion to
        ("N1 M1 20\nN1 M2 -10", "5.00", ["10.00", "-5.00"]),
    ],
)
def test_the_cent_left_over_goes_to_one_part(tmp_path: Path, lines: str, approved: str, parts: list[str]):
    books = Books(tmp_path)
    register = f"firm_id;invoice_number;invoice_date;net_amount;approved_net\nF-1042;N1;2026-07-31;0;{approved}\n"
    books.take(bill(lines), register)
    assert books.ask("SELECT amount FROM spend") == sorted(((Decimal(part),) for part in parts), key=repr)


def test_the_rate_is_the_latest_known_on_the_day_of_the_invoice(tmp_path: Path):
    books = Books(tmp_path)
    dear = Invoice("F-1", "USD", Decimal(0), (Line("F", "M1", Decimal(1), Decimal(100), Decimal(0), ""),))
    books.take(*sent([dear]))
    assert (books.total(), books.ask("SELECT amount FROM spend")) == (0, [(None,)])
    for day, rate, euros in [("2026-08-01", "3", None), ("2026-07-31", "2", 200), ("2026-07-30", "1", 200)]:
        books.take(f"currency;valid_on;euros_per_unit\nUSD;{day};{rate}\n")
        assert books.ask("SELECT amount FROM spend") == [(euros,)], dt.date.fromisoformat(day)
