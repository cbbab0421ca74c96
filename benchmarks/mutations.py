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
    """One mistake: the place of a node in the walk of its file, and what it says of itself."""

    file: Path
    place: int
    line: int
    said: str


def mutations(file: Path) -> list[Mutation]:
    """Return every mistake that can be made in a file, outside annotations."""
    found = []
    tree = ast.parse(file.read_text(encoding="utf-8"))
    typed = {id(inner) for node in ast.walk(tree) for note in _annotations(node) for inner in ast.walk(note)}
    line = 1
    for place, node in enumerate(ast.walk(tree)):
        line = getattr(node, "lineno", line)
        if id(node) in typed:
            continue
        if type(node) in TURNED:
            found.append(Mutation(file, place, 0, f"{type(node).__name__} → {TURNED[type(node)].__name__}"))
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            found.append(Mutation(file, place, node.lineno, f"{node.value} → {node.value + 1}"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            found.append(Mutation(file, place, node.lineno, f"{node.value} → {not node.value}"))
    return found


def _annotations(node: ast.AST) -> list[ast.AST]:
    named = (getattr(node, name, None) for name in ("annotation", "returns"))
    return [note for note in named if isinstance(note, ast.AST)]


def mutated(mutation: Mutation) -> tuple[str, str]:
    """Return the file with its mistake, and the lines that changed."""
    text = mutation.file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    before = ast.unparse(tree).splitlines()
    target = next(node for place, node in enumerate(ast.walk(tree)) if place == mutation.place)
    if isinstance(target, ast.Constant):
        target.value = (not target.value) if isinstance(target.value, bool) else int(str(target.value)) + 1
    else:
        _turn(tree, target)
    after = ast.unparse(tree)
    changed = [new.strip() for old, new in zip(before, after.splitlines(), strict=False) if old != new]
    return after, " / ".join(changed)


def _turn(tree: ast.AST, target: ast.AST) -> None:
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if value is target:
                setattr(node, name, TURNED[type(target)]())
            elif isinstance(value, list):
                for place, one in enumerate(value):
                    if one is target:
                        value[place] = TURNED[type(target)]()


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
    every = [one for file in sorted((ROOT / "kpi").glob("*.py")) for one in mutations(file)]
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
                sys.stdout.write(f"not found: {one.file.name}: {one.said}: {said}\n")
            place.write_text(former, encoding="utf-8")
            sys.stdout.write(f"{found} of {done} found, of {len(every)} possible\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
