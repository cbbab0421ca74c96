# ruff: noqa: E501 — a sentence is pinned whole
"""Every problem that a mapped table can have, provoked by a tiny file, and its words in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.imports import check_files
from data.mapping import problems, saved
from data.mapping.model import Mapping, fold_heading
from data.mapping.recognition import read
from data.report import ProblemTold, told
from data.store import Store

HEAD = ["Tiers", "Pièce", "Jour", "Somme", "Type", "Devise", "Sens", "Débit", "Crédit", "TVA", "Statut"]
COLUMNS = {
    "firm_id": "Tiers",
    "invoice_number": "Pièce",
    "invoice_date": "Jour",
    "amount": "Somme",
    "kind": "Type",
    "currency": "Devise",
    "status": "Statut",
}
GOOD = "D;A1;31/07/2026;100,00;FA;EUR;C;;100,00;20,00;payée"


def table(*rows: str, head: list[str] = HEAD) -> bytes:
    return "\n".join([";".join(head), *rows, ""]).encode()


def mapping(**more: Any) -> Mapping:
    usual: dict[str, Any] = {"name": "Journal", "target": "invoices", "columns": COLUMNS}
    return Mapping(**{**usual, "header": tuple(sorted(map(fold_heading, HEAD))), **more})


def row(**cells: str) -> str:
    return ";".join(cells.get(name, cell) for name, cell in zip(HEAD, GOOD.split(";"), strict=True))


SIDED = {
    "columns": {
        **{name: one for name, one in COLUMNS.items() if name != "amount"},
        "debit": "Débit",
        "credit": "Crédit",
    },
    "sign": "debit_credit",
}
LINES = {
    "target": "lines",
    "columns": {"firm_ref": "Tiers", "number": "Pièce", "invoice_date": "Jour", "amount": "Somme"},
}
FILES: dict[str, tuple[bytes, Mapping]] = {
    "M_READ": (table(GOOD), mapping()),
    "M_TABLE": (b"Bonjour\n", mapping()),
    "M_WIDE": (table(*[";".join(["1"] * 1011)], head=[*HEAD, *(f"c{n}" for n in range(1000))]), mapping()),
    "M_HEAD": (table(GOOD, head=["Nom", *HEAD[1:]]), mapping()),
    "M_LACK": (table(GOOD), mapping(columns={"firm_id": "Tiers"})),
    "M_ENC": (
        table(GOOD).replace("Pièce".encode(), b"Pi\xe8ce"),
        mapping(
            encoding="utf-8",
            columns={name: one for name, one in COLUMNS.items() if name != "invoice_number"}
            | {"invoice_number": "TVA"},
        ),
    ),
    "M_LEFT": (table(GOOD, row(Type="RF", Somme="5,00")), mapping()),
    "M_SUM": (table(GOOD, row(Somme="5,00")), mapping(several_rows=True)),
    "M_SAME": (table(GOOD, row(Somme="5,00")), mapping()),
    "M_TYPE": (table(GOOD), mapping(**LINES)),
    "M_REQ": (table(GOOD, row(Tiers="")), mapping()),
    "M_AMT": (table(GOOD, row(Somme="1,2,3")), mapping()),
    "M_DATE": (table(GOOD, row(Jour="31/13/2026")), mapping()),
    "M_CUR": (table(GOOD, row(Devise="écu")), mapping()),
    "M_KIND": (table(GOOD, row(Type="Divers")), mapping()),
    "M_VAT": (table(GOOD, row(TVA="99,00")), mapping(columns={**COLUMNS, "tax_amount": "TVA"}, basis="ttc")),
    "M_SIDES": (table(GOOD, row(Débit="10,00")), mapping(**SIDED)),
    "M_ENUM": (table(GOOD, row(Statut="bientôt")), mapping()),
}  # fmt: skip — one file a line
ELSEWHERE = {"M_TWO", "M_NEAR", "M_LINES"}
"""Told by the import itself, below."""

# What is said of each, and what to do: in French, then in English.
WORDS = """
M_READ Lu avec la correspondance « Journal ». Rien à faire si c'est bien elle.
    Read with the mapping “Journal”. Nothing to do if it is the right one.
M_TABLE Ce fichier n'est pas un tableau : aucune ligne de titres suivie de lignes. Vérifier que c'est le bon fichier ; l'enregistrer en CSV ou en XLSX.
    This file is no table: no line of headings with lines below it. Check that it is the right file; save it as CSV or XLSX.
M_WIDE Le tableau a 1011 colonnes : c'est plus que la limite de 1000. N'exporter que les colonnes utiles.
    The table has 1011 columns: more than the limit of 1000. Export the useful columns only.
M_HEAD Ce fichier n'a pas les colonnes de la correspondance « Journal » : il manque Tiers. Vérifier que c'est le bon export, ou faire une autre correspondance.
    This file lacks columns of the mapping “Journal”: Tiers. Check that it is the right export, or make another mapping.
M_LACK La correspondance « Journal » est incomplète. Aucune colonne ne donne : N° de facture. Aucune colonne ne donne : Date de facture. Aucune colonne ne donne : Montant. La compléter, puis importer de nouveau.
    The mapping “Journal” is not complete. No column gives: Invoice number. No column gives: Invoice date. No column gives: Amount. Complete it, then import again.
M_ENC Des lettres ne se lisent pas en utf-8 : « \ufffd » les remplace. Choisir un autre codage dans la correspondance.
    Some letters cannot be read as utf-8: “\ufffd” stands for them. Choose another encoding in the mapping.
M_LEFT Lignes laissées de côté parce que la correspondance le dit : 1, pour 5.00. Rien à faire si ce sont des règlements ou d'autres comptes.
    Lines left out because the mapping says so: 1, for 5.00. Nothing to do if they are payments or other accounts.
M_SUM Factures sur plusieurs lignes, dont les montants ont été additionnés : 1. Rien à faire.
    Invoices on several lines, whose amounts were added up: 1. Nothing to do.
M_SAME La facture A1 est déjà ligne 2 : au registre, c'est la dernière ligne qui compte. Si ses lignes s'additionnent, le dire dans la correspondance (plusieurs lignes par facture).
    Invoice A1 is already on line 2: in the register, the last line counts. If its lines add up, say so in the mapping (several lines per invoice).
M_TYPE Aucune colonne ne dit si une ligne est d'honoraires ou de frais : 0 lignes lues comme honoraires, 0 comme frais, 1 sans heures ni intervenant comme montants au forfait. Indiquer la colonne si elle existe.
    No column tells fees from expenses: 0 lines read as fees, 0 as expenses, 1 without hours or timekeeper as lump sums. Name the column if there is one.
M_REQ « Tiers » est vide sur cette ligne. Remplir la cellule, ou laisser la ligne écartée.
    “Tiers” is empty on this line. Fill in the cell, or leave the line set aside.
M_AMT « 1,2,3 » n'est pas un montant à virgule décimale (colonne « Somme »). Corriger la ligne, ou la correspondance si toute la colonne est écrite ainsi.
    “1,2,3” is no amount with a decimal comma (column “Somme”). Correct the line, or the mapping if the whole column is written so.
M_DATE « 31/13/2026 » n'est pas une date écrite jour/mois/année (colonne « Jour »). Corriger la ligne, ou la correspondance si toute la colonne est écrite ainsi.
    “31/13/2026” is no date written day/month/year (column “Jour”). Correct the line, or the mapping if the whole column is written so.
M_CUR « écu » n'est pas une devise, ou pas celle de la ligne (colonne « Devise »). Corriger la ligne, ou la correspondance si toute la colonne est écrite ainsi.
    “écu” is no currency, or not that of the line (column “Devise”). Correct the line, or the mapping if the whole column is written so.
M_KIND La correspondance ne dit pas ce que veut dire « Divers » (colonne « Type »). Le dire dans la correspondance, puis importer de nouveau.
    The mapping does not say what “Divers” means (column “Type”). Say it in the mapping, then import again.
M_VAT Le montant est TTC et la TVA de la ligne n'est pas lisible : « 99,00 ». Corriger la ligne, ou la correspondance si toute la colonne est écrite ainsi.
    The amount includes VAT, and the VAT of the line cannot be read: “99,00”. Correct the line, or the mapping if the whole column is written so.
M_SIDES La ligne n'a ni débit ni crédit, ou elle a les deux : « 10,00 / 100,00 ». Corriger la ligne, ou la correspondance si toute la colonne est écrite ainsi.
    The line has neither debit nor credit, or it has both: “10,00 / 100,00”. Correct the line, or the mapping if the whole column is written so.
M_ENUM « bientôt » n'est pas une valeur connue de la colonne « Statut ». Corriger la ligne, ou la correspondance si toute la colonne est écrite ainsi.
    “bientôt” is not a known value of the column “Statut”. Correct the line, or the mapping if the whole column is written so.
M_TWO Ce fichier peut se lire de plusieurs façons : invoices, Journal. Il n'est pas deviné laquelle est la bonne. Nommer la correspondance à l'import (--mapping), ou supprimer celle qui ne vaut plus.
    This file can be read in several ways: invoices, Journal. Which one is right is not guessed. Name the mapping when importing (--mapping), or delete the one that no longer holds.
M_NEAR Ce tableau ressemble à celui de la correspondance « Journal », à des colonnes près. Si c'est le même, importer avec elle (--mapping).
    This table is like that of the mapping “Journal”, but for some columns. If it is the same, import with it (--mapping).
M_LINES Ce tableau a les colonnes d'un registre de factures et celles d'un détail par lignes (Cabinet, Facture, Date, Montant, Heures, Taux horaire) : il n'est pas deviné lequel il est. Dire ce que sont ses colonnes : page « Importer », ou mapping propose.
    This table has the columns of a register of invoices and those of a detail by lines (Cabinet, Facture, Date, Montant, Heures, Taux horaire): which it is, is not guessed. Say what its columns are: page “Import”, or mapping propose.
"""
SAID = {
    french.partition(" ")[0]: (french.partition(" ")[2], english.strip())
    for french, english in zip(*[iter(WORDS.strip().splitlines())] * 2, strict=True)
}
DETAIL = b"Cabinet;Facture;Date;Montant;Heures;Taux horaire\nD;A1;31/07/2026;100,00;1;100,00\n"
REGISTER = b"firm_id;invoice_number;invoice_date;net_amount\nD;A1;2026-07-31;100,00\n"


def test_every_kind_has_its_file_and_its_words():
    assert {*FILES} | ELSEWHERE == set(problems.KINDS) == set(SAID)


def spoken(found: ProblemTold) -> str:
    assert not re.search(r"\{\w+\}|«\s*»|“”| $", found.message + found.remedy), found
    return re.sub("[\u202f\u00a0]", " ", f"{found.message} {found.remedy}")


@pytest.mark.parametrize("code", FILES)
def test_a_problem_in_the_words_of_its_reader(code: str):
    applied = read(*FILES[code]).applied
    (found,) = [
        one for one in [*applied.problems, *(one.problem for one in applied.set_aside)] if one.kind.code == code
    ]
    for lang, words in zip(("fr", "en"), SAID[code], strict=True):
        assert spoken(told(found, lang)) == words  # type: ignore[arg-type]


def test_what_the_import_says_of_mappings(tmp_path: Path):
    store = Store(tmp_path / "s.duckdb")
    register = ["firm_id", "invoice_number", "invoice_date", "net_amount"]
    named = dict(zip(["firm_id", "invoice_number", "invoice_date", "amount"], register, strict=True))
    folded = tuple(sorted(map(fold_heading, register)))
    saved.save(store, Mapping(name="Journal", target="invoices", header=folded, columns=named))
    for lang, place in (("fr", 0), ("en", 1)):
        (file,) = check_files(store, [("a", REGISTER)], lang=lang).files  # type: ignore[arg-type]
        assert spoken(next(one for one in file.problems if one.code == "M_TWO")) == SAID["M_TWO"][place]
        (file,) = check_files(store, [("a", DETAIL)], lang=lang).files  # type: ignore[arg-type]
        assert spoken(next(one for one in file.problems if one.code == "M_LINES")) == SAID["M_LINES"][place]
    saved.save(store, mapping(name="Journal"))
    for lang, place in (("fr", 0), ("en", 1)):
        wider = table(GOOD + ";x", head=[*HEAD, "Axe"])
        (file,) = check_files(store, [("a", wider)], lang=lang).files  # type: ignore[arg-type]
        assert spoken(next(one for one in file.problems if one.code == "M_NEAR")) == SAID["M_NEAR"][place]


def test_totals_hold_whatever_is_wrong():
    for data, one in FILES.values():
        applied = read(data, one).applied
        parts = (applied.kept, applied.aside, applied.left)
        assert sum(part.rows for part in parts) == applied.whole.rows
        assert sum((part.amount for part in parts), Decimal(0)) == applied.whole.amount
