"""Tables on screen and their exports: what people look at, and what Excel opens right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from kpi.model import Text
from report import tables, words
from report.tables import Column, Table
from ui import journal
from ui.reader import lang, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.view import View

_TITLES = {
    "firm_id": Text("Cabinet", "Firm"),
    "firm": Text("Cabinet", "Firm"),
    "matter_id": Text("Dossier", "Matter"),
    "name": Text("Nom", "Name"),
    "matter_type": Text("Type de dossier", "Matter type"),
    "entity": Text("Entité", "Entity"),
    "jurisdiction": Text("Juridiction", "Jurisdiction"),
    "number": Text("N° de facture", "Invoice no."),
    "invoice_date": Text("Date de facture", "Invoice date"),
    "received_on": Text("Reçue le", "Received on"),
    "channel": Text("Canal", "Channel"),
    "amount": Text("Montant HT", "Amount (net)"),
    "spent": Text("Dépensé HT", "Spent (net)"),
    "engaged": Text("Engagé HT", "Engaged (net)"),
    "budget": Text("Budget en vigueur", "Budget in force"),
    "initial_budget": Text("Budget initial", "Initial budget"),
    "variance": Text("Écart", "Variance"),
    "late_budgets": Text("Régularisations", "Late budgets"),
    "counted": Text("Compté", "Counted"),
    "instructed_on": Text("Confiée le", "Instructed on"),
    "date_basis": Text("D'après", "Based on"),
    "waiver": Text("Dérogation", "Waiver"),
    "reason": Text("Motif", "Reason"),
    "class": Text("Classe", "Class"),
    "credit_note": Text("Avoir", "Credit note"),
    "kind": Text("Type", "Type"),
    "work_date": Text("Date du travail", "Work date"),
    "units": Text("Unités", "Units"),
    "unit_cost": Text("Prix unitaire", "Unit cost"),
    "adjustment": Text("Ajustement", "Adjustment"),
    "net": Text("HT", "Net"),
    "tax": Text("Taxe", "Tax"),
    "currency": Text("Devise", "Currency"),
    "timekeeper_name": Text("Intervenant", "Timekeeper"),
    "narrative": Text("Libellé", "Narrative"),
    "task_code": Text("Tâche", "Task"),
    "activity_code": Text("Activité", "Activity"),
    "expense_code": Text("Frais", "Expense"),
    "file": Text("Fichier", "File"),
    "line": Text("Ligne", "Line"),
    "valid_from": Text("Du", "From"),
    "valid_to": Text("Au", "To"),
    "approved_on": Text("Approuvé le", "Approved on"),
    "excluded": Text("Exclue", "Excluded"),
    "earlier": Text("Période précédente HT", "Previous period (net)"),
    "now": Text("Cette période HT", "This period (net)"),
    "change": Text("Écart HT", "Change (net)"),
    "value": Text("Valeur", "Value"),
    "n": Text("Nombre", "Number"),
    "documents": Text("Documents", "Documents"),
    "share": Text("Part", "Share"),
    "over": Text("Dépassement", "Overrun"),
    "days": Text("Jours", "Days"),
    "hours": Text("Heures", "Hours"),
    "rate": Text("Taux facturé", "Billed rate"),
    "agreed_rate": Text("Taux convenu", "Agreed rate"),
    "rate_before": Text("Taux de départ", "Former rate"),
    "excess": Text("Surfacturation HT", "Excess (net)"),
    "timekeeper_level": Text("Niveau d'intervenant", "Timekeeper level"),
    "first_work_on": Text("Premier travail", "First work"),
    "last_work_on": Text("Dernier travail", "Last work"),
    "paid_on": Text("Payée le", "Paid on"),
    "answered_on": Text("Répondu le", "Answered on"),
    "expertise": Text("Expertise", "Expertise"),
    "responsiveness": Text("Réactivité", "Responsiveness"),
    "clarity": Text("Clarté", "Clarity"),
    "business_understanding": Text("Compréhension du métier", "Business understanding"),
    "cost_predictability": Text("Prévisibilité des coûts", "Cost predictability"),
    "outcome": Text("Résultat obtenu", "Outcome"),
    "recommend": Text("Recommandation (0 à 10)", "Recommendation (0 to 10)"),
    "notified_on": Text("Notifié le", "Notified on"),
    "environmental": Text("Environnement", "Environment"),
    "social": Text("Social", "Social"),
    "small_business": Text("PME", "Small business"),
    "closed_on": Text("Clos le", "Closed on"),
    "opened_on": Text("Ouvert le", "Opened on"),
    "owner": Text("Responsable", "Owner"),
    "state": Text("Situation", "State"),
    "median": Text("Médiane", "Median"),
    "mean": Text("Moyenne", "Mean"),
    "p25": Text("1er quartile", "1st quartile"),
    "p75": Text("3e quartile", "3rd quartile"),
    "seen": Text("Lu", "Seen"),
    "original": Text("Ligne d'origine", "Original line"),
    "code": Text("Code", "Code"),
    "column": Text("Colonne", "Column"),
    "message": Text("Ce qui ne va pas", "What is wrong"),
    "remedy": Text("Que faire", "What to do"),
    "level": Text("Niveau", "Level"),
}
_KINDS: dict[str, tables.Kind] = {
    "amount": "money", "spent": "money", "engaged": "money", "budget": "money", "initial_budget": "money",
    "variance": "money", "over": "money", "earlier": "money", "now": "money", "change": "money", "median": "money",
    "mean": "money", "p25": "money", "p75": "money", "share": "ratio",
    "invoice_date": "date", "received_on": "date", "instructed_on": "date", "work_date": "date", "valid_from": "date",
    "valid_to": "date", "approved_on": "date", "closed_on": "date", "opened_on": "date", "units": "number",
    "unit_cost": "number", "adjustment": "number", "net": "number", "tax": "number", "n": "number",
    "documents": "number", "line": "number", "late_budgets": "number", "days": "number", "first_work_on": "date",
    "last_work_on": "date", "paid_on": "date", "answered_on": "date", "notified_on": "date", "expertise": "number",
    "responsiveness": "number", "clarity": "number", "business_understanding": "number",
    "cost_predictability": "number", "outcome": "number", "recommend": "number", "hours": "number", "rate": "number",
    "agreed_rate": "number", "rate_before": "number", "excess": "money",
}  # fmt: skip
_CODES = {
    "channel": "channel",
    "class": "class",
    "date_basis": "date_basis",
    "firm_id": "firm",
    "matter_id": "matter",
    "waiver": "waiver",
    "timekeeper_level": "timekeeper_level",
    "excluded": "status",
    "state": "state",
}  # fmt: skip — columns whose codes are shown in words
HIDDEN = ("document_id", "file_id", "timekeeper_id", "source")


def table_of(rows: Sequence[Mapping[str, Any]], view: View | None = None, title: Text | None = None) -> Table:
    """Make a table for people out of rows: titles, names in the place of ids, codes in words."""
    keys = [key for key in dict.fromkeys(key for row in rows for key in row) if key not in HIDDEN]
    columns = tuple(Column(key, _TITLES.get(key, Text(key, key)), _KINDS.get(key, "text")) for key in keys)
    names = view.names if view else {}
    shown = [{key: _cell(key, row.get(key), names) for key in keys} for row in rows]
    return Table(title or Text("Données", "Data"), columns, shown)


def _cell(key: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> Any:  # noqa: ANN401 — a cell
    if isinstance(value, bool):
        return t("oui", "yes") if value else t("non", "no")
    kind = _CODES.get(key)
    if kind == "matter" and value is not None:
        name = names.get("matter", {}).get(value)
        return f"{value} · {name}" if name else value
    if kind and (value is not None or kind in ("firm", "matter", "channel")):
        return words.label(kind, value, lang(), names)
    return value


def show(
    table: Table, key: str, *, height: int | Literal["content"] | None = None, pick: bool = False, exports: bool = True
) -> int | None:
    """Show a table with its exports; with `pick`, return the row that the reader chose."""
    if not table.rows:
        st.info(t("Rien à montrer ici pour ce choix.", "Nothing to show here for this choice."))
        return None
    frame = tables.to_frame(table)
    config = {column.title(lang()): made for column in table.columns if (made := _config(column)) is not None}
    frame.columns = [column.title(lang()) for column in table.columns]
    more: dict[str, Any] = {"placeholder": "—"} | ({"height": height} if height else {})
    if pick:
        more |= {"on_select": "rerun", "selection_mode": "single-row"}
    chosen = st.dataframe(frame, hide_index=True, width="stretch", column_config=config, key=key, **more)
    if exports:
        _exports(table, key)
    if pick and chosen["selection"]["rows"]:
        return int(chosen["selection"]["rows"][0])
    return None


def _config(column: Column) -> Any:  # noqa: ANN401 — Streamlit's own type
    if column.kind == "money":
        return st.column_config.NumberColumn(format="euro")
    if column.kind == "number":
        return st.column_config.NumberColumn(format="localized")
    if column.kind == "ratio":
        return st.column_config.NumberColumn(format="percent")
    if column.kind == "date":
        return st.column_config.DateColumn(format=t("DD/MM/YYYY", "DD MMM YYYY"))  # 02/07 could mean February
    return None


def _exports(table: Table, key: str) -> None:
    about, said = st.session_state.get("about", []), lang()
    with st.container(horizontal=True):
        st.download_button(
            "CSV", data=journal.taking(key, lambda: tables.to_csv(table, said)),
            file_name=f"binome-{key}.csv", mime="text/csv",
            key=f"{key}-csv", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "XLSX", data=journal.taking(key, lambda: tables.to_xlsx([table], said, about)),
            file_name=f"binome-{key}.xlsx",
            key=f"{key}-xlsx", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
