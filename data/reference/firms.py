"""Tables about firms: who they are, their other names, the panel, their people and the agreed rates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from data.reference import names
from data.reference.cells import AMOUNT, CURRENCY, DATE, TEXT
from data.reference.row import Limits, Row, SpanRow, Table, optional, required
from kpi.model import Text


class Firm(Row):
    """A law firm or another outside provider."""

    firm_id: str = required(
        TEXT,
        "Code du cabinet, le même dans tous les tableaux",
        "Code of the firm, the same in all tables",
        f"{names.FIRM}, Code",
    )
    name: str = required(
        TEXT,
        "Nom affiché",
        "Name shown",
        "Raison sociale, Nom du cabinet, Nom cabinet, Dénomination, Dénomination sociale, Nom, Libellé, "
        "Libellé du cabinet, Nom du fournisseur, Firm name, Law firm name",
    )
    group_id: str | None = optional(
        TEXT,
        "Groupe auquel le cabinet appartient\u202f; le panel vaut pour tout le groupe",
        "Group the firm belongs to; the panel holds for the whole group",
        "Groupe, Code groupe, Id groupe, Groupe de cabinets, Réseau, Maison mère, Group",
    )
    kind: names.FirmKind | None = optional(
        names.FIRM_KIND,
        "Métier du prestataire",
        "Trade of the provider",
        "Type de cabinet, Type de prestataire, Type de fournisseur, Type, Nature, Métier, Profession, "
        "Catégorie, Firm kind, Firm type",
        default="law_firm",
    )
    country: str | None = optional(
        TEXT,
        "Pays du cabinet",
        "Country of the firm",
        "Pays, Code pays, Pays du cabinet",
    )
    size: names.FirmSize | None = optional(
        names.FIRM_SIZE,
        "Catégorie d'entreprise",
        "Size of the business, in the French statutory classes",
        "Taille, Taille d'entreprise, Taille de l'entreprise, Catégorie d'entreprise, Taille du cabinet",
    )
    responsible_label: str | None = optional(
        TEXT,
        "Label ou évaluation RSE",
        "Label or rating of social responsibility",
        "Label RSE, Label, Label responsable, Certification RSE, Certification, Notation RSE",
    )


class FirmAlias(Row):
    """Another name or code under which a firm's invoices arrive."""

    alias: str = required(
        TEXT,
        "Nom ou code tel qu'il figure dans les fichiers reçus",
        "Name or code as it stands in the files received",
        "Autre nom, Autre code, Variante, Nom alternatif, Nom facturé, Nom sur la facture, "
        "Nom dans le fichier, Nom reçu",
    )
    firm_id: str = required(TEXT, "Code du cabinet désigné", "Code of the firm meant", names.FIRM)


class PanelEntry(SpanRow):
    """A firm on the panel, for what and from when to when."""

    firm_id: str = required(TEXT, "Code du cabinet référencé", "Code of the panel firm", names.FIRM)
    matter_type: str | None = optional(
        TEXT,
        "Type de dossier couvert\u202f; vide\u00a0: tous",
        "Matter type covered; empty: all",
        names.MATTER_TYPE,
    )
    jurisdiction: str | None = optional(
        TEXT,
        "Juridiction couverte\u202f; vide\u00a0: toutes",
        "Jurisdiction covered; empty: all",
        f"{names.JURISDICTION}, Pays",
    )
    entity: str | None = optional(
        TEXT,
        "Entité couverte\u202f; vide\u00a0: toutes",
        "Entity covered; empty: all",
        names.ENTITY,
    )
    valid_from: dt.date = required(DATE, "Premier jour au panel", "First day on the panel", names.VALID_FROM)
    valid_to: dt.date | None = optional(
        DATE,
        "Dernier jour au panel\u202f; vide\u00a0: sans fin",
        "Last day on the panel; empty: open",
        names.VALID_TO,
    )


class Timekeeper(Row):
    """A person who bills time, and the level at which the client recognises them."""

    firm_id: str = required(TEXT, "Code du cabinet", "Code of the firm", names.FIRM)
    timekeeper_id: str = required(
        TEXT,
        "Code de l'intervenant dans les factures du cabinet",
        "Code of the timekeeper in the firm's invoices",
        names.TIMEKEEPER,
    )
    name: str | None = optional(
        TEXT,
        "Nom de l'intervenant",
        "Name of the timekeeper",
        "Nom de l'intervenant, Nom intervenant, Nom, Nom et prénom, Nom complet, Timekeeper name",
    )
    level: names.Level | None = optional(
        names.LEVEL,
        "Niveau convenu",
        "Agreed level",
        f"{names.LEVEL_NAMES}, Titre, Statut",
    )


class AgreedRate(SpanRow):
    """An agreed hourly rate: for a person or a level, on all matters, a type or one, between two days."""

    firm_id: str = required(TEXT, "Code du cabinet", "Code of the firm", names.FIRM)
    hourly_rate: Decimal = required(
        AMOUNT,
        "Taux horaire HT convenu",
        "Agreed hourly rate, excl. VAT",
        "Taux horaire HT, Taux horaire, Taux HT, Taux, Taux convenu, Tarif horaire, Tarif horaire HT, Tarif, Rate",
        within=Limits(ge=0),
    )
    valid_from: dt.date = required(
        DATE,
        "Premier jour d'application",
        "First day it applies",
        names.VALID_FROM,
    )
    valid_to: dt.date | None = optional(
        DATE,
        "Dernier jour d'application\u202f; vide\u00a0: sans fin",
        "Last day it applies; empty: open",
        names.VALID_TO,
    )
    timekeeper_id: str | None = optional(
        TEXT,
        "Intervenant concerné\u202f; vide\u00a0: tous ceux du niveau",
        "Timekeeper concerned; empty: all of the level",
        names.TIMEKEEPER,
    )
    level: names.Level | None = optional(
        names.LEVEL,
        "Niveau concerné\u202f; vide\u00a0: tous",
        "Level concerned; empty: all",
        names.LEVEL_NAMES,
    )
    matter_type: str | None = optional(
        TEXT,
        "Type de dossier concerné\u202f; vide\u00a0: tous",
        "Matter type concerned; empty: all",
        names.MATTER_TYPE,
    )
    matter_id: str | None = optional(
        TEXT,
        "Dossier concerné\u202f; vide\u00a0: tous",
        "Matter concerned; empty: all",
        names.MATTER,
    )
    currency: str | None = optional(
        CURRENCY,
        "Devise du taux",
        "Currency of the rate",
        names.CURRENCY_NAMES,
        default="EUR",
    )


FIRMS = Table(
    "firms",
    Text("Cabinets", "Firms"),
    Text("Qui sont les cabinets et autres prestataires.", "Who the firms and other providers are."),
    Firm,
    ("firm_id",),
)
FIRM_ALIASES = Table(
    "firm_aliases",
    Text("Autres noms des cabinets", "Other names of firms"),
    Text(
        "Sous quels autres noms ou codes les factures d'un cabinet arrivent.",
        "Under which other names or codes a firm's invoices arrive.",
    ),
    FirmAlias,
    ("alias",),
)
PANEL = Table(
    "panel",
    Text("Panel", "Panel"),
    Text(
        "Quels cabinets sont référencés, pour quoi, de quand à quand.",
        "Which firms are on the panel, for what, from when to when.",
    ),
    PanelEntry,
    ("firm_id", "matter_type", "jurisdiction", "entity", "valid_from", "valid_to"),
)
TIMEKEEPERS = Table(
    "timekeepers",
    Text("Intervenants", "Timekeepers"),
    Text("Qui facture du temps, et à quel niveau.", "Who bills time, and at which level."),
    Timekeeper,
    ("firm_id", "timekeeper_id"),
)
RATES = Table(
    "rates",
    Text("Taux convenus", "Agreed rates"),
    Text("Les taux horaires des conventions, et leur durée.", "The hourly rates agreed, and for how long."),
    AgreedRate,
    ("firm_id", "timekeeper_id", "level", "matter_type", "matter_id", "valid_from"),
)
