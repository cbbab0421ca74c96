"""Speaker notes: what each figure of the slide means, where it comes from, and every dated event of its charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import PP_PLACEHOLDER

from report.pack.model import Chart, Page
from report.pack.slides.canvas import CODES, Canvas, plain

if TYPE_CHECKING:
    from pptx.slide import NotesSlide


def write_notes(canvas: Canvas, page: Page) -> None:
    """Write the notes of a slide, a paragraph for each sentence; a slide without any has none."""
    said = []
    for note in page.notes:
        source = canvas.t("Source : ", "Source: ") + plain(note.source)
        said += [plain(note.title), plain(note.definition), source, ""]
    for block in page.blocks:
        if isinstance(block, Chart) and block.notes:
            said.append(plain(block.title))
            said += [
                canvas.t(f"({n}) {plain(when)} : {plain(what)}", f"({n}) {plain(when)}: {plain(what)}")
                for n, (when, what) in enumerate(block.notes, 1)
            ]
            said.append("")
    if not said:
        return
    frame = _frame(canvas.slide.notes_slide)
    for n, sentence in enumerate(said[:-1]):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        if sentence:
            run = paragraph.add_run()
            run.text = sentence
            run._r.get_or_add_rPr().set("lang", CODES[canvas.lang])  # noqa: SLF001 — as on the slide


def _frame(notes: NotesSlide) -> Any:  # noqa: ANN401 — python-pptx's text frame
    """Return where notes are written; a company's notes page without such a place gets one."""
    if notes.notes_placeholder is None:
        tree: Any = notes.shapes._spTree  # noqa: SLF001 — the only way in
        tree.add_placeholder(len(tree) + 2, "Notes", PP_PLACEHOLDER.BODY, "horz", "quarter", 1)
    return notes.notes_text_frame
