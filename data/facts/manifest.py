"""What an export of facts says of itself: one small file beside its tables, written last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.store import StoreError
from kpi.model import COLUMNS, Text

NAME = "manifest.json"
DATED = {
    "spend": "invoice_date", "work": "invoice_date", "time": "invoice_date", "rated": "invoice_date",
    "delays": "invoice_date", "settlements": "invoice_date",
}  # fmt: skip
"""The tables cut by year and quarter (of the calendar), and the day that decides; the others are small, and whole."""


class FactsError(StoreError):
    """Something about exported facts that their reader can act on."""


class Part(BaseModel):
    """One table: its columns with their types, its rows, and the exact sum of each amount, rate and quantity."""

    model_config = ConfigDict(extra="forbid")

    rows: int
    columns: Mapping[str, str]
    sums: Mapping[str, Decimal | None]


class Manifest(BaseModel):
    """What an export holds, of which state of which store, and the totals it must tie with when it is read."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["binome-facts"] = "binome-facts"
    layout: Literal[1] = 1
    store_schema: int
    data_version: int
    fiscal_start: int = Field(ge=1, le=12)
    written_at: dt.datetime
    present: tuple[str, ...]
    tables: Mapping[str, Part]


def read(folder: Path) -> Manifest:
    """Return what an export says of itself.

    Raises:
        FactsError: the folder is no export, or one of another version whose tables do not suit these figures.
    """
    try:
        found = Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError) as error:
        raise FactsError(
            Text(
                f"{folder} n'est pas un export de faits lisible : son fichier {NAME} manque, ou vient d'une autre "
                "version. Écrire l'export de nouveau (commande facts).",
                f"{folder} is no readable export of facts: its file {NAME} is missing, or comes from another version. "
                "Write the export again (command facts).",
            )
        ) from error
    for table, columns in COLUMNS.items():
        lacking = [name for name in columns if table not in found.tables or name not in found.tables[table].columns]
        if lacking:
            raise FactsError(
                Text(
                    f"L'export {folder} vient d'une autre version de Binôme : il lui manque {table}.{lacking[0]}. "
                    "L'écrire de nouveau (commande facts).",
                    f"The export {folder} comes from another version of Binôme: it lacks {table}.{lacking[0]}. "
                    "Write it again (command facts).",
                )
            )
    return found
