"""Tables that no format explains, as programs write them: an SAP list, a Sage ledger, a firm's own detail."""

SAP = """Liste des postes fournisseurs\t\t\t
\t\t
BUKRS\tLIFNR\tBELNR\tXBLNR\tBLART\tBLDAT\tBUDAT\tWRBTR\tWAERS\tMWSTS\tSGTXT
1000\t100042\t1900001\tFA-1\tKR\t31.07.2026\t02.08.2026\t1.200,00-\tEUR\t200,00\tHonoraires
1000\t100042\t1900002\tAV-1\tKG\t01.08.2026\t02.08.2026\t120,00\tEUR\t20,00\tAvoir
1000\t100042\t1500001\tFA-1\tKZ\t01.09.2026\t02.09.2026\t1.200,00\tEUR\t\tPaiement
1000\t100043\t1900003\tB7\tKR\t32.08.2026\t02.08.2026\t600,00-\tEUR\t100,00\tTélécopie
"""
"""Invoices negative, credit notes positive, a payment, a date that is none."""

SAGE = """ACME SA;;;;;;;;
Extrait du grand livre auxiliaire;01/07/2026;30/09/2026;;;;;;
;;;;;;;;
Code journal;Date de pièce;N° pièce;N° compte général;N° compte tiers;Intitulé tiers;Libellé écriture;Débit;Crédit
ACH;310726;FA-1;401000;DUBOIS;Cabinet Dubois;Honoraires;;1 200,00
ACH;310726;FA-1;622600;;;Honoraires;1 000,00;
ACH;310726;FA-1;445660;;;TVA;200,00;
ACH;010826;AV-9;401000;DUBOIS;Cabinet Dubois;Avoir;120,00;
ACH;150826;M-7;401000;MILLER;Miller;Honoraires;;2 400,60
;;;;;;Total;1 320,00;3 600,60
"""
"""A journal of purchases in Windows-1252: suppliers' accounts among others, two columns of amounts, a total."""

DETAIL = """Cabinet;Facture;Date facture;Date prestation;Avocat;Heures;Taux horaire;Montant HT;Nature;Diligences;Dossier
Dubois;F1;31/07/2026;02/07/2026;Anne D.;2,5;320,00;800,00;Honoraires;Analyse;M-7
Dubois;F1;31/07/2026;09/07/2026;;1;84,60;84,60;Débours;Train;M-7
"""
"""A firm's own workbook, saved as CSV: its headings are those of a register and of lines at once."""

FBL1N = """Société;Compte fourn.;N° pièce;Référence;Type;Date pièce;Montant en devise pièce;Devise
1000;100042;1900001;FA-1;KR;31.07.2026;1.200,00-;EUR
"""
"""An SAP list under French headings, two of which any list of matters has."""
SUPPLIERS = "Fournisseur;Nom;Date pièce;N° pièce;Montant DI;Texte\n100042;Dubois;31.07.2026;FA-1;1.200,00-;Honoraires\n"
"""Another, with the two columns that a list of firms needs."""
