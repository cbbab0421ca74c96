"""Kills a program before each statement and each file operation of an action, then looks at what it left.

Run as a program of its own: it imports what is needed once, opens nothing, and forks for every kill, so that a kill
takes a fraction of a second. `python -P -m tests.data.killing ACTION FOLDER STRIDE LAST TWICE` prints what was seen as
JSON: of the last so many steps (0: of all), every so many are killed, and every so many of these killed once more while
what recovers is at work (0: none).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from data import checkup, reviews, store, verify
from data.backup import backup, restore
from data.imports import import_files, undo
from data.rebuild import rebuild
from data.store import Store, StoreError
from tests.data.ledger import Books, bill

FILE_OPERATIONS = ("write", "fsync", "replace", "rename", "unlink", "link", "ftruncate", "mkdir")
OLDEST = Path(__file__).parent / "stores" / "schema-1.sql"
AGAIN = 9
"""While what recovers is at work, every so many of its steps are killed."""


class Counting:
    """A connection that counts its statements."""

    def __init__(self, con: Any, step: Callable[[], None]) -> None:
        self._con, self._step = con, step

    def execute(self, *words: Any) -> Any:
        self._step()
        return self._con.execute(*words)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)


def armed(turns: int) -> Callable[[], int]:
    """Have this process kill itself just before its nth step; return what says how many steps were taken."""
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1
        if taken == turns:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(honest: Callable[..., Any]) -> Callable[..., Any]:
        def act(*words: Any, **more: Any) -> Any:
            step()
            return honest(*words, **more)

        return act

    for name in FILE_OPERATIONS:
        setattr(os, name, counted(getattr(os, name)))
    connect: Any = duckdb.connect
    duckdb.connect = lambda *words, **more: Counting(connect(*words, **more), step)
    return lambda: taken


def forked(work: Callable[[], Any], turns: int = 0) -> tuple[bool, Any]:
    """Do work in a process of its own; say whether it lived, and what it answered."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            speak = os.fdopen(said, "w")
            if turns:
                armed(turns)
            answer = work()
            print(json.dumps(answer, default=str), file=speak, flush=True)
            status = 0
        except BaseException:  # noqa: BLE001 — this process ends here, whatever it is
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(said)
    with os.fdopen(heard) as listening:
        answer = listening.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, -signal.SIGKILL):
        raise AssertionError(f"ended with {code}")
    return code == 0, json.loads(answer) if answer else None


# --- Actions: what is there before, what is done, what may be found after -----------------------------


def _books(folder: Path) -> Books:
    return Books(folder)


def _before(folder: Path) -> None:
    books = _books(folder)
    books.take(bill("N1 M1 100.00"), "firm_id;name\nF-1042;Cabinet Dubois\n")
    books.take(bill("N2 M1 20.00"))


def _older(folder: Path) -> None:
    with duckdb.connect(str(folder / "books.duckdb")) as con:
        con.execute(OLDEST.read_text(encoding="utf-8"))


def _with_backup(folder: Path) -> None:
    _before(folder)
    backup(_books(folder).store, folder / "copy.duckdb")
    _books(folder).take(bill("N3 M1 7.00"))


def _import(folder: Path) -> None:
    import_files(_books(folder).store, [("new.txt", bill("N9 M1 3.00\nN9 M2 4.00").encode())])


def _review(folder: Path) -> None:
    reviews.start(_books(folder).store, dt.date(2026, 7, 1), dt.date(2026, 9, 30), None, "{}")


def _migrate(folder: Path) -> None:
    _books(folder).total()


def _back_up(folder: Path) -> None:
    backup(_books(folder).store, folder / "new-copy.duckdb")


def _rebuild(folder: Path) -> None:
    rebuild(_books(folder).store, folder / "new-copy.duckdb")


ACTIONS: dict[str, tuple[Callable[[Path], None], Callable[[Path], Any], dict[str, int]]] = {
    "import": (_before, _import, {"before": 120, "after": 127}),
    "first": (lambda _: None, _import, {"before": 0, "after": 7}),
    "undo": (_before, lambda folder: undo(_books(folder).store, 2), {"before": 120, "after": 100}),
    "review": (_before, _review, {"before": 120, "after": 120}),
    "migration": (_older, _migrate, {"before": 430, "after": 430}),
    "backup": (_before, _back_up, {"before": 120, "after": 120}),
    "restore": (
        _with_backup, lambda folder: restore(_books(folder).store, folder / "copy.duckdb"),
        {"before": 127, "after": 120},
    ),
    "accept": (_with_backup, lambda folder: checkup.accept(_books(folder).store), {"before": 127, "after": 127}),
    "rebuild": (_before, _rebuild, {"before": 120, "after": 120}),
}  # fmt: skip


def look(folder: Path) -> dict[str, Any]:
    """Say what a store holds after a kill, and what is wrong with it."""
    books = _books(folder)
    wrong: list[str] = []
    for copy in folder.glob("new-copy.duckdb"):
        whole = Store(copy)
        with whole.reading(as_is=True) as reader:
            wrong += [f"copy: {tie.title.en}" for tie in verify.reconcile(reader) if tie.difference]
    try:
        with books.store.reading() as reader:
            ties = [*verify.reconcile(reader), *checkup.examine(books.store, reader).ties]
            wrong += [tie.title.en for tie in ties if tie.difference]
        return {"total": int(books.total()), "wrong": wrong}
    except store.EmptyStoreError as error:
        return {"total": 0, "wrong": [*wrong, error.text.en] if isinstance(error, store.VanishedStoreError) else wrong}
    except StoreError as error:
        return {"total": None, "wrong": [*wrong, error.text.en]}


def go_on(folder: Path) -> dict[str, Any]:
    """Import one more file, as anybody would after a crash, and say what there is then, to the last original."""
    books = _books(folder)
    import_files(books.store, [("later.txt", bill("L1 M1 1000.00").encode())])
    found = look(folder)
    with books.store.reading() as reader:
        needed = {row["sha256"] for row in reader.rows("SELECT sha256 FROM originals")}
        notes = [text.en for text in checkup.examine(books.store, reader).notes]
    assert books.store.witness
    if not books.store.witness.vault.originals() >= needed:  # it may have too much until the next write tidies it
        found["wrong"].append("the vault lacks originals of the store")
    found["wrong"] += [said for said in notes if "before-" not in said]
    return found


def counted(act: Callable[[Path], Any], folder: Path) -> int:
    """Return how many steps an action takes."""
    steps = armed(0)
    act(folder)
    return steps()


class _Told(list[str]):
    """What is wrong, said as soon as it is seen: a run takes minutes."""

    def append(self, said: str) -> None:
        sys.stderr.write(f"{said}\n")
        super().append(said)


def run(action: str, folder: Path, stride: int, last: int, twice: int) -> dict[str, Any]:
    """Kill an action before steps of it; say how many there are, what was found after, and what is wrong."""
    prepare, act, expected = ACTIONS[action]
    base = folder / "base"
    base.mkdir()
    forked(partial(_only, prepare, base))
    done = shutil.copytree(base, folder / "done")
    steps = forked(partial(counted, act, done))[1]
    wrong, found, kills = _Told(), set(), 0
    if (seen := forked(partial(look, done))[1]) != {"total": expected["after"], "wrong": []}:
        wrong.append(f"done: {seen}")
    for turn, step in enumerate(range(steps, max(steps - last, 0) if last else 0, -stride)):
        work = shutil.copytree(base, folder / f"{step}")
        if forked(partial(_only, act, work), step)[0]:
            continue  # it took fewer steps this time
        kills += 1
        _, seen = forked(partial(look, work))
        found.add(seen["total"])
        if seen["total"] not in expected.values() or seen["wrong"]:
            wrong.append(f"step {step}: {seen}")
            continue
        for again in range(1, 1000, AGAIN) if twice and turn % twice == 0 else ():
            if forked(partial(go_on, work), again)[0]:
                break
            kills += 1
            _, between = forked(partial(look, work))
            if between["wrong"] or between["total"] not in {seen["total"], seen["total"] + 1000}:
                wrong.append(f"step {step}, again {again}: {between}")
        _, later = forked(partial(go_on, work))
        if later["total"] != seen["total"] + 1000 or later["wrong"]:
            wrong.append(f"step {step}, later: {later}")
        shutil.rmtree(work)
    return {"steps": steps, "kills": kills, "found": sorted(found), "wrong": wrong[:9]}


def _only(act: Callable[[Path], Any], folder: Path) -> None:
    act(folder)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))))
