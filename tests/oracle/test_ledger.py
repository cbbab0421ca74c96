"""The second opinion is itself right: worked by hand, from the sentences of the contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from .answers import Answer, Question
from .documents import cents, normalised, shared
from .ledger import Ledger
from .portfolio import portfolio
from .records import Alias, Books, Budget, EBillLine, Firm, Mandate, Matter, PanelRow, Rate, RegisterRow

START, END = date(2026, 7, 1), date(2026, 9, 30)


def invoice(matter: str | None, amount: str, day: date = date(2026, 8, 1), **more: Any) -> RegisterRow:
    """Write an invoice of the register on one matter, with a number of its own."""
    number = f"{matter}{amount}{day:%j}"
    values: dict[str, Any] = {
        "firm_id": "F",
        "number": number,
        "invoice_date": day,
        "net_amount": Decimal(amount),
        "matter_id": matter,
    }
    return RegisterRow(**(values | more))


def line(matter: str | None, net: str, day: date = date(2026, 8, 1), **more: Any) -> EBillLine:
    """Write a fee line."""
    values: dict[str, Any] = {
        "file": 1,
        "number": "1",
        "invoice_date": day,
        "kind": "F",
        "net": Decimal(net),
        "work_date": day,
        "firm_id": "F",
        "client_matter_id": matter,
    }
    return EBillLine(**(values | more))


def ask(books: Books, kpi: str, reading: str = "", **more: Any) -> Answer:
    """Ask one figure of the third quarter of 2026."""
    return Ledger(books).answer(Question(kpi, START, END, reading, **more))


def sides(answer: Answer) -> tuple[object, object]:
    """Give numerator and denominator."""
    return answer.numerator, answer.denominator


# --- The worked examples of the KPI catalogue --------------------------------------------------------


def test_k01_cost_of_active_and_of_closed_matters() -> None:
    books = Books(
        matters=[
            Matter("X", "Contentieux", closed_on=date(2026, 5, 1)),
            Matter("Y", "Contentieux"),
            Matter("Z", "Contentieux", closed_on=date(2025, 11, 3)),
            Matter("W", "Contentieux"),
        ],
        register=[
            invoice("X", "28000", date(2025, 3, 1)),
            invoice("X", "12000"),
            invoice("Y", "6000"),
            invoice("Z", "20000", date(2025, 3, 1)),
            invoice("W", "500", kind="credit_note"),
        ],
    )
    active = ask(books, "cost_per_matter_type", "active", by="matter_type").groups["Contentieux"]
    assert sides(active) == (Decimal(17500), 2)
    assert active.value == 8750
    assert active.more["median"] == 9000
    closed = ask(books, "cost_per_matter_type", "closed", by="matter_type").groups["Contentieux"]
    assert sides(closed) == (Decimal(60000), 2)
    assert closed.value == 30000


@pytest.fixture
def k02() -> Books:
    """Six matters: within, over, revised late, without budget, budget of nothing, within by a credit note."""
    august = date(2026, 8, 31)
    return Books(
        register=[
            invoice("M1", "9500"),
            invoice("M2", "22000"),
            invoice("M3", "5100", august),
            invoice("M3", "2400", date(2026, 9, 20)),
            invoice("M4", "3000"),
            invoice("M5", "1200"),
            invoice("M6", "12600"),
            invoice("M6", "-1000", august),
        ],
        budgets=[
            Budget("M1", Decimal(10000), date(2026, 1, 1)),
            Budget("M2", Decimal(20000), date(2026, 1, 1)),
            Budget("M3", Decimal(5000), date(2026, 1, 1)),
            Budget("M3", Decimal(8000), date(2026, 9, 10)),
            Budget("M5", Decimal(0), date(2026, 1, 1)),
            Budget("M6", Decimal(12000), date(2026, 1, 1)),
        ],
    )


@pytest.mark.parametrize(
    ("reading", "tolerance", "numerator", "denominator"),
    [
        ("in_force", "0", 3, 4),
        ("in_force", "0.05", 3, 4),
        ("in_force", "0.10", 4, 4),
        ("initial", "0", 2, 4),
        ("strict", "0", 3, 6),
        ("weighted", "0", 30000, 50000),
    ],
)
def test_k02_budget_conformity(k02: Books, reading: str, tolerance: str, numerator: int, denominator: int) -> None:
    found = ask(k02, "budget_conformity", reading, tolerance=Decimal(tolerance))
    assert sides(found) == (numerator, denominator)


def test_k02_coverage_counts_the_budget_that_came_after_the_fact(k02: Books) -> None:
    found = ask(k02, "budget_coverage")
    assert sides(found) == (4, 6)
    assert found.more == {"late_budgets": 1}


def test_k04_off_panel() -> None:
    books = Books(
        firms=[Firm("E", "Expert", kind="expert")],
        matters=[
            Matter("MA", "M&A"),
            Matter("SO1", "Social"),
            Matter("SO2", "Social"),
            Matter("SO3", "Social"),
        ],
        panel=[
            PanelRow("A", date(2025, 1, 1), date(2026, 12, 31), "M&A"),
            PanelRow("B", date(2025, 1, 1), date(2026, 7, 31), "Social"),
        ],
        mandates=[
            Mandate("A", "MA", date(2026, 7, 2)),
            Mandate("A", "SO1", date(2026, 7, 10)),
            Mandate("B", "SO2", date(2026, 7, 31)),
            Mandate("B", "SO3", date(2026, 8, 1)),
            Mandate("C", "SO1", date(2026, 8, 5), "approved"),
            Mandate("E", "SO1", date(2026, 8, 5)),
        ],
    )
    assert sides(ask(books, "off_panel_rate", "count")) == (3, 5)


@pytest.mark.parametrize(("reading", "numerator"), [("structured", 7), ("detail", 6)])
def test_k05_dematerialisation(reading: str, numerator: int) -> None:
    ledes = [line("M", "10", number=str(n)) for n in range(6)]
    channels = ["factur_x", "pdf", "pdf", None]
    rows = [invoice("M", "10", number=f"P{place}", channel=channel) for place, channel in enumerate(channels)]
    ignored = [
        invoice("M", "10", number="CN", kind="credit_note", channel="pdf"),
        invoice("M", "10", number="D", status="superseded", channel="pdf"),
    ]
    found = ask(Books(lines=ledes, register=rows + ignored), "dematerialisation_rate", reading)
    assert sides(found) == (numerator, 9)


# --- Sentences, one by one ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [("0012", "12"), ("a-12", "A12"), ("A-0012", "A0012"), ("2026/001", "2026001"), ("00-7", "7")],
)
def test_number_is_reduced_to_what_matters(written: str, expected: str) -> None:
    assert normalised(written) == expected


def test_half_a_cent_goes_away_from_zero() -> None:
    assert [cents(Decimal(x)) for x in ("0.005", "-0.005", "0.0149", "2.675")] == [
        Decimal(x) for x in ("0.01", "-0.01", "0.01", "2.68")
    ]


def test_shares_add_up_exactly() -> None:
    assert shared(Decimal("100.00"), [Decimal(1)] * 3) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert sum(shared(Decimal("-10.01"), [Decimal(-1), Decimal(-2)])) == Decimal("-10.01")


def test_each_line_is_converted_and_rounded_once() -> None:
    books = Books(lines=[line("M", "0.01", currency="USD")] * 3, rates=[Rate("USD", date(2026, 8, 1), Decimal("0.5"))])
    assert ask(books, "spend").value == Decimal("0.03")


def test_the_rate_is_the_latest_on_or_before_the_day_and_never_one() -> None:
    rates = [
        Rate("USD", date(2026, 8, 2), Decimal(9)),
        Rate("USD", date(2026, 8, 1), Decimal("0.5")),
        Rate("USD", date(2026, 7, 1), Decimal(7)),
    ]
    books = Books(lines=[line("M", "10", currency="USD"), line("M", "10", currency="GBP", number="2")], rates=rates)
    assert ask(books, "spend").value == 5
    assert ask(books, "spend").n == 1


def test_the_register_decides_dates_and_the_currency_of_a_1998b_file() -> None:
    rows = [invoice("OTHER", "99", date(2026, 10, 1), number="0001", currency="USD")]
    books = Books(lines=[line("M", "10")], register=rows, rates=[Rate("USD", date(2026, 10, 1), Decimal("0.5"))])
    assert ask(books, "spend").n == 0
    late = Ledger(books).answer(Question("spend", date(2026, 10, 1), date(2026, 10, 1)))
    assert late.value == 5


def test_the_register_matter_fills_only_lines_without_a_matter() -> None:
    books = Books(
        lines=[line("M", "10"), line(None, "5")],
        register=[invoice("R", "15", number="1")],
        matters=[Matter("M", "a"), Matter("R", "b")],
    )
    groups = ask(books, "spend", by="matter_type").groups
    assert {key: group.value for key, group in groups.items()} == {"a": 10, "b": 5}


def test_rows_of_one_matter_count_once_and_those_of_several_are_parts() -> None:
    rows = [
        invoice("M", "10", number="1", channel="paper"),
        invoice("M", "10", number="1", channel="edi"),
        invoice("N", "7", number="1"),
    ]
    books = Books(register=rows)
    assert ask(books, "spend").value == 17
    assert ask(books, "spend").n == 1
    assert sides(ask(books, "dematerialisation_rate", "structured")) == (1, 1)


def test_the_document_imported_last_counts_and_another_spelling_is_another_invoice() -> None:
    aliases = [Alias("FR1", "F")]
    books = Books(
        lines=[line("M", "10"), line("M", "20", file=2, firm_id="FR1"), line("M", "3", number="01")],
        aliases=aliases,
    )
    assert ask(books, "spend").value == 23


def test_a_firm_known_by_its_name_only() -> None:
    books = Books(lines=[line("M", "10", firm_id=None, firm_name="Étude")], aliases=[Alias("Étude", "F")])
    assert list(ask(books, "spend", by="firm").groups) == ["F"]


def test_approved_amount_is_spread_in_the_proportion_billed() -> None:
    row = invoice(None, "400", number="1", approved_net=Decimal(200))
    books = Books(
        lines=[line("M", "100"), line("N", "300")],
        register=[row],
        matters=[Matter("M", "a"), Matter("N", "b")],
    )
    groups = ask(books, "spend", by="matter_type").groups
    assert {key: group.value for key, group in groups.items()} == {"a": 50, "b": 150}


@pytest.mark.parametrize("billed", ["100", "-100"])
@pytest.mark.parametrize("approved", [None, "40", "-40"])
def test_a_declared_credit_note_is_minus_its_absolute_amount(billed: str, approved: str | None) -> None:
    row = invoice("M", "100", number="1", kind="credit_note", approved_net=Decimal(approved) if approved else None)
    books = Books(lines=[line("M", billed)], register=[row])
    assert ask(books, "spend").value == (-40 if approved else -100)
    assert sides(ask(books, "cost_per_matter_type", "active")) == (-40 if approved else -100, 0)


def test_lines_without_a_matter_are_in_the_numerator_only() -> None:
    books = Books(lines=[line("M", "10"), line(None, "5", number="2")])
    whole = ask(books, "cost_per_matter_type", "active", by="matter_type")
    assert sides(whole) == (15, 1)
    assert sides(whole.groups[None]) == (15, 1)  # the unknown matter M has no type either


def test_a_matter_found_by_the_firms_own_identifier_where_it_has_a_mandate() -> None:
    lines = [
        line(None, "10", law_firm_matter_id="7"),
        line(None, "5", number="2", firm_id="G", law_firm_matter_id="7"),
    ]
    books = Books(lines=lines, matters=[Matter("M", "a", law_firm_matter_id="7")], mandates=[Mandate("F", "M")])
    groups = ask(books, "spend", by="matter_type").groups
    assert {key: group.value for key, group in groups.items()} == {"a": 10, None: 5}


@pytest.mark.parametrize(
    ("closed_on", "final_billed", "umbrella", "counted"),
    [
        (date(2025, 9, 30), True, False, 0),
        (date(2025, 10, 1), True, False, 1),
        (date(2026, 9, 30), True, False, 1),
        (date(2026, 10, 1), True, False, 0),
        (date(2026, 7, 2), False, False, 1),
        (date(2026, 7, 3), False, False, 0),
        (date(2026, 7, 2), True, True, 0),
    ],
)
def test_closed_matters(closed_on: date, final_billed: bool, umbrella: bool, counted: int) -> None:
    books = Books(matters=[Matter("M", "a", closed_on=closed_on, final_billed=final_billed, umbrella=umbrella)])
    assert ask(books, "cost_per_matter_type", "closed").n == counted


def test_quartiles_interpolate() -> None:
    books = Books(register=[invoice(f"M{n}", str(n)) for n in (10, 20, 30, 70)])
    assert ask(books, "cost_per_matter_type", "active").more == {
        "p25": Decimal("17.5"),
        "median": 25,
        "p75": 40,
    }


def test_budget_versions() -> None:
    day = date(2026, 1, 1)
    budgets = [
        Budget("M", Decimal(90), date(2026, 2, 1)),
        Budget("M", Decimal(10), day),
        Budget("M", Decimal(100), day),  # the later in the file
        Budget("M", Decimal(5), day, phase="P"),
        Budget("M", Decimal(1000), date(2026, 10, 1)),
    ]
    ledger = Ledger(Books(budgets=budgets))
    assert ledger.budgets.amount("M", END) == 95
    assert ledger.budgets.amount("M", END, initial=True) == 105


def test_a_budget_of_fees_looks_at_fee_lines_only() -> None:
    lines = [
        line("M", "10"),
        line("M", "-2", kind="IF"),
        line("M", "50", kind="E"),
        line("M", "50", kind="IE"),
    ]
    books = Books(lines=lines, budgets=[Budget("M", Decimal(8), date(2026, 1, 1), scope="fees")])
    assert sides(ask(books, "budget_conformity", "in_force")) == (1, 1)


def test_instruction_dates() -> None:
    older = invoice("M", "9", date(2026, 1, 5))
    books = Books(register=[older], lines=[line("M", "10", work_date=date(2026, 7, 9)), line("N", "-9", number="2")])
    assert [(i.matter, i.day) for i in Ledger(books).panel.instructions()] == [("M", date(2026, 7, 9))]


def test_panel_by_group_type_and_attributes() -> None:
    firms = [Firm("F", "F", "G"), Firm("H", "H", "G"), Firm("S", "S")]
    matters = [
        Matter("fr", "a", jurisdiction="FR"),
        Matter("none", "a"),
        Matter("other", "b"),
        Matter("untyped"),
    ]
    mandates = [Mandate(firm, matter, START) for firm in ("F", "S") for matter in ("fr", "none", "other", "untyped")]
    books = Books(firms=firms, matters=matters, mandates=mandates, panel=[PanelRow("H", START, START, "a", "FR")])
    assert sides(ask(books, "off_panel_rate", "count")) == (
        3,
        4,
    )
    for_all = Books(firms=firms, matters=matters, mandates=mandates, panel=[PanelRow("H", START, START)])
    assert sides(ask(for_all, "off_panel_rate", "count")) == (4, 8)


def test_amount_judges_each_instruction_on_its_own_date() -> None:
    books = Books(
        lines=[line("M", "30"), line("N", "70", number="2", work_date=date(2026, 7, 2))],
        mandates=[Mandate("F", "M", date(2024, 1, 1)), Mandate("F", "M", date(2026, 1, 1))],
        panel=[PanelRow("F", date(2023, 1, 1), date(2025, 1, 1))],
    )
    assert sides(ask(books, "off_panel_rate", "amount")) == (70, 100)


def test_without_a_rate_an_invoice_is_no_activity_but_dates_instructions() -> None:
    books = Books(
        lines=[line("M", "30", currency="JPY")],
        panel=[PanelRow("X", START)],
        budgets=[Budget("M", Decimal(1), START)],
    )
    assert ask(books, "cost_per_matter_type", "active").n == 0
    assert ask(books, "budget_coverage").n == 0
    assert sides(ask(books, "off_panel_rate", "count")) == (1, 1)
    assert sides(ask(books, "off_panel_rate", "amount")) == (0, 0)
    assert sides(ask(books, "dematerialisation_rate", "detail")) == (1, 1)
    assert sides(ask(books, "dematerialisation_rate", "detail", weight="amount")) == (0, 0)


def test_receipt_in_another_quarter_than_the_invoice() -> None:
    books = Books(register=[invoice("M", "9", date(2026, 9, 30), received_on=date(2026, 10, 2), channel="pdf")])
    assert ask(books, "spend").n == 1
    assert sides(ask(books, "dematerialisation_rate", "structured")) == (0, 0)


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_always_draws_the_same_portfolio(seed: int) -> None:
    assert portfolio(seed) == portfolio(seed)
