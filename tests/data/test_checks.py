# ruff: noqa: E501 — a sentence is pinned whole
"""Every problem an e-billing file can have, provoked by a tiny file, and its words in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.checks import KINDS as ALL_KINDS
from data.checks import archives, documents, ledes_xml, tables
from data.imports import check_files, import_files
from data.report import ProblemTold
from data.store import Store
from tests.data.ledger import bill, rows
from tests.formats.paper import ubl
from tests.hostile.builder import B98, BI, changed, fee, invoice, ledes, reshaped, taxed

ELSEWHERE = [one for module in (archives, documents, ledes_xml, tables) for one in vars(module).values()]
KINDS = {code: kind for code, kind in ALL_KINDS.items() if kind not in ELSEWHERE}
"""Those of XML and PDF files, of archives and of spreadsheets have tests of their own."""
ONE = "N1 M1 100.00"
POUND = (("1", "1", "C62", "1.00", "1.00", "0", "Note"),)
TWO = "N1 M1 100.00\nN1 M1 50.00"
HEADER = "|".join(B98)


def first(**cells: str) -> str:
    """Write a sound invoice of two lines, of which the first has some cells of its own."""
    return ledes(changed(rows(TWO), 0, **cells))


def abroad(*which: int, **cells: str) -> str:
    """Write the same with a currency and tax."""
    return ledes(changed(rows(TWO, currency="EUR"), *which, **cells), columns=BI)


def spelled(text: str, word: str, instead: str) -> str:
    """Write a file with commas and quotes, in which a word of the first line holds a quote that is not doubled."""
    lines = [line.removesuffix("[]") for line in text.split("\r\n")]
    quoted = ['"' + line.replace("|", '","') + '"' if "|" in line else line for line in lines]
    return "\r\n".join([*quoted[:2], quoted[2].replace(f'"{word}"', f'"{instead}"', 1), *quoted[3:]])


FILES: dict[str, str | bytes | Path] = {
    "EMP": " \r\n",
    "NONE": bill(ONE, date="soon"),
    "FMT": "LEDES2000[]\r\nwhatever[]\r\n",
    "HDR": "LEDES1998B[]\r\nINVOICE_NUMBER|INVOICE_DATE[]\r\nN1|20260731[]\r\n",
    "OPEN": Path("no such file.txt"),
    "BIG": Path(__file__),
    "WIDE": "x" * (1 << 20) + "y",
    "COLS": ";".join(f"c{n}" for n in range(20_001)) + "\n",
    "ENC": bill(ONE, text="Réunion").encode("cp1252"),
    "FMT0": ledes(rows(ONE), first=""),
    "FMTX": ledes(rows(ONE, currency="EUR"), columns=BI, first="LEDES1998B"),
    "BRK": bill(ONE, end=""),
    "COL": bill(ONE).replace("TIMEKEEPER_NAME", "WHO"),
    "HEAD": bill(ONE) + f"{HEADER}[]\r\n" + bill("N2 M1 1.00").partition("CLIENT_MATTER_ID[]\r\n")[2],
    "CUR": bill(ONE),
    "DMY": first(worked="03/04/2026"),
    "CELLS": reshaped(rows(TWO), 0, lambda cells: [*cells[:4], *cells[5:]]),
    "AMT": first(total="100 euros"),
    "NUM0": first(number=""),
    "NODATE": ledes([*rows("N1 M1 1.00"), *rows("N2 M1 1.00", date="soon")]),
    "CURX": abroad(1, currency="USD"),
    "COLD": bill(TWO).replace("CLIENT_ID|", "CLIENT_ID|CLIENT_ID|", 1).replace("|C-900|", "|C-900|C-901|"),
    "PIPE": first(text="Note | bail"),
    "QUOTE": spelled(first(), "N1", 'N"1'),
    "QUOTES": spelled(first(text="Note bail"), "Note bail", 'Note "bail" signée'),
    "PAD": reshaped(rows(TWO), 0, lambda cells: cells[:-2]),
    "DEC": bill(TWO).replace(".00", ",00"),
    "THOU": first(total="100.00 €"),
    "UNIT": first(units="one hour"),
    "DATE": first(worked="20260231"),
    "ROUND": first(total="100.0000004"),
    "PCT": abroad(tax_rate="20"),
    "CURU": abroad(currency="€"),
    "TYPE": first(kind="Z"),
    "TAXC": abroad(tax=""),
    "LINE": first(total="90.00", declared="140.00"),
    "SUM": first(declared="160.00").replace("|150.00|", "|160.00|"),
    "TOT2": first(declared="151.00"),
    "DATE2": ledes(changed(rows(TWO), 1, date="20260801")),
    "TAX": abroad(declared_tax="31"),
    "NET": abroad(declared_net="149"),
    "HTTC": ledes(
        changed(taxed(invoice(fee("1", "100", "100"), number="N1")), total="100", declared="120"), columns=BI
    ),
    "RATE": abroad(tax_rate="0.055"),
    "VAT": bill("N1 M1 20.00 kind=E expense=E999"),
    "DUPN": ledes(changed(rows(TWO), item="1")),
    "DUPL": bill("N1 M1 100.00\nN1 M1 100.00"),
    "DUPI": bill("K1 M1 1.00", text="again"),
    "SAME": bill("S-1 M1 1.00"),
    "DUPS": bill("K-1 M1 2.00"),
    "COPY": bill("C1 M1 1.00", eol="\n"),
    "PAIR": ubl(POUND, number="P1", net="1.00"),
    "PAIRN": ubl(POUND, number="P2", net="1.00"),
    "TK": first(keeper="", name=""),
    "EXPC": bill("N1 M1 100.00 kind=E expense="),
    "CODE": first(task="L999"),
    "MAT": bill("N1 M9 100.00"),
    "MAT0": first(matter="", firm_matter=""),
    "FIRM": bill(ONE, firm="F-9"),
    "FIRM0": bill(ONE, firm=""),
    "UNIT0": first(units="", cost=""),
    "NEG": bill("N1 M1 -100.00"),
    "ZERO": first(cost="0", total="0.00", declared="50.00").replace("|150.00|", "|50.00|"),
    "LATE": bill(ONE, date="20990131"),
    "SPAN": first(worked="20260630"),
}  # fmt: skip — one file a line

# What is said of each, and what to do: in French, then in English.
WORDS = """
EMP Le fichier est vide : il ne contient aucune ligne de facturation. Demander au cabinet un fichier corrigé.
    The file is empty: it holds no billing line. Ask the firm for a corrected file.
NONE Aucune ligne du fichier n'a pu être lue ; mises de côté : 1. Demander au cabinet un fichier corrigé.
     No line of the file could be read; set aside: 1. Ask the firm for a corrected file.
FMT Ce fichier n'est d'aucun format connu ; il commence par « LEDES2000 ». Formats lus : LEDES 1998B, 1998BI, 2000 et XML, UBL, CII, Factur-X, et les tables de référence en CSV ou XLSX (modèles à télécharger).
    This file is of no known format; it begins with “LEDES2000”. Formats read: LEDES 1998B, 1998BI, 2000 and XML, UBL, CII, Factur-X, and the reference tables in CSV or XLSX (templates to download).
HDR L'en-tête manque ou il lui manque une colonne indispensable : LINE_ITEM_TOTAL. Il faut au moins INVOICE_NUMBER, INVOICE_DATE et LINE_ITEM_TOTAL. Demander au cabinet un fichier corrigé.
    The header is missing, or lacks a column that is needed: LINE_ITEM_TOTAL. At least INVOICE_NUMBER, INVOICE_DATE and LINE_ITEM_TOTAL are needed. Ask the firm for a corrected file.
OPEN Le fichier ne s'ouvre pas (No such file or directory). Vérifier qu'il n'est pas ouvert ailleurs et qu'on a le droit de le lire.
     The file cannot be opened (No such file or directory). Check that it is not open elsewhere and that you may read it.
BIG Le fichier pèse 1 Mo : c'est plus que la limite de 0 Mo. Demander au cabinet plusieurs fichiers plus petits.
    The file weighs 1 MB: more than the limit of 0 MB. Ask the firm for several smaller files.
WIDE Une ligne du fichier dépasse 1 Mo : ce n'est pas un fichier de facturation. Demander au cabinet un fichier corrigé.
     A line of the file is longer than 1 MB: it is no billing file. Ask the firm for a corrected file.
COLS L'en-tête compte 20001 colonnes : plus que la limite de 20000. Supprimer les colonnes inutiles, ou relever la limite BINOME_MAX_COLUMNS (voir docs/limits.fr.md).
     The header has 20001 columns: more than the limit of 20000. Remove the columns that are not needed, or raise the limit BINOME_MAX_COLUMNS (see docs/limits.en.md).
ENC Le fichier n'est pas en UTF-8 ; il a été lu en windows-1252. Vérifier les accents d'une ligne.
    The file is not in UTF-8; it was read as windows-1252. Check the accents of a line.
FMT0 La première ligne n'annonce pas le format ; lu comme LEDES 1998B d'après ses colonnes. Demander au cabinet un fichier corrigé.
     The first line does not name the format; read as LEDES 1998B from its columns. Ask the firm for a corrected file.
FMTX Le fichier s'annonce LEDES1998B, mais ses colonnes sont celles de LEDES1998BI : lu ainsi. Vérifier si les totaux contiennent la TVA.
     The file calls itself LEDES1998B, but its columns are those of LEDES1998BI: read as such. Check whether the totals include tax.
BRK La marque de fin « [] » manque sur des lignes. Rien à faire : les lignes ont été reconnues.
    The end mark “[]” is missing on some lines. Nothing to do: the lines were recognised.
COL Les colonnes ne sont pas celles du format (-TIMEKEEPER_NAME; +WHO). Les colonnes ont été lues par leur nom ; rien n'a été lu par position.
    The columns are not those of the format (-TIMEKEEPER_NAME; +WHO). Columns were read by name; nothing was read by position.
HEAD Une ligne au milieu du fichier n'est pas une ligne de facturation : « INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_S ». Elle est ignorée ; les lignes qui suivent ont été lues.
     A line in the middle of the file is no billing line: “INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_S”. It is ignored; the lines after it were read.
CUR Le fichier ne dit pas sa devise : EUR a été retenu. Importer avec une autre devise si ce n'est pas la bonne (--currency).
    The file does not say its currency: EUR was taken. Import with another currency if this is not the right one (--currency).
DMY Rien dans le fichier ne dit si 03/04/2026 commence par le jour ou le mois : lu jour/mois. Vérifier une date avec le cabinet.
    Nothing in the file tells whether 03/04/2026 begins with the day or the month: read day/month. Check one date with the firm.
CELLS La ligne a 23 cellules au lieu de 24 : un séparateur manque ou est en trop. Mise de côté. Demander au cabinet d'ôter les « | » des textes et de renvoyer la facture entière.
      The line has 23 cells instead of 24: a separator is missing or one too many. Set aside. Ask the firm to remove “|” from texts and to send the whole invoice again.
AMT LINE_ITEM_TOTAL : « 100 euros » n'est pas un montant que l'on puisse lire sans deviner. Ligne mise de côté. Écrire 1234.56, sans espace ni devise.
    LINE_ITEM_TOTAL: “100 euros” is no amount that can be read without guessing. Line set aside. Write 1234.56, no space, no currency.
NUM0 INVOICE_NUMBER est vide : on ne sait pas à quelle facture la ligne appartient. Ligne mise de côté. Demander le numéro au cabinet.
     INVOICE_NUMBER is empty: the line belongs to no known invoice. Line set aside. Ask the firm for the number.
NODATE La facture N2 n'a aucune date de facture lisible. Ses lignes sont mises de côté. Écrire AAAAMMJJ.
       Invoice N2 has no invoice date that can be read. Its lines are set aside. Write YYYYMMDD.
CURX La facture N1 mélange deux devises ; cette ligne est en USD. Ligne mise de côté. Une facture n'a qu'une devise.
     Invoice N1 mixes two currencies; this line is in USD. Line set aside. An invoice has one currency.
COLD La colonne CLIENT_ID figure deux fois, avec des valeurs différentes : C-900 / C-901. Ligne mise de côté. Demander au cabinet un fichier corrigé.
     Column CLIENT_ID stands twice, with different values: C-900 / C-901. Line set aside. Ask the firm for a corrected file.
PIPE Un « | » se trouvait dans un texte ; la ligne a été recollée : « 20260731|N1|C-900|D-118|150.00|20260701|20260731|Honoraires de juillet|1|F|1||100.00|20260702|L120||A103|T01|Note | bail ». Vérifier cette ligne.
     A “|” stood in a text; the line was put together again: “20260731|N1|C-900|D-118|150.00|20260701|20260731|Honoraires de juillet|1|F|1||100.00|20260702|L120||A103|T01|Note | bail”. Check this line.
QUOTE INVOICE_NUMBER : « N"1 » contient un guillemet isolé ; où la cellule finit n'est pas sûr. Ligne mise de côté. Demander au cabinet un fichier corrigé.
      INVOICE_NUMBER: “N"1” holds a stray quote; where the cell ends is not sure. Line set aside. Ask the firm for a corrected file.
QUOTES Un guillemet se trouvait dans un texte sans être doublé ; la ligne a été lue ainsi : « "20260731","N1","C-900","D-118","150.00","20260701","20260731","Honoraires de juillet","1","F","1","","100.00","20260702 ». Vérifier cette ligne.
       A quote stood in a text without being doubled; the line was read as: “"20260731","N1","C-900","D-118","150.00","20260701","20260731","Honoraires de juillet","1","F","1","","100.00","20260702”. Check this line.
PAD Les dernières cellules de la ligne manquent (22 sur 24) ; lues comme vides. Vérifier cette ligne.
    The last cells of the line are missing (22 of 24); read as empty. Check this line.
DEC INVOICE_TOTAL : « 150,00 », virgule décimale ; lu comme tel dans tout le fichier. Vérifier un montant. La norme demande un point.
    INVOICE_TOTAL: “150,00”, decimal comma; read as such in the whole file. Check one amount. The standard asks for a point.
THOU LINE_ITEM_TOTAL : « 100.00 € » contient un signe (milliers, devise, parenthèses) qui a été ôté. Vérifier un montant. La norme demande 1234.56.
     LINE_ITEM_TOTAL: “100.00 €” holds a mark (thousands, currency, brackets) that was removed. Check one amount. The standard asks for 1234.56.
UNIT LINE_ITEM_NUMBER_OF_UNITS : « one hour » est illisible ; la ligne compte par son total. Les totaux de lignes font foi ; vérifier avec le cabinet.
     LINE_ITEM_NUMBER_OF_UNITS: “one hour” cannot be read; the line counts by its total. Line totals count; check with the firm.
DATE LINE_ITEM_DATE : « 20260231 » n'est pas une date lisible. La ligne compte, sans cette date. Écrire AAAAMMJJ.
     LINE_ITEM_DATE: “20260231” is no readable date. The line counts, without this date. Write YYYYMMDD.
ROUND LINE_ITEM_TOTAL : « 100.0000004 » a plus de six décimales ; arrondi à la sixième. Les totaux de lignes font foi ; vérifier avec le cabinet.
      LINE_ITEM_TOTAL: “100.0000004” has more than six decimals; rounded to the sixth. Line totals count; check with the firm.
PCT LINE_ITEM_TAX_RATE : « 20 » est lu comme un pourcentage ; la norme demande 0.2 pour 20 %. Les totaux de lignes font foi ; vérifier avec le cabinet.
    LINE_ITEM_TAX_RATE: “20” is read as a percentage; the standard asks for 0.2 for 20 %. Line totals count; check with the firm.
CURU « € » n'est pas un code de devise ; lu comme EUR. Une devise sans cours de change n'entre dans aucun total. Demander EUR, GBP, USD…
     “€” is no currency code; read as EUR. A currency without exchange rate enters no total. Ask for EUR, GBP, USD…
TYPE Le type de ligne « Z » manque ou est inconnu ; lue comme F. Les types sont F, E, IF et IE.
     The line type “Z” is missing or unknown; read as F. Types are F, E, IF and IE.
TAXC La taxe de la ligne est vide ; calculée d'après son taux : 20.00. Les totaux de lignes font foi ; vérifier avec le cabinet.
     The line's tax is empty; worked out from its rate: 20.00. Line totals count; check with the firm.
LINE Le total de la ligne est 90, mais unités × prix + ajustement font 100. Les totaux de lignes font foi ; vérifier avec le cabinet.
     The line's total is 90, but units × unit cost + adjustment make 100. Line totals count; check with the firm.
SUM Facture N1 : total annoncé 160, somme des lignes lues 150. La somme des lignes est retenue. Demander au cabinet un fichier corrigé.
    Invoice N1: declared total 160, lines read add up to 150. The sum of the lines counts. Ask the firm for a corrected file.
TOT2 Facture N1 : plusieurs totaux annoncés (150 / 151). Les totaux de lignes font foi ; vérifier avec le cabinet.
     Invoice N1: several declared totals (150 / 151). Line totals count; check with the firm.
DATE2 Facture N1 : plusieurs dates de facture ; la première est retenue (2026-07-31). Les totaux de lignes font foi ; vérifier avec le cabinet.
      Invoice N1: several invoice dates; the first is taken (2026-07-31). Line totals count; check with the firm.
TAX Facture N1 : taxe annoncée 31, somme des lignes 30. Les totaux de lignes font foi ; vérifier avec le cabinet.
    Invoice N1: declared tax 31, lines add up to 30. Line totals count; check with the firm.
NET Facture N1 : HT annoncé 149, somme des lignes 150. Les totaux de lignes font foi ; vérifier avec le cabinet.
    Invoice N1: declared net 149, lines add up to 150. Line totals count; check with the firm.
HTTC Facture N1 : les totaux de lignes sont hors taxes alors que le format les veut TTC. Ils ont été lus comme HT. Demander au cabinet un fichier corrigé.
     Invoice N1: line totals exclude tax although the format wants it included. They were read as net of tax. Ask the firm for a corrected file.
RATE Le taux de taxe annoncé (0.055) n'est pas celui des montants (0.2). Les montants de taxe font foi.
     The declared tax rate (0.055) is not that of the amounts (0.2). Tax amounts count.
VAT Une ligne de frais semble être de la TVA : « Train Paris - Lyon ». Elle compte dans le HT. Demander au cabinet un fichier sans TVA en frais.
    An expense line looks like VAT: “Train Paris - Lyon”. It counts in the net amount. Ask the firm for a file without VAT as an expense.
DUPN Facture N1 : des numéros de ligne se répètent. Rien à faire.
     Invoice N1: line numbers repeat. Nothing to do.
DUPL Facture N1 : 2 lignes identiques (date, intervenant, unités, libellé). Elles comptent toutes. Vérifier avec le cabinet.
     Invoice N1: 2 identical lines (date, timekeeper, units, narrative). All of them count. Check with the firm.
DUPI La facture K1 est déjà connue, du fichier known 2.txt, avec un autre contenu : celle-ci la remplace. L'ancienne est gardée, et listée comme remplacée. Choisir dans « Pièces d'une facture » (ou : papers).
     Invoice K1 is already known, from file known 2.txt, with another content: this one replaces it. The older one is kept, and listed as superseded. Choose in “Papers of an invoice” (or: papers).
SAME La facture S-1 est S1, à la ponctuation près : même date, même montant. Elle ne compte qu'une fois ; l'autre est listée comme remplacée. Choisir dans « Pièces d'une facture » (ou : papers).
     Invoice S-1 is S1 but for punctuation: same date, same amount. It counts once; the other is listed as superseded. Choose in “Papers of an invoice” (or: papers).
DUPS La facture K-1 s'écrit comme K1, à la ponctuation près : gardées séparées. Vérifier que ce sont deux factures.
     Invoice K-1 is written like K1 but for punctuation: kept apart. Check that these are two invoices.
COPY La facture C1 est déjà connue, du fichier known 4.txt, avec le même contenu : elle ne compte qu'une fois. Rien à faire.
     Invoice C1 is already known, from file known 4.txt, with the same content: it counts once. Nothing to do.
PAIR La facture P1 est aussi dans le fichier known 4.txt, d'un autre format : une seule facture, comptée une fois. Rien à faire : les lignes viennent du fichier LEDES s'il y en a un.
     Invoice P1 is in file known 4.txt too, in another format: one invoice, counted once. Nothing to do: lines come from the LEDES file where there is one.
PAIRN La facture P2 est aussi dans le fichier known 4.txt, avec un autre montant HT : ici 1, là 2. Le fichier LEDES compte, sinon le format le plus sûr ; vérifier avec le cabinet. Choisir dans « Pièces d'une facture » (ou : papers).
      Invoice P2 is in file known 4.txt too, with another net amount: here 1, there 2. The LEDES file counts, else the surest format; check with the firm. Choose in “Papers of an invoice” (or: papers).
TK Facture N1, lignes d'honoraires sans intervenant : 1. Demander au cabinet un fichier corrigé.
   Invoice N1, fee lines without a timekeeper: 1. Ask the firm for a corrected file.
EXPC Facture N1, lignes de frais sans code de frais : 1. Demander au cabinet un fichier corrigé.
     Invoice N1, expense lines without an expense code: 1. Ask the firm for a corrected file.
CODE Code inconnu de la nomenclature : L999. Il est gardé tel quel.
     Code not in the code list: L999. It is kept as it is.
MAT Le dossier M9 n'est pas dans la table des dossiers. L'ajouter à la table matters ; en attendant il est « non renseigné ».
    Matter M9 is not in the matters table. Add it to the matters table; until then it is “not recorded”.
MAT0 Facture N1, lignes sans dossier : 1. Elles comptent comme « non renseigné ».
     Invoice N1, lines without a matter: 1. They count as “not recorded”.
FIRM Le cabinet F-9 n'est pas dans la table des cabinets. L'ajouter à la table firms, ou à firm_aliases s'il s'écrit de deux façons.
     Firm F-9 is not in the firms table. Add it to the firms table, or to firm_aliases if it is written in two ways.
FIRM0 Facture N1 : le cabinet n'est pas nommé. Demander au cabinet un fichier corrigé.
      Invoice N1: the firm is not named. Ask the firm for a corrected file.
UNIT0 Facture N1, lignes d'honoraires sans heures ou sans taux : 1. Les totaux de lignes font foi ; vérifier avec le cabinet.
      Invoice N1, fee lines without hours or without a rate: 1. Line totals count; check with the firm.
NEG Facture N1, lignes négatives (avoir) : 1. Le signe est gardé.
    Invoice N1, negative lines (credit): 1. The sign is kept.
ZERO Facture N1, lignes d'honoraires à taux zéro : 1. Rien à faire.
     Invoice N1, fee lines at rate zero: 1. Nothing to do.
LATE Facture N1 : la date 2099-01-31 est dans l'avenir ou avant 1990. Vérifier la date.
     Invoice N1: date 2099-01-31 is in the future or before 1990. Check the date.
SPAN Facture N1, lignes datées hors de la période facturée ou après la facture : 1. Vérifier avec le cabinet.
     Invoice N1, lines dated outside the billed period or after the invoice: 1. Check with the firm.
"""
SAID = {
    french.partition(" ")[0]: (french.partition(" ")[2], english.strip())
    for french, english in zip(*[iter(WORDS.strip().splitlines())] * 2, strict=True)
}
Told = dict[str, dict[str, tuple[ProblemTold, ...]]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is said of each file in each language, in a store that knows a firm, a matter and an invoice."""
    store = Store(tmp_path_factory.mktemp("books") / "books.duckdb")
    tables = ["firm_id;name\nF-1042;Cabinet Dubois\n", "matter_id;name\nM1;Bail Lyon\n"]
    known = [*tables, bill("K1 M1 1.00"), bill("S1 M1 1.00"), bill("C1 M1 1.00\nP1 M1 1.00\nP2 M1 2.00")]
    import_files(store, [(f"known {n}.txt", text.encode()) for n, text in enumerate(known)])
    files = [(code, file.encode() if isinstance(file, str) else file) for code, file in FILES.items()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BINOME_MAX_FILE_MB", "0")
        patch.setenv("BINOME_MAX_LINE_MB", "1")
        reports = {lang: check_files(store, files, lang=lang).files for lang in ("fr", "en")}
    return {lang: {file.path: file.problems for file in found} for lang, found in reports.items()}


def test_no_kind_is_without_a_file_and_words():
    assert list(SAID) == list(FILES)
    assert FILES.keys() == KINDS.keys()


@pytest.mark.parametrize("code", KINDS)
def test_a_problem_in_the_words_of_its_reader(told: Told, code: str):
    for lang, words in zip(("fr", "en"), SAID[code], strict=True):
        found = next(problem for problem in told[lang][code] if problem.code == code)
        assert f"{found.message} {found.remedy}" == words
        assert found.level == KINDS[code].level
        for problem in told[lang][code]:  # and nothing said of this file has a hole
            assert not re.search(r"\{\w+\}|«\s*»|“”| $", problem.message + problem.remedy), problem


def test_a_sound_file_is_told_nothing_of():
    sound = ledes(rows(TWO, currency="EUR"), columns=BI).encode()
    assert check_files(Store(Path("no such store")), [("sound.txt", sound)]).files[0].problems == ()
