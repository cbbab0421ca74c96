"""Nothing that is kept from one session to the next can be given to another role: each key says the role."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import streamlit as st

from data.role import Role
from data.store import Store
from tests.access.canaries import CANARIES
from tests.doorstep.conftest import ROOT
from ui import admission, view
from ui.view import View

CACHES = ("cache_data", "cache_resource", "lru_cache", "cache")
WITHOUT_STORE = {
    "ui/importing.py:currencies": "it takes nothing: the currencies of the world",
    "ui/privacy.py:_encryption": "it asks the system about a disk; no data is in the answer",
    "ui/packing.py:_unpacked": "its key is all that it reads: the book, as the role's own view of the store gave it",
}
"""The cached functions whose key needs no role, and why."""
KEPT = {
    "ui/session.py:_ended": "logins that were left; nothing of the store",
    "ui/journal.py:_turn": "a lock",
}
"""What modules keep that changes, and why it is nobody's data."""


def trees() -> dict[str, ast.Module]:
    files = [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def name_of(node: ast.expr) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def cached() -> dict[str, list[str]]:
    """Return the cached functions of the dashboard, with the names of their arguments."""
    return {
        f"{file}:{node.name}": [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(name_of(one) in CACHES for one in node.decorator_list)
    }


def test_every_cached_function_has_the_role_in_its_key() -> None:
    found = cached()
    assert "ui/view.py:_trail" in found
    assert set(WITHOUT_STORE) <= set(found)
    assert [name for name, arguments in found.items() if "role" not in arguments and name not in WITHOUT_STORE] == []


CHANGES = {"append", "add", "update", "setdefault", "extend", "pop", "clear"}
MADE = {"dict", "list", "set", "defaultdict", "Counter", "deque", "Lock", "RLock", "local"}


def changed(tree: ast.Module) -> set[str]:
    """Return the names that a module's functions put something into, or take something from."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=word)) if word in CHANGES:
                found.add(name)
    return found


def test_modules_keep_nothing_else_that_changes() -> None:
    """What stands at the top of a module outlives the session that filled it."""
    found = set()
    for file, tree in trees().items():
        for node in tree.body:
            match node:
                case (
                    ast.AnnAssign(target=ast.Name(id=name), value=value)
                    | ast.Assign(targets=[ast.Name(id=name)], value=value)
                ) if value is not None and (name in changed(tree) or name_of(value) in MADE):
                    found.add(f"{file}:{name}")
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)], file
    assert found == set(KEPT)


def test_the_store_is_opened_through_the_role_alone() -> None:
    """Only `ui/view.py` opens the dashboard's store; the command line is the laptop's, with every right."""
    opening = {
        file
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) == "Store"
    }
    assert opening == {"ui/view.py", "ui/cli.py", "ui/cli_privacy.py"}


def test_every_page_is_given_to_roles_by_name() -> None:
    pages = {file.stem for file in (ROOT / "pages").glob("*.py")}
    assert admission.PAGES[Role.LEGAL_OPS] == pages
    assert admission.PAGES[Role.BUYER] < pages
    assert admission.PAGES[Role.READER] < admission.PAGES[Role.BUYER]
    assert not any(admission.is_open(page, None) for page in pages)
    assert not any(admission.is_open("another", role) for role in Role)


def looked_at(path: Path, role: Role) -> str:
    """Ask a page's view, as it is cached, all that legal ops' pages ask; say it in one text."""
    told = []
    with Store(path, role).reading() as reader:
        one = View(str(path), reader, reader.version, reader.data_version)
        told = [one.names, one.choices, *(one.listed(name) for name in ("notes", "matters", "history", "set_aside"))]
        told += [one.listed("budget_versions"), one.trail("off_panel_rate"), one.measure("spend")]
    return repr(told)


def test_a_buyer_after_legal_ops_is_not_given_what_they_were(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "person", view.person)
    st.cache_data.clear()
    legal, buyer = looked_at(kept, Role.LEGAL_OPS), looked_at(kept, Role.BUYER)
    assert {name for name, canary in CANARIES.items() if canary in legal} >= {"note of legal", "line set aside"}
    assert {name for name, canary in CANARIES.items() if canary in buyer} == set()
    assert looked_at(kept, Role.LEGAL_OPS) == legal
