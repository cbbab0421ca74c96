"""From the lines and rows of a portfolio to its documents: matched, signed, dated and in euros.

The sentences of the contract under "Documents", "Amount", "Normalised number", "Channel" and "Euros".
The choices made where it leaves one are listed at the top of `ledger.py`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from .records import Books, EBillLine, RegisterRow

CENT = Decimal("0.01")
NOTHING = Decimal(0)
FEE_KINDS = {"F", "IF"}
EXCLUDED_STATUSES = {"rejected", "withdrawn", "superseded"}
CHANNELS = ("platform", "ledes", "factur_x", "ubl", "cii", "edi", "portal", "pdf", "paper")  # best first


@dataclass(frozen=True, eq=False)
class Document:
    """One invoice or credit note of the store, after matching."""

    firm: str
    number: str
    day: date
    received: date
    channel: str | None
    credit_note: bool
    excluded: str | None  # rejected, withdrawn or superseded
    has_lines: bool
    fee_days: dict[str, date]  # matter -> its first fee line's work date
    matters: tuple[str | None, ...]
    entries: tuple[Entry, ...]  # none without an exchange rate
    convertible: bool

    @property
    def euros(self) -> Decimal:
        """Give the document's net amount in euros."""
        return sum((entry.euros for entry in self.entries), NOTHING)


@dataclass(frozen=True, eq=False)
class Entry:
    """The share of a document that falls on one matter (None: its lines without a matter)."""

    matter: str | None
    euros: Decimal
    fees: Decimal  # the part of it on F and IF lines


@dataclass(frozen=True)
class Posting:
    """An entry together with its document."""

    document: Document
    entry: Entry


@dataclass(frozen=True)
class Item:
    """One billed amount in the document's own currency: a line, or the register's part without lines."""

    matter: str | None
    amount: Decimal
    kind: str | None
    work_date: date | None


def normalised(number: str) -> str:
    """Reduce an invoice number to upper case letters and digits, without the leading zeros of the whole."""
    return "".join(sign for sign in number.upper() if sign.isalnum()).lstrip("0")


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, half away from zero (what `decimal` calls half up)."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def rate(books: Books, currency: str, day: date) -> Decimal | None:
    """Give the latest rate dated on or before the day; the euro is 1; None when there is none."""
    if currency == "EUR":
        return Decimal(1)
    known = [row for row in books.rates if row.currency == currency and row.valid_on <= day]
    return max(known, key=lambda row: row.valid_on).euros_per_unit if known else None


def shared(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """Share cents in proportion to the weights; the largest remainders get the cents that are left."""
    whole = sum(weights, NOTHING)
    if whole == 0:  # no proportion to follow: all on the first matter
        return [total] + [NOTHING] * (len(weights) - 1)
    exact = [total * weight / whole for weight in weights]
    parts = [share.quantize(CENT, rounding=ROUND_FLOOR) for share in exact]
    left = int((total - sum(parts, NOTHING)) / CENT)
    for place in sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])[:left]:
        parts[place] += CENT
    return parts


def best_channel(known: Iterable[str | None]) -> str | None:
    """Give the best of the channels through which an invoice is known; None when none is recorded."""
    return min((channel for channel in known if channel), key=CHANNELS.index, default=None)


def documents(books: Books) -> Iterator[Document]:
    """Match e-billing files and register by firm and normalised number."""
    alias = {row.alias: row.firm_id for row in books.aliases}
    billed: dict[tuple[str, str], dict[int, list[EBillLine]]] = defaultdict(lambda: defaultdict(list))
    for line in books.lines:
        name = line.firm_id or line.firm_name or ""
        billed[alias.get(name, name), line.number][line.file].append(line)
    register: dict[tuple[str, str], list[RegisterRow]] = defaultdict(list)
    for row in books.register:
        register[alias.get(row.firm_id, row.firm_id), normalised(row.number)].append(row)

    in_both = set()
    for (firm, number), versions in billed.items():
        key = firm, normalised(number)
        in_both.add(key)
        for file, lines in versions.items():
            document = _document(books, firm, lines, register.get(key, []))
            is_last = file == max(versions)
            yield document if is_last else replace(document, excluded=document.excluded or "superseded")
    for key, rows in register.items():
        if key not in in_both:
            yield _document(books, key[0], [], rows)


def _document(books: Books, firm: str, lines: list[EBillLine], rows: list[RegisterRow]) -> Document:
    """Take the lines from e-billing; dates, status, kind and approval from the register."""
    row = rows[0] if rows else None
    parts = list({row.matter_id: row for row in rows}.values())  # rows of one matter are one: its amount once
    items = _items(books, firm, lines, parts)
    day = row.invoice_date if row else lines[0].invoice_date
    declared_credit = row is not None and row.kind == "credit_note"
    credit_note = declared_credit or sum(item.amount for item in items) < 0
    if declared_credit:
        items = _minus_absolute(items)
    matters = tuple(dict.fromkeys(item.matter for item in items))
    entries = _entries(books, day, lines, parts, items, matters)

    fee_days: dict[str, date] = {}
    for item in items:
        if item.kind == "F" and item.matter and item.work_date:
            fee_days[item.matter] = min(item.work_date, fee_days.get(item.matter, item.work_date))

    return Document(
        firm=firm,
        number=lines[0].number if lines else rows[0].number,
        day=day,
        received=(row.received_on if row else None) or day,
        channel=best_channel([*(line.channel for line in lines), *(row.channel for row in rows)]),
        credit_note=credit_note,
        excluded=row.status if row and row.status in EXCLUDED_STATUSES else None,
        has_lines=bool(lines),
        fee_days=fee_days,
        matters=matters,
        entries=entries or (),
        convertible=entries is not None,
    )


def _items(books: Books, firm: str, lines: list[EBillLine], parts: list[RegisterRow]) -> list[Item]:
    """List the billed amounts; the register's matter fills only lines without a matter."""
    if not lines:
        return [Item(part.matter_id, part.net_amount, None, None) for part in parts]
    fill = parts[0].matter_id if len(parts) == 1 else None
    return [Item(matter_of(books, line, firm) or fill, line.net, line.kind, line.work_date) for line in lines]


def _minus_absolute(items: list[Item]) -> list[Item]:
    """Turn the amounts of a declared credit note so that their total is minus its absolute value."""
    sign = -1 if sum(item.amount for item in items) > 0 else 1
    return [replace(item, amount=sign * item.amount) for item in items]


def _entries(  # noqa: PLR0913, PLR0917  one sentence of the contract needs all six
    books: Books,
    day: date,
    lines: list[EBillLine],
    parts: list[RegisterRow],
    items: list[Item],
    matters: tuple[str | None, ...],
) -> tuple[Entry, ...] | None:
    """Convert and round each billed amount once; the approved amount, shared, replaces them if any."""
    row_currency = (parts[0].currency if parts else None) or "EUR"
    currency = (lines[0].currency if lines else None) or row_currency
    granted = [part.approved_net for part in parts if part.approved_net is not None]
    billed_rate = rate(books, currency, day)
    needed_rate = rate(books, row_currency, day) if granted else billed_rate
    if needed_rate is None or billed_rate is None:
        return None

    def total(matter: str | None, one: Decimal, kinds: set[str] | None = None) -> Decimal:
        return sum(
            (cents(i.amount * one) for i in items if i.matter == matter and (kinds is None or i.kind in kinds)),
            NOTHING,
        )

    euros = [total(matter, billed_rate) for matter in matters]
    fees = [total(matter, billed_rate, FEE_KINDS) for matter in matters]
    if granted:
        approved = sum(granted, NOTHING)
        approved = -abs(approved) if parts[0].kind == "credit_note" else approved
        weights = [sum((item.amount for item in items if item.matter == matter), NOTHING) for matter in matters]
        shares = shared(cents(approved * needed_rate), weights)
        fees = [
            cents(share * fee / bill) if bill else NOTHING for share, fee, bill in zip(shares, fees, euros, strict=True)
        ]
        euros = shares
    return tuple(Entry(*share) for share in zip(matters, euros, fees, strict=True))


def matter_of(books: Books, line: EBillLine, firm: str) -> str | None:
    """Find the line's matter: the client's identifier, else the firm's own where it has a mandate on it."""
    if line.client_matter_id or not line.law_firm_matter_id:
        return line.client_matter_id
    mandated = {row.matter_id for row in books.mandates if row.firm_id == firm}
    found = (m.matter_id for m in books.matters if m.law_firm_matter_id == line.law_firm_matter_id)
    return next((matter for matter in found if matter in mandated), None)
