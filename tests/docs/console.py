"""The commands that the documentation shows, run as its reader would run them, in a folder of their own.

A fenced block with a name after its language (```csv panel.csv) is a file; a `console` block holds commands and what
they answer, where a line `[…]` stands for lines left out. Spaces that do not break are read as spaces.
`python -m tests.docs.console` runs each page and writes what the commands answer now.
"""

import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from ui.cli import main

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs" / "first-import.fr.md", ROOT / "docs" / "first-import.en.md")
MORE = (ROOT / "docs" / "mappings.fr.md", ROOT / "docs" / "mappings.en.md")
"""Shorter pages, run in the same way."""
COMMAND = "$ python run.py "
LEFT_OUT = "[…]"
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A command as the page shows it, what the page says it answers, and what it answered."""

    words: str
    page: str
    truth: str

    @property
    def agrees(self) -> bool:
        told = re.split(rf"^{re.escape(LEFT_OUT)}\n", _plain(self.page), flags=re.MULTILINE)
        return re.fullmatch(r"(?:.*\n)*?".join(map(re.escape, told)), _plain(self.truth)) is not None


def _plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def blocks(text: str) -> Iterator[re.Match[str]]:
    """Find the fenced blocks of a page."""
    return _BLOCK.finditer(text)


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Part a console block into its commands, each with what it answers."""
    for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
        if part.startswith(COMMAND):
            words, _, answer = part.removeprefix(COMMAND).partition("\n")
            yield words, answer


def walk(text: str, lang: str) -> Iterator[tuple[re.Match[str], list[Shown]]]:
    """Lay out the files of a page and run its commands, from its first line to its last, over one store."""
    env = {"BINOME_STORE": "store/binome.duckdb", "BINOME_LANG": lang}
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for block in blocks(text):
            if block["name"]:
                file = Path(block["name"])
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block["body"], encoding="utf-8")
            elif block["language"] == "console":
                yield block, [Shown(words, page, _answer(words, env)) for words, page in commands(block["body"])]


def _answer(words: str, env: dict[str, str]) -> str:
    found = CliRunner().invoke(main, shlex.split(words), env=env, prog_name="binome")
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.output.removeprefix("\ufeff")


def rewrite(page: Path) -> None:
    """Write into a page what its commands answer, where it says something else."""
    text, told, end = page.read_text(encoding="utf-8"), "", 0
    for block, answers in walk(text, page.name.split(".")[1]):
        body = "".join(f"{COMMAND}{one.words}\n{one.page if one.agrees else one.truth}" for one in answers)
        told += f"{text[end : block.start()]}```console\n{body}```"
        end = block.end()
    page.write_text(told + text[end:], encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for shown in (*PAGES, *MORE):
        rewrite(shown)
