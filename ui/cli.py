"""The command line: the same figures, imports and ways back as the dashboard, in words."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from data.store import Store, StoreError, default_path
from kpi import catalogue
from kpi.model import Text
from ui import (
    cli_export,
    cli_facts,
    cli_import,
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

    from data.store import Reader


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
    sys.exit(cli_import.take_in(_store(), paths, currency, mapping, as_json=as_json, keep=True, again=again))


@main.command()
@_everywhere
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--currency", default="EUR", help="Currency of files that do not say theirs (LEDES 1998B).")
@cli_mapping.option
@click.option("--json", "as_json", is_flag=True)
def check(paths: tuple[Path, ...], currency: str, mapping: str | None, *, as_json: bool) -> None:
    """Read and report as `import` would; store nothing."""
    sys.exit(cli_import.take_in(_store(), paths, currency, mapping, as_json=as_json, keep=False))


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

    batch, file = cli_import.numbers(number)
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
            report = import_files(_store(), found, lang=lang(), origin="demo", tick=cli_import.progress(quiet=False))
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
