"""A table read with a mapping gives the rows of an import; what is not read is told, and nothing is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import listing
from data.imports import undo
from data.mapping import saved
from data.mapping.apply import Applied
from data.mapping.model import Mapping, fold_heading, parse
from data.mapping.offered import unrecognised
from data.mapping.recognition import read
from data.mapping.sketch import sketch
from data.mapping.values import amount, date, rate
from data.originals import line_text
from data.reference.cells import NumberText
from data.store import StoreError
from tests.data.ledger import Books
from tests.formats.sheets import book
from tests.mapping.extracts import DETAIL, FBL1N, SAGE, SAP, SUPPLIERS

WIDE = ";".join(f"colonne {n}" for n in range(10_000)) + "\n" + ";".join("1" for _ in range(10_000)) + "\n"


def proposed(text: str | bytes, name: str = "M", **more: Any) -> Mapping:
    found = sketch(text.encode() if isinstance(text, str) else text, name).mapping
    assert found is not None
    return found.model_copy(update=more)


def balanced(applied: Applied) -> bool:
    parts = (applied.kept, applied.aside, applied.left)
    return (applied.whole.rows, applied.whole.amount) == (sum(p.rows for p in parts), sum(p.amount for p in parts))


def applied(text: str | bytes, mapping: Mapping) -> Applied:
    found = read(text.encode() if isinstance(text, str) else text, mapping).applied
    assert balanced(found)
    return found


def kinds(found: Applied) -> list[str]:
    return [one.problem.kind.code for one in found.set_aside]


@pytest.mark.parametrize("extract", [FBL1N, SUPPLIERS])
def test_an_extract_is_not_taken_for_the_list_whose_two_columns_it_has(books: Books, extract: str):
    (file,) = books.take(extract, lang="en").files
    assert (file.status, [one.code for one in file.problems]) == ("rejected", ["FMT"])
    assert unrecognised(extract.encode())


def test_a_file_that_says_ledes_is_no_table_to_make_known():
    assert not unrecognised(b"LEDES1998B[]\nINVOICE_DATE|FOO[]\n1|2[]\n")


def test_an_sap_list_becomes_the_register(books: Books):
    saved.save(books.store, proposed(SAP, "SAP"))
    (file,) = books.take(SAP.encode("cp1252"), lang="en").files
    assert (file.format, file.lines_read, file.lines_imported, file.lines_set_aside) == ("invoices", 3, 2, 1)
    assert books.ask("SELECT invoice_number, net_amount, tax_amount, kind, line_no FROM ref_invoices") == [
        ("AV-1", Decimal(-100), Decimal(-20), "credit_note", 5),
        ("FA-1", Decimal(1000), Decimal(200), "invoice", 4),
    ]
    assert books.ask("SELECT name FROM mapped_files") == [("SAP",)]
    assert books.total() == Decimal(900)
    assert "M_LEFT" in {problem.code for problem in file.problems}
    assert books.differences() == []
    undo(books.store, 1)
    assert books.ask("SELECT count(*) FROM ref_invoices") == [(0,)]
    assert books.ask("SELECT count(*) FROM mapped_files") == [(0,)]
    assert books.ask("SELECT name FROM mappings") == [("SAP",)]


def test_a_sage_ledger_gives_its_suppliers_invoices_without_vat():
    found = applied(SAGE.encode("cp1252"), proposed(SAGE.encode("cp1252"), vat_rate=Decimal("0.2")))
    assert [(row["firm_id"], row["invoice_number"], row["net_amount"], row["tax_amount"]) for row in found.rows] == [
        ("DUBOIS", "FA-1", Decimal(1000), Decimal(200)),
        ("DUBOIS", "AV-9", Decimal(-100), Decimal(-20)),
        ("MILLER", "M-7", Decimal("2000.50"), Decimal("400.10")),
    ]
    assert (found.left.rows, found.left.amount) == (2, Decimal(-1200))
    assert [problem.seen for problem in found.problems if problem.kind.code == "FOOT"] == ["1 320,00"]


def test_a_firms_own_detail_becomes_lines(books: Books):
    assert books.take(DETAIL, lang="en").files[0].status == "rejected"  # a register and a detail at once
    saved.save(books.store, proposed(DETAIL, "Dubois"))
    (file,) = books.take(DETAIL, mapping="Dubois").files
    (invoice,) = file.invoices
    assert (file.format, invoice.number, invoice.net, invoice.lines) == ("MAPPED", "F1", Decimal("884.60"), 2)
    assert books.ask("SELECT kind, net, units, timekeeper_name, line_no FROM lines") == [
        ("E", Decimal("84.60"), Decimal(1), None, 3),
        ("F", Decimal(800), Decimal("2.5"), "Anne D.", 2),
    ]
    assert books.ask("SELECT channel FROM documents") == [("unknown",)]
    with books.store.reading() as reader:
        assert [paper.net for paper in listing.papers_of(reader, "Dubois/F1")] == [Decimal("884.60")]
    assert books.differences() == []


def test_a_saved_mapping_is_recognised_whatever_the_order_of_columns(books: Books):
    saved.save(books.store, proposed(SAP, "SAP"))
    turned = "\n".join("\t".join(reversed(line.split("\t"))) for line in SAP.splitlines()[2:])
    books.take(turned)
    assert books.total() == Decimal(900)


def test_a_table_that_two_readings_claim_is_told_and_not_read(books: Books):
    register = "firm_id;invoice_number;invoice_date;net_amount\nF1;A1;2026-07-31;100,00\n"
    saved.save(books.store, proposed(register, "Registre"))
    (file,) = books.take(register, lang="en").files
    assert (file.status, [problem.seen for problem in file.problems]) == ("rejected", ["invoices, Registre"])
    (again,) = books.take(register, lang="en", mapping="Registre").files
    assert (again.status, again.lines_imported) == ("imported", 1)


def test_one_table_has_one_mapping(books: Books):
    saved.save(books.store, proposed(SAP, "SAP"))
    with pytest.raises(StoreError, match="“SAP” already reads these headings"):
        saved.save(books.store, proposed(SAP, "Another"))
    assert saved.save(books.store, proposed(SAP, "SAP")) is True


def test_a_table_with_another_column_is_not_taken_for_the_known_one(books: Books):
    saved.save(books.store, proposed(SAP, "SAP"))
    (file,) = books.take(SAP.replace("SGTXT", "SGTXT\tHKONT"), lang="en").files
    assert (file.status, {problem.code for problem in file.problems}) == ("rejected", {"FMT", "M_NEAR"})


def test_several_rows_of_an_invoice_add_up_where_the_mapping_says_so():
    text = "Fournisseur;N° facture;Date facture;Montant HT;Axe\nF1;A1;31/07/2026;100,00;x\nF1;A1;31/07/2026;50,50;y\n"
    mapping = proposed(text)
    assert mapping.several_rows
    (row,) = applied(text, mapping).rows
    assert row["net_amount"] == Decimal("150.50")
    apart = applied(text, mapping.model_copy(update={"several_rows": False}))
    assert [problem.kind.code for problem in apart.problems if problem.kind.level == "warning"] == ["M_SAME"]


def test_sheets_of_a_workbook_with_the_same_headings_are_all_read():
    head = ["Fournisseur", "N° facture", "Date facture", "Montant HT"]
    day = dt.datetime(2026, 7, 31)  # noqa: DTZ001 — a day
    data = book({
        "Juin": [["Titre"], head, ["F1", "A1", day, 0.1 + 0.2]],
        "Juillet": [head, ["F1", "A2", day, 10.0], ["F1", "A3", "", 5.0]],
        "Notes": [["x", "y"]],
    })  # fmt: skip
    mapping = sketch(data, "M").mapping
    assert mapping is not None
    found = applied(data, mapping)
    assert [row["net_amount"] for row in found.rows] == [Decimal("0.3"), Decimal(10)]
    (aside,) = found.set_aside
    assert found.sheets[aside.line >> 20] == "Juillet"
    assert line_text(data, found.rows[1]["line_no"]).split("\n")[-1].startswith("F1")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("F1;A1;31/07/2026;12,5O;EUR;F", "M_AMT"),
        ("F1;A1;31/07/2026;;EUR;F", "M_REQ"),
        ("F1;A1;31/13/2026;12,50;EUR;F", "M_DATE"),
        ("F1;;31/07/2026;12,50;EUR;F", "M_REQ"),
        ("F1;A1;31/07/2026;12,50;euro fort;F", "M_CUR"),
        ("F1;A1;31/07/2026;12,50 $;EUR;F", "M_CUR"),
        ("F1;A1;31/07/2026;12,50;EUR;Divers", "M_KIND"),
        ("F1;A1;31/07/2026;12,50;EUR", "T_CELLS"),
        ("F1;A1;31/07/2026;=1+1;EUR;F", "M_AMT"),
        ("F1;#REF!;31/07/2026;12,50;EUR;F", "M_ENUM"),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside_with_its_text(cells: str, code: str):
    head = "Fournisseur;N° facture;Date facture;Montant HT;Devise;Type de pièce\n"
    good = "F2;B1;31/07/2026;10,00;EUR;Facture\n"
    text = head + good + cells.replace(";F", ";Facture") + "\n" if cells.endswith(";F") else head + good + cells + "\n"
    found = applied(text, proposed(head + good))
    assert kinds(found) == [code]
    assert found.set_aside[0].original == text.splitlines()[-1]
    assert [row["invoice_number"] for row in found.rows] == ["B1"]


def test_amounts_with_vat_need_their_vat():
    head = "Fournisseur;N° facture;Date facture;Montant TTC;Taux TVA\n"
    text = head + "F1;A1;31/07/2026;120,00;20 %\nF1;A2;1/8/2026;10,00;\n"
    mapping = proposed(text)
    assert mapping.basis == "ttc"
    found = applied(text, mapping)
    assert [(row["net_amount"], row["tax_amount"]) for row in found.rows] == [(Decimal(100), Decimal(20))]
    assert kinds(found) == ["M_VAT"]
    without = mapping.model_copy(update={"columns": {k: v for k, v in mapping.columns.items() if k != "tax_rate"}})
    assert [one.en for one in without.missing()] == [
        "Amounts include VAT, and nothing gives it: name a column or a rate."
    ]
    assert applied(text, without).rejected


# --- hostile tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        WIDE,
        "a;b\n" * 30_000,
        "\x00" * 5_000 + ";\x00\n1;2\n",
        "'; DROP TABLE mappings; --;SELECT 1;FROM lines\nx;y;z\n",
        "=1+1;=cmd|'/C calc'!A0\n=2;=3\n",
        '"' * 5_001 + "\n",
        "n;" * 3 + "\n" + "x" * 300_000 + ";1;2\n",
        "\ufeff;;;\n;;;\n",
        "",
        "Montant\n1\n",
    ],
    ids=["wide", "same", "nul", "sql", "formulas", "quotes", "long", "empty", "nothing", "one column"],
)
def test_a_hostile_table_is_looked_at_and_refused_or_mapped(text: str, books: Books):
    found = sketch(text.encode(), "M")
    if found.mapping is None:
        assert found.refused is not None
        assert found.refused.kind.code in {"M_TABLE", "M_WIDE"}
    else:
        applied(text, found.mapping)
    (file,) = books.take(text, lang="en").files
    assert file.status == "rejected"
    assert books.ask("SELECT count(*) FROM mappings") == [(0,)]


def test_headings_that_are_sql_are_headings(books: Books):
    text = '"Fournisseur\'; DROP TABLE lines; --";N° facture;Date facture;Montant HT\nF1;A1;31/07/2026;10,00\n'
    mapping = proposed(text)
    mapping = mapping.model_copy(
        update={"columns": {**mapping.columns, "firm_id": "Fournisseur'; DROP TABLE lines; --"}}
    )
    saved.save(books.store, mapping)
    books.take(text)
    assert books.total() == Decimal(10)
    assert books.ask("SELECT count(*) FROM lines") == [(0,)]


# --- any way of writing gives the same rows -----------------------------------------------------------------

ROW = st.tuples(
    st.sampled_from(["F1", "Cabinet Müller & Fils", 'Étude "Noël"', "A; B, C | D"]),
    st.from_regex(r"[A-Z]{1,3}-[0-9]{1,4}", fullmatch=True),
    st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31)),
    st.decimals(-999_999, 999_999, places=2),
)
HEADINGS = {
    "firm_id": "Fournisseur", "invoice_number": "N° facture", "invoice_date": "Date facture", "amount": "Montant HT"
}  # fmt: skip
WAYS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}


def french(value: Decimal, mark: str, group: str) -> str:
    return f"{value:,.2f}".replace(",", "~").replace(".", mark).replace("~", group)


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=6),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    mark=st.sampled_from([",", "."]),
    group=st.sampled_from(["", " ", "\u00a0"]),
    order=st.sampled_from(["dmy", "mdy"]),
    places=st.permutations(list(HEADINGS)),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_way_of_writing_a_table_gives_the_same_rows(  # noqa: PLR0913, PLR0917 — every way at once
    rows: list[Any], separator: str, encoding: str, mark: str, group: str, order: str, places: list[str], end: str
):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerow([HEADINGS[name] for name in places])
    for firm, number, day, value in rows:
        cells = {"firm_id": firm, "invoice_number": number, "invoice_date": day.strftime(WAYS[order]),
                 "amount": french(value, mark, group)}  # fmt: skip
        writer.writerow([cells[name] for name in places])
    mapping = Mapping(
        name="M", target="invoices", header=tuple(sorted(map(fold_heading, HEADINGS.values()))), columns=HEADINGS,
        decimal=mark, dates=order,
    )  # fmt: skip
    found = applied(out.getvalue().encode(encoding), mapping)
    assert found.set_aside == []
    read_back = [(row["firm_id"], row["invoice_number"], row["invoice_date"], row["net_amount"]) for row in found.rows]
    assert read_back == rows


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip),
    decimal=st.sampled_from([",", "."]),
    basis=st.sampled_from(["ht", "ttc"]),
    sign=st.sampled_from(["negative", "inverted", "side", "kind", "debit_credit"]),
    vat=st.none() | st.decimals(0, Decimal("0.3"), places=3),
    meaning=st.sampled_from(["invoice", "credit_note", "leave_out"]),
)
def test_a_mapping_survives_json(  # noqa: PLR0913, PLR0917 — every option at once
    name: str, decimal: str, basis: str, sign: str, vat: Decimal | None, meaning: str
):
    one = Mapping(
        name=name, target="invoices", header=("a", "b"), columns={"firm_id": "a", "kind": "B"}, decimal=decimal,
        basis=basis, sign=sign, vat_rate=vat, values={"kind": {name: meaning}}, accounts=("40",),
    )  # fmt: skip
    assert parse(one.written()) == one


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"name": "x"}', "nul",
        '{"name": "x", "target": "invoices", "header": ["a"], "columns": {"nope": "a"}}',
        '{"name": "x", "target": "invoices", "header": ["a"], "columns": {"firm_id": "b"}}',
        '{"name": "x", "target": "invoices", "header": ["a"], "columns": {}, "values": {"kind": {"A": "gift"}}}',
        '{"name": "x", "target": "invoices", "header": ["a"], "columns": {}, "constants": {"currency": "euros"}}',
        '{"name": "", "target": "invoices", "header": ["a"], "columns": {}}',
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_refused_in_words(text: str):
    with pytest.raises(StoreError, match="This is no mapping that can be read"):
        parse(text)


# --- cells ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "comma", "point"),
    [
        ("1 234,56", "1234.56", None),
        ("1.234,56-", "-1234.56", None),
        ("(1 234,56 €)", "-1234.56", None),
        ("1,234.56", None, "1234.56"),
        ("1.234", "1234", "1.234"),
        ("1,234", "1.234", "1234"),
        ("-12", "-12", "-12"),
        ("douze", None, None),
        ("1234567890123", None, None),
    ],
)
def test_an_amount_is_read_the_way_the_mapping_says(cell: str, comma: str | None, point: str | None):
    assert amount(cell, ",") == (None if comma is None else Decimal(comma))
    assert amount(cell, ".") == (None if point is None else Decimal(point))


@pytest.mark.parametrize("cell", ["31/07/2026", "31.07.26", "310726", "31072026", "2026-07-31", "20260731",
    "31-JUL-26", "31 juil. 2026", "31 juillet 2026", "46234", "31/07/2026 00:00:00", "2026-07-31T00:00"])  # fmt: skip
def test_a_date_is_read_however_a_program_writes_it(cell: str):
    assert date(cell, "dmy") == dt.date(2026, 7, 31)


def test_a_workbooks_own_numbers_have_one_reading():
    assert amount(NumberText("1.234"), ",") == amount(NumberText("1.234"), ".") == Decimal("1.234")


@pytest.mark.parametrize(
    ("cell", "value"), [("20", "0.2"), ("20 %", "0.2"), ("0,2", "0.2"), ("5,5", "0.055"), ("90", None)]
)
def test_a_rate_of_vat_is_a_fraction(cell: str, value: str | None):
    assert rate(cell, ",") == (None if value is None else Decimal(value))
