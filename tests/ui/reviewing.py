"""Two firms, three matters and two quarters, and the review's page as a person uses it.

| EUR HT | budget | Alpha T2 | Alpha T3 | Beta T3 |
|--------|-------:|---------:|---------:|--------:|
| M1     |  2 500 |    1 000 |    2 000 |         |
| M2     |        |          |    1 000 |   3 000 |
| M3     |  1 000 |          |          |     500 |

Spend of T3: 6 500, of which Alpha 3 000. M1 exceeds its budget (3 000), M3 does not: half of the budgeted matters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import listing, reviews
from data.imports import import_files
from data.reviews import Review
from data.store import Store
from kpi.model import Period
from report.review.build import frozen
from report.review.plan import Plan
from tests.doorstep.conftest import ROOT
from tests.hostile.builder import Row, fee, invoice, ledes
from ui import packing

TODAY = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
T2, T3 = Period.parse("2026-T2"), Period.parse("2026-T3")
OTHER = ("BETA", "Bêta & Associés")
NARRATIVE = "Appel avec Bêta & Associés"


def bill(number: str, day: str, where: str, amount: int, **cells: str) -> list[Row]:
    """Write an invoice of one line: « ALPHA M1 » is its firm and its matter."""
    firm, matter = where.split()
    line = fee("1", f"{amount}.00", f"{amount}.00", **cells)
    return invoice(line, date=day, number=number, firm=firm, matter=matter)


BILLS = [
    *bill("A1", "20260510", "ALPHA M1", 1000),
    *bill("A2", "20260715", "ALPHA M1", 2000, text=NARRATIVE),
    *bill("A3", "20260820", "ALPHA M2", 1000),
    *bill("B1", "20260720", "BETA M2", 3000),
    *bill("B2", "20260901", "BETA M3", 500),
]
LATE = ledes(bill("A9", "20260918", "ALPHA M1", 700))
"""An invoice of T3 that comes in once the review was frozen."""
TABLES = {
    "firms": "firm_id;name;kind\nALPHA;Cabinet Alpha;law_firm\nBETA;Bêta & Associés;law_firm\n",
    "matters": "matter_id;name;matter_type\nM1;Brevet;Contentieux\nM2;Bail;Contentieux\nM3;Accord;Social\n",
    "budgets": "matter_id;amount;approved_on\nM1;2500;2026-01-05\nM3;1000;2026-01-05\n",
}


def made(path: Path, *, tables: bool = True) -> Store:
    """Import the bills, with or without the reference tables."""
    files = [("bills.txt", ledes(BILLS).encode())]
    files += [(f"{name}.csv", text.encode()) for name, text in TABLES.items()] if tables else []
    report = import_files(Store(path), files)
    assert [file.status for file in report.files] == ["imported"] * len(files)
    return Store(path)


def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader's day be 22 November 2026: the third quarter is over, its review is due."""

    class Then(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return TODAY.astimezone(tz)

    monkeypatch.setattr("ui.reader.dt", SimpleNamespace(datetime=Then, date=dt.date))


def begun(store: Store, period: Period = T3, firm: str | None = "ALPHA", plan: Plan | None = None) -> int:
    return reviews.start(store, period.start, period.end, firm, (plan or Plan()).model_dump_json())


def freeze(store: Store, number: int, period: Period = T3, firm: str | None = "ALPHA") -> int:
    """Freeze a review as its page does."""
    with store.reading() as reader:
        asked = packing.of_review(
            reader, reviews.review(reader, number), packing.Wanted(period, firm, live=True), TODAY.date()
        )
        book, seen = frozen(asked), reader.data_version
    return reviews.freeze(store, number, book, seen=seen)


def ready(store: Store, period: Period = T3, firm: str | None = "ALPHA") -> int:
    """Begin a review and freeze it."""
    number = begun(store, period, firm)
    freeze(store, number, period, firm)
    return number


def kept(store: Store, number: int) -> Review:
    with store.reading() as reader:
        return reviews.review(reader, number)


def plan(store: Store, number: int) -> Plan:
    return Plan.model_validate_json(kept(store, number).plan)


def actions(store: Store) -> list[dict[str, Any]]:
    with store.reading() as reader:
        return listing.actions(reader)


def count(store: Store, table: str) -> int:
    with store.reading() as reader:
        return int(reader.value(f"SELECT count(*) FROM {table}"))


def opened(name: str = "review", lang: str = "fr", **link: object) -> AppTest:
    """Open a page of the dashboard, in a session of its own."""
    app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=60)
    app.query_params["lang"] = lang
    for part, value in link.items():
        app.query_params[part] = str(value)
    return run(app.switch_page(f"../pages/{name}.py"))


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def click(app: AppTest, label: str) -> AppTest:
    """Press the button that says this, or begins so."""
    next(button for button in app.button if button.label.startswith(label)).click()
    return run(app)


def address(app: AppTest, part: str) -> str | None:
    """Read a part of the address."""
    found = app.query_params.get(part)
    return found[0] if isinstance(found, list) else found


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return run(app)


def to(app: AppTest, key: str, value: object) -> AppTest:
    """Choose something that AppTest cannot click: a tab, an expander, a selection."""
    app.session_state[key] = value
    return run(app)


def read(app: AppTest) -> str:
    """Everything that the page says in sentences, whatever spaces stand in them."""
    kinds = (
        app.title, app.header, app.markdown, app.caption, app.info, app.warning, app.success, app.error, app.toast,
    )  # fmt: skip
    said = "\n".join(str(element.value) for kind in kinds for element in kind)
    return plain(said)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\\", "")


def figures(app: AppTest) -> dict[str, str]:
    """The figures in large on the page."""
    return {plain(one.label): plain(one.value) for one in app.metric}


def column(app: AppTest, title: str) -> list[Any]:
    """The values of a column, in whichever table has it."""
    return [value for table in app.dataframe if title in table.value for value in table.value[title]]


def sent(app: AppTest) -> bytes:
    """All that the page sends to the browser, byte for byte: words, tables, charts, labels of widgets."""
    return b"\n".join(_protos(app._tree))


def _protos(node: Any) -> Iterator[bytes]:
    if (proto := getattr(node, "proto", None)) is not None:
        yield proto.SerializeToString()
    for child in getattr(node, "children", {}).values():
        yield from _protos(child)


def submit(app: AppTest) -> AppTest:
    """Record the decision of the form."""
    return click(app, "Enregistrer")
