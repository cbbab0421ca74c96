"""What an invoice that comes again may be: a new version, the same once more, another paper of the same invoice."""

from __future__ import annotations

from data.checks.kinds import kind

_CHOOSE_FR = "Choisir dans « Pièces d'une facture » (ou : papers)."
_CHOOSE_EN = "Choose in “Papers of an invoice” (or: papers)."

DUPI = kind(
    "DUPI",
    "warning",
    "La facture {number} est déjà connue, du fichier {seen}, avec un autre contenu : celle-ci la remplace.",
    "Invoice {number} is already known, from file {seen}, with another content: this one replaces it.",
    "L'ancienne est gardée, et listée comme remplacée. " + _CHOOSE_FR,
    "The older one is kept, and listed as superseded. " + _CHOOSE_EN,
)
COPY = kind(
    "COPY",
    "info",
    "La facture {number} est déjà connue, du fichier {seen}, avec le même contenu : elle ne compte qu'une fois.",
    "Invoice {number} is already known, from file {seen}, with the same content: it counts once.",
    "Rien à faire.",
    "Nothing to do.",
)
PAIR = kind(
    "PAIR",
    "info",
    "La facture {number} est aussi dans le fichier {seen}, d'un autre format : une seule facture, comptée une fois.",
    "Invoice {number} is in file {seen} too, in another format: one invoice, counted once.",
    "Rien à faire : les lignes viennent du fichier LEDES s'il y en a un.",
    "Nothing to do: lines come from the LEDES file where there is one.",
)
PAIRN = kind(
    "PAIRN",
    "warning",
    "La facture {number} est aussi dans le fichier {file}, avec un autre montant HT : ici {seen}, là {expected}.",
    "Invoice {number} is in file {file} too, with another net amount: here {seen}, there {expected}.",
    "Le fichier LEDES compte, sinon le format le plus sûr ; vérifier avec le cabinet. " + _CHOOSE_FR,
    "The LEDES file counts, else the surest format; check with the firm. " + _CHOOSE_EN,
)
SAME = kind(
    "SAME",
    "warning",
    "La facture {number} est {seen}, à la ponctuation près : même date, même montant.",
    "Invoice {number} is {seen} but for punctuation: same date, same amount.",
    "Elle ne compte qu'une fois ; l'autre est listée comme remplacée. " + _CHOOSE_FR,
    "It counts once; the other is listed as superseded. " + _CHOOSE_EN,
)
DUPS = kind(
    "DUPS",
    "warning",
    "La facture {number} s'écrit comme {seen}, à la ponctuation près : gardées séparées.",
    "Invoice {number} is written like {seen} but for punctuation: kept apart.",
    "Vérifier que ce sont deux factures.",
    "Check that these are two invoices.",
)
