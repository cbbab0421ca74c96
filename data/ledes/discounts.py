"""What lowers or raises a whole matter: discounts, credits, the client's share of a split bill.

Lines are written before all of it. One further line for fees (IF), and one for expenses (IE), brings them to the net of
the matter, so that hours and rates stay as billed and spend is what is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from data import checks
from data.invoice import Line
from data.ledes.segment import CENT, cents, fits, plain
from data.ledes.taxes import matter_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.apart.markup import Element
    from data.ledes.segment import Segment

Side = Literal["fees", "exp"]
Trust = Literal["net", "discounts", "opposite"]
"""What decides where a matter's net and its discounts disagree; `opposite` reads an unsure sign the other way."""
TRUSTS: tuple[Trust, ...] = ("net", "discounts", "opposite")
_ALL = Decimal(1)
_EXPENSES = ("E", "D")
"""How the category of a discount of expenses, or disbursements, begins; any other is of fees."""


@dataclass(frozen=True)
class Discount:
    """What lowers (or raises) the fees or the expenses of a matter; `after` says that it comes after the split.

    `amount` is signed. `sure` says whether its sign is: some fields have it, some writers leave it out.
    """

    source: Element
    said: str
    amount: Decimal | None
    percent: Decimal | None
    after: bool = False
    sure: bool = True

    def on(self, basis: Decimal, sign: int) -> Decimal:
        """Return what it changes; on a credit, a decrease gives less back."""
        if self.amount is None:
            return -cents(basis * (self.percent or 0)) * (1 if self.sure else sign)
        return self.amount * (sign if not self.sure else -1 if basis < 0 else 1)


@dataclass(frozen=True)
class Reduction:
    """Everything that stands between the lines of one side of a matter and its net."""

    discounts: Sequence[Discount]
    share: Decimal
    split: Element | None

    def net(self, basis: Decimal, *, share: Decimal | None = None, sign: int = 1) -> Decimal:
        """Return what is left of an amount: discounts before the split, the client's share, discounts after it."""
        before = basis + sum((one.on(basis, sign) for one in self.discounts if not one.after), Decimal(0))
        shared = cents(before * (self.share if share is None else share))
        return shared + sum((one.on(shared, sign) for one in self.discounts if one.after), Decimal(0))

    def nets(self, basis: Decimal) -> list[Decimal]:
        """Return the nets that these words may mean: the share may be in the lines already, a sign may be missing."""
        return [self.net(basis, share=share, sign=sign) for share in (self.share, _ALL) for sign in (1, -1)]

    @property
    def said(self) -> str:
        """Say it in a few words, for the line it becomes."""
        words = [one.said for one in self.discounts]
        return " ; ".join([*words, *([f"part / share {plain(self.share * 100)} %"] if self.share != _ALL else [])])


def reduction(matter: Segment, side: Side, *, only: bool) -> Reduction:
    """Read what a matter declares for its fees or its expenses; `only` says that it has no lines of the other side."""
    share = matter.share(f"matter_perc_shar_{side}")
    found = [one for part in matter.under("matter_disc_cred") if (one := _discount(part, side, only=only))]
    split = matter.element.one(f"matter_perc_shar_{side}")
    return Reduction(found or _summed(matter, side), share or _ALL, split)  # 0 is a field left at its default


def _discount(part: Segment, side: Side, *, only: bool) -> Discount | None:
    """Read one discount or credit: its size from its amount, its sign from `increase_decrease` (empty: a decrease)."""
    category = part.text("disc_cred_category").upper()
    of_expenses = category[:1] in _EXPENSES if category else only
    if of_expenses != (side == "exp"):
        return None
    amount, percent = part.amount("disc_cred_amount"), part.share("discount_percent")
    raises = part.text("increase_decrease").upper().startswith("I")
    sign = 1 if raises else -1
    code, when = part.text("disc_cred").upper(), part.text("pre_post_split")
    words = [code or "matter_disc_cred", *([f"{plain(abs(percent) * 100)} %"] if percent else []), when]
    signed = None if amount is None else abs(amount) * sign
    return Discount(
        source=part.element,
        said=" ".join(filter(None, [*words, plain(signed) if signed is not None else ""])),
        amount=signed,
        percent=None if percent is None else -abs(percent) * sign,
        after=when.upper().startswith("POST"),
    )


def _summed(matter: Segment, side: Side) -> list[Discount]:
    """Read what a matter declares of its discounts in all, where it does not name them one by one."""
    total, adjusted = f"matter_disc_credit_{side}", f"matter_adj_on_{side}"
    for name, sign in ((total, -1), (adjusted, 1)):
        amount, element = matter.amount(name), matter.element.one(name)
        if amount and element:
            signed = -abs(amount) if sign < 0 else amount
            return [Discount(element, f"{name} {plain(signed)}", signed, None, sure=False)]
    name = f"matter_disc_bill_pct_{side}"
    percent, element = matter.share(name), matter.element.one(name)
    if percent and element:
        return [Discount(element, f"{name} {plain(abs(percent) * 100)} %", None, abs(percent), sure=False)]
    return []


def adjustment(  # noqa: PLR0913 — a matter, its side, and what was read of it
    matter: Segment, side: Side, lines: Sequence[Line], *, lost: bool, only: bool, number: str, trust: Trust
) -> Line | None:
    """Return the line that brings the lines of one side of a matter to its declared net; None where nothing is left.

    `lost` says that some lines were set aside: the declared sum of all of them then stands for those that were read.
    """
    made = reduction(matter, side, only=only)
    net, detail = matter.amount(f"matter_net_{side}"), matter.amount(f"matter_total_detail_{side}")
    read = sum((line.net for line in lines), Decimal(0))
    tolerance = CENT * max(1, len(lines))
    more = {"matter": matter_said(matter), "number": number}
    if detail is not None and lines and not lost and abs(detail - read) > tolerance:
        matter.tell(checks.MSUM, detail, f"matter_total_detail_{side}", expected=read, **more)
    if made.share != _ALL:
        share = plain(made.share * 100)
        matter.tell(checks.SPLIT, share, f"matter_perc_shar_{side}", **more)
    basis = detail if lost and detail is not None else read
    expected = min(made.nets(basis), key=lambda one: abs(one - net)) if net is not None else made.net(basis)
    if net is None or (lost and detail is None):
        change = made.net(basis) - basis
    elif abs(net - expected) <= tolerance:
        change = net - basis
    elif lines and detail is not None and min(abs(one - net) for one in made.nets(detail)) <= tolerance:
        change = net - detail
    else:
        meant = made.net(basis, sign=-1 if trust == "opposite" else 1)
        change = (net if trust == "net" else meant) - basis
        matter.tell(checks.ADJX if trust == "net" else checks.ADJD, net, f"matter_net_{side}", expected=meant, **more)
    if not change or (abs(change) <= tolerance and not made.discounts and made.share == _ALL) or not fits(change):
        return None
    source = next((one.source for one in made.discounts), made.split) or matter.element.one(f"matter_net_{side}")
    matter.tell(checks.ADJ, change, f"matter_net_{side}", expected=made.said or f"matter_net_{side}", **more)
    return Line(
        source=source or matter.element,
        kind="IF" if side == "fees" else "IE",
        net=change,
        adjustment=change,
        narrative=made.said or f"matter_net_{side}",
    )
