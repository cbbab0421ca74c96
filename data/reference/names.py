"""Headings and values that several tables share, in the words of French legal and accounting departments.

The first word is the usual one: templates use it as a heading, sentences as a value.
"""

from __future__ import annotations

from typing import Literal

from data.reference.cells import Choice

FIRM = (
    "Code cabinet, Id cabinet, Identifiant cabinet, Identifiant du cabinet, Code du cabinet, "
    "Réf. cabinet, Référence cabinet, N° cabinet, Cabinet, Code fournisseur, Id fournisseur, "
    "Identifiant fournisseur, N° fournisseur, Numéro fournisseur, Numéro de fournisseur, Code tiers, "
    "Compte fournisseur, Fournisseur, Code prestataire, Prestataire, Law firm id, Law firm, Firm, "
    "Vendor id, Vendor, Supplier id, Supplier"
)
MATTER = (
    "Code dossier, Id dossier, Identifiant dossier, Identifiant du dossier, Code du dossier, "
    "Réf. dossier, Réf. du dossier, Référence dossier, Référence du dossier, N° dossier, N° de dossier, "
    "N° du dossier, Numéro dossier, Numéro de dossier, Numéro du dossier, Dossier, Code affaire, "
    "N° affaire, N° d'affaire, Réf. affaire, Affaire, Matter number, Matter code, Matter"
)
MATTER_TYPE = (
    "Type de dossier, Type dossier, Type du dossier, Nature du dossier, Catégorie de dossier, "
    "Type de prestation, Type d'affaire, Matière, Domaine, Domaine de droit, Domaine du droit, Pratique, "
    "Prestation, Practice area"
)
ENTITY = "Entité, Entité juridique, Entité concernée, Société, Société concernée, Filiale, Legal entity"
JURISDICTION = "Juridiction, Ressort, Territoire, Pays du dossier, Droit applicable"
TIMEKEEPER = (
    "Code intervenant, Id intervenant, Identifiant intervenant, Identifiant de l'intervenant, "
    "Code de l'intervenant, Matricule, Initiales, Trigramme, Intervenant, Timekeeper"
)
LEVEL_NAMES = (
    "Niveau, Grade, Fonction, Qualité, Séniorité, Catégorie, Catégorie d'intervenant, "
    "Niveau de l'intervenant, Classification, Role"
)
CURRENCY_NAMES = "Devise, Code devise, Monnaie, Code monnaie, Currency code"
VALID_FROM = (
    "Valable du, Valable à partir du, Valide du, Valide à partir du, Valable depuis, En vigueur le, "
    "À compter du, À partir du, Date de début, Date début, Début de validité, Date de début de validité, "
    "Début, Du, Depuis, Date d'entrée, Entrée, Entrée au panel, Start date, From"
)
VALID_TO = (
    "Valable au, Valable jusqu'au, Valide au, Valide jusqu'au, Jusqu'au, Date de fin, Date fin, "
    "Fin de validité, Date de fin de validité, Fin, Au, Date de sortie, Sortie, Sortie du panel, "
    "End date, To"
)
COMMENT = "Commentaire, Commentaires, Remarque, Remarques, Observation, Observations, Comments"
OWNER = "Pilote, Responsable, Porteur, En charge, Propriétaire"
DUE_ON = "Échéance, Date d'échéance, Pour le, Date limite, Date cible, Due date"
AMOUNT_NAMES = (
    "Montant HT, Montant, Montant (€ HT), Montant HT (€), Montant HT (EUR), Montant (€), Montant (EUR), "
    "Montant HT en euros, Montant hors taxes, Montant hors taxe, Amount excl. VAT"
)

FirmKind = Literal["law_firm", "expert", "notary", "bailiff", "translator", "alsp", "other"]
FIRM_KIND = Choice(
    {
        "law_firm": "cabinet d'avocats, avocat, avocats, cabinet d'avocat, cabinet",
        "expert": "expert, expert judiciaire, cabinet d'expertise, expertise",
        "notary": "notaire, notaires, étude notariale, office notarial",
        "bailiff": "commissaire de justice, huissier, huissier de justice, commissaires de justice",
        "translator": "traducteur, traductrice, traduction, agence de traduction",
        "alsp": "prestataire alternatif, prestataire juridique alternatif, legaltech, legal tech",
        "other": "autre, autres, divers",
    }
)

FirmSize = Literal["TPE", "PME", "ETI", "GE"]
FIRM_SIZE = Choice(
    {
        "TPE": "TPE, très petite entreprise, microentreprise, micro-entreprise, micro",
        "PME": "PME, petite et moyenne entreprise, SME",
        "ETI": "ETI, entreprise de taille intermédiaire, mid-cap",
        "GE": "GE, grande entreprise, grand groupe, large",
    }
)

FeeArrangement = Literal["hourly", "fixed", "phased_fixed", "capped", "collar", "subscription", "success", "hybrid"]
FEE_ARRANGEMENT = Choice(
    {
        "hourly": "taux horaire, au taux horaire, horaire, temps passé, au temps passé, régie",
        "fixed": "forfait, forfaitaire, au forfait, flat fee, fixed fee",
        "phased_fixed": "forfait par phase, forfaits par phase, forfait par étape, forfait phasé",
        "capped": "plafond, plafonné, plafonnée, honoraires plafonnés, temps passé plafonné, cap",
        "collar": "fourchette, tunnel, tunnel d'honoraires",
        "subscription": "abonnement, retainer",
        "success": "honoraire de résultat, honoraires de résultat, résultat, success fee",
        "hybrid": "hybride, mixte, mixed",
    }
)

Level = Literal[
    "partner", "counsel", "associate", "senior_associate", "junior_associate", "paralegal", "trainee", "other"
]
LEVEL = Choice(
    {
        # « Associé » is the French for partner, whatever it sounds like.
        "partner": "associé, associée, avocat associé, avocate associée, associé gérant",
        "counsel": "counsel, of counsel, avocat counsel",
        "associate": "collaborateur, collaboratrice, avocat collaborateur, avocate collaboratrice",
        "senior_associate": "collaborateur senior, collaboratrice senior, senior, collaborateur sénior",
        "junior_associate": "collaborateur junior, collaboratrice junior, junior",
        "paralegal": "juriste, juristes, assistant juridique, assistante juridique, parajuriste",
        "trainee": "stagiaire, élève-avocat, élève avocat, élève-avocate, intern",
        "other": "autre, autres",
    }
)
