# ruff: noqa: E501 — a sentence is pinned whole
"""Every problem that a LEDES XML or LEDES 2000 file alone can have, provoked by a tiny file, and its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.checks import KINDS, ledes_xml
from data.imports import check_files
from data.report import ProblemTold
from data.store import Store
from tests.formats.ledes_paper import (
    AB,
    HOUR,
    USUAL,
    VAT,
    client,
    fee,
    firm,
    invoice,
    ledes_2000,
    matter,
    one,
    xml,
)

CODES = [code for code, kind in KINDS.items() if kind in vars(ledes_xml).values()]
OFF = {"disc_cred": "MIA", "disc_cred_category": "Fee", "increase_decrease": "Decrease", "disc_cred_amount": "50.00"}
WITHHELD = {"tx_id": "WHT", "tax_type": "IRRF", "tax_rate_percent": "0.015", "increase_decrease": "Decrease"}

FILES = {
    "FAKE": "<ledesxmlebilling2.1><Facture/></ledesxmlebilling2.1>",
    "LXV": one(USUAL),
    "LXV0": xml(firm(client(invoice(USUAL))), version="2.7"),
    "INV2": xml(firm(client(invoice(USUAL), invoice(USUAL)))),
    "BARE0": one(matter(), inv_total_net_due="120.00"),
    "TOTC": one(matter(fee("2", "250.00", None))),
    "BASE": one(matter(fee("2", "250.00", "500.00", base_amount="510.00"))),
    "MSUM": one(matter(HOUR, matter_total_detail_fees="650.00")),
    "ADJ": one(matter(HOUR, discounts=[OFF], matter_net_fees="450.00")),
    "ADJX": one(matter(HOUR, matter_net_fees="450.00")),
    "ADJD": one(matter(HOUR, discounts=[OFF], matter_net_fees="500.00"), inv_total_net_due="540.00"),
    "SPLIT": one(matter(HOUR, matter_perc_shar_fees="0.333", matter_net_fees="166.50")),
    "TXID": one(matter(fee("2", "250.00", "500.00", "TVA"))),
    "WHT": xml(firm(client(invoice(USUAL)), taxes=[VAT, WITHHELD])),
    "GDIS": ledes_2000(matter(fee("2", "250.00", "500.00")), inv_generic_discount="30.00", inv_total_net_due="500.00"),
    "TKS": one(matter(fee("2", "250.00", "500.00", tk_id="ZZ"))),
    "TKH": one(matter(HOUR, staff=[AB | {"tk_hours": "3.5"}])),
    "REPL": one(USUAL, rejected_inv_replacement="Y"),
    "FINB": one(matter(HOUR, matter_final_bill="Y")),
    "UNUS": one(matter(HOUR, po_number="4500012")),
}

# What is said of each, and what to do: in French, then in English.
WORDS = """
FAKE Le document s'annonce LEDES XML 2.1, mais aucun élément d'une facture de cette norme n'y figure. Ses éléments sont inventés, ou ce n'est pas une facture. Demander au cabinet un fichier conforme à la norme.
     The document calls itself LEDES XML 2.1, but none of the elements of that standard's invoices is there. Its elements are made up, or it is no invoice. Ask the firm for a file that follows the standard.
LXV Le fichier s'annonce LEDES XML 2.1. Rien à faire.
    The file calls itself LEDES XML 2.1. Nothing to do.
LXV0 Le fichier s'annonce LEDES XML 2.7, une version que Binôme ne connaît pas : lu comme LEDES XML 2.2. Vérifier un montant.
     The file calls itself LEDES XML 2.7, a version that Binôme does not know: read as LEDES XML 2.2. Check one amount.
INV2 La facture FA-1 figure plusieurs fois dans le fichier : toutes ses lignes s'additionnent. Vérifier qu'elle n'est pas en double. Demander au cabinet un fichier corrigé.
     Invoice FA-1 stands several times in the file: all its lines add up. Check that it is not there twice. Ask the firm for a corrected file.
BARE0 Facture FA-1 : ni ligne ni dossier chiffré ; elle compte par son total annoncé, 120. Demander au cabinet un fichier corrigé.
      Invoice FA-1: no line, and no matter with an amount; it counts by its declared total, 120. Ask the firm for a corrected file.
TOTC Le total de la ligne manque ; calculé d'après ses autres montants : 500. Les totaux de lignes font foi ; vérifier avec le cabinet.
     The line's total is missing; worked out from its other amounts: 500. Line totals count; check with the firm.
BASE Le montant de base de la ligne est 510, mais unités × prix font 500. Les totaux de lignes font foi ; vérifier avec le cabinet.
     The line's base amount is 510, but units × unit cost make 500. Line totals count; check with the firm.
MSUM Dossier M1 : matter_total_detail_fees annonce 650, les lignes font 500. Les totaux de lignes font foi ; vérifier avec le cabinet.
     Matter M1: matter_total_detail_fees declares 650, the lines make 500. Line totals count; check with the firm.
ADJ Facture FA-1, dossier M1 : une ligne de -50 ramène les lignes au net du dossier (MIA -50). Rien à faire : heures et taux restent ceux des lignes.
    Invoice FA-1, matter M1: a line of -50 brings the lines to the matter's net (MIA -50). Nothing to do: hours and rates stay those of the lines.
ADJX Facture FA-1, dossier M1 : matter_net_fees annonce 450, mais lignes, remises et partage font 500. Le net annoncé du dossier est retenu. Vérifier avec le cabinet.
     Invoice FA-1, matter M1: matter_net_fees declares 450, but lines, discounts and split make 500. The declared net of the matter counts. Check with the firm.
ADJD Facture FA-1, dossier M1 : matter_net_fees annonce 500, mais lignes, remises et partage font 450. Le total de la facture donne raison aux remises : 450 est retenu. Vérifier avec le cabinet.
     Invoice FA-1, matter M1: matter_net_fees declares 500, but lines, discounts and split make 450. The invoice's total agrees with the discounts: 450 counts. Check with the firm.
SPLIT Facture FA-1, dossier M1 : facture partagée, 33.3 % pour le client (matter_perc_shar_fees). Seule la part du client compte.
      Invoice FA-1, matter M1: split bill, 33.3% for the client (matter_perc_shar_fees). Only the client's share counts.
TXID La ligne renvoie à la taxe « TVA », qui n'est pas définie ou n'a pas de taux lisible. Les totaux de lignes font foi ; vérifier avec le cabinet.
     The line names tax “TVA”, which is not defined or has no rate that can be read. Line totals count; check with the firm.
WHT Facture FA-1 : 8.7 de taxe retenue à la source ou par tranches (IRRF), laissée hors de la dépense. Rien à faire : ni le HT ni la taxe des lignes ne changent.
    Invoice FA-1: 8.7 of tax withheld or by tiers (IRRF), left out of spend. Nothing to do: neither the net nor the tax of lines changes.
GDIS Facture FA-1 : remise générale de 30 annoncée, dont le total dû ne tient pas compte ; elle ne compte pas. Vérifier avec le cabinet : il peut s'agir de taxes retenues.
     Invoice FA-1: general discount of 30 declared, which the total due leaves out; it does not count. Check with the firm: it may be taxes withheld.
TKS Dossier M1 : l'intervenant ZZ est facturé, mais n'est pas dans la liste des intervenants (tk_sum). Ses lignes comptent, sans nom. Demander au cabinet un fichier corrigé.
    Matter M1: timekeeper ZZ is charged, but is not in the list of timekeepers (tk_sum). Those lines count, without a name. Ask the firm for a corrected file.
TKH Dossier M1 : la liste des intervenants donne 3.5 heures à AB, les lignes 2. Les totaux de lignes font foi ; vérifier avec le cabinet.
    Matter M1: the list of timekeepers gives AB 3.5 hours, the lines 2. Line totals count; check with the firm.
REPL La facture FA-1 remplace une facture refusée, sans dire laquelle. Sous le même numéro, elle la remplace. Sinon, donner à l'ancienne le statut rejected au registre.
     Invoice FA-1 replaces a rejected invoice, without saying which. Under the same number, it replaces it. Otherwise give the older one the status rejected in the register.
FINB Facture FA-1 : c'est la dernière du dossier M1, d'après le cabinet (matter_final_bill). S'il est clos, le dire à la table matters (closed_on, final_billed).
     Invoice FA-1: the last one of matter M1, says the firm (matter_final_bill). If it is closed, say so in the matters table (closed_on, final_billed).
UNUS Facture FA-1 : gardé avec le fichier, sans servir à un chiffre : po_number = 4500012. Rien à faire.
     Invoice FA-1: kept with the file, used by no figure: po_number = 4500012. Nothing to do.
"""
SAID = {
    french.partition(" ")[0]: (french.partition(" ")[2], english.strip())
    for french, english in zip(*[iter(WORDS.strip().splitlines())] * 2, strict=True)
}
Told = dict[str, dict[str, tuple[ProblemTold, ...]]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is said of each file in each language, each read alone."""
    store = Store(Path(tmp_path_factory.mktemp("books")) / "books.duckdb")
    found: Told = {"fr": {}, "en": {}}
    for code, text in FILES.items():
        found["fr"][code] = check_files(store, [(code, text.encode())], lang="fr").files[0].problems
        found["en"][code] = check_files(store, [(code, text.encode())], lang="en").files[0].problems
    return found


def test_no_kind_is_without_a_file_and_words():
    assert list(SAID) == list(FILES) == CODES


@pytest.mark.parametrize("code", FILES)
def test_a_problem_in_the_words_of_its_reader(told: Told, code: str):
    for lang, words in zip(("fr", "en"), SAID[code], strict=True):
        found = next(problem for problem in told[lang][code] if problem.code == code)
        assert f"{found.message} {found.remedy}".replace("\u202f", " ").replace("\u00a0", " ") == words
        assert found.level == KINDS[code].level
        for problem in told[lang][code]:  # and nothing said of this file has a hole
            assert not re.search(r"\{\w+\}|«\s*»|“”| $", problem.message + problem.remedy), problem
