"""The pack as a PDF to read, to print and to keep: A4 landscape, tagged for screen readers (PDF/UA-1).

The layout is `pack.typ`; it receives texts and pictures as data, and no text from a file is ever read as markup.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt
import typst
import vl_convert

from kpi.model import Lang, Text
from report import words
from report.pack.cells import DASH, cells
from report.pack.glyphs import FAMILY, FONTS, breakable, drawable
from report.pack.model import Block, Chart, Listing, Missing, Note, Pack, Page, Points, Tile, Tiles
from report.pack.pictures import draw

_TEMPLATE: Final = Path(__file__).with_name("pack.typ")
_MEASURED: Final = "SourceSans3-Semibold"
"""Our typeface, by a name that vl-convert can read where it measures texts (no word of it may be a number); the
widest of its weights, so that what is measured is never narrower than what is drawn."""
_WHOLE, _HALF, _HALF_NAMED = 760, 460, 560  # pixels: a chart alone is read from further away; long names take room
_LYING: Final = {"bars", "pairs"}
_LONG_NAME: Final = 24
_TALL_WHOLE, _TALL_HALF = 1.78, 0.87  # the width of a place on the page, for its height
_AROUND: Final = 110  # pixels that titles, names and legend take above and below a chart
_HEIGHTS: Final = {_WHOLE: 300, _HALF: 340}
"""How high an upright chart is drawn, in pixels, on a page that it fills."""
_UPRIGHT: Final = {"columns", "line", "stacked", "shares"}
_LONGEST_TEXT: Final = 60  # letters that count when columns share a width
_BREAKS: Final = re.compile("[ \u200b]")
_NUMBER: Final = re.compile(r"[<>≤≥+−-]?\s?€?\d[\d\s.,]*(\s?[%€])?")
_VEGA_LITE: Final = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])

_TONES: Final = {"good": Text("Favorable", "Favourable"), "bad": Text("Défavorable", "Unfavourable")}
_NO_VALUE: Final = Text("Aucune valeur à représenter.", "No value to show.")
_WORDS: Final[Mapping[str, Text]] = {
    "comments": Text("Commentaires", "Comments"),
    "notes": Text("Définitions et sources", "Definitions and sources"),
    "notes_scope": Text(
        "Ce que chaque chiffre mesure, et à partir de quoi il a été calculé.",
        "What each figure measures, and what it was worked out from.",
    ),
    "figure": Text("Chiffre", "Figure"),
    "definition": Text("Définition", "Definition"),
    "source": Text("Source et calcul", "Source and working"),
    "pages": Text("Pages", "Pages"),
    "page": Text("page", "page"),
    "contents": Text("Sommaire", "Contents"),
}


class UnfaithfulPdf(RuntimeError):
    """The PDF would not show what the pack says: a font is missing, or a sign."""


def to_pdf(pack: Pack) -> bytes:
    """Return the pack as a PDF; the same pack gives the same bytes."""
    told = _printable(_Told(pack).document)
    made_on = dt.datetime.combine(pack.made_on, dt.time(12), dt.UTC)
    try:
        written, warnings = typst.compile_with_warnings(
            _TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"pack": json.dumps(told, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=made_on,
        )
    except typst.TypstError as fault:
        raise UnfaithfulPdf(fault.message) from fault
    if warnings:
        raise UnfaithfulPdf("; ".join(warning.message for warning in warnings))
    return written


@cache
def _fonts() -> typst.Fonts:
    """Open our fonts once, for the page and for the charts; those of the machine would make each PDF different."""
    vl_convert.register_font_directory(str(FONTS))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _printable(told: Any) -> Any:  # noqa: ANN401 — what JSON holds
    """Keep, of every text, what the typeface can write."""
    match told:
        case str():
            return drawable(told)
        case list():
            return [_printable(part) for part in told]
        case dict():
            return {name: _printable(part) for name, part in told.items()}
        case _:
            return told


@dataclass(frozen=True)
class _Told:
    """A pack in words, as the template expects it: strings, lists and pictures."""

    pack: Pack

    @property
    def lang(self) -> Lang:
        return self.pack.lang

    @property
    def document(self) -> dict[str, Any]:
        pack, notes = self.pack, self._notes
        return {
            "lang": pack.lang,
            "font": FAMILY,
            "title": _line(pack.title),
            "subject": _line(pack.subject),
            "period": _line(pack.period),
            "cover": [[_line(label), _line(value)] for label, value in pack.cover],
            "confidentiality": _line(pack.confidentiality),
            "footer": _line(pack.footer),
            "date": [pack.made_on.year, pack.made_on.month, pack.made_on.day],
            "words": {name: said(pack.lang) for name, said in _WORDS.items()},
            "pages": [self._page(page, notes) for page in pack.every_page],
            "notes": [
                {
                    "title": _line(note.title),
                    "definition": _line(note.definition),
                    "source": _line(note.source),
                    "pages": [at for at, page in enumerate(pack.every_page) if note in page.notes],
                }
                for note in notes
            ],
        }

    @property
    def _notes(self) -> list[Note]:
        """Return every definition with every source, once, in order of first use."""
        return list(dict.fromkeys(note for page in self.pack.every_page for note in page.notes))

    def _page(self, page: Page, notes: Sequence[Note]) -> dict[str, Any]:
        return {
            "title": _line(page.title),
            "scope": _line(page.scope),
            "rows": [
                [self._block(block, alone=len(row) == 1, fills=len(page.rows) == 1) for block in row]
                for row in page.rows
                if row
            ],
            "comments": [_line(line) for comment in page.comments for line in comment.splitlines() if line.strip()],
            "notes": [notes.index(note) for note in {note.title: note for note in reversed(page.notes)}.values()][::-1],
        }

    def _block(self, block: Block, *, alone: bool, fills: bool) -> dict[str, Any]:
        match block:
            case Tiles():
                return {"kind": "tiles", "tiles": [self._tile(tile) for tile in block.tiles]}
            case Chart():
                named = block.kind in _LYING and max(map(len, block.categories), default=0) > _LONG_NAME
                return self._chart(block, _WHOLE if alone else _HALF_NAMED if named else _HALF, fills=fills)
            case Listing():
                return self._table(block)
            case Points():
                sentences = [_line(sentence) for sentence in block.sentences]
                return {
                    "kind": "points",
                    "title": _line(block.title),
                    "sentences": sentences,
                    "numbered": block.numbered,
                }
            case Missing():
                return {"kind": "missing", "title": "", "sentence": _line(block.sentence)}

    def _tile(self, tile: Tile) -> dict[str, Any]:
        return {
            "title": _line(tile.title),
            "value": _line(tile.value),
            "changes": [_line(change) for change in tile.changes],
            "target": _line(tile.target or ""),
            "badge": _line(tile.badge or ""),
            "tone": tile.tone,
            "tone_said": _TONES[tile.tone](self.lang) if tile.tone in _TONES else "",
        }

    def _chart(self, chart: Chart, width: int, *, fills: bool) -> dict[str, Any]:
        drawn = draw(chart, self.lang, width=width)
        if drawn is None:
            return {"kind": "missing", "title": _line(chart.title), "sentence": _NO_VALUE(self.lang)}
        if (wider := _wider(drawn, width)) > width:
            drawn = draw(chart, self.lang, width=wider) or drawn
        spec = drawn.to_dict(validate=False)  # our own charts: their tests check them against the schema
        if fills and chart.kind in _UPRIGHT:
            _stretch(spec, _HEIGHTS[width])
        return {"kind": "chart", "svg": _svg(spec), "alt": _line(str(drawn.description))}

    def _table(self, listing: Listing) -> dict[str, Any]:
        table = cells(listing, self.lang)
        lines = (table.heads, *table.rows, *([table.total] if table.total else []))
        heads, *body = [[_line(cell) for cell in line] for line in lines]
        columns = list(zip(heads, *body, strict=True))
        return {
            "kind": "table",
            "title": _line(listing.table.title(self.lang)),
            "heads": heads,
            "rows": body[: len(table.rows)],
            "total": body[-1] if table.total else [],
            "more": _line(listing.more or ""),
            "right": [right or _numeric(column[1:]) for right, column in zip(table.numbers, columns, strict=True)],
            # what each column cannot break, and what it would like to write on one line
            "least": [
                max([word for cell in column for word in _BREAKS.split(cell)] + [_half(column[0])] * right, key=len)
                for right, column in zip(table.numbers, columns, strict=True)
            ],
            "wanted": [max([*column[1:], _half(column[0])], key=len)[:_LONGEST_TEXT] for column in columns],
        }


def _half(head: str) -> str:
    """Return the longer line of a head that runs over two."""
    words_of = head.split(" ")
    lines = [(" ".join(words_of[:at]), " ".join(words_of[at:])) for at in range(1, len(words_of))]
    return min((max(pair, key=len) for pair in lines), key=len, default=head)


def _numeric(cells: Sequence[str]) -> bool:
    """Tell whether texts are numbers already written: a rank, a mark, « n. d. »."""
    none = {words.NOT_AVAILABLE("fr"), words.NOT_AVAILABLE("en"), DASH}
    known = [cell for cell in cells if cell and cell not in none]
    return bool(known) and all(_NUMBER.fullmatch(cell) for cell in known)


def _wider(drawn: alt.LayerChart, width: int) -> int:
    """Return the width at which a chart of many rows would be as wide as its place on the page, for its height."""
    return int((float(drawn.height) + _AROUND) * (_TALL_WHOLE if width == _WHOLE else _TALL_HALF))


def _stretch(spec: dict[str, Any], height: int) -> None:
    """Draw a chart higher, on a page that it fills: what stands at so many pixels keeps its share of the height."""
    more = height / spec["height"]
    spec["height"] = height
    for layer in spec["layer"]:
        for channel in ("y", "y2"):
            place = layer.get("encoding", {}).get(channel, {})
            if isinstance(place.get("value"), int | float) and place["value"] > 0:
                place["value"] *= more


def _line(text: str) -> str:
    return breakable(" ".join(part for part in text.replace("\n", " ").split(" ") if part))


def _svg(spec: dict[str, Any]) -> str:
    """Draw a chart as SVG, with its letters as letters and nothing fetched from anywhere."""
    _fonts()
    spec["config"]["font"] = _MEASURED
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    return svg.replace(f'font-family="{_MEASURED}"', f"font-family=\"'{FAMILY}'\"")
