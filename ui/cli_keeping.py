"""Words of the command line that keep the store: verify, backup, restore, rebuild."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from data.place import warning
from data.store import StoreError, VanishedStoreError
from kpi.model import Text
from ui.asking import Said, lang, say
from ui.terminal import echo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data.store import Store
    from data.verify import Tie

_SHOWN = 20


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise Said(error.text.fr, error.text.en) from error


def warn(store: Store) -> None:
    """Say what is unsafe about the place of the store, where something is."""
    if (warned := warning(store.path)) is not None:
        say(warned.fr, warned.en)


def vanished(store: Store) -> Text | None:
    """Say of a store that is gone, and that an import is about to begin anew, what becomes of what it left."""
    try:
        with store.reading(as_is=True, behind=True):
            return None
    except VanishedStoreError as error:
        return error.text
    except StoreError:  # told by the import itself
        return None


def verify(store: Store, *, accept: bool, as_json: bool) -> int:
    """Reconcile every total of the store, its journal and its originals; say what differs and what is worth knowing."""
    from data import checkup  # noqa: PLC0415 — figures start without it
    from data.disk import banner, encryption  # noqa: PLC0415 — as above
    from data.verify import reconcile  # noqa: PLC0415 — as above

    with _in_words():
        if accept:
            checkup.accept(store)
        with store.reading(behind=True) as reader:
            found = checkup.examine(store, reader)
            ties = [*reconcile(reader), *found.ties]
    notes = [*found.notes, banner(encryption(store.path))]
    if as_json:
        said = {"ties": [_plain(tie) for tie in ties], "notes": [text(lang()) for text in notes]}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        _tell(ties, notes)
    return int(any(tie.difference for tie in ties))


def _plain(tie: Tie) -> dict[str, str]:
    return {"title": tie.title(lang())} | {side: f"{getattr(tie, side):f}" for side in ("left", "right", "difference")}


def _tell(ties: Sequence[Tie], notes: Sequence[Text]) -> None:
    colon = Text("\u00a0: ", ": ")(lang())
    for tie in ties:
        echo(f"{'✗' if tie.difference else '✓'} {tie.title(lang())}{colon}{tie.left:f} / {tie.right:f}")
    for text in notes:
        echo(f"· {text(lang())}")


def backup(store: Store, file: Path) -> None:
    """Write a whole, consistent copy of the store."""
    from data.backup import backup as copy  # noqa: PLC0415 — as above

    with _in_words():
        copy(store, file)
    say(f"Sauvegarde écrite\u00a0: {file}", f"Backup written: {file}")


def restore(store: Store, file: Path) -> None:
    """Put a backup in the place of the store, and say where the older one is."""
    from data.backup import restore as put_back  # noqa: PLC0415 — as above

    with _in_words():
        kept = put_back(store, file)
    say(f"Base restaurée depuis {file}.", f"Store restored from {file}.")
    if kept:
        say(f"L'ancienne est gardée\u00a0: {kept}", f"The older one is kept: {kept}")


def rebuild(store: Store, file: Path) -> int:
    """Make a new store from the originals, and say what came back and what did not."""
    from data.rebuild import rebuild as make  # noqa: PLC0415 — as above
    from report import words  # noqa: PLC0415 — as above

    def tick(done: int, of: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{done}/{of}" + "\n" * (done == of), nl=False, err=True)

    with _in_words():
        found = make(store, file, tick)
    counted = Text(
        f"Base refaite dans {file} : {words.count(found.imports, 'import', 'fr')}, "
        f"{words.count(found.files, 'file', 'fr')}.",
        f"Store rebuilt in {file}: {words.count(found.imports, 'import', 'en')}, "
        f"{words.count(found.files, 'file', 'en')}.",
    )
    echo(counted(lang()))
    if found.reviews is None:
        say(
            "Les revues et ce qu'elles avaient gelé ne sont pas revenus\u00a0: aucun original ne les apporte, et la "
            "base ne s'ouvre pas.",
            "Reviews and what they had frozen did not come back: no original brings them, and the store does not open.",
        )
    _listed(found.absent, Text("Original introuvable ou abîmé", "Original missing or damaged"))
    _listed(found.otherwise, Text("Lu autrement qu'à l'import", "Read otherwise than at its import"))
    say(f"Pour la mettre en place\u00a0: restore {file}", f"To put it in place: restore {file}")
    return int(bool(found.absent or found.otherwise or found.reviews is None))


def _listed(names: Sequence[str], title: Text) -> None:
    for name in names[:_SHOWN]:
        echo(f"! {title(lang())}{Text(' : ', ': ')(lang())}{name}")
    if len(names) > _SHOWN:
        echo(f"! … + {len(names) - _SHOWN}")
