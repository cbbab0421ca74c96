"""What may not add up."""

from __future__ import annotations

from data.checks.kinds import ASK_FIRM_EN, ASK_FIRM_FR, LOOK_EN, LOOK_FR, kind

LINE = kind(
    "LINE",
    "warning",
    "Le total de la ligne est {seen}, mais unités × prix + ajustement font {expected}.",
    "The line's total is {seen}, but units × unit cost + adjustment make {expected}.",
    LOOK_FR,
    LOOK_EN,
)
SUM = kind(
    "SUM",
    "warning",
    "Facture {number} : total annoncé {seen}, somme des lignes lues {expected}.",
    "Invoice {number}: declared total {seen}, lines read add up to {expected}.",
    "La somme des lignes est retenue. " + ASK_FIRM_FR,
    "The sum of the lines counts. " + ASK_FIRM_EN,
)
TOT2 = kind(
    "TOT2",
    "warning",
    "Facture {number} : plusieurs totaux annoncés ({seen}).",
    "Invoice {number}: several declared totals ({seen}).",
    LOOK_FR,
    LOOK_EN,
)
DATE2 = kind(
    "DATE2",
    "warning",
    "Facture {number} : plusieurs dates de facture ; la première est retenue ({seen}).",
    "Invoice {number}: several invoice dates; the first is taken ({seen}).",
    LOOK_FR,
    LOOK_EN,
)
TAX = kind(
    "TAX",
    "warning",
    "Facture {number} : taxe annoncée {seen}, somme des lignes {expected}.",
    "Invoice {number}: declared tax {seen}, lines add up to {expected}.",
    LOOK_FR,
    LOOK_EN,
)
NET = kind(
    "NET",
    "warning",
    "Facture {number} : HT annoncé {seen}, somme des lignes {expected}.",
    "Invoice {number}: declared net {seen}, lines add up to {expected}.",
    LOOK_FR,
    LOOK_EN,
)
HTTC = kind(
    "HTTC",
    "warning",
    "Facture {seen} : les totaux de lignes sont hors taxes alors que le format les veut TTC.",
    "Invoice {seen}: line totals exclude tax although the format wants it included.",
    "Ils ont été lus comme HT. " + ASK_FIRM_FR,
    "They were read as net of tax. " + ASK_FIRM_EN,
)
RATE = kind(
    "RATE",
    "info",
    "Le taux de taxe annoncé ({seen}) n'est pas celui des montants ({expected}).",
    "The declared tax rate ({seen}) is not that of the amounts ({expected}).",
    "Les montants de taxe font foi.",
    "Tax amounts count.",
)
VAT = kind(
    "VAT",
    "warning",
    "Une ligne de frais semble être de la TVA : « {seen} ». Elle compte dans le HT.",
    "An expense line looks like VAT: “{seen}”. It counts in the net amount.",
    "Demander au cabinet un fichier sans TVA en frais.",
    "Ask the firm for a file without VAT as an expense.",
)
