"""The word `facts`, which writes what figures read, and the options that have figures read it: --engine, --facts."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from data.facts.engine import ENGINE, ENGINES, FACTS, chosen
from data.store import Reader, StoreError
from kpi.model import Text
from ui.asking import Said, lang, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from data.store import Store
    from kpi.model import Facts


@dataclass(frozen=True)
class Elsewhere:
    """Exported facts, asked like an open store."""

    facts: Callable[[], Facts]
    fiscal_start: int


def options(command: Any) -> Any:  # noqa: ANN401 — click's own
    """Let --engine and --facts say where a figure is worked out; the store unless told."""
    for option in (
        click.option("--engine", type=click.Choice(ENGINES), envvar=ENGINE, expose_value=False, callback=_kept,
                     help="What works figures out: DuckDB (the store, or --facts), or Spark over --facts."),
        click.option("--facts", type=click.Path(path_type=Path), envvar=FACTS, expose_value=False, callback=_kept,
                     help="Exported facts to read: an export, or a folder of them."),
    ):  # fmt: skip
        command = option(command)
    return command


def _kept(context: click.Context, parameter: click.Parameter, value: Any) -> None:  # noqa: ANN401 — click's signature
    context.meta[f"binome.{parameter.name}"] = value


@contextmanager
def asked(store: Store) -> Iterator[Reader | Elsewhere]:
    """Open what figures are asked of: the store, or the facts that the options name."""
    said = click.get_current_context().meta
    try:
        engine = chosen(said.get("binome.engine"), said.get("binome.facts"))
        if engine is None:
            with store.reading() as reader:
                yield reader
        else:
            with engine.asked() as facts:
                yield Elsewhere(facts, engine.lake.fiscal_start)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def names(source: Reader | Elsewhere) -> Mapping[str, Mapping[str, str]]:
    """Return the names behind ids; exported facts hold none."""
    from data.listing import names as names_of  # noqa: PLC0415 — the other words start without it

    return names_of(source) if isinstance(source, Reader) else {}


def behind(source: Reader | Elsewhere, counted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines behind what was counted, with file and line number.

    Exported facts hold no line: what was counted is given as it is (documents, matters, instructions), and it is told.
    """
    if not isinstance(source, Reader):
        click.echo(_WITHOUT_LINES(lang()), err=True)
        return counted
    from data.lines import lines_of, with_source  # noqa: PLC0415 — figures start without it

    if counted and "document_id" in counted[0]:
        kept = {(row["document_id"], row["matter_id"]) for row in counted}
        found = lines_of(source, [document for document, _ in kept])
        return [row for row in found if (row["document_id"], row["matter_id"]) in kept]
    return with_source(source, counted)


_WITHOUT_LINES = Text(
    "Les faits exportés ne contiennent pas les lignes : voici ce qui est compté. Les lignes se demandent à la base de "
    "l'entité.",
    "Exported facts do not hold the lines: here is what was counted. Lines are asked of the entity's store.",
)


def write(store: Store, folder: Path) -> None:
    """Write the facts of a store, and say what was written."""
    from data.facts.writing import export  # noqa: PLC0415 — the other words start without it
    from report.words import count  # noqa: PLC0415 — the same

    try:
        written = export(store, folder)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    tables, rows = len(written.tables), count(sum(part.rows for part in written.tables.values()), "line", lang())
    say(f"Faits exportés : {folder} ({tables} tables, {rows}).", f"Facts exported: {folder} ({tables} tables, {rows}).")
