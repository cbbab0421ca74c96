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

    from data.matching.item import Kind
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


def settle(  # noqa: PLR0913 — what is settled, and for whom
    store: Store, kind: Kind, written: str, meant: str, firm_id: str | None = None, lang: Lang = "fr"
) -> int:
    """Say that a name means that firm, matter or person; return the number of the import that says so.

    `firm_id` is the firm whose name it is: always given for a timekeeper, given for a firm's own reference of a matter.

    Raises:
        StoreError: what it should mean does not exist, or is itself another name of it.
    """
    with store.reading() as reader:
        _check(reader, kind, written, meant, firm_id)
    return typed.record(store, f"{kind}_aliases", [_alias(kind, written, meant, firm_id)], lang)


def set_apart(store: Store, kind: Kind, written: str, firm_id: str | None = None, lang: Lang = "fr") -> int:
    """Say that a name is nobody else: it waits no more, and what was proposed for it does not come back."""
    return typed.record(store, f"{kind}_aliases", [_alias(kind, written, written, firm_id)], lang)


def add(  # noqa: PLR0913 — what is new, and for whom
    store: Store, kind: Kind, written: str, row: Mapping[str, object], firm_id: str | None = None, lang: Lang = "fr"
) -> int:
    """Say that a name is a new firm, matter or person, with its row in the table; return the number of the import.

    Raises:
        StoreError: the table knows that id already, or the row cannot be read.
    """
    own = str(row[_IDS[kind]]).strip()
    with store.reading() as reader:
        if reader.rows(_ASKED + _LISTED[kind], [own, firm_id]):
            noun = _NOUNS[kind]
            raise StoreError(
                Text(
                    f"Le code « {own} » est déjà celui d'un {noun.fr}. En choisir un autre, ou rapprocher de lui.",
                    f"The code “{own}” is already that of a {noun.en}. Choose another one, or match with it.",
                )
            )
        same = bool(reader.value(_FOLDED, [own, written]))
    tables: dict[str, list[Mapping[str, object]]] = {_TABLES[kind]: [row]}
    led = same if kind == "firm" else own == written and not (kind == "matter" and firm_id)
    if not led:  # the id is not what files write
        tables[f"{kind}_aliases"] = [_alias(kind, written, own, firm_id)]
    return typed.record_together(store, tables, lang)


def _alias(kind: Kind, written: str, meant: str, firm_id: str | None) -> dict[str, object]:
    own = {} if kind == "firm" else {"firm_id": firm_id}
    return {"alias": written, _IDS[kind]: meant, **own}


def _check(reader: Reader, kind: Kind, written: str, meant: str, firm_id: str | None) -> None:
    """Refuse what cannot be settled: an id that does not exist, a circle."""
    noun = _NOUNS[kind]
    if not reader.rows(_ASKED + _EXISTS[kind], [meant, firm_id]):
        raise StoreError(
            Text(
                f"Il n'y a pas de {noun.fr} « {meant} ». Donner son code tel qu'il figure dans la table "
                f"{_TABLES[kind]}, ou l'y ajouter d'abord.",
                f"There is no {noun.en} “{meant}”. Give its code as it stands in the table {_TABLES[kind]}, or add it "
                "there first.",
            )
        )
    end = next((row["id"] for row in reader.rows(_ASKED + _LEADS_TO[kind], [meant, firm_id]) if row["id"]), None)
    if reader.value(_FOLDED, [meant, written]) or (end and reader.value(_FOLDED, [end, written])):
        raise StoreError(
            Text(
                f"« {meant} » est déjà un autre nom de « {written} » : les rapprocher dans l'autre sens tournerait "
                "en rond. Annuler d'abord le premier rapprochement.",
                f"“{meant}” is already another name of “{written}”: matching them the other way would go in a circle. "
                "Take the first match back before.",
            )
        )
