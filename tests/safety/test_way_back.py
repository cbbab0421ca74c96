"""Any figure on screen leads to lines, each line to the bytes of its file; added up by hand, they give the figure."""

from __future__ import annotations

import hashlib
import random
from decimal import Decimal
from typing import Any

from data.imports import import_files
from data.lines import lines_of
from data.store import Reader
from kpi import catalogue
from kpi.model import Group, Period, Scope
from tests.data.ledger import Books
from tests.hostile import builder
from tests.safety.rounds import Counting, rounds

FIRMS, MATTERS, DAYS = 6, 30, ("20260115", "20260220", "20260430", "20260705", "20260831", "20261010")
CUTS = [
    ("firm",),
    ("matter_type",),
    ("quarter",),
    ("firm", "quarter"),
    ("matter_type", "quarter"),
    ("month",),
    ("firm", "month"),
]
YEAR = Scope(period=Period.parse("2026"))


def portfolio(seed: int) -> dict[str, bytes]:
    """Draw the files of six firms: invoices of one to six lines, on thirty matters of five types."""
    draw, files = random.Random(seed), {}
    for firm in range(FIRMS):
        lines = []
        for number in range(30):
            day = draw.choice(DAYS)
            amounts = [f"{draw.randint(1, 900_000) / 100:.2f}" for _ in range(draw.randint(1, 6))]
            lines += builder.invoice(
                *({**builder.fee("1", amount, amount), "matter": f"M{draw.randrange(MATTERS)}"} for amount in amounts),
                number=f"{firm}-{number}", date=day, firm=f"F{firm}",
            )  # fmt: skip
        files[f"F{firm}.txt"] = builder.ledes(lines, eol=draw.choice(["\r\n", "\n"])).encode()
    types = "".join(f"M{n};Dossier {n};{'ABCDE'[n % 5]}\n" for n in range(MATTERS))
    return {**files, "matters.csv": f"matter_id;name;matter_type\n{types}".encode()}


def amount_at(data: bytes, line: int) -> Decimal:
    """Read the amount of a line as anybody would: the column of that name, the line of that rank."""
    physical = data.decode().splitlines()
    names = physical[1].removesuffix("[]").split("|")
    return Decimal(physical[line - 1].removesuffix("[]").split("|")[names.index("LINE_ITEM_TOTAL")])


def followed(reader: Reader, scope: Scope, group: Group) -> list[dict[str, Any]]:
    """Return the lines behind one slice of the spend, as `lines` gives them."""
    spend, within = catalogue()["spend"], scope.cut()
    for dimension, key in zip(scope.by, group.key, strict=True):
        if dimension in {"quarter", "month"}:
            assert key is not None
            within = within.over(Period.parse(key))
        else:
            within = within.keep(dimension, key)
    kept = {(row["document_id"], row["matter_id"]) for row in spend.trail(reader.facts(), within, "net")}
    found = lines_of(reader, [document for document, _ in kept])
    return [row for row in found if (row["document_id"], row["matter_id"]) in kept]


@rounds(40, 1000)
def test_figures_lead_to_the_bytes_that_give_them(books: Books, turns: int, record_property: Counting):
    files = portfolio(5)
    import_files(books.store, files.items())
    sent = {hashlib.sha256(data).hexdigest(): data for data in files.values()}
    read = 0
    with books.store.reading() as reader:
        of_file = {row["file_id"]: sent[row["sha256"]] for row in reader.rows("SELECT file_id, sha256 FROM files")}
        shown = [
            (scope, group)
            for scope in (YEAR.cut(*cut) for cut in CUTS)
            for group in catalogue()["spend"].compute(reader.facts(), scope, "net").groups
        ]
        draw = random.Random(9)
        for scope, group in draw.choices(shown, k=turns):
            lines = followed(reader, scope, group)
            read += len(lines)
            assert sum(amount_at(of_file[row["file_id"]], row["line"]) for row in lines) == group.value, group.key
    assert read > turns
    record_property("figures followed", turns)
    record_property("lines read in their files", read)
