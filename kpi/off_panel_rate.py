"""Off-panel rate: how often, and for how much, work goes to firms that were not on the panel that day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi.documents import counted, left_out
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import grouped, keep, rows, total, with_period, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.slices import Row

_KEYS = ("firm_id", "matter_id")


def _covers(entry: Mapping[str, Any], instruction: Mapping[str, Any]) -> bool:
    return (
        entry["matter_type"] in (None, instruction["matter_type"])
        and entry["jurisdiction"] in (None, instruction["jurisdiction"])
        and entry["entity"] in (None, instruction["entity"])
    )


def classify(instruction: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> str:
    """Say whether a firm was on the panel for that matter on the day it was instructed.

    on_panel, out_of_scope_of_panel (on it for something else), waived (off, with an approved waiver), or
    without_waiver. An attribute the matter lacks is matched only by an empty cell of the panel.
    """
    day = instruction["instructed_on"]
    that_day = [
        entry
        for entry in entries
        if entry["valid_from"] <= day and (entry["valid_to"] is None or day <= entry["valid_to"])
    ]
    if any(_covers(entry, instruction) for entry in that_day):
        return "on_panel"
    if instruction["waiver"] == "approved":
        return "waived"
    return "out_of_scope_of_panel" if that_day else "without_waiver"


def _judged(facts: Facts, found: Iterable[Row]) -> list[Row]:
    """Give each instruction its class, and the reason why it is out of scope when it is."""
    panel: defaultdict[str, list[Row]] = defaultdict(list)
    types: set[str | None] = set()
    for entry in rows(facts.panel):
        panel[entry["house"]].append(entry)
        types.add(entry["matter_type"])
    judged = []
    for row in found:
        reason = None
        if row["firm_kind"] != "law_firm":
            reason = "out_of_scope_kind"
        elif None not in types and row["matter_type"] not in types:
            reason = "out_of_scope_type"
        judged.append({**row, "class_": classify(row, panel[row["house"]]), "out": reason})
    return judged


def instructed(facts: Facts, scope: Scope) -> list[Row]:
    """Return the instructions given in the period, each with its class."""
    where = {name: keys for name, keys in scope.where.items() if name != "class"}
    frame = keep(within(facts.instructions, scope.period, "instructed_on"), where)
    return _of_class(_judged(facts, rows(with_period(frame, scope, "instructed_on"))), scope)


def billed(facts: Facts, scope: Scope) -> list[Row]:
    """Return the instructions with spend in the period, each judged on its own date, whenever that was."""
    where = {name: keys for name, keys in scope.where.items() if name != "class"}
    cut = with_period(counted(within(facts.spend, scope.period, "invoice_date")), scope, "invoice_date")
    keys = dict.fromkeys((*_KEYS, *(name for name in scope.by if name in ("quarter", "month"))))
    spent = keep(cut, where).group_by(*keys).agg(amount=nw.col("amount").sum())
    dated = facts.instructions.filter(~nw.col("instructed_on").is_null())
    return _of_class(_judged(facts, rows(spent.join(dated, on=list(_KEYS), how="inner"))), scope)


def _of_class(found: list[Row], scope: Scope) -> list[Row]:
    classes = scope.where.get("class")
    return [row for row in found if classes is None or row["class_"] in classes]


def _count(found: Iterable[Row], reading: str) -> tuple[Decimal, Decimal, int]:
    scope = [row for row in found if not row["out"]]
    off = [row for row in scope if row["class_"] != "on_panel"]
    n = len({(row["firm_id"], row["matter_id"]) for row in scope})
    if reading == "amount":
        return total(off), total(scope), n
    return Decimal(len(off)), Decimal(len(scope)), n


def compute(facts: Facts, scope: Scope, reading: str = "count") -> Measure:
    """Divide the instructions (or the spend) off the panel by those in scope of the panel."""
    found = instructed(facts, scope) if reading == "count" else billed(facts, scope)
    numerator, denominator, n = _count(found, reading)
    groups = []
    for key, part in grouped(found, scope.by).items() if scope.by else ():
        above, below, number = _count(part, reading)
        if number:
            groups.append(Group(key, ratio(above, below), above, below, number))
    in_scope = [row for row in found if not row["out"]]
    classes = {
        name: sum(1 for row in in_scope if row["class_"] == name)
        for name in ("on_panel", "out_of_scope_of_panel", "waived", "without_waiver")
    }
    return Measure(
        kpi="off_panel_rate",
        reading=reading,
        unit="ratio",
        better="lower",
        scope=scope,
        basis=Basis(date="instruction_date" if reading == "count" else "invoice_date"),
        value=ratio(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        n=n,
        coverage=ratio(len(in_scope), len(found)),
        excluded=_excluded(facts, scope, found, reading),
        groups=tuple(groups),
        details=classes,
        lacks=tuple(table for table in ("panel", "mandates", "invoices") if table not in facts.present),
    )


def _excluded(facts: Facts, scope: Scope, found: Iterable[Row], reading: str) -> tuple[Excluded, ...]:
    reasons: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        if row["out"]:
            reasons[row["out"]].append(row)
    out = [
        Excluded(reason, len(part), total(part) if reading == "amount" else None)
        for reason, part in sorted(reasons.items())
    ]
    if reading == "count":
        return tuple(out)
    where = {name: keys for name, keys in scope.where.items() if name != "class"}
    spent = keep(within(facts.spend, scope.period, "invoice_date"), where)
    loose = rows(
        counted(spent)
        .filter(nw.col("matter_id").is_null())
        .select(n=nw.col("document_id").n_unique(), amount=nw.col("amount").sum())
    )[0]
    if loose["n"] or 0:
        out.append(Excluded("without_matter", loose["n"], loose["amount"]))
    return (*out, *left_out(spent))


def trail(facts: Facts, scope: Scope, reading: str = "count") -> list[dict[str, Any]]:
    """List the instructions in scope, each with its date, its class, its waiver and its reason."""
    found = instructed(facts, scope) if reading == "count" else billed(facts, scope)
    shown = (
        "firm_id", "matter_id", "matter_type", "entity", "jurisdiction", "instructed_on", "date_basis", "waiver",
        "reason",
    )  # fmt: skip
    return [
        {
            **{name: row[name] for name in shown},
            "class": row["class_"],
            **({"amount": row["amount"]} if reading == "amount" else {}),
            "counted": row["class_"] != "on_panel",
        }
        for row in sorted(found, key=lambda row: (row["instructed_on"], row["firm_id"] or "", row["matter_id"] or ""))
        if not row["out"]
    ]


def _entry(house: str, matter_type: str, start: dt.date, end: dt.date) -> dict[str, Any]:
    return {"house": house, "matter_type": matter_type, "valid_from": start, "valid_to": end}


def _instruction(firm: str, matter: int, matter_type: str, day: dt.date, **more: str) -> dict[str, Any]:
    return {
        "firm_id": firm, "house": firm, "firm_kind": "law_firm", "matter_id": f"M{matter}",
        "matter_type": matter_type, "instructed_on": day, "date_basis": "appointed_on", **more,
    }  # fmt: skip


_START = dt.date(2025, 1, 1)
KPI = Kpi(
    name="off_panel_rate",
    order=50,
    unit="ratio",
    better="lower",
    adds_up=False,
    title=Text("Taux de recours hors panel", "Off-panel rate"),
    question=Text(
        "Quelle part des missions confiées l'a été hors du panel ?",
        "What share of instructions went to firms off the panel?",
    ),
    caution=Text(
        "Les cabinets hors panel sont souvent ceux qui n'envoient pas de fichier : calculé sur la seule facturation "
        "électronique, le taux est biaisé vers zéro. Le registre de toutes les factures donne le vrai dénominateur.",
        "Off-panel firms are often those that send no file: over e-billing alone the rate is biased towards zero. "
        "The register of all invoices gives the true denominator.",
    ),
    needs=("lines", "panel", "mandates", "invoices"),
    dimensions=("matter_type", "firm", "entity", "business_unit", "jurisdiction", "quarter", "month", "class"),
    readings=(
        Reading(
            "count",
            Text("En nombre de missions", "By number of instructions"),
            Text(
                "Missions (cabinet × dossier) de la période confiées hors panel ce jour-là ÷ missions de la période "
                "dans le champ (cabinets d'avocats, types de dossier couverts par le panel).",
                "Instructions (firm × matter) of the period off the panel that day ÷ instructions of the period in "
                "scope (law firms, matter types that the panel covers).",
            ),
        ),
        Reading(
            "amount",
            Text("En montant", "By amount"),
            Text(
                "Dépense HT de la période sur des missions hors panel ÷ dépense de la période sur les missions dans "
                "le champ.",
                "Spend of the period on off-panel instructions ÷ spend of the period on instructions in scope.",
            ),
            parts=("EUR", "EUR"),
        ),
    ),
    references=("LJA / Day One : le panel est une liste formelle, segmentée par spécialité ; Cost Legalis",),
    example=Example(
        story=Text(
            "Panel : A en M&A du 01/01/2025 au 31/12/2026 ; B en Social jusqu'au 31/07/2026. T3 : A en M&A le 02/07 "
            "(panel) ; A en Social le 10/07 (hors périmètre) ; B en Social le 31/07 (panel) et le 01/08 (hors "
            "panel) ; C avec dérogation ; un expert (hors champ).",
            "Panel: A on M&A from 01/01/2025 to 31/12/2026; B on Employment until 31/07/2026. Q3: A on M&A on 02/07 "
            "(panel); A on Employment on 10/07 (out of scope); B on Employment on 31/07 (panel) and on 01/08 (off "
            "panel); C with a waiver; an expert (not in scope).",
        ),
        tables={
            "panel": (
                _entry("A", "M&A", _START, dt.date(2026, 12, 31)),
                _entry("B", "Social", _START, dt.date(2026, 7, 31)),
            ),
            "instructions": (
                _instruction("A", 1, "M&A", dt.date(2026, 7, 2)),
                _instruction("A", 2, "Social", dt.date(2026, 7, 10)),
                _instruction("B", 3, "Social", dt.date(2026, 7, 31)),
                _instruction("B", 4, "Social", dt.date(2026, 8, 1)),
                _instruction("C", 5, "M&A", dt.date(2026, 8, 20), waiver="approved"),
                _instruction("X", 6, "M&A", dt.date(2026, 8, 20), firm_kind="expert"),
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "count"},
                {"value": Decimal("0.6"), "numerator": 3, "denominator": 5, "n": 5, "waived": 1, "on_panel": 2},
            ),
        ),
    ),
    compute=compute,
    trail=trail,
)
