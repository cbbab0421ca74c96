"""Who is who: names are proposed, a person settles them, figures follow, and undo gives them back."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import listing, typed
from data.imports import undo
from data.matching import settling, spelling
from data.matching.closeness import REASONS, Candidate, Directory
from data.matching.item import Name, Waiting
from data.matching.settled import settled, targets
from data.matching.waiting import waiting
from data.store import StoreError
from tests.data.ledger import BOTH, Books, bill

FIRMS = "firm_id;name\nF-1;Dubois & Associés\nALPHA;Alpha Avocats\n"
MATTERS = "matter_id;name;law_firm_matter_id\nM-0012;Bail commercial Lyon;\nM-13;Contentieux Orion;\n"
PEOPLE = "firm_id;timekeeper_id;name;level\nALPHA;JM;Jean Martin;partner\nALPHA;EL;Élise Le Goff;associate\n"
LEDGER = (
    bill("N1 M-0012 100.00\nN1 m12 40.00", firm="DUBOIS ASSOCIES SELARL"),
    bill("N2 m12 50.00", firm="ALPHA", keeper="JM", name="Jean Martin"),
)


def waits(books: Books, kind: str = "") -> list[Waiting]:
    with books.store.reading() as reader:
        return [item for item in waiting(reader) if kind in ("", item.kind)]


def proposed(books: Books, kind: str) -> dict[str, list[tuple[str, int, str]]]:
    """For each name that waits, what it may be: the id, the score and the reason."""
    return {item.written: [(one.id, one.score, one.reason) for one in item.proposals] for item in waits(books, kind)}


def by(books: Books, column: str) -> dict[str | None, Decimal]:
    """The euros that count, cut by a column."""
    rows = books.ask(f"SELECT {column}, sum(amount) FROM spend WHERE excluded IS NULL GROUP BY 1")
    return dict(rows)


def people(books: Books) -> dict[str, tuple[str | None, Decimal]]:
    """The level and the hours of each person, as the figures have them."""
    rows = books.ask("SELECT timekeeper_id, any_value(timekeeper_level), sum(hours) FROM time GROUP BY 1")
    return {who: (level, hours) for who, level, hours in rows}


# --- Spelling ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dubois & Associés", "SELARL DUBOIS ASSOCIES"),
        ("Lefèvre, Martin et Cœur", "MARTIN LEFEVRE COEUR Avocats"),
        ("Brackenridge Toll LLP", "Brackenridge Toll & Partners"),
        ("S.C.P. Hébert", "Hebert AARPI"),
    ],
)
def test_a_firm_is_one_whatever_surrounds_its_name(one: str, other: str):
    assert spelling.firm(one) == spelling.firm(other)


def test_a_name_made_of_legal_words_alone_keeps_them():
    assert spelling.firm("Cabinet & Associés") == "associes cabinet"
    assert spelling.firm("The Law Firm") != spelling.firm("Avocats Associés")


def test_a_person_is_one_whatever_the_order_the_accents_the_comma_and_the_title():
    assert {spelling.person(text) for text in ("Me DUPONT-ROY, Élise", "Elise Dupont Roy", "dupont roy élise")} == {
        "dupont elise roy"
    }


@pytest.mark.parametrize("text", ["M-0012", "M0012", "m 12", "M/012", " M12 "])
def test_an_id_is_one_but_for_punctuation_and_zeros(text: str):
    assert spelling.code(text) == "m 12"


def test_other_numbers_are_other_ids():
    assert len({spelling.code(text) for text in ("M-12", "M-120", "M-1 2", "M-13", "N-12")}) == 5


def near(name: str, *candidates: str, **more: Any) -> list[tuple[str, str]]:
    known = [Candidate(f"C{place}", text, (text,)) for place, text in enumerate(candidates)]
    fold = spelling.person if more.get("people") else spelling.firm
    return [(one.id, one.reason) for one in Directory(known, fold, **more).nearest([[name]])[0]]


def test_what_is_near_is_proposed_with_its_reason():
    assert near("Ysambert Corvaizin", "Ysambert & Corvaisin", "Montrevert") == [("C0", "near")]
    assert near("Dubois", "Dubois & Lefèvre", "Bois", least=1) == [("C0", "inside")]
    assert near("Martin J.", "Jean Martin", "Jeanne Durand", people=True) == [("C0", "initials")]
    assert near("Alpha", "Beta") == []


def test_names_with_other_numbers_are_not_near():
    assert near("Cabinet Rivoli 21", "Cabinet Rivoli 23") == []
    assert near("Rivoli 21 SELARL", "Cabinet Rivoli 21") == [("C0", "same")]


def test_many_names_are_compared_with_many():
    known = [Candidate(f"C{n}", None, (f"Cabinet {chr(97 + n % 26) * 9} {n}",)) for n in range(500)]
    names = [[f"{chr(97 + n % 26) * 9} {n} SELARL"] for n in range(5000)]
    found = Directory(known, spelling.firm).nearest(names)
    assert [bool(one) for one in found] == [n < 500 for n in range(5000)]


def test_every_reason_is_said_in_both_languages():
    assert {"code", "same", "initials", "inside", "near"} == set(REASONS)


# --- Firms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["303 265 045", "30326504500017", "303 265 045 00017", "FR40 303 265 045", "f-1"])
def test_a_firm_is_known_by_its_number_however_it_is_written(books: Books, text: str):
    books.take("firm_id;name\nF-1;Dubois\n", "alias;firm_id\nFR40303265045;F-1\n", bill("N1 M1 100.00", firm=text))
    assert by(books, "firm_id") == {"F-1": Decimal("100.00")}
    assert waits(books) == []


@pytest.mark.parametrize("text", ["303265046", "12345678", "98-7654324", "000000000"])
def test_a_number_that_is_no_siren_is_a_text_like_another(books: Books, text: str):
    books.take(bill("N1 M1 1.00", firm=text), bill("N2 M1 2.00", firm=f" {text[:3]} {text[3:]}"))
    assert len(by(books, "firm_id")) == 2


def test_one_siren_in_two_spellings_is_one_firm_without_any_table(books: Books):
    books.take(bill("N1 M1 1.00", firm="FR40303265045"), bill("N2 M1 2.00", firm="303265045"))
    assert by(books, "firm_id") == {"303265045": Decimal("3.00")}


def test_two_establishments_that_are_two_firms_of_the_table_stay_two(books: Books):
    books.take("firm_id;name\n30326504500017;Paris\n30326504500025;Lyon\n")
    books.take(bill("N1 M1 1.00", firm="30326504500017"), bill("N2 M1 2.00", firm="303265045"))
    assert by(books, "firm_id") == {"30326504500017": Decimal("1.00"), "303265045": Decimal("2.00")}


def test_an_id_is_surer_than_the_name_of_another(books: Books):
    books.take("firm_id;name\nALPHA;Cabinet Un\nF-2;Alpha\n", bill("N1 M1 1.00", firm="ALPHA"))
    assert by(books, "firm_id") == {"ALPHA": Decimal("1.00")}


def test_an_alias_of_an_alias_leads_to_the_end_and_a_circle_leads_as_written(books: Books):
    books.take("firm_id;name\nF-1;Dubois\n", "alias;firm_id\nA;B\nB;F-1\nX;Y\nY;X\n")
    books.take(bill("N1 M1 1.00", firm="A"), bill("N2 M1 2.00", firm="B"), bill("N3 M1 4.00", firm="X"))
    assert by(books, "firm_id") == {"F-1": Decimal("3.00"), "Y": Decimal("4.00")}


def test_a_close_name_is_proposed_never_merged(books: Books):
    books.take(FIRMS, *LEDGER)
    assert by(books, "firm_id") == {"DUBOIS ASSOCIES SELARL": Decimal("140.00"), "ALPHA": Decimal("50.00")}
    assert proposed(books, "firm") == {"DUBOIS ASSOCIES SELARL": [("F-1", 100, "same")]}
    [item] = waits(books, "firm")
    assert (item.amount, item.documents, item.lines, item.file, item.files) == (Decimal("140.00"), 1, 2, "2.txt", 1)


def test_without_the_table_only_names_that_look_alike_wait_and_the_smaller_is_the_question(books: Books):
    books.take(bill("N1 M1 9.00", firm="Dubois SELARL"), bill("N2 M1 2.00", firm="Cabinet Dubois"))
    books.take(bill("N3 M1 5.00", firm="Miller"))
    assert proposed(books, "firm") == {"Cabinet Dubois": [("Dubois SELARL", 100, "same")]}


def test_a_firm_that_only_the_panel_names_waits_too(books: Books):
    books.take(FIRMS, "firm_id;matter_type;valid_from\nDubois Avocats;;2026-01-01\n")
    [item] = waits(books, "firm")
    assert (item.written, item.documents, item.amount, item.file) == ("Dubois Avocats", 0, 0, "2.txt")
    settling.settle(books.store, item, "F-1")
    assert books.ask("SELECT house FROM panel") == [("firm:F-1",)]


# --- Matters -----------------------------------------------------------------------------------------


def test_a_matter_is_proposed_by_its_id_and_by_its_name(books: Books):
    books.take(MATTERS, *LEDGER, bill("N3 X9 7.00", about="Honoraires : contentieux Orion, juillet"))
    assert proposed(books, "matter") == {"m12": [("M-0012", 100, "code")], "X9": [("M-13", 90, "inside")]}


def test_a_firm_s_own_reference_that_leads_nowhere_waits_for_that_firm(books: Books):
    books.take(MATTERS, bill("N1 - 70.00", firm="ALPHA"), bill("N2 - 5.00", firm="BETA"))
    assert [(one.written, one.firm_id) for one in waits(books, "matter")] == [("D-118", "ALPHA"), ("D-118", "BETA")]
    settling.settle(books.store, Name("matter", "D-118", "ALPHA"), "M-13")
    assert by(books, "matter_id") == {"M-13": Decimal("70.00"), None: Decimal("5.00")}
    assert [(one.written, one.firm_id) for one in waits(books, "matter")] == [("D-118", "BETA")]


def test_a_settled_matter_carries_its_budget_its_mandate_and_its_register_row(books: Books):
    books.take(
        MATTERS, FIRMS,
        "matter_id;amount;approved_on\nm12;90;2026-01-02\n",
        "firm_id;matter_id;appointed_on\nALPHA;m12;2026-01-05\n",
        "firm_id;invoice_number;invoice_date;net_amount;matter_id\nALPHA;R1;2026-07-31;10;m12\nALPHA;R1;2026-07-31;5;M-0012\n",
    )  # fmt: skip
    [item] = waits(books, "matter")
    assert (item.written, item.amount, item.documents) == ("m12", Decimal("10.00"), 1)
    settling.settle(books.store, item, "M-0012")
    assert books.ask("SELECT matter_id, amount FROM budgets") == [("M-0012", Decimal("90.00"))]
    assert books.ask("SELECT matter_id, date_basis FROM instructions") == [("M-0012", "appointed_on")]
    assert books.ask("SELECT matter_id, amount FROM spend") == [("M-0012", Decimal("15.00"))]
    assert books.differences() == []


# --- Timekeepers -------------------------------------------------------------------------------------


def test_without_an_id_a_name_is_enough_whatever_its_order_and_its_accents(books: Books):
    books.take(PEOPLE, bill("N1 M1 100.00", firm="ALPHA", keeper="", name="LE GOFF, Elise"))
    assert people(books) == {"EL": ("associate", Decimal(1))}
    assert waits(books, "timekeeper") == []


def test_two_spellings_of_a_name_without_id_are_one_person_without_any_table(books: Books):
    for number, name in (("N1", "Martin, Jean"), ("N2", "Jean MARTIN")):
        books.take(bill(f"{number} M1 100.00", firm="ALPHA", keeper="", name=name))
    assert [hours for _, hours in people(books).values()] == [Decimal(2)]


def test_an_unknown_id_and_one_person_under_two_ids_are_proposed(books: Books):
    books.take(PEOPLE)
    for number, code, name in (("N1", "JM", "Jean Martin"), ("N2", "X1", "Martin Jean"), ("N3", "ZZ", "Zoé Petit")):
        books.take(bill(f"{number} M1 100.00", firm="ALPHA", keeper=code, name=name))
    assert proposed(books, "timekeeper") == {"X1": [("JM", 100, "same")], "ZZ": []}
    assert people(books)["X1"] == ("associate", Decimal(1))  # by the class that the line bears
    settling.settle(books.store, Name("timekeeper", "X1", "ALPHA"), "JM")
    assert people(books)["JM"] == ("partner", Decimal(2))
    settling.add(
        books.store, waits(books, "timekeeper")[0], {"firm_id": "ALPHA", "timekeeper_id": "ZP", "level": "trainee"}
    )
    assert people(books)["ZP"] == ("trainee", Decimal(1))
    assert waits(books, "timekeeper") == []


def test_without_the_table_two_ids_of_one_name_wait(books: Books):
    for number, code, amount in (("N1", "A", "100.00"), ("N2", "B", "40.00")):
        books.take(bill(f"{number} M1 {amount}", firm="ALPHA", keeper=code, name="Jean Martin"))
    assert proposed(books, "timekeeper") == {"B": [("A", 100, "same")]}
    settling.set_apart(books.store, Name("timekeeper", "B", "ALPHA"))
    assert waits(books) == []
    assert set(people(books)) == {"A", "B"}


# --- Settling ----------------------------------------------------------------------------------------

ANSWERS: dict[str, tuple[Name, str]] = {
    "firm": (Name("firm", "DUBOIS ASSOCIES SELARL"), "F-1"),
    "matter": (Name("matter", "m12"), "M-0012"),
    "timekeeper": (Name("timekeeper", "X1", "ALPHA"), "JM"),
}
ALL = (FIRMS, MATTERS, PEOPLE, *LEDGER, bill("N3 M-13 30.00", firm="ALPHA", keeper="X1", name="MARTIN Jean"))


def test_what_is_settled_is_a_typed_file_with_its_import_and_holds_for_later_ones(books: Books):
    books.take(*ALL)
    batch = settling.settle(books.store, *ANSWERS["firm"], "en")
    with books.store.reading() as reader:
        told = listing.history(reader)[0]
        [row] = settled(reader)
    assert (told["batch"], told["source"], told["files"][0]["name"]) == (batch, "typed", "typed-firm_aliases.csv")
    assert (row["kind"], row["written"], row["meant"], row["apart"], row["batch"]) == (
        "firm", "DUBOIS ASSOCIES SELARL", "F-1", False, batch,
    )  # fmt: skip
    report = books.take(bill("N9 M-13 1.00", firm="Dubois associes  selarl"))
    assert "FIRM" not in {problem.code for file in report.files for problem in file.problems}
    assert by(books, "firm_id") == {"F-1": Decimal("141.00"), "ALPHA": Decimal("80.00")}


def test_a_reference_settled_before_is_no_unknown_matter_of_a_later_import(books: Books):
    books.take(*ALL)
    settling.settle(books.store, *ANSWERS["matter"])
    report = books.take(bill("N9 M12 1.00", firm="ALPHA"))
    assert "MAT" not in {problem.code for file in report.files for problem in file.problems}


def test_a_firm_known_by_its_number_is_no_unknown_firm_of_an_import(books: Books):
    books.take("firm_id;name\n303265045;Dubois\n")
    report = books.take(bill("N1 M1 1.00", firm="FR40 303 265 045"))
    assert "FIRM" not in {problem.code for file in report.files for problem in file.problems}


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_was_turned_down_does_not_come_back_and_moves_no_figure(books: Books, kind: str):
    books.take(*ALL)
    figures = books.figures()
    assert [item.written for item in waits(books, kind)] == [ANSWERS[kind][0].written]
    settling.set_apart(books.store, ANSWERS[kind][0])
    assert waits(books, kind) == []
    assert books.figures() == figures


def test_what_is_new_has_its_row_and_its_alias_in_one_import(books: Books):
    books.take(*ALL)
    name = ANSWERS["matter"][0]
    batch = settling.add(books.store, name, {"matter_id": "M-0099", "name": "Nouveau", "matter_type": "Social"})
    assert by(books, "matter_type")["Social"] == Decimal("90.00")
    undo(books.store, batch)
    assert "Social" not in by(books, "matter_type")
    assert [item.written for item in waits(books, "matter")] == ["m12"]
    settling.add(books.store, Name("firm", "DUBOIS ASSOCIES SELARL"), {"firm_id": "DUB", "name": "Dubois Lyon"})
    assert by(books, "firm_id") == {"DUB": Decimal("140.00"), "ALPHA": Decimal("80.00")}


@pytest.mark.parametrize("lang", BOTH)
def test_what_cannot_be_settled_is_refused_in_words(books: Books, lang: Any):
    books.take(*ALL)
    before = books.state()
    refused = [
        (lambda: settling.settle(books.store, Name("firm", "X"), "NOPE"), "pas de cabinet « NOPE »", "no firm “NOPE”"),
        (lambda: settling.settle(books.store, Name("matter", "X"), "X"), "tournerait en rond", "go in a circle"),
        (
            lambda: settling.settle(books.store, Name("timekeeper", "X1", "DUBOIS"), "JM"),
            "intervenant de ce cabinet « JM »",
            "timekeeper of that firm “JM”",
        ),
        (
            lambda: settling.add(books.store, Name("firm", "X"), {"firm_id": "F-1", "name": "X"}),
            "« F-1 » est déjà celui d'un cabinet",
            "“F-1” is already that of a firm",
        ),
    ]
    for act, fr, en in refused:
        with pytest.raises(StoreError) as told:
            act()
        said = told.value.text(lang).replace("\u00a0", " ").replace("\u202f", " ")
        assert {"fr": fr, "en": en}[lang] in said
    assert books.state() == before


def test_two_names_never_lead_to_each_other(books: Books):
    books.take(bill("N1 M1 9.00", firm="Dubois SELARL"), bill("N2 M1 2.00", firm="Cabinet Dubois"))
    settling.settle(books.store, Name("firm", "Cabinet Dubois"), "Dubois SELARL")
    with pytest.raises(StoreError, match="circle"):
        settling.settle(books.store, Name("firm", "Dubois SELARL"), "Cabinet Dubois")


def test_what_can_be_meant_is_listed_with_its_name(books: Books):
    books.take(*ALL)
    with books.store.reading() as reader:
        assert targets(reader, "firm", None) == {
            "ALPHA": "Alpha Avocats", "F-1": "Dubois & Associés", "DUBOIS ASSOCIES SELARL": "DUBOIS ASSOCIES SELARL",
        }  # fmt: skip
        assert set(targets(reader, "matter", None)) == {"M-0012", "M-13", "m12"}
        assert set(targets(reader, "timekeeper", "ALPHA")) == {"JM", "EL", "X1"}


def test_the_tables_of_aliases_can_be_exported_and_imported_again(books: Books):
    books.take(*ALL)
    for name, meant in ANSWERS.values():
        settling.settle(books.store, name, meant)
    figures = books.figures()
    exported = [
        typed._file(typed.TABLES[table], rows, "fr")
        for table in ("firm_aliases", "matter_aliases", "timekeeper_aliases")
        for rows in [table_rows(books, table)]
    ]
    for batch in (4, 3, 2):
        undo(books.store, batch)
    assert books.figures() != figures
    assert {file.format for file in books.take(*exported).files} == {
        "firm_aliases", "matter_aliases", "timekeeper_aliases",
    }  # fmt: skip
    assert books.figures() == figures


def table_rows(books: Books, table: str) -> list[dict[str, Any]]:
    with books.store.reading() as reader:
        return [{k: v for k, v in row.items() if k != "line_no"} for row in listing.table_rows(reader, table)]


def test_the_order_of_settling_changes_nothing(tmp_path: Path):
    seen = []
    for order in permutations(ANSWERS):
        folder = tmp_path / "-".join(order)
        folder.mkdir()
        books = Books(folder)
        books.take(*ALL)
        for kind in order:
            settling.settle(books.store, *ANSWERS[kind])
        seen.append(books.figures())
    assert all(figures == seen[0] for figures in seen)


TEXTS = ("Dubois", "SELARL Dubois", "Dubois et Associés", "Miller LLP", "Millar", "303265045", "FR40 303 265 045")
INVOICES = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.sampled_from(("M-1", "m1", "M/01", "M-2", "-")), st.integers(-50, 900)),
    min_size=2,
    max_size=5,
)


@settings(max_examples=6, deadline=None)
@given(INVOICES, st.booleans(), st.randoms(use_true_random=False))
def test_settling_only_groups_and_undoing_restores_every_figure(
    invoices: list[tuple[str, str, int]], tables: bool, chance: Any
):
    """Numbers of invoices all differ: no two papers can turn out to be one invoice."""
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder))
        if tables:
            books.take("firm_id;name\nF-1;Dubois\nF-2;Miller\n", "matter_id;name\nM-1;Bail\n")
        books.take(*(bill(f"N{n} {matter} {net}", firm=firm) for n, (firm, matter, net) in enumerate(invoices)))
        total, figures, states, batches = books.total(), books.figures(), [books.state()], []
        while found := [item for item in waits(books) if item.proposals]:
            item = chance.choice(found)
            batches.append(settling.settle(books.store, item, chance.choice(item.proposals).id))
            states.append(books.state())
            assert books.total() == total
            assert books.differences() == []
        assert len(batches) <= 12
        while batches:
            assert books.state() == states.pop()
            undo(books.store, batches.pop())
        assert (books.state(), books.figures()) == (states.pop(), figures)
