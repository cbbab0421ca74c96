"""From a brief to a pack: the cover, the sections in their order, the annexes; and the freezing of all they ask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kpi.model import Text
from report import words
from report.pack.discretion import sieved
from report.pack.model import Missing, Pack, Page
from report.review import contents
from report.review.book import NotInTheBookError, Recorder
from report.review.brief import Brief
from report.review.plan import SECTIONS
from report.tables import Table

if TYPE_CHECKING:
    from report.pack.model import Edition

_EDITIONS: Final = {"internal": Text("interne", "internal"), "firm": Text("cabinet", "firm")}
_CONFIDENTIAL: Final = {
    "internal": Text(
        "Confidentiel : document interne de la direction juridique et des achats. Ne pas transmettre aux cabinets.",
        "Confidential: internal document of Legal and Procurement. Do not pass on to firms.",
    ),
    "firm": Text(
        "Confidentiel : document établi pour ce seul cabinet. Les autres cabinets n'y figurent que par une médiane "
        "anonyme, à partir de trois.",
        "Confidential: prepared for this firm alone. Other firms appear only as an anonymous median, from three on.",
    ),
}


def build(brief: Brief, sheets: tuple[Table, ...] = ()) -> Pack:
    """Make the pack of a review: what is hidden is left out; what a firm must not see was never asked."""
    offered = contents.offered(brief.edition)
    pages = [page for name in brief.plan.shown if name in offered for page in _section(brief, name, offered[name])]
    annexes = [page for name, make in contents.annexes(brief.edition).items() for page in _section(brief, name, make)]
    if brief.closed_to_peers:  # what is missing is ours to mend, not the firm's to read
        pages = [page for page in pages if not page.silent]
    notes = [note for page in (*pages, *annexes) for note in page.notes]
    quarter = words.period(brief.period, brief.lang, brief.fiscal_start)
    subject = brief.label("firm", brief.firm) if brief.firm else brief.t("L'ensemble du panel", "The whole panel")
    pack = Pack(
        lang=brief.lang,
        edition=brief.edition,
        title=brief.t("Revue fournisseurs", "Supplier review"),
        subject=subject,
        period=words.span(brief.period, brief.lang, brief.fiscal_start),
        cover=contents.cover(brief),
        confidentiality=_CONFIDENTIAL[brief.edition](brief.lang),
        footer=f"{subject} · {quarter} · {brief.t('montants HT', 'net of tax')}",
        pages=tuple(pages),
        annexes=tuple(annexes),
        sheets=(*_sheets(brief), *sheets),
        stem=stem(brief),
        made_on=brief.today,
        glossary=contents.glossary(brief, notes),
    )
    return sieved(pack, brief.others, brief.t("[autre cabinet]", "[another firm]")) if brief.closed_to_peers else pack


def stem(brief: Brief) -> str:
    """Name the files of a pack: revue-2026-T3-CAB-02-interne."""
    quarter = words.period(brief.period, brief.lang, brief.fiscal_start).replace(" ", "-")
    who = brief.firm or brief.t("panel", "panel")
    parts = (brief.t("revue", "review"), quarter, who, _EDITIONS[brief.edition](brief.lang))
    ascii_ = unicodedata.normalize("NFKD", "-".join(parts)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", ascii_).strip("-")[:80]


def _section(brief: Brief, name: str, make: Callable[[Brief], list[Page]]) -> list[Page]:
    """Make the pages of a section; what a frozen book cannot answer is said in its place."""
    try:
        pages = make(brief)
    except NotInTheBookError:
        missing = Missing(
            brief.t(
                "Cette partie n'était pas demandée quand la revue a été gelée. Actualiser la revue pour la voir.",
                "This part was not asked for when the review was frozen. Refresh the review to see it.",
            )
        )
        title = contents.title(name, brief.lang)
        pages = [Page(name, name, title, brief.sentence(), ((missing,),), short=title)]
    said = brief.plan.comments.get(name, "").strip()
    if not said or brief.closed_to_peers or not pages:
        return pages
    lines = tuple(line.strip() for line in said.splitlines() if line.strip())
    return [replace(pages[0], comments=lines), *pages[1:]]


def _sheets(brief: Brief) -> tuple[Table, ...]:
    """Make the tables that only the workbook holds; a frozen book that was not asked for them has none."""
    try:
        return contents.sheets(brief)
    except NotInTheBookError:
        return ()


def frozen(brief: Brief) -> bytes:
    """Ask all that the pack may show (hidden sections, other readings, the firm's own edition); return the book."""
    recorder = Recorder(brief.answers)
    everything = brief.plan.model_copy(update={"hidden": frozenset(), "order": SECTIONS, "medians": True})
    editions: tuple[Edition, ...] = ("internal", "firm") if brief.firm else ("internal",)
    for edition in editions:
        build(replace(brief, answers=recorder, plan=everything, edition=edition))
    for measure in list(recorder.measures.values()):
        if measure.reading == brief.reading(measure.kpi):
            for reading in brief.kpi(measure.kpi).readings:
                recorder.measure(measure.kpi, reading.name, measure.scope)
        if measure.scope == brief.scope:
            recorder.trail(measure.kpi, measure.reading, measure.scope)
    recorder.trail("spend", brief.kpi("spend").default_reading, brief.scope)
    recorder.listed("freshness")
    return recorder.book()
