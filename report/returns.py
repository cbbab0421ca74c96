"""The sheet that goes back to a firm: what was wrong in its files, where, and what to do, for its accountant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi.model import Text
from report.tables import Column, Table, to_csv, to_xlsx
from report.words import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.model import Lang
    from report.tables import Value

LEVELS: Final[Mapping[str, Text]] = {
    "reject": Text("Fichier rejeté", "File rejected"),
    "error": Text("Ligne non lue", "Line not read"),
    "warning": Text("À vérifier", "To check"),
}
_COLUMNS: Final = (
    Column("file", Text("Fichier", "File")),
    Column("line", Text("Ligne", "Line"), "number"),
    Column("column", Text("Colonne", "Column")),
    Column("seen", Text("Valeur reçue", "Value as received")),
    Column("level", Text("Niveau", "Level")),
    Column("message", Text("Ce qui ne va pas", "What is wrong")),
    Column("remedy", Text("Que faire", "What to do")),
    Column("original", Text("Ligne telle que reçue", "Line as received")),
    Column("code", Text("Code", "Code")),
)


def sheet(rows: Sequence[Mapping[str, Value]], lang: Lang) -> Table:
    """Lay out problems in words (file, line, column, seen, level, message, remedy, original, code) as they go back."""
    shown = [{**row, "level": LEVELS[str(row["level"])](lang), "line": row["line"] or None} for row in rows]
    return Table(Text("À corriger", "To correct"), _COLUMNS, shown)


def about(firm: str, rows: Sequence[Mapping[str, Value]], lang: Lang) -> list[str]:
    """Say what the sheet is, for whoever opens it."""
    remarks, files = count(len(rows), "remark", lang), count(len({row["file"] for row in rows}), "file", lang)
    return [
        Text(f"Cabinet : {firm}", f"Firm: {firm}")(lang),
        Text(
            f"{remarks}, {files}. Un fichier rejeté n'est pas compté du tout ; une ligne "
            "non lue manque à la facture ; ce qui est à vérifier est compté tel que reçu.",
            f"{remarks}, {files}. A file rejected is not counted at all; a line not read is "
            "missing from the invoice; what is to check is counted as received.",
        )(lang),
        Text(
            "Pour corriger, renvoyer la facture entière : elle remplace la précédente.",
            "To correct, send the whole invoice again: it replaces the former one.",
        )(lang),
    ]


def written(firm: str, rows: Sequence[Mapping[str, Value]], lang: Lang) -> dict[str, bytes]:
    """Return the sheet of one firm as an Excel workbook and as CSV, by their ending."""
    table = sheet(rows, lang)
    return {"xlsx": to_xlsx([table], lang, about(firm, rows, lang)), "csv": to_csv(table, lang)}
