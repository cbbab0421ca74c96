"""From the store to a pack and its files: the review as it was frozen, else as the store answers now."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data import reviews
from data.lines import lines_of
from data.store import StoreError
from kpi.model import Period, Text
from report import words
from report.review import lines
from report.review.book import Book, Frozen, UnreadableBookError
from report.review.brief import Brief
from report.review.build import build
from report.review.plan import Plan
from ui.live import Live

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.reviews import Review
    from data.store import Reader
    from kpi.model import Lang
    from report.pack.model import Edition, Pack
    from report.review.brief import Answers

FORMATS: Final = ("pptx", "pdf", "xlsx")


@dataclass(frozen=True)
class Wanted:
    """What a pack is asked for: period, firm, edition, language, and what its workbook holds besides."""

    period: Period
    firm: str | None = None
    edition: Edition = "internal"
    lang: Lang = "fr"
    lines: bool = False
    pseudonyms: bool = False
    live: bool = False
    """Today's figures, even if the review was frozen."""


def found(reader: Reader, wanted: Wanted) -> Review | None:
    """Return the review that a pack is about, the latest when it was begun again; None when there is none."""
    known = reviews.reviews(reader)
    return next((one for one in known if one.period == wanted.period and one.firm_id == wanted.firm), None)


def brief(reader: Reader, wanted: Wanted, today: dt.date, answers: Answers | None = None) -> Brief:
    """Return what the sections ask through: the frozen book of the review if there is one, else the store."""
    return of_review(reader, found(reader, wanted), wanted, today, answers)


def of_review(
    reader: Reader, review: Review | None, wanted: Wanted, today: dt.date, answers: Answers | None = None
) -> Brief:
    """Return what the sections of one review ask through.

    Raises:
        StoreError: what the review had frozen is damaged.
    """
    store = answers or Live(reader)
    plan = Plan.model_validate_json(review.plan) if review else Plan()
    asked = Brief(store, wanted.lang, wanted.edition, wanted.period, wanted.firm, plan, today, reader.fiscal_start)
    kept = None if wanted.live or review is None else book(reader, review.review_id)
    if review is None or kept is None:
        return replace(asked, about=_freshness(store))
    frozen, last = Frozen(kept, store), reviews.snapshots(reader, review.review_id)[0]
    about = {"frozen_on": last.taken_at.astimezone().date().isoformat(), "batches": _batches(last.batches, wanted.lang)}
    return replace(asked, answers=frozen, about={**_freshness(frozen), **about})


def book(reader: Reader, review_id: int, snapshot_id: int | None = None) -> Book | None:
    """Open what a review froze last, or in one of its earlier snapshots; None if it never did.

    Raises:
        StoreError: it is damaged, or another version of Binôme wrote it; the sentence says the way out.
    """
    kept = reviews.book(reader, review_id, snapshot_id)
    if kept is None:
        return None
    try:
        return _unpacked(kept)
    except UnreadableBookError as error:
        raise StoreError(
            Text(
                f"Ce que la revue n° {review_id} avait gelé ne peut pas être relu par cette version de Binôme. "
                "Actualiser la revue pour geler les chiffres du jour, ou restaurer une sauvegarde (restore).",
                f"What review no. {review_id} had frozen cannot be read by this version of Binôme. "
                "Refresh the review to freeze today's figures, or restore a backup (restore).",
            )
        ) from error


@lru_cache(maxsize=16)
def _unpacked(kept: bytes) -> Book:
    """Read a book; the last ones read stay at hand, since every page of a review reads its own."""
    return Book.read(kept)


def _freshness(answers: Answers) -> dict[str, str]:
    latest = answers.listed("freshness")["latest_invoice"]
    return {"latest_invoice": latest.isoformat()} if latest else {}


def _batches(ids: Sequence[int], lang: Lang) -> str:
    """Name the imports that a frozen review drew on: « n° 1 à 4 »."""
    if not ids:
        return words.NOT_AVAILABLE(lang)
    first, last = min(ids), max(ids)
    return Text(f"n° {first} à {last}", f"no. {first} to {last}")(lang) if last > first else f"n° {first}"


def pack(reader: Reader, wanted: Wanted, today: dt.date, answers: Answers | None = None) -> Pack:
    """Make the pack of a period and firm."""
    return pack_of(reader, found(reader, wanted), wanted, today, answers)


def pack_of(
    reader: Reader, review: Review | None, wanted: Wanted, today: dt.date, answers: Answers | None = None
) -> Pack:
    """Make the pack of one review."""
    asked = of_review(reader, review, wanted, today, answers)
    if not wanted.lines:
        return build(asked)
    rows = asked.answers.trail("spend", asked.kpi("spend").default_reading, asked.scope)
    kept = {(row["document_id"], row["matter_id"]) for row in rows}
    found_lines = lines_of(reader, sorted({document for document, _ in kept}))
    mine = [row for row in found_lines if (row["document_id"], row["matter_id"]) in kept]
    return build(asked, (lines.sheet(asked, mine, pseudonyms=wanted.pseudonyms),))


def _writers(template: bytes | None) -> dict[str, Callable[[Pack], bytes]]:
    from report.pack.pdf import to_pdf  # noqa: PLC0415 — each is slow to import, and one may be enough
    from report.pack.slides import to_pptx  # noqa: PLC0415 — as above
    from report.pack.workbook import to_xlsx  # noqa: PLC0415 — as above

    return {
        "pptx": lambda made: to_pptx(made, io.BytesIO(template) if template else None),
        "pdf": to_pdf,
        "xlsx": to_xlsx,
    }


class PackError(Exception):
    """A file of a pack that could not be made; `text` says why, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def written(made: Pack, formats: Iterable[str] = FORMATS, template: bytes | None = None) -> dict[str, bytes]:
    """Write a pack in the formats asked for: file name, bytes.

    Raises:
        PackError: the template is none, or the PDF would not be faithful.
    """
    from report.pack.pdf import UnfaithfulPdf  # noqa: PLC0415 — as above
    from report.pack.slides.layout import NotATemplateError  # noqa: PLC0415 — as above

    writers = _writers(template)
    try:
        return {f"{made.stem}.{suffix}": writers[suffix](made) for suffix in formats}
    except NotATemplateError as error:
        raise PackError(
            Text(
                "Ce modèle n'est pas une présentation PowerPoint avec ses masques (.pptx, .potx). Aucun fichier n'a "
                "été fait : en choisir un autre, ou s'en passer.",
                "This template is no PowerPoint presentation with layouts (.pptx, .potx). No file was made: choose "
                "another, or do without.",
            )
        ) from error
    except UnfaithfulPdf as error:
        raise PackError(
            Text(
                f"Le PDF n'a pas pu être mis en page ({error}). Les deux autres formats restent possibles.",
                f"The PDF could not be laid out ({error}). The two other formats remain possible.",
            )
        ) from error


def save(made: Pack, folder: Path, formats: Iterable[str] = FORMATS, template: bytes | None = None) -> list[Path]:
    """Write a pack into a folder, readable by its owner alone; each file is there whole or not at all."""
    contents, paths = written(made, formats, template), []
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path, partial = folder / name, folder / f".{name}.part"
        partial.touch(mode=0o600)
        partial.write_bytes(content)
        partial.replace(path)
        paths.append(path)
    return paths
