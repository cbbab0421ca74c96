"""One invoice, several papers: which counts, what they disagree on, what is decided, and that nothing counts twice."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import listing
from data.imports import undo
from data.papers import deciding
from data.papers.paper import Paper
from data.report import ImportReport
from tests.data.ledger import Books, bill
from tests.formats.paper import cii, ubl

FIRMS = "firm_id;name\nF-1042;Cabinet Dubois\nF-2;Miller\n"
LEDES = bill("FA-1 M1 500.00\nFA-1 M1 80.00 kind=E")
REGISTER = (
    "firm_id;invoice_number;invoice_date;net_amount;tax_amount;channel\nF-1042;FA 1;2026-08-03;590;118;platform\n"
)
THREE = (LEDES, ubl(), REGISTER)


def one(amount: str) -> tuple[tuple[str, ...], ...]:
    """Write the one line of an electronic invoice."""
    return (("1", "1", "C62", amount, amount, "20", "Honoraires"),)


def roles(books: Books, number: str) -> list[tuple[str, str, Decimal]]:
    with books.store.reading() as reader:
        return [(p.format, p.role, p.net) for p in listing.papers_of(reader, f"F-1042/{number}")]


def versions(books: Books) -> list[list[Decimal]]:
    """Return the nets of the versions that wait for a choice, the one that counts first."""
    with books.store.reading() as reader:
        return [[paper.net for paper in found.versions] for found in listing.resubmissions(reader)]


def doubles(books: Books) -> list[tuple[str, str, str]]:
    with books.store.reading() as reader:
        found = listing.duplicates(reader) + listing.look_alikes(reader)
    return [(pair.kind, pair.first.number, pair.second.number) for pair in found]


def papers(books: Books, *nets: str) -> list[Paper]:
    """Return the papers from files, in order of the nets asked for."""
    with books.store.reading() as reader:
        found = [
            p for row in listing.invoices_found(reader, "", None) for p in listing.papers_of(reader, row["invoice_id"])
        ]
    return [next(p for p in found if p.sha256 and p.net == Decimal(net)) for net in nets]


def codes(report: ImportReport) -> set[str]:
    return {problem.code for file in report.files for problem in file.problems}


# --- LEDES detail, electronic invoice and register row -----------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_lines_come_from_ledes_whatever_was_imported_last(books: Books, order: tuple[int, ...]):
    books.take(FIRMS)
    for place in order:
        books.take(THREE[place])
    found = "SELECT document_id, channel, invoice_date::VARCHAR, billed_net FROM documents WHERE excluded IS NULL"
    assert books.ask(found) == [("F-1042/FA-1", "platform", "2026-08-03", Decimal(580))]
    assert books.ask("SELECT nature, amount FROM spend WHERE excluded IS NULL") == [
        ("expenses", Decimal(80)), ("fees", Decimal(500)),
    ]  # fmt: skip
    assert roles(books, "FA-1") == [
        ("LEDES1998B", "counts", Decimal(580)), ("UBL", "other_paper", Decimal(580)),
        ("invoices", "register", Decimal(590)),
    ]  # fmt: skip
    assert books.differences() == []


def test_what_papers_disagree_on_is_listed_with_both_values(books: Books):
    books.take(FIRMS, *THREE)
    with books.store.reading() as reader:
        found = [
            (d.field, d.first.format, str(d.here), d.other.format, str(d.there)) for d in listing.differences(reader)
        ]
    assert found == [  # the largest amount first
        ("gross", "UBL", "688.00", "invoices", "708.00"),
        ("net", "LEDES1998B", "580.00", "invoices", "590.00"),
        ("tax", "UBL", "108.00", "invoices", "118.00"),  # LEDES 1998B has no tax to compare
        ("invoice_date", "LEDES1998B", "2026-07-31", "invoices", "2026-08-03"),
    ]


def test_the_electronic_invoice_gives_its_date_and_its_currency(books: Books):
    books.take(FIRMS, "currency;valid_on;euros_per_unit\nGBP;2026-01-01;2\n")
    books.take(bill("FA-1 M1 580.00"), ubl(date="2026-08-05", currency="GBP"))
    found = "SELECT invoice_date::VARCHAR, currency FROM documents WHERE excluded IS NULL"
    assert books.ask(found) == [("2026-08-05", "GBP")]
    assert books.total() == Decimal(1160)


def test_a_net_that_differs_is_told_at_import_and_the_ledes_lines_count(books: Books):
    books.take(FIRMS, bill("FA-1 M1 500.00"))
    assert "PAIRN" in codes(books.take(ubl()))
    assert books.total() == Decimal(500)
    with books.store.reading() as reader:
        (net,) = [d for d in listing.differences(reader) if d.field == "net"]
    assert (net.here, net.there, net.amount, net.stake) == (Decimal(500), Decimal(580), Decimal(80), Decimal(80))


def test_an_electronic_invoice_alone_counts_until_its_detail_comes(books: Books):
    books.take(FIRMS, ubl())
    assert roles(books, "FA-1") == [("UBL", "counts", Decimal(580))]
    assert "PAIR" in codes(books.take(bill("FA1 M1 580.00")))  # another spelling, the same amount
    assert [role for _, role, _ in roles(books, "FA1")] == ["counts", "other_paper"]
    assert books.total() == Decimal(580)


def test_lines_count_before_a_total_alone(books: Books):
    bare = cii((), profile="urn:factur-x.eu:1p0:minimum", net="580.00", tax="108.00", gross="688.00")
    books.take(FIRMS, ubl())
    books.take(bare)
    assert roles(books, "FA-1") == [("UBL", "counts", Decimal(580)), ("CII", "other_paper", Decimal(580))]


def test_a_credit_note_of_the_platform_turns_ledes_amounts(books: Books):
    books.take(FIRMS, bill("AV-1 M1 100.00"))
    books.take(ubl(one("100.00"), "CreditNote", type="381", number="AV-1", net="100.00", tax="20.00", gross="120.00"))
    assert (books.total(), books.ask("SELECT credit_note FROM documents WHERE excluded IS NULL")) == (-100, [(True,)])


def test_a_corrected_invoice_takes_all_papers_of_the_former_one_with_it(books: Books):
    books.take(FIRMS, *THREE)
    books.take(
        ubl(one("700.00"), number="FA-2", type="384", preceding=["FA-1"], net="700.00", tax="140.00", gross="840.00")
    )
    assert books.total() == Decimal(700)
    books.take(bill("FA-2 M1 700.00"))  # its detail comes, and says nothing of what it corrects
    assert books.total() == Decimal(700)


# --- Versions ----------------------------------------------------------------------------------------

V1, V2, V3 = (bill(f"N1 M1 {amount}.00") for amount in (100, 130, 170))


def test_the_version_imported_last_counts_until_somebody_chooses(books: Books):
    books.take(FIRMS, V1)
    assert "DUPI" in codes(books.take(V2))
    assert (books.total(), versions(books)) == (130, [[Decimal(130), Decimal(100)]])
    new, old = papers(books, "130", "100")
    batch = deciding.keep(books.store, old, [new])
    assert (books.total(), versions(books)) == (100, [])
    assert [row[0] for row in books.ask("SELECT excluded FROM documents WHERE bill_id = 2")] == ["superseded"]
    undo(books.store, batch)
    assert (books.total(), versions(books)) == (130, [[Decimal(130), Decimal(100)]])


def test_a_choice_holds_when_its_files_come_again(books: Books):
    books.take(FIRMS, V1, V2)
    new, old = papers(books, "130", "100")
    deciding.keep(books.store, old, [new])
    before = books.figures()
    undo(books.store, 1)
    books.take(V2, FIRMS)
    assert books.total() == 130  # nothing else is left
    books.take(V1)
    assert (books.total(), books.figures(), versions(books)) == (100, before, [])
    books.take(V2.replace("\r\n", "\n"))  # the one that was not kept, under other bytes
    assert (books.total(), versions(books)) == (100, [])


def test_a_third_version_asks_again(books: Books):
    books.take(FIRMS, V1, V2)
    new, old = papers(books, "130", "100")
    deciding.keep(books.store, old, [new])
    books.take(V3)
    assert (books.total(), versions(books)) == (170, [[Decimal(170), Decimal(100)]])


def test_versions_said_to_be_two_invoices_both_count(books: Books):
    books.take(FIRMS, V1, V2, LEDES)
    new, old = papers(books, "130", "100")
    batch = deciding.separate(books.store, new, [old])
    assert (books.total(), versions(books)) == (810, [])
    assert books.differences() == []
    undo(books.store, batch)
    assert books.total() == 710


def test_a_version_of_the_electronic_invoice_leaves_the_detail_alone(books: Books):
    books.take(FIRMS, LEDES, ubl())
    books.take(ubl(one("600.00"), net="600.00", tax="120.00", gross="720.00"))
    assert (books.total(), versions(books)) == (580, [[Decimal(600), Decimal(580)]])


def test_the_electronic_invoice_can_be_chosen_over_the_detail(books: Books):
    books.take(FIRMS, bill("FA-1 M1 500.00"), ubl())
    detail, invoice = papers(books, "500", "580")
    deciding.keep(books.store, invoice, [detail])
    assert books.total() == 580


# --- Duplicates --------------------------------------------------------------------------------------


def test_the_same_content_in_another_file_is_a_duplicate_and_asks_nothing(books: Books):
    books.take(FIRMS, V1)
    assert "COPY" in codes(books.take(V1.replace("\r\n", "\n")))
    assert (books.total(), versions(books), doubles(books)) == (100, [], [("content", "N1", "N1")])


def test_another_spelling_with_the_same_date_and_amount_is_a_duplicate(books: Books):
    books.take(FIRMS, bill("N-1 M1 100.00"))
    assert "SAME" in codes(books.take(bill("N1 M1 100.00", text="Note")))
    assert (books.total(), versions(books), doubles(books)) == (100, [], [("spelling", "N1", "N-1")])
    with books.store.reading() as reader:
        (pair,) = listing.duplicates(reader)
    batch = deciding.separate(books.store, pair.first, [pair.second])
    assert (books.total(), doubles(books)) == (200, [])
    undo(books.store, batch)
    assert books.total() == 100


def test_invoices_that_look_alike_count_until_somebody_says_that_they_are_one(books: Books):
    books.take(FIRMS, bill("N1 M1 100.00"), bill("X/7 M1 100.00"), bill("N3 M2 100.00"))
    assert (books.total(), doubles(books)) == (300, [("look_alike", "N1", "X/7")])
    with books.store.reading() as reader:
        (pair,) = listing.look_alikes(reader)
    batch = deciding.keep(books.store, pair.first, [pair.second])
    assert (books.total(), doubles(books), books.differences()) == (200, [], [])
    undo(books.store, batch)
    deciding.separate(books.store, pair.first, [pair.second])
    assert (books.total(), doubles(books)) == (300, [])


def test_a_file_and_a_register_row_that_look_alike(books: Books):
    books.take(FIRMS, bill("N1 M1 100.00"))
    books.take("firm_id;invoice_number;invoice_date;net_amount;matter_id\nF-1042;REG-5;2026-07-31;100;M1\n")
    assert books.total() == 200
    with books.store.reading() as reader:
        (pair,) = listing.look_alikes(reader)
    deciding.keep(books.store, pair.first, [pair.second])
    assert books.total() == 100


def test_two_register_spellings_said_to_be_two_invoices(books: Books):
    books.take(
        "firm_id;invoice_number;invoice_date;net_amount\nF-1;A-1;2026-07-31;100\nF-1;A1;2026-07-31;100\n",
        "decided_on;choice;firm_id;invoice_number;other_number\n2026-11-22;deux factures;F-1;A-1;A1\n",
    )
    assert books.total() == 200


# --- Credit notes ------------------------------------------------------------------------------------


def test_credit_notes_are_tied_to_what_they_correct(books: Books):
    register = "firm_id;invoice_number;invoice_date;net_amount;kind;corrects\n"
    books.take(FIRMS, bill("N1 M1 100.00\nN2 M1 50.00\nC1 M1 -5.00"))
    books.take(
        f"{register}F-1042;AV1;2026-08-01;60;credit_note;N-1\nF-1042;AV2;2026-08-02;60;avoir;N1\n"
        "F-1042;AV3;2026-08-02;50;credit_note;N2\nF-1042;AV4;2026-08-02;9;credit_note;N9\n"
    )
    with books.store.reading() as reader:
        found = [(c.state, c.number, c.net, c.invoice_number, c.credited) for c in listing.credit_notes(reader)]
    assert found == [  # 60 + 60 is more than the 100 of N1
        ("larger", "AV1", -60, "N1", -120), ("larger", "AV2", -60, "N1", -120), ("not_found", "AV4", -9, None, None),
        ("unnamed", "C1", -5, None, None), ("tied", "AV3", -50, "N2", -50),
    ]  # fmt: skip


# --- Whatever comes, in whatever order ---------------------------------------------------------------

PAPERS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["ledes", "ubl", "cii", "register"]),
        st.sampled_from(["100.00", "100.00", "250.00"]),
        st.sampled_from(["2026-07-31", "2026-08-02"]),
    ),
    min_size=1, max_size=6, unique_by=lambda paper: paper[:2],
)  # fmt: skip
few = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(number: int, kind: str, amount: str, date: str) -> str:
    if kind == "ledes":
        return bill(f"N-{number} M1 {amount}", date=date.replace("-", ""))
    if kind == "register":
        return f"firm_id;invoice_number;invoice_date;net_amount\nF-1042;N-{number};{date};{amount}\n"
    return {"ubl": ubl, "cii": cii}[kind](one(amount), number=f"N-{number}", date=date, net=amount)


def imported(files: Sequence[str], cut: int) -> tuple[object, ...]:
    """Import files in two goes, and return what figures read and what is listed."""
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder))
        books.take(FIRMS, *files[:cut])
        if files[cut:]:
            books.take(*files[cut:])
        spend = "SELECT COLUMNS(* EXCLUDE document_id) FROM spend WHERE excluded IS NULL"
        figures = books.ask(spend)
        assert {file.status for file in books.take(*files).files} == {"already imported"}
        assert books.ask(spend) == figures
        assert books.differences() == []
        with books.store.reading() as reader:
            became = {row["became"]: (row["documents"], row["amount"]) for row in listing.paper_totals(reader)}
            every = listing.imported_total(reader)
            differences = sorted(
                (d.field, d.first.invoice_id, str(d.here), str(d.there), d.other.format)
                for d in listing.differences(reader)
            )
        assert sum(n for n, _ in became.values()) == every["documents"]
        assert sum(amount for _, amount in became.values()) == every["amount"]
        assert became["counts"][1] == books.total()
        return figures, became, differences


@few
@given(PAPERS, st.randoms(use_true_random=False), st.integers(0, 6))
def test_the_order_of_imports_changes_nothing_and_all_adds_up(papers, luck, cut):  # noqa: ANN001 — drawn
    files = [written(*paper) for paper in papers]
    shuffled = luck.sample(files, len(files))
    assert imported(files, len(files)) == imported(shuffled, min(cut, len(files)))


@few
@given(
    st.lists(st.sampled_from([V1, V2, V3, V1.replace("\r\n", "\n")]), min_size=2, max_size=4, unique=True), st.data()
)
def test_a_decision_counts_one_version_and_its_undo_restores(files, data):  # noqa: ANN001 — drawn
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder))
        books.take(FIRMS, *files)
        before = books.state()
        with books.store.reading() as reader:
            found = listing.papers_of(reader, "F-1042/N1")
        chosen = data.draw(st.sampled_from(found))
        batch = deciding.keep(books.store, chosen, [p for p in found if p is not chosen])
        assert (books.total(), versions(books)) == (chosen.net, [])
        undo(books.store, batch)
        assert books.state() == before
