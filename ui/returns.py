"""Back to the sender: for each firm, a sheet of what was wrong in its files."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.returns import retold
from report import words
from report.returns import written
from ui import importing, journal, problems
from ui.reader import lang, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.model import Lang
    from ui.view import View


def show() -> None:
    """Offer the sheet of each firm whose files have something to correct."""
    view = importing.view()
    rows = view.listed("returned") if view else []
    if not view or not rows:
        return
    problems.heading("Retour aux cabinets", "Back to the firms")
    problems.note(
        "Pour chaque cabinet, ce qui n'allait pas dans ses fichiers : où, ce qui a été reçu, que faire. À lui envoyer.",
        "For each firm, what was wrong in its files: where, what was received, what to do. To be sent to it.",
    )
    by_firm = {firm: list(group) for firm, group in groupby(rows, key=lambda row: row["firm_id"])}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        t("Cabinet", "Firm"),
        list(by_firm),
        format_func=lambda firm: f"{_name(view, firm)} · {words.count(len(by_firm[firm]), 'remark', lang())}",
        key="return-firm",
    )
    spoken = right.segmented_control(
        t("Langue de la feuille", "Language of the sheet"),
        ["fr", "en"],
        default=lang(),
        key="return-lang",
        format_func=lambda name: {"fr": "Français", "en": "English"}[name],
    )
    speaking: Lang = "en" if spoken == "en" else "fr"
    name = _name(view, chosen)
    with st.container(horizontal=True):
        for ending in ("xlsx", "csv"):
            st.download_button(
                ending.upper(), key=f"return-{ending}",
                data=journal.taking("return", partial(_made, name, by_firm[chosen], speaking, ending)),
                file_name=f"binome-{t('retour', 'return')}-{problems.slug(name)}.{ending}",
                icon=":material/download:", on_click="ignore",
            )  # fmt: skip


def _made(name: str, rows: Sequence[Mapping[str, Any]], speaking: Lang, ending: str) -> bytes:
    """Make the sheet of a firm, once somebody asks for it."""
    told = [{**row, **retold(row, speaking).model_dump(exclude={"level"})} for row in rows]
    return written(name, told, speaking)[ending]


def _name(view: View, firm: str | None) -> str:
    return words.label("firm", firm, lang(), view.names)
