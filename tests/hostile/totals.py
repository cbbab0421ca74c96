"""Declared totals and taxes that disagree with the lines, and currencies."""

from .builder import (
    BASIC_ROWS,
    BI,
    BI_ROWS,
    OTHER_ROWS,
    adjustment,
    changed,
    expense,
    fee,
    invoice,
    ledes,
    taxed,
)
from .case import BASIC, BASIC_BI, OTHER, Case, Doc, accepted, case, clean, rejected

UNTAXED_TOTALS = [row | {"total": net} for row, net in zip(BI_ROWS, ("800.00", "240.00", "84.60"), strict=True)]
WITHHOLDING = [
    *taxed(invoice(fee("2.5", "320.00", "800.00")), "0"),
    *taxed(invoice(adjustment("800.00", text="Base retenue")), "-0.1"),
    *taxed(invoice(adjustment("-800.00", text="Contrepartie")), "0"),
]
NO_TAX_COLUMN = tuple(name for name in BI if name != "LINE_ITEM_TAX_TOTAL")
GROSS_AS_NET = BASIC_BI.but(net="1349.52", tax="0")
VAT = invoice(
    fee("2.5", "320.00", "800.00"),
    expense("160.00", "E999", text="TVA 20 %"),
)

CASES: tuple[Case, ...] = (
    case("declared_total_wrong", ledes(changed(BASIC_ROWS, declared="1234.60")), accepted(BASIC, told="SUM")),
    case(
        "declared_total_wrong_sign",
        ledes(changed(BASIC_ROWS, declared="-1124.60")),
        accepted(BASIC, told="SUM"),
    ),
    case(
        "declared_total_a_cent_off",
        ledes(changed(BASIC_ROWS, declared="1124.61")),
        clean(BASIC),
        rows=BASIC_ROWS,
    ),
    case("declared_total_empty", ledes(changed(BASIC_ROWS, declared="")), accepted(BASIC), rows=BASIC_ROWS),
    case("declared_total_zero", ledes(changed(BASIC_ROWS, declared="0")), accepted(BASIC, told="SUM")),
    case(
        "declared_total_differs_between_rows",
        ledes(changed(BASIC_ROWS, 2, declared="84.60")),
        accepted(BASIC, told="TOT2"),
        rows=BASIC_ROWS,
    ),
    case(
        "declared_total_same_number_spelled_twice",
        ledes(changed(changed(BASIC_ROWS, 1, declared="1124.6"), 2, declared="+1124.6000")),
        clean(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "line_is_not_units_by_rate",
        ledes(changed(BASIC_ROWS, 0, units="2.0")),
        accepted(BASIC, told="LINE"),
        rows=BASIC_ROWS,
    ),
    # A writer that forgets the discount: the line total is the truth.
    case(
        "negative_adjustment_dropped_by_writer",
        ledes(invoice(fee("1.2", "210.00", "252.00", adjustment="-12.00"))),
        accepted(Doc(net="252.00", lines=1), told="LINE"),
    ),
    case("line_off_by_two_cents", ledes(changed(BASIC_ROWS, 0, cost="320.008")), accepted(BASIC, told="LINE")),
    case(
        "bi_tax_summary_wrong",
        ledes(changed(BI_ROWS, declared_tax="200.00"), BI),
        accepted(BASIC_BI, told="TAX"),
    ),
    case(
        "bi_net_summary_wrong",
        ledes(changed(BI_ROWS, declared_net="1349.52"), BI),
        accepted(BASIC_BI, told="NET"),
    ),
    case(
        "bi_summaries_empty",
        ledes(changed(BI_ROWS, declared_tax="", declared_net=""), BI),
        accepted(BASIC_BI),
    ),
    case("bi_rate_20_for_0_2", ledes(changed(BI_ROWS, tax_rate="20"), BI), accepted(BASIC_BI, told="TAX|*")),
    case(
        "bi_rate_in_percent",
        ledes(changed(BI_ROWS, tax_rate="20 %"), BI),
        accepted(BASIC_BI),
    ),
    case("bi_rate_empty", ledes(changed(BI_ROWS, tax_rate=""), BI), accepted(BASIC_BI), rows=BI_ROWS),
    case(
        "bi_totals_exclude_tax",
        ledes(changed(UNTAXED_TOTALS, declared="1124.60"), BI),
        accepted(BASIC_BI, told="*"),
    ),
    case(
        "bi_line_totals_exclude_tax_invoice_total_includes_it",
        ledes(UNTAXED_TOTALS, BI),
        accepted(BASIC_BI, told="*"),
    ),
    # Without its tax a line's net is its total less an unknown: rebuilt, held back, or left gross, but told.
    case(
        "bi_line_tax_empty",
        ledes(changed(BI_ROWS, tax=""), BI),
        accepted(BASIC_BI, told="TAX|NET|LINE|AMT", is_guess=True),
        accepted(GROSS_AS_NET, told="TAX|NET|LINE|AMT", is_guess=True),
        accepted(told="TAX|AMT", aside=3),
        rejected("TAX|AMT|HDR|EMP"),
        rows=BI_ROWS,
    ),
    case(
        "bi_line_tax_empty_on_one_row",
        ledes(changed(BI_ROWS, 0, tax=""), BI),
        accepted(BASIC_BI, told="TAX|NET|LINE|AMT", is_guess=True),
        accepted(BASIC_BI.but(net="1284.60", tax="64.92"), told="TAX|NET|LINE|AMT", is_guess=True),
        accepted(BASIC_BI.but(net="324.60", tax="64.92", lines=2), told="TAX|AMT", aside=1, at=(3,)),
        rows=BI_ROWS,
    ),
    *(
        case(
            f"bi_line_tax_{name}",
            ledes(changed(BI_ROWS, 0, tax=written), BI),
            accepted(BASIC_BI.but(net="324.60", tax="64.92", lines=2), told="AMT", aside=1, at=(3,)),
            accepted(BASIC_BI, told="AMT|TAX"),
        )
        for name, written in (("unreadable", "vingt"), ("nan", "NaN"))
    ),
    case(
        "bi_without_line_tax_column",
        ledes(BI_ROWS, NO_TAX_COLUMN),
        accepted(BASIC_BI, told="TAX|NET|LINE|COL", is_guess=True),
        accepted(GROSS_AS_NET, told="TAX|NET|LINE", is_guess=True),
        rejected("HDR|TAX|COL"),
        rows=BI_ROWS,
    ),
    case(
        "bi_withholding_pair",
        ledes(changed(WITHHOLDING, declared="720.00", declared_tax="-80.00", declared_net="800.00"), BI),
        accepted(Doc(net="800.00", tax="-80.00", currency="EUR")),
    ),
    case(
        "bi_reported_tax_in_another_currency",
        ledes(changed(BI_ROWS, reported_tax="190.00", reported_currency="GBP"), BI),
        accepted(BASIC_BI),
        rows=BI_ROWS,
    ),
    case("vat_billed_as_expense", ledes(VAT), accepted(Doc(net="960.00", lines=2), told="*"), rows=VAT),
    case(
        "vat_billed_as_expense_without_code",
        ledes(changed(VAT, 1, expense="", text="Taxe sur la valeur ajoutee (TVA)")),
        accepted(Doc(net="960.00", lines=2), told="*"),
        rows=VAT,
    ),
    case(
        "currency_absent_98b",
        ledes(BASIC_ROWS),
        accepted(BASIC.but(currency="EUR"), told="CUR"),
        rows=BASIC_ROWS,
    ),
    case(
        "currency_empty_bi",
        ledes(changed(BI_ROWS, currency=""), BI),
        accepted(BASIC_BI, told="CUR"),
        rows=BI_ROWS,
    ),
    case(
        "currency_lower_case",
        ledes(changed(BI_ROWS, currency=" gbp "), BI),
        accepted(BASIC_BI.but(currency="GBP")),
        rows=BI_ROWS,
    ),
    # A currency that no rate will ever match leaves the invoice out of every figure in euros.
    *(
        case(
            f"currency_{name}",
            ledes(changed(BI_ROWS, currency=written), BI),
            accepted(BASIC_BI),
            accepted(BASIC_BI.but(currency=written.upper()), told="CUR", is_guess=True),
            accepted(told="CUR", aside=3),
            rejected("CUR"),
            rows=BI_ROWS,
        )
        for name, written in (("sign_for_code", "€"), ("word_for_code", "EUROS"))
    ),
    # Euros and pounds cannot be added: whatever is done must be said.
    case(
        "currencies_mixed_in_one_invoice",
        ledes(changed(BI_ROWS, 1, currency="GBP"), BI),
        rejected("CUR"),
        accepted(BASIC_BI.but(net="884.60", tax="176.92", lines=2), told="CUR", aside=1, at=(4,)),
        accepted(told="CUR", aside=3),
        accepted(
            BASIC_BI.but(net="884.60", tax="176.92", lines=2),
            BASIC_BI.but(net="240.00", tax="48.00", lines=1, currency="GBP"),
            told="CUR",
        ),
    ),
    case(
        "currencies_of_two_invoices",
        ledes([*BI_ROWS, *taxed(OTHER_ROWS, currency="USD")], BI),
        clean(BASIC_BI, OTHER.but(tax="95.08", currency="USD")),
        rows=[*BI_ROWS, *taxed(OTHER_ROWS)],
    ),
)
