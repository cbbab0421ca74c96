"""Templates of the reference tables and the page that documents them, made from the tables' declarations.

`python -m data.templates` writes docs/tables.fr.md and docs/tables.en.md anew.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import get_args

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from data.reference import TABLES, Column, Table
from data.reference.cells import Choice, DateCell, NumberCell, RateCell, TextCell, YesNoCell, spelled
from kpi.model import Lang, Text

_ROWS = 10_000
"""Rows of a template for which the accepted values are offered."""
_LIST_LIMIT = 255
"""Characters that a spreadsheet allows in such a list."""

_HEADINGS = (
    Text("Colonne", "Column"),
    Text("Obligatoire", "Required"),
    Text("Contenu", "Holds"),
    Text("Sens", "Meaning"),
    Text("Autres en-têtes reconnus", "Other headings read"),
)
_INTRO = Text(
    """# Tables de référence

Chaque table se charge depuis un fichier CSV (point-virgule, virgule ou tabulation) ou XLSX. Elle est
reconnue à ses en-têtes, dans n'importe quel ordre, sans égard aux majuscules, aux accents, aux espaces ni à
la ponctuation\u202f; chaque colonne a un nom fixe et d'autres en-têtes reconnus. Une colonne inconnue est
conservée et signalée. Une ligne qui ne peut pas être lue est écartée, comptée et expliquée\u202f; les autres
sont chargées.

- **Dates**\u00a0: 30/09/2026, 30-09-2026, 30.09.2026, 2026-09-30 ou 20260930. Une date comme 13/07/2026
  montre que le fichier met le jour en premier, 07/13/2026 qu'il met le mois\u202f; sans indice, c'est le
  jour, et cela est signalé.
- **Nombres**\u00a0: 1234,56, 1\u202f234,56, 1.234,56 ou 1,234.56. La virgule ou le point décimal se décide
  sur tout le fichier\u202f; `1.234` seul, qui peut être 1234 ou 1,234, est écarté. Montants hors taxes, six
  décimales au plus.
- **Identifiants**\u00a0: du texte, gardé tel quel\u202f; `00042` reste `00042` (dans un tableur, mettez la
  colonne au format Texte).
- **Clé**\u00a0: deux lignes de même clé parlent de la même chose, et la dernière compte.
""",
    """# Reference tables

Each table loads from a CSV file (semicolon, comma or tab) or from XLSX. It is recognised by its headings, in
any order, whatever their case, accents, spaces and punctuation; each column has a fixed name and other
headings that are read as well. An unknown column is kept and told. A row that cannot be read is set aside,
counted and explained; the others load.

- **Dates**: 30/09/2026, 30-09-2026, 30.09.2026, 2026-09-30 or 20260930. A date such as 13/07/2026 shows that
  the file puts the day first, 07/13/2026 that it puts the month first; without a clue it is the day, and
  that is told.
- **Numbers**: 1234.56, 1,234.56, 1.234,56 or 1 234,56. The decimal comma or point is decided over the whole
  file; `1.234` alone, which may be 1234 or 1.234, is set aside. Amounts exclude VAT and have six decimals
  at most.
- **Identifiers**: text, kept as it is; `00042` stays `00042` (in a spreadsheet, give the column the Text
  format).
- **Key**: two rows with the same key speak of the same thing, and the last one counts.
""",
)


def heading(column: Column, lang: Lang) -> str:
    """Name a column in a template: by its usual French heading, or by its fixed name."""
    return column.known_as[0] if lang == "fr" else column.name


def template_csv(table: Table, lang: Lang) -> bytes:
    """Make an empty table that a spreadsheet opens with its columns apart: semicolons, marked as UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(heading(column, lang) for column in table.columns.values())
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(table: Table, lang: Lang) -> bytes:
    """Make an empty table as a workbook: typed columns, accepted values offered, a guide beside it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": table.title(lang), "created": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)})
        bold, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(table.title(lang))
        guide = book.add_worksheet(Text("Mode d'emploi", "Guide")(lang))
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(table.columns.values()):
            name = heading(column, lang)
            shown = book.add_format({"num_format": _number_format(column)})
            sheet.set_column(index, index, max(12, len(name) + 2), shown)
            sheet.write_string(0, index, name, bold if column.required else plain)
            _offer(sheet, index, column, lang)
        _explain(guide, table, lang, bold, wrapped)
    return file.getvalue()


def _number_format(column: Column) -> str:
    match column.cell:
        case DateCell():
            return "dd/mm/yyyy"
        case RateCell():
            return "0.0000######"
        case NumberCell(money=True):
            return "#,##0.00"
        case TextCell():
            return "@"  # a spreadsheet left to itself turns 00042 into 42
    return "General"


def _offer(sheet: Worksheet, index: int, column: Column, lang: Lang) -> None:
    """Let the spreadsheet offer the accepted values of a column as a list."""
    values = _accepted(column, lang)
    if values and len(",".join(values)) <= _LIST_LIMIT:
        check = "information" if isinstance(column.cell, Choice) and column.cell.open else "warning"
        sheet.data_validation(1, index, _ROWS, index, {"validate": "list", "source": values, "error_type": check})


def _accepted(column: Column, lang: Lang) -> list[str]:
    match column.cell:
        case Choice() as choice:
            return choice.accepted()(lang).split(", ")
        case YesNoCell():
            return ["oui", "non"] if lang == "fr" else ["yes", "no"]
    return []


def _explain(guide: Worksheet, table: Table, lang: Lang, bold: Format, wrapped: Format) -> None:
    guide.write_string(0, 0, table.purpose(lang))
    for index, width in enumerate((24, 12, 28, 48, 60)):
        guide.set_column(index, index, width, wrapped)
        guide.write_string(2, index, _HEADINGS[index](lang), bold)
    for row, column in enumerate(table.columns.values(), 3):
        others = [word for word in column.headings if word != heading(column, lang)]
        told = (
            heading(column, lang),
            _required(column, lang),
            _holds(column, lang),
            column.meaning(lang),
            ", ".join(others),
        )
        for index, text in enumerate(told):
            guide.write_string(row, index, text, wrapped)


def _required(column: Column, lang: Lang) -> str:
    return Text("oui", "yes")(lang) if column.required else ""


def _holds(column: Column, lang: Lang) -> str:
    """Say what a column holds: its type, its bounds or its values, and what an empty cell stands for."""
    colon = Text("\u00a0:", ":")(lang)
    accepted = ", ".join(_accepted(column, lang)) if isinstance(column.cell, Choice) else column.bounds
    text = column.cell.label(lang) + (f"{colon} {accepted}" if accepted else "")
    if not column.default:
        return text
    default = column.default
    if isinstance(column.cell, Choice) and lang == "fr":
        default = spelled(column.cell.words[default])[0]
    return text + Text(f"\u202f; vide\u00a0: {default}", f"; empty: {default}")(lang)


def columns_markdown(lang: Lang) -> str:
    """Write the documentation page that lists every table, its columns and all the words it accepts."""
    return "\n".join([_INTRO(lang), *(_table_markdown(table, lang) for table in TABLES.values())])


def _table_markdown(table: Table, lang: Lang) -> str:
    colon = Text("\u00a0:", ":")(lang)
    key = ", ".join(f"`{name}`" for name in table.key)
    lines = [
        f"## {table.title(lang)} (`{table.name}`)",
        "",
        f"{table.purpose(lang)} {Text('Clé', 'Key')(lang)}{colon} {key}.",
        "",
        "| " + " | ".join(text(lang) for text in _HEADINGS) + " |",
        "|---" * len(_HEADINGS) + "|",
    ]
    for column in table.columns.values():
        cells = (
            f"`{column.name}`",
            _required(column, lang),
            _holds(column, lang),
            column.meaning(lang),
            ", ".join(column.known_as),
        )
        lines.append("| " + " | ".join(cells) + " |")
    if table.choices:
        lines += ["", Text("Mots reconnus\u00a0:", "Words read:")(lang), ""]
    for name, choice in table.choices.items():
        values = Text("\u202f; ", "; ")(lang).join(f"**{value}** {words}" for value, words in choice.words.items())
        lines.append(f"- `{name}`{colon} {values}")
    return "\n".join(lines) + "\n"


def write_docs(folder: Path) -> None:
    """Write the page in each language."""
    for lang in get_args(Lang):
        (folder / f"tables.{lang}.md").write_text(columns_markdown(lang), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_docs(Path(__file__).parents[1] / "docs")
