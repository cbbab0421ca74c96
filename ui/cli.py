"""The command line: the same figures, imports and ways back as the dashboard, in words."""

from __future__ import annotations

import _thread
import datetime as dt
import json
import os
import sys
import tempfile
import threading
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from data.store import Store, StoreError, default_path
from kpi import catalogue
from kpi.model import Lang, Period, Scope, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.report import ImportReport
    from data.store import Reader
    from kpi.model import Key, Kpi

ALL_WELL, INCOMPLETE, NOTHING_DONE = 0, 1, 2
NOT_RECORDED = ("", "null", "none")


class Said(click.ClickException):
    """A sentence for the reader; nothing was done."""

    exit_code = NOTHING_DONE

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(Text(fr, en)(_lang()))

    def show(self, file: Any = None) -> None:  # noqa: ANN401 — click's signature
        del file
        click.echo(self.message, err=True)


def _lang() -> Lang:
    context = click.get_current_context(silent=True)
    chosen = context.meta.get("binome.lang") if context else None
    spoken = chosen or os.environ.get("BINOME_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "fr"
    return "en" if spoken.lower().startswith("en") else "fr"


def _say(fr: str, en: str) -> None:
    click.echo(Text(fr, en)(_lang()))


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


def _store() -> Store:
    chosen = click.get_current_context().meta.get("binome.store")
    return Store(Path(chosen) if chosen else default_path())


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_everywhere
@click.option("--port", type=click.IntRange(1024, 65535), help="Port of the dashboard.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.pass_context
def main(context: click.Context, port: int | None, *, no_browser: bool) -> None:
    """Binôme: legal spend, reviewed by two. Without words, opens the dashboard."""
    if context.invoked_subcommand is None:
        from ui.start import dashboard  # noqa: PLC0415 — no other word needs it

        sys.exit(dashboard(port, not no_browser, _store().path, context.meta.get("binome.lang")))


def _read(store: Store, work: Callable[[Reader], Any]) -> Any:  # noqa: ANN401 — what the work gives
    try:
        with store.reading() as reader:
            return work(reader)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _json(answer: Any) -> None:  # noqa: ANN401 — anything JSON holds
    click.echo(json.dumps(answer, ensure_ascii=False))


@main.command("import")
@_everywhere
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--currency", default="EUR", help="Currency of files that do not say theirs (LEDES 1998B).")
@click.option("--json", "as_json", is_flag=True)
def import_(paths: tuple[Path, ...], currency: str, *, as_json: bool) -> None:
    """Import files and folders, each recognised by its content."""
    _take_in(paths, currency, as_json=as_json, keep=True)


@main.command()
@_everywhere
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--currency", default="EUR", help="Currency of files that do not say theirs (LEDES 1998B).")
@click.option("--json", "as_json", is_flag=True)
def check(paths: tuple[Path, ...], currency: str, *, as_json: bool) -> None:
    """Read and report as `import` would; store nothing."""
    _take_in(paths, currency, as_json=as_json, keep=False)


def _take_in(paths: tuple[Path, ...], currency: str, *, as_json: bool, keep: bool) -> None:
    from data.imports import check_files, import_files, sources  # noqa: PLC0415 — figures start without it

    code = currency.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):  # noqa: PLR2004 — ISO 4217
        raise Said(
            f"« {currency} » n'est pas un code de devise : écrire EUR, GBP, USD…",
            f"“{currency}” is no currency code: write EUR, GBP, USD…",
        )
    try:
        found = sources(paths)
    except FileNotFoundError as error:
        raise Said(f"Il n'y a pas de fichier {error}.", f"There is no file {error}.") from error
    if not found:
        raise Said("Ces dossiers ne contiennent aucun fichier.", "These folders hold no file.")
    work = import_files if keep else check_files
    try:
        report = work(_store(), found, currency=code, lang=_lang(), tick=_progress(len(found), quiet=as_json))
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    if as_json:
        click.echo(report.model_dump_json())
    else:
        _tell(report, keep=keep)
    sys.exit(ALL_WELL if report.complete else INCOMPLETE)


def _progress(total: int, *, quiet: bool) -> Callable[[str], None]:
    """Return what shows progress on a terminal, file by file; a pipe is left alone.

    Under BINOME_PROGRESS=1 a program listens (ui/work.py): each file begun is told as JSON on standard error. Under
    BINOME_LIFELINE=1 the work is given up, nothing stored, once that program closes our standard input, or dies.
    """
    done = 0
    heard = os.environ.get("BINOME_PROGRESS") == "1"
    if os.environ.get("BINOME_LIFELINE") == "1":
        threading.Thread(target=_give_up_alone, daemon=True).start()

    def tick(name: str) -> None:
        nonlocal done
        done += 1
        if heard:
            click.echo(json.dumps({"done": min(done - 1, total), "total": total, "name": Path(name).name}), err=True)
        elif not quiet and sys.stderr.isatty():
            label = Path(name).name[:60] if name else "…"
            click.echo(f"\r\x1b[K{min(done, total)}/{total}  {label}", nl=False, err=True)

    return tick


def _give_up_alone() -> None:
    """Interrupt the work once nobody holds the other end of standard input; unbuffered, so as to lock nothing."""
    os.read(sys.stdin.fileno(), 1)
    _thread.interrupt_main()


def _tell(report: ImportReport, *, keep: bool) -> None:
    marks = {"reject": "✗", "error": "✗", "warning": "!", "info": "·"}
    statuses = {
        "imported": Text("importé" if keep else "lisible", "imported" if keep else "readable"),
        "already imported": Text("déjà importé", "already imported"),
        "rejected": Text("rejeté", "rejected"),
    }
    lang = _lang()
    for file in report.files:
        _say(
            f"{file.path} : {statuses[file.status](lang)} ({file.format}), {file.lines_imported} lignes sur "
            f"{file.lines_read}, {file.lines_set_aside} mises de côté, {len(file.invoices)} factures",
            f"{file.path}: {statuses[file.status](lang)} ({file.format}), {file.lines_imported} lines of "
            f"{file.lines_read}, {file.lines_set_aside} set aside, {len(file.invoices)} invoices",
        )
        for problem in file.problems:
            place = Text(f"ligne {problem.line} : ", f"line {problem.line}: ")(lang) if problem.line else ""
            click.echo(f"  {marks[problem.level]} {problem.code} {place}{problem.message} {problem.remedy}")
    if report.batch is not None:
        _say(
            f"Import n° {report.batch}. Pour le reprendre : undo {report.batch}.",
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
        undone = Text(" (repris)", " (taken back)")(_lang()) if row["undone"] else ""
        click.echo(f"{row['batch']}  {row['imported_at']}  {row['source']}{undone}")
        for place, file in enumerate(row["files"], start=1):
            click.echo(
                f"   {row['batch']}.{place}  {file['name']}  {file['format']}  {file['status']}  {file['lines']}"
            )


@main.command()
@_everywhere
@click.argument("number", metavar="ID")
def undo(number: str) -> None:
    """Take one import back, whole: `undo 3`, or one of its files: `undo 3.2`."""
    from data.imports import undo as take_back  # noqa: PLC0415 — as above

    batch, _, file = number.partition(".")
    if not batch.isdecimal() or (file and not file.isdecimal()):
        raise Said(f"« {number} » n'est pas un numéro d'import.", f"“{number}” is no import number.")
    store = _store()
    if not store.exists:
        raise Said("Il n'y a rien à reprendre : aucun import.", "There is nothing to take back: no import.")
    try:
        names = take_back(store, int(batch), int(file) if file else None)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    _say(f"Import {number} repris : {', '.join(names)}", f"Import {number} taken back: {', '.join(names)}")


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
            report = import_files(_store(), found, lang=_lang(), origin="demo", tick=_progress(len(found), quiet=False))
        except StoreError as error:
            raise Said(error.text.fr, error.text.en) from error
    held = sum(file.lines_imported for file in report.files)
    aside = sum(file.lines_set_aside for file in report.files)
    _say(
        f"Portefeuille de démonstration chargé : {len(report.files)} fichiers, {held} lignes, {aside} mises de côté "
        "exprès.",
        f"Demo portfolio loaded: {len(report.files)} files, {held} lines, {aside} set aside on purpose.",
    )


def _scope(
    kpis: list[Kpi], period: str | None, start: dt.datetime | None, end: dt.datetime | None, by: tuple[str, ...],
    where: tuple[str, ...], tolerance: str, weight: str, fiscal_start: int,
) -> Scope:  # fmt: skip
    allowed = set.intersection(*(set(kpi.dimensions) for kpi in kpis))
    kept: dict[str, tuple[Key, ...]] = {}
    for condition in where:
        name, _, value = condition.partition("=")
        kept[name] = (*kept.get(name, ()), None if value.strip().lower() in NOT_RECORDED else value)
    for name in (*by, *kept):
        if name not in allowed:
            raise Said(
                f"« {name} » n'est pas une dimension de ce chiffre. Dimensions : {', '.join(sorted(allowed))}.",
                f"“{name}” is no dimension of this figure. Dimensions: {', '.join(sorted(allowed))}.",
            )
    periods = {name for name in by if name in ("quarter", "month")} | {n for n in kept if n in ("quarter", "month")}
    if len(periods) > 1 or any(name in kept for name in ("quarter", "month")):
        raise Said(
            "Un trimestre ou un mois se choisit avec --period, et l'on découpe par l'un ou l'autre.",
            "A quarter or a month is chosen with --period, and figures are cut by one or the other.",
        )
    try:
        return Scope(
            period=_period(period, start, end, fiscal_start), where=kept, by=by, tolerance=Decimal(tolerance),
            weight=cast("Any", weight), fiscal_start=fiscal_start,
        )  # fmt: skip
    except (ValueError, InvalidOperation) as error:
        said = str(error).splitlines()[-1] if "tolerance" not in str(error) else f"tolerance {tolerance}"
        raise Said(f"Période ou tolérance illisible : {said}", f"Period or tolerance unreadable: {said}") from error


def _period(period: str | None, start: dt.datetime | None, end: dt.datetime | None, fiscal_start: int) -> Period:
    if period:
        return Period.parse(period, fiscal_start)
    if start or end:
        return Period(
            start=start.date() if start else dt.date(1900, 1, 1), end=end.date() if end else dt.date(2999, 12, 31)
        )
    return Period.quarter_of(dt.datetime.now(tz=dt.UTC).date(), fiscal_start)


_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


def _asking(command: Callable[..., Any]) -> Callable[..., Any]:
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
        command = option(command)
    return command


def _chosen(name: str, reading: str | None) -> list[tuple[Kpi, str]]:
    kpis = catalogue()
    if name == "all":
        return [(kpi, kpi.default_reading) for kpi in kpis.values()]
    if name not in kpis:
        raise Said(
            f"Il n'y a pas de chiffre « {name} ». Chiffres : {', '.join(kpis)}.",
            f"There is no figure “{name}”. Figures: {', '.join(kpis)}.",
        )
    kpi = kpis[name]
    chosen = reading or kpi.default_reading
    if chosen not in [known.name for known in kpi.readings]:
        listed = ", ".join(known.name for known in kpi.readings)
        raise Said(
            f"« {chosen} » n'est pas une lecture de {name}. Lectures : {listed}.",
            f"“{chosen}” is no reading of {name}. Readings: {listed}.",
        )
    return [(kpi, chosen)]


@main.command()
@_everywhere
@click.argument("kpi")
@_asking
def figure(
    kpi: str, period: str | None, start: dt.datetime | None, end: dt.datetime | None, by: tuple[str, ...],
    where: tuple[str, ...], reading: str | None, tolerance: str, weight: str, *, as_json: bool, as_csv: bool,
) -> None:  # fmt: skip
    """Give one figure, `all` of them, or the `list` of definitions."""
    from data.listing import names  # noqa: PLC0415 — as above
    from report import answers, words  # noqa: PLC0415 — as above

    if kpi == "list":
        _list(as_json=as_json)
        return
    chosen = _chosen(kpi, reading)

    def compute(reader: Reader) -> list[Any]:
        facts = reader.facts()
        scope = _scope(
            [one for one, _ in chosen], period, start, end, by, where, tolerance, weight, reader.fiscal_start
        )
        found = [one.compute(facts, scope, name) for one, name in chosen]
        labels = names(reader)
        return [(measure, answers.measure(measure, labels)) for measure in found]

    found = _read(_store(), compute)
    if as_json:
        _json([answer for _, answer in found] if kpi == "all" else found[0][1])
    elif as_csv:
        from report.listings import measures_table  # noqa: PLC0415 — as above
        from report.tables import to_csv  # noqa: PLC0415 — as above

        table = measures_table([measure for measure, _ in found], _lang())
        click.echo(to_csv(table, _lang()), nl=False)
    else:
        for measure, _ in found:
            click.echo(f"{catalogue()[measure.kpi].title(_lang())} : {words.measure(measure, _lang())}")
            for group in measure.groups:
                parts = zip(measure.scope.by, group.key, strict=True)
                key = " / ".join(words.label(name, part, _lang()) for name, part in parts)
                click.echo(f"  {key} : {words.show(group.value, measure.unit, _lang())}  (n = {group.n})")


def _list(*, as_json: bool) -> None:
    from report.answers import definition  # noqa: PLC0415 — as above

    found = [definition(one, _lang()) for one in catalogue().values()]
    if as_json:
        _json(found)
        return
    for one in found:
        click.echo(f"{one['kpi']} — {one['title']} : {one['question']}")
        for reading in one["readings"]:
            click.echo(f"   {reading['reading']} : {reading['formula']}")


@main.command()
@_everywhere
@click.argument("kpi")
@_asking
def lines(
    kpi: str, period: str | None, start: dt.datetime | None, end: dt.datetime | None, by: tuple[str, ...],
    where: tuple[str, ...], reading: str | None, tolerance: str, weight: str, *, as_json: bool, as_csv: bool,
) -> None:  # fmt: skip
    """List what was counted in a figure's numerator, with file and line number."""
    from data.lines import lines_of, with_source  # noqa: PLC0415 — as above
    from report.answers import plain  # noqa: PLC0415 — as above

    (one, name), *_ = _chosen(kpi, reading)

    def find(reader: Reader) -> list[dict[str, Any]]:
        scope = _scope([one], period, start, end, by, where, tolerance, weight, reader.fiscal_start)
        counted = [row for row in one.trail(reader.facts(), scope, name) if row.get("counted", True)]
        if counted and "document_id" in counted[0]:
            kept = {(row["document_id"], row["matter_id"]) for row in counted}
            return [r for r in lines_of(reader, [d for d, _ in kept]) if (r["document_id"], r["matter_id"]) in kept]
        return with_source(reader, counted)

    found = _read(_store(), find)
    if as_csv:
        from report.listings import rows_table  # noqa: PLC0415 — as above
        from report.tables import to_csv  # noqa: PLC0415 — as above

        click.echo(to_csv(rows_table(found), _lang()), nl=False)
    elif as_json:
        _json({"kpi": kpi, "reading": name, "rows": [plain(row) for row in found]})
    else:
        for row in found:
            click.echo("  ".join(str(plain(value)) for value in row.values() if value is not None))


@main.command()
@_everywhere
@click.option("--json", "as_json", is_flag=True)
def verify(*, as_json: bool) -> None:
    """Reconcile every total and say what differs."""
    from data.verify import reconcile  # noqa: PLC0415 — as above

    ties = _read(_store(), reconcile)
    if as_json:
        _json({
            "ties": [
                {"title": t.title(_lang()), "left": f"{t.left:f}", "right": f"{t.right:f}", "difference": f"{t.difference:f}"}
                for t in ties
            ]
        })  # fmt: skip
    else:
        for tie in ties:
            click.echo(f"{'✓' if not tie.difference else '✗'} {tie.title(_lang())} : {tie.left:f} / {tie.right:f}")
    sys.exit(ALL_WELL if not any(tie.difference for tie in ties) else INCOMPLETE)


@main.command()
@_everywhere
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a whole, consistent copy of the store. Copying the store's file is not a backup."""
    from data.backup import backup as copy  # noqa: PLC0415 — as above

    try:
        copy(_store(), file)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    _say(f"Sauvegarde écrite : {file}", f"Backup written: {file}")


@main.command()
@_everywhere
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put a backup in the place of the store; the store that was there is kept beside it."""
    from data.backup import restore as put_back  # noqa: PLC0415 — as above

    try:
        kept = put_back(_store(), file)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    _say(f"Base restaurée depuis {file}.", f"Store restored from {file}.")
    if kept:
        _say(f"L'ancienne est gardée : {kept}", f"The older one is kept: {kept}")


if __name__ == "__main__":
    main(prog_name="binome")
