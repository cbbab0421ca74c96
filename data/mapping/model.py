"""A mapping: what somebody said of the columns of a table, so that the next one like it is read without a question."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from data.mapping.fields import CONSTANTS, FIELDS, MEANINGS, NEEDED, SIDES, Target
from data.reference.cells import fold
from data.reference.money import CHANNEL
from data.store import StoreError
from kpi.model import Text

Mark = Literal[",", "."]
Order = Literal["dmy", "mdy"]
Basis = Literal["ht", "ttc"]
Sign = Literal["negative", "inverted", "side", "kind", "debit_credit"]
Encoding = Literal["utf-8", "utf-16", "windows-1252", "iso-8859-15", "cp850", "mac-roman"]
Separator = Literal[";", ",", "\t", "|"]
Valued = Literal["kind", "side"]
Values = dict[Valued, dict[str, str]]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]


class Mapping(BaseModel):
    """What the columns of a table mean, and how its cells are written.

    header        the headings of the table, folded, in alphabetical order: what it is recognised by
    columns       the heading of each meaning
    constants     what holds for every row
    encoding, separator   None: found anew in each file
    decimal       the decimal mark of amounts held as text
    dates         whether 03/04/2026 begins with the day or the month; 2026-04-03 needs no telling
    basis         whether the amount excludes VAT (ht) or includes it (ttc); `vat_rate` serves rows that give no VAT
    sign          how a credit note is told: negative amounts; the contrary (inverted); a debit or credit mark (side);
                  the kind of document (kind); two columns, debit and credit, of the supplier's account (debit_credit)
    values        what each value of `kind` and `side` means; `leave_out` is a row that is no document
    accounts      where an account column is given: rows of other accounts than those that begin so are left out
    several_rows  an invoice may stand on several rows, whose amounts add up
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    target: Target
    header: tuple[str, ...] = Field(min_length=1)
    columns: dict[str, str]
    constants: dict[str, str] = {}
    encoding: Encoding | None = None
    separator: Separator | None = None
    decimal: Mark = ","
    dates: Order = "dmy"
    basis: Basis = "ht"
    vat_rate: Decimal | None = Field(default=None, ge=0, lt=1)
    sign: Sign = "negative"
    values: Values = {}
    accounts: tuple[str, ...] = ()
    several_rows: bool = False

    @model_validator(mode="after")
    def _sound(self) -> Self:
        known = {**FIELDS[self.target], **dict.fromkeys(CONSTANTS[self.target])}
        if unknown := [name for name in (*self.columns, *self.constants) if name not in known]:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        allowed: dict[Valued, tuple[str, ...]] = {"kind": MEANINGS[self.target], "side": SIDES}
        for field, meanings in self.values.items():
            if wrong := [meaning for meaning in meanings.values() if meaning not in allowed[field]]:
                raise ValueError(f"{field}: {', '.join(wrong)} ({' | '.join(allowed[field])})")
        if "currency" in self.constants and not re.fullmatch("[A-Z]{3}", self.constants["currency"]):
            raise ValueError(f"currency: {self.constants['currency']}")
        if "channel" in self.constants and self.constants["channel"] not in CHANNEL.words:
            raise ValueError(f"channel: {self.constants['channel']} ({' | '.join(CHANNEL.words)})")
        if absent := [heading for heading in self.columns.values() if fold_heading(heading) not in self.header]:
            raise ValueError(f"header: {', '.join(absent)}")
        return self

    @property
    def amounts(self) -> tuple[str, ...]:
        """The fields that say what a row amounts to."""
        return ("debit", "credit") if self.sign == "debit_credit" else ("amount",)

    def missing(self) -> list[Text]:
        """Return what must still be said before anything can be read."""
        titles = FIELDS[self.target]
        needed = [*NEEDED[self.target], *self.amounts, *([self.sign] if self.sign in ("side", "kind") else [])]
        absent = [titles[name].title for name in needed if name not in self.columns and name not in self.constants]
        said = [Text(f"Aucune colonne ne donne : {title.fr}.", f"No column gives: {title.en}.") for title in absent]
        if self.basis == "ttc" and self.vat_rate is None and not {"tax_amount", "tax_rate"} & {*self.columns}:
            said.append(
                Text(
                    "Les montants sont TTC, et rien ne donne la TVA : indiquer une colonne ou un taux.",
                    "Amounts include VAT, and nothing gives it: name a column or a rate.",
                )
            )
        return said

    def written(self) -> str:
        """Return the mapping as JSON, to keep or to hand on."""
        return json.dumps(json.loads(self.model_dump_json()), ensure_ascii=False, indent=2)


def fold_heading(heading: str) -> str:
    """Reduce a heading to what counts when comparing; one made of signs alone stands for itself."""
    return fold(heading) or heading.strip()


def parse(text: str) -> Mapping:
    """Read a mapping from JSON.

    Raises:
        StoreError: it is none; the sentence says where.
    """
    try:
        return Mapping.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        seen = f"{place}: {first['msg']}"[:200]
        raise StoreError(
            Text(
                f"Ce n'est pas une correspondance lisible ({seen}). Partir de celle que donne « mapping propose ».",
                f"This is no mapping that can be read ({seen}). Start from the one that “mapping propose” gives.",
            )
        ) from error
