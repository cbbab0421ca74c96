"""Tables about money: the register of invoices, the exchange rates and the accruals that firms declare."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from data.reference import names
from data.reference.cells import AMOUNT, CURRENCY, DATE, RATE, TEXT, Choice
from data.reference.row import Limits, Row, Table, optional, required
from kpi.model import Text

InvoiceKind = Literal["invoice", "credit_note", "prepayment"]
INVOICE_KIND = Choice(
    {
        "invoice": "facture, note d'honoraires, honoraires, fac",
        "credit_note": "avoir, note de crédit, facture d'avoir, credit",
        "prepayment": "provision, acompte, avance, facture d'acompte, facture de provision",
    }
)
Channel = Literal["platform", "ledes", "factur_x", "ubl", "cii", "edi", "portal", "pdf", "paper"]
CHANNEL = Choice(
    {
        "platform": "plateforme, plateforme agréée, plateforme de facturation, PA, PDP",
        "ledes": "LEDES, LEDES 1998B, LEDES 1998BI, LEDES XML",
        "factur_x": "Factur-X, facture factur-x, ZUGFeRD",
        "ubl": "UBL",
        "cii": "CII",
        "edi": "EDI, EDIFACT",
        "portal": "portail, portail fournisseur, portail fournisseurs, extranet, Chorus, Chorus Pro",
        "pdf": "PDF, PDF par courriel, courriel, e-mail, mail, mél, pièce jointe",
        "paper": "papier, courrier, courrier postal, poste, post",
    }
)
Status = Literal["received", "approved", "paid", "rejected", "withdrawn", "superseded"]
STATUS = Choice(
    {
        "received": "reçue, reçu, en attente, à valider, à approuver, pending",
        "approved": "approuvée, approuvé, validée, validé, acceptée, bon à payer, BAP",
        "paid": "payée, payé, réglée, réglé, soldée",
        "rejected": "rejetée, rejeté, refusée, refusé, refused",
        "withdrawn": "retirée, retiré, annulée, annulé, cancelled",
        "superseded": "remplacée, remplacé",
    }
)


class Invoice(Row):
    """An invoice or credit note received, as the books know it; several rows may split it by matter."""

    firm_id: str = required(TEXT, "Code du cabinet émetteur", "Code of the firm that issued it", names.FIRM)
    invoice_number: str = required(
        TEXT,
        "Numéro porté sur la facture",
        "Number on the invoice",
        "N° facture, N° de facture, N° de la facture, Numéro de facture, Numéro facture, "
        "Numéro de la facture, No facture, Num facture, Réf. facture, Référence facture, "
        "Référence de facture, Référence de la facture, Facture, Numéro, N°, N° pièce, N° de pièce, "
        "Numéro de pièce, Pièce, Invoice no, Invoice",
    )
    invoice_date: dt.date = required(
        DATE,
        "Date de la facture",
        "Date of the invoice",
        "Date de facture, Date facture, Date de la facture, Date d'émission, Émise le, "
        "Date de facturation, Date de pièce, Date pièce, Date",
    )
    net_amount: Decimal = required(
        AMOUNT,
        "Montant HT, dans la devise de la ligne",
        "Amount excl. VAT, in the row's currency",
        "Montant HT, Total HT, Montant total HT, Montant net HT, Net HT, Base HT, Montant facturé HT, "
        f"HT, Total hors taxes, Montant hors TVA, Montant net, Montant facturé, {names.AMOUNT_NAMES}",
    )
    matter_id: str | None = optional(TEXT, "Dossier facturé", "Matter billed", names.MATTER)
    tax_amount: Decimal | None = optional(
        AMOUNT,
        "Montant de TVA",
        "Amount of VAT",
        "Montant TVA, Montant de TVA, Montant de la TVA, TVA, Total TVA, Taxe, Taxes, VAT, Tax, VAT amount",
    )
    currency: str | None = optional(
        CURRENCY,
        "Devise des montants",
        "Currency of the amounts",
        names.CURRENCY_NAMES,
        default="EUR",
    )
    kind: InvoiceKind | None = optional(
        INVOICE_KIND,
        "Facture, avoir ou provision",
        "Invoice, credit note or prepayment",
        "Type de pièce, Type de document, Nature de la pièce, Nature, Type de facture, Type, Document type",
        default="invoice",
    )
    channel: Channel | None = optional(
        CHANNEL,
        "Par où la facture est arrivée",
        "How the invoice arrived",
        "Canal, Canal de réception, Mode de réception, Mode de transmission, Mode d'envoi, Format, Voie",
    )
    received_on: dt.date | None = optional(
        DATE,
        "Date de réception",
        "Day it was received",
        "Reçue le, Reçu le, Date de réception, Date réception, Réception, Date d'arrivée, Arrivée le",
    )
    approved_on: dt.date | None = optional(
        DATE,
        "Date d'approbation",
        "Day it was approved",
        "Approuvée le, Approuvé le, Date d'approbation, Validée le, Validé le, Date de validation, "
        "Bon à payer le, Date de bon à payer, Date du bon à payer",
    )
    approved_net: Decimal | None = optional(
        AMOUNT,
        "Montant HT approuvé, s'il diffère",
        "Amount excl. VAT approved, if it differs",
        "Montant approuvé HT, Montant approuvé, Montant HT approuvé, Montant validé HT, Montant validé, "
        "Montant accepté, Montant accordé, HT approuvé, Net approuvé",
    )
    paid_on: dt.date | None = optional(
        DATE,
        "Date de paiement",
        "Day it was paid",
        "Payée le, Payé le, Date de paiement, Date paiement, Paiement, Réglée le, Réglé le, "
        "Date de règlement, Date règlement",
    )
    status: Status | None = optional(
        STATUS,
        "Où en est la facture\u202f; rejetée, retirée ou remplacée, elle ne compte pas",
        "Where the invoice stands; rejected, withdrawn or superseded, it does not count",
        "Statut, État, Statut de la facture, État de la facture, Situation, Avancement",
    )
    corrects: str | None = optional(
        TEXT,
        "Numéro de la facture que ce document corrige",
        "Number of the invoice that this document corrects",
        "Corrige, Corrige la facture, Facture corrigée, Facture rectifiée, Facture d'origine, "
        "Facture initiale, Avoir sur facture, Sur facture",
    )


class ExchangeRate(Row):
    """What one unit of a currency is worth in euros, from a day on."""

    currency: str = required(CURRENCY, "Devise", "Currency", names.CURRENCY_NAMES)
    valid_on: dt.date = required(
        DATE,
        "Jour du cours",
        "Day of the rate",
        "Date du cours, Jour du cours, Date de cours, Date, Jour, Date de change, Valable le",
    )
    # « Taux de change » is no heading for it: half of those who write it mean dollars for one euro.
    euros_per_unit: Decimal = required(
        RATE,
        "Euros pour une unité de la devise (1\u00a0USD\u00a0=\u00a00,92)",
        "Euros for one unit of the currency (1 USD = 0.92)",
        "Euros par unité, Euros pour une unité, EUR par unité, Cours en euros, Valeur en euros, "
        "Valeur d'une unité en euros, Contre-valeur en euros, Euros per unit, EUR per unit",
        within=Limits(gt=0),
    )


class Accrual(Row):
    """Work done and not yet invoiced at the end of a period, as the firm declares it."""

    period_end: dt.date = required(
        DATE,
        "Dernier jour de la période",
        "Last day of the period",
        "Fin de période, Fin de la période, Arrêté au, Date d'arrêté, Date de clôture, Clôture, "
        "Fin du trimestre, Période, Period",
    )
    firm_id: str = required(TEXT, "Code du cabinet", "Code of the firm", names.FIRM)
    matter_id: str = required(TEXT, "Code du dossier", "Code of the matter", names.MATTER)
    amount: Decimal = required(
        AMOUNT,
        "Travaux faits et non facturés, HT, en euros",
        "Work done and not invoiced, excl. VAT, in euros",
        "Montant FNP, FNP, Montant FNP HT, Charge à payer, Charges à payer, Encours, En-cours, "
        f"Travaux en cours, Montant provisionné, Provision, {names.AMOUNT_NAMES}",
    )
    declared_on: dt.date | None = optional(
        DATE,
        "Date de la déclaration",
        "Day of the declaration",
        "Déclaré le, Déclarée le, Date de déclaration, Date de la déclaration, Reçu le, Date de réception",
    )


INVOICES = Table(
    "invoices",
    Text("Registre des factures", "Register of invoices"),
    Text(
        "Toutes les factures reçues, telles que la comptabilité les connaît.",
        "All the invoices received, as accounts payable know them.",
    ),
    Invoice,
    ("firm_id", "invoice_number", "matter_id"),
    may_differ=frozenset({"channel", "received_on"}),
)
FX = Table(
    "fx",
    Text("Cours de change", "Exchange rates"),
    Text("Ce que valent en euros les autres devises.", "What the other currencies are worth in euros."),
    ExchangeRate,
    ("currency", "valid_on"),
)
ACCRUALS = Table(
    "accruals",
    Text("Factures non parvenues", "Accruals"),
    Text(
        "Les travaux faits et non encore facturés que les cabinets déclarent.",
        "The work done and not yet invoiced that firms declare.",
    ),
    Accrual,
    ("period_end", "firm_id", "matter_id", "declared_on"),
)
