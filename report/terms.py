"""What the codes of the store are called, in French and in English: channels, levels, reasons, dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kpi.model import Text

Forms = tuple[Text, Text]  # singular, plural

DIMENSIONS: Final[Mapping[str, Text]] = {
    "matter_type": Text("Type de dossier", "Matter type"),
    "matter": Text("Dossier", "Matter"),
    "firm": Text("Cabinet", "Firm"),
    "entity": Text("Entité", "Entity"),
    "business_unit": Text("Direction métier", "Business unit"),
    "jurisdiction": Text("Juridiction", "Jurisdiction"),
    "quarter": Text("Trimestre", "Quarter"),
    "month": Text("Mois", "Month"),
    "channel": Text("Canal", "Channel"),
    "timekeeper_level": Text("Niveau d’intervenant", "Timekeeper level"),
    "nature": Text("Nature", "Nature"),
    "class": Text("Situation au panel", "Panel status"),
}

NOUNS: Final[Mapping[str, Forms]] = {
    "document": (Text("document", "document"), Text("documents", "documents")),
    "invoice": (Text("facture", "invoice"), Text("factures", "invoices")),
    "credit_note": (Text("avoir", "credit note"), Text("avoirs", "credit notes")),
    "matter": (Text("dossier", "matter"), Text("dossiers", "matters")),
    "instruction": (Text("mission", "instruction"), Text("missions", "instructions")),
    "firm": (Text("cabinet", "firm"), Text("cabinets", "firms")),
    "budget": (Text("budget", "budget"), Text("budgets", "budgets")),
    "line": (Text("ligne", "line"), Text("lignes", "lines")),
    "file": (Text("fichier", "file"), Text("fichiers", "files")),
}

REASONS: Final[Mapping[str, Forms]] = {
    "no_exchange_rate": (
        Text("montant sans taux de change", "amount without an exchange rate"),
        Text("montants sans taux de change", "amounts without an exchange rate"),
    ),
    "rejected": (Text("facture rejetée", "rejected invoice"), Text("factures rejetées", "rejected invoices")),
    "withdrawn": (
        Text("facture retirée", "withdrawn invoice"),
        Text("factures retirées", "withdrawn invoices"),
    ),
    "superseded": (
        Text("facture remplacée", "superseded invoice"),
        Text("factures remplacées", "superseded invoices"),
    ),
    "credit_note": NOUNS["credit_note"],
    "without_budget": (
        Text("dossier sans budget", "matter without a budget"),
        Text("dossiers sans budget", "matters without a budget"),
    ),
    "without_spend": (
        Text("dossier sans dépense", "matter without spend"),
        Text("dossiers sans dépense", "matters without spend"),
    ),
    "out_of_scope_kind": (
        Text(
            "mission d’un prestataire autre qu’un cabinet d’avocats",
            "instruction of a provider other than a law firm",
        ),
        Text(
            "missions de prestataires autres que des cabinets d’avocats",
            "instructions of providers other than law firms",
        ),
    ),
    "out_of_scope_type": (
        Text("mission sur un type de dossier sans panel", "instruction on a matter type without a panel"),
        Text("missions sur des types de dossier sans panel", "instructions on matter types without a panel"),
    ),
    "unknown_channel": (
        Text("facture au canal inconnu", "invoice of unknown channel"),
        Text("factures au canal inconnu", "invoices of unknown channel"),
    ),
    "not_final": (
        Text("dossier clos dont la facturation n’est pas achevée", "closed matter not fully billed yet"),
        Text("dossiers clos dont la facturation n’est pas achevée", "closed matters not fully billed yet"),
    ),
    "umbrella": (Text("dossier-cadre", "umbrella matter"), Text("dossiers-cadres", "umbrella matters")),
    "not_dated": (
        Text("mission sans date connue", "instruction without a known date"),
        Text("missions sans date connue", "instructions without a known date"),
    ),
}

_OTHER: Final = Text("Autre", "Other")

CODES: Final[Mapping[str, Mapping[str, Text]]] = {
    "channel": {
        "platform": Text("Plateforme", "Platform"),
        "ledes": Text("LEDES", "LEDES"),
        "factur_x": Text("Factur-X", "Factur-X"),
        "ubl": Text("UBL", "UBL"),
        "cii": Text("CII", "CII"),
        "edi": Text("EDI", "EDI"),
        "portal": Text("Portail", "Portal"),
        "pdf": Text("PDF", "PDF"),
        "paper": Text("Papier", "Paper"),
        "unknown": Text("Canal inconnu", "Unknown channel"),
    },
    "timekeeper_level": {
        "partner": Text("Associé", "Partner"),
        "counsel": Text("Counsel", "Counsel"),
        "senior_associate": Text("Collaborateur senior", "Senior associate"),
        "associate": Text("Collaborateur", "Associate"),
        "junior_associate": Text("Collaborateur junior", "Junior associate"),
        "paralegal": Text("Juriste", "Paralegal"),
        "trainee": Text("Élève-avocat ou stagiaire", "Trainee"),
        "other": _OTHER,
    },
    "firm_kind": {
        "law_firm": Text("Cabinet d’avocats", "Law firm"),
        "expert": Text("Expert", "Expert"),
        "notary": Text("Notaire", "Notary"),
        "bailiff": Text("Commissaire de justice", "Bailiff"),
        "translator": Text("Traducteur", "Translator"),
        "alsp": Text("Prestataire juridique alternatif", "Alternative legal service provider"),
        "other": _OTHER,
    },
    "class": {
        "on_panel": Text("Au panel", "On panel"),
        "out_of_scope_of_panel": Text("Au panel pour un autre périmètre", "On panel for another scope"),
        "waived": Text("Hors panel, dérogation validée", "Off panel, waiver approved"),
        "without_waiver": Text("Hors panel, sans dérogation", "Off panel, no waiver"),
    },
    "waiver": {
        "approved": Text("Dérogation validée", "Waiver approved"),
        "refused": Text("Dérogation refusée", "Waiver refused"),
    },
    "nature": {
        "fees": Text("Honoraires", "Fees"),
        "expenses": Text("Frais et débours", "Expenses"),
        "unknown": Text("Nature inconnue", "Unknown nature"),
    },
    "status": {
        "received": Text("Reçue", "Received"),
        "approved": Text("Validée", "Approved"),
        "paid": Text("Payée", "Paid"),
        "rejected": Text("Rejetée", "Rejected"),
        "withdrawn": Text("Retirée", "Withdrawn"),
        "superseded": Text("Remplacée", "Superseded"),
        "open": Text("En cours", "Open"),
        "done": Text("Faite", "Done"),
        "dropped": Text("Abandonnée", "Dropped"),
    },
    "document_kind": {
        "invoice": Text("Facture", "Invoice"),
        "credit_note": Text("Avoir", "Credit note"),
        "prepayment": Text("Provision", "Prepayment"),
    },
    "fee_arrangement": {
        "hourly": Text("Temps passé", "Hourly"),
        "fixed": Text("Forfait", "Fixed fee"),
        "phased_fixed": Text("Forfait par phase", "Fixed fee by phase"),
        "capped": Text("Plafond", "Capped fee"),
        "collar": Text("Tunnel", "Collar"),
        "subscription": Text("Abonnement", "Subscription"),
        "success": Text("Honoraire de résultat", "Success fee"),
        "hybrid": Text("Hybride", "Hybrid"),
    },
    "date_basis": {
        "appointed_on": Text("à la date de désignation", "by appointment date"),
        "first_fee_line": Text("à la date de la première ligne d’honoraires", "by date of the first fee line"),
        "first_invoice": Text("à la date de la première facture", "by date of the first invoice"),
        "instructed_on": Text("à la date de la mission", "by instruction date"),
        "instruction_date": Text("à la date de la mission", "by instruction date"),
        "invoice_date": Text("à la date de facture", "by invoice date"),
        "received_on": Text("à la date de réception", "by date of receipt"),
        "received_on_else_invoice_date": Text(
            "à la date de réception, sinon de facture", "by date of receipt, else of invoice"
        ),
        "work_date": Text("à la date du travail", "by work date"),
        "closed_on": Text("à la date de clôture", "by closing date"),
        "approved_on": Text("à la date de validation", "by approval date"),
    },
    "amount_basis": {
        "net_of_tax_approved_else_billed": Text(
            "montants HT en euros, validés sinon facturés",
            "amounts in euros excluding VAT (HT), approved else billed",
        ),
    },
}  # fmt: skip — one code a line
