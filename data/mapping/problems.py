"""What may be wrong with a table read by a mapping: one kind each, in an accountant's words."""

from __future__ import annotations

from data.problem import Kind
from kpi.model import Text

_OTHERWISE = Text(
    "Corriger la ligne, ou la correspondance si toute la colonne est écrite ainsi.",
    "Correct the line, or the mapping if the whole column is written so.",
)

# The file as a whole

READ = Kind(
    "M_READ",
    "info",
    Text("Lu avec la correspondance « {seen} ».", "Read with the mapping “{seen}”."),
    Text("Rien à faire si c'est bien elle.", "Nothing to do if it is the right one."),
)
TABLE = Kind(
    "M_TABLE",
    "reject",
    Text(
        "Ce fichier n'est pas un tableau : aucune ligne de titres suivie de lignes.",
        "This file is no table: no line of headings with lines below it.",
    ),
    Text(
        "Vérifier que c'est le bon fichier ; l'enregistrer en CSV ou en XLSX.",
        "Check that it is the right file; save it as CSV or XLSX.",
    ),
)
COLUMNS = Kind(
    "M_WIDE",
    "reject",
    Text(
        "Le tableau a {seen} colonnes : c'est plus que la limite de {expected}.",
        "The table has {seen} columns: more than the limit of {expected}.",
    ),
    Text("N'exporter que les colonnes utiles.", "Export the useful columns only."),
)
HEADINGS = Kind(
    "M_HEAD",
    "reject",
    Text(
        "Ce fichier n'a pas les colonnes de la correspondance « {name} » : il manque {seen}.",
        "This file lacks columns of the mapping “{name}”: {seen}.",
    ),
    Text(
        "Vérifier que c'est le bon export, ou faire une autre correspondance.",
        "Check that it is the right export, or make another mapping.",
    ),
)
SEVERAL = Kind(
    "M_TWO",
    "reject",
    Text(
        "Ce fichier peut se lire de plusieurs façons : {seen}. Il n'est pas deviné laquelle est la bonne.",
        "This file can be read in several ways: {seen}. Which one is right is not guessed.",
    ),
    Text(
        "Nommer la correspondance à l'import (--mapping), ou supprimer celle qui ne vaut plus.",
        "Name the mapping when importing (--mapping), or delete the one that no longer holds.",
    ),
)
DETAIL = Kind(
    "M_LINES",
    "reject",
    Text(
        "Ce tableau a les colonnes d'un registre de factures et celles d'un détail par lignes ({seen}) : il n'est pas "
        "deviné lequel il est.",
        "This table has the columns of a register of invoices and those of a detail by lines ({seen}): which it is, is "
        "not guessed.",
    ),
    Text(
        "Dire ce que sont ses colonnes : page « Importer », ou mapping propose.",
        "Say what its columns are: page “Import”, or mapping propose.",
    ),
)
UNFINISHED = Kind(
    "M_LACK",
    "reject",
    Text("La correspondance « {name} » est incomplète. {said_fr}", "The mapping “{name}” is not complete. {said_en}"),
    Text("La compléter, puis importer de nouveau.", "Complete it, then import again."),
)
NEAR = Kind(
    "M_NEAR",
    "info",
    Text(
        "Ce tableau ressemble à celui de la correspondance « {seen} », à des colonnes près.",
        "This table is like that of the mapping “{seen}”, but for some columns.",
    ),
    Text(
        "Si c'est le même, importer avec elle (--mapping).",
        "If it is the same, import with it (--mapping).",
    ),
)
ENCODING = Kind(
    "M_ENC",
    "warning",
    Text(
        "Des lettres ne se lisent pas en {seen} : « \ufffd » les remplace.",
        "Some letters cannot be read as {seen}: “\ufffd” stands for them.",
    ),
    Text("Choisir un autre codage dans la correspondance.", "Choose another encoding in the mapping."),
)
LEFT = Kind(
    "M_LEFT",
    "info",
    Text(
        "Lignes laissées de côté parce que la correspondance le dit : {seen}, pour {amount}.",
        "Lines left out because the mapping says so: {seen}, for {amount}.",
    ),
    Text(
        "Rien à faire si ce sont des règlements ou d'autres comptes.",
        "Nothing to do if they are payments or other accounts.",
    ),
)
SUMMED = Kind(
    "M_SUM",
    "info",
    Text(
        "Factures sur plusieurs lignes, dont les montants ont été additionnés : {seen}.",
        "Invoices on several lines, whose amounts were added up: {seen}.",
    ),
    Text("Rien à faire.", "Nothing to do."),
)
AGAIN = Kind(
    "M_SAME",
    "warning",
    Text(
        "La facture {seen} est déjà ligne {first} : au registre, c'est la dernière ligne qui compte.",
        "Invoice {seen} is already on line {first}: in the register, the last line counts.",
    ),
    Text(
        "Si ses lignes s'additionnent, le dire dans la correspondance (plusieurs lignes par facture).",
        "If its lines add up, say so in the mapping (several lines per invoice).",
    ),
)
INFERRED = Kind(
    "M_TYPE",
    "info",
    Text(
        "Aucune colonne ne dit si une ligne est d'honoraires ou de frais : {fees} lignes lues comme honoraires, "
        "{expenses} comme frais, {others} sans heures ni intervenant comme montants au forfait.",
        "No column tells fees from expenses: {fees} lines read as fees, {expenses} as expenses, {others} without hours "
        "or timekeeper as lump sums.",
    ),
    Text("Indiquer la colonne si elle existe.", "Name the column if there is one."),
)

# One row

EMPTY = Kind(
    "M_REQ",
    "error",
    Text("« {column} » est vide sur cette ligne.", "“{column}” is empty on this line."),
    Text("Remplir la cellule, ou laisser la ligne écartée.", "Fill in the cell, or leave the line set aside."),
)
AMOUNT = Kind(
    "M_AMT",
    "error",
    Text(
        "« {seen} » n'est pas un montant à {mark} décimale (colonne « {column} »).",
        "“{seen}” is no amount with a decimal {mark_en} (column “{column}”).",
    ),
    _OTHERWISE,
)
DATE = Kind(
    "M_DATE",
    "error",
    Text(
        "« {seen} » n'est pas une date écrite {order} (colonne « {column} »).",
        "“{seen}” is no date written {order_en} (column “{column}”).",
    ),
    _OTHERWISE,
)
CURRENCY = Kind(
    "M_CUR",
    "error",
    Text(
        "« {seen} » n'est pas une devise, ou pas celle de la ligne (colonne « {column} »).",
        "“{seen}” is no currency, or not that of the line (column “{column}”).",
    ),
    _OTHERWISE,
)
VALUE = Kind(
    "M_KIND",
    "error",
    Text(
        "La correspondance ne dit pas ce que veut dire « {seen} » (colonne « {column} »).",
        "The mapping does not say what “{seen}” means (column “{column}”).",
    ),
    Text("Le dire dans la correspondance, puis importer de nouveau.", "Say it in the mapping, then import again."),
)
VAT = Kind(
    "M_VAT",
    "error",
    Text(
        "Le montant est TTC et la TVA de la ligne n'est pas lisible : « {seen} ».",
        "The amount includes VAT, and the VAT of the line cannot be read: “{seen}”.",
    ),
    _OTHERWISE,
)
SIDES = Kind(
    "M_SIDES",
    "error",
    Text(
        "La ligne n'a ni débit ni crédit, ou elle a les deux : « {seen} ».",
        "The line has neither debit nor credit, or it has both: “{seen}”.",
    ),
    _OTHERWISE,
)
CHOICE = Kind(
    "M_ENUM",
    "error",
    Text(
        "« {seen} » n'est pas une valeur connue de la colonne « {column} ».",
        "“{seen}” is not a known value of the column “{column}”.",
    ),
    _OTHERWISE,
)

KINDS = {kind.code: kind for kind in [*vars().values()] if isinstance(kind, Kind)}
"""Every kind of problem of a mapped table, by its code."""
