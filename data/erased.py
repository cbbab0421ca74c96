"""What is taken out of a store, and what stands there instead; every amount, hour, level and date stays.

Each function works inside a transaction on a copy of the store whose derived tables are those of its rows, and returns
what it took out. The caller rebuilds the derived tables, then rewrites the file: until then the text is still in it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from data import pseudonyms
from data.redaction import Person, Redaction

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    import duckdb

TEXTS: Final = {
    "lines": ("narrative",), "bills": ("description",), "problems": ("seen", "more"),
    "set_aside": ("seen", "more", "original"), "files": ("name",), "batches": ("source",), "reviews": ("plan",),
    "mappings": ("body",), "mapped_files": ("body",), "ref_firms": ("extra", "responsible_label"),
    "ref_firm_aliases": ("extra",), "ref_matters": ("extra", "name", "owner"), "ref_mandates": ("extra", "reason"),
    "ref_panel": ("extra",), "ref_budgets": ("extra", "note"), "ref_invoices": ("extra",),
    "ref_timekeepers": ("extra",), "ref_rates": ("extra",), "ref_fx": ("extra",), "ref_accruals": ("extra",),
    "ref_surveys": ("extra", "respondent_role", "comment"), "ref_contracts": ("extra",),
    "ref_targets": ("extra", "owner"),
    "ref_actions": ("extra", "text", "owner", "expected"), "ref_segments": ("extra", "scored_by"),
    "ref_offers": ("extra", "comment"), "ref_notes": ("extra", "text"), "ref_matter_aliases": ("extra",),
    "ref_timekeeper_aliases": ("extra",), "ref_paper_choices": ("extra", "note"),
}  # fmt: skip
"""The columns that hold free text. Ids, numbers and the names of firms are no text: figures are matched by them."""
_WORDY: Final = r"\pL\S*\s+\S*\pL|^.{31,}$"
"""What reads as words, not as an amount, a date or a code."""
_NARRATIVE_COLUMNS: Final = "desc|narrat|libell|text|comment|note"


@dataclass
class Taken:
    """What was taken out, by kind (a count), and the files whose original held some of it."""

    counts: Counter[str] = field(default_factory=Counter)
    files: set[int] = field(default_factory=set)

    def add(self, kind: str, rows: Iterable[tuple[int | None, int]]) -> None:
        """Count rows by file (None: they come from no file)."""
        for file_id, n in rows:
            self.counts[kind] += n
            if file_id is not None:
                self.files.add(file_id)


def narratives(con: duckdb.DuckDBPyConnection, key: str, before: dt.date) -> Taken:
    """Take out the texts of e-billing documents dated before a day, and of files without any that came before it."""
    taken = Taken()
    old = "bill_id IN (SELECT bill_id FROM bills WHERE invoice_date < $before)"
    for table, column in (("lines", "narrative"), ("bills", "description")):
        rows = _stand_in(con, table, column, old, key, {"before": before})
        taken.add("narratives", rows)
    told(con, key, dated_before(con, before), taken)
    register = "invoice_date < $before AND regexp_matches(extra, '\\pL\\S*\\s+\\S*\\pL')"
    taken.add("texts", _extras(con, "ref_invoices", key, register, before))
    return taken


def dated_before(con: duckdb.DuckDBPyConnection, before: dt.date) -> set[int]:
    """Return the files with an invoice dated before a day, and those that came in before it and have no other date."""
    known = " UNION ALL ".join(f"SELECT file_id FROM {table}" for table in TEXTS if table.startswith("ref_"))
    return {row[0] for row in con.execute(
        f"""SELECT file_id FROM bills WHERE invoice_date < $before
        UNION SELECT f.file_id FROM files AS f JOIN batches AS b ON b.batch_id = f.batch_id
        WHERE b.imported_at::DATE < $before AND f.file_id NOT IN (SELECT file_id FROM bills)
            AND f.file_id NOT IN ({known})""", {"before": before},
    ).fetchall()}  # fmt: skip


def comments(con: duckdb.DuckDBPyConnection, key: str, before: dt.date) -> Taken:
    """Take out what internal clients wrote in answers given before a day, and what they are in the company."""
    taken = Taken()
    of_row = "coalesce(respondent_role, '') || chr(31) || coalesce(comment, '')"  # a role alone would be guessed
    made = pseudonyms.text_sql("$key", of_row)
    there = f"""answered_on < $before AND coalesce(comment, respondent_role) IS NOT NULL
        AND NOT {pseudonyms.is_erased("coalesce(comment, respondent_role)")}"""
    taken.add("comments", _by_file(con, f"ref_surveys WHERE {there}", {"before": before}))
    con.execute(
        f"""UPDATE ref_surveys SET comment = CASE WHEN comment IS NOT NULL THEN {made} END,
            respondent_role = CASE WHEN comment IS NULL THEN {made} END WHERE {there}""",
        {"key": key, "before": before},
    )
    taken.add("texts", _extras(con, "ref_surveys", key, "answered_on < $before AND length(extra) > 2", before))
    told(con, key, set(taken.files), taken)
    return taken


def people(con: duckdb.DuckDBPyConnection, found: Sequence[Person]) -> Taken:
    """Replace people by their pseudonyms: their ids and names in every table, their names in every text."""
    taken = Taken()
    if not found:
        return taken
    taken.counts["people"] = len(found)
    _register(con, "gone", {
        "firm_id": [one.firm_id for one in found], "timekeeper_id": [one.timekeeper_id for one in found],
        "pseudonym": [one.pseudonym for one in found],
    })  # fmt: skip
    pairs = [(one.firm_id, an_id, one.pseudonym) for one in found for an_id in sorted(one.ids)]
    _register(
        con, "gone_ids", dict(zip(("firm_id", "id", "pseudonym"), map(list, zip(*pairs, strict=True)), strict=True))
    )
    of_line = """b.bill_id = lines.bill_id AND t.firm_id = b.firm_id
        AND t.written_id IS NOT DISTINCT FROM lines.timekeeper_id
        AND t.written_name IS NOT DISTINCT FROM lines.timekeeper_name
        AND g.firm_id = t.firm_id AND g.timekeeper_id = t.timekeeper_id"""
    taken.add(
        "names", _by_file(con, f"lines, billed AS b, timekeeper_refs AS t, gone AS g WHERE {of_line}", of="lines.")
    )
    con.execute(f"""
        UPDATE lines SET timekeeper_id = g.pseudonym,
            timekeeper_name = CASE WHEN timekeeper_name IS NOT NULL THEN g.pseudonym END
        FROM billed AS b, timekeeper_refs AS t, gone AS g WHERE {of_line}""")
    for table, columns, also in (
        ("ref_timekeepers", "name = CASE WHEN name IS NOT NULL THEN g.pseudonym END, extra = '{}', ", ""),
        ("ref_rates", "", ""),
        ("ref_timekeeper_aliases", "alias = g.pseudonym, ", "OR {0}.alias = g.id"),
    ):
        of_row = f"""g.firm_id IN ({table}.firm_id,
                (SELECT min(r.firm_id) FROM firm_refs AS r WHERE r.ref = folded({table}.firm_id)))
            AND ({table}.timekeeper_id = g.id {also.format(table)})"""
        taken.add("tables", _by_file(con, f"{table}, gone_ids AS g WHERE {of_row}", of=f"{table}."))
        con.execute(f"UPDATE {table} SET {columns} timekeeper_id = g.pseudonym FROM gone_ids AS g WHERE {of_row}")
    _quoted(con, Redaction(found), taken)
    return taken


def _quoted(con: duckdb.DuckDBPyConnection, redaction: Redaction, taken: Taken) -> None:
    """Replace names in free texts, and ids in what was told of the files of their firm."""
    firms: dict[int, set[str]] = {}
    for file_id, firm in con.execute("""
        SELECT file_id, firm_id FROM billed SEMI JOIN gone USING (firm_id) GROUP BY ALL
        UNION SELECT t.file_id, g.firm_id FROM ref_timekeepers AS t JOIN gone AS g ON t.timekeeper_id = g.pseudonym
    """).fetchall():  # fmt: skip
        firms.setdefault(file_id, set()).add(firm)
    cells = {an_id: one.pseudonym for one in redaction.people for an_id in one.ids}
    written = "|".join(map(re.escape, sorted(cells, key=len, reverse=True)))
    cell = re.compile(rf"(?<![^|;,\t\"' ])(?:{written})(?![^|;,\t\"' \[])")

    def changed(said: str, file_id: int | None) -> str:
        return redaction.text(said, firms.get(file_id or 0, ()))

    def without_ids(said: str, file_id: int | None) -> str:
        said = changed(said, file_id)
        return cell.sub(lambda found: cells[found[0]], said) if file_id in firms else said

    for table, columns in TEXTS.items():
        of_file = "file_id" if table == "files" or "file_id" in _columns(con, table) else "NULL"
        for column in columns:
            on_told = table in ("problems", "set_aside")
            sieve = redaction.sieve
            names = f"regexp_matches(strip_accents(lower(nfc_normalize({column}))), $sieve)" if sieve else "false"
            where = f"{names} OR list_contains($files, {of_file})" if on_told else names
            asked = ({"sieve": sieve} if sieve else {}) | ({"files": list(firms)} if on_told else {})
            kind = {"lines": "narratives", "bills": "narratives"}.get(table, "texts")
            taken.add(kind, _rewrite(con, table, column, of_file, where, asked, without_ids if on_told else changed))


def told(con: duckdb.DuckDBPyConnection, key: str, files: Collection[int], taken: Taken) -> None:
    """Take the words out of what was told of files, and the text of their lines set aside; their originals go."""
    taken.files |= set(files)
    asked = {"files": list(files)}

    def without_words(said: str, _: int | None) -> str:
        return pseudonyms.text(key, said)

    narrative = f"column_name <> '' AND regexp_matches(lower(column_name), '{_NARRATIVE_COLUMNS}') AND seen <> ''"
    for table in ("problems", "set_aside"):
        where = f"list_contains($files, file_id) AND (regexp_matches(seen, '{_WORDY}') OR ({narrative}))"
        taken.add("texts", _rewrite(con, table, "seen", "file_id", where, asked, without_words))
        more = f"list_contains($files, file_id) AND regexp_matches(more, '{_WORDY}') AND length(more) > 2"
        taken.add("texts", _rewrite(con, table, "more", "file_id", more, asked, lambda said, _: _bare(said, key)))
    where = "list_contains($files, file_id) AND original <> ''"
    taken.add("set_aside", _rewrite(con, "set_aside", "original", "file_id", where, asked, without_words))


def _bare(said: str, key: str) -> str:
    """Return a JSON object whose values that read as words are taken out."""
    wordy = re.compile(r"[^\W\d_]\S*\s+\S*[^\W\d_]|^.{31,}$")
    kept = {
        name: pseudonyms.text(key, value) if isinstance(value, str) and wordy.search(value) else value
        for name, value in json.loads(said).items()
    }
    return json.dumps(kept, ensure_ascii=False)


def _extras(
    con: duckdb.DuckDBPyConnection, table: str, key: str, where: str, before: dt.date
) -> list[tuple[int | None, int]]:
    """Take the words out of the columns that no table knows."""
    return _rewrite(con, table, "extra", "file_id", where, {"before": before}, lambda said, _: _bare(said, key))


def _stand_in(  # noqa: PLR0913, PLR0917 — a column, its rows, and what stands there
    con: duckdb.DuckDBPyConnection, table: str, column: str, where: str, key: str, asked: dict[str, Any]
) -> list[tuple[int, int]]:
    where = f"{where} AND {column} IS NOT NULL AND NOT {pseudonyms.is_erased(column)}"
    found = _by_file(con, f"{table} WHERE {where}", asked)
    made = pseudonyms.text_sql("$key", column)
    con.execute(f"UPDATE {table} SET {column} = {made} WHERE {where}", {"key": key, **asked})
    return found


def _by_file(
    con: duckdb.DuckDBPyConnection, where: str, asked: dict[str, Any] | None = None, of: str = ""
) -> list[tuple[int, int]]:
    """Count the rows that a change concerns, by file."""
    return con.execute(f"SELECT {of}file_id, count(*) FROM {where} GROUP BY 1", asked or {}).fetchall()


def _rewrite(  # noqa: PLR0913, PLR0917 — as above
    con: duckdb.DuckDBPyConnection, table: str, column: str, of_file: str, where: str, asked: dict[str, Any],
    change: Callable[[str, int | None], str],
) -> list[tuple[int | None, int]]:  # fmt: skip
    """Rewrite the texts of a column, one by one; return the file of each that changed."""
    found = con.execute(
        f"""SELECT rowid, {of_file}, {column} FROM {table}
        WHERE {column} IS NOT NULL AND NOT {pseudonyms.is_erased(column)} AND ({where})""", asked,
    ).fetchall()  # fmt: skip
    new = [(row, file_id, after) for row, file_id, said in found if (after := change(said, file_id)) != said]
    if new:
        _register(con, "rewritten", {"place": [one[0] for one in new], "said": [one[2] for one in new]})
        con.execute(f"UPDATE {table} SET {column} = w.said FROM rewritten AS w WHERE {table}.rowid = w.place")
    return [(file_id, 1) for _, file_id, _ in new]


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}


def _register(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, list[Any]]) -> None:
    """Give a transaction rows of ours, as a temporary table."""
    con.register("given", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
    con.unregister("given")
