"""In the room: one section a screen, large, by the keyboard; other firms masked; decisions typed on the spot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from report.pack.model import Tiles
from report.review.build import build
from ui.reader import plain, t
from ui.review import decide, readings, screen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.pack.model import Edition, Page
    from report.review.brief import Brief
    from ui.review.opened import Opened

ROOM: Final = "room"
MASKED: Final = "room-masked"
_PAGE: Final = "room-page"
_READINGS: Final = "room-readings"


def enter(one: Opened) -> None:
    """Go into the room: nothing but the review is on the screen, and other firms are masked at first."""
    st.session_state[ROOM] = one.review.review_id
    st.session_state[MASKED] = one.review.firm_id is not None
    st.session_state[_PAGE] = 0
    st.session_state[_READINGS] = {}


def leave() -> None:
    """Come out of the room."""
    for key in (ROOM, MASKED, _PAGE, _READINGS):
        st.session_state.pop(key, None)


def entered(one: Opened) -> bool:
    """Say whether this review is being held."""
    return st.session_state.get(ROOM) == one.review.review_id


def in_room() -> bool:
    """Say whether some review is being held: the frame then shows neither menu nor filters."""
    return ROOM in st.session_state


def show(one: Opened) -> None:
    """Show the current screen, and the keys that lead to the others."""
    edition: Edition = "firm" if st.session_state[MASKED] else "internal"
    plan = one.plan.model_copy(update={"readings": {**one.plan.readings, **st.session_state[_READINGS]}})
    brief = one.brief(edition, plan)
    pack = build(brief)
    pages = pack.pages
    place = min(st.session_state[_PAGE], len(pages) - 1)
    shown = pages[place]
    _keys(one, pages, place)
    screen.page(
        one, brief, _quiet(shown), f"{one.key}-room-{edition}-{one.review.snapshot_id}-{one.view.version}", large=True
    )
    _readings(brief, shown)
    if shown.section in ("decisions", "actions") or st.session_state.get("room-note"):
        decide.show(one, shown.section)
    if edition == "internal":
        for said in shown.comments:
            st.info(plain(said), icon=":material/chat:")
    st.caption(plain(f"{pack.footer} · {place + 1} / {len(pages)}"))


def _quiet(page: Page) -> Page:
    """Leave out of the projected page what is shown apart: comments, and notes that a tile opens on."""
    return replace(page, comments=())


def _keys(one: Opened, pages: tuple[Page, ...], place: int) -> None:
    """Show the way: previous, the sections, next; then masking, a decision, the way out."""
    last = len(pages) - 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            t("Précédent", "Previous"),
            icon=":material/arrow_back:",
            shortcut="Left",
            disabled=place == 0,
            on_click=_turn,
            args=(place - 1,),
            key="room-previous",
        )
        st.selectbox(
            t("Écran", "Screen"),
            range(len(pages)),
            index=place,
            key=f"room-go-{place}-{len(pages)}",
            format_func=lambda at: f"{at + 1}. {pages[at].title}",
            label_visibility="collapsed",
            on_change=_jump,
            args=(f"room-go-{place}-{len(pages)}",),
        )
        st.button(
            t("Suivant", "Next"),
            icon=":material/arrow_forward:",
            shortcut="Right",
            disabled=place == last,
            on_click=_turn,
            args=(place + 1,),
            key="room-next",
            type="primary",
        )
        if one.review.firm_id is not None:
            st.toggle(
                t("Autres cabinets masqués", "Other firms masked"),
                key=MASKED,
                help=t("Partout : tableaux, graphiques et infobulles.", "Everywhere: tables, charts and tooltips."),
            )
        st.toggle(
            t("Décision", "Decision"), key="room-note", help=t("Saisir une décision ici.", "Type a decision here.")
        )
        st.button(t("Sortir", "Leave"), icon=":material/close:", on_click=leave, key="room-leave", shortcut="Ctrl+Q")


def _turn(place: int) -> None:
    st.session_state[_PAGE] = max(0, place)


def _jump(key: str) -> None:
    st.session_state[_PAGE] = st.session_state[key]


def _readings(brief: Brief, page: Page) -> None:
    """Let a reading be changed in front of everybody, what each would give shown first."""
    offered = [name for name in _figures(page) if len(brief.kpi(name).readings) > 1]
    if offered:
        with st.expander(t("Et si on lisait autrement ?", "And read otherwise?"), icon=":material/tune:"):
            for name in offered:
                readings.offer(brief, name, "room", _read)


def _figures(page: Page) -> Iterable[str]:
    tiles = (tile for block in page.blocks if isinstance(block, Tiles) for tile in block.tiles)
    measures = (tile.measure.kpi for tile in tiles if tile.measure)
    named = {"budget": ("budget_conformity",), "panel": ("off_panel_rate",), "billing": ("dematerialisation_rate",)}
    return dict.fromkeys((*measures, *named.get(page.section, ())))


def _read(name: str, key: str) -> None:
    st.session_state[_READINGS] = {**st.session_state[_READINGS], name: st.session_state[key]}
