"""A small store in which every text that some role must not see is a canary: a word that stands nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data import reviews
from data.imports import import_files
from data.store import Store
from kpi import catalogue
from kpi.model import Period, Scope
from report.review.book import Recorder
from report.review.plan import Plan
from ui.live import Live

CANARIES: Final = {
    "narrative": "SERINlibelle",
    "invoice description": "SERINdescription",
    "timekeeper of a line": "SERINintervenant",
    "timekeeper without an id": "SERINsansnumero",
    "timekeeper of the table": "SERINequipe",
    "respondent": "SERINrepondant",
    "survey comment": "SERINcommentaire",
    "note of legal": "SERINnote",
    "reason of legal": "SERINmotif",
    "budget note of legal": "SERINbudget",
    "owner of a matter": "SERINresponsable",
    "line set aside": "SERINecartee",
    "column that nobody knows": "SERINcolonne",
    "name of a file": "SERINfichier",
}
C: Final = CANARIES
_HEAD: Final = (
    "INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|BILLING_END_DATE|"
    "INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT|"
    "LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|"
    "LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]"
)


def _line(number: str, item: int, units: str, who: str, matter: str) -> str:
    total = {"A-1": "1500.00", "A-2": "300.00"}[number]
    name = C["timekeeper of a line"] if who else C["timekeeper without an id"]
    amount = f"{int(units) * 100}.00" if units.isdigit() else units
    return (
        f"20260810|{number}|C1|{matter}|{total}|20260701|20260731|{C['invoice description']}|{item}|F|{units}|0|"
        f"{amount}|20260715|L110||A101|{who}|{C['narrative']} {item}|F1|100.00|{name}|PT|{matter}[]"
    )


_LINES: Final = "\r\n".join(
    [
        "LEDES1998B[]",
        _HEAD,
        _line("A-1", 1, "10", "TK1", "A1"),
        _line("A-1", 2, "5", "", "A1"),
        _line("A-2", 1, "3", "TK1", "A2"),
        _line("A-2", 2, f"x{C['line set aside']}", "TK1", "A2"),
        "",
    ]
)
FILES: Final = {
    "lines.txt": _LINES,
    f"{C['name of a file']}.csv": "firm_id;name\nF1;Cabinet Un\n",
    "firms.csv": "firm_id;name\nF2;Cabinet Deux\n",
    "matters.csv": "matter_id;name;matter_type;entity;owner;humeur\n"
    f"A1;Bail Lyon;Immobilier;FR;{C['owner of a matter']};{C['column that nobody knows']}\nA2;Divers;Conseil;FR;;\n",
    "mandates.csv": "firm_id;matter_id;appointed_on;waiver;reason\n"
    f"F1;A1;2026-07-01;refused;[Juridique] {C['reason of legal']}\nF1;A2;2026-07-02;;Seul à connaître le site\n",
    "panel.csv": "firm_id;valid_from\nF2;2026-01-01\n",
    "budgets.csv": "matter_id;amount;approved_on;note\n"
    f"A1;500;2026-07-01;\nA1;2000;2026-09-01;[legal] {C['budget note of legal']}\nA2;400;2026-07-01;Forfait\n",
    "timekeepers.csv": f"firm_id;timekeeper_id;name;level\nF1;TK1;{C['timekeeper of the table']};partner\n",
    "rates.csv": "firm_id;hourly_rate;valid_from;timekeeper_id\nF1;90;2026-01-01;TK1\n",
    "surveys.csv": "firm_id;answered_on;matter_id;respondent_role;expertise;responsiveness;recommend;comment\n"
    f"F1;2026-09-01;A1;{C['respondent']};4;3;8;{C['survey comment']}\n",
    "notes.csv": "noted_on;text;kpi\n2026-07-02;Hausse des taux annoncée;spend\n"
    f"2026-08-02;[JURIDIQUE] {C['note of legal']};spend\n",
    "contracts.csv": "firm_id;notified_on;amount\nF1;2026-02-02;5000\n",
}


def canary_store(folder: Path) -> Path:
    """Import the files, prepare a review of the firm and freeze some answers; return the path of the store."""
    path = folder / "canaries.duckdb"
    store = Store(path)
    import_files(store, [(name, text.encode()) for name, text in FILES.items()])
    period = Period.parse("2026-T3")
    number = reviews.start(store, period.start, period.end, "F1", Plan().model_dump_json())
    with store.reading() as reader:
        recorder = Recorder(Live(reader))
        recorder.measure("spend", catalogue()["spend"].default_reading, Scope(period=period))
        recorder.trail("off_panel_rate", "count", Scope(period=period))
        for name in ("notes", "matters", "set_aside", "history"):
            recorder.listed(name)
        recorder.listed("late_budgets", period.end)
        book = recorder.book()
    reviews.freeze(store, number, book)
    return path
