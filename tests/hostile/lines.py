"""Line types, discounts, credit notes, repeats, and what each line lacks."""

from .builder import (
    BASIC_ROWS,
    BI,
    OTHER_ROWS,
    Row,
    adjustment,
    changed,
    expense,
    fee,
    invoice,
    ledes,
    money,
    taxed,
)
from .case import BASIC, OTHER, WITHOUT_SECOND, Answer, Case, Doc, accepted, case, clean, rejected

FEE = fee("2.5", "320.00", "800.00")
SPELLINGS = {
    "adjustment_only": adjustment("-117.00"),
    "units_by_cost": adjustment("-117.00", units="1", cost="-117.00", adjustment="0"),
    "both": adjustment("-117.00", units="1", cost="-117.00", adjustment="-117.00"),
    "zeros": adjustment("-117.00", units="0", cost="0"),
}
CREDIT = invoice(
    fee("-2.5", "320.00", "-800.00"),
    expense("-84.60", units="-1", cost="84.60"),
    number="FA-2026-0117-AV",
)
CREDITED = Doc(number="FA-2026-0117-AV", net="-884.60", lines=2)
COST = invoice(fee("2.5", "-320.00", "-800.00"), number="AV-3")
REDUCED = invoice(adjustment("-250.00", text="Avoir sur honoraires"), number="AV-4")
TWICE = BASIC.but(net="2249.20", lines=6)


def lacking(name: str, row: Row, told: str, *others: Answer) -> Case:
    """One fee line and one line that lacks something: read, and told."""
    rows = invoice(FEE, row)
    doc = Doc(net=str(800 + money(row["total"])), lines=2)
    return case(f"line_{name}", ledes(rows), accepted(doc, told=told), *others, rows=rows)


SECOND_HELD = accepted(Doc(net="800.00", lines=1), told="AMT|*", aside=1, at=(4,))

CASES: tuple[Case, ...] = (
    *(
        case(
            f"discount_{name}",
            ledes(invoice(FEE, row)),
            clean(Doc(net="683.00", lines=2)),
            rows=invoice(FEE, row),
        )
        for name, row in SPELLINGS.items()
    ),
    case(
        "fixed_fee_as_adjustment",
        ledes(invoice(adjustment("1250", units="1", adjustment="1250.", text="Forfait mensuel"))),
        clean(Doc(net="1250", lines=1)),
        rows=invoice(adjustment("1250")),
    ),
    case("credit_note_negative_units", ledes(CREDIT), accepted(CREDITED, told="NEG"), rows=CREDIT),
    case(
        "credit_note_negative_units_bi",
        ledes(taxed(CREDIT), BI),
        accepted(CREDITED.but(tax="-176.92", currency="EUR"), told="NEG"),
        rows=taxed(CREDIT),
    ),
    case(
        "credit_note_negative_rate",
        ledes(COST),
        accepted(Doc(number="AV-3", net="-800.00", lines=1), told="NEG"),
        rows=COST,
    ),
    case(
        "credit_note_adjustment_only",
        ledes(REDUCED),
        clean(Doc(number="AV-4", net="-250.00", lines=1)),
        rows=REDUCED,
    ),
    case(
        "credit_note_beside_its_invoice",
        ledes([*BASIC_ROWS, *CREDIT]),
        accepted(BASIC, CREDITED, told="NEG"),
        rows=[*BASIC_ROWS, *CREDIT],
    ),
    # Lines are the truth: repeated ones count, unless held back; either way the report says it.
    case(
        "invoice_twice_in_a_row",
        ledes([*BASIC_ROWS, *BASIC_ROWS]),
        accepted(TWICE, told="SUM DUPL|DUPI"),
        accepted(BASIC, told="DUPL|DUPI", aside=3),
        rejected("DUPI|DUPL"),
    ),
    case(
        "invoice_twice_with_another_between",
        ledes([*BASIC_ROWS, *OTHER_ROWS, *BASIC_ROWS]),
        accepted(TWICE, OTHER, told="SUM DUPL|DUPI"),
        accepted(BASIC, OTHER, told="DUPL|DUPI", aside=3),
        rejected("DUPI|DUPL"),
    ),
    case(
        "line_twice",
        ledes([*changed(BASIC_ROWS, declared="1924.60"), BASIC_ROWS[0] | {"item": "4", "declared": "1924.60"}]),
        accepted(BASIC.but(net="1924.60", lines=4), told="DUPL"),
        accepted(BASIC, told="DUPL", aside=1, at=(6,)),
    ),
    case(
        "line_numbers_repeat",
        ledes(changed(BASIC_ROWS, item="1")),
        accepted(BASIC, told="DUPN"),
        rows=BASIC_ROWS,
    ),
    case("line_numbers_empty", ledes(changed(BASIC_ROWS, item="")), accepted(BASIC), rows=BASIC_ROWS),
    case("line_numbers_restart_per_invoice", ledes([*BASIC_ROWS, *OTHER_ROWS]), clean(BASIC, OTHER)),
    lacking("without_timekeeper", fee("1", "200.00", "200.00", keeper="", name="", level=""), "TK"),
    lacking("without_expense_code", expense("200.00", ""), "EXPC"),
    lacking("with_unknown_code", fee("1", "200.00", "200.00", task="Z999"), "CODE"),
    lacking("with_code_and_label", fee("1", "200.00", "200.00", task="l120 - Analysis"), ""),
    lacking("at_no_charge", fee("2.0", "0", "0.00", text="Accueil du stagiaire"), "ZERO"),
    lacking("without_type", fee("1", "200.00", "200.00", kind="", text="Appel"), "*|COL"),
    lacking("of_type_lower_case", fee("1", "200.00", "200.00", kind=" f ", text="Appel"), ""),
    lacking("of_unknown_type", fee("1", "200.00", "200.00", kind="ZZ", text="Appel"), "*|CODE|COL", SECOND_HELD),
    lacking("without_units", fee("", "200.00", "200.00", text="Appel"), "LINE|AMT|*"),
    lacking("without_matter", fee("1", "200.00", "200.00", matter="", firm_matter="", text="Appel"), ""),
    case(
        "line_held_back_in_one_invoice_of_two",
        ledes([*changed(BASIC_ROWS, 1, total="?"), *OTHER_ROWS]),
        accepted(WITHOUT_SECOND, OTHER, told="AMT", aside=1, at=(4,)),
    ),
    case(
        "every_line_of_one_invoice_unreadable",
        ledes([*changed(BASIC_ROWS, total="?"), *OTHER_ROWS]),
        accepted(OTHER, told="AMT", aside=3, at=(3, 4, 5)),
    ),
    case(
        "every_line_unreadable",
        ledes(changed(BASIC_ROWS, total="?")),
        accepted(told="AMT", aside=3, at=(3, 4, 5)),
        rejected("AMT|EMP"),
    ),
)
