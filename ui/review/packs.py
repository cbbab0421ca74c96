"""The pack as files: edition, language, what the workbook holds; made when asked for, then downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import journal, packing
from ui.reader import lang, plain, t, today
from ui.review import template

if TYPE_CHECKING:
    from kpi.model import Lang
    from report.pack.model import Edition
    from ui.review.opened import Opened

_MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show(one: Opened) -> None:
    """Offer the pack in three formats, for the two or for the firm."""
    editions: dict[Edition, str] = {"internal": t("Interne (juridique et achats)", "Internal (Legal and Procurement)")}
    if one.review.firm_id:
        editions["firm"] = t(f"Pour {one.subject}", f"For {one.subject}")
    edition: Edition = st.radio(
        t("Édition", "Edition"),
        list(editions),
        format_func=lambda code: plain(editions[code]),
        key=f"{one.key}-edition",
        horizontal=True,
        captions=[
            t("Tout, commentaires compris.", "Everything, comments included."),
            t(
                "Ses seuls chiffres ; ni commentaires, ni libellés, ni répondants ; les autres en médiane anonyme.",
                "Its own figures alone; no comments, narratives or respondents; others as an anonymous median.",
            ),
        ][: len(editions)],
    )
    tongue: Lang = st.radio(
        t("Langue du dossier", "Language of the pack"),
        ["fr", "en"],
        index=["fr", "en"].index(lang()),
        horizontal=True,
        format_func=lambda code: {"fr": "Français", "en": "English"}[code],
        key=f"{one.key}-pack-lang",
    )
    with st.container(horizontal=True):
        lines = st.checkbox(
            t("Toutes les lignes dans le classeur", "Every line in the workbook"), key=f"{one.key}-lines"
        )
        pseudonyms = st.checkbox(
            t("Intervenants numérotés, sans nom", "Timekeepers numbered, not named"),
            key=f"{one.key}-pseudonyms",
            disabled=not lines,
        )
    template.offer()
    wanted = packing.Wanted(one.period, one.review.firm_id, edition, tongue, lines=lines, pseudonyms=pseudonyms)
    key = f"{one.key}-made"
    asked = (one.view.role, wanted, one.view.version, one.review.plan, one.review.snapshot_id, template.chosen())
    if one.review.snapshot_id is None:
        st.caption(
            t(
                "Chiffres pas encore gelés : le dossier porterait ceux du jour, et le dirait sur sa couverture.",
                "Figures not frozen yet: the pack would carry today's, and say so on its cover.",
            )
        )
    if st.button(
        t("Préparer les trois fichiers", "Make the three files"), key=f"{one.key}-make",
        type="primary" if one.review.snapshot_id else "secondary", icon=":material/inventory_2:",
    ):  # fmt: skip
        _make(one, wanted, key, asked)
    made: tuple[Any, dict[str, bytes]] | None = st.session_state.get(key)
    if made is None:
        return
    if made[0] != asked:
        st.caption(
            t(
                "Les choix ou les données ont changé depuis : préparer de nouveau les fichiers.",
                "Choices or data have changed since: make the files again.",
            )
        )
        return
    with st.container(horizontal=True):
        for name, content in made[1].items():
            st.download_button(
                plain(name), content, name, _MIME[Path(name).suffix[1:]], icon=":material/download:",
                on_click="ignore", key=f"{key}-{name}",
            )  # fmt: skip


def _make(one: Opened, wanted: packing.Wanted, key: str, asked: object) -> None:
    """Make the files one after the other, each step named; a click on Stop, or anywhere else, ends it between two."""
    steps = {
        "pptx": t("Diapositives…", "Slides…"),
        "pdf": t("PDF…", "PDF…"),
        "xlsx": t("Classeur…", "Workbook…"),
    }
    files: dict[str, bytes] = {}
    with st.status(t("Pages du dossier…", "Pages of the pack…"), expanded=True) as status:
        bar, stop = st.progress(0.0), st.empty()
        stop.button(t("Arrêter", "Stop"), key=f"{key}-stop", icon=":material/stop_circle:")
        try:
            journal.note("export", "pack")
            pack = packing.pack_of(one.view.reader, one.review, wanted, today(), one.view)
            for done, (suffix, said) in enumerate(steps.items(), start=1):
                bar.progress(done / (len(steps) + 1), text=said)
                files |= packing.written(pack, (suffix,), template.chosen())
        except packing.PackError as error:
            status.update(label=plain(error.text(lang())), state="error", expanded=False)
        else:
            status.update(label=t("Dossier prêt.", "Pack ready."), state="complete", expanded=False)
        bar.empty()
        stop.empty()
    if files:
        st.session_state[key] = (asked, files)
