"""The ways in which a billing program, or somebody at a keyboard, spoils the rows of an invoice."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from data.demo.ledes import Row

Spoil = Callable[[list[Row]], None]
AMOUNTS = ("INVOICE_TOTAL", "LINE_ITEM_NUMBER_OF_UNITS", "LINE_ITEM_ADJUSTMENT_AMOUNT", "LINE_ITEM_TOTAL",
           "LINE_ITEM_UNIT_COST")  # fmt: skip
GONE = "@gone@"  # a cell with this is left out, separator and all
HOSTILE = (
    '=HYPERLINK("http://exemple.invalid/facture","Voir la facture")',
    "<script>fetch('http://exemple.invalid/')</script> Relecture du contrat",
    "![logo du cabinet](http://exemple.invalid/pixel.png) Entretien avec le client",
    "@SUM(1+1)*cmd **urgent** <b>Analyse</b> des pièces",
)


def overwrite(column: str, value: str, *others: str) -> Spoil:
    """Overwrite cells of the first line."""

    def spoil(rows: list[Row]) -> None:
        for name in (column, *others):
            rows[0][name] = value

    return spoil


def shift(column: str, by: str, *, every: bool = True) -> Spoil:
    """Add to an amount, on every line or the first one only."""

    def spoil(rows: list[Row]) -> None:
        for row in rows if every else rows[:1]:
            row[column] = str(Decimal(row[column]) + Decimal(by))

    return spoil


def _retotal(rows: list[Row]) -> None:
    total = sum((Decimal(row["LINE_ITEM_TOTAL"]) for row in rows), Decimal(0))
    for number, row in enumerate(rows, 1):
        row["INVOICE_TOTAL"], row["LINE_ITEM_NUMBER"] = f"{total:.2f}", str(number)


def add_line(**cells: str) -> Spoil:
    """Add a line copied from the first one, with other cells."""

    def spoil(rows: list[Row]) -> None:
        rows.append(rows[0] | cells)
        _retotal(rows)

    return spoil


def wrong_line(rows: list[Row]) -> None:
    """Bill more on the first line than its hours and rate give."""
    shift("LINE_ITEM_TOTAL", "45.00", every=False)(rows)
    _retotal(rows)


def pipe(rows: list[Row]) -> None:
    """Put the separator inside a narrative."""
    rows[0]["LINE_ITEM_DESCRIPTION"] += " | annexes 1 à 4 | courriel d'envoi"


def decimal_comma(rows: list[Row]) -> None:
    """Write every amount with a decimal comma."""
    for row in rows:
        for name in AMOUNTS:
            row[name] = row[name].replace(".", ",")


def impossible_day(rows: list[Row]) -> None:
    """Date the first line on a 31 February."""
    rows[0]["LINE_ITEM_DATE"] = f"{rows[0]['LINE_ITEM_DATE'][:4]}0231"


def no_expense_code(rows: list[Row]) -> None:
    """Leave the first expense without its code."""
    next(row for row in rows if row["EXP/FEE/INV_ADJ_TYPE"] == "E")["LINE_ITEM_EXPENSE_CODE"] = ""


def changed(rows: list[Row]) -> None:
    """Bill an hour more than the first time, under the same number."""
    units, price = Decimal(rows[0]["LINE_ITEM_NUMBER_OF_UNITS"]) + 1, Decimal(rows[0]["LINE_ITEM_UNIT_COST"])
    rows[0]["LINE_ITEM_NUMBER_OF_UNITS"] = f"{units:.1f}"
    rows[0]["LINE_ITEM_TOTAL"] = f"{units * price + Decimal(rows[0]['LINE_ITEM_ADJUSTMENT_AMOUNT']):.2f}"
    rows[0]["LINE_ITEM_DESCRIPTION"] += " (temps corrigé)"
    _retotal(rows)


def respelled(rows: list[Row]) -> None:
    """Spell the invoice number another way."""
    for row in rows:
        row["INVOICE_NUMBER"] = row["INVOICE_NUMBER"].lower().replace("-", " ").replace("/", ".")


def vat_as_expense(rows: list[Row]) -> None:
    """Bill VAT as one more expense."""
    tax = f"{Decimal(rows[0]['INVOICE_TOTAL']) / 5:.2f}"
    person = dict.fromkeys(("TIMEKEEPER_ID", "TIMEKEEPER_NAME", "TIMEKEEPER_CLASSIFICATION"), "")
    codes = {"LINE_ITEM_TASK_CODE": "", "LINE_ITEM_ACTIVITY_CODE": "", "LINE_ITEM_EXPENSE_CODE": "E999"}
    amounts = {"LINE_ITEM_UNIT_COST": tax, "LINE_ITEM_TOTAL": tax, "LINE_ITEM_ADJUSTMENT_AMOUNT": "0.00"}
    kind = {"EXP/FEE/INV_ADJ_TYPE": "E", "LINE_ITEM_NUMBER_OF_UNITS": "1.0"}
    add_line(**person, **codes, **amounts, **kind, LINE_ITEM_DESCRIPTION="TVA 20 %")(rows)


def tax_summary(rows: list[Row]) -> None:
    """Declare a tax and a net total that the lines do not give."""
    shift("INVOICE_TAX_TOTAL", "12.00")(rows)
    shift("INVOICE_NET_TOTAL", "-7.50")(rows)


def hostile(rows: list[Row]) -> None:
    """Fill narratives with what a spreadsheet, a browser or a page would act upon."""
    for row, words in zip(rows, HOSTILE, strict=False):
        row["LINE_ITEM_DESCRIPTION"] = words


def nothing(rows: list[Row]) -> None:
    """Leave no line at all."""
    del rows[:]


def unchanged(rows: list[Row]) -> None:
    """Leave the rows as they are: only the format line will be wrong."""
    del rows
