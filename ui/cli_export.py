"""The word `export`: lines, invoices and matters in a folder, people as codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from data.store import StoreError
from ui.asking import Said, lang, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store


def word(store: Callable[[], Store]) -> Callable[..., Any]:
    """Return what the word does; it finds the store by `store`."""

    @click.option("--pseudonymised", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
    def export(folder: Path) -> None:
        """Write lines, invoices and matters as CSV and XLSX into a folder: people as codes, no text, no rare rate."""
        from data.coded import FEW, coded  # noqa: PLC0415 — figures start without it
        from data.pseudonyms import key_kept  # noqa: PLC0415 — as above
        from report.coded import about, tables  # noqa: PLC0415 — as above
        from report.tables import to_csv, to_xlsx  # noqa: PLC0415 — as above

        try:
            with store().reading():
                pass  # a store that is not there is told, not made
            key = key_kept(store())
            with store().reading() as reader:
                found = coded(reader, key)
        except StoreError as error:
            raise Said(error.text.fr, error.text.en) from error
        made = tables(found.lines, found.invoices, found.matters)
        contents = {f"{name}.csv": to_csv(table, lang()) for name, table in made.items()}
        contents["export.xlsx"] = to_xlsx([*made.values()], lang(), about(FEW, lang()))
        contents["README.txt"] = ("\n\n".join(about(FEW, lang())) + "\n").encode()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                _write(folder / name, content)
        except OSError as error:
            raise Said(
                f"Le dossier {folder} ne peut pas être écrit ({error.strerror}).",
                f"The folder {folder} cannot be written ({error.strerror}).",
            ) from error
        say(
            f"Export pseudonymisé, pas anonyme : {len(found.lines)} lignes dans {folder}. README.txt dit ce qu'il est.",
            f"Pseudonymised export, not anonymous: {len(found.lines)} lines in {folder}. README.txt says what it is.",
        )

    return export


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, for its owner alone."""
    partial = path.with_name(f".{path.name}.part")
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.replace(path)
