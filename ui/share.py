"""Sharing the dashboard on an intranet: the same server on this machine only, behind a proxy that speaks https."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import shared
from ui.start import (
    FIRST_PORT,
    HOST,
    answers,
    close_with_terminal,
    differences,
    free_port,
    refusal,
    serving,
    shipped_settings,
    voice,
)

if TYPE_CHECKING:
    from pathlib import Path


def share(port: int | None, store: Path, lang: str | None, file: Path) -> int:
    """Open the dashboard as a private file says and wait until it is closed; the answer is the exit status.

    `port` is the one and only: the proxy knows no other. `lang` is the language spoken in the terminal (None: both).
    """
    say, wanted = voice(lang), port or FIRST_PORT
    try:
        sharing = shared.checked(file)
    except shared.SharedError as error:
        say(error.fr, error.en)
        return 2
    if wrong := differences(shipped_settings()):
        say(*refusal(wrong))
        return 2
    if free_port(wanted) != wanted:
        say(
            f"Le port {wanted} est déjà pris et le serveur mandataire n'en connaît pas d'autre\u00a0: libérez-le, ou "
            "donnez-en un autre par --port et dans sa configuration.",
            f"Port {wanted} is already taken and the proxy knows no other: free it, or name another with --port and "
            "in its configuration.",
        )
        return 2
    close_with_terminal()
    hosts = f"--server.allowedHosts={sharing.name}"
    try:
        with serving(wanted, store, file, hosts) as server:
            if answers(server, wanted, sharing.host):
                say(
                    f"Binôme est partagé\u00a0: {sharing.address}, que le serveur mandataire renvoie vers "
                    f"http://{HOST}:{wanted} (Ctrl-C pour le fermer)",
                    f"Binôme is shared: {sharing.address}, which the proxy passes on to http://{HOST}:{wanted} "
                    "(Ctrl-C to close it)",
                )
                return 2 if server.wait() else 0
    except KeyboardInterrupt:
        return 0
    say(
        "Le tableau de bord n'a pas pu démarrer, pour la raison donnée ci-dessus.",
        "The dashboard could not start, for the reason given above.",
    )
    return 2
