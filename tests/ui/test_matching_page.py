"""To match: what waits is shown with what it may be, one click settles it, and undo gives it back."""

from pathlib import Path

import pytest

from data.imports import import_files
from data.store import Store
from kpi.model import Lang
from tests.data.ledger import BOTH, bill
from tests.ui.reviewing import click, opened, plain, press, read

TRAP = "![x](http://phone-home.invalid/b.png) `Beta`"
FILES = {
    "dubois.txt": bill("N1 M-0012 12400.00\nN1 m12 4000", firm="Dubois Associés SELARL"),
    "alpha.txt": bill("N2 m12 5000.00\nN3 - 7000.00", firm="ALPHA"),
    "trap.txt": bill("N6 M-13 55.10", firm=TRAP),
    "firms.csv": "firm_id;name\nF-1;Dubois & Associés\nALPHA;Alpha Avocats\nBETA;Bêta\n",
    "matters.csv": "matter_id;name\nM-0012;Bail Lyon\nM-13;Contentieux Orion\n",
    "timekeepers.csv": "firm_id;timekeeper_id;name;level\nALPHA;A1;Anne Dubois;partner\n",
}


@pytest.fixture
def small(place: Path) -> Store:
    report = import_files(Store(place), [(name, text.encode()) for name, text in FILES.items()])
    assert {file.status for file in report.files} == {"imported"}
    return Store(place)


def spend(store: Store, column: str) -> dict[str | None, str]:
    with store.reading() as reader:
        rows = reader.rows(f"SELECT {column} AS key, sum(amount) AS amount FROM spend GROUP BY 1")
        return {row["key"]: f"{row['amount']:f}" for row in rows}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("lang", BOTH)
def test_what_waits_is_shown_by_kind_with_its_amount_and_what_it_may_be(lang: Lang):
    app = opened("matching", lang)
    said = read(app)
    titles = {
        "fr": ["Cabinets (2)", "Dossiers (2)", "Intervenants (1)"],
        "en": ["Firms (2)", "Matters (2)", "Timekeepers (1)"],
    }[lang]
    assert [plain(one.value) for one in app.header] == titles
    amounts = {"fr": ("16 400,00 €", "16 455,10 € HT"), "en": ("€16,400.00", "€16,455.10 net of tax")}[lang]
    assert all(amount in said for amount in amounts)
    where = {"fr": "1 facture, 2 lignes · dubois.txt, ligne 3", "en": "1 invoice, 2 lines · dubois.txt, line 3"}[lang]
    assert where in said
    assert {"fr": "même nom, autrement écrit", "en": "same name, written otherwise"}[lang] in said
    labels = [plain(button.label) for button in app.button]
    assert (
        labels.index("Dubois & Associés · F-1") < labels.index("Bail Lyon · M-0012") < labels.index("Anne Dubois · A1")
    )


@pytest.mark.usefixtures("small")
def test_a_name_from_a_file_is_never_markdown():
    app = opened("matching")
    said = [str(one.value) for kind in (app.markdown, app.caption) for one in kind] + [one.label for one in app.button]
    assert not [text for text in said if "![x](" in text or "`Beta`" in text]
    assert [text for text in said if "Beta" in text]


def test_one_click_settles_and_undo_gives_it_back(small: Store):
    app = click(opened("matching"), "Dubois")
    assert "« Dubois Associés SELARL » est désormais « Dubois & Associés · F-1 »." in read(app)
    assert plain(app.header[0].value) == "Cabinets (1)"
    assert spend(small, "firm_id")["F-1"] == "16400.00"
    app = press(app, "matching-undo")
    assert "Rapprochement annulé" in read(app)
    assert plain(app.header[0].value) == "Cabinets (2)"
    assert "F-1" not in spend(small, "firm_id")


def test_what_is_settled_is_listed_and_taken_back_from_there(small: Store):
    app = press(opened("matching", "en"), "match-matter--m12-M-0012")
    app = press(app, "match-timekeeper-ALPHA-T01-A1")
    assert "Settled here already (2)" in [plain(one.label) for one in app.expander]
    assert "“m12” is now “M-0012”." in read(app)
    assert spend(small, "matter_id")["M-0012"] == "21400.00"
    press(app, "matching-back-2-matter-m12")
    assert spend(small, "matter_id")["m12"] == "9000.00"


def test_what_is_turned_down_does_not_come_back(small: Store):
    before = spend(small, "firm_id")
    app = press(opened("matching"), "apart-firm--Dubois Associés SELARL")
    assert "laissé à part" in read(app)
    assert "Dubois & Associés · F-1" not in [plain(one.label) for one in opened("matching").button]
    assert spend(small, "firm_id") == before


def test_another_one_is_found_in_the_list(small: Store):
    app = press(opened("matching"), "choose-matter-ALPHA-D-118")
    app.selectbox(key="matching-other-matter-ALPHA-D-118").select("M-13")
    app = press(app, "matching-other-sure")
    assert "« D-118 » est désormais « Contentieux Orion · M-13 »." in read(app)
    assert spend(small, "matter_id")["M-13"] == "7055.10"


def test_a_new_one_is_added_with_its_record(small: Store):
    app = press(opened("matching"), "choose-firm--Dubois Associés SELARL")
    app.text_input(key="matching-id-firm--Dubois Associés SELARL").input("DUB")
    app.text_input(key="matching-name-firm--Dubois Associés SELARL").input("Dubois Lyon")
    app = press(app, "matching-new-sure")
    assert "entre dans les tables : Dubois Lyon · DUB." in read(app)
    assert spend(small, "firm_id")["DUB"] == "16400.00"


@pytest.mark.usefixtures("small")
def test_a_code_that_is_taken_is_refused_in_words():
    app = press(opened("matching"), "choose-firm--Dubois Associés SELARL")
    app.text_input(key="matching-id-firm--Dubois Associés SELARL").input("F-1")
    app = press(app, "matching-new-sure")
    assert "Le code « F-1 » est déjà celui d'un cabinet." in read(app)


@pytest.mark.parametrize("lang", BOTH)
def test_when_nothing_waits_the_page_says_so(place: Path, lang: Lang):
    assert ("pas encore de données" if lang == "fr" else "no data yet") in read(opened("matching", lang))
    import_files(Store(place), [("a.txt", bill("N1 M1 100.00", firm="F-1").encode())])
    said = read(opened("matching", lang))  # without tables, nothing is recognised, and the page does not say so
    assert ("Aucune table de cabinets n'est importée" if lang == "fr" else "No table of firms is imported") in said
    assert ("reconnu" if lang == "fr" else "recognised") not in said
    tables = ("firm_id;name\nF-1;Dubois\n", "matter_id;name\nM1;Bail\n", "firm_id;timekeeper_id\nF-1;T01\n")
    import_files(Store(place), [(f"{place}.csv", text.encode()) for place, text in enumerate(tables)])
    assert ("Rien à rapprocher" if lang == "fr" else "Nothing to match") in read(opened("matching", lang))


def test_a_long_list_is_shown_in_parts(place: Path):
    firms = "firm_id;name\nZ;Zeta\n"
    bills = [bill(f"N{n} M1 {n + 1}.00", firm=f"Cabinet numéro {n}") for n in range(23)]
    import_files(Store(place), [(f"{n}.txt", text.encode()) for n, text in enumerate([firms, *bills])])
    app = opened("matching")
    assert len([one for one in app.button if one.key.startswith("choose-")]) == 20
    app = click(app, "Montrer la suite")
    assert len([one for one in app.button if one.key.startswith("choose-")]) == 23


@pytest.mark.parametrize("lang", BOTH)
def test_the_demo_has_something_to_match(large: Path, place: Path, lang: Lang):
    place.write_bytes(large.read_bytes())
    app = opened("matching", lang)
    assert {"BS06", "ARM-2019-9999"} <= {plain(one.value).strip("*") for one in app.markdown}
