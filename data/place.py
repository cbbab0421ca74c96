"""Where a store lies: a folder that another program copies, or a disk behind a network, is no safe place for it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

from kpi.model import Text

_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_FOLDERS: Final = re.compile(
    r"(OneDrive|Dropbox|Google ?Drive|GoogleDrive|Mon Drive|My Drive|iCloud ?Drive|com~apple~CloudDocs|CloudStorage|"
    r"Nextcloud|ownCloud|Box|Box Sync|pCloudDrive|kDrive|Seafile)( ?[-(].*)?",
    re.IGNORECASE,
)
_NETWORKS: Final = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "davfs", "fuse.davfs2", "9p", "ceph")
_REMOTE: Final = 4
"""What Windows calls a drive that is a share."""


def warning(path: Path) -> Text | None:
    """Say what is unsafe about the place of a store; None when nothing is known against it."""
    place = path.absolute()
    if (name := synchronised(place)) is not None:
        return Text(
            f"La base {place} est dans un dossier synchronisé ({name}). La synchronisation copie un fichier qui "
            "change, et peut remettre une ancienne version. Choisir un dossier local (--store) et y remettre la base "
            "par backup puis restore ; garder les sauvegardes dans le dossier synchronisé.",
            f"The store {place} is in a synchronised folder ({name}). Synchronising copies a file while it changes, "
            "and may put an older version back. Choose a local folder (--store) and move the store there with backup, "
            "then restore; keep backups in the synchronised folder.",
        )
    if (name := network(place)) is not None:
        return Text(
            f"La base {place} est sur un disque réseau ({name}). Une coupure peut l'interrompre, et les verrous n'y "
            "sont pas sûrs : une seule personne à la fois. Choisir un dossier local (--store) et y remettre la base "
            "par backup puis restore.",
            f"The store {place} is on a network disk ({name}). A cut may interrupt it, and locks are not safe there: "
            "one person at a time. Choose a local folder (--store) and move the store there with backup, then restore.",
        )
    return None


def synchronised(path: Path) -> str | None:
    """Return the name of the synchronised folder that a path lies in."""
    for variable in _VARIABLES:
        if (root := os.environ.get(variable)) and path.is_relative_to(Path(root)):
            return Path(root).name
    return next((part for part in path.parent.parts if _FOLDERS.fullmatch(part)), None)


def network(path: Path) -> str | None:
    """Return the name of the share that a path lies on, or the kind of its file system."""
    if str(path).startswith(("\\\\", "//")):
        return path.drive or str(path.parent)
    if sys.platform == "win32":
        return _remote_drive(path)
    mounts = Path("/proc/mounts")
    return _mounted(path, mounts.read_text(encoding="utf-8", errors="replace")) if mounts.exists() else None


def _mounted(path: Path, mounts: str) -> str | None:
    """Return the kind of file system that a path is on, if it is one behind a network; as Linux lists them."""
    found = [(Path(place.replace("\\040", " ")), kind) for _, place, kind, *_ in map(str.split, mounts.splitlines())]
    under = [(place, kind) for place, kind in found if path.is_relative_to(place)]
    kind = max(under, key=lambda one: len(one[0].parts))[1] if under else ""
    return kind if kind in _NETWORKS else None


def _remote_drive(path: Path) -> str | None:
    """Return the drive of a path where Windows says that it is a share."""
    if sys.platform != "win32":
        return None
    import ctypes  # noqa: PLC0415 — what it asks exists on Windows only

    return path.drive if ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE else None
