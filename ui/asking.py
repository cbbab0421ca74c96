"""What words of the command line ask for: figures, readings, a scope; and the sentences that refuse them."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

import click

from kpi import catalogue
from kpi.model import Lang, Period, Scope, Text
from ui.terminal import echo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kpi.model import Key, Kpi

NOTHING_DONE = 2
NOT_RECORDED = ("", "null", "none")
EARLIEST, LATEST = dt.datetime(2000, 1, 1), dt.datetime(2099, 12, 31)  # noqa: DTZ001 — days, not moments
_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


class Said(click.ClickException):
    """A sentence for the reader; nothing was done."""

    exit_code = NOTHING_DONE

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(Text(fr, en)(lang()))

    def show(self, file: Any = None) -> None:  # noqa: ANN401 — click's signature
        """Say the sentence, and nothing around it."""
        del file
        for line in self.message.split("\n"):
            echo(line, err=True)


def lang() -> Lang:
    """Return the language of the answer: --lang, else the reader's own, else French."""
    context = click.get_current_context(silent=True)
    asked = context.meta.get("binome.lang") if context else None
    spoken = asked or os.environ.get("BINOME_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "fr"
    return "en" if spoken.lower().startswith("en") else "fr"


def say(fr: str, en: str) -> None:
    """Say a sentence in the reader's language."""
    for line in Text(fr, en)(lang()).split("\n"):
        echo(line)


@dataclass(frozen=True)
class Asked:
    """What the options of a figure ask, as typed."""

    period: str | None
    start: dt.datetime | None
    end: dt.datetime | None
    by: tuple[str, ...]
    where: tuple[str, ...]
    reading: str | None
    tolerance: str
    weight: Literal["count", "amount"]

    def scope(self, kpis: Sequence[Kpi], fiscal_start: int) -> Scope:
        """Return the scope asked for, or refuse with what could be asked."""
        kept: dict[str, tuple[Key, ...]] = {}
        for condition in self.where:
            name, _, value = condition.partition("=")
            kept[name] = (*kept.get(name, ()), None if value.strip().lower() in NOT_RECORDED else value)
        self._check(set.intersection(*(set(kpi.dimensions) for kpi in kpis)), kept)
        return Scope(
            period=self._period(fiscal_start),
            where=kept,
            by=self.by,
            tolerance=self._tolerance(),
            weight=self.weight,
            fiscal_start=fiscal_start,
        )

    def possible(self, kpis: Sequence[tuple[Kpi, str]]) -> list[tuple[Kpi, str]]:
        """Keep, of all the figures, those that can be cut and narrowed as asked; the others are named, apart.

        A dimension that no figure has is refused as for one figure.
        """
        asked = {*self.by, *(condition.partition("=")[0] for condition in self.where)}
        kept = [one for one in kpis if asked <= set(one[0].dimensions)]
        if kept and len(kept) < len(kpis):
            left = ", ".join(one.name for one, _ in kpis if not asked <= set(one.dimensions))
            echo(Text(f"Sans cette dimension : {left}.", f"Without that dimension: {left}.")(lang()), err=True)
        return kept or list(kpis)

    def _tolerance(self) -> Decimal:
        try:
            tolerance = Decimal(self.tolerance)
        except InvalidOperation:
            tolerance = Decimal(-1)
        if not 0 <= tolerance <= 1:
            raise Said(
                f"«\u00a0{self.tolerance}\u00a0» n'est pas une tolérance\u00a0: elle va de 0 à 1, 0.05 pour 5\u00a0%.",
                f"“{self.tolerance}” is no tolerance: it goes from 0 to 1, 0.05 for 5 %.",
            )
        return tolerance

    def _check(self, allowed: set[str], kept: Mapping[str, object]) -> None:
        listed = ", ".join(sorted(allowed))
        for name in (*self.by, *kept):
            if name not in allowed:
                raise Said(
                    f"«\u00a0{name}\u00a0» n'est pas une dimension de ce chiffre. Dimensions\u00a0: {listed}.",
                    f"“{name}” is no dimension of this figure. Dimensions: {listed}.",
                )
        if {"quarter", "month"} <= set(self.by) or {"quarter", "month"} & set(kept):
            raise Said(
                "Un trimestre ou un mois se choisit avec --period, et l'on découpe par l'un ou l'autre.",
                "A quarter or a month is chosen with --period, and figures are cut by one or the other.",
            )

    def _period(self, fiscal_start: int) -> Period:
        if self.start or self.end:
            first, last = (self.start or EARLIEST).date(), (self.end or LATEST).date()
            if last < first:
                raise Said(
                    f"La période finit ({last}) avant de commencer ({first}).",
                    f"The period ends ({last}) before it starts ({first}).",
                )
            return Period(start=first, end=last)
        if self.period is None:
            return Period.quarter_of(dt.datetime.now().astimezone().date(), fiscal_start)
        try:
            return Period.parse(self.period, fiscal_start)
        except ValueError:
            raise Said(
                f"«\u00a0{self.period}\u00a0» n'est pas une période\u00a0: écrire 2026-T3, 2026-07 ou 2026.",
                f"“{self.period}” is no period: write 2026-T3, 2026-07 or 2026.",
            ) from None


def asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a figure, as one `Asked`."""

    @wraps(command)
    def asked(*, kpi: str, as_json: bool, as_csv: bool, **options: Any) -> Any:  # noqa: ANN401 — click's values
        return command(kpi, Asked(**options), as_json=as_json, as_csv=as_csv)

    wrapped: Callable[..., Any] = asked
    for option in (
        click.option("--period", help="2026-T3, 2026-07 or 2026; the current quarter unless told."),
        click.option("--from", "start", type=_DAY),
        click.option("--to", "end", type=_DAY),
        click.option("--by", multiple=True, help="Cut by a dimension."),
        click.option("--where", multiple=True, help="Keep one value: firm=F1; nothing after = is not recorded."),
        click.option("--reading", help="How to read the figure; see `figure list`."),
        click.option("--tolerance", default="0", help="0.05 for 5 % (budget conformity)."),
        click.option("--weight", type=click.Choice(["count", "amount"]), default="count"),
        click.option("--json", "as_json", is_flag=True),
        click.option("--csv", "as_csv", is_flag=True),
    ):
        wrapped = option(wrapped)
    return wrapped


def chosen(name: str, reading: str | None) -> list[tuple[Kpi, str]]:
    """Return the figures named, each with its reading, or refuse with those that exist."""
    kpis = catalogue()
    if name == "all":
        return [(kpi, kpi.default_reading) for kpi in kpis.values()]
    if name not in kpis:
        raise Said(
            f"Il n'y a pas de chiffre «\u00a0{name}\u00a0». Chiffres\u00a0: {', '.join(kpis)}.",
            f"There is no figure “{name}”. Figures: {', '.join(kpis)}.",
        )
    readings = [known.name for known in kpis[name].readings]
    if reading and reading not in readings:
        raise Said(
            f"«\u00a0{reading}\u00a0» n'est pas une lecture de {name}. Lectures\u00a0: {', '.join(readings)}.",
            f"“{reading}” is no reading of {name}. Readings: {', '.join(readings)}.",
        )
    return [(kpis[name], reading or readings[0])]
