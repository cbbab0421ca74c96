"""The reference tables: which one would help next, their templates, and what the store holds of each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import templates
from data.reference import TABLES
from data.reference.cells import DateCell, NumberCell
from kpi import catalogue
from kpi.model import Period, Scope, Text
from report import tables
from report.tables import Column
from ui import importing, journal, problems
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.reference import Table
    from ui.view import View

ALWAYS: Final = Scope(period=Period(start=dt.date(1900, 1, 1), end=dt.date(2999, 12, 31)))
_SHOWN: Final = (
    Column("title", Text("Table", "Table")),
    Column("rows", Text("Lignes en base", "Rows stored"), "number"),
    Column("lacking", Text("Chiffres qui l'attendent", "Figures waiting")),
    Column("purpose", Text("À quoi elle sert", "What it is for")),
)


def lacking(view: View | None) -> dict[str, list[str]]:
    """Return the tables that figures lack, the one lacked by most first, each with the titles of those figures."""
    found: dict[str, list[str]] = {}
    for kpi in catalogue().values():
        for name in view.measure(kpi.name, scope=ALWAYS).lacks if view else ():
            found.setdefault(name, []).append(kpi.title(lang()))
    known = [name for name in TABLES if name in found]
    return {name: found[name] for name in sorted(known, key=lambda name: -len(found[name]))}


def next_table() -> None:
    """Say which table would make most figures possible, or truer, and give its template."""
    view = importing.view()
    if view is None or view.choices.first_day is None:
        st.info(
            t(
                "Commencer par les fichiers LEDES\u00a0: la dépense se lit aussitôt. Chaque table apportée ensuite "
                "ouvre d'autres chiffres, et chaque chiffre dit laquelle lui manque.",
                "Start with the LEDES files: spend shows at once. Each table brought next makes more figures possible, "
                "and each figure says which one it lacks.",
            )
        )
        return
    missing = lacking(view)
    if not missing:
        return
    name, figures = next(iter(missing.items()))
    made = TABLES[name]
    with st.container(border=True):
        said = t("La table la plus utile à apporter ensuite\u00a0: ", "The most useful table to bring next: ")
        st.markdown(f"**{said}{plain(made.title(lang()))}.** {plain(made.purpose(lang()))}")
        _lacked_by(figures)
        _template(made, "next", "xlsx")


def _lacked_by(figures: Sequence[str]) -> None:
    st.caption(t("Elle manque à\u00a0: ", "Figures that lack it: ") + plain(", ".join(figures)))


def show() -> None:
    """List the reference tables; the one chosen gives its template and its current content."""
    view = importing.view()
    problems.heading("Tables de référence", "Reference tables")
    problems.note(
        "Choisir une table pour télécharger son modèle vide ou son contenu actuel.",
        "Choose a table to download its empty template or its current content.",
    )
    counts: Mapping[str, int] = view.listed("table_counts") if view else {}
    missing = lacking(view)
    name = _chosen(counts, missing)
    if name is None:
        return
    made = TABLES[name]
    st.markdown(f"**{plain(made.title(lang()))}** — {plain(made.purpose(lang()))}")
    if name in missing:
        _lacked_by(missing[name])
    with st.container(horizontal=True):
        _template(made, "chosen", "xlsx")
        _template(made, "chosen", "csv")
        if view and counts.get(name):
            _content(made, view.listed("table_rows", name))


def _chosen(counts: Mapping[str, int], missing: Mapping[str, Sequence[str]]) -> str | None:
    rows = [
        {
            "title": made.title(lang()),
            "rows": counts.get(name, 0),
            "lacking": str(len(missing[name])) if name in missing else None,
            "purpose": made.purpose(lang()),
        }
        for name, made in TABLES.items()
    ]
    frame = tables.to_frame(tables.Table(Text("Tables", "Tables"), _SHOWN, rows))
    frame.columns = [column.title(lang()) for column in _SHOWN]
    event = st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        key="reference-tables",
        height=35 * (len(rows) + 1) + 3,
        on_select="rerun",
        selection_mode="single-row",
    )
    place = next(iter(event["selection"]["rows"]), None)
    return None if place is None else list(TABLES)[place]


def _template(made: Table, key: str, kind: str) -> None:
    write = templates.template_xlsx if kind == "xlsx" else templates.template_csv
    st.download_button(
        t(f"Modèle vide ({kind.upper()})", f"Empty template ({kind.upper()})"),
        data=lambda: write(made, lang()),
        file_name=f"{made.name}.{kind}",
        key=f"{key}-{made.name}-{kind}",
        icon=":material/table_view:",
        on_click="ignore",
    )


def _content(made: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Offer what the store holds of a table, ready to be imported again."""
    held = content(made, rows)
    offers = {"xlsx": lambda: tables.to_xlsx([held], lang(), []), "csv": lambda: tables.to_csv(held, lang())}
    for kind, data in offers.items():
        st.download_button(
            t(f"Contenu actuel ({kind.upper()})", f"Current content ({kind.upper()})"),
            data=journal.taking(f"content-{made.name}", data),
            file_name=f"{made.name}-{t('contenu', 'content')}.{kind}",
            key=f"content-{made.name}-{kind}",
            icon=":material/download:",
            on_click="ignore",
        )


def content(made: Table, rows: Sequence[Mapping[str, Any]]) -> tables.Table:
    """Return a reference table under the headings of its template: what is exported can be imported again."""
    columns = tuple(
        Column(name, Text(templates.heading(column, "fr"), templates.heading(column, "en")), _kind(column.cell))
        for name, column in made.columns.items()
    )
    return tables.Table(made.title, columns, [{name: _exact(row[name]) for name in made.columns} for row in rows])


def _kind(cell: object) -> tables.Kind:
    return "date" if isinstance(cell, DateCell) else "number" if isinstance(cell, NumberCell) else "text"


def _exact(value: Any) -> Any:  # noqa: ANN401 — a cell
    """Drop the zeros that the store adds to a number."""
    return value.normalize() if isinstance(value, Decimal) else value
