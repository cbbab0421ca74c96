"""The word `pack`: the supplier review as slides, PDF and workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kpi.model import Period
from ui.asking import Said, lang, say

if TYPE_CHECKING:
    from data.store import Reader

_FORMATS = ("pptx", "pdf", "xlsx")


def options(command: Any) -> Any:  # noqa: ANN401 — click's own
    """Give a command the options of a pack."""
    for option in (
        click.option("--period", required=True, help="2026-T3, 2026-07 or 2026."),
        click.option("--firm", help="One firm's id; the whole panel unless told."),
        click.option("--edition", type=click.Choice(["internal", "firm"]), default="internal"),
        click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder."),
        click.option("--format", "formats", multiple=True, type=click.Choice(_FORMATS), help="All three unless told."),
        click.option("--lines", is_flag=True, help="Every line in the workbook, too."),
        click.option("--pseudonyms", is_flag=True, help="Number the timekeepers instead of naming them."),
        click.option("--live", is_flag=True, help="Today's figures, even if the review was frozen."),
        click.option("--template", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A .pptx."),
    ):
        command = option(command)
    return command


def make(reader: Reader, **asked: Any) -> list[Path]:  # noqa: ANN401 — click's values
    """Make the files of a pack, and return where they are."""
    from ui import live, packing  # noqa: PLC0415 — the other words start without it

    try:
        period = Period.parse(asked["period"], reader.fiscal_start)
    except ValueError:
        raise Said(
            f"« {asked['period']} » n'est pas une période : écrire 2026-T3, 2026-07 ou 2026.",
            f"“{asked['period']}” is no period: write 2026-T3, 2026-07 or 2026.",
        ) from None
    firm = asked["firm"]
    wanted = packing.Wanted(
        period,
        firm,
        asked["edition"],
        lang(),
        lines=asked["lines"],
        pseudonyms=asked["pseudonyms"],
        live=asked["live"],
    )
    known = live.Live(reader).names["firm"]
    if firm is not None and firm not in known:
        listed = ", ".join(sorted(known)[:20])
        raise Said(
            f"Il n'y a pas de cabinet « {firm} ». Cabinets : {listed}.", f"There is no firm “{firm}”. Firms: {listed}."
        )
    if asked["edition"] == "firm" and firm is None:
        raise Said(
            "L'édition pour un cabinet demande lequel : ajouter --firm.",
            "A firm's edition needs to know which: add --firm.",
        )
    made = packing.pack(reader, wanted, dt.datetime.now().astimezone().date())
    review = packing.found(reader, wanted)
    if review and review.state != "prepared" and not asked["live"]:
        say(
            "Chiffres de la revue gelée ; --live donne ceux du jour.",
            "Figures of the frozen review; --live gives today's.",
        )
    try:
        template = asked["template"].read_bytes() if asked["template"] else None
        return packing.save(made, asked["out"], asked["formats"] or _FORMATS, template)
    except packing.PackError as error:
        raise Said(error.text.fr, error.text.en) from error
    except OSError as error:
        raise Said(
            f"Le dossier {asked['out']} ne peut pas être écrit ({error.strerror}).",
            f"The folder {asked['out']} cannot be written ({error.strerror}).",
        ) from error
