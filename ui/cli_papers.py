"""`papers`: the papers of an invoice, what they disagree on, what needs a choice, and the choice itself.

- `papers`: what needs a choice, differences, duplicates, credit notes
- `papers NUMBER`: the papers of an invoice
- `papers replace NUMBER`: the version imported last counts
- `papers keep NUMBER`: the older version counts; of several, --file says which
- `papers same NUMBER OTHER`: two numbers are one invoice, the first counts
- `papers distinct NUMBER [OTHER]`: they are different invoices, and all count
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any, Final

import click

from data.store import StoreError
from kpi.model import Text
from ui.asking import Said, lang, say
from ui.terminal import echo, echo_json, echo_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data.papers.paper import Paper
    from data.store import Store

VERBS: Final = ("replace", "keep", "same", "distinct")
_WORDS: Final = {"replace": (1, 1), "keep": (1, 1), "same": (2, 2), "distinct": (1, 2)}


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the words and options of `papers`."""
    for option in (
        click.argument("words", nargs=-1, metavar="[replace|keep|same|distinct] [NUMBER] [OTHER]"),
        click.option("--firm", help="Firm, by its id, where several have that number."),
        click.option("--file", "name", help="File of the version to keep, or a part of its name."),
        click.option("--json", "as_json", is_flag=True),
    ):
        command = option(command)
    return command


def answer(store: Store, *, words: tuple[str, ...], firm: str | None, name: str | None, as_json: bool) -> int:
    """Do what the words ask; return the exit status."""
    try:
        if words and words[0] in VERBS:
            return _decide(store, words[0], words[1:], firm, name)
        if len(words) > 1:
            raise Said(
                f"Un seul numéro à la fois, ou une décision : {', '.join(VERBS)}.",
                f"One number at a time, or a decision: {', '.join(VERBS)}.",
            )
        return _one(store, words[0], firm, as_json=as_json) if words else _all(store, as_json=as_json)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _found(store: Store, number: str, firm: str | None) -> list[Paper]:
    from data.papers.listing import papers_numbered  # noqa: PLC0415 — figures start without it

    with store.reading() as reader:
        found = [one for one in papers_numbered(reader, number) if firm in {None, one.firm_id}]
    if not found:
        raise Said(f"Aucune facture ne porte le numéro « {number} ».", f"No invoice has the number “{number}”.")
    return found


def _one(store: Store, number: str, firm: str | None, *, as_json: bool) -> int:
    from ui.papers import told  # noqa: PLC0415 — as above

    found = _found(store, number, firm)
    if as_json:
        _json({"papers": found})
        return 0
    for one in found:
        amounts = f"{told.said(one.net, lang())} / {told.said(one.tax, lang())} / {told.said(one.gross, lang())}"
        echo(
            f"{one.firm_id or '—'}  {one.number}  {told.kind(one, lang())}  {told.said(one.invoice_date, lang())}  "
            f"{amounts} {one.currency or ''}  {told.place(one, lang())}  {told.why(one, lang())}"
        )
    return 0


def _all(store: Store, *, as_json: bool) -> int:
    from data import listing  # noqa: PLC0415 — as above
    from report.tables import to_csv  # noqa: PLC0415 — as above
    from ui.papers import told  # noqa: PLC0415 — as above

    with store.reading() as reader:
        found = {
            name: getattr(listing, name)(reader)
            for name in ("resubmissions", "look_alikes", "differences", "duplicates", "credit_notes")
        }
        names = listing.names(reader)
    if as_json:
        _json(found)
    else:
        tables = (
            told.resubmissions_table(found["resubmissions"], lang(), names),
            told.doubles_table(found["look_alikes"], lang(), names),
            told.differences_table(found["differences"], lang(), names),
            told.doubles_table(found["duplicates"], lang(), names),
            told.credits_table(found["credit_notes"], lang(), names),
        )
        for name, table in zip(found, tables, strict=True):
            echo(f"{TITLES[name](lang())} ({len(table.rows)})")
            if table.rows:
                echo_table(to_csv(table, lang()).removeprefix(b"\xef\xbb\xbf"))
    return 0


TITLES: Final = {
    "resubmissions": Text("Versions à choisir", "Versions to choose between"),
    "look_alikes": Text("Factures qui se ressemblent", "Invoices that look alike"),
    "differences": Text("Écarts entre pièces", "Differences between papers"),
    "duplicates": Text("Doublons", "Duplicates"),
    "credit_notes": Text("Avoirs", "Credit notes"),
}


def _decide(store: Store, verb: str, numbers: Sequence[str], firm: str | None, name: str | None) -> int:
    from data.papers import deciding  # noqa: PLC0415 — as above

    least, most = _WORDS[verb]
    if not least <= len(numbers) <= most:
        raise Said(f"« papers {verb} » demande {least} numéro(s).", f"“papers {verb}” takes {least} number(s).")
    if len(numbers) == most == 2:  # noqa: PLR2004 — a number and another
        first, second = (_counted(_found(store, number, firm)) for number in numbers)
        record = deciding.keep if verb == "same" else deciding.separate
        return _said(record(store, first, [second], lang()))
    versions = _versions(_found(store, numbers[0], firm), numbers[0])
    if verb == "distinct":
        return _said(deciding.separate(store, versions[0], versions[1:], lang()))
    if name is None and versions[0].kind != versions[1].kind:  # a LEDES file and an electronic invoice: no version
        raise _which(versions)
    chosen = _named(versions, name) if name else versions[0] if verb == "replace" else _older(versions)
    return _said(deciding.keep(store, chosen, [one for one in versions if one is not chosen], lang()))


def _counted(found: Sequence[Paper]) -> Paper:
    heads = [one for one in found if one.role == "counts"]
    if len({one.invoice_id for one in heads}) != 1:
        raise _several(found)
    return heads[0]


def _versions(found: Sequence[Paper], number: str) -> list[Paper]:
    """Return the papers from files of the one invoice that a number names, the latest import first."""
    if len({one.invoice_id for one in found}) != 1:
        raise _several(found)
    versions = [one for one in found if one.sha256 is not None]
    if len(versions) < 2:  # noqa: PLR2004 — nothing to choose between
        raise Said(
            f"La facture « {number} » n'a qu'une pièce : il n'y a rien à choisir.",
            f"Invoice “{number}” has one paper: there is nothing to choose.",
        )
    latest = sorted(versions, key=lambda one: one.file_id, reverse=True)
    again = [one for one in latest if sum(one.kind == other.kind for other in latest) > 1]
    return [one for one in again if one.kind == again[0].kind] if again else latest


def _older(versions: Sequence[Paper]) -> Paper:
    if len(versions) > 2:  # noqa: PLR2004 — which of the older ones?
        raise _which(versions)
    return versions[1]


def _which(versions: Sequence[Paper]) -> Said:
    listed = ", ".join(one.file for one in versions)
    return Said(
        f"Dire laquelle de ces pièces compte, par --file\u00a0: {listed}.",
        f"Say which of these papers counts, with --file: {listed}.",
    )


def _named(versions: Sequence[Paper], name: str) -> Paper:
    named = [one for one in versions if one.file == name] or [one for one in versions if name in one.file]
    if len(named) != 1:
        raise _which(versions)
    return named[0]


def _several(found: Sequence[Paper]) -> Said:
    firms = ", ".join(sorted({str(one.firm_id) for one in found}))
    return Said(
        f"Plusieurs factures portent ce numéro : préciser le cabinet par --firm ({firms}).",
        f"Several invoices have this number: say which firm with --firm ({firms}).",
    )


def _said(batch: int) -> int:
    say(
        f"Décision enregistrée (import n°\u00a0{batch}). Pour la reprendre\u00a0: undo {batch}.",
        f"Decision recorded (import no. {batch}). To take it back: undo {batch}.",
    )
    return 0


def _json(found: Mapping[str, Sequence[Any]]) -> None:
    from report.answers import plain  # noqa: PLC0415 — as above

    rows = {name: [plain(dataclasses.asdict(one)) for one in of_name] for name, of_name in found.items()}
    echo_json(json.dumps(rows, ensure_ascii=False))
