"""Where things stand on a slide: our template or a company's, its placeholders by role, and the room left for blocks.

A company's template is any .pptx or .potx. Its layouts are looked up by name (« Binôme – couverture », « Binôme –
page »), else by position: the first is the cover, the second the page. In a layout a placeholder is looked up by our
name (« Binôme – titre », « Binôme – périmètre »…), else by its kind (title, subtitle, footer, slide number); the
largest of the others tells where the blocks go. What a layout lacks becomes a text box: the scope above the blocks,
the rest where our own template has it, in proportion to the slide. Colours and typefaces are the template's; sizes of
letters are ours, since what fits was measured. Slides that the template holds are left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as HOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt

from report.pack.model import Pack
from report.pack.slides.canvas import INK, PALE, SMALLEST, Canvas, Colour, Line, fitted, plain
from report.pack.slides.measure import Box

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout

ASSET: Final = Path(__file__).parents[3] / "assets" / "pack-template.pptx"
COVER, PAGE = "Binôme – couverture", "Binôme – page"
WIDTH, HEIGHT = 960.0, 540.0
"""Our slide in points: 16:9."""
TITLE, SCOPE, BODY, FOOTER, NUMBER, SUBJECT, NOTICE = (
    "Binôme – titre", "Binôme – périmètre", "Binôme – corps", "Binôme – pied", "Binôme – numéro", "Binôme – sujet",
    "Binôme – confidentialité",
)  # fmt: skip
BOXES: Final = {
    PAGE: {
        TITLE: Box(36, 16, 888, 54),
        SCOPE: Box(36, 72, 888, 20),
        BODY: Box(36, 102, 888, 394),
        FOOTER: Box(36, 509, 790, 18),
        NUMBER: Box(844, 509, 80, 18),
    },
    COVER: {
        TITLE: Box(72, 44, 816, 56),
        SUBJECT: Box(72, 102, 816, 40),
        SCOPE: Box(72, 144, 816, 26),
        BODY: Box(72, 192, 816, 280),
        NOTICE: Box(72, 484, 816, 36),
    },
}
_KINDS: Final = {
    TITLE: (HOLDER.TITLE, HOLDER.CENTER_TITLE),
    SCOPE: (HOLDER.SUBTITLE,),
    SUBJECT: (HOLDER.SUBTITLE,),
    FOOTER: (HOLDER.FOOTER,),
    NUMBER: (HOLDER.SLIDE_NUMBER,),
    NOTICE: (),
}
_ASIDE: Final = (HOLDER.FOOTER, HOLDER.SLIDE_NUMBER, HOLDER.DATE)
FIELD: Final = "{B5274D0C-0000-4000-8000-000000000001}"
"""What PowerPoint knows a slide's number by: any identifier will do."""
_POSITION: Final = {COVER: 0, PAGE: 1}
_TEMPLATE, _DECK = (
    f"application/vnd.openxmlformats-officedocument.presentationml.{kind}.main+xml".encode()
    for kind in ("template", "presentation")
)


class NotATemplateError(ValueError):
    """A file that was given as a template is no PowerPoint file, or holds no layout."""


def opened(template: Path | IO[bytes] | None) -> Deck:
    """Open a template without its slides: ours, or a company's; a .potx is opened as a deck.

    Raises:
        NotATemplateError: the file cannot be read as a presentation.
    """
    try:
        deck = Presentation(_as_deck(template or ASSET))
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        SyntaxError,
    ) as refused:  # what zipfile, python-pptx and lxml raise
        raise NotATemplateError("not a PowerPoint template (.pptx, .potx)") from refused
    whole: Any = deck.part._element  # noqa: SLF001 — slides can only be dropped in XML
    for slide in whole.xpath("./p:sldIdLst/p:sldId"):
        deck.part.drop_rel(slide.rId)
        slide.getparent().remove(slide)
    for sections in whole.xpath("./p:extLst"):  # sections list the slides that are gone
        whole.remove(sections)
    if not len(deck.slide_layouts):
        raise NotATemplateError("the template holds no layout")
    return deck


def _as_deck(template: Path | IO[bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(_TEMPLATE, _DECK) if name == "[Content_Types].xml" else part)
    return out


def layout(deck: Deck, name: str) -> SlideLayout:
    """Return a layout by its name, else by its position, else the last one."""
    layouts = list(deck.slide_layouts)
    named = [one for one in layouts if one.name == name]
    return named[0] if named else layouts[min(_POSITION[name], len(layouts) - 1)]


@dataclass(frozen=True)
class Stage:
    """A new slide of a layout: its canvas, the box of each role, and the placeholders that the layout has for them."""

    canvas: Canvas
    boxes: dict[str, Box]
    models: dict[str, Any]
    roomy: bool
    """Whether the layout has a place for blocks."""

    def say(  # noqa: PLR0913 — a text is its role, its words and how it is set
        self, role: str, text: str, sizes: Sequence[float], *, anchor: str = "middle", bold: bool = False,
        colour: Colour = INK, align: str = "left",
    ) -> Any:  # noqa: ANN401 — python-pptx's own shape  # fmt: skip
        """Write a text in its role's placeholder, set as the template wants it, or in a box where it would be.

        Who listens hears a slide in the order in which it was said.
        """
        box = self.boxes[role]
        said, size = fitted(text, sizes, box, bold=bold)
        if role not in self.models:
            return self.canvas.text(box, [Line(said, size, bold, colour, align=align)], role, anchor=anchor)
        slide, model = self.canvas.slide, self.models[role]
        slide.shapes.clone_placeholder(model)
        shape: Any = slide.placeholders[model.placeholder_format.idx]
        shape.name = role
        shape.left, shape.top, shape.width, shape.height = (Pt(n) for n in (box.x, box.y, box.w, box.h))
        self.canvas.write(shape.text_frame, [Line(said, size, None, None, align=None)])
        return shape

    def number(self) -> None:
        """Show the number of the slide, which follows it when slides are moved."""
        shape = self.say(NUMBER, "1", (SMALLEST,), colour=PALE, align="right")
        run = shape.text_frame.paragraphs[0].runs[0]._r  # noqa: SLF001 — fields can only be set in XML
        run.tag = qn("a:fld")
        run.set("id", FIELD)
        run.set("type", "slidenum")


def stage(deck: Deck, name: str, pack: Pack, title: str) -> Stage:
    """Add a slide of a layout, bare, and find where the layout wants what."""
    slide = deck.slides.add_slide(layout(deck, name))
    for shape in list(slide.placeholders):
        shape.element.getparent().remove(shape.element)
    boxes, left, models = _scaled(deck, name), list(slide.slide_layout.placeholders), {}
    for role in boxes.keys() & _KINDS.keys():
        if model := _model(role, left):
            left.remove(model)
            models[role], boxes[role] = model, _box(model)
    rooms = [_box(model) for model in left if model.placeholder_format.type not in _ASIDE]
    if rooms:
        boxes[BODY] = max(rooms, key=lambda box: box.w * box.h)
    if SCOPE not in models and name == PAGE:
        boxes[SCOPE], boxes[BODY] = boxes[BODY].top(22), boxes[BODY].below(30)
    return Stage(Canvas(slide, pack.lang, plain(title), pack.made_on), boxes, models, bool(rooms))


def _model(role: str, offered: Sequence[Any]) -> Any | None:  # noqa: ANN401 — python-pptx's placeholder
    named = (one for one in offered if one.name == role)
    kind = (one for one in offered if one.placeholder_format.type in _KINDS[role])
    return next(named, None) or next(kind, None)


def _box(shape: Any) -> Box:  # noqa: ANN401 — the same
    return Box(*(int(n) / Pt(1) for n in (shape.left, shape.top, shape.width, shape.height)))


def _scaled(deck: Deck, name: str) -> dict[str, Box]:
    """Return our own boxes in proportion to the slide."""
    across, down = int(deck.slide_width or 0) / Pt(WIDTH), int(deck.slide_height or 0) / Pt(HEIGHT)
    return {role: Box(box.x * across, box.y * down, box.w * across, box.h * down) for role, box in BOXES[name].items()}
