"""Actions and targets: what is late, what it changed, the line to follow, notes; what was typed is taken back."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import typed
from data.store import Store
from kpi.model import Lang, Period
from kpi.objectives import Objective, Status
from report.review.follow import Followed
from tests.ui import reviewing
from tests.ui.reviewing import actions, column, figures, opened, plain, press, read, run, sent, to
from ui import numbers
from ui.follow_up import targets

LANGUAGES = ("fr", "en")
ACTION = {"decided_on": dt.date(2026, 7, 10), "firm_id": "ALPHA", "owner": "legal", "status": "open"}


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewing.made(tmp_path_factory.mktemp("bills") / "store.duckdb").path


@pytest.fixture
def small(place: Path, bills: Path) -> Store:
    return Store(shutil.copy(bills, place))


def choose(app: AppTest, key: str, row: int) -> AppTest:
    """Choose a row of the table whose key begins so."""
    found = next(table.proto.id for table in app.dataframe if key in table.proto.id)
    name = found[found.index(key) :]
    return to(app, name, {"selection": {"rows": [row], "columns": [], "cells": []}})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_store_the_page_says_how_to_begin(place: Path, lang: str):
    assert ("pas encore de données" if lang == "fr" else "no data yet") in read(opened("follow_up", lang))
    assert not place.exists()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_any_action_the_page_says_where_they_come_from(lang: str):
    app = opened("follow_up", lang)
    assert ("Aucune action encore" if lang == "fr" else "No action yet") in read(app)
    assert ("Aucun objectif encore" if lang == "fr" else "No target yet") in read(app)
    assert [link.proto.page for link in app.get("page_link")] == ["review"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_the_demo_everything_is_drawn(place: Path, large: Path, lang: str):
    shutil.copy(large, place)
    app = to(opened("follow_up", lang), "target-form", True)  # noqa: FBT003 — the expander is open
    assert not app.error
    assert len(app.dataframe) == 3


def test_what_is_late_and_what_is_due_before_the_next_review_is_said(small: Store):
    """22 November 2026: one is two days late, one is due on 31 December, one in January, one is done."""
    for text, due in (("a", "2026-11-20"), ("b", "2026-12-31"), ("c", "2027-01-15")):
        typed.record(small, "actions", [{**ACTION, "text": text, "due_on": dt.date.fromisoformat(due)}])
    typed.record(small, "actions", [{**ACTION, "text": "d", "due_on": dt.date(2026, 8, 1), "status": "done"}])
    app = opened("follow_up")
    assert "En retard : 1 action. À faire avant la prochaine revue, d'ici le 31/12/2026 : 1 action." in read(app)
    assert column(app, "Action") == ["a", "b", "c"]


def test_an_action_opens_on_its_figure_before_and_after_and_changes_status(small: Store):
    """Alpha's spend went from 1 000 in T2 to 3 000 in T3."""
    typed.record(small, "actions", [{**ACTION, "text": "Dépenser moins", "kpi": "spend", "expected": "900"}])
    app = opened("follow_up")
    assert [plain(cell) for cell in column(app, "Effet mesuré")] == ["1 000,00 € → 3 000,00 € (+200,0 %)"]
    assert [plain(cell) for cell in column(app, "Cible")] == ["900,00 €"]
    choose(app, "actions-", 0)
    assert figures(app) == {"Dépense · T2 2026": "1 000,00 €", "Dépense · T3 2026": "3 000,00 €"}
    press(app, "action-done")
    assert [row["status"] for row in actions(small)] == ["done"]


def test_a_target_is_read_back_before_it_is_set_and_then_followed(small: Store):
    """M1 exceeds its budget and M3 does not: 50 % now. One of 40 % is reached, in the same reading only."""
    app = to(opened("follow_up"), "target-form", True)  # noqa: FBT003 — the expander is open
    app.selectbox(key="target-kpi").set_value("budget_conformity")
    app.text_input(key="target-value").set_value("quatre-vingts")
    assert "n'est pas un nombre" in read(run(app))
    assert app.button(key="target-set").disabled
    app.text_input(key="target-value").set_value("80 %")
    app.date_input(key="target-due").set_value(dt.date(2027, 9, 30))
    run(app)
    assert "Départ : 50,0 % (T3 2026). Cible lue : 80,0 %." in read(app)
    press(app, "target-set")
    with small.reading() as reader:
        (kept,) = reader.rows("SELECT * FROM ref_targets")
    assert (kept["kpi"], kept["reading"], kept["target"], kept["baseline"], kept["set_on"]) == (
        "budget_conformity", "in_force", Decimal("0.8"), Decimal("0.5"), dt.date(2026, 11, 22),
    )  # fmt: skip
    assert column(app, "Où en est-on\u202f?") == ["En voie"]
    choose(app, "targets-", 0)
    assert b"Trajectoire" in sent(app)
    press(app, "target-back")
    assert "Aucun objectif encore" in read(app)


def test_a_line_is_drawn_from_a_year_before_its_start_to_its_end():
    wanted = Objective("spend", "all", None, None, Decimal(1), Decimal(2), dt.date(2026, 11, 22), dt.date(2027, 9, 30))
    followed = Followed({}, wanted, None, Status("late", None, False))  # noqa: FBT003 — the start is known
    drawn = targets.quarters(followed, 1)
    assert (drawn[0], drawn[-1], len(drawn)) == (Period.parse("2025-T4"), Period.parse("2027-T3"), 8)


def test_a_note_is_typed_shown_and_taken_back(small: Store):
    app = opened("follow_up")
    next(button for button in app.button if button.label == "Ajouter la note").click()
    assert "Écrire d'abord la note" in read(run(app))
    app.text_input(key="note-text").set_value("Audience du 12/03")
    app.selectbox(key="note-firm").set_value("ALPHA")
    next(button for button in app.button if button.label == "Ajouter la note").click()
    run(app)
    assert column(app, "Ce qui s'est passé") == ["Audience du 12/03"]
    assert column(app, "À propos de") == ["Cabinet Alpha"]
    choose(app, "notes-", 0)
    press(app, "note-back")
    with small.reading() as reader:
        assert reader.rows("SELECT * FROM ref_notes") == []


@pytest.mark.parametrize(
    ("written", "unit", "lang", "value"),
    [
        ("80 %", "ratio", "fr", "0.8"),
        ("0,8 %", "ratio", "fr", "0.008"),
        ("80%", "ratio", "en", "0.8"),
        ("250 000,50 €", "EUR", "fr", "250000.5"),
        ("€250,000.50", "EUR", "en", "250000.5"),
        ("45 jours", "days", "fr", "45"),
        ("4,2 / 5", "score", "fr", "4.2"),
        ("-12", "points", "fr", "-12"),
        ("beaucoup", "EUR", "fr", None),
        ("", "EUR", "fr", None),
        ("nan", "EUR", "en", None),
    ],
)
def test_numbers_are_read_as_they_are_written(
    written: str, unit: str, lang: Lang, value: str | None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(numbers, "lang", lambda: lang)
    assert numbers.parsed(written, unit) == (None if value is None else Decimal(value))
