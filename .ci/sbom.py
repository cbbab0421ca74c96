# ruff: noqa: INP001 — a script, run by itself
"""Writes docs/sbom.cdx.json: the components that are installed, with versions, licences and hashes (CycloneDX 1.6).

    python .ci/sbom.py

Everything comes from the tree: names, versions and hashes from requirements.txt, licences from DECISIONS.md. Standard
library only, and no network: the same tree gives the same file.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "sbom.cdx.json"
SPDX = {"BSD": "BSD-3-Clause"}


def licences() -> dict[str, str]:
    """Return the licence of each package, as DECISIONS.md says it."""
    text = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    direct = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|", text, re.MULTILINE)
    others = re.search(r"They bring others with them: (.*?)\.\n\n", text, re.DOTALL)
    if others is None:
        raise SystemExit("DECISIONS.md no longer says what the dependencies bring with them")
    brought = [
        (name.strip(), licence)
        for licence, names in re.findall(r"([\w.-]+) \(([^)]*)\)", " ".join(others[1].split()))
        for name in names.split(",")
    ]
    return {name: SPDX.get(licence, licence).removesuffix(" and others") for name, licence in [*direct, *brought]}


def components() -> list[dict[str, Any]]:
    """Return one component per package and version of requirements.txt."""
    known, found = licences(), []
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        pinned = re.match(r"([\w.-]+)==(\S+)", block)
        if pinned is None:
            raise SystemExit(f"not pinned: {block.splitlines()[0]}")
        name, version = pinned.groups()
        found.append(
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "licenses": [{"license": {"id": known[name]}}],
                "hashes": [{"alg": "SHA-256", "content": one} for one in re.findall(r"sha256:([0-9a-f]{64})", block)],
            }
        )
    return found


def bill() -> str:
    """Return the whole file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    written = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components(),
    }
    return re.sub(r'\{\s+"alg": "SHA-256",\s+"content": "(\w+)"\s+\}', r'{"alg": "SHA-256", "content": "\1"}',
        json.dumps(written, indent=1)) + "\n"  # fmt: skip


if __name__ == "__main__":
    TARGET.write_text(bill(), encoding="utf-8", newline="\n")
