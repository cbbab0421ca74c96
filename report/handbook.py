"""The page that defines every figure, in each language, made from the figures' own words and worked examples.

`python -m report.handbook` writes docs/figures.fr.md and docs/figures.en.md anew.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from kpi import catalogue
from kpi.model import Lang, Text, ratio, typeset
from report import words
from report.terms import DETAILS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.model import Kpi, PartUnit

_INTRO: Final = Text(
    """# Les chiffres

Une définition par chiffre, la même à l'écran, dans la ligne de commande et dans les exports. Cette page est faite à
partir du code qui calcule\u00a0; chaque exemple chiffré est aussi un test, lancé à chaque modification.

Les montants sont hors taxes (HT), en euros, à la date de facture\u00a0: montant approuvé quand le registre le donne,
facturé sinon. Les factures rejetées, retirées ou remplacées sont laissées de côté et listées. Rien à diviser donne
«\u00a0n.\u00a0d.\u00a0», jamais zéro. Les mots en `chasse fixe` s'écrivent tels quels dans la ligne de commande.
""",
    """# The figures

One definition a figure, the same on screen, on the command line and in exports. This page is made from the code that
computes; each worked example is also a test, run at every change.

Amounts are net of tax, in euros, at invoice date: the approved amount where the register gives one, else the billed
one. Rejected, withdrawn and superseded invoices are left out and listed. Nothing to divide by gives “n/a”, never
zero. Words in `fixed width` are written as they are on the command line.
""",
)
_ADDS_UP: Final = Text(
    "Ce chiffre s'additionne\u00a0: la somme des parts fait le total.",
    "This figure adds up: the parts make the whole.",
)
_BETTER: Final = {
    "lower": Text("Plus bas vaut mieux.", "Lower is better."),
    "higher": Text("Plus haut vaut mieux.", "Higher is better."),
    "neutral": Text("Ni haut ni bas ne vaut mieux.", "Neither high nor low is better."),
}
_LINES: Final = Text("factures électroniques", "e-billing files")
_CAUTION: Final = Text("À savoir.", "Mind this.")
_READING: Final = Text("Lecture", "Reading")
_FORMULA: Final = Text("Formule", "Formula")
_DRAWS_ON: Final = Text("S'appuie sur", "Draws on")
_CUT_BY: Final = Text("Se découpe par", "Can be cut by")
_REFERENCES: Final = Text("Références", "References")
_EXAMPLE: Final = Text("Exemple", "Worked example")
_OPTIONS: Final = Text("Demandé", "Asked")
_RESULT: Final = Text("Résultat", "Result")
_DETAIL: Final = Text("Détail", "Working")
_SPREAD: Final = ("median", "p25", "p75", "p90")
_SHARES: Final = ("coverage",)


def figures_markdown(lang: Lang) -> str:
    """Write the page: what the figures share, then each one, in the order in which readers meet them."""
    page = "\n".join([_INTRO(lang), *(_figure(kpi, lang) for kpi in catalogue().values())])
    return typeset(page) if lang == "fr" else page


def _figure(kpi: Kpi, lang: Lang) -> str:
    colon, comma = Text(" : ", ": ")(lang), ", "
    adds_up = f" {_ADDS_UP(lang)}" if kpi.adds_up else ""
    lines = [
        f"## {_text(kpi.title(lang))} (`{kpi.name}`)",
        "",
        f"**{_text(kpi.question(lang))}** {_BETTER[kpi.better](lang)}{adds_up}",
        "",
        *_table((_READING, _FORMULA), [_reading(kpi, place, lang) for place in range(len(kpi.readings))], lang),
        "",
        f"> **{_CAUTION(lang)}** {_text(kpi.caution(lang))}",
        "",
        f"- {_DRAWS_ON(lang)}{colon}{comma.join(_source(name, lang) for name in kpi.needs)}",
        f"- {_CUT_BY(lang)}{colon}{comma.join(_dimension(name, lang) for name in kpi.dimensions)}",
        f"- {_REFERENCES(lang)}{colon}{_text(Text(' ; ', '; ')(lang).join(kpi.references))}",
        "",
        f"### {_EXAMPLE(lang)}{colon}{_text(kpi.title(lang)).lower()}",
        "",
        _text(kpi.example.story(lang)),
        "",
        *_table((_OPTIONS, _RESULT, _DETAIL), [_answer(kpi, *pair, lang) for pair in kpi.example.expected], lang),
    ]
    return "\n".join(lines) + "\n"


def _reading(kpi: Kpi, place: int, lang: Lang) -> tuple[str, str]:
    """Name a reading, the first of which is the one given unless another is asked for."""
    reading = kpi.readings[place]
    usual = Text(" (par défaut)", " (the default)")(lang) if not place and len(kpi.readings) > 1 else ""
    return f"`{reading.name}`{usual} — {_text(reading.title(lang))}", _text(reading.formula(lang))


def _source(name: str, lang: Lang) -> str:
    """Name what a figure draws on: the law firms' files, or a reference table with the page that describes it."""
    return _LINES(lang) if name == "lines" else f"[`{name}`](tables.{lang}.md)"


def _dimension(name: str, lang: Lang) -> str:
    return f"{_text(words.dimension(name, lang)).lower()} (`{name}`)"


def _answer(
    kpi: Kpi, asked: Mapping[str, Any], expected: Mapping[str, Decimal | int | None], lang: Lang
) -> tuple[str, str, str]:
    """Say what a reading of the example gives, and what it is made of, under the names of `figure --json`."""
    value = expected.get("value")
    if "value" not in expected and {"numerator", "denominator"} <= set(expected):
        value = ratio(Decimal(expected["numerator"] or 0), Decimal(expected["denominator"] or 0))
    counted = kpi.parts(asked.get("reading", kpi.default_reading), asked.get("weight", "count"))
    units = dict(zip(("numerator", "denominator"), counted, strict=True))
    said = " ".join(f"--{name} {part}" for name, part in asked.items())
    parts = [f"`{name}` {_number(kpi, name, part, units, lang)}" for name, part in expected.items() if name != "value"]
    return f"`{said}`", words.show(Decimal(value) if value is not None else None, kpi.unit, lang), ", ".join(parts)


def _number(kpi: Kpi, name: str, part: Decimal | int | None, units: Mapping[str, PartUnit], lang: Lang) -> str:
    exact = None if part is None else Decimal(part)
    unit = DETAILS[name][1] if name in DETAILS else units.get(name, "number")
    if exact is None or unit == "ratio" or name in _SHARES:
        return words.percent(exact, lang)
    if name in _SPREAD:
        return words.show(exact, kpi.unit, lang)
    return words.part(exact, unit, lang)


def _table(headings: Sequence[Text], rows: Sequence[Sequence[str]], lang: Lang) -> list[str]:
    lines = [[title(lang) for title in headings], ["---"] * len(headings), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def _text(written: str) -> str:
    """Write a sentence so that Markdown shows it as it is."""
    return re.sub(r"([\\|*_<>\[\]`])", r"\\\1", written)


def write_docs(folder: Path) -> None:
    """Write the page in each language."""
    for lang in get_args(Lang):
        (folder / f"figures.{lang}.md").write_text(figures_markdown(lang), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_docs(Path(__file__).parents[1] / "docs")
