"""A sharing file for trials on this machine."""

from __future__ import annotations

from pathlib import Path

from tests.access.issuer import CLIENT, SECRET, Issuer

PEOPLE = {"sub-legal": "legal_ops", "sub-buyer": "buyer", "sub-reader": "reader"}
COOKIE_SECRET = "kK2-wv9Zr7uQ1xT5yB8nM3cE6hJ0aD4f"  # noqa: S105 — of trials


def written(folder: Path, issuer: Issuer, address: str) -> Path:
    """Write the file that shares a dashboard at an address with three people of the issuer."""
    people = "".join(
        f'[[people]]\niss = "{issuer.iss}"\nsub = "{sub}"\nrole = "{role}"\n' for sub, role in PEOPLE.items()
    )
    file = folder / "shared.toml"
    file.write_text(
        f'address = "{address}"\ncookie_secret = "{COOKIE_SECRET}"\n'
        f'[provider]\nmetadata = "{issuer.metadata}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n{people}',
        encoding="utf-8",
    )
    file.chmod(0o600)
    return file
