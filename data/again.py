"""A rejected file is kept: it can be tried again, once a limit has been raised, a setting saved, or Binôme updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.originals import PARTS, joined
from data.store import StoreError
from kpi.model import Text

if TYPE_CHECKING:
    from data.store import Store


def rejected(store: Store, batch: int, file: int | None = None) -> list[tuple[str, bytes]]:
    """Return the rejected files of one import (or one of them, by its place in the list of imports) as received.

    Raises:
        StoreError: there is none, or its bytes were never there: it could not be opened, or was too large.
    """
    with store.reading() as reader:
        files = reader.rows(
            "SELECT file_id, name, sha256, status FROM files WHERE batch_id = ? ORDER BY file_id", [batch]
        )
        chosen = files if file is None else files[file - 1 : file] if file > 0 else []
        found: list[tuple[str, bytes]] = []
        for row in chosen:
            if row["status"] != "rejected":
                continue
            parts = reader.rows(PARTS, [row["sha256"]])
            if parts:
                found.append((row["name"], joined((part["size"], part["bytes"]) for part in parts)))
    if not found:
        where = f"{batch}.{file}" if file else str(batch)
        raise StoreError(
            Text(
                f"Rien à réessayer en {where} : pas de fichier rejeté dont l'original soit gardé. La commande "
                "« imports » donne la liste.",
                f"Nothing to try again at {where}: no rejected file whose original is kept. The command “imports” "
                "lists them.",
            )
        )
    return found
