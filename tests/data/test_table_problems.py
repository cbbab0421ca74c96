# ruff: noqa: E501 — a sentence is pinned whole
"""Every problem a table can have, provoked by a tiny file, and its words in both languages as a reader sees them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import xlsxwriter

from data.problem import Problem
from data.reference import KINDS, TABLES, Table, identify, read
from data.sheet import Sheet, from_csv, from_xlsx


def hidden_sheet() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Vue").write_row(0, 0, ["matter_id", "name"])
        secret = book.add_worksheet("Listes")
        secret.write(0, 0, "x")
        secret.hide()
    return file.getvalue()


def corners() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    return file.getvalue()


MATTERS = "Dossier;Intitulé;Clos le;Facturation finale\n"
BUDGETS = "Dossier;Budget HT;Validé le;Devise\n"

# code: (the file, then message and remedy in French, message and remedy in English)
CASES: dict[str, tuple[str | bytes | tuple[str, str], str, str, str, str]] = {
    "T_XLSX": (
        b"PK",
        "Ce fichier n'est pas un classeur .xlsx lisible.",
        "Ouvrez-le dans le tableur et enregistrez-le au format .xlsx, sans mot de passe, ou en CSV.",
        "This file is not a readable .xlsx workbook.",
        "Open it in the spreadsheet program and save it as .xlsx, without a password, or as CSV.",
    ),
    "T_BIG": (
        corners(),
        "Ce classeur est plus grand que ce qui s'ouvre sans risque (512 Mo décompressé, 5 millions de cellules).",
        "Supprimez les cellules perdues loin du tableau, ou enregistrez la feuille en CSV.",
        "This workbook is larger than what can be opened safely (512 MB unpacked, 5 million cells).",
        "Delete stray cells far from the table, or save the sheet as CSV.",
    ),
    "T_HIDDEN": (
        hidden_sheet(),
        "La feuille masquée « Listes » n'a pas été lue.",
        "Affichez-la si elle doit être importée.",
        "The hidden sheet “Listes” was not read.",
        "Unhide it if it is to be imported.",
    ),
    "T_BLANK": (
        "Bonjour\n",
        "Ce fichier ne contient aucun tableau : aucune ligne n'a deux cellules remplies.",
        "Vérifiez que c'est le bon fichier, et que ses colonnes sont séparées par des points-virgules.",
        "This file holds no table: no line has two filled cells.",
        "Check that it is the right file, and that its columns are separated by semicolons.",
    ),
    "T_NONE": (
        "Nom;Prénom\nDurand;A\n",
        "Aucun tableau n'est reconnu à ces en-têtes : Nom, Prénom.",
        "Partez d'un modèle de tableau, ou nommez les colonnes comme dans la documentation.",
        "No table is recognised by these headings: Nom, Prénom.",
        "Start from a template, or name the columns as the documentation does.",
    ),
    "T_AMB": (
        "firm_id;matter_id;name\n",
        "Ces en-têtes peuvent être ceux de plusieurs tableaux : firms, matters, mandates.",
        "Ajoutez une colonne qui n'existe que dans le tableau voulu ; elle peut rester vide.",
        "These headings may be those of several tables: firms, matters, mandates.",
        "Add a column that only the wanted table has; it may stay empty.",
    ),
    "T_HEAD": (
        ("budgets", "Dossier;Devise\nM1;EUR\n"),
        "Le tableau « budgets » demande des colonnes absentes : amount, approved_on.",
        "Ajoutez-les, ou partez du modèle de ce tableau.",
        "The table “budgets” needs columns that are absent: amount, approved_on.",
        "Add them, or start from this table's template.",
    ),
    "T_DUP": (
        "Dossier;Intitulé;intitule\nM1;a;b\n",
        "La colonne « intitule » figure deux fois.",
        "Renommez ou supprimez l'une des deux.",
        "The column “intitule” stands twice.",
        "Rename or delete one of the two.",
    ),
    "T_TWICE": (
        "Code dossier;Dossier;Intitulé\nM1;Affaire A;b\n",
        "La colonne « Dossier » n'est pas lue : « Code dossier » dit déjà la même chose (matter_id).",
        "Si c'est « Dossier » qui compte, renommez-la matter_id.",
        "The column “Dossier” is not read: “Code dossier” already says the same thing (matter_id).",
        "If “Dossier” is the one that counts, rename it matter_id.",
    ),
    "T_COL": (
        "Dossier;Intitulé;Couleur;Étage\nM1;a;b;c\n",
        "Colonnes inconnues, conservées mais sans effet sur les chiffres : Couleur, Étage.",
        "Rien à faire si elles ne servent qu'à vous ; sinon, donnez-leur un nom de la documentation.",
        "Unknown columns, kept but without effect on the figures: Couleur, Étage.",
        "Nothing to do if they are for your own use; otherwise give them a name of the documentation.",
    ),
    "T_TITLE": (
        "Liste au 30/09\n" + MATTERS + "M1;a;;\n",
        "Lignes laissées au-dessus des en-têtes : 1, dont « Liste au 30/09 ».",
        "Rien à faire si ce sont des titres.",
        "Lines left out above the headings: 1, “Liste au 30/09” among them.",
        "Nothing to do if they are titles.",
    ),
    "T_EMPTY": (
        MATTERS,
        "Le tableau n'a aucune ligne sous ses en-têtes.",
        "Remplissez-le, puis importez-le.",
        "The table has no line below its headings.",
        "Fill it in, then import it.",
    ),
    "T_CELLS": (
        MATTERS + "M1;a;b\n",
        "La ligne a 3 cellules ; les en-têtes en ont 4.",
        "Un séparateur manque ou est en trop : mettez entre guillemets un texte qui en contient un.",
        "The line has 3 cells; the headings have 4.",
        "A separator is missing or in excess: put texts that contain one between quotation marks.",
    ),
    "T_QUOTE": (
        MATTERS + 'M1;"a;;\n',
        "Un guillemet ouvert n'est pas refermé, ou du texte suit celui qui ferme.",
        'Refermez-le ; doublez-le ("") s\'il fait partie du texte.',
        "A quotation mark is opened and not closed, or text follows the closing one.",
        'Close it; double it ("") if it is part of the text.',
    ),
    "T_AGAIN": (
        MATTERS + "M1;a;;\n" + MATTERS,
        "Les en-têtes sont répétés sur cette ligne.",
        "Supprimez la ligne.",
        "The headings are repeated on this line.",
        "Delete the line.",
    ),
    "T_KEY": (
        MATTERS + "M1;a;;\nM1;b;;\n",
        "Déjà vu ligne 2, avec un autre contenu : M1.",
        "C'est la dernière ligne qui compte ; supprimez celle qui ne vaut plus.",
        "Already seen on line 2, with other content: M1.",
        "The last line counts; delete the one that no longer holds.",
    ),
    "T_SPAN": (
        "Cabinet;Valable du;Valable au\nF1;31/12/2026;01/01/2026\n",
        "La fin de validité, 01/01/2026, précède le début, 31/12/2026.",
        "Corrigez l'une des deux dates.",
        "The end of validity, 01/01/2026, comes before its start, 31/12/2026.",
        "Correct one of the two dates.",
    ),
    "T_REQ": (
        BUDGETS + "M1;;31/01/2026;\n",
        "La colonne « Budget HT » est vide sur cette ligne ; elle est obligatoire.",
        "Remplissez la cellule. Une ligne de total peut rester écartée.",
        "The column “Budget HT” is empty on this line; it is required.",
        "Fill in the cell. A line of totals may stay set aside.",
    ),
    "T_XLERR": (
        BUDGETS + "M1;#VALEUR!;31/01/2026;\n",
        "La colonne « Budget HT » contient l'erreur de tableur #VALEUR!.",
        "Corrigez la formule, puis importez de nouveau.",
        "The column “Budget HT” holds the spreadsheet error #VALEUR!.",
        "Correct the formula, then import again.",
    ),
    "T_DATE": (
        MATTERS + "M1;a;31/02/2026;\n",
        "« 31/02/2026 » n'est pas une date (colonne « Clos le »).",
        "Écrivez une date du calendrier, avec l'année en quatre chiffres : 30/09/2026.",
        "“31/02/2026” is not a date (column “Clos le”).",
        "Write a date of the calendar, with the year in four digits: 30/09/2026 or 2026-09-30.",
    ),
    "T_DMIX": (
        MATTERS + "M1;a;13/02/2026;\nM2;a;02/14/2026;\n",
        "« 13/02/2026 » (colonne « Clos le ») : le fichier écrit tantôt le jour en premier (13/02/2026, ligne 2), tantôt le mois (02/14/2026, ligne 3).",
        "Écrivez toutes les dates de la même façon, par exemple AAAA-MM-JJ.",
        "“13/02/2026” (column “Clos le”): the file writes now the day first (13/02/2026, line 2), now the month (02/14/2026, line 3).",
        "Write all dates the same way, for instance YYYY-MM-DD.",
    ),
    "T_DMY": (
        MATTERS + "M1;a;03/04/2026;\n",
        "Rien ne dit si « 03/04/2026 » (colonne « Clos le ») commence par le jour ou par le mois : le fichier a été lu le jour en premier.",
        "Si c'est le mois, écrivez les dates AAAA-MM-JJ et importez de nouveau.",
        "Nothing tells whether “03/04/2026” (column “Clos le”) starts with the day or the month: the file was read day first.",
        "If it is the month, write the dates YYYY-MM-DD and import again.",
    ),
    "T_AMT": (
        BUDGETS + "M1;1e3;31/01/2026;\n",
        "« 1e3 » n'est pas un nombre (colonne « Budget HT »).",
        "Écrivez-le en chiffres, par exemple 1234,56.",
        "“1e3” is not a number (column “Budget HT”).",
        "Write it in digits, for instance 1234.56.",
    ),
    "T_MARK": (
        BUDGETS + "M1;1.234;31/01/2026;\n",
        "« 1.234 » (colonne « Budget HT ») peut se lire 1234 ou 1,234, et les autres nombres du fichier ne permettent pas de choisir.",
        "Écrivez 1234 sans séparateur de milliers, ou 1,2340 avec un zéro de plus.",
        "“1.234” (column “Budget HT”) may be read as 1234 or as 1.234, and the other numbers of the file do not settle it.",
        "Write 1234 without a thousands separator, or 1.2340 with one more zero.",
    ),
    "T_DEC": (
        BUDGETS + "M1;33,3333333;31/01/2026;\n",
        "« 33,3333333 » a plus de 6 décimales (colonne « Budget HT »).",
        "Arrondissez-le dans le fichier.",
        "“33,3333333” has more than 6 decimals (column “Budget HT”).",
        "Round it in the file.",
    ),
    "T_SIZE": (
        BUDGETS + "M1;1234567890123;31/01/2026;\n",
        "« 1234567890123 » a plus de 12 chiffres avant la virgule (colonne « Budget HT »).",
        "Vérifiez qu'un séparateur n'a pas disparu.",
        "“1234567890123” has more than 12 digits before the decimal mark (column “Budget HT”).",
        "Check that no separator was lost.",
    ),
    "T_SIGN": (
        BUDGETS + "M1;$ 100;31/01/2026;\n",
        "« $ 100 » (colonne « Budget HT ») ne va pas avec la devise de la ligne, EUR.",
        "Donnez la devise dans sa colonne (vide : EUR), et le montant sans signe.",
        "“$ 100” (column “Budget HT”) does not go with the currency of the line, EUR.",
        "Give the currency in its column (empty: EUR), and the amount without a sign.",
    ),
    "T_ENUM": (
        "Cabinet;Dossier;Dérogation\nF1;M1;peut-être\n",
        "« peut-être » n'est pas une valeur connue de la colonne « Dérogation ».",
        "Valeurs acceptées : accordée, refusée.",
        "“peut-être” is not a known value of the column “Dérogation”.",
        "Accepted values: approved, refused.",
    ),
    "T_CUR": (
        BUDGETS + "M1;100;31/01/2026;dollars\n",
        "« dollars » n'est pas un code de devise (colonne « Devise »).",
        "Écrivez le code à trois lettres : EUR, USD, GBP…",
        "“dollars” is not a currency code (column “Devise”).",
        "Write the three-letter code: EUR, USD, GBP…",
    ),
    "T_INT": (
        "Cabinet;Date de réponse;Clarté\nF1;31/01/2026;3,5\n",
        "« 3,5 » n'est pas un nombre entier (colonne « Clarté »).",
        "Écrivez un nombre entier, sans décimale.",
        "“3,5” is not a whole number (column “Clarté”).",
        "Write a whole number, without decimals.",
    ),
    "T_RANGE": (
        "Cabinet;Date de réponse;Clarté\nF1;31/01/2026;6\n",
        "« 6 » est hors des bornes de la colonne « Clarté » : 1–5.",
        "Écrivez une valeur dans ces bornes.",
        "“6” is out of the bounds of the column “Clarté”: 1–5.",
        "Write a value within these bounds.",
    ),
}


def told(file: str | bytes | tuple[str, str]) -> Iterator[Problem]:
    """Everything that reading the file tells, as an import would."""
    if isinstance(file, bytes):
        yield from from_xlsx(file)[1]
        return
    sheet: Sheet = from_csv(file[1] if isinstance(file, tuple) else file)
    table: Table | Problem = TABLES[file[0]] if isinstance(file, tuple) else identify(sheet)
    if isinstance(table, Problem):
        yield table
        return
    result = read(sheet, table)
    assert result.rejected == any(problem.kind.level == "reject" for problem in result.problems)
    assert not (result.rejected and (result.rows or result.set_aside))
    yield from (row.problem for row in result.set_aside)
    yield from result.problems


def spaced(sentence: str) -> str:
    """Put the no-break spaces of French typography where the cases above have plain ones."""
    for plain, right in ((" :", "\u00a0:"), (" ;", "\u202f;"), ("« ", "«\u00a0"), (" »", "\u00a0»"), ("512 Mo", "512\u00a0Mo"),
                         ("5 millions", "5\u00a0millions")):  # fmt: skip
        sentence = sentence.replace(plain, right)
    return sentence


@pytest.mark.parametrize("code", CASES)
def test_each_problem_is_told_in_plain_words(code: str):
    file, *words = CASES[code]
    problem = next(problem for problem in told(file) if problem.kind.code == code)
    said = [
        text.format(seen=problem.seen, column=problem.column, line=problem.line, **problem.more)
        for text in (
            problem.kind.message.fr,
            problem.kind.remedy.fr,
            problem.kind.message.en,
            problem.kind.remedy.en,
        )
    ]
    assert said == [spaced(words[0]), spaced(words[1]), words[2], words[3]]


def test_every_kind_is_provoked_and_no_two_share_a_code():
    assert set(CASES) == set(KINDS)
    assert all(kind.code == code for code, kind in KINDS.items())


def test_a_cell_outside_zero_is_told_with_its_bound():
    for text, bounds in (
        ("Devise;Date;Euros par unité\nUSD;2026-01-31;0\n", "> 0"),
        ("Cabinet;Taux horaire;Valable du\nF;-5;2026-01-31\n", "≥ 0"),
        ("Cabinet;Date de réponse;NPS\nF;2026-01-31;11\n", "0–10"),
    ):
        (problem,) = told(text)
        assert (problem.kind.code, problem.more) == ("T_RANGE", {"bounds": bounds})
