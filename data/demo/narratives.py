"""Choose what a lawyer wrote about an hour of work, by matter type, language and level."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from data.demo import narratives_en as en
from data.demo import narratives_fr as fr
from data.demo.matter_types import TOWNS

WEAK_SHARE = 0.035  # vague, administrative, internal or travel time: what billing guidelines ask to examine
LUMPED_HOURS = 2  # above which several tasks may be lumped together in one line
TRIES = 30


@dataclass(frozen=True)
class Work:
    """One kind of work: its UTBMS task and activity, and its sentence."""

    task: str
    activity: str
    text: str


def _read(*families: str) -> tuple[Work, ...]:
    return tuple(Work(*row.split(" ", 2)) for family in families for row in family.strip().splitlines())


FAMILIES = {
    "Contentieux commercial": _read(fr.PROCEDURE),
    "Droit social": _read(fr.SOCIAL, fr.SOCIAL, fr.PROCEDURE),
    "Fusions-acquisitions": _read(fr.DEAL),
    "Propriété intellectuelle": _read(fr.IP),
    "Concurrence": _read(fr.COMPETITION),
    "Données personnelles": _read(fr.PRIVACY),
    "Immobilier": _read(fr.LEASE),
    "Fiscal": _read(fr.TAX),
    "Assurance": _read(fr.INSURANCE, fr.INSURANCE, fr.PROCEDURE),
    "Recouvrement": _read(fr.RECOVERY),
    "Conseil général": _read(fr.ADVICE),
    "Environnement": _read(fr.ADVICE),
}
ENGLISH = {"Contentieux commercial": _read(en.PROCEDURE), "Fusions-acquisitions": _read(en.DEAL)}
ENGLISH_ADVICE = _read(en.ADVICE)
SUPPORT, WEAK, ENGLISH_WEAK = _read(fr.SUPPORT), _read(fr.WEAK), _read(en.WEAK)
TEMPLATES = frozenset(
    work.text
    for works in (*FAMILIES.values(), *ENGLISH.values(), ENGLISH_ADVICE, SUPPORT, WEAK, ENGLISH_WEAK)
    for work in works
)

SUBJECTS = {
    "Contentieux commercial": (
        "la rupture des relations commerciales",
        "le retard de livraison",
        "la facturation contestée",
        "le contrat de distribution",
        "les non-conformités relevées",
    ),
    "Droit social": (
        "la réorganisation du service",
        "le licenciement contesté",
        "les heures supplémentaires",
        "le temps de trajet des équipes",
        "la classification des emplois",
    ),
    "Fusions-acquisitions": (
        "l'acquisition des titres",
        "la cession de la branche",
        "le complément de prix",
        "la garantie de passif",
    ),
    "Propriété intellectuelle": (
        "la marque antérieure opposée",
        "le modèle contrefait",
        "la coexistence de marques",
    ),
    "Concurrence": ("le marché pertinent", "les échanges d'informations", "les remises conditionnelles"),
    "Données personnelles": (
        "le programme de fidélité",
        "la violation de données",
        "la vidéosurveillance",
        "la durée de conservation",
    ),
    "Immobilier": ("le renouvellement du bail", "la répartition des charges", "les travaux du bailleur"),
    "Fiscal": (
        "les prix de transfert",
        "la territorialité de la TVA",
        "le crédit d'impôt",
        "les provisions rejetées",
    ),
    "Assurance": ("le sinistre déclaré", "la perte d'exploitation", "le recours subrogatoire"),
    "Recouvrement": ("la créance impayée", "le plan d'apurement"),
    "Conseil général": (
        "le contrat cadre",
        "les conditions générales de vente",
        "la délégation de pouvoirs",
        "la garantie commerciale",
    ),
    "Environnement": (
        "l'arrêté préfectoral",
        "la dépollution du site",
        "la filière de responsabilité élargie",
        "les allégations environnementales",
    ),
}
CIVIL = (
    "la compétence", "la prescription", "la charge de la preuve", "le préjudice allégué",
    "la nullité soulevée", "la recevabilité", "le quantum", "la communication des pièces",
)  # fmt: skip
POINTS = {  # what is argued, by type; civil procedure where a type has none of its own
    "Contentieux commercial": (
        *CIVIL,
        "la clause limitative",
        "le préavis applicable",
        "les pénalités de retard",
    ),
    "Droit social": (
        "la cause réelle et sérieuse",
        "le barème d'indemnisation",
        "la prescription",
        "l'ancienneté",
        "l'obligation de reclassement",
        "la preuve des heures",
        "le temps de travail effectif",
    ),
    "Fusions-acquisitions": (
        "le changement de contrôle",
        "le mécanisme de prix",
        "les conditions suspensives",
        "les baux transférés",
        "la clause de non-concurrence",
        "les engagements hors bilan",
    ),
    "Propriété intellectuelle": (
        "la similitude des signes",
        "l'usage sérieux",
        "le risque de confusion",
        "la déchéance",
        "les produits désignés",
    ),
    "Concurrence": (
        "le marché pertinent",
        "la preuve de l'entente",
        "le secret des affaires",
        "la durée des pratiques",
    ),
    "Données personnelles": (
        "la base légale",
        "la durée de conservation",
        "la sous-traitance",
        "le droit d'accès",
    ),
    "Immobilier": (
        "le plafonnement du loyer",
        "la destination des lieux",
        "les charges récupérables",
        "l'accessibilité",
    ),
    "Fiscal": (
        "le délai de reprise",
        "la charge déductible",
        "le lieu de la prestation",
        "les pénalités appliquées",
    ),
    "Assurance": (*CIVIL, "l'exclusion invoquée", "la vétusté", "la franchise", "les dommages immatériels"),
    "Conseil général": (
        "la responsabilité du fournisseur",
        "la durée d'engagement",
        "les délais de paiement",
        "la révision des prix",
        "la confidentialité",
        "le droit de rétractation",
    ),
    "Environnement": (
        "les prescriptions de l'arrêté",
        "la garantie financière",
        "l'éco-contribution",
        "l'étude de sols",
    ),
}
CONTACTS = (
    "la direction juridique", "la direction financière", "le directeur logistique", "la responsable RH",
    "le directeur de magasin", "l'équipe achats", "le client",
)  # fmt: skip
CONTRACTIONS = ((" à le ", " au "), (" à les ", " aux "), (" de le ", " du "), (" de les ", " des "))
COURTS = {
    "Droit social": ("le conseil de prud'hommes de {t}", "la chambre sociale de la cour d'appel de {t}"),
    "Immobilier": ("le juge des loyers de {t}", "le tribunal judiciaire de {t}"),
    "Fiscal": ("le tribunal administratif de {t}",),
    "Propriété intellectuelle": ("le tribunal judiciaire de {t}",),
}
COMMERCIAL_COURTS = ("le tribunal de commerce de {t}", "le tribunal des activités économiques de {t}",
                     "le tribunal judiciaire de {t}")  # fmt: skip


def narrate(rng: Random, matter_type: str, level: str, *, english: bool = False) -> Work:
    """Say what was done: a template of the matter's family with its blanks filled."""
    works = ENGLISH.get(matter_type, ENGLISH_ADVICE) if english else FAMILIES[matter_type]
    if rng.random() < WEAK_SHARE:
        works = ENGLISH_WEAK if english else WEAK
    elif level == "paralegal" and not english:
        works = SUPPORT
    work = rng.choice(works)
    number = rng.randint(2, 48)
    if english:
        subject = rng.choice(en.SUBJECTS.get(matter_type, en.SUBJECTS["Contentieux commercial"]))
        text = work.text.format(
            subject=subject,
            point=rng.choice(en.POINTS),
            contact=rng.choice(en.CONTACTS),
            court=rng.choice(en.COURTS),
            n=number,
            m=number + rng.randint(3, 30),
        )
    else:
        text = work.text.format(
            sujet=rng.choice(SUBJECTS[matter_type]),
            point=rng.choice(POINTS.get(matter_type, CIVIL)),
            contact=rng.choice(CONTACTS),
            juge=rng.choice(COURTS.get(matter_type, COMMERCIAL_COURTS)).format(t=rng.choice(TOWNS)),
            ville=rng.choice(TOWNS),
            n=number,
            m=number + rng.randint(3, 30),
        )
        for apart, together in CONTRACTIONS:
            text = text.replace(apart, together)
    return Work(work.task, work.activity, text)
