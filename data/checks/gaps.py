"""What may be missing, repeated or odd in an invoice."""

from __future__ import annotations

from data.checks.kinds import ASK_FIRM_EN, ASK_FIRM_FR, LOOK_EN, LOOK_FR, kind

DUPN = kind(
    "DUPN",
    "info",
    "Facture {number} : des numéros de ligne se répètent.",
    "Invoice {number}: line numbers repeat.",
    "Rien à faire.",
    "Nothing to do.",
)
DUPL = kind(
    "DUPL",
    "warning",
    "Facture {number} : {seen} lignes identiques (date, intervenant, unités, libellé).",
    "Invoice {number}: {seen} identical lines (date, timekeeper, units, narrative).",
    "Elles comptent toutes. Vérifier avec le cabinet.",
    "All of them count. Check with the firm.",
)
TK = kind(
    "TK",
    "warning",
    "Facture {number}, lignes d'honoraires sans intervenant : {seen}.",
    "Invoice {number}, fee lines without a timekeeper: {seen}.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
EXPC = kind(
    "EXPC",
    "warning",
    "Facture {number}, lignes de frais sans code de frais : {seen}.",
    "Invoice {number}, expense lines without an expense code: {seen}.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
CODE = kind(
    "CODE",
    "info",
    "Code inconnu de la nomenclature : {seen}.",
    "Code not in the code list: {seen}.",
    "Il est gardé tel quel.",
    "It is kept as it is.",
)
MAT = kind(
    "MAT",
    "warning",
    "Le dossier {seen} n'est pas dans la table des dossiers.",
    "Matter {seen} is not in the matters table.",
    "L'ajouter à la table matters ; en attendant il est « non renseigné ».",
    "Add it to the matters table; until then it is “not recorded”.",
)
MAT0 = kind(
    "MAT0",
    "warning",
    "Facture {number}, lignes sans dossier : {seen}.",
    "Invoice {number}, lines without a matter: {seen}.",
    "Elles comptent comme « non renseigné ».",
    "They count as “not recorded”.",
)
FIRM = kind(
    "FIRM",
    "warning",
    "Le cabinet {seen} n'est pas dans la table des cabinets.",
    "Firm {seen} is not in the firms table.",
    "L'ajouter à la table firms, ou à firm_aliases s'il s'écrit de deux façons.",
    "Add it to the firms table, or to firm_aliases if it is written in two ways.",
)
FIRM0 = kind(
    "FIRM0",
    "warning",
    "Facture {number} : le cabinet n'est pas nommé.",
    "Invoice {number}: the firm is not named.",
    ASK_FIRM_FR,
    ASK_FIRM_EN,
)
UNIT0 = kind(
    "UNIT0",
    "warning",
    "Facture {number}, lignes d'honoraires sans heures ou sans taux : {seen}.",
    "Invoice {number}, fee lines without hours or without a rate: {seen}.",
    LOOK_FR,
    LOOK_EN,
)
NEG = kind(
    "NEG",
    "info",
    "Facture {number}, lignes négatives (avoir) : {seen}.",
    "Invoice {number}, negative lines (credit): {seen}.",
    "Le signe est gardé.",
    "The sign is kept.",
)
ZERO = kind(
    "ZERO",
    "info",
    "Facture {number}, lignes d'honoraires à taux zéro : {seen}.",
    "Invoice {number}, fee lines at rate zero: {seen}.",
    "Rien à faire.",
    "Nothing to do.",
)
LATE = kind(
    "LATE",
    "warning",
    "Facture {number} : la date {seen} est dans l'avenir ou avant 1990.",
    "Invoice {number}: date {seen} is in the future or before 1990.",
    "Vérifier la date.",
    "Check the date.",
)
SPAN = kind(
    "SPAN",
    "warning",
    "Facture {number}, lignes datées hors de la période facturée ou après la facture : {seen}.",
    "Invoice {number}, lines dated outside the billed period or after the invoice: {seen}.",
    "Vérifier avec le cabinet.",
    "Check with the firm.",
)
