"""Settling who is who: one row that somebody typed, which holds for what is imported later and can be taken back.

- It is that one: an alias that leads to it.
- It is nobody else: an alias that leads to itself; it is not proposed to anybody any more, and no figure moves.
- It is new: a row of the table that did not know it, and an alias when its id is another text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import typed
from data.store import StoreError
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.matching.item import Name
    from data.store import Reader, Store
    from kpi.model import Lang

_IDS = {"firm": "firm_id", "matter": "matter_id", "timekeeper": "timekeeper_id"}
_TABLES = {"firm": "firms", "matter": "matters", "timekeeper": "timekeepers"}
# Questions about an id or a name ($1) and the firm that writes it ($2, by any of its names).
_ASKED = """WITH asked AS (
    SELECT $1 AS id, coalesce((SELECT r.firm_id FROM firm_refs AS r WHERE r.ref = folded($2)), $2) AS firm
) """
_EXISTS = {
    "firm": "SELECT l.firm_id FROM firm_list AS l JOIN asked AS a ON a.id = l.firm_id",
    "matter": "SELECT m.matter_id FROM matters AS m JOIN asked AS a ON a.id = m.matter_id",
    "timekeeper": """SELECT t.timekeeper_id FROM timekeeper_refs AS t JOIN asked AS a
            ON a.id = t.timekeeper_id AND a.firm = t.firm_id
        UNION SELECT t.timekeeper_id FROM timekeepers AS t LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id)
        JOIN asked AS a ON a.id = t.timekeeper_id AND a.firm = coalesce(r.firm_id, t.firm_id)""",
}
_LEADS_TO = {
    "firm": "SELECT r.firm_id AS id FROM firm_refs AS r JOIN asked AS a ON r.ref = folded(a.id) WHERE r.via = 'alias'",
    "matter": "SELECT nullif(matter_called(a.firm, a.id), a.id) AS id FROM asked AS a",
    "timekeeper": """SELECT n.id FROM renamings AS n JOIN asked AS a ON n.ref = folded(a.id) AND n.firm_id = a.firm
        WHERE n.kind = 'timekeeper'""",
}
_LISTED = {
    "firm": "SELECT f.firm_id FROM firms AS f JOIN asked AS a ON a.id = f.firm_id",
    "matter": "SELECT c.matter_id FROM matter_cards AS c JOIN asked AS a ON a.id = c.matter_id",
    "timekeeper": """SELECT t.timekeeper_id FROM timekeepers AS t LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id)
        JOIN asked AS a ON a.id = t.timekeeper_id AND a.firm = coalesce(r.firm_id, t.firm_id)""",
}
_FOLDED = "SELECT folded($1) = folded($2)"
_NOUNS = {
    "firm": Text("cabinet", "firm"),
    "matter": Text("dossier", "matter"),
    "timekeeper": Text("intervenant de ce cabinet", "timekeeper of that firm"),
}


def settle(store: Store, name: Name, meant: str, lang: Lang = "fr") -> int:
    """Say that a name means that firm, matter or person; return the number of the import that says so.

    Raises:
        StoreError: what it should mean does not exist, or is itself another name of it.
    """
    with store.reading() as reader:
        _check(reader, name, meant)
    return typed.record(store, f"{name.kind}_aliases", [_alias(name, meant)], lang)


def set_apart(store: Store, name: Name, lang: Lang = "fr") -> int:
    """Say that a name is nobody else: it waits no more, and what was proposed for it does not come back."""
    return typed.record(store, f"{name.kind}_aliases", [_alias(name, name.written)], lang)


def add(store: Store, name: Name, row: Mapping[str, object], lang: Lang = "fr") -> int:
    """Say that a name is a new firm, matter or person, with its row in the table; return the number of the import.

    Raises:
        StoreError: the table knows that id already, or the row cannot be read.
    """
    own = str(row[_IDS[name.kind]]).strip()
    with store.reading() as reader:
        if reader.rows(_ASKED + _LISTED[name.kind], [own, name.firm_id]):
            noun = _NOUNS[name.kind]
            raise StoreError(
                Text(
                    f"Le code « {own} » est déjà celui d'un {noun.fr}. En choisir un autre, ou rapprocher de lui.",
                    f"The code “{own}” is already that of a {noun.en}. Choose another one, or match with it.",
                )
            )
    tables: dict[str, list[Mapping[str, object]]] = {_TABLES[name.kind]: [row]}
    if own != name.written or (name.kind == "matter" and name.firm_id):  # the id is not what files write
        tables[f"{name.kind}_aliases"] = [_alias(name, own)]
    return typed.record_together(store, tables, lang)


def _alias(name: Name, meant: str) -> dict[str, object]:
    own = {} if name.kind == "firm" else {"firm_id": name.firm_id}
    return {"alias": name.written, _IDS[name.kind]: meant, **own}


def _check(reader: Reader, name: Name, meant: str) -> None:
    """Refuse what cannot be settled: a circle, an id that does not exist."""
    found = reader.rows(_ASKED + _LEADS_TO[name.kind], [meant, name.firm_id])
    end = next((row["id"] for row in found if row["id"]), None)
    if meant == name.written or (end and reader.value(_FOLDED, [end, name.written])):
        raise StoreError(
            Text(
                f"« {meant} » est déjà un autre nom de « {name.written} » : les rapprocher dans l'autre sens "
                "tournerait en rond. Annuler d'abord le premier rapprochement.",
                f"“{meant}” is already another name of “{name.written}”: matching them the other way would go in a "
                "circle. Take the first match back before.",
            )
        )
    if not reader.rows(_ASKED + _EXISTS[name.kind], [meant, name.firm_id]):
        noun, table = _NOUNS[name.kind], _TABLES[name.kind]
        raise StoreError(
            Text(
                f"Il n'y a pas de {noun.fr} « {meant} ». Donner son code tel qu'il figure dans la table {table}, ou "
                "l'y ajouter d'abord.",
                f"There is no {noun.en} “{meant}”. Give its code as it stands in the table {table}, or add it there "
                "first.",
            )
        )
