"""The supplier review's page: prepared, frozen, held in the room, followed up; masked where a firm looks on."""

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data import reviews
from data.imports import import_files
from data.store import Store
from report.review.plan import Decision, Plan
from tests.ui import reviewing
from tests.ui.reviewing import (
    LATE,
    T2,
    T3,
    actions,
    address,
    begun,
    click,
    column,
    count,
    figures,
    freeze,
    kept,
    opened,
    plain,
    plan,
    press,
    read,
    ready,
    run,
    submit,
    to,
)
from ui.review import requested

LANGUAGES = ("fr", "en")
STAGES = ("prepare", "freeze", "hold", "follow")
PARTS = {
    "fr": ("Les pages", "Faits et décisions", "Lectures", "Triangle d'or"),
    "en": ("The pages", "Facts and decisions", "Readings", "Scorecard"),
}
MOST_SCREENS = 40


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewing.made(tmp_path_factory.mktemp("bills") / "store.duckdb").path


@pytest.fixture
def small(place: Path, bills: Path) -> Store:
    return Store(shutil.copy(bills, place))


# With and without data, in both languages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_store_the_page_says_how_to_begin(place: Path, lang: str):
    app = opened(lang=lang)
    assert ("pas encore de données" if lang == "fr" else "no data yet") in read(app)
    assert not place.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_an_invoice_the_page_says_what_a_review_needs(place: Path, lang: str):
    import_files(Store(place), [("matters.csv", reviewing.TABLES["matters"].encode())])
    app = opened(lang=lang)
    assert ("Aucune facture encore" if lang == "fr" else "No invoice yet") in read(app)
    (link,) = app.get("page_link")
    assert link.proto.page == "imports"
    assert not [button for button in app.button if button.key == "review-new"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_over_e_billing_alone_every_section_stands_or_says_what_it_lacks(place: Path, lang: str):
    store = reviewing.made(place, tables=False)
    number = begun(store)
    for section in Plan().shown:
        app = to(opened(lang=lang, review=number), f"review-{number}-section", section)
        assert not app.error
    budget = read(to(app, f"review-{number}-section", "budget"))
    assert "budgets" in budget


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_the_demo_every_stage_and_part_is_drawn(place: Path, large: Path, lang: str):
    shutil.copy(large, place)
    app = opened(lang=lang, review=1)
    for stage in STAGES:
        assert not to(app, "review-1-stage", stage).error
    to(app, "review-1-stage", "prepare")
    for part in PARTS[lang]:
        assert not to(app, "review-1-parts", part).error
    assert len(app.dataframe) >= 2  # the scorecard: every firm, then the marks of one


# Preparing


@pytest.mark.usefixtures("small")
def test_a_new_review_opens_at_its_first_stage_and_the_address_says_it():
    app = opened()
    app.selectbox(key="review-firm").set_value("ALPHA")
    app = press(run(app), "review-new")
    assert address(app, "review") == "1"
    assert "T3 2026 · Cabinet Alpha" in read(app)
    assert figures(app)["Dépense"] == "3 000,00 €"
    assert app.segmented_control(key="review-1-stage").value == "prepare"
    press(app, "review-1-next")
    assert app.segmented_control(key="review-1-stage").value == "freeze"


def test_beginning_a_review_twice_opens_the_first(small: Store):
    number = begun(small, firm=None)
    app = press(opened(), "review-new")
    assert address(app, "review") == str(number)
    assert count(small, "reviews") == 1


@pytest.mark.usefixtures("small")
def test_a_link_to_a_review_that_is_not_here_is_told():
    assert "revue « 9 », inconnue ici" in read(opened(review=9))


def test_what_is_written_is_kept_at_once_and_survives_a_reload(small: Store):
    number = begun(small)
    app = opened(review=number)
    app.text_area(key=f"review-{number}-summary-comment").set_value("  Parler de M1\net de M2 ")
    run(app)
    press(app, f"review-{number}-summary-1")
    press(app, f"review-{number}-summary-hide")
    found = plan(small, number)
    assert found.comments == {"summary": "Parler de M1\net de M2"}
    assert found.shown[0] == "actions"
    assert found.hidden == {"summary"}
    again = opened(review=number)
    to(again, f"review-{number}-section", "summary")
    assert again.text_area(key=f"review-{number}-summary-comment").value == "Parler de M1\net de M2"


def test_two_people_who_write_in_two_places_keep_both(small: Store):
    number = begun(small)
    buyer, lawyer = opened(review=number), opened(review=number)
    buyer.text_area(key=f"review-{number}-summary-comment").set_value("Prix")
    run(buyer)
    to(lawyer, f"review-{number}-section", "budget")
    lawyer.text_area(key=f"review-{number}-budget-comment").set_value("Risque")
    run(lawyer)
    assert plan(small, number).comments == {"summary": "Prix", "budget": "Risque"}


def test_facts_are_proposed_rewritten_added_and_given_back(small: Store):
    number = begun(small)
    app = to(opened(review=number), f"review-{number}-parts", "Faits et décisions")
    first = app.text_area[0]
    assert "+200,0 %" in plain(first.value)  # 1 000 in T2, 3 000 in T3
    first.set_value("La dépense triple : deux dossiers.")
    app = run(app)
    assert plan(small, number).facts[0].text == "La dépense triple : deux dossiers."
    added = next(field for field in app.text_input if "fact-new" in field.key)
    added.set_value("Un associé a changé.")
    app = run(app)
    assert [fact.text for fact in plan(small, number).facts][-1] == "Un associé a changé."
    press(app, f"review-{number}-facts-back")
    assert plan(small, number).facts is None


def test_the_rows_of_the_table_of_decisions_become_decisions():
    stands = (Decision(text="Réduire", owner="legal"), Decision(text="Laisser"))
    changes = {
        "edited_rows": {0: {"due_on": "2026-12-31T00:00:00", "kpi": "Taux de conformité au budget"}},
        "added_rows": [{"text": " Négocier ", "owner": "Achats"}, {"reason": "rien encore"}],
        "deleted_rows": [1],
    }
    first, second = requested.revised(stands, changes)
    assert (first.text, first.owner, str(first.due_on), first.kpi) == (
        "Réduire", "legal", "2026-12-31", "budget_conformity",
    )  # fmt: skip
    assert (second.text, second.owner) == ("Négocier", "procurement")


def test_a_reading_chosen_while_preparing_holds_for_the_pages(small: Store):
    number = begun(small, firm=None)
    app = to(opened(review=number), f"review-{number}-parts", "Lectures")
    conformity = next(radio for radio in app.radio if radio.key.endswith("budget_conformity-in_force"))
    assert [plain(caption) for caption in conformity.proto.captions][:3] == ["50,0 %", "50,0 %", "33,3 %"]
    conformity.set_value("strict")
    run(app)
    assert plan(small, number).readings == {"budget_conformity": "strict"}
    to(app, f"review-{number}-parts", "Les pages")
    assert figures(app)["Taux de conformité au budget"] == "33,3 %"


def test_a_closed_review_is_read_and_refuses_to_be_changed_in_words(small: Store):
    number = ready(small)
    stale = to(opened(review=number), f"review-{number}-stage", "prepare")
    for state in ("held", "closed"):
        reviews.move(small, number, state, reviewing.TODAY.date())
    stale.text_area(key=f"review-{number}-summary-comment").set_value("Trop tard")
    assert "est close" in read(run(stale))
    assert plan(small, number).comments == {}
    app = to(opened(review=number), f"review-{number}-stage", "prepare")
    assert app.text_area(key=f"review-{number}-summary-comment").disabled
    click(to(app, f"review-{number}-stage", "follow"), "Rouvrir la revue")
    assert kept(small, number).state == "frozen"


# Freezing


def test_freezing_keeps_the_figures_and_a_later_import_is_told_not_taken(small: Store):
    number = begun(small)
    app = to(opened(review=number), f"review-{number}-stage", "freeze")
    press(app, f"review-{number}-freeze")
    assert kept(small, number).state == "frozen"
    import_files(small, [("late.txt", LATE.encode())])

    app = to(opened(review=number), f"review-{number}-stage", "prepare")
    assert figures(app)["Dépense"] == "3 000,00 €"
    assert "1 import depuis le gel" in read(app)
    to(app, f"review-{number}-stage", "freeze")
    told = dict(zip(column(app, "Chiffre"), zip(column(app, "Gelé"), column(app, "Ensuite"), strict=True), strict=True))
    assert [plain(said) for said in told["Dépense"]] == ["3 000,00 €", "3 700,00 €"]
    assert column(app, "Facture") == ["A9"]
    assert column(app, "Comptée ensuite") == [700]
    assert column(app, "Fichiers") == ["late.txt"]

    press(app, f"review-{number}-freeze")
    assert "Aucun import depuis le gel" in read(app)
    to(app, f"review-{number}-stage", "prepare")
    assert figures(app)["Dépense"] == "3 700,00 €"
    assert count(small, "snapshots") == 2


def test_what_is_typed_is_no_import_that_could_change_a_figure(small: Store):
    number = ready(small)
    app = to(opened(review=number), f"review-{number}-stage", "follow")
    app.text_input(key="decide-page-text").set_value("Demander un budget par phase")
    submit(app)
    assert "depuis le gel" not in read(to(app, f"review-{number}-stage", "prepare"))


def test_an_earlier_snapshot_says_what_the_latest_changed(small: Store):
    number = ready(small)
    import_files(small, [("late.txt", LATE.encode())])
    freeze(small, number)
    app = to(opened(review=number), f"review-{number}-stage", "freeze")
    to(app, f"review-{number}-snapshots", True)  # noqa: FBT003 — the expander is open
    assert column(app, "Place") == ["en vigueur", "remplacé"]


def test_a_damaged_snapshot_is_said_and_can_be_frozen_again(small: Store):
    number = ready(small)
    with duckdb.connect(str(small.path)) as con:
        con.execute("UPDATE snapshots SET book = 'x'::BLOB")
    app = to(opened(review=number), f"review-{number}-stage", "prepare")
    assert "abîmé" in read(app)
    assert "abîmé" in read(opened())  # the list of reviews says it, and stands
    assert "abîmé" in read(opened(review=number, room="firm", screen=1))
    press(app, f"review-{number}-freeze")
    assert "abîmé" not in read(app)


def test_a_store_held_elsewhere_is_said(small: Store, monkeypatch: pytest.MonkeyPatch):
    number = begun(small)
    app = opened(review=number)
    monkeypatch.setenv("BINOME_WAIT", "0.2")
    with small.writing(derive=False):
        assert "est occupé" in read(opened(review=number))
        app.text_area(key=f"review-{number}-summary-comment").set_value("Perdu ?")
        app.run()
        assert "est occupé" in read(app)
    assert plan(small, number).comments == {}


def test_reviews_of_a_subject_stand_side_by_side_as_frozen(small: Store):
    ready(small, T2)
    number = ready(small, T3)
    import_files(small, [("late.txt", LATE.encode())])
    app = opened()
    shown = next(table.value for table in app.dataframe if "Écart depuis T2 2026" in table.value)
    told = {row["Chiffre"]: [plain(row[title]) for title in shown.columns[1:]] for _, row in shown.iterrows()}
    assert told["Dépense"] == ["1 000,00 €", "3 000,00 €", "+200,0 %"]
    assert told["Taux de conformité au budget"] == ["100 %", "0 %", "-100,0 pts"]  # M1 alone has a budget
    reviews.save_plan(small, number, Plan(readings={"budget_conformity": "strict"}).model_dump_json())
    shown = next(table.value for table in opened().dataframe if "Écart depuis T2 2026" in table.value)
    assert shown.set_index("Chiffre").loc["Taux de conformité au budget", "Écart depuis T2 2026"] == "autre lecture"


# Meeting held, pack made


def test_a_meeting_is_held_closed_and_reopened(small: Store):
    number = ready(small)
    app = to(opened(review=number), f"review-{number}-stage", "hold")
    press(app, f"review-{number}-held")
    assert (kept(small, number).state, str(kept(small, number).held_on)) == ("held", "2026-11-22")
    assert app.segmented_control(key=f"review-{number}-stage").value == "follow"
    click(app, "Clore la revue")
    assert kept(small, number).state == "closed"


def test_a_review_never_frozen_can_be_deleted(small: Store):
    number = begun(small)
    app = opened(review=number)
    click(app, "Supprimer cette revue")
    assert count(small, "reviews") == 0
    assert address(app, "review") is None


def test_the_three_files_are_made_and_offered(small: Store):
    number = ready(small)
    app = to(opened(review=number), f"review-{number}-stage", "freeze")
    press(app, f"review-{number}-make")
    offered = {button.label.replace("\\", "") for button in app.download_button}
    assert {f"revue-T3-2026-ALPHA-interne.{suffix}" for suffix in ("pptx", "pdf", "xlsx")} <= offered
    app.radio(key=f"review-{number}-edition").set_value("firm")
    assert "préparer de nouveau les fichiers" in read(run(app))


def test_the_amount_of_a_target_is_exact(small: Store):
    number = ready(small)
    app = to(opened(review=number), f"review-{number}-stage", "follow")
    app.text_input(key="decide-page-text").set_value("Moins dépenser")
    app.selectbox(key="decide-page-kpi").set_value("spend")
    app.text_input(key="decide-page-expected").set_value("250 000,50 €")
    submit(app)
    assert Decimal(actions(small)[0]["expected"]) == Decimal("250000.50")
