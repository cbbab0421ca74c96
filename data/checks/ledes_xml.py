"""What may be wrong with an invoice in LEDES XML or LEDES 2000, or is worth knowing of it."""

from __future__ import annotations

from data.checks.kinds import ASK_FIRM_EN, ASK_FIRM_FR, LOOK_EN, LOOK_FR, kind

_NOTHING_FR, _NOTHING_EN = "Rien à faire.", "Nothing to do."

FAKE = kind(
    "FAKE",
    "reject",
    "Le document s'annonce {seen}, mais aucun élément d'une facture de cette norme n'y figure.",
    "The document calls itself {seen}, but none of the elements of that standard's invoices is there.",
    "Ses éléments sont inventés, ou ce n'est pas une facture. Demander au cabinet un fichier conforme à la norme.",
    "Its elements are made up, or it is no invoice. Ask the firm for a file that follows the standard.",
)
LXV = kind(
    "LXV",
    "info",
    "Le fichier s'annonce {seen}.",
    "The file calls itself {seen}.",
    _NOTHING_FR,
    _NOTHING_EN,
)
LXV0 = kind(
    "LXV0",
    "warning",
    "Le fichier s'annonce {seen}, une version que Binôme ne connaît pas : lu comme {expected}.",
    "The file calls itself {seen}, a version that Binôme does not know: read as {expected}.",
    "Vérifier un montant.",
    "Check one amount.",
)
INV2 = kind(
    "INV2",
    "warning",
    "La facture {seen} figure plusieurs fois dans le fichier : toutes ses lignes s'additionnent.",
    "Invoice {seen} stands several times in the file: all its lines add up.",
    "Vérifier qu'elle n'est pas en double. " + ASK_FIRM_FR,
    "Check that it is not there twice. " + ASK_FIRM_EN,
)
BARE0 = kind(
    "BARE0",
    "warning",
    "Facture {number} : ni ligne ni dossier chiffré ; elle compte par son total annoncé, {seen}.",
    "Invoice {number}: no line, and no matter with an amount; it counts by its declared total, {seen}.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
TOTC = kind(
    "TOTC",
    "warning",
    "Le total de la ligne manque ; calculé d'après ses autres montants : {seen}.",
    "The line's total is missing; worked out from its other amounts: {seen}.",
    LOOK_FR,
    LOOK_EN,
)
BASE = kind(
    "BASE",
    "warning",
    "Le montant de base de la ligne est {seen}, mais unités × prix font {expected}.",
    "The line's base amount is {seen}, but units × unit cost make {expected}.",
    LOOK_FR,
    LOOK_EN,
)
MSUM = kind(
    "MSUM",
    "warning",
    "Dossier {matter} : {column} annonce {seen}, les lignes font {expected}.",
    "Matter {matter}: {column} declares {seen}, the lines make {expected}.",
    LOOK_FR,
    LOOK_EN,
)
ADJ = kind(
    "ADJ",
    "info",
    "Facture {number}, dossier {matter} : une ligne de {seen} ramène les lignes au net du dossier ({expected}).",
    "Invoice {number}, matter {matter}: a line of {seen} brings the lines to the matter's net ({expected}).",
    "Rien à faire : heures et taux restent ceux des lignes.",
    "Nothing to do: hours and rates stay those of the lines.",
)
ADJX = kind(
    "ADJX",
    "warning",
    "Facture {number}, dossier {matter} : {column} annonce {seen}, mais lignes, remises et partage font {expected}.",
    "Invoice {number}, matter {matter}: {column} declares {seen}, but lines, discounts and split make {expected}.",
    "Le net annoncé du dossier est retenu. Vérifier avec le cabinet.",
    "The declared net of the matter counts. Check with the firm.",
)
ADJD = kind(
    "ADJD",
    "warning",
    "Facture {number}, dossier {matter} : {column} annonce {seen}, mais lignes, remises et partage font {expected}.",
    "Invoice {number}, matter {matter}: {column} declares {seen}, but lines, discounts and split make {expected}.",
    "Le total de la facture donne raison aux remises : {expected} est retenu. Vérifier avec le cabinet.",
    "The invoice's total agrees with the discounts: {expected} counts. Check with the firm.",
)
SPLIT = kind(
    "SPLIT",
    "info",
    "Facture {number}, dossier {matter} : facture partagée, {seen} % pour le client ({column}).",
    "Invoice {number}, matter {matter}: split bill, {seen}% for the client ({column}).",
    "Seule la part du client compte.",
    "Only the client's share counts.",
)
TXID = kind(
    "TXID",
    "warning",
    "La ligne renvoie à la taxe « {seen} », qui n'est pas définie ou n'a pas de taux lisible.",
    "The line names tax “{seen}”, which is not defined or has no rate that can be read.",
    LOOK_FR,
    LOOK_EN,
)
WHT = kind(
    "WHT",
    "info",
    "Facture {number} : {seen} de taxe retenue à la source ou par tranches ({expected}), laissée hors de la dépense.",
    "Invoice {number}: {seen} of tax withheld or by tiers ({expected}), left out of spend.",
    "Rien à faire : ni le HT ni la taxe des lignes ne changent.",
    "Nothing to do: neither the net nor the tax of lines changes.",
)
GDIS = kind(
    "GDIS",
    "warning",
    "Facture {number} : remise générale de {seen} annoncée, dont le total dû ne tient pas compte ; elle ne compte pas.",
    "Invoice {number}: general discount of {seen} declared, which the total due leaves out; it does not count.",
    "Vérifier avec le cabinet : il peut s'agir de taxes retenues.",
    "Check with the firm: it may be taxes withheld.",
)
TKS = kind(
    "TKS",
    "warning",
    "Dossier {matter} : l'intervenant {seen} est facturé, mais n'est pas dans la liste des intervenants (tk_sum).",
    "Matter {matter}: timekeeper {seen} is charged, but is not in the list of timekeepers (tk_sum).",
    "Ses lignes comptent, sans nom. " + ASK_FIRM_FR,
    "Those lines count, without a name. " + ASK_FIRM_EN,
)
TKH = kind(
    "TKH",
    "warning",
    "Dossier {matter} : la liste des intervenants donne {seen} heures à {who}, les lignes {expected}.",
    "Matter {matter}: the list of timekeepers gives {who} {seen} hours, the lines {expected}.",
    LOOK_FR,
    LOOK_EN,
)
REPL = kind(
    "REPL",
    "warning",
    "La facture {seen} remplace une facture refusée, sans dire laquelle.",
    "Invoice {seen} replaces a rejected invoice, without saying which.",
    "Sous le même numéro, elle la remplace. Sinon, donner à l'ancienne le statut rejected au registre.",
    "Under the same number, it replaces it. Otherwise give the older one the status rejected in the register.",
)
FINB = kind(
    "FINB",
    "info",
    "Facture {number} : c'est la dernière du dossier {seen}, d'après le cabinet (matter_final_bill).",
    "Invoice {number}: the last one of matter {seen}, says the firm (matter_final_bill).",
    "S'il est clos, le dire à la table matters (closed_on, final_billed).",
    "If it is closed, say so in the matters table (closed_on, final_billed).",
)
UNUS = kind(
    "UNUS",
    "info",
    "Facture {number} : gardé avec le fichier, sans servir à un chiffre : {seen}.",
    "Invoice {number}: kept with the file, used by no figure: {seen}.",
    _NOTHING_FR,
    _NOTHING_EN,
)
