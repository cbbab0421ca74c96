"""The command line: the same figures, imports and ways back as the dashboard, in words."""

from __future__ import annotations

import _thread
import datetime as dt
import json
import os
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from data.progress import Step, left
from data.store import EmptyStoreError, Store, StoreError, default_path
from kpi import catalogue
from kpi.model import Text
from ui import (
    cli_export,
    cli_facts,
    cli_keeping,
    cli_mapping,
    cli_match,
    cli_pack,
    cli_papers,
    cli_privacy,
    cli_returns,
    discreet,
)
from ui.asking import Asked, Said, asking, chosen, lang, say
from ui.terminal import echo, echo_json, echo_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.imports import Source
    from data.report import FileReport, ImportReport
    from data.store import Reader
    from kpi.model import Lang

ALL_WELL, INCOMPLETE = 0, 1


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> Any:  # noqa: ANN401 — click's signature
    """Let --store and --lang stand before or after the words."""
    if value is not None:
        context.meta[f"binome.{parameter.name}"] = value
    return value


def _everywhere(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--store", type=click.Path(path_type=Path), expose_value=False, callback=_remember, is_eager=True),
        click.option("--lang", type=click.Choice(["fr", "en"]), expose_value=False, callback=_remember, is_eager=True),
    ):
        command = option(command)
    return command


def _colon() -> str:
    return Text("\u00a0: ", ": ")(lang())


def _store() -> Store:
    chosen = click.get_current_context().meta.get("binome.store")
    return Store(Path(chosen) if chosen else default_path())


class _Words(click.Group):
    """The words of the contract; another word is refused in the reader's language."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that a word names."""
        if args[0] not in self.commands:
            listed = ", ".join(self.commands)
            raise Said(
                f"Il n'y a pas de commande «\u00a0{args[0]}\u00a0». Commandes\u00a0: {listed}.",
                f"There is no command “{args[0]}”. Commands: {listed}.",
            )
        return super().resolve_command(ctx, args)


@click.group(cls=_Words, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_everywhere
@click.option("--port", type=click.IntRange(1024, 65535), help="Port of the dashboard.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option(
    "--shared",
    type=click.Path(path_type=Path),
    envvar="BINOME_SHARED",
    help="Share the dashboard on an intranet, as this private file says (docs/intranet.en.md).",
)
@click.pass_context
def main(context: click.Context, port: int | None, shared: Path | None, *, no_browser: bool) -> None:
    """Binôme: legal spend, reviewed by two. Without words, opens the dashboard."""
    before = os.umask(0o077)  # whatever a word writes is for this person only
    context.call_on_close(lambda: os.umask(before))
    if context.invoked_subcommand is None:
        from ui.share import share  # noqa: PLC0415 — no other word needs it
        from ui.start import dashboard  # noqa: PLC0415 — as above

        cli_keeping.warn(_store())
        spoken = context.meta.get("binome.lang")
        sys.exit(
            share(port, _store().path, spoken, shared)
            if shared
            else dashboard(port, not no_browser, _store().path, spoken)
        )


def _read(store: Store, work: Callable[[Reader], Any]) -> Any:  # noqa: ANN401 — what the work gives
    try:
        with store.reading() as reader:
            return work(reader)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _json(answer: Any) -> None:  # noqa: ANN401 — anything JSON holds
    echo_json(json.dumps(answer, ensure_ascii=False))


@main.command("import")
@_everywhere
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--again", metavar="ID", help="Try again a rejected file, kept: 3.2, or those of an import: 3.")
@click.option("--currency", default="EUR", help="Currency of files that do not say theirs (LEDES 1998B).")
@cli_mapping.option
@click.option("--json", "as_json", is_flag=True)
def import_(paths: tuple[Path, ...], again: str | None, currency: str, mapping: str | None, *, as_json: bool) -> None:
    """Import files and folders, each recognised by its content."""
    if bool(paths) == (again is not None):
        raise Said(
            "Donner des fichiers à importer, ou --again et le numéro d'un fichier rejeté.",
            "Give files to import, or --again and the number of a rejected file.",
        )
    _take_in(paths, currency, mapping, as_json=as_json, keep=True, again=again)


@main.command()
@_everywhere
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--currency", default="EUR", help="Currency of files that do not say theirs (LEDES 1998B).")
@cli_mapping.option
@click.option("--json", "as_json", is_flag=True)
def check(paths: tuple[Path, ...], currency: str, mapping: str | None, *, as_json: bool) -> None:
    """Read and report as `import` would; store nothing."""
    _take_in(paths, currency, mapping, as_json=as_json, keep=False)


def _take_in(  # noqa: PLR0913 — the options of two commands
    paths: tuple[Path, ...], currency: str, mapping: str | None, *, as_json: bool, keep: bool, again: str | None = None
) -> None:
    code = currency.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):  # noqa: PLR2004 — ISO 4217
        raise Said(
            f"«\u00a0{currency}\u00a0» n'est pas un code de devise\u00a0: écrire EUR, GBP, USD…",
            f"“{currency}” is no currency code: write EUR, GBP, USD…",
        )
    tick = _progress(quiet=as_json)
    tick(Step("…", 0, len(paths), 0, 1, 0))  # before the libraries that read files are there, which takes a while
    from data.imports import check_files, import_files, sources  # noqa: PLC0415 — figures start without it

    try:
        found = sources(paths) if again is None else _rejected(again)
    except FileNotFoundError as error:
        raise Said(f"Il n'y a pas de fichier {error}.", f"There is no file {error}.") from error
    if not found:
        raise Said("Ces dossiers ne contiennent aucun fichier.", "These folders hold no file.")
    origin = "page" if os.environ.get("BINOME_PROGRESS") == "1" else "command line"
    work = partial(import_files, origin=origin) if keep else check_files
    gone = cli_keeping.vanished(_store()) if keep else None
    report = _unless_stopped(partial(work, _store(), found, currency=code, lang=lang(), tick=tick, mapping=mapping))
    if gone and report.batch is not None:
        echo(gone(lang()), err=True)
    if keep and report.batch is not None:
        cli_privacy.after_import(_store())
    if as_json:
        for part in report.in_json():
            echo_json(part, nl=False)
    else:
        _tell(report, keep=keep)
    sys.exit(ALL_WELL if report.complete else INCOMPLETE)


def _rejected(number: str) -> list[Source]:
    """Return the rejected files that a number names, as received."""
    from data.again import rejected  # noqa: PLC0415 — figures start without it

    try:
        return [*rejected(_store(), *_numbers(number))]
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _numbers(number: str) -> tuple[int, int | None]:
    """Part the number of an import, `3`, or of one of its files, `3.2`."""
    batch, _, file = number.partition(".")
    if not batch.isdecimal() or (file and not file.isdecimal()):
        raise Said(f"«\u00a0{number}\u00a0» n'est pas un numéro d'import.", f"“{number}” is no import number.")
    return int(batch), int(file) if file else None


def _unless_stopped(work: Callable[[], ImportReport]) -> ImportReport:
    """Do the work; stopped by Ctrl+C, it says what that leaves: nothing, unless all was stored before it was heard."""
    before = _latest()
    try:
        return work()
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    except KeyboardInterrupt:
        click.echo(err=True)
        if _latest() != before:
            raise Said(
                "Arrêté trop tard\u00a0: l'import était fini. Commandes imports et undo pour le voir, le reprendre.",
                "Stopped too late: the import was done. The commands imports and undo show it and take it back.",
            ) from None
        raise Said(
            "Arrêté\u00a0: rien n'a été enregistré, la base est telle qu'avant.",
            "Stopped: nothing was stored, the store is as it was.",
        ) from None


def _latest() -> int:
    """Return the number of the latest import; none when there is no store."""
    from data.listing import latest_import  # noqa: PLC0415 — figures start without it

    try:
        with _store().reading() as reader:
            return latest_import(reader)
    except EmptyStoreError:
        return 0
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _progress(*, quiet: bool) -> Callable[[Step], None]:
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


@main.command()
@_everywhere
@click.option("--json", "as_json", is_flag=True)
def imports(*, as_json: bool) -> None:
    """List what was imported, when, from which files."""
    from data.listing import history  # noqa: PLC0415 — as above
    from report.answers import plain  # noqa: PLC0415 — as above

    found = _read(_store(), history)[::-1]
    if as_json:
        _json({"imports": [plain(row) for row in found]})
        return
    for row in found:
        undone = Text(" (repris)", " (taken back)")(lang()) if row["undone"] else ""
        echo(f"{row['batch']}  {row['imported_at']}  {row['source']}{undone}")
        for place, file in enumerate(row["files"], start=1):
            echo(f"   {row['batch']}.{place}  {file['name']}  {file['format']}  {file['status']}  {file['lines']}")


@main.command()
@_everywhere
@click.argument("number", metavar="ID")
def undo(number: str) -> None:
    """Take one import back, whole: `undo 3`, or one of its files: `undo 3.2`."""
    from data.imports import undo as take_back  # noqa: PLC0415 — as above

    batch, file = _numbers(number)
    store = _store()
    if not store.exists:
        raise Said("Il n'y a rien à reprendre\u00a0: aucun import.", "There is nothing to take back: no import.")
    try:
        names = take_back(store, batch, file)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    say(f"Import {number} repris\u00a0: {', '.join(names)}", f"Import {number} taken back: {', '.join(names)}")


@main.command()
@_everywhere
def demo() -> None:
    """Load the fictitious demo portfolio into the store."""
    from data.demo import write  # noqa: PLC0415 — as above

    with tempfile.TemporaryDirectory(prefix="binome-demo-") as folder:
        write(Path(folder), dt.datetime.now(tz=dt.UTC).date())
        from data.imports import import_files, sources  # noqa: PLC0415 — as above

        found = [(str(Path(name).relative_to(folder)), path) for name, path in sources([Path(folder)])]
        try:
            report = import_files(_store(), found, lang=lang(), origin="demo", tick=_progress(quiet=False))
        except StoreError as error:
            raise Said(error.text.fr, error.text.en) from error
    held = sum(file.lines_imported for file in report.files)
    aside = sum(file.lines_set_aside for file in report.files)
    say(
        f"Portefeuille de démonstration chargé\u00a0: {len(report.files)} fichiers, {held} lignes, {aside} mises de "
        "côté exprès.",
        f"Demo portfolio loaded: {len(report.files)} files, {held} lines, {aside} set aside on purpose.",
    )


@main.command()
@_everywhere
@cli_facts.options
@click.argument("kpi")
@asking
def figure(kpi: str, asked: Asked, *, as_json: bool, as_csv: bool) -> None:
    """Give one figure, `all` of them, or the `list` of definitions."""
    from report import answers, words  # noqa: PLC0415 — as above

    if kpi == "list":
        _list(as_json=as_json)
        return
    kpis = asked.possible(chosen(kpi, asked.reading)) if kpi == "all" else chosen(kpi, asked.reading)

    with cli_facts.asked(_store()) as source:
        facts = source.facts()
        scope = asked.scope([one for one, _ in kpis], source.fiscal_start)
        measures = [one.compute(facts, scope, name) for one, name in kpis]
        labels = cli_facts.names(source)
        found = [(measure, answers.measure(measure, labels)) for measure in measures]
    if as_json:
        _json([answer for _, answer in found] if kpi == "all" else found[0][1])
    elif as_csv:
        from report.listings import measures_table  # noqa: PLC0415 — as above
        from report.tables import to_csv  # noqa: PLC0415 — as above

        table = measures_table([measure for measure, _ in found], lang())
        echo_table(to_csv(table, lang()))
    else:
        for measure, _ in found:
            echo(f"{catalogue()[measure.kpi].title(lang())}{_colon()}{words.measure(measure, lang())}")
            for group in measure.groups:
                parts = zip(measure.scope.by, group.key, strict=True)
                key = " / ".join(words.label(name, part, lang()) for name, part in parts)
                echo(f"  {key}{_colon()}{words.show(group.value, measure.unit, lang())}  (n = {group.n})")


def _list(*, as_json: bool) -> None:
    from report.answers import definition  # noqa: PLC0415 — as above

    found = [definition(one, lang()) for one in catalogue().values()]
    if as_json:
        _json(found)
        return
    for one in found:
        echo(f"{one['kpi']} — {one['title']}{_colon()}{one['question']}")
        for reading in one["readings"]:
            echo(f"   {reading['reading']}{_colon()}{reading['formula']}")


@main.command()
@_everywhere
@cli_facts.options
@click.argument("kpi")
@asking
def lines(kpi: str, asked: Asked, *, as_json: bool, as_csv: bool) -> None:
    """List what was counted in a figure's numerator, with file and line number."""
    from report.answers import plain  # noqa: PLC0415 — as above

    if kpi == "all":
        raise Said("Les lignes se demandent pour un seul chiffre.", "Lines are asked for one figure at a time.")
    [(one, name)] = chosen(kpi, asked.reading)

    with cli_facts.asked(_store()) as source:
        scope = asked.scope([one], source.fiscal_start)
        counted = [row for row in one.trail(source.facts(), scope, name) if row.get("counted", True)]
        found = cli_facts.behind(source, counted)
    if as_csv:
        from report.listings import rows_table  # noqa: PLC0415 — as above
        from report.tables import to_csv  # noqa: PLC0415 — as above

        echo_table(to_csv(rows_table(found), lang()))
    elif as_json:
        _json({"kpi": kpi, "reading": name, "rows": [plain(row) for row in found]})
    else:
        for row in found:
            echo("  ".join(str(plain(value)) for value in row.values() if value is not None))


@main.group("match", cls=_Words, invoke_without_command=True)
@_everywhere
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def match(context: click.Context, *, as_json: bool) -> None:
    """List what waits to be matched; `match firm`, `match matter` and `match timekeeper` settle it."""
    if context.invoked_subcommand is None:
        cli_match.tell(_read(_store(), cli_match.waits), _read(_store(), cli_match.unlisted), as_json=as_json)


for made in cli_match.commands(_store):
    match.command()(_everywhere(made))


@main.command()
@_everywhere
@cli_pack.options
def pack(**asked: Any) -> None:  # noqa: ANN401 — click's values
    """Write the supplier review pack: slides, PDF and workbook."""
    for path in _read(_store(), partial(cli_pack.make, **asked)):
        echo(path)


@main.command("problems")
@_everywhere
@cli_returns.options
def problems_(**asked: Any) -> None:  # noqa: ANN401 — click's values
    """Say what was wrong in each firm's files; with --out, write the sheet that goes back to it."""
    for path in _read(_store(), partial(cli_returns.make, **asked)):
        echo(path)


@main.command()
@_everywhere
@cli_papers.options
def papers(**asked: Any) -> None:  # noqa: ANN401 — click's values
    """Show the papers of invoices and what needs a choice; `keep`, `replace`, `same` and `distinct` decide."""
    sys.exit(cli_papers.answer(_store(), **asked))


@main.command()
@_everywhere
@click.option("--accept", is_flag=True, help="Accept what the store holds, though its journal confirmed more.")
@click.option("--json", "as_json", is_flag=True)
def verify(*, accept: bool, as_json: bool) -> None:
    """Reconcile every total, read the journal and the originals whole, and say what differs."""
    sys.exit(cli_keeping.verify(_store(), accept=accept, as_json=as_json))


@main.command("facts")
@_everywhere
@click.argument("folder", type=click.Path(path_type=Path))
def facts_(folder: Path) -> None:
    """Write what figures read as Parquet, for Spark or another engine: no narrative, no name, no free text."""
    cli_facts.write(_store(), folder)


@main.command()
@_everywhere
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a whole, consistent copy of the store. Copying the store's file is not a backup."""
    cli_keeping.backup(_store(), file)


@main.command()
@_everywhere
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put a backup in the place of the store; the store that was there is kept beside it."""
    cli_keeping.restore(_store(), file)


@main.command()
@_everywhere
@click.argument("file", type=click.Path(path_type=Path))
def rebuild(file: Path) -> None:
    """Make a new store from the originals kept beside this one, damaged or gone; `restore` puts it in place."""
    sys.exit(cli_keeping.rebuild(_store(), file))


main.command("export")(_everywhere(cli_export.word(_store)))
for name, made in cli_privacy.words(_store):
    main.command(name)(_everywhere(made))
main.add_command(cli_mapping.words(_Words, _everywhere, _store))

if __name__ == "__main__":
    discreet.keep()
    main(prog_name="binome")
