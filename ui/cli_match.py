"""Who is who on the command line: what waits to be matched, and the words that settle it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from data.matching.item import Name
from data.store import StoreError
from kpi.model import Text
from report import matching, words
from ui.asking import Said, lang, say
from ui.terminal import echo, echo_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.matching.item import Kind, Waiting
    from data.store import Reader, Store


_TABLES: Final[dict[Kind, Text]] = {
    "firm": Text("cabinets", "firms"),
    "matter": Text("dossiers", "matters"),
    "timekeeper": Text("intervenants", "timekeepers"),
}


def waits(reader: Reader) -> list[Waiting]:
    """Return what waits, the largest amount first."""
    from data.matching.waiting import waiting  # noqa: PLC0415 — figures start without it

    return waiting(reader)


def unlisted(reader: Reader) -> frozenset[Kind]:
    """Return the kinds of which no table was imported."""
    from data.matching import settled  # noqa: PLC0415 — as above

    return settled.unlisted(reader)


def tell(found: list[Waiting], lacking: frozenset[Kind], *, as_json: bool) -> None:
    """Say what waits: as written, where, on how much, and what it may be."""
    if as_json:
        echo_json(json.dumps({"waiting": [_plain(item) for item in found]}, ensure_ascii=False))
        return
    from data.matching.closeness import REASONS  # noqa: PLC0415 — as above

    if not found:
        say("Rien à rapprocher.", "Nothing to match.")
    for item in found:
        owner = f" ({item.firm_id})" if item.firm_id else ""
        amount = words.money(item.amount, lang())
        echo(words.readable(f"{item.kind}  {item.written}{owner}  {amount}  {item.file}:{item.line}"))
        for one in item.proposals:
            name = f"  {one.name}" if one.name else ""
            echo(words.readable(f"   → {one.id}{name}  {one.score}/100  {REASONS[one.reason](lang())}"))
    if lacking:
        absent = [title for kind, title in _TABLES.items() if kind in lacking]
        fr, en = ", ".join(one.fr for one in absent), ", ".join(one.en for one in absent)
        say(
            f"Tables pas encore importées, sans lesquelles rien ne dit quels noms sont connus : {fr}.",
            f"Tables not imported yet, without which nothing tells which names are known: {en}.",
        )


def _plain(item: Waiting) -> dict[str, Any]:
    from data.matching.closeness import REASONS  # noqa: PLC0415 — as above

    said = {name: getattr(item, name) for name in ("kind", "written", "firm_id", "name")}
    counted = {name: getattr(item, name) for name in ("documents", "lines", "file", "line", "files", "known")}
    proposals = [
        {"id": one.id, "name": one.name, "score": one.score, "reason": one.reason, "words": REASONS[one.reason](lang())}
        for one in item.proposals
    ]
    return said | {"amount": f"{item.amount:f}"} | counted | {"proposals": proposals}


def commands(store: Callable[[], Store]) -> list[Callable[..., None]]:
    """Return the words that settle: a firm, a matter, a timekeeper; they find the store by `store`."""

    @click.argument("alias")
    @click.argument("firm_id")
    def firm(alias: str, firm_id: str) -> None:
        """Say that a firm written ALIAS is FIRM_ID; the same text twice says that it is no other firm."""
        _settle(store(), Name("firm", alias), firm_id)

    @click.argument("alias")
    @click.argument("matter_id")
    @click.option("--firm", "firm_id", help="The firm whose own reference it is; without it, whoever writes it.")
    def matter(alias: str, matter_id: str, firm_id: str | None) -> None:
        """Say that a matter written ALIAS is MATTER_ID; the same text twice says that it is no other matter."""
        _settle(store(), Name("matter", alias, firm_id), matter_id)

    @click.argument("firm_id")
    @click.argument("alias")
    @click.argument("timekeeper_id")
    def timekeeper(firm_id: str, alias: str, timekeeper_id: str) -> None:
        """Say that the person whom FIRM_ID writes ALIAS is TIMEKEEPER_ID; the same text twice: nobody else."""
        _settle(store(), Name("timekeeper", alias, firm_id), timekeeper_id)

    return [firm, matter, timekeeper]


def _settle(store: Store, name: Name, meant: str) -> None:
    from data.matching import settling  # noqa: PLC0415 — as above

    try:
        if name.written == meant:
            batch = settling.set_apart(store, name, lang())
        else:
            batch = settling.settle(store, name, meant, lang())
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    done = matching.settled(name.written, meant)
    say(f"{done.fr} Pour le reprendre : undo {batch}.", f"{done.en} To take it back: undo {batch}.")
