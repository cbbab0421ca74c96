"""Deliberate dirt: one small file per kind of problem, each an invoice of the portfolio that was spoiled.

The spoiled invoice is taken out of its firm's clean file, so that nothing is counted twice; only the two
kinds about an invoice that comes back leave the clean one in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from data.demo import ledes, tables
from data.demo.firms import Firm
from data.demo.invoice import Invoice
from data.demo.ledes import Row
from data.demo.spoiling import (
    GONE,
    Spoil,
    add_line,
    changed,
    decimal_comma,
    hostile,
    impossible_day,
    no_expense_code,
    nothing,
    overwrite,
    pipe,
    respelled,
    shift,
    tax_summary,
    unchanged,
    vat_as_expense,
    wrong_line,
)
from data.demo.timeline import LAST_FULL, Timeline

FEWEST, MOST, LARGEST = 4, 10, 9_000  # lines and euros of an invoice that is spoiled


@dataclass(frozen=True)
class Dirt:
    """One kind of problem: its file, how rows are spoiled, and which invoices lend themselves to it."""

    kind: str
    file: str
    spoil: Spoil
    version: str = "1998B"
    expenses: bool = False  # an invoice with expenses is needed
    again: bool = False  # the clean invoice stays in its own file as well
    billed: bool = False  # the spoiled total is what the register shows


DIRT = (
    Dirt("unknown_format", "01_format_inconnu.txt", unchanged),
    Dirt("empty", "02_fichier_vide.txt", nothing),
    Dirt("invoice_total", "03_total_de_facture_faux.txt", shift("INVOICE_TOTAL", "150.00")),
    Dirt("line_arithmetic", "04_calcul_de_ligne_faux.txt", wrong_line),
    Dirt("pipe_in_narrative", "05_barre_verticale_dans_un_libelle.txt", pipe),
    Dirt("missing_cell", "06_cellule_manquante.txt", overwrite("LINE_ITEM_EXPENSE_CODE", GONE)),
    Dirt("unreadable_amount", "07_montant_illisible.txt", overwrite("LINE_ITEM_TOTAL", "à valider")),
    Dirt("decimal_comma", "08_virgule_decimale.txt", decimal_comma),
    Dirt("impossible_date", "09_date_impossible.txt", impossible_day),
    Dirt("unknown_matter", "10_dossier_inconnu.txt", overwrite("CLIENT_MATTER_ID", "ARM-2019-9999")),
    Dirt("no_matter", "11_ligne_sans_dossier.txt", overwrite("CLIENT_MATTER_ID", "", "LAW_FIRM_MATTER_ID")),
    Dirt("no_timekeeper", "12_honoraires_sans_intervenant.txt",
         overwrite("TIMEKEEPER_ID", "", "TIMEKEEPER_NAME", "TIMEKEEPER_CLASSIFICATION")),
    Dirt("no_expense_code", "13_frais_sans_code.txt", no_expense_code, expenses=True),
    Dirt("duplicate_lines", "14_lignes_en_double.txt", add_line(), billed=True),
    Dirt("resent_changed", "15_facture_renvoyee_modifiee.txt", changed, again=True),
    Dirt("number_spelling", "16_numero_ecrit_autrement.txt", respelled, again=True),
    Dirt("tax_summary", "17_recapitulatif_de_tva_faux.txt", tax_summary, version="1998BI"),
    Dirt("unknown_code", "18_code_utbms_inconnu.txt", overwrite("LINE_ITEM_TASK_CODE", "Z999")),
    Dirt("zero_rate", "19_taux_nul.txt",
         add_line(LINE_ITEM_UNIT_COST="0.00", LINE_ITEM_TOTAL="0.00", LINE_ITEM_ADJUSTMENT_AMOUNT="0.00",
                  LINE_ITEM_DESCRIPTION="Point de suivi, temps offert")),
    Dirt("negative_line", "20_ligne_negative.txt",
         add_line(LINE_ITEM_NUMBER_OF_UNITS="-0.5", LINE_ITEM_UNIT_COST="240.00", LINE_ITEM_TOTAL="-120.00",
                  LINE_ITEM_ADJUSTMENT_AMOUNT="0.00", LINE_ITEM_DESCRIPTION="Temps repris"), billed=True),
    Dirt("vat_as_expense", "21_tva_en_frais.txt", vat_as_expense),
    Dirt("hostile_text", "22_textes_hostiles.txt", hostile),
)  # fmt: skip
TABLES = {
    "table_bad_date": "23_enquetes_date_impossible.csv",
    "table_unknown_column": "24_contrats_colonne_inconnue.csv",
}
KINDS = {each.kind: each.file for each in DIRT} | TABLES


def spoil(invoices: list[Invoice], timeline: Timeline) -> tuple[dict[str, bytes], list[Invoice]]:
    """Write the spoiled files; returns them with the invoices that clean files must leave out."""
    written: dict[str, bytes] = {}
    taken: list[Invoice] = []
    left_out: list[Invoice] = []
    candidates = _candidates(invoices, timeline)
    for dirt in DIRT:
        invoice = next(each for each in candidates if each not in taken and _suits(each, dirt))
        taken.append(invoice)
        rows = sorted(ledes.rows([invoice]), key=lambda row: row["EXP/FEE/INV_ADJ_TYPE"] != "F")
        dirt.spoil(rows)
        if not dirt.again and dirt.kind != "empty":
            left_out.append(invoice)
        if dirt.billed:
            invoice.shares = [(invoice.shares[0][0], Decimal(rows[0]["INVOICE_TOTAL"]))]
        written[dirt.file] = _file(invoice.firm, rows, dirt)
    return written | _tables(timeline), left_out


def _file(firm: Firm, rows: list[Row], dirt: Dirt) -> bytes:
    if not rows:
        return b""
    content = ledes.text(firm, rows, format_line="LEDES1998Z" if dirt.kind == "unknown_format" else "")
    return content.replace(f"|{GONE}".encode(), b"")


def _candidates(invoices: list[Invoice], timeline: Timeline) -> list[Invoice]:
    """List small ordinary invoices of the last full quarters, taking the firms in turn."""
    corrected = {id(each.corrects) for each in invoices}
    found = [
        each
        for each in invoices
        if each.detailed
        and each.registered
        and each.kind == "invoice"
        and each.status in {"approved", "paid"}
        and each.approved_net is None
        and not each.second_channel
        and id(each) not in corrected
        and len(each.shares) == 1
        and each.net < LARGEST
        and each.firm.currency == "EUR"
        and sum(line.kind == "F" for line in each.lines) >= FEWEST
        and len(each.lines) <= MOST
        and LAST_FULL - 5 <= timeline.quarter_number(each.day) <= LAST_FULL
        and each.firm.ebilling is not None
        and not each.firm.ebilling.own_matter_ids
    ]
    seen: dict[str, int] = {}
    order: dict[int, int] = {}
    for invoice in found:
        order[id(invoice)] = seen[invoice.firm.firm_id] = seen.get(invoice.firm.firm_id, 0) + 1
    return sorted(found, key=lambda each: (order[id(each)], each.firm.firm_id))


def _suits(invoice: Invoice, dirt: Dirt) -> bool:
    with_expenses = any(line.kind == "E" for line in invoice.lines)
    spelled = dirt.kind != "number_spelling" or not invoice.number.isalnum()
    return ledes.ebilling_of(invoice.firm).version == dirt.version and spelled and (with_expenses or not dirt.expenses)


def _tables(timeline: Timeline) -> dict[str, bytes]:
    day = timeline.today - timedelta(40)
    answers: tables.Rows = [
        {
            "firm_id": "CAB-03",
            "answered_on": day,
            "respondent_role": "Juriste",
            "expertise": 4,
            "recommend": 8,
        },
        {
            "firm_id": "CAB-04",
            "answered_on": f"31/02/{day.year}",
            "respondent_role": "Juriste",
            "expertise": 3,
        },
    ]
    agreements: tables.Rows = [
        {
            "firm_id": "CAB-14",
            "notified_on": day,
            "amount": Decimal(45_000),
            "environmental": True,
            "social": False,
            "small_business": True,
            "commentaire_interne": "À confirmer avec le cabinet",
        },
    ]
    return {
        TABLES["table_bad_date"]: tables.table("surveys", answers),
        TABLES["table_unknown_column"]: tables.table("contracts", agreements, more="commentaire_interne"),
    }
