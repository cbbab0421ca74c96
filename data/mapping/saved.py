"""Mappings kept in the store: listed, saved, deleted; and the one that read each file, as it stood then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.mapping.model import Mapping, parse
from data.mapping.recognition import Mappings
from data.store import EmptyStoreError, StoreError
from data.witness import note
from kpi.model import Text

if TYPE_CHECKING:
    import duckdb

    from data.store import Reader, Store


@dataclass(frozen=True)
class Saved:
    """A mapping, the moment it was saved, and how many files in force it read."""

    mapping: Mapping
    saved_at: str
    files: int


def listed(reader: Reader) -> list[Saved]:
    """Return the saved mappings, by name."""
    rows = reader.rows(
        """SELECT body, strftime(saved_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS saved_at,
            (SELECT count(*) FROM mapped_files AS f WHERE f.name = m.name) AS files
        FROM mappings AS m ORDER BY lower(name), name"""
    )
    return [Saved(parse(row["body"]), row["saved_at"], row["files"]) for row in rows]


def mappings_of(store: Store, asked: str | None = None) -> Mappings:
    """Return the mappings that an import goes by.

    Raises:
        StoreError: there is none of the name asked for.
    """
    try:
        with store.reading() as reader:
            known = tuple(one.mapping for one in listed(reader))
    except EmptyStoreError:
        known = ()
    return Mappings(known, named(known, asked) if asked is not None else None)


def named(known: tuple[Mapping, ...], name: str) -> Mapping:
    """Return the mapping of a name.

    Raises:
        StoreError: there is none; the sentence says which there are.
    """
    found = next((one for one in known if one.name == name.strip()), None)
    if found is None:
        names = ", ".join(one.name for one in known) or "–"
        raise StoreError(
            Text(
                f"Il n'y a pas de correspondance « {name} ». Correspondances : {names}.",
                f"There is no mapping “{name}”. Mappings: {names}.",
            )
        )
    return found


def save(store: Store, mapping: Mapping) -> bool:
    """Save a mapping under its name; say whether it replaced one.

    Raises:
        StoreError: another mapping is made for the same headings, or the store cannot be written.
    """
    with store.writing(derive=False) as con:
        note(con, "mapping")
        kept = [parse(row[0]) for row in con.execute("SELECT body FROM mappings").fetchall()]
        twin = next((one for one in kept if one.header == mapping.header and one.name != mapping.name), None)
        if twin is not None:
            raise StoreError(
                Text(
                    f"La correspondance « {twin.name} » lit déjà ces en-têtes. La supprimer d'abord, ou enregistrer "
                    "sous le même nom.",
                    f"The mapping “{twin.name}” already reads these headings. Delete it first, or save under the same "
                    "name.",
                )
            )
        row = [mapping.name, mapping.target, dt.datetime.now(dt.UTC), mapping.model_dump_json()]
        con.execute("INSERT OR REPLACE INTO mappings VALUES (?, ?, ?, ?)", row)
        return any(one.name == mapping.name for one in kept)


def delete(store: Store, name: str) -> None:
    """Delete a mapping; what it read stays.

    Raises:
        StoreError: there is none of that name.
    """
    if not store.exists:
        named((), name)
    with store.writing(derive=False) as con:
        note(con, "mapping")
        known = tuple(parse(row[0]) for row in con.execute("SELECT body FROM mappings").fetchall())
        con.execute("DELETE FROM mappings WHERE name = ?", [named(known, name).name])


def keep_with(con: duckdb.DuckDBPyConnection, file_id: int, mapping: Mapping) -> None:
    """Keep with a file the mapping that read it, inside an import."""
    con.execute("INSERT INTO mapped_files VALUES (?, ?, ?)", [file_id, mapping.name, mapping.model_dump_json()])
