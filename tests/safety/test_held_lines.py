"""A line that is held keeps its place, its reason and its text: that of the file, to the byte."""

from __future__ import annotations

from data.imports import import_files
from data.originals import line_text, unpack
from tests.data.ledger import Books
from tests.hostile.corpus import CASES
from tests.safety.rounds import Counting

ENCODINGS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be", "latin-1", "cp437", "cp850", "mac_roman")


def spelt(text: str) -> set[bytes]:
    """The bytes that a text may have been in its file."""
    found = set()
    for encoding in ENCODINGS:
        try:
            found.add(text.encode(encoding))
        except UnicodeEncodeError:
            continue
    return found


def test_every_held_line_is_the_line_of_its_file(books: Books, record_property: Counting):
    import_files(books.store, [(case.filename, case.data) for case in CASES])
    with books.store.reading() as reader:
        held = reader.rows(
            "SELECT s.*, f.sha256, f.name FROM set_aside AS s JOIN files AS f USING (file_id) ORDER BY ALL"
        )
        kept = {
            sha256: b"".join(
                unpack(row["size"], row["bytes"])
                for row in reader.rows("SELECT size, bytes FROM originals WHERE sha256 = ? ORDER BY part", [sha256])
            )
            for sha256 in {row["sha256"] for row in held}
        }
    sent = {case.data for case in CASES}
    assert len(held) > 100
    assert sent.issuperset(kept.values())
    for row in held:
        data, text = kept[row["sha256"]], row["original"]
        assert row["code"], row["name"]
        assert text == line_text(data, row["line_no"]), (row["name"], row["line_no"])
        if "\ufffd" not in text:  # bytes that no encoding reads are shown by a mark; the file keeps them
            assert any(found in data for found in spelt(text)), (row["name"], text)
    record_property("held lines", len(held))
    record_property("files that hold them", len(kept))
