"""Framing in bulk: what is taken for a regular file is one, and no blank around a cell goes unseen."""

from itertools import product

import pytest

from data import framing


def is_regular(text: bytes) -> bool:
    """Say, line by line, whether each line of a text ends with the mark, which stands nowhere else."""
    lines = text.removesuffix(b"\n").split(b"\n")
    return all(line.endswith(b"[]") and line.count(b"[]") == 1 for line in lines)


def test_a_regular_text_is_told_from_every_other():
    for letters in product(b"a[]\n", repeat=6):
        text = bytes(letters)
        assert framing._each_bracketed(text, framing._line_ends(text)) == is_regular(text), text


@pytest.mark.parametrize("pair", ["| ", " |", "|\t", "\t|", " [", "|\u00a0", "\u00a0|", "\n ", " \n"])
@pytest.mark.parametrize("before", [0, 1, 7, 8, 9, 15, 16])
def test_a_blank_beside_a_mark_is_seen_wherever_pieces_end(monkeypatch: pytest.MonkeyPatch, pair: str, before: int):
    monkeypatch.setattr(framing, "_PIECE", 8)
    assert framing._is_padded(("a" * before + pair + "b" * 9).encode())


@pytest.mark.parametrize("text", ["a b|c d[]\n", "a|b[]\nc|d[]", "é|à b[]\n", ""])
def test_a_text_without_any_is_not_padded(text: str):
    assert not framing._is_padded(text.encode())
