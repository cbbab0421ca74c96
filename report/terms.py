"""What the codes of the store are called, in French and in English: channels, levels, reasons, dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from kpi.model import PartUnit, Text

Forms = tuple[Text, Text]  # singular, plural
DetailUnit = PartUnit | Literal["ratio"]

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
    "effect": Text("Effet", "Effect"),
}

NOUNS: Final[Mapping[str, Forms]] = {
    "document": (Text("document", "document"), Text("documents", "documents")),
    "invoice": (Text("facture", "invoice"), Text("factures", "invoices")),
    "remark": (Text("remarque", "remark"), Text("remarques", "remarks")),
    "credit_note": (Text("avoir", "credit note"), Text("avoirs", "credit notes")),
    "matter": (Text("dossier", "matter"), Text("dossiers", "matters")),
    "instruction": (Text("mission", "instruction"), Text("missions", "instructions")),
    "firm": (Text("cabinet", "firm"), Text("cabinets", "firms")),
    "budget": (Text("budget", "budget"), Text("budgets", "budgets")),
    "line": (Text("ligne", "line"), Text("lignes", "lines")),
    "export": (Text("export", "export"), Text("exports", "exports")),
    "answer": (Text("réponse", "answer"), Text("réponses", "answers")),
    "contract": (Text("contrat", "contract"), Text("contrats", "contracts")),
    "file": (Text("fichier", "file"), Text("fichiers", "files")),
    "figure": (Text("chiffre", "figure"), Text("chiffres", "figures")),
    "import": (Text("import", "import"), Text("imports", "imports")),
    "action": (Text("action", "action"), Text("actions", "actions")),
}

DETAILS: Final[Mapping[str, tuple[Text, DetailUnit]]] = {
    "late_budgets": (Text("Régularisations", "Late budgets"), "number"),
    "spend_with_budget": (Text("Dépense des dossiers budgétés", "Spend of budgeted matters"), "EUR"),
    "spend": (Text("Dépense", "Spend"), "EUR"),
    "ratio": (Text("Écart en part du budget", "Variance as a share of the budget"), "ratio"),
    "overruns": (Text("Dépassements", "Overruns"), "EUR"),
    "underruns": (Text("Sous-consommations", "Underruns"), "EUR"),
    "firms": (Text("Cabinets", "Firms"), "number"),
    "firms_for_80": (Text("Cabinets qui font 80 %", "Firms that make 80%"), "number"),
    "hhi": (Text("Indice de Herfindahl (HHI)", "Herfindahl index (HHI)"), "ratio"),
    "effective_number": (Text("Nombre équivalent de cabinets", "Effective number of firms"), "number"),
    "p90": (Text("9e décile", "9th decile"), "days"),
    "fees": (Text("Honoraires au temps passé", "Fees at time"), "EUR"),
    "over_term": (Text("Payées après plus de 30 jours", "Paid after more than 30 days"), "ratio"),
    "overdue": (Text("En attente depuis plus de 30 jours", "Waiting for more than 30 days"), "number"),
    "instructed": (Text("Missions facturées en 12 mois", "Instructions billed in 12 months"), "number"),
    "rated": (Text("Missions notées", "Instructions rated"), "number"),
    "promoters": (Text("Recommandent", "Promoters"), "number"),
    "passives": (Text("Neutres", "Passives"), "number"),
    "detractors": (Text("Ne recommandent pas", "Detractors"), "number"),
    "matched": (Text("Heures comparées", "Hours compared"), "ratio"),
    "promoted": (Text("Intervenants promus", "Timekeepers promoted"), "number"),
    "blended": (Text("Hausse du taux moyen", "Rise of the average rate"), "ratio"),
    "overbilled": (Text("Surfacturation", "Billed above agreed rates"), "EUR"),
    "spend_before": (Text("Dépense de la période de départ", "Spend of the earlier period"), "EUR"),
    "new_levels": (Text("Niveaux sans taux de départ", "Levels without a former rate"), "number"),
    "volume": (Text("Volume d’heures", "Volume of hours"), "EUR"),
    "mix": (Text("Composition des équipes", "Staffing mix"), "EUR"),
    "price": (Text("Taux horaires", "Hourly rates"), "EUR"),
    "fixed_fees": (Text("Forfaits", "Flat fees"), "EUR"),
    "expenses": (Text("Frais et débours", "Expenses"), "EUR"),
    "discounts": (Text("Remises sur facture", "Invoice discounts"), "EUR"),
    "adjustments": (Text("Écarts à l’approbation", "Changes at approval"), "EUR"),
    "credit_notes": (Text("Avoirs", "Credit notes"), "EUR"),
    "unitemised": (Text("Factures sans détail", "Invoices without lines"), "EUR"),
}  # what a figure says besides its value, and what it is counted in

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
    "other_paper": (
        Text("autre pièce d’une facture comptée", "other paper of an invoice that counts"),
        Text("autres pièces de factures comptées", "other papers of invoices that count"),
    ),
    "credit_note": NOUNS["credit_note"],
    "without_budget": (
        Text("dossier sans budget", "matter without a budget"),
        Text("dossiers sans budget", "matters without a budget"),
    ),
    "budget_without_rate": (
        Text("budget sans taux de change", "budget without an exchange rate"),
        Text("budgets sans taux de change", "budgets without an exchange rate"),
    ),
    "without_matter": (
        Text("document sans dossier", "document without a matter"),
        Text("documents sans dossier", "documents without a matter"),
    ),
    "negative_firm": (
        Text("cabinet sans dépense nette", "firm without net spend"),
        Text("cabinets sans dépense nette", "firms without net spend"),
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
    "flat_fee": (
        Text("ligne de forfait ou de remise", "line of a flat fee or a discount"),
        Text("lignes de forfait ou de remise", "lines of flat fees or discounts"),
    ),
    "not_hourly": (
        Text("ligne d’honoraires sans heures au tarif", "fee line without hours at a rate"),
        Text("lignes d’honoraires sans heures au tarif", "fee lines without hours at a rate"),
    ),
    "no_agreed_rate": (
        Text("ligne sans taux convenu", "line without an agreed rate"),
        Text("lignes sans taux convenu", "lines without an agreed rate"),
    ),
    "without_timekeeper": (
        Text("ligne sans intervenant", "line without a timekeeper"),
        Text("lignes sans intervenant", "lines without a timekeeper"),
    ),
    "new_timekeeper": (
        Text("intervenant absent de la période de départ", "timekeeper absent from the earlier period"),
        Text("intervenants absents de la période de départ", "timekeepers absent from the earlier period"),
    ),
    "promoted": (
        Text("intervenant qui a changé de niveau", "timekeeper who changed level"),
        Text("intervenants qui ont changé de niveau", "timekeepers who changed level"),
    ),
    "without_work_date": (
        Text("ligne sans date de travail", "line without a work date"),
        Text("lignes sans date de travail", "lines without a work date"),
    ),
    "without_lines": (
        Text("facture sans détail", "invoice without detail"),
        Text("factures sans détail", "invoices without detail"),
    ),
    "unpaid": (
        Text("facture impayée à la fin de la période", "invoice unpaid at the period’s end"),
        Text("factures impayées à la fin de la période", "invoices unpaid at the period’s end"),
    ),
    "payment_not_dated": (
        Text("facture payée à une date inconnue", "invoice paid on an unknown day"),
        Text("factures payées à une date inconnue", "invoices paid on an unknown day"),
    ),
    "without_mark": (
        Text("réponse sans note", "answer without a mark"),
        Text("réponses sans note", "answers without a mark"),
    ),
    "contract_without_matter": (
        Text("contrat, qui n’a ni dossier ni entité", "contract, which has neither matter nor entity"),
        Text("contrats, qui n’ont ni dossier ni entité", "contracts, which have neither matter nor entity"),
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
        "other_paper": Text("Autre pièce d’une facture comptée", "Other paper of an invoice that counts"),
        "open": Text("En cours", "Open"),
        "done": Text("Faite", "Done"),
        "dropped": Text("Abandonnée", "Dropped"),
    },
    "state": {
        "open": Text("En cours", "Open"),
        "soon": Text("À échéance proche", "Due soon"),
        "late": Text("En retard", "Late"),
        "done": Text("Faite", "Done"),
        "dropped": Text("Abandonnée", "Dropped"),
    },
    "owner": {
        "legal": Text("Juridique", "Legal"),
        "procurement": Text("Achats", "Procurement"),
        "firm": Text("Cabinet", "Firm"),
    },
    "pillar": {
        "quality": Text("Qualité", "Quality"),
        "time": Text("Délai", "Time"),
        "cost": Text("Coût", "Cost"),
    },
    "objective": {
        "reached": Text("Atteint", "Reached"),
        "on_track": Text("En voie", "On track"),
        "late": Text("En retard", "Late"),
        "not_measurable": Text("Non mesurable", "Not measurable"),
    },
    "effect": {
        "volume": Text("Volume d’heures", "Volume of hours"),
        "mix": Text("Composition des équipes", "Staffing mix"),
        "price": Text("Taux horaires", "Hourly rates"),
        "fixed_fees": Text("Forfaits", "Flat fees"),
        "expenses": Text("Frais et débours", "Expenses"),
        "discounts": Text("Remises sur facture", "Invoice discounts"),
        "adjustments": Text("Écarts à l’approbation", "Changes at approval"),
        "credit_notes": Text("Avoirs", "Credit notes"),
        "unitemised": Text("Factures sans détail", "Invoices without lines"),
        "better": Text("Mieux", "Better"),
        "worse": Text("Moins bien", "Worse"),
        "unchanged": Text("Inchangé", "Unchanged"),
        "changed": Text("Changé", "Changed"),
        "not_measurable": Text("Non mesurable", "Not measurable"),
        "not_comparable": Text("Non comparable", "Not comparable"),
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
        "paid_on": Text("à la date de paiement", "by payment date"),
        "answered_on_twelve_months": Text(
            "à la date de la réponse, sur les 12 mois qui finissent avec la période",
            "by date of the answer, over the 12 months that end with the period",
        ),
        "notified_on_twelve_months": Text(
            "à la date de notification, sur les 12 mois qui finissent avec la période",
            "by date of notification, over the 12 months that end with the period",
        ),
    },
    "amount_basis": {
        "net_of_tax_approved_else_billed": Text(
            "montants HT en euros, validés sinon facturés",
            "amounts in euros excluding VAT (HT), approved else billed",
        ),
        "net_of_tax_billed": Text("montants HT en euros, facturés", "amounts in euros excluding VAT (HT), as billed"),
        "none": Text("sans montant", "no amount"),
    },
}  # fmt: skip — one code a line
