"""Native charts as DrawingML: bars and lines over one pair of axes, every value beside the cell it comes from.

python-pptx cannot lay a line over bars; its chart part and workbook are kept, the XML is written here, in the order
that the schema asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from report.pack.slides.plot import Drawn, Ink, Label, Plot, column

if TYPE_CHECKING:
    from kpi.model import Lang

_SPACES: Final = {
    "xmlns:c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_LANGS: Final = {"fr": "fr-FR", "en": "en-GB"}
_AXES: Final = ("111111111", "222222222")
_EMU: Final = 12700
_WIDE: Final = {False: 2.25, True: 1.75}
"""How wide lines are, in points: full, dashed."""
_NO_POINT: Final = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def node(tag: str, *inside: Element | None, text: str | None = None, **attributes: object) -> Element:
    """Make an element; its prefix is declared once, at the root."""
    made = Element(tag, {name: str(value) for name, value in attributes.items()})
    made.text = text
    made.extend([one for one in inside if one is not None])
    return made


def chart_space(plot: Plot, lang: Lang) -> bytes:
    """Write a chart."""
    area = node("c:plotArea", _inner(plot))
    if plot.bars:
        area.append(_bars(plot, lang))
    if plot.lines:
        area.append(_lines(plot, lang))
    area.extend([_categories(plot, lang), _values(plot, lang)])
    legend = _legend(plot, lang) if plot.legend else None
    chart = node(
        "c:chart", node("c:autoTitleDeleted", val=1), area, legend, node("c:plotVisOnly", val=1),
        node("c:dispBlanksAs", val="gap"),
    )  # fmt: skip
    space = node(
        "c:chartSpace", node("c:date1904", val=0), node("c:lang", val=_LANGS[lang]), node("c:roundedCorners", val=0),
        chart, node("c:spPr", node("a:noFill"), _outline(Ink(""))), _letters("c:txPr", plot.size, "tx1", lang),
    )  # fmt: skip
    for name, uri in _SPACES.items():
        space.set(name, uri)
    whole: bytes = tostring(space, encoding="UTF-8", xml_declaration=True)
    return whole


def _inner(plot: Plot) -> Element:
    if plot.inner is None:
        return node("c:layout")
    places = [node(f"c:{name}", val=round(share, 4)) for name, share in zip("xywh", plot.inner, strict=True)]
    modes = [node(f"c:{name}Mode", val="edge") for name in "xy"]
    return node("c:layout", node("c:manualLayout", node("c:layoutTarget", val="inner"), *modes, *places))


def _bars(plot: Plot, lang: Lang) -> Element:
    piled = plot.pile != "clustered"
    group = node("c:barChart", node("c:barDir", val=plot.way), node("c:grouping", val=plot.pile))
    group.append(node("c:varyColors", val=0))
    group.extend(_series(plot, at, one, lang) for at, one in enumerate(plot.series) if not one.line)
    group.append(node("c:gapWidth", val=plot.gap))
    group.append(node("c:overlap", val=100 if piled else 0 if len(plot.bars) == 1 else -5))
    group.extend(node("c:axId", val=axis) for axis in _AXES)
    return group


def _lines(plot: Plot, lang: Lang) -> Element:
    group = node("c:lineChart", node("c:grouping", val="standard"), node("c:varyColors", val=0))
    group.extend(_series(plot, at, one, lang) for at, one in enumerate(plot.series) if one.line)
    group.append(node("c:marker", val=1))
    group.extend(node("c:axId", val=axis) for axis in _AXES)
    return group


def _series(plot: Plot, at: int, one: Drawn, lang: Lang) -> Element:
    made = node("c:ser", node("c:idx", val=at), node("c:order", val=at), _name(at, one.name))
    piled = plot.pile != "clustered"
    made.append(_stroke(one.ink, dashed=one.dashed) if one.line else _filled(one.ink, apart=piled))
    if one.line:
        made.append(_marker(one.ink, hollow=False, shown=not one.dashed))
    else:
        made.append(node("c:invertIfNegative", val=0))
    made.extend(_point(place, ink, apart=piled) for place, ink in sorted(one.points.items()))
    made.extend(_hollow(one, place) for place in sorted(one.open))
    made.append(_labels(plot, one, lang))
    last = len(plot.categories) + 1
    made.append(node("c:cat", _texts(f"Sheet1!$A$2:$A${last}", plot.categories)))
    letter = column(at + 1)
    made.append(node("c:val", _numbers(f"Sheet1!${letter}$2:${letter}${last}", plot, one)))
    if one.line:
        made.append(node("c:smooth", val=0))
    return made


def _name(at: int, name: str) -> Element:
    return node("c:tx", _texts(f"Sheet1!${column(at + 1)}$1", (name,)))


def _texts(cells: str, texts: tuple[str, ...]) -> Element:
    cache = node("c:strCache", node("c:ptCount", val=len(texts)))
    cache.extend(node("c:pt", node("c:v", text=text), idx=n) for n, text in enumerate(texts))
    return node("c:strRef", node("c:f", text=cells), cache)


def _numbers(cells: str, plot: Plot, one: Drawn) -> Element:
    cache = node("c:numCache", node("c:formatCode", text=plot.cells), node("c:ptCount", val=len(one.values)))
    for n, value in enumerate(one.values):
        if value is not None:
            # seventeen digits: the float of the workbook's cell, and nothing lost
            cache.append(node("c:pt", node("c:v", text=repr(float(value))), idx=n))
    return node("c:numRef", node("c:f", text=cells), cache)


def _point(place: int, ink: Ink, *, apart: bool) -> Element:
    how = (node("c:invertIfNegative", val=0), node("c:bubble3D", val=0), _filled(ink, apart=apart))
    return node("c:dPt", node("c:idx", val=place), *how)


def _hollow(one: Drawn, place: int) -> Element:
    marker = _marker(one.ink, hollow=True, shown=True)
    line = _stroke(Ink(one.ink.name, pale=True), dashed=True)
    return node("c:dPt", node("c:idx", val=place), marker, node("c:bubble3D", val=0), line)


def _labels(plot: Plot, one: Drawn, lang: Lang) -> Element:
    made = node("c:dLbls")
    for place, label in sorted(one.labels.items()):
        made.append(_label(plot, place, label, lang))
    made.extend(node(f"c:{flag}", val=0) for flag in _NO_POINT)
    return made


def _label(plot: Plot, place: int, label: Label, lang: Lang) -> Element:
    made = node("c:dLbl", node("c:idx", val=place))
    if label.words:
        run = node("a:r", _run("a:rPr", plot.size, label.colour, lang), node("a:t", text=label.words))
        made.append(node("c:tx", node("c:rich", node("a:bodyPr", wrap="none"), node("a:p", run))))
    else:
        made.append(node("c:numFmt", formatCode=label.code, sourceLinked=0))
    made.append(node("c:spPr", _fill(Ink("bg1" if label.ground else "")), _outline(Ink(""))))
    if not label.words:
        made.append(_letters("c:txPr", plot.size, label.colour, lang, wrap="none"))
    if label.where:
        made.append(node("c:dLblPos", val=label.where))
    made.extend(node(f"c:{flag}", val=int(flag == "showVal")) for flag in _NO_POINT)
    return made


def _categories(plot: Plot, lang: Lang) -> Element:
    lying = plot.way == "bar"
    letters = _letters("c:txPr", plot.name_size, "tx1", lang, rot="-2700000" if plot.turned else "0", vert="horz")
    return node(
        "c:catAx", node("c:axId", val=_AXES[0]),
        node("c:scaling", node("c:orientation", val="maxMin" if lying else "minMax")),
        node("c:delete", val=0), node("c:axPos", val="l" if lying else "b"),
        node("c:numFmt", formatCode="@", sourceLinked=0),
        node("c:majorTickMark", val="none"), node("c:minorTickMark", val="none"), node("c:tickLblPos", val="low"),
        node("c:spPr", _outline(Ink("tx2", pale=True))), letters,
        node("c:crossAx", val=_AXES[1]), node("c:crosses", val="autoZero"), node("c:auto", val=0),
        node("c:lblAlgn", val="ctr"), node("c:lblOffset", val=50), node("c:tickLblSkip", val=plot.skip),
        node("c:noMultiLvlLbl", val=1),
    )  # fmt: skip


def _values(plot: Plot, lang: Lang) -> Element:
    lying, shown = plot.way == "bar", bool(plot.axis)
    ends = [node(f"c:{end}", val=float(v)) for end, v in (("max", plot.most), ("min", plot.least)) if v is not None]
    return node(
        "c:valAx", node("c:axId", val=_AXES[1]), node("c:scaling", node("c:orientation", val="minMax"), *ends),
        node("c:delete", val=int(not shown)), node("c:axPos", val="b" if lying else "l"),
        node("c:majorGridlines", node("c:spPr", _outline(Ink("bg2")))) if shown else None,
        node("c:numFmt", formatCode=plot.axis or plot.cells, sourceLinked=0), node("c:majorTickMark", val="none"),
        node("c:minorTickMark", val="none"), node("c:tickLblPos", val="nextTo"), node("c:spPr", _outline(Ink(""))),
        _letters("c:txPr", plot.size, "tx2", lang), node("c:crossAx", val=_AXES[0]),
        # turned over so that the first bar is on top, the categories would take this axis up with them
        node("c:crosses", val="max" if lying else "autoZero"), node("c:crossBetween", val="between"),
        node("c:majorUnit", val=float(plot.step)) if plot.step else None,
    )  # fmt: skip


def _legend(plot: Plot, lang: Lang) -> Element:
    legend = node("c:legend", node("c:legendPos", val="b"))
    for n, one in enumerate(plot.series):
        if not one.told:
            legend.append(node("c:legendEntry", node("c:idx", val=n), node("c:delete", val=1)))
    legend.extend([node("c:overlay", val=0), _letters("c:txPr", plot.size, "tx1", lang)])
    return legend


def _letters(tag: str, size: float, colour: str, lang: Lang, **body: str) -> Element:
    about = node("a:pPr", _run("a:defRPr", size, colour, lang))
    return node(
        tag, node("a:bodyPr", **body), node("a:lstStyle"), node("a:p", about, node("a:endParaRPr", lang=_LANGS[lang]))
    )


def _run(tag: str, size: float, colour: str, lang: Lang) -> Element:
    return node(tag, node("a:solidFill", node("a:schemeClr", val=colour)), lang=_LANGS[lang], sz=int(size * 100), b=0)


def _fill(ink: Ink) -> Element:
    if not ink.name:
        return node("a:noFill")
    colour = node("a:schemeClr", val=ink.name)
    if ink.pale:
        SubElement(colour, "a:lumMod", val="40000")
        SubElement(colour, "a:lumOff", val="60000")
    return node("a:solidFill", colour)


def _filled(ink: Ink, *, apart: bool) -> Element:
    """Fill a bar, if it is piled with a hair of the ground around it so that neighbours stay apart."""
    return node("c:spPr", _fill(ink), _outline(Ink("bg1" if ink.name and apart else "")))


def _stroke(ink: Ink, *, dashed: bool) -> Element:
    dash = node("a:prstDash", val="dash") if dashed and ink.name else None
    return node("c:spPr", node("a:ln", _fill(ink), dash, node("a:round"), w=int(_WIDE[dashed] * _EMU)))


def _outline(ink: Ink) -> Element:
    return node("a:ln", _fill(ink), w=int(0.75 * _EMU))


def _marker(ink: Ink, *, hollow: bool, shown: bool) -> Element:
    if not shown or not ink.name:
        return node("c:marker", node("c:symbol", val="none"))
    look = node("c:spPr", _fill(Ink("bg1") if hollow else ink), node("a:ln", _fill(ink), w=int(1.5 * _EMU)))
    return node("c:marker", node("c:symbol", val="circle"), node("c:size", val=7), look)
