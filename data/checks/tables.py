"""What may be wrong with lines that come in a spreadsheet or in a table with separators."""

from __future__ import annotations

from data.checks.kinds import kind

BOOK = kind(
    "BOOK",
    "info",
    "Lignes de facturation lues dans la feuille « {seen} », comme {expected} d'après ses colonnes.",
    "Billing lines read in sheet “{seen}”, as {expected} from its columns.",
    "Rien à faire.",
    "Nothing to do.",
)
FOOT = kind(
    "FOOT",
    "info",
    "Ligne de total ({seen}) : elle n'est pas comptée comme une ligne.",
    "Line of totals ({seen}): it is not counted as a line.",
    "Rien à faire.",
    "Nothing to do.",
)
FOOTX = kind(
    "FOOTX",
    "warning",
    "La ligne de total dit {seen} ; les lignes au-dessus font {expected}.",
    "The line of totals says {seen}; the lines above it make {expected}.",
    "Elle n'est pas comptée. Chercher la ligne qui manque ou qui est en trop.",
    "It is not counted. Look for the line that is missing or one too many.",
)
MERG = kind(
    "MERG",
    "info",
    "Des cellules fusionnées valent pour toutes leurs lignes : {seen}.",
    "Merged cells hold for all their lines: {seen}.",
    "Rien à faire ; les montants, eux, ne sont jamais répétés.",
    "Nothing to do; amounts are never repeated.",
)
STRAY = kind(
    "STRAY",
    "warning",
    "Une cellule remplie n'est sous aucun en-tête : « {seen} ».",
    "A filled cell stands under no heading: “{seen}”.",
    "Elle n'est pas lue. Lui donner un en-tête si elle compte.",
    "It is not read. Give it a heading if it matters.",
)
