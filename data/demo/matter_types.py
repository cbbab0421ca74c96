"""The twelve kinds of matters of the demo: how many, how dear, how long, and who is asked."""

from __future__ import annotations

from dataclasses import dataclass

from data.demo.panel import BELGIUM, EUROPE, UNITED_KINGDOM, UNITED_STATES

COMPANIES = (
    "Solvanor", "Brisémer", "Terracelle", "Hydravelle", "Cartovia", "Lumebois", "Mécafonte", "Transilor",
    "Ventorel", "Orzéane", "Platimur", "Cobrelan", "Fibraxis Ouest", "Galvanys", "Isolmar", "Jardivelle",
    "Kaolinor", "Lactimont", "Maréval Logistique", "Novapalette", "Ombrane", "Pressivel", "Quartzène",
    "Ravitor", "Sellamer", "Texoval",
)  # fmt: skip
TOWNS = (
    "Lille", "Nantes", "Lyon", "Bordeaux", "Rennes", "Toulouse", "Strasbourg", "Rouen", "Dijon", "Marseille",
)  # fmt: skip
TOWNS_ABROAD = {
    UNITED_KINGDOM: ("Leeds", "Bristol", "Manchester"),
    UNITED_STATES: ("Boston", "Chicago", "Atlanta"),
    BELGIUM: ("Liège", "Gand", "Namur"),
}
UNIVERSAL = 3  # the first names of a type make sense in any country
UNITS = ("Réseau et magasins", "Logistique", "Achats et marques", "Immobilier", "Numérique", "Siège")


@dataclass(frozen=True)
class MatterType:
    """A matter type. `median` is in thousand euros; `firms` are who is asked, with how often."""

    name: str
    count: int
    median: float
    spread: float
    months: int
    unit: str  # the business unit that asks most often
    firms: tuple[tuple[str, float], ...]
    strays: tuple[str, ...]  # who is asked off the panel
    names: tuple[str, ...]
    abroad: tuple[tuple[str, float], ...] = ()  # jurisdictions other than France
    helpers: tuple[tuple[str, float], ...] = ()  # experts, notaries… and how often they come in


TYPES = (
    MatterType("Contentieux commercial", 52, 90, 0.55, 14, "Logistique",
               (("CAB-01", 1), ("CAB-02", 5), ("CAB-03", 6), ("CAB-05", 1), ("CAB-11", 2), ("CAB-15", 9),
                ("CAB-16", 9)),
               ("CAB-20", "CAB-19", "CAB-09"),
               ("{c} - Rupture brutale de relations commerciales",
                "{c} - Livraisons non conformes, entrepôt de {t}",
                "{c} - Factures de transport contestées", "{c} - Inexécution du contrat de distribution",
                "{c} - Vices cachés, série {n}", "{c} - Concurrence déloyale, magasin de {t}",
                "{c} - Résiliation du contrat informatique"),
               ((UNITED_KINGDOM, 0.12), (UNITED_STATES, 0.1)), (("EXP-01", 0.2), ("COM-01", 0.22))),
    MatterType("Droit social", 58, 34, 0.6, 11, "Réseau et magasins",
               (("CAB-04", 6), ("CAB-18", 6), ("CAB-11", 1), ("CAB-15", 9)), ("CAB-19", "CAB-01", "CAB-20"),
               ("Licenciement - salarié n° {n}", "Réorganisation du site de {t}",
                "Accident du travail - entrepôt de {t}", "Rupture conventionnelle - salarié n° {n}",
                "Rappel d'heures supplémentaires - magasin de {t}", "Élections du CSE - site de {t}",
                "Contrôle Urssaf - établissement de {t}"),
               ((UNITED_KINGDOM, 0.09),)),
    MatterType("Fusions-acquisitions", 19, 190, 0.5, 7, "Siège",
               (("CAB-01", 5), ("CAB-12", 3), ("CAB-15", 9)), ("CAB-20",),
               ("Acquisition de {c}", "Cession de la branche {c}", "Prise de participation dans {c}",
                "Coentreprise avec {c}"),
               ((UNITED_KINGDOM, 0.12),), (("TRA-01", 0.35), ("EXP-02", 0.15))),
    MatterType("Propriété intellectuelle", 36, 46, 0.6, 12, "Achats et marques",
               (("CAB-06", 8), ("CAB-15", 30), ("CAB-16", 30)), ("CAB-20", "CAB-09"),
               ("Marque {c} - opposition", "Marque {c} - dépôts {y}", "Contrefaçon de modèle - {c}",
                "Noms de domaine {c}", "Licence de marque {c}", "Surveillance du portefeuille {y}"),
               ((EUROPE, 0.25), (UNITED_KINGDOM, 0.1), (UNITED_STATES, 0.12)), (("TRA-01", 0.25),)),
    MatterType("Concurrence", 11, 140, 0.5, 13, "Siège", (("CAB-01", 5), ("CAB-12", 4), ("CAB-17", 6)),
               ("CAB-20",),
               ("Demande d'informations - marché {c}", "Notification de concentration - {c}",
                "Programme de conformité {y}", "Plainte {c} - pratiques tarifaires"),
               ((EUROPE, 0.3), (BELGIUM, 0.15)), (("EXP-02", 0.3),)),
    MatterType("Données personnelles", 24, 34, 0.45, 8, "Numérique", (("CAB-09", 6), ("CAB-11", 2)),
               ("CAB-20", "CAB-01"),
               ("Violation de données - site de {t}", "Analyse d'impact - programme de fidélité",
                "Contrôle CNIL - {y}", "Sous-traitance - prestataire {c}",
                "Vidéosurveillance - magasin de {t}")),
    MatterType("Immobilier", 34, 44, 0.55, 9, "Immobilier", (("CAB-08", 8),), ("CAB-19", "CAB-10"),
               ("Bail commercial - magasin de {t}", "Renouvellement du bail de {t}",
                "Acquisition du terrain de {t}", "Charges locatives - {c}",
                "Travaux et permis - entrepôt de {t}", "Sous-location - {c}"),
               (), (("NOT-01", 0.3), ("NOT-02", 0.25))),
    MatterType("Fiscal", 26, 70, 0.55, 11, "Siège", (("CAB-07", 8),), ("CAB-01", "CAB-20"),
               ("Contrôle fiscal - exercices {y}", "Prix de transfert - {c}",
                "TVA sur importations - {c}", "Crédit d'impôt recherche {y}",
                "Taxe foncière - entrepôt de {t}"),
               ((BELGIUM, 0.06),)),
    MatterType("Assurance", 30, 46, 0.55, 11, "Logistique", (("CAB-10", 8),), ("CAB-19", "CAB-02"),
               ("Sinistre incendie - entrepôt de {t}", "Dégât des eaux - magasin de {t}",
                "Responsabilité produit - série {n}", "Recours contre l'assureur de {c}",
                "Perte d'exploitation - {t}"),
               (), (("EXP-01", 0.4),)),
    MatterType("Recouvrement", 50, 9, 0.45, 7, "Réseau et magasins", (("CAB-13", 6), ("CAB-03", 3)),
               ("CAB-19",),
               ("Créance {c}", "Injonction de payer - {c}", "Déclaration de créance - {c}",
                "Franchisé de {t} - impayés"),
               (), (("COM-01", 0.45),)),
    MatterType("Conseil général", 44, 32, 0.55, 9, "Achats et marques",
               (("CAB-09", 4), ("CAB-10", 3), ("CAB-11", 3)), ("CAB-20", "CAB-01"),
               ("Contrat cadre {c}", "Conditions générales de vente {y}", "Appel d'offres {c}",
                "Gouvernance et délégations", "Contrat de franchise - {t}", "Garantie commerciale - {c}")),
    MatterType("Environnement", 14, 50, 0.55, 11, "Logistique", (("CAB-14", 8), ("CAB-19", 1)), (),
               ("Installation classée - entrepôt de {t}", "Éco-organismes - filière {c}",
                "Pollution des sols - site de {t}", "Allégations environnementales - gamme {c}"),
               (), (("EXP-01", 0.2),)),
)  # fmt: skip
