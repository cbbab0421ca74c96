"""What is said of a store lost, damaged, put back or not writable: what happened, what was seen, the way out."""

from __future__ import annotations

import datetime as dt
import errno
from typing import TYPE_CHECKING, Final

from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.journal import Line

_CAUSES: Final[Mapping[int, Text]] = {
    errno.ENOSPC: Text("le disque est plein", "the disk is full"),
    errno.EDQUOT: Text("la place accordée sur ce disque est épuisée", "the space granted on this disk is used up"),
    errno.EFBIG: Text("le fichier dépasse la taille permise ici", "the file exceeds the size allowed here"),
    errno.EROFS: Text("le disque est en lecture seule", "the disk is read-only"),
    errno.EACCES: Text("le droit d'écrire manque", "the right to write is missing"),
    errno.EPERM: Text("le droit d'écrire manque", "the right to write is missing"),
    errno.ENOENT: Text("le dossier n'est plus là", "the folder is there no more"),
    errno.EIO: Text("le disque ne répond pas comme il faut", "the disk does not answer as it should"),
}
_SIGNS: Final[Mapping[str, int]] = {
    "No space left": errno.ENOSPC, "not enough space": errno.ENOSPC, "Disk quota exceeded": errno.EDQUOT,
    "File too large": errno.EFBIG, "Read-only file system": errno.EROFS, "Permission denied": errno.EACCES,
    "Access is denied": errno.EACCES, "No such file or directory": errno.ENOENT,
    "Input/output error": errno.EIO,
}  # fmt: skip
"""How DuckDB, which hands on no number, words what the system answered."""
_READ_SIGNS: Final = (errno.EACCES, errno.EPERM, errno.EIO)
_SEEN: Final = 160
_DATES: Final = 5


def unreadable(path: Path, error: Exception) -> Text:
    """Say that a file is no store, or no longer one that can be read."""
    seen, number = _seen(error), _number(error)
    if number in (errno.EROFS, errno.ENOSPC):  # it was to be opened for writing
        return unwritable(path, error)
    if number in _READ_SIGNS:
        right = Text("le droit de l'ouvrir manque", "the right to open it is missing")
        why = _CAUSES[errno.EIO] if number == errno.EIO else right
        return Text(
            f"Le fichier {path} ne peut pas être ouvert : {why.fr} ({seen}). Il n'a pas été modifié. Vérifier les "
            "droits sur ce fichier et son dossier, ou choisir un autre fichier (--store).",
            f"The file {path} cannot be opened: {why.en} ({seen}). It was not changed. Check the rights on this file "
            "and its folder, or choose another file (--store).",
        )
    return Text(
        f"Le fichier {path} ne peut pas être lu comme une base Binôme ({seen}). Il n'a pas été modifié. "
        "Restaurer une sauvegarde (restore), refaire la base depuis les originaux gardés à côté (rebuild), ou choisir "
        "un autre fichier (--store).",
        f"The file {path} cannot be read as a Binôme store ({seen}). It was not changed. "
        "Restore a backup (restore), rebuild the store from the originals kept beside it (rebuild), or choose another "
        "file (--store).",
    )


def unwritable(path: Path, error: Exception) -> Text:
    """Say why a file could not be written."""
    number = _number(error)
    if number is None:
        return Text(
            f"Le fichier {path} ne peut pas être écrit ({_seen(error)}). Rien n'a été enregistré. "
            "Vérifier la place sur le disque et le droit d'écrire dans ce dossier, ou restaurer une sauvegarde "
            "(restore).",
            f"The file {path} cannot be written ({_seen(error)}). Nothing was stored. "
            "Check the space on the disk and the right to write in that folder, or restore a backup (restore).",
        )
    cause = _CAUSES[number]
    return Text(
        f"Le fichier {path} ne peut pas être écrit : {cause.fr} ({_seen(error)}). Rien n'a été enregistré, la base "
        "est telle qu'avant. Faire de la place ou rétablir le droit d'écrire, puis recommencer ; ou choisir un "
        "autre fichier (--store).",
        f"The file {path} cannot be written: {cause.en} ({_seen(error)}). Nothing was stored, the store is as it was. "
        "Make room or restore the right to write, then try again; or choose another file (--store).",
    )


def behind(path: Path, lacking: Sequence[Line]) -> Text:
    """Say which acknowledged writes a store lacks."""
    fr, en = _writes(lacking, Text("pourtant confirmé", "though confirmed"))
    return Text(
        f"La base {path} est en retard sur son journal : il y manque {fr}. Un ancien fichier a été remis en "
        "place, ou la fin de la base est abîmée. Aucun chiffre n'est donné. Restaurer une sauvegarde (restore), "
        "refaire la base depuis les originaux gardés à côté (rebuild), ou accepter ce qui est là (verify --accept).",
        f"The store {path} is behind its journal: it lacks {en}. An older file was put back, or the end of "
        "the store is damaged. No figure is given. Restore a backup (restore), rebuild the store from the originals "
        "kept beside it (rebuild), or accept what is there (verify --accept).",
    )


def vanished(path: Path, told: Sequence[Line]) -> Text:
    """Say that a store is gone of which the journal tells."""
    fr, en = _writes(told, Text("confirmé", "confirmed"))
    return Text(
        f"La base {path} n'est plus là ; son journal, resté à côté, tient {fr}. La remettre à sa place, restaurer une "
        "sauvegarde (restore), ou la refaire depuis les originaux gardés à côté (rebuild). Importer commence une base "
        "nouvelle ; journal et originaux de l'ancienne sont alors mis de côté.",
        f"The store {path} is there no more; its journal, still beside it, tells of {en}. Put it back, restore a "
        "backup (restore), or rebuild it from the originals kept beside it (rebuild). Importing begins a new store; "
        "journal and originals of the former are then kept aside.",
    )


def gone(path: Path) -> Text:
    """Say that a store is gone that was read a moment ago."""
    return Text(
        f"La base {path} était là il y a un instant et n'y est plus, dossier compris peut-être : disque débranché, "
        "réseau coupé, fichier déplacé ou supprimé. La remettre à sa place, puis recharger la page ; ou restaurer une "
        "sauvegarde (restore).",
        f"The store {path} was there a moment ago and is no more, perhaps with its folder: a disk unplugged, a network "
        "cut, a file moved or deleted. Put it back, then reload the page; or restore a backup (restore).",
    )


def _writes(lines: Sequence[Line], how: Text) -> tuple[str, str]:
    """Count the writes that lines tell of and, among them, the imports, with their days."""
    n = len(lines)
    fr = f"1 enregistrement {how.fr}" if n == 1 else f"{n} enregistrements {how.fr}s"
    en = f"1 write, {how.en}" if n == 1 else f"{n} writes, {how.en}"
    found = [line.entry["at"] for line in lines if line.entry and line.entry["kind"] == "import"]
    if not found:
        return fr, en
    days = sorted({dt.datetime.fromisoformat(at).astimezone().date() for at in found})
    more = "…" if len(days) > _DATES else ""
    dates = Text(*(", ".join(f"{day:{form}}" for day in days[:_DATES]) + more for form in ("%d/%m/%Y", "%d %b %Y")))
    if len(found) == 1:
        return f"{fr}, dont 1 import ({dates.fr})", f"{en}, an import among them ({dates.en})"
    return f"{fr}, dont {len(found)} imports ({dates.fr})", f"{en}, {len(found)} imports among them ({dates.en})"


def _seen(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:_SEEN]


def _number(error: Exception) -> int | None:
    """Return what the system answered, by its number."""
    if isinstance(error, OSError) and error.errno in _CAUSES:
        return error.errno
    return next((number for sign, number in _SIGNS.items() if sign in str(error)), None)
