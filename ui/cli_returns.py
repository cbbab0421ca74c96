"""The word `problems`: what goes back to each firm, listed, or written as a sheet for each."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kpi.model import Text
from ui.asking import Said, lang, say

if TYPE_CHECKING:
    from data.store import Reader


def options(command: Any) -> Any:  # noqa: ANN401 — click's own
    """Give a command the options of a return to sender."""
    for option in (
        click.option("--firm", help="One firm's id; each of them unless told."),
        click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the sheets."),
    ):
        command = option(command)
    return command


def make(reader: Reader, firm: str | None, out: Path | None) -> list[Path]:
    """List what goes back to each firm; with a folder, write it there as XLSX and CSV, and return where."""
    from data.listing import names  # noqa: PLC0415 — the other words start without it
    from data.returns import retold, returned  # noqa: PLC0415 — the same
    from report.returns import written  # noqa: PLC0415 — the same
    from report.words import count  # noqa: PLC0415 — the same

    known = names(reader)["firm"]
    rows = returned(reader)
    if firm is not None and firm not in {*known, *(row["firm_id"] for row in rows)}:
        raise Said(f"Aucun cabinet n'a l'identifiant « {firm} ».", f"No firm has the id “{firm}”.")
    made: list[Path] = []
    taken: set[str] = set()
    for key, group in groupby(rows, key=lambda row: row["firm_id"]):
        if firm is not None and key != firm:
            continue
        name = known.get(key, key) if key else Text("Cabinet non reconnu", "Firm not recognised")(lang())
        told = [{**row, **retold(row, lang()).model_dump(exclude={"level"})} for row in group]
        remarks, files = count(len(told), "remark", lang()), count(len({row["file"] for row in told}), "file", lang())
        say(f"{name} : {remarks}, {files}", f"{name}: {remarks}, {files}")
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            stem = _stem(key or Text("non-reconnu", "not-recognised")(lang()), taken)
            for ending, content in written(str(name), told, lang()).items():
                made.append(out / f"{Text('retour', 'return')(lang())}-{stem}.{ending}")
                made[-1].write_bytes(content)
    if not rows:
        say("Rien à renvoyer : aucun problème.", "Nothing to send back: no problem.")
    return made


def _stem(firm: str, taken: set[str]) -> str:
    """Make a file name of an id: letters, digits and dashes, no two alike."""
    base = re.sub(r"[^\w-]+", "_", firm)[:80]
    stem, n = base, 1
    while stem.casefold() in taken:
        n += 1
        stem = f"{base}-{n}"
    taken.add(stem.casefold())
    return stem
