"""The four steering pages, on no store, on e-billing alone, and on a portfolio small enough to work out by hand."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import listing
from data.imports import import_files, undo
from data.store import Store
from kpi import catalogue
from kpi.model import Period, Scope
from tests.doorstep.conftest import ROOT

PAGES = ("costs", "budgets", "panel", "dematerialisation")
LANGUAGES = ("fr", "en")
SOCIAL = "Social ![x](http://phone-home.invalid/a.png)"
"""A matter type that would phone home if it were read as Markdown."""

NAMES = (
    "INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|BILLING_END_DATE"
    "|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT"
    "|LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID"
    "|LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]"
)


def _line(number: str, day: str, matter: str, amount: int) -> str:
    return (
        f"{day}|{number}|C|LF-{matter}|{amount}|20260701|20260930|Honoraires|1|F|10|0|{amount}|{day}|L110||A101|TK1"
        f"|Analyse du dossier|F1|{amount // 10}|Martin, Anne|PT|{matter}[]"
    )


LEDES = "\n".join(["LEDES1998B[]", NAMES, _line("A1", "20260715", "M1", 1000), _line("A2", "20260820", "M2", 3000), ""])
TABLES = {
    "firms": "firm_id;name;kind\nF1;Alpha;law_firm\nF2;Beta;law_firm\nF3;Gamma;law_firm\n",
    "matters": (
        "matter_id;name;matter_type;closed_on;final_billed\nM1;Brevet;Contentieux;;\n"
        f"M2;Bail;Contentieux;15/08/2026;yes\nM3;Grève [ici](http://phone-home.invalid);{SOCIAL};;\nM4;Accord;{SOCIAL};;\n"
    ),
    "budgets": (  # M1 at risk; M2 over and regularised; M3 revised in time; M4 without
        "matter_id;amount;approved_on\nM1;1200;05/01/2026\nM2;2000;05/01/2026\nM2;2800;01/09/2026\n"
        "M3;1500;05/01/2026\nM3;5000;01/07/2026\n"
    ),
    "panel": (  # F2 leaves; F3 is renewed without a gap; F1 expires at the end of the year
        f"firm_id;matter_type;valid_from;valid_to\nF1;Contentieux;01/01/2026;31/12/2026\nF2;{SOCIAL};01/01/2026;31/07/2026\n"
        f"F3;{SOCIAL};01/01/2026;31/08/2026\nF3;;01/09/2026;\n"
    ),
    "mandates": (
        "firm_id;matter_id;appointed_on;waiver;reason\nF1;M1;02/07/2026;;\nF1;M2;03/07/2026;;\nF2;M3;31/07/2026;;\n"
        "F2;M4;01/08/2026;;urgence\n"
    ),
    "invoices": (
        "firm_id;invoice_number;invoice_date;net_amount;matter_id;channel\nF1;A1;15/07/2026;1000;M1;ledes\n"
        "F1;A2;20/08/2026;3000;M2;ledes\nF2;B1;10/08/2026;2000;M3;pdf\nF2;B2;05/09/2026;500;M4;paper\n"
    ),
}
FIGURES = {  # page: title in both languages, value in both
    "costs": [(("Coût moyen par type de dossier", "Average cost per matter type"), ("1 625,00 €", "€1,625.00"))],
    "budgets": [
        (("Taux de conformité au budget", "Budget conformity rate"), ("66,7 %", "66.7%")),
        (("Taux de couverture budgétaire", "Budget coverage"), ("75,0 %", "75.0%")),
        (("Régularisations", "Late budgets"), ("1", "1")),
    ],
    "panel": [
        (("Taux de recours hors panel", "Off-panel rate"), ("25,0 %", "25.0%")),
        (("Taux de recours hors panel", "Off-panel rate"), ("7,7 %", "7.7%")),
    ],
    "dematerialisation": [(("Taux de dématérialisation", "Dematerialisation rate"), ("50,0 %", "50.0%"))],
}
TABLE_OF = {"costs": "matters", "budgets": "budgets", "panel": "panel", "dematerialisation": "invoices"}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The same bills with and without the reference tables, imported once."""
    folder = tmp_path_factory.mktemp("stores")
    made = {}
    for tables in (True, False):
        files = [("bills.txt", LEDES.encode())]
        if tables:
            files += [(f"{name}.csv", text.encode()) for name, text in TABLES.items()]
        made[tables] = folder / f"{tables}.duckdb"
        report = import_files(Store(made[tables]), files)
        assert [file.status for file in report.files] == ["imported"] * len(files)
    return made


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the dashboard looks for its store; nothing is there yet."""
    path = tmp_path / "store.duckdb"
    monkeypatch.setenv("BINOME_STORE", str(path))
    monkeypatch.chdir(ROOT)
    st.cache_data.clear()
    return path


@pytest.fixture
def small(place: Path, stores: dict[bool, Path]) -> Store:
    return Store(shutil.copy(stores[True], place))


@pytest.fixture
def e_billing_alone(place: Path, stores: dict[bool, Path]) -> Store:
    return Store(shutil.copy(stores[False], place))


def opened(name: str, lang: str = "fr") -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=60)
    app.query_params["lang"], app.query_params["period"] = lang, "2026-T3"
    return run(app.switch_page(f"../pages/{name}.py"))


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def spaced(text: str) -> str:
    """Compare numbers whatever space stands in them."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def metrics(app: AppTest) -> list[tuple[str, str]]:
    return [(metric.label.replace("\\", ""), spaced(metric.value)) for metric in app.metric]


def read(app: AppTest) -> str:
    """Everything that the page says in sentences."""
    return "\n".join(str(element.value) for element in (*app.markdown, *app.caption, *app.info, *app.warning))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_without_a_store_a_page_offers_to_begin(place: Path, name: str, lang: str):
    app = opened(name, lang)
    assert not place.exists()
    assert ("pas encore de données" if lang == "fr" else "no data yet") in read(app)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_the_figures_are_those_worked_out_by_hand(name: str, lang: str):
    found = metrics(opened(name, lang))
    at = LANGUAGES.index(lang)
    assert found == [(title[at], value[at]) for title, value in FIGURES[name]]


@pytest.mark.usefixtures("e_billing_alone")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_over_e_billing_alone_a_page_says_which_table_it_needs(name: str, lang: str):
    app = opened(name, lang)
    (link,) = app.get("page_link")
    assert link.proto.page == "imports"
    assert TABLE_OF[name] in link.proto.label
    assert ("manque" if lang == "fr" else "missing") in app.info[0].value or "100" in app.info[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_once_everything_was_taken_back_a_page_says_how_to_begin(small: Store, name: str, lang: str):
    undo(small, 1)
    app = opened(name, lang)
    assert metrics(app) == []
    assert ("Charger la démonstration" if lang == "fr" else "Load the demo") in [button.label for button in app.button]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", PAGES)
def test_no_text_from_a_file_becomes_markdown(name: str):
    assert "](http" not in read(opened(name))


@pytest.mark.usefixtures("small")
def test_each_reading_shows_its_effect_and_the_choice_changes_the_page():
    app = opened("budgets")
    reading = app.radio(key="reading-budget_conformity")
    effects = [spaced(caption).replace("\\", "") for caption in reading.proto.captions]
    assert effects == ["66,7 %", "33,3 %", "50,0 %", "68,9 %"]
    reading.set_value("initial")
    assert metrics(run(app))[0][1] == "33,3 %"
    app.radio(key="tolerance").set_value("0.10")
    app.radio(key="reading-budget_conformity").set_value("in_force")
    assert metrics(run(app))[0][1] == "100 %"


@pytest.mark.usefixtures("small")
def test_the_closed_reading_gives_the_full_cost():
    app = opened("costs")
    app.radio(key="reading-cost_per_matter_type").set_value("closed")
    assert metrics(run(app))[0][1] == "3 000,00 €"


@pytest.mark.usefixtures("small")
def test_the_weight_changes_the_dematerialisation_rate():
    app = opened("dematerialisation")
    app.radio(key="weight").set_value("amount")
    assert metrics(run(app))[0][1] == "61,5 %"


@pytest.mark.usefixtures("small")
def test_a_type_that_a_filter_takes_away_is_no_longer_looked_at():
    app = opened("costs")
    app.selectbox(key="cost-type").set_value(SOCIAL)
    run(app).multiselect(key="type").set_value(["Contentieux"])
    assert run(app).selectbox(key="cost-type").value == "Contentieux"


@pytest.mark.usefixtures("small")
def test_the_lists_of_the_budget_page():
    over, late, without = (frame.value for frame in opened("budgets").dataframe)
    assert over[["Dossier", "Dépassement", "Budget en vigueur", "Budget initial"]].to_numpy().tolist() == [
        ["M2 · Bail", 200.0, 2800.0, 2000.0]
    ]
    assert late[["Dossier", "Version précédente", "Nouvelle version", "Déjà dépensé"]].to_numpy().tolist() == [
        ["M2 · Bail", 2000.0, 2800.0, 3000.0]
    ]
    assert late["Dépassée le"][0].date() == dt.date(2026, 8, 20)
    assert late["Approuvé le"][0].date() == dt.date(2026, 9, 1)
    assert without[["Dossier", "Dépensé HT"]].to_numpy().tolist() == [["M4 · Accord", 500.0]]


@pytest.mark.usefixtures("small")
def test_the_lists_of_the_panel_page():
    given, billed, left, expiring = (frame.value for frame in opened("panel").dataframe)
    without_waiver = ["Hors panel, sans dérogation", "urgence", "Beta"]
    assert given[["Classe", "Motif", "Cabinet"]].to_numpy().tolist() == [without_waiver]
    assert billed["Dépense de la période HT"].tolist() == [500.0]
    assert left["Cabinet"].tolist() == ["Beta"]
    assert expiring["Cabinet"].tolist() == ["Alpha"]


@pytest.mark.usefixtures("small")
def test_the_lists_of_the_dematerialisation_page():
    rates, invoices = (frame.value for frame in opened("dematerialisation").dataframe)
    assert rates[["Cabinet", "Taux", "Factures"]].to_numpy().tolist() == [["Beta", 0.0, 2.0], ["Alpha", 1.0, 2.0]]
    assert invoices[["Canal", "N° de facture"]].to_numpy().tolist() == [["PDF", "B1"], ["Papier", "B2"]]


def test_the_list_of_late_budgets_counts_as_the_figure_does(small: Store):
    scope = Scope(period=Period.parse("2026-T3"))
    with small.reading() as reader:
        figure = catalogue()["budget_coverage"].compute(reader.facts(), scope, "in_force")
        (late,) = listing.late_budgets(reader, scope.period.end)
        assert figure.details["late_budgets"] == 1
        assert (late["matter_id"], late["replaced"], late["spent"]) == ("M2", Decimal(2000), Decimal(3000))
        assert listing.late_budgets(reader, dt.date(2026, 8, 31)) == []


def test_an_entry_that_another_continues_has_not_ended(small: Store):
    with small.reading() as reader:
        (ended,) = listing.panel_ends(reader, dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert (ended["firm_id"], ended["valid_to"], ended["stays"]) == ("F2", dt.date(2026, 7, 31), False)


@pytest.mark.usefixtures("small")
def test_the_filters_keep_the_panel_entries_they_are_about():
    app = opened("panel")
    app.multiselect(key="type").set_value(["Contentieux"])
    *_, expiring = (frame.value for frame in run(app).dataframe)
    assert expiring["Cabinet"].tolist() == ["Alpha"]
    assert not any("Beta" in frame.value.get("Cabinet", pd.Series()).tolist() for frame in app.dataframe)
