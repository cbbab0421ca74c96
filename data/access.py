"""What a role sees of the store: views over it in a connection of their own, where the rest has no name.

For anyone but legal ops the store is attached under a name drawn for that one connection, which no query can know;
what queries find under the usual names are views. A text that is not listed here is not in them: a column that a
later version adds is withheld until somebody decides otherwise. Dates, numbers and yes/no are no secret to a buyer.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import zlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import duckdb

from data.role import Role
from kpi.model import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

MARK: Final = r"^\s*\[(juridique|legal)\]"
"""What a note, a decision or a reason begins with when it is for legal ops alone; upper or lower case."""
_SALT: Final = secrets.token_hex(16)
"""A pseudonym holds as long as this process: it links nothing to a file, nor one day to the next."""
_TEXTS: Final = ("VARCHAR", "BLOB")

_FIGURES: Final = frozenset({
    "firm_id", "house", "firm_kind", "matter_type", "entity", "business_unit", "jurisdiction", "nature", "channel",
    "excluded", "currency", "timekeeper_level", "date_basis", "waiver", "phase", "scope", "kpi", "reading",
    "dimension", "key",
})  # fmt: skip
"""Codes by which figures are cut, wherever they stand."""
_ROWS: Final = _FIGURES | {
    "document_id", "invoice_id", "matter_id", "client_matter_id", "law_firm_matter_id", "number", "normal_number",
    "invoice_number", "other_number", "by_number", "invoice", "document", "written", "dead", "corrects", "status",
    "state", "register_status", "register_currency", "register_matter", "kind", "type_code", "code", "level", "format",
    "timekeeper_class", "task_code", "activity_code", "expense_code", "criterion", "consultation", "source", "role",
    "verdict", "choice", "via", "fee_arrangement", "country", "size", "responsible_label", "group_id", "firm_ref",
    "firm_name", "firm_ids",
}  # fmt: skip
"""What names documents, matters and firms, and codes about them, wherever they stand."""
_MARKED: Final = frozenset({"text", "expected", "note", "reason", "comment"})
"""Words of the two: shown unless marked."""


@dataclass(frozen=True)
class Sight:
    """What one role sees: text columns shown anywhere, those shown in one table besides, pseudonyms, rows."""

    everywhere: frozenset[str]
    besides: Mapping[str, frozenset[str]]
    pseudonyms: frozenset[str]
    rows: Mapping[str, str] = field(default_factory=dict)
    """Of these tables only the rows for which the condition holds."""
    only: frozenset[str] | None = None
    """The tables that exist for this role; all of them where None."""


_META: Final = {"meta": frozenset({"name", "value"}), "firm_list": frozenset({"name", "kind"})}
_UNMARKED: Final = f"NOT regexp_matches(coalesce(text, ''), '{MARK}', 'i')"
SIGHTS: Final[Mapping[Role, Sight]] = {
    Role.BUYER: Sight(
        everywhere=_ROWS,
        besides={
            **_META,
            **dict.fromkeys(("firms", "ref_firms", "matters", "matter_cards", "ref_matters"), frozenset({"name"})),
            **dict.fromkeys(("firm_aliases", "ref_firm_aliases", "ref_matter_aliases"), frozenset({"alias"})),
            **dict.fromkeys(("actions", "ref_actions"), frozenset({"text", "owner", "expected"})),
            **dict.fromkeys(("notes", "ref_notes"), frozenset({"text"})),
            **dict.fromkeys(("targets", "ref_targets"), frozenset({"owner"})),
            **dict.fromkeys(("budgets", "ref_budgets"), frozenset({"note"})),
            **dict.fromkeys(("instructions", "ref_mandates"), frozenset({"reason"})),
            "firm_refs": frozenset({"ref"}),
            "renamings": frozenset({"ref", "id"}),
            "ref_offers": frozenset({"comment"}),
            "ref_segments": frozenset({"scored_by"}),
            "reviews": frozenset({"plan"}),
            "snapshots": frozenset({"batches", "book", "sha256"}),
        },
        pseudonyms=frozenset({"timekeeper_id"}),
        rows={
            **dict.fromkeys(("actions", "ref_actions", "notes", "ref_notes"), _UNMARKED),
            "renamings": "kind = 'matter'",
        },
    ),
    Role.READER: Sight(
        everywhere=_FIGURES,
        besides={**_META, "firm_aliases": frozenset({"alias"})},
        pseudonyms=frozenset({"document_id", "matter_id", "timekeeper_id", "source"}),
        rows={"notes": "false", "actions": "false"},
        only=frozenset(
            {*COLUMNS, "meta", "firm_list", "firm_aliases", "targets", "notes", "actions", "files", "batches"}
        ),
    ),
}
_LISTED_AS: Final = frozenset({
    "firm", "matter", "text", "expected", "note", "reason", "comment", "scored_by", "state", "class", "gap",
})  # fmt: skip
"""How lists call what they show, beside the columns of the tables."""
_LISTED_BESIDES: Final[Mapping[str, frozenset[str]]] = {
    "actions": frozenset({"owner"}),
    "targets": frozenset({"owner"}),
    "matters": frozenset({"name"}),
    "budget_versions": frozenset({"name"}),
}
"""In these lists besides: an owner is one of the two there, and a name that of a matter."""


_FROZEN: Final[Mapping[str, str]] = {
    "batches": "discreet_batches(batches) AS batches",
    "book": "discreet_book(book) AS book",
    "sha256": "CASE WHEN sha256 = sha256(book) THEN sha256(discreet_book(book)) ELSE '' END AS sha256",
}
"""A frozen review as a buyer is given it; one that is damaged still shows that it is."""


def opened(path: Path, role: Role) -> duckdb.DuckDBPyConnection:
    """Open a store as a role sees it, for reading; nobody but this connection knows the store's own name in it."""
    con = duckdb.connect(":memory:")
    store = f"store_{secrets.token_hex(16)}"
    try:
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {store} (READ_ONLY)")
        con.execute("SET enable_external_access = false")
        con.execute("SET python_enable_replacements = false")
        con.create_function("discreet_book", discreet_book, [duckdb.sqltypes.BLOB], duckdb.sqltypes.BLOB)
        con.create_function("discreet_batches", discreet_batches, [duckdb.sqltypes.VARCHAR], duckdb.sqltypes.VARCHAR)
        sight = SIGHTS[role]
        con.execute(";".join([*_views(con, store, sight), _macros() if sight.only is None else ""]))
    except BaseException:
        con.close()
        raise
    return con


@cache
def _macros() -> str:
    """Return this version's own functions, to be said again where the views are."""
    said = "\n".join(files("data").joinpath(name).read_text(encoding="utf-8") for name in ("names.sql", "grains.sql"))
    return "".join(re.findall(r"^CREATE OR REPLACE MACRO .*?;$", said, re.MULTILINE | re.DOTALL))


def _views(con: duckdb.DuckDBPyConnection, store: str, sight: Sight) -> list[str]:
    found = con.execute(
        "SELECT table_name, list((column_name, data_type) ORDER BY column_index) FROM duckdb_columns() "
        "WHERE database_name = ? AND NOT internal GROUP BY table_name",
        [store],
    ).fetchall()
    made = []
    for table, columns in found:
        if sight.only is None or table in sight.only:
            cells = ", ".join(_cell(sight, table, *column) for column in columns)
            where = f" WHERE {sight.rows[table]}" if table in sight.rows else ""
            made.append(f'CREATE VIEW "{table}" AS SELECT {cells} FROM {store}.main."{table}"{where}')
        elif table.startswith("ref_"):  # whether there is such a table at all is what a figure says it lacks
            made.append(f'CREATE VIEW "{table}" AS SELECT true AS present FROM {store}.main."{table}" LIMIT 1')
    return made


def _cell(sight: Sight, table: str, column: str, kind: str) -> str:
    """Write a column as it is, under a pseudonym, or empty."""
    if not kind.startswith(_TEXTS):
        return f'"{column}"'
    if column in sight.pseudonyms:
        return f'md5(\'{_SALT}\' || "{column}") AS "{column}"'
    if column not in sight.everywhere | sight.besides.get(table, frozenset()):
        return f'CAST(NULL AS {kind}) AS "{column}"'
    if table == "snapshots":
        return _FROZEN[column]
    if column in _MARKED:
        return f'CASE WHEN NOT regexp_matches("{column}", \'{MARK}\', \'i\') THEN "{column}" END AS "{column}"'
    return f'"{column}"'


def discreet_book(book: bytes) -> bytes:
    """Take out of a frozen review what the store itself does not show to a buyer; what cannot be read is withheld."""
    try:
        kept = json.loads(zlib.decompress(book))
        for part in ("trails", "lists"):
            kept[part] = {
                asked: _discreet(rows, _ROWS | _LISTED_AS | _LISTED_BESIDES.get(asked.partition(" ")[0], frozenset()))
                for asked, rows in kept[part].items()
            }
    except (zlib.error, KeyError, TypeError, ValueError, AttributeError):
        return b""
    return zlib.compress(json.dumps(kept, ensure_ascii=False).encode(), 6)


def discreet_batches(batches: str) -> str:
    """Take the names of files out of the list of imports that a frozen review drew on."""
    return json.dumps({batch: dict.fromkeys(files, "…") for batch, files in json.loads(batches).items()})


def _discreet(value: Any, shown: AbstractSet[str], column: str = "") -> Any:  # noqa: ANN401 — answers of any shape
    """Empty every text that stands in a column which a buyer does not see, however deep; rows that are marked go."""
    match value:
        case {"$": str(), "is": str()}:
            return value
        case dict():
            return {name: _discreet(cell, shown, name) for name, cell in value.items()}
        case list():
            kept = [one for one in value if not (isinstance(one, dict) and _marked(one.get("text")))]
            return [_discreet(one, shown, column) for one in kept]
        case str() if column in SIGHTS[Role.BUYER].pseudonyms:
            return hashlib.md5(f"{_SALT}{value}".encode(), usedforsecurity=False).hexdigest()
        case str():
            return value if column in shown and not _marked(value) else None
    return value


def _marked(text: object) -> bool:
    return isinstance(text, str) and re.match(MARK, text, re.IGNORECASE) is not None
