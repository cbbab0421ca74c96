"""How many small mistakes in kpi/ would the tests notice? Each is made in a copy of the tree, one at a time.

    python -m benchmarks.mutations [COUNT [SEED]]

A mutation turns a comparison or an operator round, or moves a number by one. Found: the tests of kpi fail. Not found:
they pass all the same, and the mutation is printed, to be judged: some change nothing that anybody could see.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("kpi", "data", "report", "ui", "tests", "benchmarks", "pyproject.toml")
TESTS = ("tests/kpi/test_catalogue.py", "tests/kpi")  # the worked examples first: they find most, and soonest
TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True)
class Mutation:
    """One mistake: the place of an operator or a number among those of a file's functions."""

    file: Path
    place: int


def places(tree: ast.AST) -> list[tuple[ast.AST, str]]:
    """Return what can be turned round in the functions of a file: what computes, neither words nor examples."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    notes = [
        note for node in ast.walk(tree) for note in (getattr(node, "annotation", None), getattr(node, "returns", None))
    ]
    left_out = {id(inner) for note in notes if isinstance(note, ast.AST) for inner in ast.walk(note)}
    found: dict[int, tuple[ast.AST, str]] = {}
    for node in (node for function in functions for node in ast.walk(function) if id(node) not in left_out):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in TURNED:
            found[id(node)] = (node, "ops")
        elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in TURNED:
            found[id(node)] = (node, "op")
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            found[id(node)] = (node, "value")
    return list(found.values())


def mutated(mutation: Mutation) -> tuple[str, str]:
    """Return the file with its mistake, and the lines that changed."""
    tree = ast.parse(mutation.file.read_text(encoding="utf-8"))
    before = ast.unparse(tree).splitlines()
    node, field = places(tree)[mutation.place]
    now = getattr(node, field)
    if field == "value":
        node.value = not now if isinstance(now, bool) else now + 1
    elif field == "ops":
        node.ops = [TURNED[type(now[0])]()]
    else:
        node.op = TURNED[type(now)]()
    after = ast.unparse(tree)
    changed = [new.strip() for old, new in zip(before, after.splitlines(), strict=False) if old != new]
    return after, " / ".join(changed)


def noticed(house: Path) -> bool:
    """Say whether the tests of kpi fail in a copy of the tree."""
    asked = [sys.executable, "-P", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(asked, cwd=house, capture_output=True, timeout=1800, env=environment, check=False)  # noqa: S603 — our own tests
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


def main(count: int = 200, seed: int = 1) -> None:
    """Make mistakes, and print how many were found."""
    files = sorted((ROOT / "kpi").glob("*.py"))
    every = [
        Mutation(file, n) for file in files for n in range(len(places(ast.parse(file.read_text(encoding="utf-8")))))
    ]
    chosen = random.Random(seed).sample(every, min(count, len(every)))  # noqa: S311 — a sample, no secret
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder)
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, house / name)
        for done, one in enumerate(chosen, 1):
            place = house / one.file.relative_to(ROOT)
            former = place.read_text(encoding="utf-8")
            text, said = mutated(one)
            place.write_text(text, encoding="utf-8")
            if noticed(house):
                found += 1
            else:
                sys.stdout.write(f"not found: {one.file.name}: {said}\n")
            place.write_text(former, encoding="utf-8")
            sys.stdout.write(f"{found} of {done} found, of {len(every)} possible\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
