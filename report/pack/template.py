"""The slides' own template, `assets/pack-template.pptx`: two named layouts, one theme, nothing else.

`python -m report.pack.template` writes it again. Its colours are the theme's (Okabe and Ito's, as on screen), its
typeface is Arial: every Windows and macOS has it, and Liberation Sans stands in for it elsewhere at the same widths.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from report.charts.look import PALETTE
from report.pack.slides.layout import (
    ASSET,
    BODY,
    BOXES,
    COVER,
    FIELD,
    FOOTER,
    HEIGHT,
    NOTICE,
    NUMBER,
    PAGE,
    SCOPE,
    SUBJECT,
    TITLE,
    WIDTH,
)
from report.pack.slides.measure import Box
from report.pack.slides.parcel import sealed

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout, SlideMaster

_DATE: Final = dt.date(2026, 1, 1)  # the same bytes whenever it is written
_HOLDERS: Final = {  # of each role: the kind and number of its placeholder, its size, weight, colour and alignment
    TITLE: ("title", 0, 28, 1, "tx1", "l"),
    SCOPE: ("body", 13, 14, 0, "tx2", "l"),
    BODY: ("obj", 1, 18, 0, "tx1", "l"),
    FOOTER: ("ftr", 11, 11, 0, "tx2", "l"),
    NUMBER: ("sldNum", 12, 11, 0, "tx2", "r"),
    SUBJECT: ("subTitle", 1, 28, 0, "tx1", "l"),
    NOTICE: ("body", 15, 14, 1, "tx1", "l"),
}
_ON_COVER: Final = {
    TITLE: ("ctrTitle", 0, 40, 1, "accent1", "l"),
    SCOPE: ("body", 13, 20, 0, "tx2", "l"),
    BODY: ("obj", 14, 16, 0, "tx1", "l"),
}
_BODY: Final = (1800, 1600, 1400, 1400, 1400)  # the sizes of its five levels
_COLOURS: Final = {
    "dk1": "1F2430", "lt1": "FFFFFF", "dk2": "5B6470", "lt2": "F1F4F7",
    **{f"accent{n}": colour.lstrip("#") for n, colour in enumerate(PALETTE[:6], start=1)},
    "hlink": PALETTE[0].lstrip("#"), "folHlink": "5B6470",
}  # fmt: skip


def build() -> bytes:
    """Make the template from python-pptx's empty deck: 16:9, our theme, a cover and a page."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    deck.part._element.sldSz.attrib.pop("type", None)  # noqa: SLF001 — it still says 4:3
    for layout in list(deck.slide_layouts)[2:]:
        deck.slide_layouts.remove(layout)
    _forget_its_maker(deck)
    _colour(deck.slide_master)
    _settle_master(deck.slide_master)
    cover, page = deck.slide_layouts
    _lay_out(cover, COVER, {**_HOLDERS, **_ON_COVER})
    _lay_out(page, PAGE, _HOLDERS)
    _rule(cover, Box(0, 0, 24, HEIGHT), "accent1")
    _rule(page, Box(0, 22, 8, 46), "accent1")
    _rule(page, Box(36, 503, 888, 0.75), "bg2", darker=True)
    out = io.BytesIO()
    deck.save(out)
    return sealed(out.getvalue(), _DATE)


def _forget_its_maker(deck: Deck) -> None:
    """Leave out what the empty deck says of the machine that made it: thumbnail, printer, application, author."""
    package = deck.part.package
    for owner, kinds in ((package, (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES)), (deck.part, (RT.PRINTER_SETTINGS,))):
        rels: Any = owner._rels  # noqa: SLF001 — python-pptx offers no other way to drop a part
        for key in [key for key, rel in rels.items() if rel.reltype in kinds]:
            rels.pop(key)
    about, midnight = deck.core_properties, dt.datetime.combine(_DATE, dt.time())
    about.author = about.last_modified_by = about.title = "Binôme"
    about.comments = ""
    about.created = about.modified = midnight
    about.revision = 1


def _colour(master: SlideMaster) -> None:
    """Give the theme our colours and typeface."""
    part: Any = master.part.part_related_by(RT.THEME)
    theme = part.blob.decode("utf-8")
    for name, value in _COLOURS.items():
        theme = re.sub(rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>', theme)
    theme = re.sub(r'(<a:(?:theme|clrScheme|fontScheme)\b[^>]*? name=)"[^"]*"', r'\1"Binôme"', theme)
    theme = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=)"[^"]*"', r'\1"Arial"', theme)
    part._blob = theme.encode("utf-8")  # noqa: SLF001 — a theme is a plain part: its bytes are all there is


def _settle_master(master: SlideMaster) -> None:
    """Put the master's own placeholders where the page has them, and align titles to the left."""
    boxes = dict(zip(("title", "body", "ftr", "sldNum"), (TITLE, BODY, FOOTER, NUMBER), strict=True))
    for shape in list(master.placeholders):
        kind = shape.element.xpath(".//p:nvPr/p:ph/@type")[0]
        if kind not in boxes:
            shape.element.getparent().remove(shape.element)
            continue
        shape.name = boxes[kind]
        box = BOXES[PAGE][boxes[kind]]
        shape.left, shape.top, shape.width, shape.height = (Pt(n) for n in (box.x, box.y, box.w, box.h))
        for colour in shape.element.xpath(".//a:lstStyle//a:schemeClr"):  # a pale tint that cannot be read from afar
            colour.set("val", "tx2")
            for tint in list(colour):
                colour.remove(tint)
    style = "./p:txStyles/p:titleStyle/a:lvl1pPr"
    master.element.xpath(style)[0].set("algn", "l")
    sizes = {style: 2800} | {f"./p:txStyles/p:bodyStyle/a:lvl{n}pPr": size for n, size in enumerate(_BODY, start=1)}
    for where, size in sizes.items():
        master.element.xpath(f"{where}/a:defRPr")[0].set("sz", str(size))
    master.element.xpath(f"{style}/a:defRPr")[0].set("b", "1")


def _lay_out(layout: SlideLayout, name: str, holders: dict[str, tuple[Any, ...]]) -> None:
    """Name a layout and give it exactly the placeholders that the pack fills."""
    layout.name = name
    tree = layout.shapes._spTree  # noqa: SLF001 — a layout's shapes can only be added as XML
    for shape in list(layout.placeholders):
        tree.remove(shape.element)
    for n, (role, box) in enumerate(BOXES[name].items(), start=2):
        tree.append(parse_xml(_holder(n, role, box, *holders[role])))


def _holder(n: int, role: str, box: Box, *kind: Any) -> str:  # noqa: ANN401 — a row of the table above
    what, idx, size, bold, colour, align = kind
    anchor = {"title": "b", "ctrTitle": "b", "body": "ctr", "ftr": "ctr", "sldNum": "ctr"}.get(what, "t")
    number = f'<a:fld id="{FIELD}" type="slidenum"><a:rPr lang="fr-FR"/><a:t>1</a:t></a:fld>'
    inside = number if what == "sldNum" else f'<a:r><a:rPr lang="fr-FR"/><a:t>{role.split(" – ")[1]}</a:t></a:r>'
    return f"""<p:sp {nsdecls("p", "a")}>
      <p:nvSpPr><p:cNvPr id="{n}" name="{role}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>
        <p:nvPr><p:ph type="{what}" idx="{idx}"/></p:nvPr></p:nvSpPr>
      <p:spPr>{_place(box)}</p:spPr>
      <p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>
        <a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>
          <a:defRPr sz="{size}00" b="{bold}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr>
        </a:lvl1pPr></a:lstStyle><a:p>{inside}</a:p></p:txBody></p:sp>"""


def _rule(layout: SlideLayout, box: Box, colour: str, *, darker: bool = False) -> None:
    """Draw a plain rectangle: what a company's template replaces by its own signs."""
    tree = layout.shapes._spTree  # noqa: SLF001 — the same
    shade = '<a:lumMod val="85000"/>' if darker else ""
    rule = f"""<p:sp {nsdecls("p", "a")}>
      <p:nvSpPr><p:cNvPr id="{20 + len(tree)}" name="Filet"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
      <p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
        <a:solidFill><a:schemeClr val="{colour}">{shade}</a:schemeClr></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>
      </p:sp>"""
    tree.insert(2, parse_xml(rule))


def _place(box: Box) -> str:
    x, y, w, h = (int(Pt(n)) for n in (box.x, box.y, box.w, box.h))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


if __name__ == "__main__":
    ASSET.write_bytes(build())
