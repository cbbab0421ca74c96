"""The page that lists every problem a file can have: its code, its words in both languages, what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEVELS = {
    "reject": Text("le fichier est rejeté", "the file is rejected"),
    "error": Text("la ligne est mise de côté", "the line is set aside"),
    "warning": Text("compté, à vérifier", "counted, to check"),
    "info": Text("pour information", "for information"),
}
_INTRO = """\
# Problèmes / Problems

Ce que Binôme peut dire d'un fichier, et ce qu'il faut faire. Un problème n'arrête jamais le reste\u00a0: un fichier
illisible est rejeté en entier, une ligne illisible est mise de côté avec son texte, tout le reste compte.

What Binôme may say of a file, and what to do. A problem never stops the rest: a file that cannot be read is rejected
whole, a line that cannot be read is set aside with its text, everything else counts.

`{seen}`, ce qui se trouvait là / what stood there; `{column}`, la colonne / the column. Les autres mots entre accolades
viennent du fichier / the other words in braces come from the file.

"""


class Kind(Protocol):
    """A kind of problem, as declared by the room that reads files."""

    @property
    def code(self) -> str:
        """The code by which people and programs know it."""

    @property
    def level(self) -> str:
        """How serious it is: reject, error, warning or info."""

    @property
    def message(self) -> Text:
        """What is wrong."""

    @property
    def remedy(self) -> Text:
        """What to do."""


def problems_markdown(themes: Mapping[Text, Sequence[Kind]]) -> str:
    """Write the catalogue of problems, theme by theme, the most serious first."""
    order = list(_LEVELS)
    parts = [_INTRO]
    for title, kinds in themes.items():
        parts.append(f"## {title.fr} / {title.en}\n\n| Code | Français | English |\n|---|---|---|\n")
        parts += [_row(kind) for kind in sorted(kinds, key=lambda kind: order.index(kind.level))]
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def _row(kind: Kind) -> str:
    level = _LEVELS[kind.level]
    cells = [f"**{_cell(kind.message(lang))}** {_cell(kind.remedy(lang))} *({level(lang)})*" for lang in ("fr", "en")]
    return f"| `{kind.code}` | {cells[0]} | {cells[1]} |\n"


def _cell(text: str) -> str:
    """Write a sentence so that Markdown shows it as it is, places in braces as code."""
    escaped = re.sub(r"([\\|*_<>\[\]`])", r"\\\1", text)
    return re.sub(r"\{\w+(?:\\_\w+)*\}", lambda place: f"`{place[0].replace(chr(92), '')}`", escaped)
