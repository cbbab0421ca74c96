"""Binôme's front door: `python run.py` opens the dashboard, `python run.py test` runs the tests.

The first start makes `.venv` beside this file and installs exactly what requirements.txt lists, each
package checked by its hash; later starts only compare a stamp. The words are then handed to `ui/cli.py`,
which works in the folder where you stand. Nothing else is written beside this file.
Standard library only, and readable by Python 3.7: an old Python gets a sentence, not a syntax error.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO, NoReturn, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "binome-stamp.txt"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
INTRANET = "requirements-intranet.txt"  # what signs people in; a laptop needs none of it
OLDEST, NEWEST = (3, 11), (3, 14)  # the Pythons for which requirements.txt is resolved and tried


class StartError(Exception):
    """Why Binôme cannot start and what to do about it, in French then in English."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(f"{fr}\n{en}")


def main(words: Sequence[str]) -> int:
    """Prepare the environment if need be, then do what the words say."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")  # an old console without "é" is no reason to stop
    try:
        check_python(sys.version_info[:3], sys.maxsize)
        if words[:1] == ["test"]:
            prepare(RUNTIME, DEVELOPMENT)
            os.chdir(ROOT)
            hand_over("pytest", words[1:] or ["-n", "2"])
        prepare(RUNTIME, *([INTRANET] if is_shared(words) else []))
        hand_over("ui.cli", words)
    except StartError as refusal:
        say(str(refusal))
        return 2
    except KeyboardInterrupt:
        say(
            "Interrompu\u00a0: la même commande reprendra l'installation au début.",
            "Interrupted: the same command will start the installation afresh.",
        )
        return 130


def is_shared(words: Sequence[str]) -> bool:
    """Tell whether the dashboard is to be shared on an intranet."""
    return bool(os.environ.get("BINOME_SHARED")) or any(word.split("=")[0] == "--shared" for word in words)


def say(*sentences: str) -> None:
    """Speak on the error stream, so that standard output holds results only (`--json`, `--csv`)."""
    print(*sentences, sep="\n", file=sys.stderr, flush=True)


def check_python(version: Sequence[int], maxsize: int) -> None:
    """Refuse a Python for which some component has no build, before anything is written."""
    if tuple(version[:2]) < OLDEST:
        found = ".".join(map(str, version))
        raise StartError(
            f"Binôme demande Python 3.11 ou plus récent\u202f; celui-ci est {found}. "
            "Installez-en un, puis lancez run.py avec lui (sous Windows\u00a0: py -3.12 run.py).",
            f"Binôme needs Python 3.11 or newer, this is {found}. "
            "Install one, then start run.py with it (on Windows: py -3.12 run.py).",
        )
    if maxsize < 2**32:
        raise StartError(
            "Ce Python est en 32 bits\u202f; Binôme demande la version 64 bits, à installer à côté.",
            "This Python is a 32-bit one; Binôme needs the 64-bit version, installed beside it.",
        )


def prepare(*names: str) -> None:
    """Make `.venv` hold what these requirement files list; a matter of milliseconds when it already does.

    The stamp is removed before `.venv` is touched, and written when all is installed. So an environment
    without a stamp was interrupted half-way and is made again from nothing: a half-copied package can pass
    for a whole one.
    """
    wanted = [interpreter(), *map(fingerprint, names)]
    if ready(wanted):
        return
    with (ROOT / RUNTIME).open("rb", buffering=0) as door:
        wait_for_turn(door)
        if ready(wanted):  # another start, whose end we waited for, did it all
            return
        kept = stamped() if wanted[0] in stamped() and PYTHON.exists() else []
        try:
            if STAMP.exists():
                STAMP.unlink()
            if not kept:
                make_venv()
        except OSError as problem:
            raise not_writable(problem) from problem
        for name, line in zip(names, wanted[1:]):
            if line not in kept:
                install(name)
        others = [line for line in kept[1:] if line.split()[0] not in names]
        STAMP.write_text("\n".join([*wanted, *others]), encoding="utf-8")


def interpreter() -> str:
    """Name the Python that the environment is made for: another version or place needs another one."""
    return f"python {sys.implementation.cache_tag} {sys.platform} {sys.base_prefix}"


def fingerprint(name: str) -> str:
    """Name the state of a requirement file."""
    return f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}"


def stamped() -> list[str]:
    """Read what `.venv` is known to hold: its Python, then its requirement files. Empty if never finished."""
    return STAMP.read_text(encoding="utf-8").splitlines() if STAMP.is_file() else []


def ready(wanted: Sequence[str]) -> bool:
    """Tell whether `.venv` holds all that is wanted."""
    return PYTHON.exists() and set(wanted) <= set(stamped())


def wait_for_turn(door: BinaryIO) -> None:
    """Let one start at a time install: after an impatient double click, the second finds all done.

    The turn ends when the file is closed. Where a disk knows no locks (some network shares), nobody waits.
    """
    if sys.platform == "win32":
        import msvcrt

        door.seek(2**30)  # past the end: Windows would not let the other one read a locked byte of the text
        while True:
            try:
                msvcrt.locking(door.fileno(), msvcrt.LK_NBLCK, 1)
            except PermissionError:
                time.sleep(0.2)
            else:
                return
    else:
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(door, fcntl.LOCK_EX)


def make_venv() -> None:
    """Make an empty `.venv`, in the place of one that is half-made or made for another Python."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    base = getattr(sys, "_base_executable", None) or sys.executable  # not the one just removed with .venv
    uv = shutil.which("uv")
    if not uv and not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        version = ".".join(map(str, sys.version_info[:2]))
        raise StartError(
            "Ce Python ne sait pas créer d'environnement\u00a0: il lui manque le module venv. Sous Debian et "
            f"Ubuntu\u00a0: sudo apt install python3-venv (ou python{version}-venv), puis relancez.",
            "This Python cannot make an environment: its venv module is missing. On Debian and "
            f"Ubuntu: sudo apt install python3-venv (or python{version}-venv), then start again.",
        )
    VENV.mkdir()
    say(
        "Premier démarrage\u00a0: installation des composants (environ 200\u00a0Mo, une à trois minutes)…",
        "First start: installing the components (about 200 MB, one to three minutes)…",
    )
    maker = [uv, "venv", "--quiet", "--python", base] if uv else [base, "-m", "venv"]
    if not run(*maker, str(VENV)):
        raise StartError(
            f"La création de l'environnement {VENV} a échoué, pour la raison donnée ci-dessus.",
            f"Making the environment {VENV} failed, for the reason given above.",
        )


def install(name: str) -> None:
    """Install one requirement file: builds only (nothing is compiled or run), each checked by its hash."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    python = str(PYTHON)
    tool = [uv, "pip", "install", "--compile-bytecode", "--python", python] if uv else [python, "-m", "pip", "install"]
    if run(*tool, "--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement", str(ROOT / name)):
        return
    newer = sys.version_info[:2] > NEWEST
    raise StartError(
        "L'installation des composants a échoué, pour la raison donnée ci-dessus. Le premier démarrage les "
        "télécharge\u00a0: vérifiez la connexion (derrière un proxy, HTTPS_PROXY) et la place sur le disque "
        "(1\u00a0Go), puis relancez. Sans réseau\u00a0: mettez les paquets dans un dossier et donnez-le par "
        "PIP_FIND_LINKS avec PIP_NO_INDEX=1 (avec uv\u00a0: UV_FIND_LINKS et UV_NO_INDEX=1)."
        + (" Ce Python est plus récent que ceux essayés, 3.11 à 3.14\u00a0: prenez l'un d'eux." if newer else ""),
        "Installing the components failed, for the reason given above. The first start downloads them: "
        "check the connection (behind a proxy, HTTPS_PROXY) and the space on the disk (1 GB), then start "
        "again. Without a network: put the packages in a folder and name it in PIP_FIND_LINKS, with "
        "PIP_NO_INDEX=1 (with uv: UV_FIND_LINKS and UV_NO_INDEX=1)."
        + (" This Python is newer than those tried, 3.11 to 3.14: take one of these." if newer else ""),
    )


def run(*command: str) -> bool:
    """Run an installing command, its words going to the error stream, and tell whether it succeeded."""
    return subprocess.call(command, env=environment(), stdout=sys.stderr) == 0


def environment() -> dict[str, str]:
    """Keep the user's environment, less what would mix another Python's packages into ours."""
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONHOME", "__PYVENV_LAUNCHER__"}}
    env.setdefault("PYTHONUTF8", "1")  # `… --json > file` is UTF-8 on Windows too
    return {**env, "PYTHONPATH": str(ROOT), "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def hand_over(module: str, words: Sequence[str]) -> NoReturn:
    """Become the program: its working directory, its exit status and Ctrl-C are then simply its own.

    `-P` keeps the working directory out of Python's way: a folder of invoices may well hold a `data.py`.
    """
    command = [str(PYTHON), "-P", "-m", module, *words]
    if not WINDOWS:
        os.execve(command[0], command, environment())
    with subprocess.Popen(command, env=environment()) as child:  # exec would give the console back at once
        while True:
            try:
                sys.exit(child.wait())
            except KeyboardInterrupt:
                continue  # the child received it as well; what it makes of it decides


def not_writable(problem: OSError) -> StartError:
    """Say that `.venv` cannot be made or replaced here."""
    return StartError(
        f"Le dossier {ROOT} ne se laisse pas écrire ({problem}). Fermez les autres fenêtres de Binôme, "
        "ou copiez le dossier là où vous avez le droit d'écrire, puis relancez.",
        f"The folder {ROOT} cannot be written to ({problem}). Close Binôme's other windows, "
        "or copy the folder to a place where you may write, then start again.",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
