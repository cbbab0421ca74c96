"""Tables for the supplier review: opinions, contracts, segments of the portfolio, offers compared."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from data.reference import names
from data.reference.cells import AMOUNT, DATE, FIGURE, NUMBER, TEXT, WHOLE, YES_NO
from data.reference.row import Limits, Row, Table, optional, required
from kpi.model import Text


def _score(fr: str, en: str, known_as: str) -> Any:  # noqa: ANN401 — as optional
    """Declare a mark from 1 to 5."""
    return optional(WHOLE, fr, en, known_as, within=Limits(ge=1, le=5))


class Survey(Row):
    """What one internal client thinks of a firm."""

    firm_id: str = required(TEXT, "Cabinet noté", "Firm rated", names.FIRM)
    answered_on: dt.date = required(
        DATE,
        "Date de la réponse",
        "Day of the answer",
        "Date de réponse, Date de la réponse, Répondu le, Date de l'enquête, Date",
    )
    matter_id: str | None = optional(TEXT, "Dossier concerné", "Matter concerned", names.MATTER)
    respondent_role: str | None = optional(
        TEXT,
        "Fonction de la personne qui répond, sans son nom",
        "Role of the respondent, without a name",
        "Fonction du répondant, Rôle du répondant, Profil du répondant, Répondant, Fonction, Rôle",
    )
    expertise: int | None = _score(
        "Expertise juridique",
        "Legal expertise",
        "Expertise juridique, Compétence, Qualité juridique",
    )
    responsiveness: int | None = _score("Réactivité", "Responsiveness", "Réactivité, Délais")
    clarity: int | None = _score(
        "Clarté des conseils",
        "Clarity of the advice",
        "Clarté, Clarté des conseils, Pédagogie",
    )
    business_understanding: int | None = _score(
        "Compréhension du métier",
        "Understanding of the business",
        "Compréhension du métier, Compréhension métier, Compréhension des enjeux, "
        "Connaissance du métier, Connaissance de l'entreprise",
    )
    cost_predictability: int | None = _score(
        "Prévisibilité des coûts",
        "Predictability of the costs",
        "Prévisibilité des coûts, Prévisibilité du coût, Prévisibilité des honoraires, Maîtrise des coûts",
    )
    outcome: int | None = _score("Résultat obtenu", "Outcome", "Résultat, Résultat obtenu, Issue")
    recommend: int | None = optional(
        WHOLE,
        "Recommanderiez-vous ce cabinet\u202f?",
        "Would you recommend this firm?",
        "Recommandation, Recommanderait, Recommandation (0-10), NPS, Probabilité de recommandation",
        within=Limits(ge=0, le=10),
    )
    comment: str | None = optional(TEXT, "Commentaire libre", "Free comment", f"{names.COMMENT}, Verbatim")


class Contract(Row):
    """A contract notified to a firm, and its responsible-purchasing considerations."""

    firm_id: str = required(TEXT, "Cabinet titulaire", "Firm that holds it", f"{names.FIRM}, Titulaire")
    notified_on: dt.date = required(
        DATE,
        "Date de notification",
        "Day of notification",
        "Date de notification, Notifié le, Notification, Date de signature, Signé le",
    )
    amount: Decimal | None = optional(
        AMOUNT,
        "Montant HT, en euros",
        "Amount excl. VAT, in euros",
        f"{names.AMOUNT_NAMES}, Montant du marché, Montant du marché HT, Montant du contrat",
    )
    environmental: bool | None = optional(
        YES_NO,
        "Une considération environnementale\u202f?",
        "An environmental consideration?",
        "Considération environnementale, Clause environnementale, Critère environnemental, "
        "Environnemental, Environnement",
    )
    social: bool | None = optional(
        YES_NO,
        "Une considération sociale\u202f?",
        "A social consideration?",
        "Considération sociale, Clause sociale, Critère social",
    )
    small_business: bool | None = optional(
        YES_NO,
        "Attribué à une PME\u202f?",
        "Awarded to a small or medium business?",
        "Attribué à une PME, PME, TPE/PME, Titulaire PME, Petite entreprise, SME",
    )


class Segment(Row):
    """A matter type scored for the portfolio matrix: what is at stake, and how hard the market is."""

    matter_type: str = required(
        TEXT,
        "Type de dossier noté",
        "Matter type scored",
        f"{names.MATTER_TYPE}, Segment",
    )
    stakes: int | None = _score("Enjeu juridique", "Legal stakes", "Enjeu, Enjeux, Enjeu juridique")
    credible_firms: int | None = _score(
        "Rareté des cabinets crédibles (5\u00a0: très peu)",
        "Scarcity of credible firms (5: very few)",
        "Cabinets crédibles, Nombre de cabinets crédibles",
    )
    switching_cost: int | None = _score(
        "Coût d'un changement",
        "Cost of switching",
        "Coût de changement, Coût de sortie, Coût d'un changement",
    )
    rarity: int | None = _score(
        "Rareté de l'expertise",
        "Rarity of the expertise",
        "Rareté, Rareté de l'expertise",
    )
    conflicts: int | None = _score(
        "Conflits d'intérêts, confidentialité",
        "Conflicts, confidentiality",
        "Conflits, Conflits d'intérêts, Confidentialité",
    )
    jurisdiction_score: int | None = _score(
        "Difficulté de la juridiction",
        "Difficulty of the jurisdiction",
        "Note juridiction, Difficulté de la juridiction, Juridiction",
    )
    scored_by: str | None = optional(TEXT, "Qui a noté", "Who scored", "Noté par, Évalué par, Auteur")
    scored_on: dt.date | None = optional(
        DATE,
        "Quand",
        "When",
        "Noté le, Évalué le, Date de notation, Date d'évaluation, Date",
    )


class Offer(Row):
    """The score of one offer on one criterion of a consultation."""

    consultation: str = required(
        TEXT,
        "Nom ou référence de la consultation",
        "Name or reference of the consultation",
        "Appel d'offres, Mise en concurrence, Référence de la consultation, Réf. consultation, RFP",
    )
    firm_id: str = required(
        TEXT,
        "Cabinet candidat",
        "Firm that bids",
        f"{names.FIRM}, Candidat, Code candidat",
    )
    criterion: str = required(TEXT, "Critère", "Criterion", "Critère, Critère de jugement")
    weight: Decimal = required(
        FIGURE,
        "Poids du critère",
        "Weight of the criterion",
        "Poids, Pondération, Coefficient",
        within=Limits(ge=0),
    )
    score: Decimal = required(NUMBER, "Note obtenue", "Score obtained", "Note, Note obtenue, Notation")
    price: Decimal | None = optional(
        AMOUNT,
        "Prix HT offert, en euros",
        "Price offered excl. VAT, in euros",
        f"Prix HT, Prix, Offre de prix, Prix proposé, {names.AMOUNT_NAMES}",
    )
    comment: str | None = optional(TEXT, "Commentaire libre", "Free comment", names.COMMENT)


SURVEYS = Table(
    "surveys",
    Text("Enquêtes de satisfaction", "Satisfaction surveys"),
    Text("Ce que les clients internes pensent des cabinets.", "What internal clients think of the firms."),
    Survey,
    tuple(Survey.model_fields),  # two people of one role may answer on one day: only the same answer is the same row
)
CONTRACTS = Table(
    "contracts",
    Text("Contrats", "Contracts"),
    Text(
        "Les contrats notifiés et leurs considérations responsables.",
        "Contracts notified and their responsible considerations.",
    ),
    Contract,
    ("firm_id", "notified_on", "amount"),
)
SEGMENTS = Table(
    "segments",
    Text("Segments du portefeuille", "Segments of the portfolio"),
    Text(
        "La position de chaque type de dossier dans la matrice d'achats.",
        "Where each matter type stands in the purchasing matrix.",
    ),
    Segment,
    ("matter_type", "scored_on"),
)
OFFERS = Table(
    "offers",
    Text("Offres comparées", "Offers compared"),
    Text(
        "Les notes des offres d'une consultation, critère par critère.",
        "The scores of a consultation's offers, criterion by criterion.",
    ),
    Offer,
    ("consultation", "firm_id", "criterion"),
)
