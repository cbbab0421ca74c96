"""What each column seems to mean: by its heading, its cells consenting; by its cells alone where nothing else tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.mapping import values
from data.mapping.fields import FIELDS, KNOWN_KINDS, KNOWN_SIDES, NEEDED
from data.reference.cells import fold
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.mapping.fields import Field, Target

Named = dict[str, tuple[int, Text]]
"""By meaning: the place of its column, and why."""

_MOSTLY = 0.6
_NEARLY_ALL = 0.9
_ASIDE = re.compile(r"\(.*?\)|[€$£]|\b(?:EUR|USD|GBP|CHF)\b", re.IGNORECASE)
_CURRENCY = re.compile(r"EUR|USD|GBP|CHF|CAD|JPY|SEK|NOK|DKK|PLN|€")
_COMPANY = re.compile(r"FR[0-9A-Z]{2}[0-9]{9}|[0-9]{3} ?[0-9]{3} ?[0-9]{3}(?: ?[0-9]{5})?")
_OF_LINES = ("units", "unit_cost", "work_date", "timekeeper_id", "timekeeper_name", "task_code", "activity_code",
    "narrative", "item_number")  # fmt: skip


def _amount(cell: str) -> bool:
    return any(one is not None for one in values.marks(cell))


def _date(cell: str) -> bool:
    return any(values.orders(cell))


_AGREES: dict[str, Callable[[str], bool]] = {
    "amount": _amount,
    "units": _amount,
    "rate": lambda cell: any(values.rate(cell, mark) is not None for mark in (",", ".")),
    "date": lambda cell: _date(cell) or not cell.strip("0/.- "),
    "currency": lambda cell: bool(re.fullmatch("[A-Za-z]{3}|€|[Ee]uros?|£", cell)),
    "side": lambda cell: len(cell) <= len("Débit/Crédit"),
}


def target_of(header: Sequence[str]) -> tuple[Target, Text]:
    """Say whether a table holds the lines of invoices, or invoices."""
    said = [
        heading
        for heading in header
        if any(_rank(FIELDS["lines"][name], heading) is not None for name in _OF_LINES[:7])
    ]
    if len(said) > 1:
        listed = " et ".join(f"« {one} »" for one in said[:2]), " and ".join(f"“{one}”" for one in said[:2])
        return "lines", Text(f"{listed[0]} : des lignes de factures", f"{listed[1]}: lines of invoices")
    return "invoices", Text(
        "ni heures, ni intervenants : un registre de factures", "neither hours nor timekeepers: a register of invoices"
    )


def has_hours(header: Sequence[str]) -> bool:
    """Say whether headings are those of lines: hours or quantities, and their rate, their day or who did the work."""
    means = {name for name in _OF_LINES[:5] for heading in header if _rank(FIELDS["lines"][name], heading) is not None}
    return "units" in means and len(means) > 1


def register_columns(header: Sequence[str]) -> int:
    """Count the columns of a register of invoices that headings give; none without a date and a number or an amount."""
    means = {name for name, field in FIELDS["invoices"].items() if any(_rank(field, one) is not None for one in header)}
    invoices = "invoice_date" in means and means & {"invoice_number", "amount", "debit", "credit"}
    return len(means) if invoices else 0


def assigned(header: Sequence[str], rows: Sequence[Sequence[str]], target: Target) -> tuple[Named, list[Text]]:
    """Give each meaning its column, and say what could not be settled."""
    fields = FIELDS[target]
    cells = [[row[place] for row in rows if row[place]] for place in range(len(header))]
    claims = sorted(
        (rank, order, place)
        for order, field in enumerate(fields.values())
        for place, heading in enumerate(header)
        if (rank := _rank(field, heading)) is not None
    )
    found: Named = {}
    doubts = []
    names = list(fields)
    for _, order, place in claims:
        field = fields[names[order]]
        if field.name in found or place in {taken for taken, _ in found.values()}:
            continue
        if not _consents(field, cells[place]):
            doubts.append(
                Text(
                    f"« {header[place]} » : le titre annonce « {field.title.fr} », les cellules disent autre chose.",
                    f"“{header[place]}”: its heading says “{field.title.en}”, its cells something else.",
                )
            )
            continue
        found[field.name] = (place, Text(f"par son titre, « {header[place]} »", f"by its heading, “{header[place]}”"))
    doubts += _by_values(header, cells, target, found)
    return found, list(dict.fromkeys(doubts))


def _rank(field: Field, heading: str) -> int | None:
    """Return how surely a heading means a field; what stands in brackets and currencies do not count."""
    bare = re.sub(r" \(\d+\)$", "", heading)
    return next((field.ranks[one] for one in (fold(bare), fold(_ASIDE.sub("", bare))) if one in field.ranks), None)


def _consents(field: Field, cells: Sequence[str]) -> bool:
    agrees = _AGREES.get(field.nature)
    if agrees is None or not cells:
        return field.nature != "text" or not cells or not _share(cells, _date) > _NEARLY_ALL
    return _share(cells, agrees) >= _MOSTLY


def _share(cells: Sequence[str], agrees: Callable[[str], bool]) -> float:
    return sum(map(agrees, cells)) / len(cells) if cells else 0.0


def _by_values(header: Sequence[str], cells: Sequence[Sequence[str]], target: Target, found: Named) -> list[Text]:
    """Look among the columns left for what is lacking; two that would do are a question, not an answer."""
    tests: dict[str, Callable[[str], bool]] = {
        "invoice_date": lambda cell: _date(cell) and not cell.isdigit(),
        "currency": lambda cell: bool(_CURRENCY.fullmatch(cell)),
        NEEDED[target][0]: lambda cell: bool(_COMPANY.fullmatch(cell)),
        "side": lambda cell: fold(cell) in KNOWN_SIDES and not cell.isdigit(),
        "kind": lambda cell: fold(cell) in KNOWN_KINDS,
        "amount": lambda cell: _amount(cell) and bool(re.search(r"[.,]\d\d\b", cell)),
    }
    doubts = []
    for name, agrees in tests.items():
        if name in found or (name == "amount" and {"debit", "credit"} <= {*found}):
            continue
        taken = {place for place, _ in found.values()}
        fitting = [
            place
            for place, column in enumerate(cells)
            if place not in taken and column and _share(column, agrees) >= _NEARLY_ALL
        ]
        if len(fitting) == 1:
            sample = cells[fitting[0]][0][:30]
            found[name] = (
                fitting[0],
                Text(f"par ses cellules, comme « {sample} »", f"by its cells, such as “{sample}”"),
            )
        elif len(fitting) > 1 and name in (*NEEDED[target], "amount"):
            title = FIELDS[target][name].title
            listed = ", ".join(header[place] for place in fitting[:6])
            doubts.append(
                Text(f"{title.fr} : plusieurs colonnes conviennent ({listed}).",
                     f"{title.en}: several columns would do ({listed}).")
            )  # fmt: skip
    return doubts
