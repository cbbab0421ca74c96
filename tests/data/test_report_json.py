"""The JSON of a report comes in parts that make what it would be whole."""

import pytest

from data.imports import check_files, import_files
from tests.data.ledger import Books, bill

FILES = [
    ("a.txt", bill("N1 M1 10.00\nN1 M1 0.125\nN2 - 20.5").encode()),
    ("b.csv", "matter_id;name\nM1;« Bail »\n".encode()),
    ("nothing.txt", b""),
]


@pytest.mark.parametrize("files", [[], FILES[:1], FILES])
def test_its_parts_make_the_whole(books: Books, files: list[tuple[str, bytes]]):
    for report in (check_files(books.store, files), import_files(books.store, files)):
        assert "".join(report.in_json()) == report.model_dump_json() + "\n"
        assert [file.path for file in report.files] == [name for name, _ in files]
