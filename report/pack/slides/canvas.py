"""One slide while it is being filled: every text of the pack reaches it through here, plain and in its language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR as THEME
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from kpi.model import Lang, Text
from report.pack.slides.measure import Box, cut, height, wrap
from report.words import readable

if TYPE_CHECKING:
    from pptx.slide import Slide
    from pptx.text.text import TextFrame, _Paragraph

Colour = THEME | str
"""A colour of the theme, or six hexadecimal digits for one that no template changes."""
INK, PALE, GROUND, PAPER, MAIN = (
    THEME.TEXT_1, THEME.TEXT_2, THEME.BACKGROUND_2, THEME.BACKGROUND_1, THEME.ACCENT_1,
)  # fmt: skip
SMALLEST: Final = 11.0
"""The smallest letter of a slide, in points."""
_BULLET, _NUMBER = 1.1, 1.8
"""How far they push their sentence, for a letter of 1."""
CODES: Final = {"fr": "fr-FR", "en": "en-GB"}
_DECORATIVE: Final = f"""<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">
<d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>"""
_ALIGN: Final = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
_ANCHOR: Final = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they would turn around what stands after them
_BLANKS = re.compile(r"[ \t\r\n\v\f\u0085\u2028\u2029]+")


def plain(text: str) -> str:
    """Make a text one line of printable signs: what no file can carry is « \ufffd », breaks are spaces."""
    return _BLANKS.sub(" ", _OVERRIDES.sub("\ufffd", readable(text))).strip(" ")


@dataclass(frozen=True)
class Line:
    """One paragraph of a box: its text and how it is set."""

    text: str
    size: float
    bold: bool | None = False
    """None leaves it to the template, as do the next ones."""
    colour: Colour | None = INK
    before: float = 0.0
    """The space above it, in points, unless it comes first."""
    bullet: str = ""
    """« • », or « 1. » for a numbered one."""
    align: str | None = "left"

    @property
    def push(self) -> float:
        """Return how far its bullet pushes it."""
        return self.size * (_NUMBER if self.bullet.endswith(".") else _BULLET) if self.bullet else 0.0

    def room(self, width: float) -> float:
        """Return how wide its lines may be in a box of that width."""
        return width - self.push

    def lines(self, width: float) -> int:
        """Count its lines in a box of that width."""
        return len(wrap(self.text, self.size, self.room(width), bold=self.bold is not False))


def tall(lines: Sequence[Line], width: float) -> float:
    """Return how high these paragraphs are in a box of that width."""
    return sum(height(line.lines(width), line.size) + (line.before if n else 0) for n, line in enumerate(lines))


def fitted(text: str, sizes: Sequence[float], box: Box, *, bold: bool = False) -> tuple[str, float]:
    """Choose the first size at which a text fits a box; at the last one it is cut."""
    text = plain(text)
    for size in sizes:
        if height(len(wrap(text, size, box.w, bold=bold)), size) <= box.h:
            return text, size
    size = sizes[-1]
    return cut(text, size, box.w, max(int(box.h / height(1, size)), 1), bold=bold), size


@dataclass(frozen=True)
class Canvas:
    """One slide, its language, and its title, which its blocks need not repeat."""

    slide: Slide
    lang: Lang
    title: str
    made_on: dt.date
    largest: float = 99.0
    """The largest letters that sentences may take: neighbours are set alike."""

    def t(self, fr: str, en: str) -> str:
        """Say a sentence in the language of the pack."""
        return Text(fr, en)(self.lang)

    def text(  # noqa: PLR0913 — a box is its place, its words and its ground
        self, box: Box, lines: Sequence[Line], name: str, *, anchor: str = "top", ground: Colour | None = None,
        margin: float = 0.0,
    ) -> Any:  # noqa: ANN401 — python-pptx's own shape  # fmt: skip
        """Place a box of text, on a ground or on none."""
        shapes, place = self.slide.shapes, [Pt(n) for n in (box.x, box.y, box.w, box.h)]
        shape: Any = shapes.add_textbox(*place) if ground is None else self._panel(box, ground)
        shape.name = name
        self.write(shape.text_frame, lines, anchor, margin)
        return shape

    def edge(self, box: Box, colour: Colour) -> None:
        """Draw a plain rectangle that only guides the eye: readers who listen do not hear it."""
        shape = self._panel(box, colour)
        shape.name = "–"
        about = shape._element.nvSpPr.cNvPr  # noqa: SLF001 — what is decorative can only be told in XML
        about.append(parse_xml(_DECORATIVE))

    def write(self, frame: TextFrame, lines: Sequence[Line], anchor: str | None = None, margin: float = 0.0) -> None:
        """Write paragraphs into a frame, at the sizes that were measured: nothing grows or shrinks by itself."""
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(margin)
        if anchor:
            frame.vertical_anchor = _ANCHOR[anchor]
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()  # type: ignore[no-untyped-call]  # half typed
            self._set(paragraph, line, first=n == 0)

    def _set(self, paragraph: _Paragraph, line: Line, *, first: bool) -> None:
        paragraph.alignment = _ALIGN[line.align] if line.align else None
        paragraph.space_before, paragraph.space_after = Pt(0 if first else line.before), Pt(0)
        about = paragraph._p.get_or_add_pPr()  # noqa: SLF001 — bullets can only be set in XML
        about.set("marL", str(int(Pt(line.push))))
        about.set("indent", str(-int(Pt(line.push))))
        for element in _bullet(line.bullet):
            about.append(parse_xml(element))
        if not (text := plain(line.text)):  # an empty line is as high as the mark at its end
            end = parse_xml(f'<a:endParaRPr {nsdecls("a")} sz="{int(line.size * 100)}"/>')
            paragraph._p.append(end)  # noqa: SLF001 — the same
            return
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(line.size), line.bold
        if line.colour is not None:
            paint(run.font.fill, line.colour)
        run._r.get_or_add_rPr().set("lang", CODES[self.lang])  # noqa: SLF001 — the language is no number here

    def _panel(self, box: Box, colour: Colour) -> Any:  # noqa: ANN401 — python-pptx's own shape
        place = [Pt(n) for n in (box.x, box.y, box.w, box.h)]
        shape: Any = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
        if (style := shape._element.find(qn("p:style"))) is not None:  # noqa: SLF001 — it brings shadows and outlines
            shape._element.remove(style)  # noqa: SLF001 — the same
        paint(shape.fill, colour)
        shape.line.fill.background()
        return shape


def describe(frame: Any, name: str, alternative: str) -> None:  # noqa: ANN401 — python-pptx's graphic frame
    """Name a chart or a table, and say it to those who listen."""
    frame.name = plain(name)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alternative)  # noqa: SLF001 — alternatives are XML only


def paint(fill: Any, colour: Colour) -> None:  # noqa: ANN401 — python-pptx's fill of a shape, a font or a cell
    """Fill with a colour of the theme, which a company's template changes, or with one that never changes."""
    fill.solid()
    if isinstance(colour, THEME):
        fill.fore_color.theme_color = colour
    else:
        fill.fore_color.rgb = RGBColor.from_string(colour)  # type: ignore[no-untyped-call]  # half typed


def _bullet(sign: str) -> list[str]:
    space = nsdecls("a")
    if not sign:
        return [f"<a:buNone {space}/>"]
    font = f'<a:buFont {space} typeface="Arial"/>'
    if sign.endswith("."):
        return [font, f'<a:buAutoNum {space} type="arabicPeriod" startAt="{sign[:-1]}"/>']
    return [font, f'<a:buChar {space} char="{sign}"/>']
