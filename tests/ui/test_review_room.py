"""The room: one page a screen, by the keyboard; masked, not one byte that reaches the browser names another firm."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import reviews
from data.store import Store
from tests.ui import reviewing
from tests.ui.reviewing import (
    NARRATIVE,
    OTHER,
    T2,
    actions,
    address,
    click,
    column,
    figures,
    opened,
    plain,
    plan,
    press,
    read,
    ready,
    run,
    sent,
    submit,
    to,
)  # fmt: skip

LANGUAGES = ("fr", "en")
MOST_SCREENS = 40


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewing.made(tmp_path_factory.mktemp("bills") / "store.duckdb").path


@pytest.fixture
def small(place: Path, bills: Path) -> Store:
    return Store(shutil.copy(bills, place))


def others(app: AppTest) -> set[str]:
    """The names of the other firm that reach the browser."""
    told = sent(app)
    return {name for name in OTHER if name.encode() in told}


def screens(app: AppTest) -> list[str]:
    """Turn the pages of the room to the last; return their titles."""
    titles = [plain(app.title[0].value)]
    while not app.button(key="room-next").disabled:
        assert len(titles) < MOST_SCREENS
        press(app, "room-next")
        titles.append(plain(app.title[0].value))
    return titles


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_the_demo_the_room_of_a_firm_names_no_other(place: Path, large: Path, lang: str):
    shutil.copy(large, place)
    with Store(large).reading() as reader:
        named = {
            word
            for row in reader.rows("SELECT firm_id, name FROM firm_list WHERE firm_id <> 'CAB-02'")
            for word in row.values()
            if word
        }
    app = opened(lang=lang, review=1, room="firm", screen=1)
    seen = sent(app)
    while not app.button(key="room-next").disabled:
        seen += sent(press(app, "room-next"))
    assert len(named) > 20
    assert {word for word in named if word.encode() in seen} == set()
    press(app, "room-mask")
    assert address(app, "room") == "internal"
    app.query_params["screen"] = "2"  # the actions of the previous review name their firm
    assert "INTERNE" in read(run(app)) or "INTERNAL" in read(app)


def test_the_room_turns_its_pages_and_says_where_it_is(small: Store):
    number = ready(small)
    app = to(opened(review=number), f"review-{number}-stage", "hold")
    press(app, f"review-{number}-enter-firm")
    assert address(app, "room") == "firm"
    assert "ÉDITION CABINET · Cabinet Alpha" in read(app)
    titles = screens(app)
    assert address(app, "screen") == str(len(titles))
    assert app.menu_button[0].label.startswith(f"{len(titles)} / {len(titles)} · ")
    app.menu_button[0].click_index(0)
    assert plain(run(app).title[0].value) == titles[0]
    press(app, "room-leave")
    assert address(app, "room") is None
    assert "3. Tenir en salle" in str(app.segmented_control(key=f"review-{number}-stage").options)


def test_a_screen_that_is_not_there_is_the_last_and_a_reload_stays_masked(small: Store):
    app = opened(review=ready(small), room="firm", screen=99)
    assert app.button(key="room-next").disabled
    assert "ÉDITION CABINET" in read(app)


def test_masked_not_one_byte_names_another_firm(small: Store):
    """The shared matter, the narrative, the forms: everything that could name it is on some screen."""
    number = ready(small)
    app = opened(review=number, room="firm", screen=1)
    leaks = set(others(app))
    while not app.button(key="room-next").disabled:
        leaks |= others(press(app, "room-next"))
        leaks |= others(press(app, "room-decide"))
    assert leaks == set()
    press(app, "room-mask")
    assert address(app, "room") == "internal"


def test_among_ourselves_the_other_firm_is_named(small: Store):
    app = opened(review=ready(small, firm=None), room="internal", screen=1)
    named = others(app)
    while not app.button(key="room-next").disabled:
        named |= others(press(app, "room-next"))
    assert set(OTHER) <= named
    assert not [button for button in app.button if button.key == "room-mask"]


def test_a_panel_review_has_no_masked_edition(small: Store):
    app = opened(review=ready(small, firm=None), room="firm", screen=1)
    assert "ÉDITION INTERNE" in read(app)


@pytest.mark.parametrize("edition", ["firm", "internal"])
def test_a_figure_opens_on_what_it_counted(small: Store, edition: str):
    app = opened(review=ready(small), room=edition, screen=1)
    asked = next(button for button in app.button if button.key and button.key.endswith("-spend"))
    press(app, asked.key)
    assert figures(app)["Numérateur"] == "3 000,00 €"
    assert sorted(column(app, "N° de facture")) == ["A2", "A3"]
    assert (others(app) == set()) == (edition == "firm") or edition == "internal"


def test_a_reading_is_toggled_in_the_room_with_its_effect_and_kept_if_wanted(small: Store):
    number = ready(small, firm=None)
    app = opened(review=number, room="internal", screen=1)
    app.radio(key="room-budget_conformity-in_force").set_value("strict")
    run(app)
    assert "« Strict : sans budget = non conforme » : 50,0 % → 33,3 % (-16,7 pts)" in read(app)
    assert figures(app)["Taux de conformité au budget"] == "33,3 %"
    assert plan(small, number).readings == {}
    press(app, "room-keep")
    assert plan(small, number).readings == {"budget_conformity": "strict"}
    assert "→" not in read(app).split("Faits marquants")[0]


def test_a_decision_typed_in_the_room_is_on_its_page_at_once(small: Store):
    number = ready(small)
    app = press(opened(review=number, room="internal", screen=99), "room-decide")
    app.text_input(key="decide-room-text").set_value("Demander un budget par phase")
    app.selectbox(key="decide-room-owner").set_value("firm")
    app.selectbox(key="decide-room-kpi").set_value("budget_conformity")
    app.text_input(key="decide-room-expected").set_value("80 %")
    submit(app)
    assert "Cible lue : 80,0 %" in read(app)
    assert "il lui manque : une échéance" in read(app)
    (row,) = actions(small)
    assert (row["firm_id"], row["owner"], row["expected"], str(row["decided_on"])) == (
        "ALPHA", "firm", "0.8", "2026-11-22",
    )  # fmt: skip
    (shown,) = (table.value for table in run(app).dataframe if "Action" in table.value)
    assert shown["Action"].tolist() == ["Demander un budget par phase"]
    assert plain(shown["Cible"][0]) == "80,0 %"


def test_a_decision_without_words_is_asked_for(small: Store):
    app = press(opened(review=ready(small), room="firm", screen=1), "room-decide")
    submit(app)
    assert "Écrire d'abord la décision" in read(app)
    assert actions(small) == []


def test_a_decision_in_a_closed_review_is_refused(small: Store):
    number = ready(small)
    app = to(opened(review=number), f"review-{number}-stage", "follow")
    for state in ("held", "closed"):
        reviews.move(small, number, state, reviewing.TODAY.date())
    app.text_input(key="decide-page-text").set_value("Trop tard")
    submit(app)
    assert "est close" in read(app)
    assert actions(small) == []


def test_two_quarters_in_a_row_the_second_opens_on_the_actions_of_the_first(small: Store):
    """M1 held its budget in T2 (1 000 of 2 500) and passed it in T3 (3 000): the action aimed at that."""
    first = ready(small, T2)
    app = to(opened(review=first), f"review-{first}-stage", "follow")
    app.text_input(key="decide-page-text").set_value("Tenir le budget de M1")
    app.selectbox(key="decide-page-kpi").set_value("budget_conformity")
    taken = app.date_input(key="decide-page-day").value
    assert taken == dt.date(2026, 9, 29)  # held late: the last day of the window of T2's decisions
    submit(app)
    click(app, "Préparer la revue suivante")
    assert "T3 2026 · Cabinet Alpha" in read(app)
    second = int(address(app, "review"))
    to(app, f"review-{second}-section", "actions")
    (shown,) = (table.value for table in app.dataframe if "Effet mesuré" in table.value)
    assert shown["Action"].tolist() == ["Tenir le budget de M1"]
    assert plain(shown["Effet mesuré"][0]) == "100 % → 0 % (-100,0 pts)"


def test_the_narrative_is_shown_among_ourselves_only_in_full(small: Store):
    """Its lines are one click away; in front of the firm the other's name is gone from them."""
    number = ready(small)
    with small.reading() as reader:
        assert reader.value("SELECT count(*) FROM lines WHERE narrative = ?", [NARRATIVE]) == 1
    masked = opened(review=number, room="firm", screen=1)
    assert NARRATIVE.encode() not in sent(masked)
