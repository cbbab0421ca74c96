"""Importing and checking in words: what came in, what was set aside, how far it is, and what a stop leaves."""

from __future__ import annotations

import _thread
import json
import os
import sys
import threading
import time
from dataclasses import asdict
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from data.progress import Step, left
from data.store import EmptyStoreError, StoreError
from kpi.model import Text
from ui import cli_keeping, cli_privacy
from ui.asking import Said, lang, say
from ui.terminal import echo, echo_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.imports import Source
    from data.report import FileReport, ImportReport
    from data.store import Store
    from kpi.model import Lang


ALL_WELL, INCOMPLETE = 0, 1


def take_in(  # noqa: PLR0913 — the options of two commands
    store: Store,
    paths: tuple[Path, ...],
    currency: str,
    mapping: str | None,
    *,
    as_json: bool,
    keep: bool,
    again: str | None = None,
) -> int:
    """Read files, and store them (`keep`) or not; tell what became of each, and return the exit status."""
    code = currency.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):  # noqa: PLR2004 — ISO 4217
        raise Said(
            f"«\u00a0{currency}\u00a0» n'est pas un code de devise\u00a0: écrire EUR, GBP, USD…",
            f"“{currency}” is no currency code: write EUR, GBP, USD…",
        )
    tick = progress(quiet=as_json)
    tick(Step("…", 0, len(paths), 0, 1, 0))  # before the libraries that read files are there, which takes a while
    from data.imports import check_files, import_files, sources  # noqa: PLC0415 — figures start without it

    try:
        found = sources(paths) if again is None else _rejected(store, again)
    except FileNotFoundError as error:
        raise Said(f"Il n'y a pas de fichier {error}.", f"There is no file {error}.") from error
    if not found:
        raise Said("Ces dossiers ne contiennent aucun fichier.", "These folders hold no file.")
    origin = "page" if os.environ.get("BINOME_PROGRESS") == "1" else "command line"
    work = partial(import_files, origin=origin) if keep else check_files
    gone = cli_keeping.vanished(store) if keep else None
    report = _unless_stopped(store, partial(work, store, found, currency=code, lang=lang(), tick=tick, mapping=mapping))
    if gone and report.batch is not None:
        echo(gone(lang()), err=True)
    if keep and report.batch is not None:
        cli_privacy.after_import(store)
    if as_json:
        for part in report.in_json():
            echo_json(part, nl=False)
    else:
        _tell(report, keep=keep)
    return ALL_WELL if report.complete else INCOMPLETE


def _rejected(store: Store, number: str) -> list[Source]:
    """Return the rejected files that a number names, as received."""
    from data.again import rejected  # noqa: PLC0415 — figures start without it

    try:
        return [*rejected(store, *numbers(number))]
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def numbers(number: str) -> tuple[int, int | None]:
    """Part the number of an import, `3`, or of one of its files, `3.2`."""
    batch, _, file = number.partition(".")
    if not batch.isdecimal() or (file and not file.isdecimal()):
        raise Said(f"«\u00a0{number}\u00a0» n'est pas un numéro d'import.", f"“{number}” is no import number.")
    return int(batch), int(file) if file else None


def _unless_stopped(store: Store, work: Callable[[], ImportReport]) -> ImportReport:
    """Do the work; stopped by Ctrl+C, it says what that leaves: nothing, unless all was stored before it was heard."""
    before = _latest(store)
    try:
        return work()
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    except KeyboardInterrupt:
        click.echo(err=True)
        if _latest(store) != before:
            raise Said(
                "Arrêté trop tard\u00a0: l'import était fini. Commandes imports et undo pour le voir, le reprendre.",
                "Stopped too late: the import was done. The commands imports and undo show it and take it back.",
            ) from None
        raise Said(
            "Arrêté\u00a0: rien n'a été enregistré, la base est telle qu'avant.",
            "Stopped: nothing was stored, the store is as it was.",
        ) from None


def _latest(store: Store) -> int:
    """Return the number of the latest import; none when there is no store."""
    from data.listing import latest_import  # noqa: PLC0415 — figures start without it

    try:
        with store.reading() as reader:
            return latest_import(reader)
    except EmptyStoreError:
        return 0
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def progress(*, quiet: bool) -> Callable[[Step], None]:
    """Return what shows progress on a terminal, by file and by line, with the time left; a pipe is left alone.

    Under BINOME_PROGRESS=1 a program listens (ui/work.py): each step is told as JSON on standard error. Under
    BINOME_LIFELINE=1 the work is given up, nothing stored, once that program closes our standard input, or dies.
    """
    began = time.monotonic()
    heard = os.environ.get("BINOME_PROGRESS") == "1"
    if os.environ.get("BINOME_LIFELINE") == "1":
        threading.Thread(target=_give_up_alone, daemon=True).start()

    def tick(step: Step) -> None:
        if heard:
            click.echo(json.dumps({**asdict(step), "name": PurePath(step.name).name}), err=True)
        elif not quiet and sys.stderr.isatty():
            click.echo("\r\x1b[K" + (_line(step, time.monotonic() - began) if step.name else ""), nl=False, err=True)

    return tick


def _line(step: Step, spent: float) -> str:
    """Say on one line of a terminal how far the work is."""
    seconds = left(step, spent)
    rest = "" if seconds is None else f"  ~{seconds:.0f} s"
    lines = Text(f"{step.lines} lignes", f"{step.lines} lines")(lang()) if step.lines else ""
    share, name = 100 * step.done // step.total, PurePath(step.name).name[:60]
    return f"{share:3} %  {step.file}/{step.files}  {name}  {lines}{rest}"


def _give_up_alone() -> None:
    """Interrupt the work once nobody holds the other end of standard input; unbuffered, so as to lock nothing."""
    os.read(sys.stdin.fileno(), 1)
    _thread.interrupt_main()


def _counted(file: FileReport, language: Lang) -> str:
    """Say what a file is, how many of its lines were kept or set aside, and how many invoices it holds."""
    from report import words  # noqa: PLC0415 — figures start without it

    made = Text("inconnu", "unknown")(language) if file.format == "unknown" else file.format
    kept, read = words.count(file.lines_imported, "line", language), words.number(file.lines_read, language)
    aside = words.number(file.lines_set_aside, language)
    forms = (Text("mise de côté", "set aside"), Text("mises de côté", "set aside"))
    parts = (
        f"{kept} {Text('sur', 'of')(language)} {read}",
        f"{aside}\u00a0{words.plural(file.lines_set_aside, language, forms)}",
        words.count(len(file.invoices), "invoice", language),
    )
    return f"({made}), {', '.join(parts)}"


def _tell(report: ImportReport, *, keep: bool) -> None:
    from report.words import readable  # noqa: PLC0415 — figures start without it

    marks = {"reject": "✗", "error": "✗", "warning": "!", "info": "·"}
    statuses = {
        "imported": Text("importé" if keep else "lisible", "imported" if keep else "readable"),
        "already imported": Text("déjà importé", "already imported"),
        "rejected": Text("rejeté", "rejected"),
    }
    for file in report.files:
        say(
            f"{file.path}\u00a0: {statuses[file.status]('fr')} {_counted(file, 'fr')}",
            f"{file.path}: {statuses[file.status]('en')} {_counted(file, 'en')}",
        )
        for problem in file.problems:
            place = Text(f"ligne {problem.line}\u00a0: ", f"line {problem.line}: ")(lang()) if problem.line else ""
            told = readable(f"{problem.message} {problem.remedy}")
            echo(f"  {marks[problem.level]} {problem.code} {place}{told}")
    if report.batch is not None:
        say(
            f"Import n°\u00a0{report.batch}. Pour le reprendre\u00a0: undo {report.batch}.",
            f"Import no. {report.batch}. To take it back: undo {report.batch}.",
        )
