"""The one door to the terminal: what came from a file moves no cursor, colours nothing, begins no line of its own."""

from __future__ import annotations

import re
from typing import Final

import click

_LINE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_TABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_JSON: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def echo(line: object = "", *, err: bool = False) -> None:
    """Say one line; what would steer the terminal, or break the line, becomes a visible mark."""
    click.echo(_LINE.sub("\ufffd", str(line)), err=err)


def echo_table(written: bytes | str) -> None:
    """Say a CSV, whose line ends are its own."""
    text = written if isinstance(written, str) else written.decode()
    click.echo(_TABLE.sub("\ufffd", text).encode(), nl=False)


def echo_json(written: str, *, nl: bool = True) -> None:
    """Say a JSON answer on one line: the same values, what would steer the terminal written as an escape."""
    click.echo(_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", written), nl=nl)
