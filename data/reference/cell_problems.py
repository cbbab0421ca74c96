"""What may be wrong with one cell of a reference table."""

from __future__ import annotations

from data.problem import Kind
from kpi.model import Text

REQUIRED = Kind(
    "T_REQ",
    "error",
    Text(
        "La colonne «\u00a0{column}\u00a0» est vide sur cette ligne\u202f; elle est obligatoire.",
        "The column “{column}” is empty on this line; it is required.",
    ),
    Text(
        "Remplissez la cellule. Une ligne de total peut rester écartée.",
        "Fill in the cell. A line of totals may stay set aside.",
    ),
)
SHEET_ERROR = Kind(
    "T_XLERR",
    "error",
    Text(
        "La colonne «\u00a0{column}\u00a0» contient l'erreur de tableur {seen}.",
        "The column “{column}” holds the spreadsheet error {seen}.",
    ),
    Text("Corrigez la formule, puis importez de nouveau.", "Correct the formula, then import again."),
)
DATE = Kind(
    "T_DATE",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» n'est pas une date (colonne «\u00a0{column}\u00a0»).",
        "“{seen}” is not a date (column “{column}”).",
    ),
    Text(
        "Écrivez une date du calendrier, avec l'année en quatre chiffres\u00a0: 30/09/2026.",
        "Write a date of the calendar, with the year in four digits: 30/09/2026 or 2026-09-30.",
    ),
)
DATES_MIXED = Kind(
    "T_DMIX",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» (colonne «\u00a0{column}\u00a0»)\u00a0: le fichier écrit tantôt le jour en "
        "premier ({first}, ligne {first_line}), tantôt le mois ({second}, ligne {second_line}).",
        "“{seen}” (column “{column}”): the file writes now the day first ({first}, line {first_line}), "
        "now the month ({second}, line {second_line}).",
    ),
    Text(
        "Écrivez toutes les dates de la même façon, par exemple AAAA-MM-JJ.",
        "Write all dates the same way, for instance YYYY-MM-DD.",
    ),
)
DAY_FIRST = Kind(
    "T_DMY",
    "info",
    Text(
        "Rien ne dit si «\u00a0{seen}\u00a0» (colonne «\u00a0{column}\u00a0») commence par le jour ou par le "
        "mois\u00a0: le fichier a été lu le jour en premier.",
        "Nothing tells whether “{seen}” (column “{column}”) starts with the day or the month: "
        "the file was read day first.",
    ),
    Text(
        "Si c'est le mois, écrivez les dates AAAA-MM-JJ et importez de nouveau.",
        "If it is the month, write the dates YYYY-MM-DD and import again.",
    ),
)
NUMBER = Kind(
    "T_AMT",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» n'est pas un nombre (colonne «\u00a0{column}\u00a0»).",
        "“{seen}” is not a number (column “{column}”).",
    ),
    Text("Écrivez-le en chiffres, par exemple 1234,56.", "Write it in digits, for instance 1234.56."),
)
MARK = Kind(
    "T_MARK",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» (colonne «\u00a0{column}\u00a0») peut se lire {whole} ou {decimal_fr}, et les "
        "autres nombres du fichier ne permettent pas de choisir.",
        "“{seen}” (column “{column}”) may be read as {whole} or as {decimal_en}, and the other numbers of "
        "the file do not settle it.",
    ),
    Text(
        "Écrivez {whole} sans séparateur de milliers, ou {decimal_fr}0 avec un zéro de plus.",
        "Write {whole} without a thousands separator, or {decimal_en}0 with one more zero.",
    ),
)
DECIMALS = Kind(
    "T_DEC",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» a plus de {places} décimales (colonne «\u00a0{column}\u00a0»).",
        "“{seen}” has more than {places} decimals (column “{column}”).",
    ),
    Text("Arrondissez-le dans le fichier.", "Round it in the file."),
)
SIZE = Kind(
    "T_SIZE",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» a plus de {digits} chiffres avant la virgule (colonne «\u00a0{column}\u00a0»).",
        "“{seen}” has more than {digits} digits before the decimal mark (column “{column}”).",
    ),
    Text("Vérifiez qu'un séparateur n'a pas disparu.", "Check that no separator was lost."),
)
SIGN = Kind(
    "T_SIGN",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» (colonne «\u00a0{column}\u00a0») ne va pas avec la devise de la ligne, {currency}.",
        "“{seen}” (column “{column}”) does not go with the currency of the line, {currency}.",
    ),
    Text(
        "Donnez la devise dans sa colonne (vide\u00a0: EUR), et le montant sans signe.",
        "Give the currency in its column (empty: EUR), and the amount without a sign.",
    ),
)
CHOICE = Kind(
    "T_ENUM",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» n'est pas une valeur connue de la colonne «\u00a0{column}\u00a0».",
        "“{seen}” is not a known value of the column “{column}”.",
    ),
    Text("Valeurs acceptées\u00a0: {accepted_fr}.", "Accepted values: {accepted_en}."),
)
CURRENCY = Kind(
    "T_CUR",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» n'est pas un code de devise (colonne «\u00a0{column}\u00a0»).",
        "“{seen}” is not a currency code (column “{column}”).",
    ),
    Text("Écrivez le code à trois lettres\u00a0: EUR, USD, GBP…", "Write the three-letter code: EUR, USD, GBP…"),
)
WHOLE = Kind(
    "T_INT",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» n'est pas un nombre entier (colonne «\u00a0{column}\u00a0»).",
        "“{seen}” is not a whole number (column “{column}”).",
    ),
    Text("Écrivez un nombre entier, sans décimale.", "Write a whole number, without decimals."),
)
RANGE = Kind(
    "T_RANGE",
    "error",
    Text(
        "«\u00a0{seen}\u00a0» est hors des bornes de la colonne «\u00a0{column}\u00a0»\u00a0: {bounds}.",
        "“{seen}” is out of the bounds of the column “{column}”: {bounds}.",
    ),
    Text("Écrivez une valeur dans ces bornes.", "Write a value within these bounds."),
)
