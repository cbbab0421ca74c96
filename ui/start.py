"""Opening the dashboard: one local server, one line with its address, one Ctrl-C to close it.

The server is a process of its own, which imports Streamlit; this file does not, so that words which open no
dashboard stay quick.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
import uuid
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from ui import shared

ROOT: Final = Path(__file__).resolve().parent.parent
HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8501
PORTS_TRIED: Final = 100
PATIENCE: Final = 120  # seconds; the very first start on a slow laptop, its antivirus reading along
FAREWELL: Final = 10  # seconds left to sessions to end
TIDY_AFTER: Final = 5  # seconds
LAUNCHER: Final = uuid.uuid4().hex  # by which this process knows its own server

# What keeps the figures on this machine. Streamlit's own defaults listen to the network, report usage and
# offer to send errors to a search engine; a changed file or a variable brings them back, so each is checked.
SETTINGS: Final[dict[str, object]] = {
    "server.address": HOST,
    "server.allowedHosts": ["localhost", HOST],
    "server.corsAllowedOrigins": [],
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.baseUrlPath": "",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "client.toolbarMode": "viewer",
    "logger.enableRich": False,  # it prints what an error says, which may be a narrative
}


def dashboard(port: int | None, browser: bool, store: Path, lang: str | None) -> int:  # noqa: FBT001 - words of the command line
    """Open the dashboard over a store and wait until it is closed; the answer is the exit status.

    `port` is the first one tried, `lang` the language spoken in the terminal (None: both).
    """
    say = voice(lang)
    if wrong := differences(shipped_settings()):
        say(*refusal(wrong))
        return 2
    close_with_terminal()
    wanted = port or FIRST_PORT
    try:
        while (free := free_port(wanted)) is not None:
            if free != wanted:
                say(
                    f"Le port {wanted} est déjà pris\u202f; Binôme prend le port {free}.",
                    f"Port {wanted} is already taken; Binôme takes port {free}.",
                )
            with serving(free, store) as server:
                if answers(server, free):
                    address = f"http://{HOST}:{free}"
                    say(
                        f"Binôme est ouvert\u00a0: {address} (Ctrl-C pour le fermer)",
                        f"Binôme is open: {address} (Ctrl-C to close it)",
                    )
                    if browser and can_show_a_page():
                        webbrowser.open(address)
                    return 2 if server.wait() else 0
                taken_meanwhile = server.poll() is not None and free_port(free) != free
            if not taken_meanwhile:
                say(
                    "Le tableau de bord n'a pas pu démarrer, pour la raison donnée ci-dessus.",
                    "The dashboard could not start, for the reason given above.",
                )
                return 2
    except KeyboardInterrupt:
        return 0
    say(
        f"Aucun port libre entre {wanted} et {wanted + PORTS_TRIED - 1}\u00a0: donnez-en un par --port.",
        f"No free port from {wanted} to {wanted + PORTS_TRIED - 1}: name one with --port.",
    )
    return 2


def close_with_terminal() -> None:
    """Let a closed terminal close the server as Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def tidy() -> None:
    """Apply the retention periods and sweep what killed imports left, in a process of its own: no page waits for it.

    It begins once the first page had the time to come. A store is let alone that has had its turn that day.
    """
    command = [sys.executable, "-P", "-m", "ui.cli", "retention", "--run", "--when-due"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    later = threading.Timer(TIDY_AFTER, subprocess.run, [command], {"cwd": ROOT, "env": env, "check": False})
    later.daemon = True
    later.start()


def differences(setting: Callable[[str], object], wanted: Mapping[str, object] = SETTINGS) -> list[str]:
    """Name the settings that are not as they must be."""
    return [name for name, value in wanted.items() if setting(name) != value]


def refusal(wrong: list[str]) -> tuple[str, str]:
    """Say why the dashboard does not open with other settings."""
    names = ", ".join(wrong)
    fr = (
        f"Binôme ne s'ouvre pas\u00a0: des réglages gardant les données sur ce poste ont changé ({names}). "
        "Rétablissez le fichier .streamlit/config.toml livré et retirez les variables STREAMLIT_*."
    )
    en = (
        f"Binôme does not open: settings that keep the data on this machine have changed ({names}). "
        "Put the shipped .streamlit/config.toml back and remove the variables STREAMLIT_*."
    )
    return fr, en


def shipped_settings() -> Callable[[str], object]:
    """Read the configuration that lies beside `app.py`."""
    file = ROOT / ".streamlit" / "config.toml"
    settings = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}

    def setting(name: str) -> object:
        section, key = name.split(".")
        return settings.get(section, {}).get(key)

    return setting


def free_port(first: int) -> int | None:
    """Find a port of this machine on which nothing listens yet."""
    for port in range(first, min(first + PORTS_TRIED, 2**16)):
        with socket.socket() as probe:
            if os.name != "nt":  # there, it would let two servers share a port; here, it skips the dying ones
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    return None


@contextlib.contextmanager
def serving(port: int, store: Path, file: Path | None = None, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server, out of reach of other configurations and of the terminal's Ctrl-C, then end it.

    Its standard input is its lifeline: `app.py` ends the server when this process lets go of it, or dies. With a
    `file` it is shared as that file says, `more` being the options that this takes.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", shared.VARIABLE))}
    if file is not None:
        env[shared.VARIABLE] = str(file.absolute())
    options = {"server.port": str(port), "server.headless": "true", "logger.hideWelcomeMessage": "true"}
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
            *(f"--{name}={value}" for name, value in options.items()),
            *more,
        ],
        cwd=ROOT,
        env={**env, "BINOME_STORE": str(store.absolute()), "BINOME_LAUNCHER": LAUNCHER},
        stdin=subprocess.PIPE,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    try:
        yield server
    finally:
        stop(server)


def answers(server: subprocess.Popen[bytes], port: int, name: str = HOST) -> bool:
    """Wait until the server says that it is healthy; not if it ends before, fails, or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        status, launcher = health(port, name)
        if status == http.client.OK and launcher == LAUNCHER:
            return True
        if status == http.client.INTERNAL_SERVER_ERROR:
            return False
        time.sleep(0.1)
    return False


def health(port: int, name: str = HOST) -> tuple[int | None, str | None]:
    """Ask the server, by a name of its own, how it is, and whose: another program may have taken the port before it."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)  # straight, whatever proxy is set
    try:
        connection.request("GET", "/_stcore/health", headers={"Host": name})
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException):
        return None, None
    else:
        return answer.status, answer.headers["x-binome-launcher"]
    finally:
        connection.close()


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server that this process started, and no other: by letting go of its lifeline."""
    if server.stdin:
        server.stdin.close()
    try:
        server.wait(timeout=FAREWELL)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):  # an impatient second Ctrl-C, or a stuck session
        server.kill()
        server.wait()


def can_show_a_page() -> bool:
    """Tell a desktop from a bare terminal, where a text browser would take the terminal over."""
    seen = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in seen)


def voice(lang: str | None) -> Callable[[str, str], None]:
    """Speak French, English, or, when no language is asked for, both."""

    def say(fr: str, en: str) -> None:
        for sentence in {"fr": [fr], "en": [en]}.get(lang or "", [fr, en]):
            print(sentence, flush=True)

    return say
