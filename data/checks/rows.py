"""What may be wrong with one line: it is set aside, or read with a remark."""

from __future__ import annotations

from data.checks.kinds import ASK_FIRM_EN, ASK_FIRM_FR, LOOK_EN, LOOK_FR, kind

# A line that cannot be read
CELLS = kind(
    "CELLS",
    "error",
    "La ligne a {seen} cellules au lieu de {expected} : un séparateur manque ou est en trop.",
    "The line has {seen} cells instead of {expected}: a separator is missing or one too many.",
    "Mise de côté. Demander au cabinet d'ôter les « | » des textes et de renvoyer la facture entière.",
    "Set aside. Ask the firm to remove “|” from texts and to send the whole invoice again.",
)
AMT = kind(
    "AMT",
    "error",
    "{column} : « {seen} » n'est pas un montant que l'on puisse lire sans deviner.",
    "{column}: “{seen}” is no amount that can be read without guessing.",
    "Ligne mise de côté. Écrire 1234.56, sans espace ni devise.",
    "Line set aside. Write 1234.56, no space, no currency.",
)
NUM0 = kind(
    "NUM0",
    "error",
    "{column} est vide : on ne sait pas à quelle facture la ligne appartient.",
    "{column} is empty: the line belongs to no known invoice.",
    "Ligne mise de côté. Demander le numéro au cabinet.",
    "Line set aside. Ask the firm for the number.",
)
NODATE = kind(
    "NODATE",
    "error",
    "La facture {seen} n'a aucune date de facture lisible.",
    "Invoice {seen} has no invoice date that can be read.",
    "Ses lignes sont mises de côté. Écrire AAAAMMJJ.",
    "Its lines are set aside. Write YYYYMMDD.",
)
CURX = kind(
    "CURX",
    "error",
    "La facture {seen} mélange deux devises ; cette ligne est en {expected}.",
    "Invoice {seen} mixes two currencies; this line is in {expected}.",
    "Ligne mise de côté. Une facture n'a qu'une devise.",
    "Line set aside. An invoice has one currency.",
)
COLD = kind(
    "COLD",
    "error",
    "La colonne {column} figure deux fois, avec des valeurs différentes : {seen}.",
    "Column {column} stands twice, with different values: {seen}.",
    "Ligne mise de côté. " + ASK_FIRM_FR,
    "Line set aside. " + ASK_FIRM_EN,
)

# A line that was read, with a remark
PIPE = kind(
    "PIPE",
    "warning",
    "Un « | » se trouvait dans un texte ; la ligne a été recollée : « {seen} ».",
    "A “|” stood in a text; the line was put together again: “{seen}”.",
    "Vérifier cette ligne.",
    "Check this line.",
)
QUOTE = kind(
    "QUOTE",
    "error",
    "{column} : « {seen} » contient un guillemet isolé ; où la cellule finit n'est pas sûr.",
    "{column}: “{seen}” holds a stray quote; where the cell ends is not sure.",
    "Ligne mise de côté. " + ASK_FIRM_FR,
    "Line set aside. " + ASK_FIRM_EN,
)
QUOTES = kind(
    "QUOTES",
    "warning",
    "Un guillemet se trouvait dans un texte sans être doublé ; la ligne a été lue ainsi : « {seen} ».",
    "A quote stood in a text without being doubled; the line was read as: “{seen}”.",
    "Vérifier cette ligne.",
    "Check this line.",
)
PAD = kind(
    "PAD",
    "warning",
    "Les dernières cellules de la ligne manquent ({seen} sur {expected}) ; lues comme vides.",
    "The last cells of the line are missing ({seen} of {expected}); read as empty.",
    "Vérifier cette ligne.",
    "Check this line.",
)
DEC = kind(
    "DEC",
    "warning",
    "{column} : « {seen} », virgule décimale ; lu comme tel dans tout le fichier.",
    "{column}: “{seen}”, decimal comma; read as such in the whole file.",
    "Vérifier un montant. La norme demande un point.",
    "Check one amount. The standard asks for a point.",
)
THOU = kind(
    "THOU",
    "warning",
    "{column} : « {seen} » contient un signe (milliers, devise, parenthèses) qui a été ôté.",
    "{column}: “{seen}” holds a mark (thousands, currency, brackets) that was removed.",
    "Vérifier un montant. La norme demande 1234.56.",
    "Check one amount. The standard asks for 1234.56.",
)
UNIT = kind(
    "UNIT",
    "warning",
    "{column} : « {seen} » est illisible ; la ligne compte par son total.",
    "{column}: “{seen}” cannot be read; the line counts by its total.",
    LOOK_FR,
    LOOK_EN,
)
DATE = kind(
    "DATE",
    "warning",
    "{column} : « {seen} » n'est pas une date lisible.",
    "{column}: “{seen}” is no readable date.",
    "La ligne compte, sans cette date. Écrire AAAAMMJJ.",
    "The line counts, without this date. Write YYYYMMDD.",
)
ROUND = kind(
    "ROUND",
    "warning",
    "{column} : « {seen} » a plus de six décimales ; arrondi à la sixième.",
    "{column}: “{seen}” has more than six decimals; rounded to the sixth.",
    LOOK_FR,
    LOOK_EN,
)
PCT = kind(
    "PCT",
    "warning",
    "{column} : « {seen} » est lu comme un pourcentage ; la norme demande 0.2 pour 20 %.",
    "{column}: “{seen}” is read as a percentage; the standard asks for 0.2 for 20 %.",
    LOOK_FR,
    LOOK_EN,
)
CURU = kind(
    "CURU",
    "warning",
    "« {seen} » n'est pas un code de devise ; lu comme {expected}.",
    "“{seen}” is no currency code; read as {expected}.",
    "Une devise sans cours de change n'entre dans aucun total. Demander EUR, GBP, USD…",
    "A currency without exchange rate enters no total. Ask for EUR, GBP, USD…",
)
TYPE = kind(
    "TYPE",
    "warning",
    "Le type de ligne « {seen} » manque ou est inconnu ; lue comme {kind}.",
    "The line type “{seen}” is missing or unknown; read as {kind}.",
    "Les types sont F, E, IF et IE.",
    "Types are F, E, IF and IE.",
)
TAXC = kind(
    "TAXC",
    "warning",
    "La taxe de la ligne est vide ; calculée d'après son taux : {tax}.",
    "The line's tax is empty; worked out from its rate: {tax}.",
    LOOK_FR,
    LOOK_EN,
)
