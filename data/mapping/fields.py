"""What a column of a foreign table may mean, and the headings by which programs and people call it.

Headings of SAP, Sage, Cegid, Oracle and of the French accounting extract (FEC) stand beside those of law firms. The
first of a list is the surest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from data.formats.ledes_1998bi import COLUMNS
from data.framing import ALIASES
from data.reference import names
from data.reference.cells import fold, spelled
from data.reference.money import INVOICES
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

Target = Literal["invoices", "lines"]
Nature = Literal["text", "date", "amount", "units", "rate", "currency", "kind", "side", "channel", "status"]


@dataclass(frozen=True)
class Field:
    """A meaning: what its cells hold, what it is called on screen, the headings it is known by."""

    name: str
    nature: Nature
    title: Text
    known_as: tuple[str, ...]

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The rank of each heading, folded: the lower the surer."""
        return MappingProxyType(
            {fold(word): rank for rank, word in reversed([*enumerate((self.name, *self.known_as))])}
        )


def _field(name: str, nature: Nature, fr: str, en: str, known_as: str) -> Field:
    ours = INVOICES.columns[name].known_as if name in INVOICES.columns else ()
    return Field(name, nature, Text(fr, en), (*spelled(known_as), *ours))


_NUMBER = (
    "XBLNR, N° facture, N° de facture, Numéro de facture, Numéro facture, Facture, Référence facture, INVOICE_NUM, "
    "INVOICE_NUMBER, Invoice number, PieceRef, E_REFINTERNE, E_REFEXTERNE, Référence, Reference, Referenz, "
    "Rechnungsnummer, Belegnummer extern, N° pièce, N° de pièce, Numéro de pièce, Pièce, Réf. pièce, Document number, "
    "BELNR, Belegnummer"
)
_DATE = (
    "BLDAT, Date facture, Date de facture, Date de la facture, INVOICE_DATE, Invoice date, PieceDate, Belegdatum, "
    "Rechnungsdatum, Document date, Date document, Date pièce, Date de pièce, Date de la pièce, E_DATECOMPTABLE, "
    "EcritureDate, Date, Date comptable, BUDAT, Buchungsdatum, Posting date"
)
_FIRM = (
    "LIFNR, CompAuxNum, E_AUXILIAIRE, VENDOR_NUM, VENDOR_ID, N° compte tiers, Compte tiers, Code tiers, Lieferant, "
    "Kreditor, Lieferantennummer, Vendor, Supplier, Auxiliaire, Compte auxiliaire, N° tiers, Tiers, Fournisseur, "
    "Code fournisseur, N° fournisseur, Compte fournisseur, Compte fourn., Cabinet, Code cabinet, LAW_FIRM_ID, NAME1, "
    "Nom 1, CompAuxLib, VENDOR_NAME, "
    "LAW_FIRM_NAME, Nom du fournisseur, Nom fournisseur, Intitulé tiers, Intitulé du tiers, Raison sociale"
)
_AMOUNT = (
    "WRBTR, Montant HT, Total HT, Net HT, Montant net, HT, Base HT, LINE_ITEM_TOTAL, INVOICE_AMOUNT, Net amount, "
    "Montant TTC, Total TTC, TTC, Net à payer, Gross amount, Montant en devise pièce, Montant en devise du document, "
    "Betrag in Belegwährung, Amount in document currency, DMBTR, Montant en devise interne, Betrag in Hauswährung, "
    "Betrag, Amount in local currency, Montantdevise, E_MONTANT, Montant facturé, Montant, Total, Amount, Honoraires"
)
_TAX = (
    "Montant TVA, TVA, MWSTS, WMWST, MWST, Montant de TVA, Montant de la TVA, TAX_AMOUNT, LINE_ITEM_TAX_TOTAL, "
    "Total TVA, Taxe, Tax, VAT, VAT amount, Steuerbetrag"
)
_RATE = "Taux TVA, Taux de TVA, Taux, TVA %, % TVA, VAT rate, Tax rate, LINE_ITEM_TAX_RATE, Steuersatz"
_CURRENCY = (
    f"WAERS, INVOICE_CURRENCY_CODE, INVOICE_CURRENCY, E_DEVISE, Idevise, Währung, Currency, {names.CURRENCY_NAMES}"
)
_DEBIT = "Débit, Debit, E_DEBIT, Soll, Montant débit, Montant débiteur, Débit EUR"
_CREDIT = "Crédit, Credit, E_CREDIT, Haben, Montant crédit, Montant créditeur, Crédit EUR"
_SIDE = "SHKZG, Sens, Sens D/C, D/C, S/H, Débit/Crédit, Debit/Credit, Soll/Haben, Kennzeichen Soll/Haben, BSCHL"
_ACCOUNT = (
    "CompteNum, E_GENERAL, Compte général, N° compte général, N° compte, Numéro de compte, Compte, HKONT, SAKNR, "
    "Sachkonto, Hauptbuchkonto, GL account, Account"
)
_SHARED = (
    _field("tax_amount", "amount", "Montant de TVA", "Amount of VAT", _TAX),
    _field("tax_rate", "rate", "Taux de TVA", "VAT rate", _RATE),
    _field("debit", "amount", "Débit", "Debit", _DEBIT),
    _field("credit", "amount", "Crédit", "Credit", _CREDIT),
    _field("side", "side", "Sens (débit ou crédit)", "Side (debit or credit)", _SIDE),
    _field("account", "text", "Compte général", "General account", _ACCOUNT),
    _field("currency", "currency", "Devise", "Currency", _CURRENCY),
)
_OF_INVOICES = (
    _field("firm_id", "text", "Cabinet", "Firm", _FIRM),
    _field("invoice_number", "text", "N° de facture", "Invoice number", _NUMBER),
    _field("invoice_date", "date", "Date de facture", "Invoice date", _DATE),
    _field("amount", "amount", "Montant", "Amount", _AMOUNT),
    *_SHARED,
    _field(
        "kind",
        "kind",
        "Type de pièce",
        "Kind of document",
        "BLART, INVOICE_TYPE_LOOKUP_CODE, E_NATUREPIECE, Belegart, Nature pièce, Type pièce, Type document",
    ),
    _field("matter_id", "text", "Dossier", "Matter", f"CLIENT_MATTER_ID, {names.MATTER}"),
    _field("channel", "channel", "Canal", "Channel", "Canal"),
    _field(
        "received_on",
        "date",
        "Reçue le",
        "Received on",
        "CPUDT, Erfassungsdatum, Date de saisie, INVOICE_RECEIVED_DATE",
    ),
    _field("approved_on", "date", "Approuvée le", "Approved on", "Date de bon à payer"),
    _field("approved_net", "amount", "Montant HT approuvé", "Net amount approved", "Montant approuvé"),
    _field(
        "paid_on", "date", "Payée le", "Paid on", "AUGDT, Ausgleichsdatum, Date de rapprochement, PAYMENT_DATE, DateLet"
    ),
    _field("status", "status", "Statut", "Status", "Statut"),
    _field("corrects", "text", "Facture corrigée", "Invoice corrected", "REBZG"),
)  # fmt: skip — a meaning a line
_WORDS = {
    "law_firm_matter_id": "Dossier cabinet, Réf. dossier cabinet, N° dossier cabinet, Notre référence, Our reference",
    "client_matter_id": f"Dossier client, Votre référence, Your reference, {names.MATTER}",
    "billing_from": "Période du",
    "billing_to": "Période au",
    "description": "Objet, Objet de la facture",
    "item_number": "N° ligne, Ligne, Line",
    "units": "Heures, Nombre d'heures, Nb heures, Temps, Temps passé, Durée, Quantité, Qté, Unités, Hours, Time, "
    "Quantity",
    "unit_cost": "Taux horaire, Tarif horaire, Tarif, Prix unitaire, PU, PU HT, Hourly rate, Unit price",
    "adjustment": "Remise, Ajustement, Rabais, Discount",
    "work_date": "Date de la prestation, Date prestation, Date de prestation, Jour, Date du travail, Date diligence, "
    "Date des diligences, Work date, Date of work",
    "task_code": "Code tâche, Tâche, Task code",
    "expense_code": "Code frais, Nature de frais, Expense code",
    "activity_code": "Code activité, Activité, Activity code",
    "timekeeper_id": "Code intervenant, Trigramme, Initiales, Matricule, Timekeeper id",
    "timekeeper_name": "Intervenant, Avocat, Collaborateur, Nom de l'intervenant, Nom, Timekeeper, Lawyer",
    "timekeeper_class": f"{names.LEVEL_NAMES}",
    "narrative": "Diligences, Diligence, Description, Libellé, Détail, Désignation, Prestation, Narrative, SGTXT, "
    "EcritureLib, E_LIBELLE, Libellé écriture, Text",
}
_TITLES = {
    "client_matter_id": Text("Dossier (réf. client)", "Matter (client's reference)"),
    "law_firm_matter_id": Text("Dossier (réf. cabinet)", "Matter (firm's reference)"),
    "billing_from": Text("Période facturée du", "Billed period from"),
    "billing_to": Text("Période facturée au", "Billed period to"),
    "description": Text("Objet de la facture", "Subject of the invoice"),
    "item_number": Text("N° de ligne", "Line number"),
    "units": Text("Heures ou quantité", "Hours or quantity"),
    "unit_cost": Text("Taux horaire ou prix", "Hourly rate or price"),
    "adjustment": Text("Remise de ligne", "Line discount"),
    "work_date": Text("Date de la prestation", "Date of work"),
    "task_code": Text("Code tâche", "Task code"),
    "expense_code": Text("Code de frais", "Expense code"),
    "activity_code": Text("Code activité", "Activity code"),
    "timekeeper_id": Text("Code de l'intervenant", "Timekeeper's code"),
    "timekeeper_name": Text("Nom de l'intervenant", "Timekeeper's name"),
    "timekeeper_class": Text("Niveau de l'intervenant", "Timekeeper's level"),
    "narrative": Text("Libellé", "Narrative"),
}


def _ledes(field: str) -> str:
    """Name the LEDES columns of a field."""
    standard = [column.name for column in COLUMNS if column.field == field]
    return ", ".join([*standard, *(other for other, name in ALIASES.items() if name in standard)])


def _of_line(name: str) -> Field:
    nature: dict[str, Nature] = {"units": "units", "unit_cost": "amount", "adjustment": "amount", "work_date": "date",
        "billing_from": "date", "billing_to": "date"}  # fmt: skip
    known = spelled(f"{_WORDS[name]}, {_ledes(name)}")
    return Field(name, nature.get(name, "text"), _TITLES[name], known)


_OF_LINES = (
    _field("firm_ref", "text", "Cabinet", "Firm", _FIRM),
    _field("number", "text", "N° de facture", "Invoice number", _NUMBER),
    _field("invoice_date", "date", "Date de facture", "Invoice date", _DATE),
    _field("amount", "amount", "Montant de la ligne", "Amount of the line", _AMOUNT),
    *_SHARED,
    _field(
        "kind",
        "kind",
        "Honoraires ou frais",
        "Fees or expenses",
        f"Nature, Type, Type de ligne, Catégorie, {_ledes('kind')}",
    ),
    *map(_of_line, _WORDS),
)  # fmt: skip — as above

FIELDS: Mapping[Target, Mapping[str, Field]] = MappingProxyType(
    {
        "invoices": {field.name: field for field in _OF_INVOICES},
        "lines": {field.name: field for field in _OF_LINES},
    }
)
"""The meanings of each target, in the order of the screen."""
NEEDED: Mapping[Target, tuple[str, ...]] = MappingProxyType(
    {"invoices": ("firm_id", "invoice_number", "invoice_date"), "lines": ("firm_ref", "number", "invoice_date")}
)
"""What no row can do without, besides its amount."""
CONSTANTS: Mapping[Target, tuple[str, ...]] = MappingProxyType(
    {"invoices": ("firm_id", "currency", "matter_id", "channel"), "lines": ("firm_ref", "currency", "client_matter_id")}
)
"""What may be said once for the whole table, where no column says it."""

Meaning = Literal["invoice", "credit_note", "prepayment", "F", "E", "IF", "IE", "leave_out"]
MEANINGS: Mapping[Target, tuple[str, ...]] = MappingProxyType(
    {
        "invoices": ("invoice", "credit_note", "prepayment", "leave_out"),
        "lines": ("F", "E", "IF", "IE", "leave_out"),
    }
)
SIDES = ("invoice", "credit_note")
if TYPE_CHECKING:
    Known = Mapping[str, str]
KNOWN_KINDS: Mapping[str, str] = MappingProxyType(
    {
        fold(word): meaning
        for meaning, words in {
            "invoice": "KR, RE, RN, STANDARD, FACTURE, FA, FF, INVOICE, INV, RECHNUNG, FACTURE FOURNISSEUR, "
            "NOTE D'HONORAIRES",
            "credit_note": "KG, CREDIT, AVOIR, AV, AF, AVOIR FOURNISSEUR, CREDIT MEMO, CREDIT NOTE, CREDIT_NOTE, "
            "GUTSCHRIFT, NOTE DE CRÉDIT, FACTURE D'AVOIR",
            "prepayment": "PREPAYMENT, ACOMPTE, PROVISION, AVANCE, FACTURE D'ACOMPTE",
            "leave_out": "KZ, ZP, RF, REG, REGL, RÈGLEMENT, PAIEMENT, PAYMENT, VIREMENT, ZAHLUNG",
            "F": "F, FEE, FEES, HONORAIRE, HONORAIRES, TEMPS, TEMPS PASSÉ, DILIGENCE, DILIGENCES",
            "E": "E, EXP, EXPENSE, EXPENSES, FRAIS, DÉBOURS, DÉPENS, FRAIS ET DÉBOURS",
            "IF": "IF, REMISE, RABAIS, DISCOUNT",
            "IE": "IE",
        }.items()
        for word in spelled(words)
    }
)
KNOWN_SIDES: Mapping[str, str] = MappingProxyType(
    {"c": "invoice", "h": "invoice", "credit": "invoice", "haben": "invoice", "31": "invoice",
     "d": "credit_note", "s": "credit_note", "debit": "credit_note", "soll": "credit_note", "21": "credit_note"}
)  # fmt: skip
"""What debit and credit mean on a supplier's account: an invoice stands on the credit side."""
