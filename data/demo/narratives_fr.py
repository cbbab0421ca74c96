"""Work narratives in French, as law firms write them: « task activity sentence », by family."""

from __future__ import annotations

PROCEDURE = """
L110 A104 Étude des pièces transmises par le client concernant {sujet}
L110 A106 Entretien téléphonique avec {contact} sur la chronologie des faits
L110 A103 Note factuelle et chronologie concernant {sujet}
L120 A104 Analyse des fondements de l'action et des moyens adverses sur {point}
L120 A102 Recherche de jurisprudence sur {point}
L120 A106 Échange de courriels avec {contact} sur la stratégie procédurale
L120 A103 Note de stratégie et évaluation du risque concernant {sujet}
L130 A108 Échanges avec l'expert judiciaire sur {point}
L130 A104 Lecture du pré-rapport d'expertise et préparation d'un dire
L130 A109 Assistance à la réunion d'expertise sur site à {ville}
L140 A110 Numérotation et bordereau des pièces {n} à {m}
L150 A103 Actualisation du budget prévisionnel de la procédure
L160 A107 Pourparlers transactionnels avec le conseil adverse
L160 A103 Rédaction du projet de protocole transactionnel
L160 A109 Participation à la réunion de médiation à {ville}
L210 A103 Rédaction de l'assignation devant {juge}
L210 A103 Conclusions en réponse n° {n} sur {point}
L210 A104 Analyse des conclusions adverses signifiées et plan de réponse
L220 A103 Rédaction de l'assignation en référé concernant {sujet}
L220 A109 Plaidoirie en référé devant {juge}
L230 A109 Audience de mise en état devant {juge}
L240 A103 Conclusions d'incident sur {point}
L250 A103 Requête aux fins de mesures d'instruction
L320 A103 Sommation de communiquer et suivi des pièces manquantes
L340 A103 Rédaction du dire n° {n} à l'expert
L430 A103 Conclusions récapitulatives devant {juge}
L440 A101 Préparation du dossier de plaidoirie concernant {sujet}
L450 A109 Audience de plaidoirie devant {juge}
L460 A104 Analyse du jugement et note sur l'opportunité d'un appel
L470 A107 Suivi de l'exécution de la décision avec le commissaire de justice
L510 A103 Déclaration d'appel et constitution
L520 A103 Conclusions d'appelant sur {point}
L530 A109 Plaidoirie devant la cour d'appel de {ville}
"""

SOCIAL = """
L110 A104 Examen du dossier disciplinaire du salarié n° {n}
L110 A106 Entretien avec {contact} sur les circonstances de la rupture
L120 A104 Analyse du risque prud'homal et chiffrage des demandes
L120 A103 Consultation sur {point}
L160 A103 Projet de transaction et calcul de l'indemnité
L210 A103 Conclusions devant {juge} sur {point}
L230 A109 Bureau de conciliation et d'orientation à {ville}
L450 A109 Plaidoirie devant {juge}
C200 A102 Recherche sur les dispositions conventionnelles relatives au temps de travail
C300 A103 Rédaction de la note au CSE concernant {sujet}
C300 A104 Revue du projet d'accord collectif, version {n}
C300 A106 Conseil à {contact} sur la procédure de licenciement
C300 A103 Lettre de convocation et modèle d'entretien préalable
C400 A108 Échanges avec l'inspection du travail sur {point}
"""

INSURANCE = """
L110 A104 Analyse de la police et des exclusions de garantie
L110 A106 Point avec {contact} et l'assureur sur {sujet}
L120 A103 Note sur la garantie et la franchise applicables
L130 A109 Réunion d'expertise contradictoire à {ville}
L130 A104 Examen du rapport du sapiteur sur {point}
L160 A107 Négociation de l'indemnité avec le conseil de l'assureur
L210 A103 Assignation en garantie devant {juge}
L340 A103 Dire récapitulatif n° {n} après la réunion sur site
L340 A104 Vérification du chiffrage des dommages immatériels
"""

RECOVERY = """
L110 A104 Vérification des factures impayées et du compte client
L120 A103 Mise en demeure avant poursuites, créance n° {n}
L210 A103 Requête en injonction de payer devant {juge}
L210 A103 Assignation en paiement devant {juge}
L220 A103 Requête aux fins de saisie conservatoire
L460 A103 Demande de certificat de non-opposition
L470 A107 Transmission du titre exécutoire au commissaire de justice
L190 A103 Déclaration de créance au passif, pièce n° {n}
"""

DEAL = """
P100 A101 Mise à jour de la liste des actes de closing et du calendrier
P100 A106 Point hebdomadaire avec {contact} sur l'avancement de l'opération
P200 A104 Revue des contrats commerciaux de la data room, répertoire {n}
P200 A104 Revue des baux et titres de propriété, site de {ville}
P200 A104 Audit social, examen des contrats de travail des cadres dirigeants
P200 A103 Rédaction du rapport d'audit, partie relative à {point}
P200 A108 Session de questions-réponses avec les conseils du vendeur
P300 A104 Analyse de la structure d'acquisition et de {point}
P300 A103 Note de structuration concernant {sujet}
P400 A103 Projet de contrat de cession, articles {n} à {m}
P400 A103 Rédaction de la convention de garantie d'actif et de passif
P400 A103 Projet de pacte d'associés, version {n}
P500 A107 Négociation du contrat de cession avec le conseil du vendeur
P500 A103 Intégration des commentaires du vendeur, version {n}
P500 A106 Réunion avec {contact} sur les points ouverts du contrat
P600 A109 Assistance à la signature et levée des conditions suspensives
P600 A110 Constitution du dossier de closing, annexes {n} à {m}
P700 A103 Formalités postérieures à la réalisation et registre des mouvements
"""

LEASE = """
P200 A104 Examen du titre de propriété et de l'état hypothécaire, {ville}
P200 A104 Analyse du bail commercial et des avenants, local de {ville}
P200 A102 Recherche sur {point}
P300 A106 Échange avec {contact} sur {sujet}
P400 A103 Rédaction du bail commercial, version {n}
P400 A103 Projet de promesse de vente sous conditions suspensives
P400 A103 Congé avec offre de renouvellement
P500 A107 Négociation des charges et travaux avec le conseil du bailleur
P500 A103 Avenant au bail concernant {point}
P600 A109 Rendez-vous de signature chez le notaire à {ville}
P700 A103 Suivi de la publicité foncière et de l'enregistrement
L210 A103 Mémoire en fixation du loyer devant {juge}
"""

IP = """
TR230 A102 Recherche d'antériorités sur la dénomination, classes {n} et {m}
TR220 A104 Analyse de la distinctivité du signe et risque d'opposition
TR240 A103 Mémoire en opposition, arguments sur {point}
TR260 A104 Constat de contrefaçon en ligne, analyse des annonces relevées
TR310 A103 Préparation et dépôt de la demande de marque n° {n}
TR430 A103 Réponse à la notification de l'office sur {point}
TR510 A103 Extension internationale, désignations complémentaires
TR720 A110 Revue du portefeuille de marques et échéancier des renouvellements
TR730 A103 Acte de cession de marque et inscription au registre
TR740 A103 Contrat de licence de marque, version {n}
TR750 A104 Plainte relative à un nom de domaine, analyse du titulaire
TR250 A104 Examen des alertes de surveillance du mois
L110 A104 Analyse du procès-verbal de saisie-contrefaçon
L210 A103 Conclusions en contrefaçon devant {juge}
L120 A106 Échange avec {contact} sur {sujet}
"""

COMPETITION = """
C100 A104 Examen des documents saisis et inventaire des pièces, scellé n° {n}
C100 A109 Entretien préparatoire avec {contact}
C200 A102 Recherche de pratique décisionnelle sur {point}
C300 A103 Note sur l'exposition au risque de sanction concernant {sujet}
C300 A104 Analyse des parts de marché et du marché pertinent
C300 A103 Réponse à la demande d'informations, questions {n} à {m}
C400 A108 Réunion avec les rapporteurs sur {point}
C400 A108 Échanges avec les économistes sur le rapport n° {n}
L120 A101 Réunion de stratégie de défense et répartition des travaux
L210 A103 Observations en réponse à la notification de griefs, partie {n}
L320 A104 Revue de messageries, lot n° {n}, recherche de pièces confidentielles
L450 A109 Séance devant le collège et auditions
"""

PRIVACY = """
C100 A106 Atelier avec {contact} sur {sujet}
C100 A104 Examen du registre des traitements, fiche n° {n}
C200 A102 Recherche de lignes directrices sur {point}
C300 A103 Analyse d'impact relative à la protection des données, version {n}
C300 A103 Clauses de sous-traitance et annexe de sécurité
C300 A103 Notification de violation et information des personnes concernées
C300 A104 Relecture de la politique de conservation des données
C300 A106 Avis par courriel à {contact} sur {point}
C400 A108 Réponse à la demande d'informations de l'autorité de contrôle
C300 A103 Note sur les transferts hors Union européenne
"""

TAX = """
C100 A104 Analyse des pièces comptables et de la liasse fiscale
C100 A106 Réunion avec {contact} sur {sujet}
C200 A102 Recherche de doctrine administrative sur {point}
C300 A103 Réponse à la proposition de rectification, chef n° {n}
C300 A103 Note sur le traitement fiscal envisagé concernant {point}
C300 A104 Revue de la documentation de prix de transfert, section {n}
C300 A103 Demande de rescrit et exposé des faits
C400 A108 Entretien avec le vérificateur sur {point}
C400 A108 Recours hiérarchique et saisine de la commission
L210 A103 Requête introductive devant {juge}
L210 A103 Mémoire en réplique n° {n}
C300 A104 Contrôle des calculs du crédit d'impôt, tableau n° {n}
"""

ADVICE = """
C100 A106 Entretien avec {contact} pour cadrer la demande sur {sujet}
C200 A102 Recherche juridique sur {point}
C300 A103 Consultation écrite concernant {sujet}
C300 A104 Relecture du contrat, version {n}, et commentaires
C300 A103 Rédaction des clauses relatives à {point}
C300 A106 Avis par courriel à {contact} sur {point}
C300 A103 Mise à jour des conditions générales, articles {n} à {m}
C400 A107 Négociation avec le conseil du cocontractant sur {point}
C300 A103 Projet d'avenant n° {n}
C300 A101 Préparation d'une formation des équipes sur {point}
"""

SUPPORT = """
L140 A110 Classement des pièces {n} à {m} et mise à jour de l'index
L140 A110 Constitution des jeux de pièces pour l'audience
L140 A110 Dépôt par voie électronique et suivi des accusés
C100 A110 Mise à jour du dossier électronique et de la chronologie
P100 A110 Tenue de la data room et suivi des versions
C100 A102 Recherche d'informations au registre du commerce
"""

WEAK = """
L120 A104 Étude du dossier
L190 A106 Appels et courriels
L190 A105 Réunion interne de coordination de l'équipe
L140 A110 Numérisation et photocopies
L190 A112 Temps de trajet vers {ville}
C200 A102 Formation et prise de connaissance du sujet
L190 A111 Préparation de la facture et du relevé de temps
L190 A106 Divers
L140 A110 Prise de rendez-vous et ouverture du dossier
C300 A104 Revue de documents
L120 A105 Point d'équipe avec les associés
L190 A106 Mails client
"""
