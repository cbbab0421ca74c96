"""In the room: one section a screen, large, by the keyboard; other firms masked; decisions typed on the spot.

The address says that the room is entered, which edition is on and which screen: a reload in front of a firm shows
neither more nor something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data.store import StoreError
from report.pack.model import Chart, Tiles
from report.review import contents
from report.review.build import build
from ui.reader import lang, plain, t
from ui.review import decide, look, opened, readings
from ui.review.held import ROOM
from ui.review.screen import Screen, notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.pack.model import Edition, Page
    from report.review.brief import Brief
    from ui.review.opened import Opened

_SCREEN: Final = "screen"
_READINGS: Final = "room-readings"
_SHOWN: Final = "room-shown"


def enter(number: int, edition: Edition) -> None:
    """Go into the room: nothing but the review is on the screen."""
    opened.go(number)
    st.query_params[ROOM], st.query_params[_SCREEN] = edition, "1"
    st.session_state[_READINGS] = {}


def leave() -> None:
    """Come out of the room."""
    for name in (ROOM, _SCREEN):
        st.query_params.pop(name, None)
    for key in (_READINGS, _SHOWN):
        st.session_state.pop(key, None)


def show(one: Opened) -> None:
    """Show the current screen, and the keys that lead to the others."""
    edition: Edition = "firm" if st.query_params[ROOM] == "firm" and one.review.firm_id else "internal"
    look.large()
    if st.session_state.get(_SHOWN, edition) != edition:
        look.hide_what_was()
    st.session_state[_SHOWN] = edition
    chosen = st.session_state.setdefault(_READINGS, {})
    try:
        brief = one.brief(edition, readings.with_readings(one.plan, chosen))
        with st.spinner(t("Calcul des pages…", "Working out the pages…"), show_time=True):
            pack = build(brief)
    except StoreError as error:
        st.error(plain(error.text(lang())))
        st.button(t("Quitter la salle", "Leave the room"), on_click=leave, key="room-leave", shortcut="Q")
        return
    pages = pack.pages
    place = _place(len(pages))
    shown = pages[place]
    _strip(one, edition)
    _bar(one, pages, place, edition)
    st.title(plain(shown.title), anchor=False)
    st.caption(plain(shown.scope))
    _effects(one, brief, chosen)
    _body(shown, Screen(one, brief, f"{one.state}-room-{edition}-{shown.name}", large=True))
    _foot(brief, shown, pack.footer)


def _place(pages: int) -> int:
    """Return the screen that the address asks for, within those there are."""
    asked = st.query_params.get(_SCREEN, "1")
    return min(max(int(asked) - 1, 0), pages - 1) if asked.isdecimal() else 0


def _strip(one: Opened, edition: Edition) -> None:
    """Say, unmistakably, what is on the screen: a firm's edition, or ours."""
    with st.container(key=f"room-strip-{edition}"):
        if edition == "firm":
            who = plain(one.subject)
            said = t(
                f":material/visibility_off: ÉDITION CABINET · {who} · les autres cabinets sont masqués",
                f":material/visibility_off: FIRM EDITION · {who} · other firms are masked",
            )
        else:
            said = t(
                ":material/visibility: ÉDITION INTERNE · tous les cabinets sont visibles, commentaires compris",
                ":material/visibility: INTERNAL EDITION · every firm is visible, comments included",
            )
        st.markdown(said)


def _bar(one: Opened, pages: tuple[Page, ...], place: int, edition: Edition) -> None:
    """Show the way: previous, where we are, next; then masking, a decision, the way out."""
    last = len(pages) - 1
    with st.container(horizontal=True, vertical_alignment="center", key="room-bar"):
        st.button(
            t("Précédent", "Previous"), shortcut="Left", disabled=place == 0, on_click=_turn, args=(place - 1,),
            key="room-previous",
        )  # fmt: skip
        st.menu_button(
            f"{place + 1} / {len(pages)} · {contents.title(pages[place].section, lang())}",
            list(range(len(pages))), format_func=lambda at: f"{at + 1}. {plain(pages[at].title)}",
            key="room-go", on_click=_jump,
        )  # fmt: skip
        st.button(
            t("Suivant", "Next"), shortcut="Right", disabled=place == last, on_click=_turn, args=(place + 1,),
            key="room-next", type="primary",
        )  # fmt: skip
        st.space("stretch")
        if one.review.firm_id is not None:
            masked = edition == "firm"
            st.button(
                t("Montrer les autres", "Show the others") if masked else t("Masquer les autres", "Mask the others"),
                icon=":material/visibility:" if masked else ":material/visibility_off:",
                shortcut="M", on_click=_mask, args=("internal" if masked else "firm",), key="room-mask",
            )  # fmt: skip
        if st.button(t("Décision", "Decision"), icon=":material/add_task:", shortcut="D", key="room-decide"):
            decide.ask(one)
        st.button(
            t("Quitter", "Quit"), icon=":material/close:", shortcut="Q", on_click=leave, key="room-leave",
            type="tertiary",
        )  # fmt: skip


def _turn(place: int) -> None:
    st.query_params[_SCREEN] = str(place + 1)


def _jump() -> None:
    _turn(int(st.session_state["room-go"]))


def _mask(edition: Edition) -> None:
    st.query_params[ROOM] = edition


def _body(shown: Page, on: Screen) -> None:
    """Show the blocks; rows of charts take the height that is left."""
    drawn = [any(isinstance(block, Chart) for block in blocks) for blocks in shown.rows]
    with st.container(key="room-body-charts" if any(drawn) else "room-body"):
        for place, fills in enumerate(drawn):
            if fills:
                with st.container(key=f"room-fill-{place}", height="stretch"):
                    on.row(shown, place)
            else:
                on.row(shown, place)


def _foot(brief: Brief, shown: Page, footer: str) -> None:
    """Offer, on one discreet line, other readings, definitions and our comments."""
    with st.container(horizontal=True, vertical_alignment="center", key="room-foot"):
        offered = [name for name in _figures(shown) if len(brief.kpi(name).readings) > 1]
        if offered:
            with st.popover(t("Et si on lisait autrement ?", "And read otherwise?"), type="tertiary"):
                for name in offered:
                    readings.offer(brief, name, "room", _read)
        if shown.notes:
            with st.popover(t("Définitions et sources", "Definitions and sources"), type="tertiary"):
                notes(shown)
        if shown.comments and brief.edition == "internal":
            with st.popover(t("Nos commentaires", "Our comments"), type="tertiary"):
                for said in shown.comments:
                    st.markdown(plain(said))
        st.space("stretch")
        st.caption(plain(footer), width="content")
    opened.refusal()
    decide.recorded()


def _figures(page: Page) -> Iterable[str]:
    """Return the figures of a page that can be read otherwise: those of its tiles, and of its section."""
    tiles = (tile for block in page.blocks if isinstance(block, Tiles) for tile in block.tiles)
    measures = (tile.measure.kpi for tile in tiles if tile.measure)
    named = {
        "budget": ("budget_conformity",),
        "panel": ("off_panel_rate",),
        "rates": ("average_hourly_rate", "rate_compliance"),
        "billing": ("dematerialisation_rate",),
    }
    return dict.fromkeys((*measures, *named.get(page.section, ())))


def _read(name: str, key: str) -> None:
    st.session_state[_READINGS] = {**st.session_state.get(_READINGS, {}), name: st.session_state[key]}


def _effects(one: Opened, brief: Brief, chosen: dict[str, str]) -> None:
    """Say what is read otherwise than the review was prepared, and what that changes."""
    moved = {name: reading for name, reading in chosen.items() if reading != _usual(one, brief, name)}
    if not moved:
        return
    said = [readings.effect(brief, name, _usual(one, brief, name)) for name in moved]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":material/tune: " + plain(" · ".join(said)))
        st.button(t("Revenir", "Back"), type="tertiary", icon=":material/undo:", on_click=_back, key="room-back")
        if not one.closed:
            st.button(
                t("Garder pour la revue", "Keep for the review"), type="tertiary", icon=":material/save:",
                on_click=_keep, args=(one.number, moved), key="room-keep",
            )  # fmt: skip


def _usual(one: Opened, brief: Brief, name: str) -> str:
    return one.plan.readings.get(name) or brief.kpi(name).default_reading


def _back() -> None:
    st.session_state[_READINGS] = {}


def _keep(number: int, chosen: dict[str, str]) -> None:
    opened.revise(number, lambda plan: readings.with_readings(plan, chosen))
