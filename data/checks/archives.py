"""What may be wrong with an archive, and which files are refused by their name, with what to do instead."""

from __future__ import annotations

from data.checks.kinds import kind

_AGAIN_FR = "Les autres fichiers de l'archive ont été lus. Faire renvoyer celui-ci, hors de l'archive."
_AGAIN_EN = "The other files of the archive were read. Have this one sent again, outside the archive."
_MORE_FR = (
    "Le reste de l'archive a été lu. Envoyer ce fichier à part, ou relever la limite {} (voir docs/limits.fr.md)."
)
_MORE_EN = "The rest of the archive was read. Send this file apart, or raise the limit {} (see docs/limits.en.md)."

ZIPX = kind(
    "ZIPX",
    "reject",
    "L'archive est abîmée ou tronquée : sa table des matières ne se lit pas.",
    "The archive is damaged or truncated: its table of contents cannot be read.",
    "Les fichiers encore entiers ont été lus. Faire renvoyer l'archive.",
    "The files that are still whole were read. Have the archive sent again.",
)
ZIP0 = kind(
    "ZIP0",
    "reject",
    "L'archive ne contient aucun fichier.",
    "The archive holds no file.",
    "Faire renvoyer l'archive avec ses fichiers.",
    "Have the archive sent again with its files.",
)
ZIPM = kind(
    "ZIPM",
    "reject",
    "Dans l'archive, « {seen} » est abîmé ou tronqué : il n'est pas lu.",
    "In the archive, “{seen}” is damaged or truncated: it is not read.",
    _AGAIN_FR,
    _AGAIN_EN,
)
ZIPE = kind(
    "ZIPE",
    "reject",
    "Dans l'archive, « {seen} » est protégé par un mot de passe : il n'est pas lu.",
    "In the archive, “{seen}” is protected by a password: it is not read.",
    "L'ouvrir avec son mot de passe, puis importer les fichiers qu'elle contient.",
    "Open it with its password, then import the files that it holds.",
)
ZIPC = kind(
    "ZIPC",
    "reject",
    "Dans l'archive, « {seen} » est compressé par une méthode que Binôme n'ouvre pas ({expected}).",
    "In the archive, “{seen}” is compressed by a method that Binôme does not open ({expected}).",
    "Extraire les fichiers et les importer, ou refaire une archive .zip ordinaire.",
    "Extract the files and import them, or make an ordinary .zip archive again.",
)
ZIPL = kind(
    "ZIPL",
    "reject",
    "Dans l'archive, « {seen} » est un raccourci vers un autre fichier, pas un fichier : il n'est pas suivi.",
    "In the archive, “{seen}” is a link to another file, not a file: it is not followed.",
    "Faire renvoyer le fichier lui-même.",
    "Have the file itself sent.",
)
ZIPB = kind(
    "ZIPB",
    "reject",
    "Dans l'archive, « {seen} » passe les limites une fois déplié : {size} Mo, ou {expected} fois sa taille.",
    "In the archive, “{seen}” unfolds beyond the limits: {size} MB, or {expected} times its size.",
    _MORE_FR.format("BINOME_MAX_MEMBER_MB, BINOME_MAX_RATIO"),
    _MORE_EN.format("BINOME_MAX_MEMBER_MB, BINOME_MAX_RATIO"),
)
ZIPN = kind(
    "ZIPN",
    "reject",
    "L'archive contient plus de {expected} fichiers, ou plus de {size} Mo une fois dépliée : la suite n'est pas lue.",
    "The archive holds more than {expected} files, or more than {size} MB once unfolded: the rest is not read.",
    "Faire plusieurs archives, ou relever BINOME_MAX_MEMBERS, BINOME_MAX_UNFOLDED_MB (voir docs/limits.fr.md).",
    "Make several archives, or raise BINOME_MAX_MEMBERS, BINOME_MAX_UNFOLDED_MB (see docs/limits.en.md).",
)
ZIPD = kind(
    "ZIPD",
    "reject",
    "Cette archive est dans une archive, elle-même dans une archive : au-delà de {expected} niveaux, on n'ouvre plus.",
    "This archive is in an archive, itself in an archive: beyond {expected} levels, none is opened.",
    "Extraire ses fichiers et les importer, ou relever la limite BINOME_MAX_NESTED (voir docs/limits.fr.md).",
    "Extract its files and import them, or raise the limit BINOME_MAX_NESTED (see docs/limits.en.md).",
)
ZIP2 = kind(
    "ZIP2",
    "warning",
    "L'archive contient plusieurs fichiers nommés « {seen} » : chacun est lu, celui-ci porte un numéro.",
    "The archive holds several files named “{seen}”: each is read, this one bears a number.",
    "Vérifier que le cabinet n'a pas envoyé deux versions.",
    "Check that the firm has not sent two versions.",
)
ZNAME = kind(
    "ZNAME",
    "warning",
    "Dans l'archive, le nom « {seen} » est fait pour mener ailleurs ou pour tromper : il ne sert que d'étiquette.",
    "In the archive, the name “{seen}” is made to lead elsewhere or to deceive: it serves as a label only.",
    "Le contenu a été lu comme tout autre. Demander au cabinet d'où vient cette archive.",
    "The content was read as any other. Ask the firm where this archive comes from.",
)

# Files refused by their name
PACKED = kind(
    "PACKED",
    "reject",
    "Ce fichier est une archive {seen} : Binôme n'ouvre que les .zip.",
    "This file is a {seen} archive: Binôme opens .zip only.",
    "Extraire ses fichiers et les importer, ou les mettre dans un .zip.",
    "Extract its files and import them, or put them into a .zip.",
)
OFFICE = kind(
    "OFFICE",
    "reject",
    "Ce fichier est un document {seen} : Binôme ne le lit pas.",
    "This file is a {seen} document: Binôme does not read it.",
    "Un tableau s'enregistre au format XLSX ou CSV ; une facture se demande au cabinet en LEDES, UBL, CII ou Factur-X.",
    "Save a table as XLSX or CSV; ask the firm for an invoice as LEDES, UBL, CII or Factur-X.",
)
LOCKED = kind(
    "LOCKED",
    "reject",
    "Ce document Office est protégé par un mot de passe.",
    "This Office document is protected by a password.",
    "L'ouvrir avec son mot de passe, et l'enregistrer sans protection au format XLSX.",
    "Open it with its password, and save it without protection as XLSX.",
)
MAIL = kind(
    "MAIL",
    "reject",
    "Ce fichier est un courriel ({seen}), pas une facture.",
    "This file is an e-mail ({seen}), no invoice.",
    "L'ouvrir, enregistrer ses pièces jointes, et les importer.",
    "Open it, save its attachments, and import them.",
)
IMAGE = kind(
    "IMAGE",
    "reject",
    "Ce fichier est une image ({seen}) : aucun montant n'en est tiré.",
    "This file is a picture ({seen}): no amount is taken from it.",
    "Inscrire la facture au registre (table invoices), ou la demander au cabinet en données.",
    "Enter the invoice in the register (table invoices), or ask the firm for it as data.",
)
OTHER = kind(
    "OTHER",
    "reject",
    "Ce fichier n'est pas une facture : c'est un fichier {seen}.",
    "This file is no invoice: it is a {seen} file.",
    "Vérifier que c'est bien le fichier voulu, et le demander au cabinet.",
    "Check that it is the file that was meant, and ask the firm for it.",
)
