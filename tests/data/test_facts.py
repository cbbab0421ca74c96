"""Facts outside the store: written whole, tied when read, equal to the store; several entities side by side."""

from __future__ import annotations

import importlib.util
import json
import shutil
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.facts import spark
from data.facts.engine import chosen
from data.facts.lake import opened
from data.facts.manifest import FactsError
from data.facts.writing import export
from kpi import catalogue
from kpi.model import COLUMNS, Period, Scope
from report import answers
from tests.data.ledger import PORTFOLIO, SUMMER, Books, bill

BESIDE = ["books.duckdb", "books.duckdb.journal", "books.duckdb.originals"]
"""What a store leaves in its folder."""


def ask(place: Path, kpi: str, *by: str, scope: Scope = SUMMER, **where: str) -> Any:
    engine = chosen("duckdb", place)
    assert engine is not None
    for name, value in where.items():
        scope = scope.keep(name, value)
    with engine.asked() as facts:
        return catalogue()[kpi].compute(facts(), scope.cut(*by), catalogue()[kpi].default_reading)


def every(place: Path) -> dict[str, dict[str, Any]]:
    """Return what `Books.figures` does, from exported facts."""
    engine = chosen("duckdb", place)
    assert engine is not None
    with engine.asked() as facts:
        return {
            f"{kpi.name} {reading.name}": answers.measure(kpi.compute(facts(), SUMMER.cut("firm"), reading.name))
            for kpi in catalogue().values()
            for reading in kpi.readings
        }


def test_an_export_gives_every_figure_that_its_store_gives(books: Books):
    books.take(*PORTFOLIO.values())
    export(books.store, books.folder / "facts")
    assert every(books.folder / "facts") == books.figures()


def test_an_empty_table_is_exported_too(books: Books):
    books.take(bill("N1 M1 100.00"))
    manifest = export(books.store, books.folder / "facts")
    assert manifest.tables["spend"].rows == 1
    assert manifest.tables["settlements"].rows == 0
    assert every(books.folder / "facts") == books.figures()


def test_the_manifest_says_what_was_written(books: Books):
    books.take(bill("N1 M1 100.00\nN2 M1 20.50"), "firm_id;name\nF-1042;Cabinet Dubois\n")
    export(books.store, books.folder / "facts")
    said = json.loads((books.folder / "facts" / "manifest.json").read_text())
    assert said["store_schema"] == 3
    assert said["fiscal_start"] == 1
    assert said["present"] == ["firms"]
    assert set(said["tables"]) == set(COLUMNS)
    assert said["tables"]["spend"]["rows"] == 2
    assert said["tables"]["spend"]["sums"] == {"amount": "120.50", "billed": "120.50"}
    assert said["tables"]["spend"]["columns"]["amount"].startswith("DECIMAL(")
    spend = books.folder / "facts" / "spend"
    assert {path.parent.relative_to(spend) for path in spend.rglob("*.parquet")} == {Path("year=2026/quarter=3")}


def test_an_export_is_its_owners_only_and_overwrites_nothing(books: Books):
    books.take(bill("N1 M1 100.00"))
    export(books.store, books.folder / "facts")
    for path in (books.folder / "facts", *(books.folder / "facts").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    before = (books.folder / "facts" / "manifest.json").read_bytes()
    books.take(bill("N2 M1 1.00"))
    with pytest.raises(FactsError, match="exists already"):
        export(books.store, books.folder / "facts")
    with pytest.raises(FactsError, match="does not exist"):
        export(books.store, books.folder / "no such folder" / "facts")
    assert (books.folder / "facts" / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in books.folder.iterdir()) == [*BESIDE, "facts"]


def test_an_export_that_fails_leaves_nothing(books: Books, monkeypatch: pytest.MonkeyPatch):
    books.take(bill("N1 M1 100.00"))

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.facts.writing.tie", full)
    with pytest.raises(FactsError, match=r"cannot be written \(\[Errno 28\] No space left on device\). Nothing"):
        export(books.store, books.folder / "facts")
    assert sorted(path.name for path in books.folder.iterdir()) == BESIDE


def test_nothing_that_people_wrote_leaves_the_store(books: Books):
    mandate = "firm_id;matter_id;appointed_on;waiver;reason\nF-1042;M1;2026-07-01;approved;Conflit du cabinet Lenoir\n"
    answer = "firm_id;answered_on;matter_id;respondent_role;expertise;comment\nF-1042;2026-09-01;M1;DAF;5;Parfait\n"
    books.take(bill("N1 M1 100.00"), mandate, answer)
    export(books.store, books.folder / "facts")
    secrets = {"Conflit", "Parfait", "DAF"}
    people = books.ask("SELECT DISTINCT timekeeper_id, timekeeper_name, narrative FROM lines")
    secrets |= {str(cell) for row in people for cell in row if cell}
    assert len(secrets) > 4
    for path in (books.folder / "facts").rglob("*.parquet"):
        cells = {str(cell) for row in duckdb.read_parquet(str(path)).fetchall() for cell in row}
        assert not [(cell, secret) for cell in cells for secret in secrets if secret == cell or f"/{secret}" in cell]


@pytest.fixture
def facts(books: Books) -> Path:
    books.take(bill("N1 M1 100.00\nN2 M1 20.50"))
    export(books.store, books.folder / "facts")
    return books.folder / "facts"


def _lost(place: Path) -> None:
    next((place / "spend").rglob("*.parquet")).unlink()


def _cut(place: Path) -> None:
    path = next((place / "spend").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-20])


def _twice(place: Path) -> None:
    path = next((place / "spend").rglob("*.parquet"))
    shutil.copy(path, path.with_name("more.parquet"))


def _richer(place: Path) -> None:
    path = next((place / "spend").rglob("*.parquet"))
    duckdb.sql(
        f"COPY (SELECT * REPLACE (CAST(amount + 0.01 AS DECIMAL(38, 2)) AS amount) FROM '{path}') TO '{path}.2'"
        " (FORMAT parquet)"
    )
    Path(f"{path}.2").rename(path)


@pytest.mark.parametrize("harm", [_lost, _cut, _twice, _richer])
def test_an_export_that_was_touched_is_refused(facts: Path, harm: Any):
    assert ask(facts, "spend").value == Decimal("120.50")
    said = json.loads((facts / "manifest.json").read_text())
    (facts / "manifest.json").write_text(json.dumps({**said, "data_version": 99}))  # a state not seen before
    harm(facts)
    with pytest.raises(FactsError, match="is no longer the one that was written"):
        ask(facts, "spend")


@pytest.mark.parametrize("harm", ["{}", "not JSON", '{"format": "other"}'])
def test_what_is_no_export_is_refused(facts: Path, harm: str):
    (facts / "manifest.json").write_text(harm)
    with pytest.raises(FactsError, match="is no readable export of facts"):
        opened(facts)
    with pytest.raises(FactsError, match="is no readable export of facts"):
        opened(facts / "spend")
    with pytest.raises(FactsError, match="is no readable export of facts"):
        opened(facts / "nowhere")


def test_an_export_without_a_column_of_today_is_refused(facts: Path):
    said = json.loads((facts / "manifest.json").read_text())
    del said["tables"]["spend"]["columns"]["billed"]
    (facts / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(FactsError, match=r"another version of Binôme: it lacks spend\.billed"):
        opened(facts)


@pytest.fixture
def group(tmp_path: Path) -> Path:
    """Two entities that each have a matter M1, of another type, and the same firm; only one names its entity."""
    place = tmp_path / "group"
    place.mkdir()
    for name, ledger, matters in (
        ("nord", "N1 M1 100.00", "matter_id;matter_type\nM1;Litige\n"),
        ("export=Sud & Cie", "N1 M1 30.00\nN2 M2 7.00", "matter_id;matter_type;entity\nM1;Conseil;\nM2;Conseil;Lyon\n"),
    ):
        (tmp_path / name).mkdir()
        books = Books(tmp_path / name)
        books.take(bill(ledger), matters)
        export(books.store, place / name)
    return place


def test_entities_are_read_together_and_their_matters_stay_apart(group: Path):
    whole = ask(group, "spend", "entity")
    assert whole.value == 137
    assert whole.n == 3  # two invoices N1 of one firm, one in each entity, and N2
    assert {one.key[0]: one.value for one in whole.groups} == {"Lyon": 7, "Sud & Cie": 30, "nord": 100}
    assert {one.key[0]: one.value for one in ask(group, "spend", "firm").groups} == {"F-1042": 137}
    cost = ask(group, "cost_per_matter_type", "matter_type")
    assert (cost.numerator, cost.denominator) == (137, 3)  # nord:M1, Sud & Cie:M1 and Sud & Cie:M2
    assert {one.key[0]: one.value for one in cost.groups} == {"Litige": 100, "Conseil": Decimal("18.5")}
    assert ask(group, "spend", matter="nord:M1").value == 100


def test_an_export_of_a_group_asked_alone_is_that_entity(group: Path):
    found = ask(group / "nord", "spend", "entity")
    assert [(one.key, one.value) for one in found.groups] == [((None,), 100)]
    assert ask(group / "nord", "spend", matter="M1").value == 100


def test_a_folder_among_exports_that_is_none_is_refused(group: Path):
    (group / "est").mkdir()
    with pytest.raises(FactsError, match="est is no readable export of facts"):
        opened(group)
    (group / "est").rmdir()
    (group / ".est.partial").mkdir()  # an export that is being written
    assert len(opened(group).exports) == 2


def test_fiscal_years_that_differ_are_not_read_together(group: Path):
    said = json.loads((group / "nord" / "manifest.json").read_text())
    (group / "nord" / "manifest.json").write_text(json.dumps({**said, "fiscal_start": 4}))
    with pytest.raises(FactsError, match="do not start in the same month"):
        opened(group)


def test_a_name_that_could_be_more_than_a_name_is_refused(group: Path):
    (group / "nord").rename(group / "no'rd")
    with pytest.raises(FactsError, match="gives its name to an entity"):
        opened(group)


def test_spark_that_is_not_there_is_told_in_a_sentence(facts: Path, monkeypatch: pytest.MonkeyPatch):
    engine = chosen("spark", facts)
    assert engine is not None
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(FactsError, match=r"requirements-spark\.txt") as told, engine.asked() as asked:
        asked()
    assert "requirements-spark.txt" in told.value.text.fr
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(spark.shutil, "which", lambda _: None)
    with pytest.raises(FactsError, match="Spark needs Java 17") as told, engine.asked() as asked:
        asked()
    assert "Java 17" in told.value.text.fr


def test_an_engine_without_facts_and_an_unknown_one_are_told(facts: Path):
    assert chosen(None, None) is None
    assert chosen("duckdb", None) is None
    with pytest.raises(FactsError, match="--facts"):
        chosen("spark", None)
    with pytest.raises(FactsError, match="no engine “trino”"):
        chosen("trino", facts)


def test_a_quarter_of_another_fiscal_year_is_asked_alike(books: Books):
    books.take(*PORTFOLIO.values())
    with books.store.writing() as con:
        con.execute("UPDATE meta SET value = '4' WHERE name = 'fiscal_start'")
    export(books.store, books.folder / "facts")
    assert opened(books.folder / "facts").fiscal_start == 4
    scope = Scope(period=Period.parse("2026", 4), fiscal_start=4)
    found = ask(books.folder / "facts", "spend", "quarter", scope=scope)
    assert [one.key[0] for one in found.groups] == ["2026-T2"]
