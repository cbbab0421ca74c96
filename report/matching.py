"""How a match is said once it is settled, on screen and on the command line."""

from __future__ import annotations

from kpi.model import Text


def settled(written: str, meant: str) -> Text:
    """Say what a name means from now on; one that means itself is nobody else."""
    if written == meant:
        return Text(
            f"« {written} » est laissé à part : il n'est proposé pour personne d'autre.",
            f"“{written}” is left on its own: it is proposed for nobody else.",
        )
    return Text(f"« {written} » est désormais « {meant} ».", f"“{written}” is now “{meant}”.")


def added(written: str, made: str) -> Text:
    """Say what is new in the tables."""
    return Text(
        f"« {written} » entre dans les tables : {made}.",
        f"“{written}” enters the tables: {made}.",
    )
