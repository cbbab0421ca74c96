"""What may be wrong with an e-billing file: one kind of problem each, with its words and its remedy.

`{seen}` is what stood there; `{column}`, `{expected}` and the like are filled in. Levels: reject (the file is kept
but nothing of it counts), error (a line is set aside), warning (it counts, look at it), info.
"""

from __future__ import annotations

from decimal import Decimal

from data.problem import Kind, Level
from kpi.model import Text

KINDS: dict[str, Kind] = {}


def _kind(code: str, level: Level, fr: str, en: str, todo_fr: str, todo_en: str) -> Kind:
    KINDS[code] = Kind(code, level, Text(fr, en), Text(todo_fr, todo_en))
    return KINDS[code]


_ASK_FIRM_FR = "Demander au cabinet un fichier corrigé."
_ASK_FIRM_EN = "Ask the firm for a corrected file."
_LOOK_FR, _LOOK_EN = (
    "Les totaux de lignes font foi ; vérifier avec le cabinet.",
    "Line totals count; check with the firm.",
)

# The file as a whole
EMP = _kind(
    "EMP",
    "reject",
    "Le fichier est vide : il ne contient aucune ligne de facturation.",
    "The file is empty: it holds no billing line.",
    _ASK_FIRM_FR,
    _ASK_FIRM_EN,
)
FMT = _kind(
    "FMT",
    "reject",
    "Ce fichier n'est d'aucun format connu ; il commence par « {seen} ».",
    "This file is of no known format; it begins with “{seen}”.",
    "Formats lus : LEDES 1998B, LEDES 1998BI, et les tables de référence en CSV ou XLSX (modèles à télécharger).",
    "Formats read: LEDES 1998B, LEDES 1998BI, and the reference tables in CSV or XLSX (templates to download).",
)
HDR = _kind(
    "HDR",
    "reject",
    "L'en-tête manque ou il lui manque une colonne indispensable : {seen}.",
    "The header is missing, or lacks a column that is needed: {seen}.",
    "Il faut au moins INVOICE_NUMBER, INVOICE_DATE et LINE_ITEM_TOTAL. " + _ASK_FIRM_FR,
    "At least INVOICE_NUMBER, INVOICE_DATE and LINE_ITEM_TOTAL are needed. " + _ASK_FIRM_EN,
)
OPEN = _kind(
    "OPEN",
    "reject",
    "Le fichier ne s'ouvre pas ({seen}).",
    "The file cannot be opened ({seen}).",
    "Vérifier qu'il n'est pas ouvert ailleurs et qu'on a le droit de le lire.",
    "Check that it is not open elsewhere and that you may read it.",
)
BIG = _kind(
    "BIG",
    "reject",
    "Le fichier pèse {seen} : c'est plus que la limite de {expected}.",
    "The file weighs {seen}: more than the limit of {expected}.",
    "Demander au cabinet plusieurs fichiers plus petits.",
    "Ask the firm for several smaller files.",
)
ENC = _kind(
    "ENC",
    "info",
    "Le fichier n'est pas en UTF-8 ; il a été lu en {seen}.",
    "The file is not in UTF-8; it was read as {seen}.",
    "Vérifier les accents d'une ligne.",
    "Check the accents of a line.",
)
FMT0 = _kind(
    "FMT0",
    "warning",
    "La première ligne n'annonce pas le format ; lu comme {seen} d'après ses colonnes.",
    "The first line does not name the format; read as {seen} from its columns.",
    _ASK_FIRM_FR,
    _ASK_FIRM_EN,
)
FMTX = _kind(
    "FMTX",
    "warning",
    "Le fichier s'annonce {seen}, mais ses colonnes sont celles de {expected} : lu ainsi.",
    "The file calls itself {seen}, but its columns are those of {expected}: read as such.",
    "Vérifier si les totaux contiennent la TVA.",
    "Check whether the totals include tax.",
)
BRK = _kind(
    "BRK",
    "warning",
    "La marque de fin « [] » manque sur des lignes.",
    "The end mark “[]” is missing on some lines.",
    "Rien à faire : les lignes ont été reconnues.",
    "Nothing to do: the lines were recognised.",
)
COL = _kind(
    "COL",
    "warning",
    "Les colonnes ne sont pas celles du format ({seen}).",
    "The columns are not those of the format ({seen}).",
    "Les colonnes ont été lues par leur nom ; rien n'a été lu par position.",
    "Columns were read by name; nothing was read by position.",
)
HEAD = _kind(
    "HEAD",
    "warning",
    "Une ligne au milieu du fichier n'est pas une ligne de facturation : « {seen} ».",
    "A line in the middle of the file is no billing line: “{seen}”.",
    "Elle est ignorée ; les lignes qui suivent ont été lues.",
    "It is ignored; the lines after it were read.",
)
CUR = _kind(
    "CUR",
    "info",
    "Le fichier ne dit pas sa devise : {seen} a été retenu.",
    "The file does not say its currency: {seen} was taken.",
    "Importer avec une autre devise si ce n'est pas la bonne (--currency).",
    "Import with another currency if this is not the right one (--currency).",
)
DMY = _kind(
    "DMY",
    "warning",
    "Rien dans le fichier ne dit si {seen} commence par le jour ou le mois : lu jour/mois.",
    "Nothing in the file tells whether {seen} begins with the day or the month: read day/month.",
    "Vérifier une date avec le cabinet.",
    "Check one date with the firm.",
)

# A line that cannot be read
CELLS = _kind(
    "CELLS",
    "error",
    "La ligne a {seen} cellules au lieu de {expected} : un séparateur manque ou est en trop.",
    "The line has {seen} cells instead of {expected}: a separator is missing or one too many.",
    "Mise de côté. Demander au cabinet d'ôter les « | » des textes et de renvoyer la ligne.",
    "Set aside. Ask the firm to remove “|” from texts and to send the line again.",
)
AMT = _kind(
    "AMT",
    "error",
    "{column} : « {seen} » n'est pas un montant que l'on puisse lire sans deviner.",
    "{column}: “{seen}” is no amount that can be read without guessing.",
    "Ligne mise de côté. Écrire 1234.56, sans espace ni devise.",
    "Line set aside. Write 1234.56, no space, no currency.",
)
NUM0 = _kind(
    "NUM0",
    "error",
    "INVOICE_NUMBER est vide : on ne sait pas à quelle facture la ligne appartient.",
    "INVOICE_NUMBER is empty: the line belongs to no known invoice.",
    "Ligne mise de côté. Demander le numéro au cabinet.",
    "Line set aside. Ask the firm for the number.",
)
NODATE = _kind(
    "NODATE",
    "error",
    "La facture {seen} n'a aucune date de facture lisible.",
    "Invoice {seen} has no invoice date that can be read.",
    "Ses lignes sont mises de côté. Écrire AAAAMMJJ.",
    "Its lines are set aside. Write YYYYMMDD.",
)
CURX = _kind(
    "CURX",
    "error",
    "La facture {seen} mélange deux devises ; cette ligne est en {expected}.",
    "Invoice {seen} mixes two currencies; this line is in {expected}.",
    "Ligne mise de côté. Une facture n'a qu'une devise.",
    "Line set aside. An invoice has one currency.",
)
COLD = _kind(
    "COLD",
    "error",
    "La colonne {column} figure deux fois, avec des valeurs différentes : {seen}.",
    "Column {column} stands twice, with different values: {seen}.",
    "Ligne mise de côté. " + _ASK_FIRM_FR,
    "Line set aside. " + _ASK_FIRM_EN,
)

# A line that was read, with a remark
PIPE = _kind(
    "PIPE",
    "warning",
    "Un « | » se trouvait dans un texte ; la ligne a été recollée : « {seen} ».",
    "A “|” stood in a text; the line was put together again: “{seen}”.",
    "Vérifier cette ligne.",
    "Check this line.",
)
PAD = _kind(
    "PAD",
    "warning",
    "Les dernières cellules de la ligne manquent ({seen} sur {expected}) ; lues comme vides.",
    "The last cells of the line are missing ({seen} of {expected}); read as empty.",
    "Vérifier cette ligne.",
    "Check this line.",
)
DEC = _kind(
    "DEC",
    "warning",
    "{column} : « {seen} », virgule décimale ; lu comme tel dans tout le fichier.",
    "{column}: “{seen}”, decimal comma; read as such in the whole file.",
    "Vérifier un montant. La norme demande un point.",
    "Check one amount. The standard asks for a point.",
)
THOU = _kind(
    "THOU",
    "warning",
    "{column} : « {seen} » contient un signe (milliers, devise, parenthèses) qui a été ôté.",
    "{column}: “{seen}” holds a mark (thousands, currency, brackets) that was removed.",
    "Vérifier un montant. La norme demande 1234.56.",
    "Check one amount. The standard asks for 1234.56.",
)
UNIT = _kind(
    "UNIT",
    "warning",
    "{column} : « {seen} » est illisible ; la ligne compte par son total.",
    "{column}: “{seen}” cannot be read; the line counts by its total.",
    _LOOK_FR,
    _LOOK_EN,
)
DATE = _kind(
    "DATE",
    "warning",
    "{column} : « {seen} » n'est pas une date lisible.",
    "{column}: “{seen}” is no readable date.",
    "La ligne compte, sans cette date. Écrire AAAAMMJJ.",
    "The line counts, without this date. Write YYYYMMDD.",
)
ROUND = _kind(
    "ROUND",
    "warning",
    "{column} : « {seen} » a plus de six décimales ; arrondi à la sixième.",
    "{column}: “{seen}” has more than six decimals; rounded to the sixth.",
    _LOOK_FR,
    _LOOK_EN,
)
PCT = _kind(
    "PCT",
    "warning",
    "{column} : « {seen} » est lu comme un pourcentage ; la norme demande 0.2 pour 20 %.",
    "{column}: “{seen}” is read as a percentage; the standard asks for 0.2 for 20 %.",
    _LOOK_FR,
    _LOOK_EN,
)
CURU = _kind(
    "CURU",
    "warning",
    "« {seen} » n'est pas un code de devise ; lu comme {expected}.",
    "“{seen}” is no currency code; read as {expected}.",
    "Une devise sans cours de change n'entre dans aucun total. Demander EUR, GBP, USD…",
    "A currency without exchange rate enters no total. Ask for EUR, GBP, USD…",
)
TYPE = _kind(
    "TYPE",
    "warning",
    "Le type de ligne « {seen} » manque ou est inconnu ; lue comme {kind}.",
    "The line type “{seen}” is missing or unknown; read as {kind}.",
    "Les types sont F, E, IF et IE.",
    "Types are F, E, IF and IE.",
)
TAXC = _kind(
    "TAXC",
    "warning",
    "La taxe de la ligne est vide ; calculée d'après son taux : {tax}.",
    "The line's tax is empty; worked out from its rate: {tax}.",
    _LOOK_FR,
    _LOOK_EN,
)

# Sums
LINE = _kind(
    "LINE",
    "warning",
    "Le total de la ligne est {seen}, mais unités × prix + ajustement font {expected}.",
    "The line's total is {seen}, but units × unit cost + adjustment make {expected}.",
    _LOOK_FR,
    _LOOK_EN,
)
SUM = _kind(
    "SUM",
    "warning",
    "Facture {number} : total annoncé {seen}, somme des lignes lues {expected}.",
    "Invoice {number}: declared total {seen}, lines read add up to {expected}.",
    "La somme des lignes est retenue. " + _ASK_FIRM_FR,
    "The sum of the lines counts. " + _ASK_FIRM_EN,
)
TOT2 = _kind(
    "TOT2",
    "warning",
    "Facture {number} : plusieurs totaux annoncés ({seen}).",
    "Invoice {number}: several declared totals ({seen}).",
    _LOOK_FR,
    _LOOK_EN,
)
DATE2 = _kind(
    "DATE2",
    "warning",
    "Facture {number} : plusieurs dates de facture ; la première est retenue ({seen}).",
    "Invoice {number}: several invoice dates; the first is taken ({seen}).",
    _LOOK_FR,
    _LOOK_EN,
)
TAX = _kind(
    "TAX",
    "warning",
    "Facture {number} : taxe annoncée {seen}, somme des lignes {expected}.",
    "Invoice {number}: declared tax {seen}, lines add up to {expected}.",
    _LOOK_FR,
    _LOOK_EN,
)
NET = _kind(
    "NET",
    "warning",
    "Facture {number} : HT annoncé {seen}, somme des lignes {expected}.",
    "Invoice {number}: declared net {seen}, lines add up to {expected}.",
    _LOOK_FR,
    _LOOK_EN,
)
HTTC = _kind(
    "HTTC",
    "warning",
    "Facture {seen} : les totaux de lignes sont hors taxes alors que le format les veut TTC.",
    "Invoice {seen}: line totals exclude tax although the format wants it included.",
    "Ils ont été lus comme HT. " + _ASK_FIRM_FR,
    "They were read as net of tax. " + _ASK_FIRM_EN,
)
RATE = _kind(
    "RATE",
    "info",
    "Le taux de taxe annoncé ({seen}) n'est pas celui des montants ({expected}).",
    "The declared tax rate ({seen}) is not that of the amounts ({expected}).",
    "Les montants de taxe font foi.",
    "Tax amounts count.",
)
VAT = _kind(
    "VAT",
    "warning",
    "Une ligne de frais semble être de la TVA : « {seen} ». Elle compte dans le HT.",
    "An expense line looks like VAT: “{seen}”. It counts in the net amount.",
    "Demander au cabinet un fichier sans TVA en frais.",
    "Ask the firm for a file without VAT as an expense.",
)

# What is missing or odd
DUPN = _kind(
    "DUPN",
    "info",
    "Facture {number} : des numéros de ligne se répètent.",
    "Invoice {number}: line numbers repeat.",
    "Rien à faire.",
    "Nothing to do.",
)
DUPL = _kind(
    "DUPL",
    "warning",
    "Facture {number} : {seen} lignes identiques (date, intervenant, unités, libellé).",
    "Invoice {number}: {seen} identical lines (date, timekeeper, units, narrative).",
    "Elles comptent toutes. Vérifier avec le cabinet.",
    "All of them count. Check with the firm.",
)
DUPI = _kind(
    "DUPI",
    "warning",
    "La facture {number} est déjà connue, du fichier {seen} : celle-ci la remplace.",
    "Invoice {number} is already known, from file {seen}: this one replaces it.",
    "L'ancienne est gardée, et listée comme remplacée.",
    "The older one is kept, and listed as superseded.",
)
DUPS = _kind(
    "DUPS",
    "warning",
    "La facture {number} s'écrit comme {seen}, à la ponctuation près : gardées séparées.",
    "Invoice {number} is written like {seen} but for punctuation: kept apart.",
    "Vérifier que ce sont deux factures.",
    "Check that these are two invoices.",
)
TK = _kind(
    "TK",
    "warning",
    "Facture {number} : {seen} lignes d'honoraires sans intervenant.",
    "Invoice {number}: {seen} fee lines without a timekeeper.",
    _ASK_FIRM_FR,
    _ASK_FIRM_EN,
)
EXPC = _kind(
    "EXPC",
    "warning",
    "Facture {number} : {seen} lignes de frais sans code de frais.",
    "Invoice {number}: {seen} expense lines without an expense code.",
    _ASK_FIRM_FR,
    _ASK_FIRM_EN,
)
CODE = _kind(
    "CODE",
    "info",
    "Code inconnu de la nomenclature : {seen}.",
    "Code not in the code list: {seen}.",
    "Il est gardé tel quel.",
    "It is kept as it is.",
)
MAT = _kind(
    "MAT",
    "warning",
    "Le dossier {seen} n'est pas dans la table des dossiers.",
    "Matter {seen} is not in the matters table.",
    "L'ajouter à la table matters ; en attendant il est « non renseigné ».",
    "Add it to the matters table; until then it is “not recorded”.",
)
MAT0 = _kind(
    "MAT0",
    "warning",
    "Facture {number} : {seen} lignes sans dossier.",
    "Invoice {number}: {seen} lines without a matter.",
    "Elles comptent comme « non renseigné ».",
    "They count as “not recorded”.",
)
FIRM = _kind(
    "FIRM",
    "warning",
    "Le cabinet {seen} n'est pas dans la table des cabinets.",
    "Firm {seen} is not in the firms table.",
    "L'ajouter à la table firms, ou à firm_aliases s'il s'écrit de deux façons.",
    "Add it to the firms table, or to firm_aliases if it is written in two ways.",
)
FIRM0 = _kind(
    "FIRM0",
    "warning",
    "Facture {number} : le cabinet n'est pas nommé.",
    "Invoice {number}: the firm is not named.",
    _ASK_FIRM_FR,
    _ASK_FIRM_EN,
)
UNIT0 = _kind(
    "UNIT0",
    "warning",
    "Facture {number} : {seen} lignes d'honoraires sans heures ou sans taux.",
    "Invoice {number}: {seen} fee lines without hours or without a rate.",
    _LOOK_FR,
    _LOOK_EN,
)
NEG = _kind(
    "NEG",
    "info",
    "Facture {number} : {seen} lignes négatives (avoir).",
    "Invoice {number}: {seen} negative lines (credit).",
    "Le signe est gardé.",
    "The sign is kept.",
)
ZERO = _kind(
    "ZERO",
    "info",
    "Facture {number} : {seen} lignes d'honoraires à taux zéro.",
    "Invoice {number}: {seen} fee lines at rate zero.",
    "Rien à faire.",
    "Nothing to do.",
)
LATE = _kind(
    "LATE",
    "warning",
    "Facture {number} : la date {seen} est dans l'avenir ou avant 1990.",
    "Invoice {number}: date {seen} is in the future or before 1990.",
    "Vérifier la date.",
    "Check the date.",
)
SPAN = _kind(
    "SPAN",
    "warning",
    "Facture {number} : {seen} lignes datées hors de la période facturée ou après la facture.",
    "Invoice {number}: {seen} lines dated outside the billed period or after the invoice.",
    "Vérifier avec le cabinet.",
    "Check with the firm.",
)

CENT = Decimal("0.01")
