"""The word `mapping`: what somebody said of the columns of other tables, kept by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from data.store import EmptyStoreError, Store, StoreError
from kpi.model import Text
from ui.asking import Said, lang, say
from ui.terminal import echo, echo_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.mapping.fields import Target
    from data.mapping.model import Mapping
    from data.mapping.preview import Preview
    from data.mapping.saved import Saved
    from data.mapping.sketch import Proposal

option = click.option("--mapping", help="Read every table with a saved mapping; see `mapping list`.")
_AS_JSON = click.option("--json", "as_json", is_flag=True)


def words(kind: type[click.Group], everywhere: Callable[[Any], Any], place: Callable[[], Store]) -> click.Group:
    """Return the word `mapping` and those that follow it."""

    @click.group(cls=kind)
    def mapping() -> None:
        """Say once what the columns of a table mean: propose, save, list, show, delete."""

    @mapping.command("list")
    @everywhere
    @_AS_JSON
    def list_(*, as_json: bool) -> None:
        """List the saved mappings."""
        _list(_saved(place()), as_json=as_json)

    @mapping.command()
    @everywhere
    @click.argument("name")
    @_AS_JSON
    def show(name: str, *, as_json: bool) -> None:
        """Show a mapping; as JSON, it can be handed on and saved elsewhere."""
        _show(_named(place(), name), as_json=as_json)

    @mapping.command()
    @everywhere
    @click.argument("file", type=click.Path(path_type=Path))
    def save(file: Path) -> None:
        """Save a mapping from a JSON file, under the name that it says."""
        _save(place(), file)

    @mapping.command()
    @everywhere
    @click.argument("name")
    def delete(name: str) -> None:
        """Delete a mapping; what was imported with it stays."""
        _delete(place(), name)

    @mapping.command()
    @everywhere
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--name", help="Name of the mapping; that of the file unless told.")
    @click.option("--target", type=click.Choice(["invoices", "lines"]), help="A register of invoices, or their lines.")
    @click.option("--header-line", type=click.IntRange(1), help="The line of the headings, where it is not found.")
    @click.option("--out", type=click.Path(path_type=Path), help="Write the mapping proposed as JSON.")
    @_AS_JSON
    def propose(file: Path, out: Path | None, *, as_json: bool, **told: Any) -> None:  # noqa: ANN401 — click's values
        """Look at a table that nothing recognises, and propose what its columns mean."""
        _propose(file, out, as_json=as_json, **told)

    return mapping


def _saved(store: Store) -> list[Saved]:
    from data.mapping.saved import listed  # noqa: PLC0415 — figures start without it

    try:
        with store.reading() as reader:
            return listed(reader)
    except EmptyStoreError:
        return []
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _named(store: Store, name: str) -> Mapping:
    from data.mapping.saved import named  # noqa: PLC0415 — as above

    try:
        return named(tuple(one.mapping for one in _saved(store)), name)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def _list(found: list[Saved], *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"name": one.mapping.name, "target": one.mapping.target, "saved_at": one.saved_at, "files": one.files}
            for one in found
        ]
        echo_json(json.dumps({"mappings": rows}, ensure_ascii=False))
        return
    if not found:
        say("Aucune correspondance enregistrée.", "No mapping is saved.")
    for one in found:
        what = _TARGETS[one.mapping.target](lang())
        say(
            f"{one.mapping.name} : {what}, {len(one.mapping.columns)} colonnes, {one.files} fichiers lus",
            f"{one.mapping.name}: {what}, {len(one.mapping.columns)} columns, {one.files} files read",
        )


_TARGETS = {
    "invoices": Text("registre des factures", "register of invoices"),
    "lines": Text("lignes de factures", "lines of invoices"),
}


def _show(mapping: Mapping, *, as_json: bool) -> None:
    from data.mapping.fields import FIELDS  # noqa: PLC0415 — as above

    if as_json:
        echo_json(json.dumps(mapping.model_dump(mode="json"), ensure_ascii=False))
        return
    echo(f"{mapping.name} ({_TARGETS[mapping.target](lang())})")
    for field, heading in mapping.columns.items():
        echo(f"  {heading} → {FIELDS[mapping.target][field].title(lang())}")
    for field, value in mapping.constants.items():
        echo(f"  = {value} → {FIELDS[mapping.target][field].title(lang())}")
    for field, meanings in mapping.values.items():
        for value, meaning in meanings.items():
            echo(f"  {mapping.columns.get(field, field)} = {value} → {meaning}")
    plain = mapping.model_dump(
        mode="json", include={"decimal", "dates", "basis", "vat_rate", "sign", "accounts", "several_rows"}
    )
    echo("  " + ", ".join(f"{name}: {json.dumps(value)}" for name, value in plain.items()))


def _save(store: Store, file: Path) -> None:
    from data.mapping.model import parse  # noqa: PLC0415 — as above
    from data.mapping.saved import save  # noqa: PLC0415 — as above

    try:
        mapping = parse(_bytes(file).decode("utf-8-sig", "replace"))
        replaced = save(store, mapping)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    if replaced:
        say(f"Correspondance « {mapping.name} » remplacée.", f"Mapping “{mapping.name}” replaced.")
    else:
        say(f"Correspondance « {mapping.name} » enregistrée.", f"Mapping “{mapping.name}” saved.")


def _delete(store: Store, name: str) -> None:
    from data.mapping.saved import delete  # noqa: PLC0415 — as above

    try:
        delete(store, name)
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error
    say(f"Correspondance « {name} » supprimée.", f"Mapping “{name}” deleted.")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Said(f"Le fichier {file} ne s'ouvre pas ({error.strerror}).",
                   f"The file {file} cannot be opened ({error.strerror}).") from error  # fmt: skip


def _propose(  # noqa: PLR0913 — the options of the word
    file: Path, out: Path | None, *, as_json: bool, name: str | None, target: Target | None, header_line: int | None
) -> None:
    from data.mapping.preview import preview  # noqa: PLC0415 — as above
    from data.mapping.sketch import sketch  # noqa: PLC0415 — as above
    from data.report import told  # noqa: PLC0415 — as above

    data = _bytes(file)
    found = sketch(data, name or file.stem[:80] or "?", target=target, header_line=header_line)
    if found.mapping is None:
        problem = told(found.refused, lang()) if found.refused else None
        said = f"{problem.message} {problem.remedy}" if problem else ""
        raise Said(said, said)
    looked = preview(data, found.mapping)
    if out is not None:
        out.write_text(found.mapping.written() + "\n", encoding="utf-8", newline="\n")
    if as_json:
        echo_json(json.dumps(_as_json(found, looked), ensure_ascii=False))
    else:
        _tell(found, looked)
        if out is not None:
            say(
                f"Écrite dans {out}. L'enregistrer : mapping save {out}",
                f"Written to {out}. To save it: mapping save {out}",
            )


def _as_json(found: Proposal, looked: Preview) -> dict[str, Any]:
    mapping = found.mapping
    applied = looked.applied
    return {
        "encoding": found.encoding,
        "separator": found.separator,
        "header_line": found.header_line,
        "columns": [
            {"heading": one.heading, "samples": list(one.samples), "field": one.field, "why": one.why(lang())}
            for one in found.columns
        ],
        "reasons": {option_: why(lang()) for option_, why in found.reasons},
        "undecided": [one(lang()) for one in found.undecided],
        "missing": [one(lang()) for one in mapping.missing()] if mapping else [],
        "totals": {
            part: {"rows": one.rows, "amount": f"{one.amount:f}", "unread": one.unread}
            for part, one in (
                ("file", applied.whole), ("imported", applied.kept),
                ("set_aside", applied.aside), ("left_out", applied.left),
            )
        },
        "documents": looked.documents,
        "net": {currency or "": f"{amount:f}" for currency, amount in looked.net.items()},
        "mapping": mapping.model_dump(mode="json") if mapping else None,
    }  # fmt: skip


def _tell(found: Proposal, looked: Preview) -> None:
    from data.mapping.fields import FIELDS  # noqa: PLC0415 — as above

    mapping = found.mapping
    if mapping is None:
        return
    mark = {"\t": Text("tabulation", "tab")(lang()), None: "–"}.get(found.separator, found.separator)
    what, line = _TARGETS[mapping.target], found.header_line
    say(
        f"{what.fr}, titres ligne {line}, codage {found.encoding}, séparateur {mark}",
        f"{what.en}, headings on line {line}, encoding {found.encoding}, separator {mark}",
    )
    for one in found.columns:
        title = FIELDS[mapping.target][one.field].title(lang()) if one.field else "–"
        echo(f"  {one.heading} → {title} ({one.why(lang())})" if one.field else f"  {one.heading} → –")
    options = mapping.model_dump(mode="json", include={"decimal", "dates", "basis", "sign", "several_rows", "accounts"})
    reasons = dict(found.reasons)
    for name, value in options.items():
        if name in reasons:
            echo(f"  {name} = {json.dumps(value)} ({reasons[name](lang())})")
    for doubt in found.undecided:
        echo(f"  ? {doubt(lang())}")
    for lack in mapping.missing():
        echo(f"  ✗ {lack(lang())}")
    whole, kept, aside, left = looked.applied.whole, looked.applied.kept, looked.applied.aside, looked.applied.left
    say(
        f"{kept.rows} lignes sur {whole.rows} seraient importées, {aside.rows} mises de côté, {left.rows} laissées ; "
        f"{looked.documents} factures",
        f"{kept.rows} lines of {whole.rows} would be imported, {aside.rows} set aside, {left.rows} left out; "
        f"{looked.documents} invoices",
    )
