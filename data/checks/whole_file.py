"""What may be wrong with a file as a whole."""

from __future__ import annotations

from data.checks.kinds import ASK_FIRM_EN, ASK_FIRM_FR, kind

EMP = kind(
    "EMP",
    "reject",
    "Le fichier est vide : il ne contient aucune ligne de facturation.",
    "The file is empty: it holds no billing line.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
NONE = kind(
    "NONE",
    "reject",
    "Aucune ligne du fichier n'a pu être lue ; mises de côté : {seen}.",
    "No line of the file could be read; set aside: {seen}.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
FMT = kind(
    "FMT",
    "reject",
    "Ce fichier n'est d'aucun format connu ; il commence par « {seen} ».",
    "This file is of no known format; it begins with “{seen}”.",
    "Formats lus : LEDES 1998B, 1998BI, 2000 et XML, UBL, CII, Factur-X, et les tables de référence en CSV ou XLSX "
    "(modèles à télécharger).",
    "Formats read: LEDES 1998B, 1998BI, 2000 and XML, UBL, CII, Factur-X, and the reference tables in CSV or XLSX "
    "(templates to download).",
)
HDR = kind(
    "HDR",
    "reject",
    "L'en-tête manque ou il lui manque une colonne indispensable : {seen}.",
    "The header is missing, or lacks a column that is needed: {seen}.",
    "Il faut au moins INVOICE_NUMBER, INVOICE_DATE et LINE_ITEM_TOTAL. " + ASK_FIRM_FR,
    "At least INVOICE_NUMBER, INVOICE_DATE and LINE_ITEM_TOTAL are needed. " + ASK_FIRM_EN,
)
OPEN = kind(
    "OPEN",
    "reject",
    "Le fichier ne s'ouvre pas ({seen}).",
    "The file cannot be opened ({seen}).",
    "Vérifier qu'il n'est pas ouvert ailleurs et qu'on a le droit de le lire.",
    "Check that it is not open elsewhere and that you may read it.",
)
BIG = kind(
    "BIG",
    "reject",
    "Le fichier pèse {seen} Mo : c'est plus que la limite de {expected} Mo.",
    "The file weighs {seen} MB: more than the limit of {expected} MB.",
    "Demander au cabinet plusieurs fichiers plus petits.",
    "Ask the firm for several smaller files.",
)
WIDE = kind(
    "WIDE",
    "reject",
    "Une ligne du fichier dépasse {expected} Mo : ce n'est pas un fichier de facturation.",
    "A line of the file is longer than {expected} MB: it is no billing file.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
COLS = kind(
    "COLS",
    "reject",
    "L'en-tête compte {seen} colonnes : plus que la limite de {expected}.",
    "The header has {seen} columns: more than the limit of {expected}.",
    "Supprimer les colonnes inutiles, ou relever la limite BINOME_MAX_COLUMNS (voir docs/limits.fr.md).",
    "Remove the columns that are not needed, or raise the limit BINOME_MAX_COLUMNS (see docs/limits.en.md).",
)
ENC = kind(
    "ENC",
    "info",
    "Le fichier n'est pas en UTF-8 ; il a été lu en {seen}.",
    "The file is not in UTF-8; it was read as {seen}.",
    "Vérifier les accents d'une ligne.",
    "Check the accents of a line.",
)
FMT0 = kind(
    "FMT0",
    "warning",
    "La première ligne n'annonce pas le format ; lu comme {seen} d'après ses colonnes.",
    "The first line does not name the format; read as {seen} from its columns.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
FMTX = kind(
    "FMTX",
    "warning",
    "Le fichier s'annonce {seen}, mais ses colonnes sont celles de {expected} : lu ainsi.",
    "The file calls itself {seen}, but its columns are those of {expected}: read as such.",
    "Vérifier si les totaux contiennent la TVA.",
    "Check whether the totals include tax.",
)
BRK = kind(
    "BRK",
    "warning",
    "La marque de fin « [] » manque sur des lignes.",
    "The end mark “[]” is missing on some lines.",
    "Rien à faire : les lignes ont été reconnues.",
    "Nothing to do: the lines were recognised.",
)
COL = kind(
    "COL",
    "warning",
    "Les colonnes ne sont pas celles du format ({seen}).",
    "The columns are not those of the format ({seen}).",
    "Les colonnes ont été lues par leur nom ; rien n'a été lu par position.",
    "Columns were read by name; nothing was read by position.",
)
HEAD = kind(
    "HEAD",
    "warning",
    "Une ligne au milieu du fichier n'est pas une ligne de facturation : « {seen} ».",
    "A line in the middle of the file is no billing line: “{seen}”.",
    "Elle est ignorée ; les lignes qui suivent ont été lues.",
    "It is ignored; the lines after it were read.",
)
CUR = kind(
    "CUR",
    "info",
    "Le fichier ne dit pas sa devise : {seen} a été retenu.",
    "The file does not say its currency: {seen} was taken.",
    "Importer avec une autre devise si ce n'est pas la bonne (--currency).",
    "Import with another currency if this is not the right one (--currency).",
)
DMY = kind(
    "DMY",
    "warning",
    "Rien dans le fichier ne dit si {seen} commence par le jour ou le mois : lu jour/mois.",
    "Nothing in the file tells whether {seen} begins with the day or the month: read day/month.",
    "Vérifier une date avec le cabinet.",
    "Check one date with the firm.",
)
