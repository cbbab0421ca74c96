"""What may be wrong with a reference table: one kind per way a file can go wrong, in an accountant's words.

`{seen}` is what the file says, `{column}` its own heading; the other words in braces come with the problem.
"""

from __future__ import annotations

from data.problem import Kind
from kpi.model import Text

# The file as a whole

WORKBOOK = Kind(
    "T_XLSX",
    "reject",
    Text("Ce fichier n'est pas un classeur .xlsx lisible.", "This file is not a readable .xlsx workbook."),
    Text(
        "Ouvrez-le dans le tableur et enregistrez-le au format .xlsx, sans mot de passe, ou en CSV.",
        "Open it in the spreadsheet program and save it as .xlsx, without a password, or as CSV.",
    ),
)
TOO_BIG = Kind(
    "T_BIG",
    "reject",
    Text(
        "Ce classeur est plus grand que ce qui s'ouvre sans risque (512\u00a0Mo décompressé, "
        "5\u00a0millions de cellules).",
        "This workbook is larger than what can be opened safely (512 MB unpacked, 5 million cells).",
    ),
    Text(
        "Supprimez les cellules perdues loin du tableau, ou enregistrez la feuille en CSV.",
        "Delete stray cells far from the table, or save the sheet as CSV.",
    ),
)
HIDDEN = Kind(
    "T_HIDDEN",
    "info",
    Text(
        "La feuille masquée «\u00a0{seen}\u00a0» n'a pas été lue.",
        "The hidden sheet “{seen}” was not read.",
    ),
    Text("Affichez-la si elle doit être importée.", "Unhide it if it is to be imported."),
)
BLANK = Kind(
    "T_BLANK",
    "reject",
    Text(
        "Ce fichier ne contient aucun tableau\u00a0: aucune ligne n'a deux cellules remplies.",
        "This file holds no table: no line has two filled cells.",
    ),
    Text(
        "Vérifiez que c'est le bon fichier, et que ses colonnes sont séparées par des points-virgules.",
        "Check that it is the right file, and that its columns are separated by semicolons.",
    ),
)
NOT_RECOGNISED = Kind(
    "T_NONE",
    "reject",
    Text(
        "Aucun tableau n'est reconnu à ces en-têtes\u00a0: {seen}.",
        "No table is recognised by these headings: {seen}.",
    ),
    Text(
        "Partez d'un modèle de tableau, ou nommez les colonnes comme dans la documentation.",
        "Start from a template, or name the columns as the documentation does.",
    ),
)
AMBIGUOUS = Kind(
    "T_AMB",
    "reject",
    Text(
        "Ces en-têtes peuvent être ceux de plusieurs tableaux\u00a0: {seen}.",
        "These headings may be those of several tables: {seen}.",
    ),
    Text(
        "Ajoutez une colonne qui n'existe que dans le tableau voulu\u202f; elle peut rester vide.",
        "Add a column that only the wanted table has; it may stay empty.",
    ),
)
MISSING = Kind(
    "T_HEAD",
    "reject",
    Text(
        "Le tableau «\u00a0{table}\u00a0» demande des colonnes absentes\u00a0: {seen}.",
        "The table “{table}” needs columns that are absent: {seen}.",
    ),
    Text("Ajoutez-les, ou partez du modèle de ce tableau.", "Add them, or start from this table's template."),
)
DUPLICATE = Kind(
    "T_DUP",
    "reject",
    Text("La colonne «\u00a0{seen}\u00a0» figure deux fois.", "The column “{seen}” stands twice."),
    Text("Renommez ou supprimez l'une des deux.", "Rename or delete one of the two."),
)

# The headings

PASSED_OVER = Kind(
    "T_TWICE",
    "warning",
    Text(
        "La colonne «\u00a0{column}\u00a0» n'est pas lue\u00a0: «\u00a0{seen}\u00a0» dit déjà la même chose ({name}).",
        "The column “{column}” is not read: “{seen}” already says the same thing ({name}).",
    ),
    Text(
        "Si c'est «\u00a0{column}\u00a0» qui compte, renommez-la {name}.",
        "If “{column}” is the one that counts, rename it {name}.",
    ),
)
UNKNOWN = Kind(
    "T_COL",
    "info",
    Text(
        "Colonnes inconnues, conservées mais sans effet sur les chiffres\u00a0: {seen}.",
        "Unknown columns, kept but without effect on the figures: {seen}.",
    ),
    Text(
        "Rien à faire si elles ne servent qu'à vous\u202f; sinon, donnez-leur un nom de la documentation.",
        "Nothing to do if they are for your own use; otherwise give them a name of the documentation.",
    ),
)
TITLES = Kind(
    "T_TITLE",
    "info",
    Text(
        "Lignes laissées au-dessus des en-têtes\u00a0: {count}, dont «\u00a0{seen}\u00a0».",
        "Lines left out above the headings: {count}, “{seen}” among them.",
    ),
    Text("Rien à faire si ce sont des titres.", "Nothing to do if they are titles."),
)
EMPTY = Kind(
    "T_EMPTY",
    "info",
    Text("Le tableau n'a aucune ligne sous ses en-têtes.", "The table has no line below its headings."),
    Text("Remplissez-le, puis importez-le.", "Fill it in, then import it."),
)

# A whole row

CELLS = Kind(
    "T_CELLS",
    "error",
    Text(
        "La ligne a {seen} cellules\u202f; les en-têtes en ont {expected}.",
        "The line has {seen} cells; the headings have {expected}.",
    ),
    Text(
        "Un séparateur manque ou est en trop\u00a0: mettez entre guillemets un texte qui en contient un.",
        "A separator is missing or in excess: put texts that contain one between quotation marks.",
    ),
)
QUOTE = Kind(
    "T_QUOTE",
    "error",
    Text(
        "Un guillemet ouvert n'est pas refermé, ou du texte suit celui qui ferme.",
        "A quotation mark is opened and not closed, or text follows the closing one.",
    ),
    Text(
        'Refermez-le\u202f; doublez-le ("") s\'il fait partie du texte.',
        'Close it; double it ("") if it is part of the text.',
    ),
)
AGAIN = Kind(
    "T_AGAIN",
    "warning",
    Text("Les en-têtes sont répétés sur cette ligne.", "The headings are repeated on this line."),
    Text("Supprimez la ligne.", "Delete the line."),
)
SAME_KEY = Kind(
    "T_KEY",
    "warning",
    Text(
        "Déjà vu ligne {first}, avec un autre contenu\u00a0: {seen}.",
        "Already seen on line {first}, with other content: {seen}.",
    ),
    Text(
        "C'est la dernière ligne qui compte\u202f; supprimez celle qui ne vaut plus.",
        "The last line counts; delete the one that no longer holds.",
    ),
)
SPAN = Kind(
    "T_SPAN",
    "error",
    Text(
        "La fin de validité, {seen}, précède le début, {start}.",
        "The end of validity, {seen}, comes before its start, {start}.",
    ),
    Text("Corrigez l'une des deux dates.", "Correct one of the two dates."),
)
