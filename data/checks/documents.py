"""What may be wrong with an XML or PDF file, and with the electronic invoice in it."""

from __future__ import annotations

from data.checks.kinds import ASK_FIRM_EN, ASK_FIRM_FR, kind

_ENTER_FR = "Inscrire la facture au registre (table invoices)."
_ENTER_EN = "Enter the invoice in the register (table invoices)."
_DOUBLE_FR = "Si elle est déjà là, elle compte deux fois : au registre, lui donner le statut superseded."
_DOUBLE_EN = "If it is already here, it counts twice: in the register, give it the status superseded."
_LIMIT_FR = "Demander au cabinet un fichier plus simple, ou relever la limite {} (voir docs/limits.fr.md)."
_LIMIT_EN = "Ask the firm for a simpler file, or raise the limit {} (see docs/limits.en.md)."

# The file cannot be read
XML = kind(
    "XML",
    "reject",
    "Le XML est mal formé, vers « {seen} » : rien n'en est lu.",
    "The XML is not well formed, near “{seen}”: nothing of it is read.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
CUT = kind(
    "CUT",
    "reject",
    "Le fichier XML s'arrête avant sa fin : il est tronqué.",
    "The XML file stops before its end: it is truncated.",
    "Le recevoir à nouveau, entier.",
    "Have it sent again, whole.",
)
DTD = kind(
    "DTD",
    "reject",
    "Le XML déclare des entités ou appelle un autre fichier ({seen}), ce qu'une facture n'a pas à faire.",
    "The XML declares entities or calls another file ({seen}), which no invoice needs.",
    "Ne pas l'ouvrir autrement. " + ASK_FIRM_FR,
    "Do not open it by other means. " + ASK_FIRM_EN,
)
DEEP = kind(
    "DEEP",
    "reject",
    "Le XML s'imbrique sur plus de {expected} niveaux.",
    "The XML is nested more than {expected} levels deep.",
    _LIMIT_FR.format("BINOME_MAX_DEPTH"),
    _LIMIT_EN.format("BINOME_MAX_DEPTH"),
)
MANY = kind(
    "MANY",
    "reject",
    "Le XML a plus de {expected} éléments.",
    "The XML has more than {expected} elements.",
    _LIMIT_FR.format("BINOME_MAX_ELEMENTS"),
    _LIMIT_EN.format("BINOME_MAX_ELEMENTS"),
)
LONG = kind(
    "LONG",
    "reject",
    "Un texte du XML dépasse {expected} Ko.",
    "A text of the XML is longer than {expected} KB.",
    _LIMIT_FR.format("BINOME_MAX_TEXT_KB"),
    _LIMIT_EN.format("BINOME_MAX_TEXT_KB"),
)
SLOW = kind(
    "SLOW",
    "reject",
    "La lecture du fichier a été abandonnée après {expected} s.",
    "Reading the file was given up after {expected} s.",
    _LIMIT_FR.format("BINOME_MAX_SECONDS"),
    _LIMIT_EN.format("BINOME_MAX_SECONDS"),
)
HEAVY = kind(
    "HEAVY",
    "reject",
    "La lecture du fichier a été abandonnée : elle demande plus de {expected} Mo de mémoire.",
    "Reading the file was given up: it takes more than {expected} MB of memory.",
    _LIMIT_FR.format("BINOME_MAX_MEMORY_MB"),
    _LIMIT_EN.format("BINOME_MAX_MEMORY_MB"),
)
CRASH = kind(
    "CRASH",
    "reject",
    "La lecture du fichier s'est interrompue (code {seen}). Le reste de l'import continue.",
    "Reading the file broke off (code {seen}). The rest of the import goes on.",
    "Le fichier est sans doute abîmé. " + ASK_FIRM_FR,
    "The file is probably damaged. " + ASK_FIRM_EN,
)
ENCX = kind(
    "ENCX",
    "warning",
    "Le fichier s'annonce en {expected}, mais il ne l'est pas : lu en {seen}.",
    "The file says it is in {expected}, but it is not: read as {seen}.",
    "Vérifier les accents d'une ligne.",
    "Check the accents of a line.",
)

# The file is something else
XNOT = kind(
    "XNOT",
    "reject",
    "Ce fichier XML n'est pas une facture que Binôme lit. Ce qu'il est : {seen}.",
    "This XML file is no invoice that Binôme reads. What it is: {seen}.",
    "Factures XML lues : LEDES 2000, LEDES XML 2.0 à 2.2, UBL (Invoice, CreditNote) et CII (CrossIndustryInvoice), "
    "seules ou dans un PDF Factur-X.",
    "XML invoices read: LEDES 2000, LEDES XML 2.0 to 2.2, UBL (Invoice, CreditNote) and CII (CrossIndustryInvoice), "
    "alone or in a Factur-X PDF.",
)
TWO = kind(
    "TWO",
    "reject",
    "Plusieurs formats se reconnaissent dans ce fichier ({seen}) : il n'est pas deviné lequel est le bon.",
    "Several formats recognise this file ({seen}): which one is right is not guessed.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
PROF = kind(
    "PROF",
    "reject",
    "Le document {number} est une facture pro forma (type {seen}) : rien n'en est dû.",
    "Document {number} is a pro forma invoice (type {seen}): nothing of it is owed.",
    "Rien à faire : attendre la facture.",
    "Nothing to do: wait for the invoice.",
)
NONUM = kind(
    "NONUM",
    "reject",
    "La facture n'a pas de numéro (BT-1).",
    "The invoice has no number (BT-1).",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
NODAY = kind(
    "NODAY",
    "reject",
    "La facture {number} n'a pas de date lisible (BT-2) : « {seen} ».",
    "Invoice {number} has no date that can be read (BT-2): “{seen}”.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
NOSUM = kind(
    "NOSUM",
    "reject",
    "La facture {number} n'a ni ligne ni total hors taxes lisible (BT-109).",
    "Invoice {number} has neither a line nor a net total that can be read (BT-109).",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)

# PDF
PDF0 = kind(
    "PDF0",
    "warning",
    "Ce PDF ne contient pas de facture en données : il est gardé, aucun montant n'en est tiré.",
    "This PDF holds no invoice as data: it is kept, and no amount is taken from it.",
    _ENTER_FR + " Canal : pdf.",
    _ENTER_EN + " Channel: pdf.",
)
PDFX = kind(
    "PDFX",
    "reject",
    "Ce PDF est abîmé : il ne peut pas être lu.",
    "This PDF is damaged: it cannot be read.",
    "Le recevoir à nouveau.",
    "Have it sent again.",
)
PDFE = kind(
    "PDFE",
    "reject",
    "Ce PDF est protégé par chiffrement : on ne peut pas voir s'il contient une facture en données.",
    "This PDF is encrypted: whether it holds an invoice as data cannot be seen.",
    "Demander au cabinet un PDF sans protection. " + _ENTER_FR,
    "Ask the firm for a PDF without protection. " + _ENTER_EN,
)
PDFA = kind(
    "PDFA",
    "reject",
    "Les pièces jointes de ce PDF dépassent la limite : {expected} au plus, et {size} Mo en tout.",
    "The attachments of this PDF are beyond the limit: {expected} at most, and {size} MB in all.",
    _LIMIT_FR.format("BINOME_MAX_ATTACHMENTS, BINOME_MAX_ATTACHMENTS_MB"),
    _LIMIT_EN.format("BINOME_MAX_ATTACHMENTS, BINOME_MAX_ATTACHMENTS_MB"),
)
PDF2 = kind(
    "PDF2",
    "reject",
    "Ce PDF contient plusieurs factures en données ({seen}) : il n'est pas deviné laquelle est la bonne.",
    "This PDF holds several invoices as data ({seen}): which one is right is not guessed.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)

# The invoice counts, with a remark
AMT0 = kind(
    "AMT0",
    "warning",
    "{column} : « {seen} » n'est pas un montant lisible ; il est laissé de côté.",
    "{column}: “{seen}” is no amount that can be read; it is left out.",
    "Les totaux de lignes font foi ; vérifier avec le cabinet.",
    "Line totals count; check with the firm.",
)
CRED = kind(
    "CRED",
    "warning",
    "L'avoir {number} (type {seen}) porte des montants négatifs, alors qu'un avoir s'écrit en positif : il compte en "
    "moins.",
    "Credit note {number} (type {seen}) has negative amounts, though a credit is written as positive: it counts as "
    "minus.",
    "Vérifier avec le cabinet qu'il s'agit bien d'un avoir.",
    "Check with the firm that it is a credit note.",
)
TCODE = kind(
    "TCODE",
    "warning",
    "Facture {number} : le type de document « {seen} » est inconnu ; lu comme une facture.",
    "Invoice {number}: document type “{seen}” is unknown; read as an invoice.",
    "Vérifier avec le cabinet.",
    "Check with the firm.",
)
BARE = kind(
    "BARE",
    "info",
    "Facture {number} sans lignes (profil « {seen} ») : elle compte par son total.",
    "Invoice {number} without lines (profile “{seen}”): it counts by its total.",
    "Pour le détail, demander au cabinet un fichier LEDES ou un profil avec lignes.",
    "For the detail, ask the firm for a LEDES file or a profile with lines.",
)
SUBL = kind(
    "SUBL",
    "info",
    "Facture {number}, lignes de regroupement ou d'information, sans montant propre : {seen}.",
    "Invoice {number}, grouping or information lines, without an amount of their own: {seen}.",
    "Elles ne comptent pas ; leurs lignes de détail comptent.",
    "They do not count; their detail lines do.",
)
DEPO = kind(
    "DEPO",
    "info",
    "Facture {number} : acompte déjà versé, {seen} TTC ; le HT compté est celui de la facture entière.",
    "Invoice {number}: deposit already paid, {seen} tax included; the net counted is that of the whole invoice.",
    "Les factures d'acompte parmi celles qu'elle nomme ({expected}) ne comptent plus.",
    "The deposit invoices among those it names ({expected}) no longer count.",
)
DEPO0 = kind(
    "DEPO0",
    "warning",
    "Facture {number} : acompte déjà versé, {seen} TTC, sans nommer la facture d'acompte.",
    "Invoice {number}: deposit already paid, {seen} tax included, without naming the deposit invoice.",
    _DOUBLE_FR,
    _DOUBLE_EN,
)
CORR = kind(
    "CORR",
    "warning",
    "La facture rectificative {number} remplace {seen}, qui ne compte plus.",
    "Corrected invoice {number} replaces {seen}, which no longer counts.",
    "L'ancienne est gardée, et listée comme remplacée.",
    "The older one is kept, and listed as superseded.",
)
CORR0 = kind(
    "CORR0",
    "warning",
    "La facture rectificative {number} ne dit pas quelle facture elle remplace.",
    "Corrected invoice {number} does not say which invoice it replaces.",
    _DOUBLE_FR,
    _DOUBLE_EN,
)
ONE = kind(
    "ONE",
    "info",
    "Plusieurs lignes de facturation tiennent sur une même ligne du fichier : elles sont numérotées par leur rang.",
    "Several billing lines stand on one line of the file: they are numbered by their rank.",
    "Rien à faire.",
    "Nothing to do.",
)
FIRMN = kind(
    "FIRMN",
    "info",
    "Le cabinet {seen} a été reconnu à son nom : son identifiant {expected} n'est pas connu.",
    "Firm {seen} was recognised by its name: its identifier {expected} is not known.",
    "Ajouter cet identifiant à la table firm_aliases.",
    "Add this identifier to the firm_aliases table.",
)
