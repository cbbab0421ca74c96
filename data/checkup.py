"""Does the store hold all that was acknowledged, and are its originals beside it? Journal and vault, read whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from data import damage, place
from data.journal import broken, held, parse
from data.vault import needed
from data.verify import Tie
from data.witness import Witness, note, own_line
from kpi.model import Text

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Reader, Store


@dataclass
class Checkup:
    """Totals that must be equal, and what is worth knowing: the latter is no fault of the store."""

    ties: list[Tie] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def examine(store: Store, reader: Reader) -> Checkup:
    """Read the journal and every original beside an open store."""
    found = Checkup()
    witness = Witness(store.path)
    _journal(found, witness, reader)
    _vault(found, witness, reader)
    found.notes += [_aside(path) for path in witness.aside()]
    if (warned := place.warning(store.path)) is not None:
        found.notes.append(warned)
    return found


def accept(store: Store) -> None:
    """Have what the store holds count, whatever its journal acknowledged; the journal says so from now on.

    Originals of the imports that are given up are kept under another name.
    """
    if store.witness:
        with store.reading(as_is=True, behind=True) as reader:
            store.witness.part_with(reader.con)
    with store.writing(adopting=True) as con:
        con.execute("UPDATE meta SET value = epoch_ms(now())::VARCHAR WHERE name IN ('writes', 'data_version')")
        note(con, "accept")


def _journal(found: Checkup, witness: Witness, reader: Reader) -> None:
    standing, lines = witness.standing(reader.con), witness.journal.lines()
    own = own_line(reader.con)
    if own is not None and standing.kind in ("current", "torn") and own != witness.journal.tail()[0]:
        lines.append(parse(own))  # of a write cut short after its commit: the next one writes the line anew
    if standing.kind == "none":
        found.notes.append(
            Text(
                "Il n'y a pas encore de journal à côté de la base : il commence au prochain enregistrement.",
                "There is no journal beside the store yet: it begins with the next write.",
            )
        )
        return
    if standing.kind == "another":
        found.notes.append(
            Text(
                "Le journal à côté est celui d'une autre base. Le prochain enregistrement le met de côté et en "
                "commence un.",
                "The journal beside the store is that of another one. The next write keeps it aside and begins one.",
            )
        )
        return
    damaged, astray = broken(lines)
    if damaged:
        numbers = ", ".join(map(str, damaged))
        found.notes.append(
            Text(
                f"Lignes abîmées dans le journal : {numbers}. La base n'en souffre pas ; une sauvegarde récente est "
                "prudente, car le disque a pu changer d'autres fichiers.",
                f"Damaged lines in the journal: {numbers}. The store does not suffer from it; a recent backup is "
                "prudent, since the disk may have changed other files.",
            )
        )
    if astray or standing.kind == "lagging":
        found.notes.append(
            Text(
                "Il manque des lignes au journal : un journal plus ancien a été remis en place. La base est en avance "
                "sur lui, rien n'y manque.",
                "Lines are missing from the journal: an older one was put back. The store is ahead of it and lacks "
                "nothing.",
            )
        )
    if standing.kind == "behind":
        found.notes.append(damage.behind(witness.store, standing.lacking))
    confirmed = Decimal(len(lines))
    title = Text("Enregistrements confirmés = enregistrements en base", "Writes confirmed = writes stored")
    found.ties.append(Tie(title, confirmed, confirmed - len(standing.lacking)))
    if standing.kind in ("current", "torn") and not damaged and not astray:
        stored = {(row["batch_id"], row["sha256"]) for row in reader.rows("SELECT batch_id, sha256 FROM files")}
        title = Text("Fichiers du journal = fichiers en base", "Files of the journal = files stored")
        told = held(lines)
        found.ties.append(Tie(title, Decimal(len(told)), Decimal(len(told & stored) + len(stored - told))))


def _vault(found: Checkup, witness: Witness, reader: Reader) -> None:
    kept = needed(reader.con)
    if not witness.vault.folder.exists():
        found.notes.append(
            Text(
                "Les originaux ne sont pas encore gardés à côté de la base : ils le sont au prochain enregistrement.",
                "The originals are not kept beside the store yet: they are with the next write.",
            )
        )
        return
    whole = sum(witness.vault.original(sha256) is not None for sha256 in sorted(kept))
    title = Text("Originaux en base = originaux intacts à côté", "Originals stored = originals whole beside it")
    found.ties.append(Tie(title, Decimal(len(kept)), Decimal(whole)))


def _aside(path: Path) -> Text:
    return Text(
        f"Gardé d'une base précédente : {path}. À supprimer quand elle ne sert plus.",
        f"Kept from a former store: {path}. To be deleted once it is of no use.",
    )
