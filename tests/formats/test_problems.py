# ruff: noqa: E501 — a sentence is pinned whole
"""Every problem that an XML or PDF file can have, provoked by a tiny file, and its words in both languages."""

from __future__ import annotations

import re

import pytest

from data.checks import KINDS, documents
from data.imports import check_files, import_files
from data.report import ProblemTold
from data.store import Store
from tests.data.ledger import Books
from tests.formats.paper import cii, pdf, ubl

CODES = [code for code, kind in KINDS.items() if kind in vars(documents).values()]
LIMITS = {"BINOME_MAX_DEPTH": "20", "BINOME_MAX_ELEMENTS": "500", "BINOME_MAX_TEXT_KB": "20"}
NEGATIVE = (("1", "-1", "C62", "10.00", "-10.00", "20", "Avoir"),)
GROUPED = (
    ("1", "1", "C62", "10.00", "10.00", "20", "Dossier", "GROUP"),
    ("2", "1", "C62", "10.00", "10.00", "20", "Note"),
)
TEN = {"net": "10.00", "tax": "2.00", "gross": "12.00"}
MINUS = {name: f"-{amount}" for name, amount in TEN.items()}

FILES: dict[str, str | bytes] = {
    "XML": ubl(seller="Dupont").replace("Dupont", "Dupont & Fils"),
    "CUT": ubl()[:600],
    "DTD": '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice>&x;</Invoice>',
    "DEEP": "<a>" * 30 + "</a>" * 30,
    "MANY": "<a>" + "<b/>" * 600 + "</a>",
    "LONG": ubl(notes=["x" * 30_000]),
    "ENCX": ubl(seller="Réunion & Cie").encode("cp1252"),
    "XNOT": "<SCRDMCCBDACIOMessageStructure xmlns='urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100'/>",
    "PROF": ubl(type="325"),
    "NONUM": ubl(number=""),
    "NODAY": ubl(date="31/07/2026"),
    "NOSUM": cii((), profile="urn:factur-x.eu:1p0:minimum", net=None, gross=None),
    "PDF0": pdf(),
    "PDFX": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "PDFE": pdf(("factur-x.xml", cii().encode()), key="secret"),
    "PDFA": pdf(*((f"{n}.txt", b"x") for n in range(101))),
    "PDF2": pdf(("a.xml", cii().encode()), ("b.xml", ubl().encode())),
    "AMT0": ubl().replace(">250.00</cbc:PriceAmount>", ">deux cents</cbc:PriceAmount>"),
    "CRED": ubl(NEGATIVE, "CreditNote", type="381", **MINUS),
    "TCODE": ubl(type="999"),
    "BARE": cii((), profile="urn:factur-x.eu:1p0:minimum", **TEN),
    "SUBL": cii(GROUPED, **TEN),
    "DEPO": ubl(prepaid="120.00", preceding=["AC-1", "AC-2"]),
    "DEPO0": ubl(prepaid="120.00"),
    "CORR": ubl(type="384", preceding=["FA-0"]),
    "CORR0": ubl(type="384"),
    "ONE": ubl().replace("\n", ""),
    "FIRMN": ubl(),
}  # fmt: skip — one file a line
ELSEWHERE = {"SLOW", "HEAVY", "CRASH", "TWO"}
"""Provoked in test_hostile.py, where a process is killed or kept busy, or a format is added."""

# What is said of each, and what to do: in French, then in English.
WORDS = """
XML Le XML est mal formé, vers « <cbc:RegistrationName>Dupont & Fils</cbc:Regi » : rien n'en est lu. Demander au cabinet un fichier corrigé.
    The XML is not well formed, near “<cbc:RegistrationName>Dupont & Fils</cbc:Regi”: nothing of it is read. Ask the firm for a corrected file.
CUT Le fichier XML s'arrête avant sa fin : il est tronqué. Le recevoir à nouveau, entier.
    The XML file stops before its end: it is truncated. Have it sent again, whole.
DTD Le XML déclare des entités ou appelle un autre fichier (<!DOCTYPE Invoice […]>), ce qu'une facture n'a pas à faire. Ne pas l'ouvrir autrement. Demander au cabinet un fichier corrigé.
    The XML declares entities or calls another file (<!DOCTYPE Invoice […]>), which no invoice needs. Do not open it by other means. Ask the firm for a corrected file.
DEEP Le XML s'imbrique sur plus de 20 niveaux. Demander au cabinet un fichier plus simple, ou relever la limite BINOME_MAX_DEPTH (voir docs/limits.fr.md).
     The XML is nested more than 20 levels deep. Ask the firm for a simpler file, or raise the limit BINOME_MAX_DEPTH (see docs/limits.en.md).
MANY Le XML a plus de 500 éléments. Demander au cabinet un fichier plus simple, ou relever la limite BINOME_MAX_ELEMENTS (voir docs/limits.fr.md).
     The XML has more than 500 elements. Ask the firm for a simpler file, or raise the limit BINOME_MAX_ELEMENTS (see docs/limits.en.md).
LONG Un texte du XML dépasse 20 Ko. Demander au cabinet un fichier plus simple, ou relever la limite BINOME_MAX_TEXT_KB (voir docs/limits.fr.md).
     A text of the XML is longer than 20 KB. Ask the firm for a simpler file, or raise the limit BINOME_MAX_TEXT_KB (see docs/limits.en.md).
ENCX Le fichier s'annonce en utf-8, mais il ne l'est pas : lu en windows-1252. Vérifier les accents d'une ligne.
     The file says it is in utf-8, but it is not: read as windows-1252. Check the accents of a line.
XNOT Ce fichier XML n'est pas une facture que Binôme lit. Ce qu'il est : Order-X, SCRDMCCBDACIOMessageStructure. Factures XML lues : LEDES 2000, LEDES XML 2.0 à 2.2, UBL (Invoice, CreditNote) et CII (CrossIndustryInvoice), seules ou dans un PDF Factur-X.
     This XML file is no invoice that Binôme reads. What it is: Order-X, SCRDMCCBDACIOMessageStructure. XML invoices read: LEDES 2000, LEDES XML 2.0 to 2.2, UBL (Invoice, CreditNote) and CII (CrossIndustryInvoice), alone or in a Factur-X PDF.
PROF Le document FA-1 est une facture pro forma (type 325) : rien n'en est dû. Rien à faire : attendre la facture.
     Document FA-1 is a pro forma invoice (type 325): nothing of it is owed. Nothing to do: wait for the invoice.
NONUM La facture n'a pas de numéro (BT-1). Demander au cabinet un fichier corrigé.
      The invoice has no number (BT-1). Ask the firm for a corrected file.
NODAY La facture FA-1 n'a pas de date lisible (BT-2) : « 31/07/2026 ». Demander au cabinet un fichier corrigé.
      Invoice FA-1 has no date that can be read (BT-2): “31/07/2026”. Ask the firm for a corrected file.
NOSUM La facture FA-1 n'a ni ligne ni total hors taxes lisible (BT-109). Demander au cabinet un fichier corrigé.
      Invoice FA-1 has neither a line nor a net total that can be read (BT-109). Ask the firm for a corrected file.
PDF0 Ce PDF ne contient pas de facture en données : il est gardé, aucun montant n'en est tiré. Inscrire la facture au registre (table invoices). Canal : pdf.
     This PDF holds no invoice as data: it is kept, and no amount is taken from it. Enter the invoice in the register (table invoices). Channel: pdf.
PDFX Ce PDF est abîmé : il ne peut pas être lu. Le recevoir à nouveau.
     This PDF is damaged: it cannot be read. Have it sent again.
PDFE Ce PDF est protégé par chiffrement : on ne peut pas voir s'il contient une facture en données. Demander au cabinet un PDF sans protection. Inscrire la facture au registre (table invoices).
     This PDF is encrypted: whether it holds an invoice as data cannot be seen. Ask the firm for a PDF without protection. Enter the invoice in the register (table invoices).
PDFA Les pièces jointes de ce PDF dépassent la limite : 100 au plus, et 100 Mo en tout. Demander au cabinet un fichier plus simple, ou relever la limite BINOME_MAX_ATTACHMENTS, BINOME_MAX_ATTACHMENTS_MB (voir docs/limits.fr.md).
     The attachments of this PDF are beyond the limit: 100 at most, and 100 MB in all. Ask the firm for a simpler file, or raise the limit BINOME_MAX_ATTACHMENTS, BINOME_MAX_ATTACHMENTS_MB (see docs/limits.en.md).
PDF2 Ce PDF contient plusieurs factures en données (a.xml, b.xml) : il n'est pas deviné laquelle est la bonne. Demander au cabinet un fichier corrigé.
     This PDF holds several invoices as data (a.xml, b.xml): which one is right is not guessed. Ask the firm for a corrected file.
AMT0 BT-146 PriceAmount : « deux cents » n'est pas un montant lisible ; il est laissé de côté. Les totaux de lignes font foi ; vérifier avec le cabinet.
     BT-146 PriceAmount: “deux cents” is no amount that can be read; it is left out. Line totals count; check with the firm.
CRED L'avoir FA-1 (type 381) porte des montants négatifs, alors qu'un avoir s'écrit en positif : il compte en moins. Vérifier avec le cabinet qu'il s'agit bien d'un avoir.
     Credit note FA-1 (type 381) has negative amounts, though a credit is written as positive: it counts as minus. Check with the firm that it is a credit note.
TCODE Facture FA-1 : le type de document « 999 » est inconnu ; lu comme une facture. Vérifier avec le cabinet.
      Invoice FA-1: document type “999” is unknown; read as an invoice. Check with the firm.
BARE Facture FA-1 sans lignes (profil « minimum ») : elle compte par son total. Pour le détail, demander au cabinet un fichier LEDES ou un profil avec lignes.
     Invoice FA-1 without lines (profile “minimum”): it counts by its total. For the detail, ask the firm for a LEDES file or a profile with lines.
SUBL Facture FA-1, lignes de regroupement ou d'information, sans montant propre : 1. Elles ne comptent pas ; leurs lignes de détail comptent.
     Invoice FA-1, grouping or information lines, without an amount of their own: 1. They do not count; their detail lines do.
DEPO Facture FA-1 : acompte déjà versé, 120.00 TTC ; le HT compté est celui de la facture entière. Les factures d'acompte parmi celles qu'elle nomme (AC-1, AC-2) ne comptent plus.
     Invoice FA-1: deposit already paid, 120.00 tax included; the net counted is that of the whole invoice. The deposit invoices among those it names (AC-1, AC-2) no longer count.
DEPO0 Facture FA-1 : acompte déjà versé, 120.00 TTC, sans nommer la facture d'acompte. Si elle est déjà là, elle compte deux fois : au registre, lui donner le statut superseded.
      Invoice FA-1: deposit already paid, 120.00 tax included, without naming the deposit invoice. If it is already here, it counts twice: in the register, give it the status superseded.
CORR La facture rectificative FA-1 remplace FA-0, qui ne compte plus. L'ancienne est gardée, et listée comme remplacée.
     Corrected invoice FA-1 replaces FA-0, which no longer counts. The older one is kept, and listed as superseded.
CORR0 La facture rectificative FA-1 ne dit pas quelle facture elle remplace. Si elle est déjà là, elle compte deux fois : au registre, lui donner le statut superseded.
      Corrected invoice FA-1 does not say which invoice it replaces. If it is already here, it counts twice: in the register, give it the status superseded.
ONE Plusieurs lignes de facturation tiennent sur une même ligne du fichier : elles sont numérotées par leur rang. Rien à faire.
    Several billing lines stand on one line of the file: they are numbered by their rank. Nothing to do.
FIRMN Le cabinet Cabinet Dubois a été reconnu à son nom : son identifiant 732829320 n'est pas connu. Ajouter cet identifiant à la table firm_aliases.
      Firm Cabinet Dubois was recognised by its name: its identifier 732829320 is not known. Add this identifier to the firm_aliases table.
"""
SAID = {
    french.partition(" ")[0]: (french.partition(" ")[2], english.strip())
    for french, english in zip(*[iter(WORDS.strip().splitlines())] * 2, strict=True)
}
Told = dict[str, dict[str, tuple[ProblemTold, ...]]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is said of each file in each language, in a store that knows a firm by its name."""
    store = Store(tmp_path_factory.mktemp("books") / "books.duckdb")
    import_files(store, [("firms.csv", b"firm_id;name\nF-1042;Cabinet Dubois\n")])
    files = [(code, file.encode() if isinstance(file, str) else file) for code, file in FILES.items()]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in LIMITS.items():
            patch.setenv(name, value)
        reports = {lang: check_files(store, files, lang=lang).files for lang in ("fr", "en")}
    return {lang: {file.path: file.problems for file in found} for lang, found in reports.items()}


def test_no_kind_is_without_a_file_and_words():
    assert list(SAID) == list(FILES)
    assert set(FILES) | ELSEWHERE == set(CODES)


@pytest.mark.parametrize("code", FILES)
def test_a_problem_in_the_words_of_its_reader(told: Told, code: str):
    for lang, words in zip(("fr", "en"), SAID[code], strict=True):
        found = next(problem for problem in told[lang][code] if problem.code == code)
        assert f"{found.message} {found.remedy}".replace("\u202f", " ").replace("\u00a0", " ") == words
        assert found.level == KINDS[code].level
        for problem in told[lang][code]:  # and nothing said of this file has a hole
            assert not re.search(r"\{\w+\}|«\s*»|“”| $", problem.message + problem.remedy), problem


def test_a_rejected_file_is_kept_and_can_be_tried_again(books: Books):
    for _ in range(2):
        (file,) = books.take(FILES["CUT"]).files
        assert (file.status, file.invoices) == ("rejected", ())
    assert books.ask("SELECT count(*) FROM bills") == [(0,)]
    assert books.differences() == []
