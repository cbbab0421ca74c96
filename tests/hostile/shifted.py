"""Rows with one cell too many or too few, and pipes inside texts."""

from .builder import BASIC_ROWS, adjustment, changed, fee, invoice, joined, ledes, records, reshaped
from .case import BASIC, WITHOUT_FIRST, WITHOUT_SECOND, WITHOUT_THIRD, Case, Doc, accepted, case, rejected

ADJUSTMENT, TOTAL, TASK, TEXT, COST, NAME = 11, 12, 14, 18, 20, 21
NO_MATTER = changed(BASIC_ROWS, 1, matter="")
DISCOUNTED = invoice(fee("2.5", "320.00", "800.00"), adjustment("-117.00"))
DISCOUNT = Doc(net="683.00", lines=2)
FEES_ONLY = Doc(net="800.00", lines=1)
SUBTOTAL = {
    "kind": "",
    "units": "",
    "cost": "",
    "total": "1124.60",
    "text": "TOTAL",
    "keeper": "",
    "item": "",
}
SUBTOTAL |= {"task": "", "activity": "", "name": "", "level": ""}
MATTERS = BASIC.but(matters=frozenset({"M-7"}))


def inserted(cells: list[str], at: int, cell: str = "") -> list[str]:
    """Add one cell before the place named."""
    return [*cells[:at], cell, *cells[at:]]


def removed(cells: list[str], at: int) -> list[str]:
    """Take one cell out."""
    return [*cells[:at], *cells[at + 1 :]]


def slid(name: str, at: int, cell: str = "") -> Case:
    """Slide the end of the second row by one cell; its last cell is empty, so the count can look right."""
    data = reshaped(NO_MATTER, 1, lambda cells: inserted(cells, at, cell))
    return case(name, data, accepted(WITHOUT_SECOND, told="CELLS|AMT|DATE", aside=1, at=(4,)))


def piped(name: str, /, **cells: str) -> Case:
    """Write pipes inside texts of the second row: either repaired and told, or the row is held back."""
    held = accepted(WITHOUT_SECOND, told="CELLS", aside=1, at=(4,))
    return case(name, ledes(changed(BASIC_ROWS, 1, **cells)), accepted(BASIC, told="PIPE"), held, rows=BASIC_ROWS)


CASES: tuple[Case, ...] = (
    piped("pipe_in_narrative", text="Appel | avec le client"),
    piped("pipe_in_description", about="Honoraires | juillet"),
    piped("pipe_in_both_texts", about="Honoraires | juillet", text="Appel | client"),
    piped("two_pipes_in_narrative", text="Appel | client | juge"),
    piped("pipe_opens_and_closes_narrative", text="|Appel|"),
    piped("pipe_in_timekeeper_name", name="Dubois|Anne"),
    piped("pipe_before_a_number_in_narrative", text="Ref|250.00"),
    piped("pipe_in_description_before_a_type", about="Lot|F"),
    case(
        "pipe_in_narrative_of_a_discount",
        ledes(changed(DISCOUNTED, 1, text="Remise|geste")),
        accepted(DISCOUNT, told="PIPE"),
        accepted(FEES_ONLY, told="CELLS", aside=1, at=(4,)),
        rows=DISCOUNTED,
    ),
    case(
        "pipe_in_every_narrative",
        ledes(changed(BASIC_ROWS, text="Appel | client")),
        accepted(BASIC, told="PIPE"),
        accepted(told="CELLS", aside=3, at=(3, 4, 5)),
        rejected("CELLS|EMP"),
        rows=BASIC_ROWS,
    ),
    # The surplus cell is empty or at the end, so a reader that trims or pads reads amounts one column off.
    slid("empty_cell_before_adjustment_last_cell_empty", ADJUSTMENT),
    slid("zero_before_adjustment_last_cell_empty", ADJUSTMENT, "0"),
    slid("empty_cell_before_total_last_cell_empty", TOTAL),
    slid("amount_before_total_last_cell_empty", TOTAL, "99.00"),
    # Joined to the description before it, the empty cell is a pipe at the end of a text.
    case(
        "empty_cell_after_description_last_cell_empty",
        reshaped(NO_MATTER, 1, lambda cells: inserted(cells, 8)),
        accepted(WITHOUT_SECOND, told="CELLS", aside=1, at=(4,)),
        accepted(BASIC, told="PIPE"),
    ),
    case(
        "empty_cell_before_task_last_cell_empty",
        reshaped(NO_MATTER, 1, lambda cells: inserted(cells, TASK)),
        accepted(WITHOUT_SECOND, told="CELLS|AMT", aside=1, at=(4,)),
        accepted(BASIC, told="CELLS|COL|PIPE"),
    ),
    # The level slides into the matter: the amount is right and charged to matter "AS".
    case(
        "empty_cell_before_name_slides_level_into_matter",
        reshaped(NO_MATTER, 1, lambda cells: inserted(cells, NAME)),
        accepted(WITHOUT_SECOND, told="CELLS", aside=1, at=(4,)),
        accepted(MATTERS, told="CELLS|COL|PIPE"),
    ),
    case(
        "surplus_cell_at_the_end",
        reshaped(BASIC_ROWS, 1, lambda cells: [*cells, "x"]),
        accepted(WITHOUT_SECOND, told="CELLS", aside=1, at=(4,)),
        accepted(MATTERS, told="CELLS|COL|PIPE"),
        rows=[BASIC_ROWS[0], BASIC_ROWS[2]],
    ),
    # Joining the narrative and the firm would make the counts right, and lose the firm.
    case(
        "surplus_cell_at_the_end_of_a_discount",
        reshaped(DISCOUNTED, 1, lambda cells: [*cells, "x"]),
        accepted(FEES_ONLY, told="CELLS", aside=1, at=(4,)),
        accepted(DISCOUNT.but(matters=frozenset({"M-7"})), told="CELLS|COL|PIPE"),
        rows=DISCOUNTED[:1],
    ),
    case(
        "surplus_cell_on_every_row",
        joined([r + ("|x" if n > 1 else "") for n, r in enumerate(records(BASIC_ROWS))]),
        accepted(told="CELLS", aside=3, at=(3, 4, 5)),
        accepted(MATTERS, told="CELLS|COL"),
        rejected("CELLS|COL|EMP|HDR"),
    ),
    # Without its adjustment the row reads its date as an amount: 20 260 709.
    case(
        "adjustment_cell_missing",
        reshaped(BASIC_ROWS, 2, lambda cells: removed(cells, ADJUSTMENT)),
        accepted(WITHOUT_THIRD, told="CELLS|DATE|AMT", aside=1, at=(5,)),
        rows=BASIC_ROWS[:2],
    ),
    case(
        "adjustment_cell_missing_on_every_row",
        joined(
            [r if n < 2 else "|".join(removed(r.split("|"), ADJUSTMENT)) for n, r in enumerate(records(BASIC_ROWS))]
        ),
        accepted(told="CELLS|DATE|AMT", aside=3, at=(3, 4, 5)),
        rejected("CELLS|DATE|AMT|EMP"),
    ),
    case(
        "narrative_cell_missing_on_a_discount",
        reshaped(DISCOUNTED, 1, lambda cells: removed(cells, TEXT)),
        accepted(FEES_ONLY, told="CELLS", aside=1, at=(4,)),
        rows=DISCOUNTED[:1],
    ),
    case(
        "first_cell_missing",
        reshaped(BASIC_ROWS, 0, lambda cells: cells[1:]),
        accepted(WITHOUT_FIRST, told="CELLS|DATE|AMT", aside=1, at=(3,)),
        rows=BASIC_ROWS[1:],
    ),
    case(
        "last_cell_missing",
        reshaped(BASIC_ROWS, 1, lambda cells: cells[:-1]),
        accepted(BASIC),
        accepted(WITHOUT_SECOND, told="CELLS", aside=1, at=(4,)),
        rows=BASIC_ROWS,
    ),
    case(
        "empty_end_of_row_trimmed",
        reshaped(BASIC_ROWS, 2, lambda cells: cells[: COST + 1]),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "header_with_one_more_name_than_rows",
        ledes(BASIC_ROWS).replace("|CLIENT_MATTER_ID[]", "|CLIENT_MATTER_ID|OFFICE[]"),
        accepted(MATTERS, told="COL"),
        rows=BASIC_ROWS,
    ),
    case(
        "quotes_in_narratives_are_text",
        ledes(changed(changed(BASIC_ROWS, 0, text='"Contrat'), 1, text='Le "bail" dit 3"')),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "total_row_at_the_end",
        ledes(BASIC_ROWS) + "TOTAL" + "|" * TOTAL + "1124.60" + "|" * 11 + "[]\r\n",
        rejected("NUM0"),
        accepted(BASIC, told="NUM0|DATE|CELLS", aside=1, at=(6,)),
    ),
    # The number is there, so only the sum can tell that the invoice is counted twice.
    case(
        "total_row_with_number_at_the_end",
        ledes([*BASIC_ROWS, BASIC_ROWS[0] | SUBTOTAL]),
        accepted(BASIC.but(net="2249.20", lines=4), told="SUM"),
        accepted(BASIC, told="*", aside=1, at=(6,)),
    ),
    case(
        "pipe_and_missing_cell_cancel_out",
        reshaped(changed(BASIC_ROWS, 1, about="Lot|3"), 1, lambda cells: removed(cells, ADJUSTMENT)),
        accepted(WITHOUT_SECOND, told="CELLS|AMT", aside=1, at=(4,)),
        accepted(BASIC, told="*|AMT|PIPE"),
    ),
    case(
        "footer_sentence_at_the_end",
        ledes(BASIC_ROWS) + "Total: 1124.60 EUR[]\r\n",
        accepted(BASIC, told="CELLS", aside=1, at=(6,)),
        rows=BASIC_ROWS,
    ),
    case(
        "firm_cell_empty_on_one_row",
        ledes(changed(BASIC_ROWS, 1, firm="")),
        accepted(BASIC, told="*|COL|NUM0|DUPI"),
        accepted(WITHOUT_SECOND, BASIC.but(firm=None, net="240.00", lines=1), told="*|COL|NUM0|SUM|DUPI"),
        accepted(WITHOUT_SECOND, told="*|COL|NUM0|CELLS", aside=1, at=(4,)),
    ),
)
