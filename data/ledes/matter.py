"""A matter of an invoice: its fees, its expenses, who worked, and what brings them to its net."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from data import checks
from data.invoice import Line, Unread
from data.ledes.discounts import adjustment
from data.ledes.segment import CENT, cents, fits, plain, segment
from data.ledes.taxes import bear, least, matter_said, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from data.apart.markup import Element
    from data.invoice import Invoice
    from data.ledes.discounts import Side, Trust
    from data.ledes.segment import Segment
    from data.ledes.taxes import Tax

SIDES: dict[str, Side] = {"fee": "fees", "expense": "exp"}
"""The segments that are lines, and the fields of their matter that add them up."""
_UNITS = ("", "U", "UNIT", "UNITS", "H", "HOURS")


def take_matter(
    matter: Segment, invoice: Invoice, taxes: Mapping[str, Tax], staff: Mapping[str, Segment], trust: Trust
) -> None:
    """Add the lines of a matter to its invoice, in the order of the file, then what its discounts make of them."""
    known = {**staff, **staff_of([matter])}
    lines: defaultdict[Side, list[Line]] = defaultdict(list)
    lost: defaultdict[Side, int] = defaultdict(int)
    for element in lines_of(matter.element):
        side = SIDES[element.name]
        part = segment(element, invoice.problems)
        line = _line(part, side, known)
        if isinstance(line, Unread):
            lost[side] += 1
            invoice.unread.append(line)
            continue
        bear(line, part, f"tax_item_{element.name}", taxes)
        lines[side].append(line)
        invoice.lines.append(line)
    _tell_staff(matter, known, lines["fees"])
    own = [*lines["fees"], *lines["exp"]]
    for side in SIDES.values():
        rest = not (lines["fees"] or lost["fees"])
        aside = lost[side] > 0
        added = adjustment(matter, side, lines[side], lost=aside, only=rest, number=invoice.number, trust=trust)
        if added is not None:
            _tax_discount(added, matter, taxes)
            invoice.lines.append(added)
            own.append(added)
        if not aside:
            settle(matter, f"matter_tax_on_{side}", lines[side], added, least(invoice))
    for line in own:
        line.client_matter_id = matter.reference("cl_matter_id")
        line.law_firm_matter_id = matter.reference("lf_matter_id")
    if not any(lost.values()) and all(tax.of_lines for tax in taxes.values()):
        _check_due(matter, invoice, own)


def lines_of(element: Element) -> Iterator[Element]:
    """Yield the fees and expenses of a segment, those of the matters inside it left out."""
    for child in element.children:
        if child.name in SIDES:
            if child.children:
                yield child
        elif child.name != "matter":
            yield from lines_of(child)


def staff_of(matters: Iterable[Segment]) -> dict[str, Segment]:
    """Return who worked on matters, by their identifier."""
    return {one.text("tk_id"): one for matter in matters for one in matter.under("tk_sum") if one.text("tk_id")}


def _line(part: Segment, side: Side, staff: Mapping[str, Segment]) -> Line | Unread:
    """Read one fee or expense by its total; without one, it is what its other amounts make, and that is told."""
    problems, before = part.problems, len(part.problems)
    total, base, given = (part.amount(name) for name in ("total_amount", "base_amount", "item_disc_cred_amount"))
    units, rate = part.amount("units"), part.amount("rate")
    written = part.text("total_amount")
    worked_out = units * rate if units is not None and rate is not None else None
    start = base if base is not None else worked_out
    if written and total is None and written.upper() != "NULL":
        start = None
    if total is None and start is None:
        del problems[before:]  # told with the line that is set aside
        return Unread(source=part.element, kind=checks.AMT, column="total_amount", seen=written[:120])
    change = _signed(given, start, total)
    if total is None and start is not None:
        total = cents(start + (change or 0))
        part.tell(checks.TOTC, total, "total_amount")
    if total is None or not fits(total, total):
        del problems[before:]
        return Unread(source=part.element, kind=checks.AMT, column="total_amount", seen=written[:120])
    if base is not None and worked_out is not None and abs(base - worked_out) > CENT:
        consistent = abs(worked_out + (change or 0) - total) <= CENT
        if consistent:  # the line's own sum would say nothing of it
            part.tell(checks.BASE, base, "base_amount", expected=worked_out)
    hourly = part.text("charge_type").upper() in _UNITS
    keeper = part.reference("tk_id")
    person = staff.get(keeper or "")
    return Line(
        source=part.element,
        kind="F" if side == "fees" else "E",
        net=total,
        units=units if hourly else None,
        unit_cost=rate if hourly else None,
        adjustment=change,
        work_date=part.date("charge_date"),
        item_number=part.text("file_item_nbr") or None,
        narrative=part.text("charge_desc") or None,
        task_code=part.code("task_code"),
        activity_code=part.code("task_activity"),
        expense_code=part.code("expense_code") if side == "exp" else None,
        timekeeper_id=keeper,
        timekeeper_name=_name(person) or _name(part),
        timekeeper_class=part.text("tk_level") or (person.text("tk_level") if person else "") or None,
    )


def _signed(given: Decimal | None, start: Decimal | None, total: Decimal | None) -> Decimal | None:
    """Return a line's discount with the sign that its total shows: writers differ."""
    if given is None or start is None or total is None:
        return given
    return min((given, -given), key=lambda change: abs(start + change - total))


def _name(person: Segment | None) -> str | None:
    """Return a name as the lists of timekeepers have it: `Surname, First name`."""
    parts = (person.text("tk_lname"), person.text("tk_fname")) if person else ()
    return ", ".join(filter(None, parts)) or None


def _tell_staff(matter: Segment, staff: Mapping[str, Segment], fees: Iterable[Line]) -> None:
    """Tell who is charged and not in the list of timekeepers, and hours that the list has otherwise."""
    hours: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in fees:
        if line.timekeeper_id and line.timekeeper_id not in staff and line.timekeeper_id not in hours:
            part = segment(line.source, matter.problems)
            part.tell(checks.TKS, line.timekeeper_id, "tk_id", matter=matter_said(matter))
        if line.timekeeper_id:
            hours[line.timekeeper_id] += line.units or 0
    told: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in matter.under("tk_sum"):
        declared = one.amount("tk_hours")
        if declared is not None:
            told[one.text("tk_id")] += declared
    for keeper, declared in told.items():
        if abs(declared - hours[keeper]) > CENT:
            matter.tell(checks.TKH, declared, matter=matter_said(matter), who=keeper, expected=hours[keeper])


def _tax_discount(added: Line, matter: Segment, taxes: Mapping[str, Tax]) -> None:
    """Give a discount of the whole matter the taxes that it names."""
    if added.source.name == "matter_disc_cred":
        bear(added, segment(added.source, matter.problems), "tax_matter_disc_cred", taxes)


def _check_due(matter: Segment, invoice: Invoice, lines: Sequence[Line]) -> None:
    """Tell a total of the matter that its lines do not make, with or without their tax."""
    due = matter.amount("matter_total_due")
    made = sum((line.net + line.tax for line in lines), Decimal(0))
    net = made - sum((line.tax for line in lines), Decimal(0))
    if due is not None and min(abs(due - made), abs(due - net)) > CENT * max(1, len(lines)):
        more = {"matter": matter_said(matter), "number": invoice.number, "expected": plain(made)}
        matter.tell(checks.MSUM, due, "matter_total_due", **more)
