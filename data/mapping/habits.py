"""How a table writes amounts and dates, whether they include VAT, how it tells a credit note: each with its reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.mapping import values
from data.mapping.fields import FIELDS, KNOWN_KINDS, NEEDED
from data.reference.cells import NumberText, fold
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from data.mapping.fields import Target
    from data.mapping.model import Basis, Mark, Order, Sign
    from data.mapping.naming import Named

_NET = re.compile(r"\bHT\b|hors[ -]tax|\bnet\b(?! [àa])|excl", re.IGNORECASE)
_GROSS = re.compile(r"\bTTC\b|toutes taxes|gross|brutto|incl|net [àa] payer", re.IGNORECASE)
_LEDGER = {fold(one) for one in ("WRBTR", "DMBTR", "INVOICE_AMOUNT", "Betrag in Belegwährung", "Betrag in Hauswährung",
    "Montant en devise pièce", "Montant en devise interne")}  # fmt: skip
_MOSTLY = 0.7
_SUPPLIERS = "40"


@dataclass
class Habits:
    """What was found, why, and what was not. `kept` are the meanings that serve."""

    kept: set[str]
    decimal: Mark = ","
    dates: Order = "dmy"
    basis: Basis = "ht"
    sign: Sign = "negative"
    accounts: tuple[str, ...] = ()
    several_rows: bool = False
    reasons: list[tuple[str, Text]] = field(default_factory=list)
    undecided: list[Text] = field(default_factory=list)

    def because(self, option: str, fr: str, en: str) -> None:
        """Say why an option is proposed."""
        self.reasons.append((option, Text(fr, en)))

    def ask(self, fr: str, en: str) -> None:
        """Say what its reader must settle."""
        self.undecided.append(Text(fr, en))


def of(header: Sequence[str], rows: Sequence[Sequence[str]], named: Named, target: Target) -> Habits:
    """Learn the habits of a table from the columns whose meaning is known."""
    columns = {name: [row[place] for row in rows] for name, (place, _) in named.items()}
    found = Habits({*named})
    _amount_columns(found)
    natures = {name: one.nature for name, one in FIELDS[target].items() if name in found.kept}
    _decimal(
        found, [cell for name in natures if natures[name] in ("amount", "units") for cell in columns[name] if cell]
    )
    _dates(found, [cell for name in natures if natures[name] == "date" for cell in columns[name] if cell])
    _accounts(found, columns)
    _sign(found, columns)
    _basis(found, header, rows, named)
    if target == "invoices":
        _several(found, columns, target)
    return found


def _amount_columns(found: Habits) -> None:
    if {"debit", "credit"} <= found.kept:
        found.kept -= {"amount", "side"}
        found.sign = "debit_credit"
        found.because("sign", "deux colonnes, débit et crédit", "two columns, debit and credit")
    else:
        found.kept -= {"debit", "credit"}


def _decimal(found: Habits, cells: Sequence[str]) -> None:
    both = [values.marks(cell) for cell in cells if not isinstance(cell, NumberText)]
    comma = sum(one is not None and other is None for one, other in both)
    point = sum(other is not None and one is None for one, other in both)
    doubtful = sum(one is not None and other is not None and one != other for one, other in both)
    example = next((str(c) for c in cells if not isinstance(c, NumberText) and values.marks(c).count(None) == 1), "")
    found.decimal = "." if point > comma else ","
    if comma and point:
        found.ask(
            f"La marque décimale : {comma} montants ont une virgule, {point} un point.",
            f"The decimal mark: {comma} amounts have a comma, {point} a point.",
        )
    elif comma or point:
        found.because("decimal", f"comme dans « {example} »", f"as in “{example}”")
    elif doubtful:
        found.ask("La marque décimale : aucun montant ne permet de décider.", "The decimal mark: no amount settles it.")


def _dates(found: Habits, cells: Sequence[str]) -> None:
    both = [values.orders(cell) for cell in cells if values.date(cell, "dmy") != values.date(cell, "mdy")]
    day, month = sum(one and not other for one, other in both), sum(other and not one for one, other in both)
    found.dates = "mdy" if month > day else "dmy"
    if day and month:
        found.ask(
            f"L'ordre des dates : {day} commencent par le jour, {month} par le mois.",
            f"The order of dates: {day} begin with the day, {month} with the month.",
        )
    elif day or month:
        ways = [cell for cell in cells if values.orders(cell).count(True) == 1]
        found.because("dates", f"comme dans « {ways[0]} »", f"as in “{ways[0]}”")
    elif both:
        found.ask("L'ordre des dates : aucune ne permet de décider.", "The order of dates: none settles it.")


def _accounts(found: Habits, columns: dict[str, list[str]]) -> None:
    if "account" not in found.kept:
        return
    starts = Counter(cell[:2] for cell in columns["account"] if cell)
    if starts[_SUPPLIERS] and len(starts) > 1:
        found.accounts = (_SUPPLIERS,)
        found.because("accounts", "plusieurs comptes : ceux des fournisseurs", "several accounts: those of suppliers")


def _sign(found: Habits, columns: dict[str, list[str]]) -> None:
    if found.sign == "debit_credit" or "amount" not in found.kept:
        if (
            found.sign == "debit_credit"
            and "account" in found.kept
            and not any(cell.startswith(_SUPPLIERS) for cell in columns["account"])
        ):
            found.ask("Débit ou crédit : ces comptes ne sont pas ceux de fournisseurs.",
                      "Debit or credit: these accounts are not those of suppliers.")  # fmt: skip
        return
    amounts = [values.amount(cell, found.decimal) for cell in columns["amount"]]
    below = sum(one is not None and one < 0 for one in amounts)
    above = sum(one is not None and one > 0 for one in amounts)
    if "side" in found.kept and not below:
        found.sign = "side"
        found.because("sign", "une colonne dit débit ou crédit", "a column says debit or credit")
        return
    if "kind" in found.kept and (told := _by_kind(columns["kind"], amounts)):
        found.sign, fr, en = told
        found.because("sign", fr, en)
    elif below > _MOSTLY * (above + below):
        found.sign = "inverted"
        found.ask("Le signe : la plupart des montants sont négatifs.", "The sign: most amounts are negative.")
    elif below:
        found.because("sign", "des montants négatifs : les avoirs", "negative amounts: credit notes")
    else:
        found.because("sign", "aucun montant négatif", "no negative amount")


def _by_kind(cells: Sequence[str], amounts: Sequence[Decimal | None]) -> tuple[Sign, str, str] | None:
    """Tell the sign of credit notes from rows whose kind is known; None where they do not agree."""
    signs: dict[str, set[bool]] = {"invoice": set(), "credit_note": set()}
    for cell, amount in zip(cells, amounts, strict=True):
        kind = KNOWN_KINDS.get(fold(cell), "")
        if kind in signs and amount:
            signs[kind].add(amount < 0)
    if not signs["credit_note"] or len(signs["invoice"]) > 1 or len(signs["credit_note"]) > 1:
        return None
    invoices_below, credits_below = True in signs["invoice"], True in signs["credit_note"]
    if invoices_below == credits_below:
        return None if invoices_below else (
            "kind", "le type de pièce dit les avoirs", "the kind of document tells credit notes")  # fmt: skip
    if invoices_below:
        return "inverted", "factures en négatif, avoirs en positif", "invoices negative, credit notes positive"
    return "negative", "avoirs en négatif", "credit notes negative"


def _basis(found: Habits, header: Sequence[str], rows: Sequence[Sequence[str]], named: Named) -> None:
    if found.sign == "debit_credit":
        found.basis = "ttc"
        found.because("basis", "un compte de fournisseur est TTC", "a supplier's account includes VAT")
        return
    if "amount" not in found.kept:
        return
    place = named["amount"][0]
    heading = header[place]
    if _GROSS.search(heading) or _NET.search(heading):
        found.basis = "ttc" if _GROSS.search(heading) else "ht"
        found.because("basis", f"le titre « {heading} »", f"the heading “{heading}”")
    elif proven := _proven(found, rows, named, place, header):
        found.basis, other = proven
        found.because("basis", f"vérifié avec « {other} »", f"checked against “{other}”")
    elif fold(heading) in _LEDGER:
        found.basis = "ttc"
        found.because("basis", "un poste de fournisseur est TTC", "a supplier's item includes VAT")
    elif heading.upper().startswith("LINE_ITEM"):
        found.because("basis", f"le titre « {heading} »", f"the heading “{heading}”")
    else:
        found.ask(
            f"HT ou TTC : rien ne le dit de « {heading} ».", f"With or without VAT: nothing says it of “{heading}”."
        )


def _proven(
    found: Habits, rows: Sequence[Sequence[str]], named: Named, place: int, header: Sequence[str]
) -> tuple[Basis, str] | None:
    """Find a column that is the amount with its tax, or without it, on every row that has all three."""
    if "tax_amount" not in found.kept:
        return None
    tax = named["tax_amount"][0]
    for other in range(len(header)):
        if other in (place, tax):
            continue
        read = [[values.amount(row[at], found.decimal) for at in (place, tax, other)] for row in rows]
        whole = [(a, b, c) for a, b, c in read if a is not None and b and c is not None]
        if len(whole) > 1 and all(abs(a + b - c) <= values.CENT for a, b, c in whole):
            return "ht", header[other]
        if len(whole) > 1 and all(abs(a - b - c) <= values.CENT for a, b, c in whole):
            return "ttc", header[other]
    return None


def _several(found: Habits, columns: dict[str, list[str]], target: Target) -> None:
    if not {*NEEDED[target]} <= found.kept:
        return
    keys = zip(*(columns[name] for name in (*NEEDED[target], *(["kind"] if "kind" in found.kept else []))), strict=True)
    again = [key for key, count in Counter(keys).items() if count > 1 and all(key[:2])]
    if again:
        found.several_rows = True
        found.because(
            "several_rows",
            f"la facture {again[0][1]} est sur plusieurs lignes",
            f"invoice {again[0][1]} is on several lines",
        )
