"""Tables about matters: what they are, which firm was instructed, and the budgets approved for them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from data.reference import names
from data.reference.cells import AMOUNT, CURRENCY, DATE, TEXT, YES_NO, Choice
from data.reference.row import Row, Table, optional, required
from kpi.model import Text

WAIVER = Choice(
    {
        "approved": "accordée, accordé, acceptée, accepté, approuvée, approuvé, validée, validé",
        "refused": "refusée, refusé, rejetée, rejeté, rejected",
    }
)
SCOPE = Choice(
    {
        "fees": "honoraires, honoraires seuls, hors frais, hors débours, hors frais et débours",
        "all": "tout, total, tous, honoraires et frais, honoraires et débours, frais compris, tout compris",
    }
)
_FEE_ARRANGEMENT = (
    "Mode d'honoraires, Mode de facturation, Mode de rémunération, Type d'honoraires, Mode tarifaire, "
    "Convention d'honoraires, Structure d'honoraires"
)


class Matter(Row):
    """A matter of the legal department."""

    matter_id: str = required(
        TEXT,
        "Code du dossier, le même dans tous les tableaux",
        "Code of the matter, the same in all tables",
        f"{names.MATTER}, Code, Référence",
    )
    name: str | None = optional(
        TEXT,
        "Intitulé",
        "Name shown",
        "Nom du dossier, Nom dossier, Intitulé, Intitulé du dossier, Libellé, Libellé du dossier, "
        "Libellé dossier, Nom, Titre, Objet, Matter name",
    )
    matter_type: str | None = optional(
        TEXT,
        "Type de dossier, dans vos mots",
        "Matter type, in your own words",
        f"{names.MATTER_TYPE}, Type, Nature, Catégorie",
    )
    entity: str | None = optional(
        TEXT,
        "Société du groupe concernée",
        "Company of the group concerned",
        names.ENTITY,
    )
    business_unit: str | None = optional(
        TEXT,
        "Direction ou activité concernée",
        "Business unit concerned",
        "Direction, BU, Unité, Unité opérationnelle, Direction opérationnelle, Direction métier, "
        "Département, Service, Branche, Activité",
    )
    jurisdiction: str | None = optional(
        TEXT,
        "Juridiction ou pays",
        "Jurisdiction or country",
        f"{names.JURISDICTION}, Pays",
    )
    owner: str | None = optional(
        TEXT,
        "Juriste responsable",
        "Lawyer in charge",
        "Juriste responsable, Responsable, Responsable du dossier, Juriste, Juriste en charge, En charge, Porteur",
    )
    opened_on: dt.date | None = optional(
        DATE,
        "Date d'ouverture",
        "Opening date",
        "Date d'ouverture, Date ouverture, Ouvert le, Ouverture, Ouverture du dossier, Date de création, Créé le",
    )
    closed_on: dt.date | None = optional(
        DATE,
        "Date de clôture\u202f; vide\u00a0: ouvert",
        "Closing date; empty: open",
        "Date de clôture, Date clôture, Clos le, Clôturé le, Clôture, Clôture du dossier, Fermé le, Date de fermeture",
    )
    final_billed: bool | None = optional(
        YES_NO,
        "Toutes les factures du dossier sont-elles arrivées\u202f?",
        "Have all the invoices of the matter arrived?",
        "Facturation finale, Facturation terminée, Facturation définitive, Facture finale reçue, "
        "Dernière facture reçue, Tout facturé, Soldé",
    )
    umbrella: bool | None = optional(
        YES_NO,
        "Dossier-cadre qui réunit de petites demandes\u202f?",
        "An umbrella matter that gathers small requests?",
        "Dossier-cadre, Dossier chapeau, Chapeau, Dossier permanent, Dossier générique, Dossier parapluie",
    )
    fee_arrangement: names.FeeArrangement | None = optional(
        names.FEE_ARRANGEMENT,
        "Mode d'honoraires convenu",
        "Agreed fee arrangement",
        f"{_FEE_ARRANGEMENT}, Honoraires",
    )
    law_firm_matter_id: str | None = optional(
        TEXT,
        "Référence du dossier chez le cabinet, pour les factures qui ne portent qu'elle",
        "The firm's own reference of the matter, for invoices that bear only that one",
        "Référence dossier cabinet, Réf. dossier cabinet, Référence du dossier chez le cabinet, "
        "Référence chez le cabinet, Référence du cabinet, Référence cabinet, Réf. cabinet, "
        "Dossier cabinet, N° dossier cabinet, Référence avocat",
    )


class Mandate(Row):
    """A firm instructed on a matter."""

    firm_id: str = required(TEXT, "Code du cabinet saisi", "Code of the firm instructed", names.FIRM)
    matter_id: str = required(TEXT, "Code du dossier", "Code of the matter", names.MATTER)
    appointed_on: dt.date | None = optional(
        DATE,
        "Date de désignation",
        "Day of the instruction",
        "Date de désignation, Désigné le, Date de nomination, Nommé le, Date de saisine, Saisi le, "
        "Date du mandat, Date de mandat, Mandaté le, Date de mission, Date",
    )
    waiver: Literal["approved", "refused"] | None = optional(
        WAIVER,
        "Dérogation pour un recours hors panel\u202f; vide\u00a0: aucune demandée",
        "Waiver for going off the panel; empty: none was asked for",
        "Dérogation, Dérogation hors panel, Accord de dérogation, Avis de dérogation",
    )
    reason: str | None = optional(
        TEXT,
        "Motif du choix",
        "Reason for the choice",
        f"Motif, Motif du choix, Motif de dérogation, Motif du recours, Raison, Justification, {names.COMMENT}",
    )
    fee_arrangement: names.FeeArrangement | None = optional(
        names.FEE_ARRANGEMENT,
        "Mode d'honoraires convenu",
        "Agreed fee arrangement",
        _FEE_ARRANGEMENT,
    )
    agreed_fee: Decimal | None = optional(
        AMOUNT,
        "Honoraires convenus HT, en euros",
        "Agreed fee excl. VAT, in euros",
        "Honoraires convenus, Honoraires convenus HT, Montant convenu, Montant convenu HT, "
        f"Forfait convenu, {names.AMOUNT_NAMES}",
    )


class Budget(Row):
    """A budget approved on a day: a later one for the same matter, firm and phase is a new version."""

    matter_id: str = required(TEXT, "Code du dossier", "Code of the matter", names.MATTER)
    amount: Decimal = required(
        AMOUNT,
        "Budget HT",
        "Budget excl. VAT",
        "Budget HT, Budget, Budget approuvé, Budget approuvé HT, Montant du budget, Montant budget, "
        f"Montant approuvé, Montant approuvé HT, Montant validé, Enveloppe, {names.AMOUNT_NAMES}",
    )
    approved_on: dt.date = required(
        DATE,
        "Date d'approbation de cette version",
        "Day this version was approved",
        "Date d'approbation, Approuvé le, Date de validation, Validé le, Date d'accord, Date du budget, Date",
    )
    firm_id: str | None = optional(
        TEXT,
        "Cabinet concerné\u202f; vide\u00a0: tous",
        "Firm concerned; empty: all",
        names.FIRM,
    )
    phase: str | None = optional(
        TEXT,
        "Phase concernée\u202f; vide\u00a0: tout le dossier",
        "Phase concerned; empty: the whole matter",
        "Étape, Phase du dossier",
    )
    currency: str | None = optional(
        CURRENCY,
        "Devise du budget",
        "Currency of the budget",
        names.CURRENCY_NAMES,
        default="EUR",
    )
    scope: Literal["fees", "all"] | None = optional(
        SCOPE,
        "Honoraires seuls, ou frais compris",
        "Fees only, or expenses included",
        "Périmètre, Portée, Assiette",
        default="all",
    )
    valid_from: dt.date | None = optional(
        DATE,
        "Début de la période budgétée, pour mémoire",
        "Start of the budgeted period, for information",
        names.VALID_FROM,
    )
    valid_to: dt.date | None = optional(
        DATE,
        "Fin de la période budgétée, pour mémoire",
        "End of the budgeted period, for information",
        names.VALID_TO,
    )
    note: str | None = optional(TEXT, "Remarque libre", "Free remark", names.COMMENT)


MATTERS = Table(
    "matters",
    Text("Dossiers", "Matters"),
    Text("Ce que sont les dossiers\u00a0: type, entité, dates.", "What the matters are: type, entity, dates."),
    Matter,
    ("matter_id",),
)
MANDATES = Table(
    "mandates",
    Text("Mandats", "Mandates"),
    Text(
        "Quel cabinet a été saisi de quel dossier, quand, et avec quelle dérogation.",
        "Which firm was instructed on which matter, when, and with which waiver.",
    ),
    Mandate,
    ("firm_id", "matter_id", "appointed_on"),
)
BUDGETS = Table(
    "budgets",
    Text("Budgets", "Budgets"),
    Text(
        "Les budgets approuvés, version après version\u00a0: une nouvelle ligne n'efface pas l'ancienne.",
        "The budgets approved, version after version: a new line does not erase the old one.",
    ),
    Budget,
    ("matter_id", "firm_id", "phase", "approved_on"),
)
