"""Codes that stand for people and texts: the same one each time, told by nobody who has not the store.

A code is the beginning of SHA-256 over a random key and what it stands for. The key is made at first need and kept in
`meta`; it is never exported. Whoever holds the store can still check a guess against a code: this is pseudonymisation.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb

    from data.store import Store

_NAME: Final = "pseudonym_key"
_LENGTH: Final = 10
PERSON: Final = "P-[0-9a-f]{10}"
"""What a pseudonym of a person looks like."""
ERASED: Final = "[effacé · erased · "
"""How what stands for an erased text begins; a code follows, so that two texts that differed still do."""


def key_of(con: duckdb.DuckDBPyConnection) -> str:
    """Return the key of a store, inside a write: it is made at first need."""
    con.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", [_NAME, secrets.token_hex(32)])
    return str(con.execute("SELECT value FROM meta WHERE name = ?", [_NAME]).fetchall()[0][0])


def key_kept(store: Store) -> str:
    """Return the key of a store, which is written to only where it has none yet."""
    with store.reading() as reader:
        found = reader.rows("SELECT value FROM meta WHERE name = $1", [_NAME])
    if found:
        return str(found[0]["value"])
    with store.writing(derive=False) as con:
        return key_of(con)


def person(key: str, firm_id: str, timekeeper_id: str) -> str:
    """Return the pseudonym of a person of a firm."""
    said = f"{key}\x1f{firm_id}\x1f{timekeeper_id}"
    return f"P-{hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]}"


def person_sql(key: str, firm_id: str, timekeeper_id: str) -> str:
    """Return the SQL that says the same of two columns; a pseudonym stays itself. `key` names a parameter."""
    said = f"{key} || chr(31) || {firm_id} || chr(31) || {timekeeper_id}"
    is_one = f"regexp_full_match({timekeeper_id}, '{PERSON}')"
    return f"CASE WHEN {is_one} THEN {timekeeper_id} ELSE 'P-' || left(sha256({said}), {_LENGTH}) END"


def text_sql(key: str, text: str) -> str:
    """Return the SQL of what stands for a text; `key` names a parameter, `text` is a column or an expression."""
    return f"'{ERASED}' || left(sha256({key} || chr(31) || {text}), {_LENGTH}) || ']'"


def text(key: str, said: str) -> str:
    """Return what stands for a text, outside SQL."""
    whole = f"{key}\x1f{said}"
    return f"{ERASED}{hashlib.sha256(whole.encode()).hexdigest()[:_LENGTH]}]"


def is_erased(column: str) -> str:
    """Return the SQL that says whether a column holds what stands for an erased text."""
    return f"starts_with({column}, '{ERASED}')"
