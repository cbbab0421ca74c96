"""Whether the disk that holds the store is encrypted: yes, no, or unknown, with what was looked at. Never a guess.

DuckDB's own encryption cannot write in this version without an extension that is not installed with it, so the store is
in clear: only the disk under it can protect a stolen computer. Nothing here needs rights; nothing leaves the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Answer = Literal["yes", "no", "unknown"]
_PATIENCE: Final = 10  # seconds left to a tool of the system
_LAYERED: Final = {"ecryptfs": "eCryptfs", "fuse.gocryptfs": "gocryptfs", "fuse.encfs": "EncFS", "fuse.cryfs": "CryFS"}
"""File systems that encrypt on top of another one, as /proc names them."""
_BITLOCKER: Final[dict[str, Answer]] = {
    "1": "yes", "6": "yes", "0": "no", "2": "no", "3": "no", "4": "no", "5": "no",
}  # fmt: skip
"""The shell property of a volume: 1 on, 6 on and locked; 0 cannot be, 2 off, 3 not yet, 4 no longer, 5 suspended."""
_POWERSHELL: Final = (
    "(New-Object -ComObject Shell.Application).NameSpace($env:BINOME_DRIVE).Self"
    ".ExtendedProperty('System.Volume.BitLockerProtection')"
)


@dataclass(frozen=True)
class Encryption:
    """The answer, and what was looked at."""

    answer: Answer
    seen: Text


def encryption(path: Path) -> Encryption:
    """Say whether the disk that holds a file, or its folder where it is not there yet, is encrypted."""
    place = path.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if sys.platform == "darwin":
        return of_mac(_told(["/usr/bin/fdesetup", "status"]))
    if sys.platform == "win32":
        drive = place.drive + "\\"
        return of_windows(_told(["powershell", "-NoProfile", "-Command", _POWERSHELL], BINOME_DRIVE=drive), drive)
    return of_linux(place)


def of_linux(place: Path, root: Path = Path("/"), device: int | None = None) -> Encryption:
    """Look at the file system and at the devices under it, down to the disks: one that is dm-crypt covers all above."""
    mount = _mount(place.resolve(), (root / "proc/self/mounts").read_text(encoding="utf-8", errors="replace"))
    if mount[1] in _LAYERED:
        name = _LAYERED[mount[1]]
        return Encryption("yes", Text(f"{name} sur {mount[0]}", f"{name} on {mount[0]}"))
    number = place.stat().st_dev if device is None else device
    source = Path(mount[2])
    if not os.major(number) and source.is_block_device():  # btrfs: its own number is no device's
        number = source.stat().st_rdev
    block = root / f"sys/dev/block/{os.major(number)}:{os.minor(number)}"
    if not block.exists():
        return Encryption("unknown", Text(
            f"{mount[0]} ({mount[1]}) n'est pas un disque visible d'ici",
            f"{mount[0]} ({mount[1]}) is no disk seen from here",
        ))  # fmt: skip
    below = list(_below(block))
    for one in below:
        uuid = one / "dm/uuid"
        if uuid.is_file() and uuid.read_text(encoding="utf-8").startswith("CRYPT-"):
            kind = uuid.read_text(encoding="utf-8").split("-")[1]
            return Encryption("yes", Text(f"dm-crypt ({kind}) sous {mount[0]}", f"dm-crypt ({kind}) under {mount[0]}"))
    names = ", ".join(sorted({one.resolve().name for one in below}))
    if mount[1] in {"ext4", "f2fs", "ubifs"} and _fscrypt(place, root):
        return Encryption("unknown", Text(
            f"fscrypt est en place sur {mount[0]}, mais rien ne dit d'ici s'il couvre ce dossier",
            f"fscrypt is set up on {mount[0]}, but nothing here tells whether it covers this folder",
        ))  # fmt: skip
    if any(one.resolve().name.startswith(("vd", "xvd", "nbd", "rbd")) for one in below):
        return Encryption("unknown", Text(
            f"disque virtuel ({names}) : son hôte le chiffre peut-être",
            f"virtual disk ({names}): its host may encrypt it",
        ))  # fmt: skip
    return Encryption(
        "no", Text(f"aucun dm-crypt sous {mount[0]} ({names})", f"no dm-crypt under {mount[0]} ({names})")
    )


def of_mac(told: str | None) -> Encryption:
    """Read what FileVault says of itself."""
    said = (told or "").strip().splitlines()[:1]
    answer: Answer = "unknown"
    if said and said[0].startswith("FileVault is On"):
        answer = "yes"
    elif said and said[0].startswith("FileVault is Off"):
        answer = "no"
    return Encryption(answer, _said("fdesetup", said))


def of_windows(told: str | None, drive: str) -> Encryption:
    """Read what the shell says of BitLocker on a drive, which needs no administrator."""
    said = (told or "").strip().splitlines()[:1]
    answer: Answer = _BITLOCKER.get(said[0].strip(), "unknown") if said else "unknown"
    return Encryption(answer, _said(f"BitLocker {drive}", said))


def _said(tool: str, said: list[str]) -> Text:
    if not said:
        return Text(f"{tool} n'a rien répondu", f"{tool} gave no answer")
    return Text(f"{tool} : {said[0][:80]}", f"{tool}: {said[0][:80]}")


def _mount(place: Path, mounts: str) -> tuple[str, str, str]:
    """Return where the file system of a path is mounted, what it is, and its device."""
    found = ("/", "", "")
    for line in mounts.splitlines():
        source, where, kind, *_ = line.split(" ")
        where = where.encode().decode("unicode_escape")  # a space is written \040
        if place.is_relative_to(where) and len(where) >= len(found[0]):
            found = (where, kind, source)
    return found


def _below(block: Path) -> Iterator[Path]:
    """Yield a block device and all those it lies on."""
    yield block
    for lower in sorted((block / "slaves").glob("*")):
        yield from _below(lower)
    if (block / "partition").is_file():
        yield block.resolve().parent


def _fscrypt(place: Path, root: Path) -> bool:
    """Say whether a file system above a path is set up for fscrypt: it then has a folder of that name at its top."""
    return any((root / str(above).lstrip("/") / ".fscrypt").is_dir() for above in (place, *place.parents))


def _told(command: list[str], **env: str) -> str | None:
    """Return what a tool of the system says; None when it is not there, fails or does not answer."""
    run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    try:
        done = run(command, capture_output=True, text=True, timeout=_PATIENCE, check=True, env={**os.environ, **env})
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stdout


def banner(found: Encryption) -> Text:
    """Say it to the reader, plainly."""
    match found.answer:
        case "yes":
            return Text(
                f"Le disque qui porte la base est chiffré ({found.seen.fr}).",
                f"The disk that holds the store is encrypted ({found.seen.en}).",
            )
        case "no":
            return Text(
                f"Le disque qui porte la base n'est pas chiffré ({found.seen.fr}). Qui vole ou emprunte cet ordinateur "
                "lit factures, libellés et noms : chiffrer le disque (BitLocker, FileVault, LUKS).",
                f"The disk that holds the store is not encrypted ({found.seen.en}). Whoever steals or borrows this "
                "computer reads invoices, narratives and names: encrypt the disk (BitLocker, FileVault, LUKS).",
            )
    return Text(
        f"Rien ne dit si le disque qui porte la base est chiffré ({found.seen.fr}). Le vérifier : BitLocker, "
        "FileVault ou LUKS.",
        f"Nothing tells whether the disk that holds the store is encrypted ({found.seen.en}). Check it: BitLocker, "
        "FileVault or LUKS.",
    )
