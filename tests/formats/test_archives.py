# ruff: noqa: E501 — a sentence is pinned whole
"""Archives: their files are read as if each had come alone; what cannot be opened is told, and the rest is read."""

from __future__ import annotations

import re

import pytest

from data.checks import KINDS, archives
from data.imports import check_files
from data.report import ImportReport
from data.store import Store
from tests.data.ledger import Books, bill
from tests.formats.paper import cii, pdf, ubl
from tests.formats.zipped import headed, linked, locked, zipped

ONE, TWO = bill("N1 M1 10.00"), bill("N2 M1 20.00")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LETTER = "Return-Path: <a@b.fr>\r\nFrom: Dubois\r\nTo: Nous\r\nSubject: Facture\r\n\r\nBonjour\r\n"
LIMITS = {"BINOME_MAX_MEMBERS": "3", "BINOME_MAX_MEMBER_MB": "11"}

FILES: dict[str, str | bytes] = {
    "ZIPX": zipped(("a.txt", ONE), ("b.txt", TWO))[:-60],
    "ZIP0": zipped(("dossier/", ""), ("__MACOSX/._a.txt", "x"), ("dossier/.DS_Store", "x")),
    "ZIPM": zipped(("a.txt", ONE)).replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:70]
    + b"\xff" * 4
    + zipped(("a.txt", ONE))[74:],
    "ZIPE": locked(zipped(("a.txt", ONE))),
    "ZIPC": headed(zipped(("a.txt", ONE)), 8, 14),
    "ZIPL": linked("facture.txt", "/etc/passwd"),
    "ZIPB": zipped(("a.txt", bytes(12 << 20))),
    "ZIPN": zipped(*((f"{n}.txt", bill(f"N{n} M1 1.00")) for n in range(4))),
    "ZIPD": zipped(("b.zip", zipped(("c.zip", zipped(("d.txt", ONE)))))),
    "ZIP2": zipped(("a.txt", ONE), ("a.txt", TWO)),
    "ZNAME": zipped(("../../a.txt", ONE)),
    "PACKED": b"\x1f\x8b\x08" + bytes(20),
    "OFFICE": COMPOUND + "WordDocument".encode("utf-16-le"),
    "LOCKED": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "MAIL": LETTER,
    "IMAGE": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "OTHER": b"MZ\x90\x00" + bytes(20),
}  # fmt: skip — one file a line
WORDS = """
ZIPX L'archive est abîmée ou tronquée : sa table des matières ne se lit pas. Les fichiers encore entiers ont été lus. Faire renvoyer l'archive.
    The archive is damaged or truncated: its table of contents cannot be read. The files that are still whole were read. Have the archive sent again.
ZIP0 L'archive ne contient aucun fichier. Faire renvoyer l'archive avec ses fichiers.
    The archive holds no file. Have the archive sent again with its files.
ZIPM Dans l'archive, « a.txt » est abîmé ou tronqué : il n'est pas lu. Les autres fichiers de l'archive ont été lus. Faire renvoyer celui-ci, hors de l'archive.
    In the archive, “a.txt” is damaged or truncated: it is not read. The other files of the archive were read. Have this one sent again, outside the archive.
ZIPE Dans l'archive, « a.txt » est protégé par un mot de passe : il n'est pas lu. L'ouvrir avec son mot de passe, puis importer les fichiers qu'elle contient.
    In the archive, “a.txt” is protected by a password: it is not read. Open it with its password, then import the files that it holds.
ZIPC Dans l'archive, « a.txt » est compressé par une méthode que Binôme n'ouvre pas (lzma). Extraire les fichiers et les importer, ou refaire une archive .zip ordinaire.
    In the archive, “a.txt” is compressed by a method that Binôme does not open (lzma). Extract the files and import them, or make an ordinary .zip archive again.
ZIPL Dans l'archive, « facture.txt » est un raccourci vers un autre fichier, pas un fichier : il n'est pas suivi. Faire renvoyer le fichier lui-même.
    In the archive, “facture.txt” is a link to another file, not a file: it is not followed. Have the file itself sent.
ZIPB Dans l'archive, « a.txt » passe les limites une fois déplié : 11 Mo, ou 300 fois sa taille. Le reste de l'archive a été lu. Envoyer ce fichier à part, ou relever la limite BINOME_MAX_MEMBER_MB, BINOME_MAX_RATIO (voir docs/limits.fr.md).
    In the archive, “a.txt” unfolds beyond the limits: 11 MB, or 300 times its size. The rest of the archive was read. Send this file apart, or raise the limit BINOME_MAX_MEMBER_MB, BINOME_MAX_RATIO (see docs/limits.en.md).
ZIPN L'archive contient plus de 3 fichiers, ou plus de 1000 Mo une fois dépliée : la suite n'est pas lue. Faire plusieurs archives, ou relever BINOME_MAX_MEMBERS, BINOME_MAX_UNFOLDED_MB (voir docs/limits.fr.md).
    The archive holds more than 3 files, or more than 1000 MB once unfolded: the rest is not read. Make several archives, or raise BINOME_MAX_MEMBERS, BINOME_MAX_UNFOLDED_MB (see docs/limits.en.md).
ZIPD Cette archive est dans une archive, elle-même dans une archive : au-delà de 2 niveaux, on n'ouvre plus. Extraire ses fichiers et les importer, ou relever la limite BINOME_MAX_NESTED (voir docs/limits.fr.md).
    This archive is in an archive, itself in an archive: beyond 2 levels, none is opened. Extract its files and import them, or raise the limit BINOME_MAX_NESTED (see docs/limits.en.md).
ZIP2 L'archive contient plusieurs fichiers nommés « a.txt » : chacun est lu, celui-ci porte un numéro. Vérifier que le cabinet n'a pas envoyé deux versions.
    The archive holds several files named “a.txt”: each is read, this one bears a number. Check that the firm has not sent two versions.
ZNAME Dans l'archive, le nom « ../../a.txt » est fait pour mener ailleurs ou pour tromper : il ne sert que d'étiquette. Le contenu a été lu comme tout autre. Demander au cabinet d'où vient cette archive.
    In the archive, the name “../../a.txt” is made to lead elsewhere or to deceive: it serves as a label only. The content was read as any other. Ask the firm where this archive comes from.
PACKED Ce fichier est une archive .gz : Binôme n'ouvre que les .zip. Extraire ses fichiers et les importer, ou les mettre dans un .zip.
    This file is a .gz archive: Binôme opens .zip only. Extract its files and import them, or put them into a .zip.
OFFICE Ce fichier est un document Word (.doc) : Binôme ne le lit pas. Un tableau s'enregistre au format XLSX ou CSV ; une facture se demande au cabinet en LEDES, UBL, CII ou Factur-X.
    This file is a Word (.doc) document: Binôme does not read it. Save a table as XLSX or CSV; ask the firm for an invoice as LEDES, UBL, CII or Factur-X.
LOCKED Ce document Office est protégé par un mot de passe. L'ouvrir avec son mot de passe, et l'enregistrer sans protection au format XLSX.
    This Office document is protected by a password. Open it with its password, and save it without protection as XLSX.
MAIL Ce fichier est un courriel (.eml), pas une facture. L'ouvrir, enregistrer ses pièces jointes, et les importer.
    This file is an e-mail (.eml), no invoice. Open it, save its attachments, and import them.
IMAGE Ce fichier est une image (PNG) : aucun montant n'en est tiré. Inscrire la facture au registre (table invoices), ou la demander au cabinet en données.
    This file is a picture (PNG): no amount is taken from it. Enter the invoice in the register (table invoices), or ask the firm for it as data.
OTHER Ce fichier n'est pas une facture : c'est un fichier Windows (.exe, .dll). Vérifier que c'est bien le fichier voulu, et le demander au cabinet.
    This file is no invoice: it is a Windows (.exe, .dll) file. Check that it is the file that was meant, and ask the firm for it.
"""
SAID = {
    french.partition(" ")[0]: (french.partition(" ")[2], english.strip())
    for french, english in zip(*[iter(WORDS.strip().splitlines())] * 2, strict=True)
}
Told = dict[str, dict[str, ImportReport]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is said of each file in each language."""
    store = Store(tmp_path_factory.mktemp("books") / "books.duckdb")
    files = {code: file.encode() if isinstance(file, str) else file for code, file in FILES.items()}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in LIMITS.items():
            patch.setenv(name, value)
        return {
            lang: {code: check_files(store, [(f"{code}.zip", file)], lang=lang) for code, file in files.items()}
            for lang in ("fr", "en")
        }


def test_no_kind_is_without_a_file_and_words():
    of_archives = [code for code, kind in KINDS.items() if kind in vars(archives).values()]
    assert list(SAID) == list(FILES) == of_archives


@pytest.mark.parametrize("code", FILES)
def test_a_problem_in_the_words_of_its_reader(told: Told, code: str):
    for lang, words in zip(("fr", "en"), SAID[code], strict=True):
        problems = [problem for file in told[lang][code].files for problem in file.problems]
        found = next(problem for problem in problems if problem.code == code)
        assert f"{found.message} {found.remedy}".replace("\u202f", " ").replace("\u00a0", " ") == words
        assert found.level == KINDS[code].level
        assert not re.search(r"\{\w+\}|«\s*»|“”| $", found.message + found.remedy)


def names(report: ImportReport) -> dict[str, str]:
    """Return what became of each file, by its name."""
    return {file.path: file.status for file in report.files}


def test_each_file_of_an_archive_is_read_as_if_it_had_come_alone(books: Books):
    inner = zipped(("juin.xml", ubl()))
    report = books.take(zipped(("a.txt", ONE), ("sous/b.zip", inner), ("c.pdf", pdf(("factur-x.xml", cii().encode())))))
    assert {file.path: file.format for file in report.files} == {
        "1.txt › a.txt": "LEDES1998B",
        "1.txt › sous/b.zip › juin.xml": "UBL",
        "1.txt › c.pdf": "FACTURX",
    }
    assert report.complete
    assert books.total() == 10 + 580  # the invoice in data is the same one twice


def test_a_file_is_known_again_alone_or_in_another_archive(books: Books):
    books.take(zipped(("a.txt", ONE)))
    report = books.take(zipped(("autre.txt", ONE), ("b.txt", TWO)), ONE)
    assert names(report) == {
        "2.txt › autre.txt": "already imported",
        "2.txt › b.txt": "imported",
        "3.txt": "already imported",
    }
    assert books.total() == 30
    assert books.ask("SELECT count(*) FROM originals") == [(2,)]  # the files, not the archives
    assert books.differences() == []


def test_what_an_archive_still_holds_whole_is_read(books: Books):
    report = books.take(zipped(("a.txt", ONE), ("b.txt", TWO), ("c.txt", bill("N3 M1 40.00\n" * 500)))[:-400])
    assert names(report) == {"1.txt": "rejected", "1.txt › a.txt": "imported", "1.txt › b.txt": "imported"}
    assert [(problem.code, problem.seen) for problem in report.files[0].problems] == [("ZIPX", ""), ("ZIPM", "c.txt")]
    assert books.total() == 30
    assert books.differences() == []


def test_an_archive_with_something_wrong_is_kept_and_its_files_are_known_when_it_is_tried_again(books: Books):
    broken = locked(zipped(("a.txt", ONE), ("b.txt", TWO)))
    assert names(books.take(broken)) == {"1.txt": "rejected", "1.txt › b.txt": "imported"}
    assert names(books.take(broken)) == {"2.txt": "rejected", "2.txt › b.txt": "already imported"}
    assert books.total() == 20


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/etc/passwd", "/etc/passwd"),
        ("C:\\Windows\\a.txt", "C:/Windows/a.txt"),
        ("..\\..\\a.txt", "../../a.txt"),
        ("facture\u202etxt.exe", "facture�txt.exe"),
        ("a\r\nb\x1b[31m.txt", "a��b�[31m.txt"),
        ("x" * 5000, "x" * 240 + "…"),
    ],
)
def test_a_name_leads_nowhere_and_deceives_nobody(books: Books, name: str, shown: str):
    (file,) = books.take(zipped((name, ONE))).files
    assert (file.path, file.status) == (f"1.txt › {shown}", "imported")
    assert books.ask("SELECT name FROM files") == [(file.path,)]
    beside = {"books.duckdb", "books.duckdb.journal", "books.duckdb.originals"}
    assert {path.name for path in books.folder.iterdir()} == beside


def test_a_workbook_is_no_archive_and_other_documents_are_refused_by_name(books: Books):
    word = zipped(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>"))
    sheet = zipped(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), method=0)
    cut = zipped(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>"))[:-90]
    report = books.take(word, sheet, cut)
    assert [[(problem.code, problem.seen) for problem in file.problems] for file in report.files][:2] == [
        [("OFFICE", "Word (.docx)")],
        [("OFFICE", "OpenDocument (.ods, .odt)")],
    ]
    assert "T_XLSX" in {problem.code for problem in report.files[2].problems}


@pytest.mark.parametrize(
    ("stream", "said"),
    [("Workbook", "Excel (.xls)"), ("WordDocument", "Word (.doc)"), ("__properties_version1.0", ".msg")],
)
def test_a_compound_file_is_named_by_what_it_holds(books: Books, stream: str, said: str):
    (file,) = books.take(COMPOUND + stream.encode("utf-16-le")).files
    assert [problem.seen for problem in file.problems] == [said]


def test_names_written_without_saying_their_encoding_keep_their_accents(books: Books):
    data = bytearray(zipped(("à régler.txt", ONE)))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(header) + flags + 1] &= 0xF7  # as macOS writes them
    (file,) = books.take(bytes(data)).files
    assert file.path == "1.txt › à régler.txt"
