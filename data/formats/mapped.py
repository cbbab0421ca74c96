"""Lines of any other table, read with a saved mapping (`data/mapping`). How such a file arrived, nobody knows."""

from __future__ import annotations

from data.formats import Format
from kpi.model import Text

FORMAT = Format(
    name="MAPPED", title=Text("Tableau lu par correspondance", "Table read by a mapping"), channel="unknown"
)
