"""The file that shares a dashboard: what is refused at the start, with a sentence; and how somebody is judged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.role import Role
from tests.doorstep.conftest import ROOT
from ui import session, shared
from ui.session import Standing

GOOD = """
address = "https://binome.example.org"
cookie_secret = "kK2-wv9Zr7uQ1xT5yB8nM3cE6hJ0aD4f"
[provider]
metadata = "https://login.example.org/.well-known/openid-configuration"
client_id = "binome"
client_secret = "s3cret-of-the-client"
[[people]]
iss = "https://login.example.org"
sub = "00u1"
role = "legal_ops"
[[people]]
iss = "https://login.example.org"
sub = "00u2"
role = "buyer"
"""


def file(folder: Path, text: str = GOOD, mode: int = 0o600) -> Path:
    path = folder / "shared.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_good_file_says_where_and_who(tmp_path: Path) -> None:
    found = shared.load(file(tmp_path))
    assert (found.host, found.secure) == ("binome.example.org", True)
    assert found.people == {
        ("https://login.example.org", "00u1"): Role.LEGAL_OPS,
        ("https://login.example.org", "00u2"): Role.BUYER,
    }
    assert found.auth["redirect_uri"] == "https://binome.example.org/oauth2callback"
    assert found.auth["client_kwargs"]["scope"] == "openid"


SECRET = "kK2-wv9Zr7uQ1xT5yB8nM3cE6hJ0aD4f"  # noqa: S105 — of an example


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (f'cookie_secret = "{SECRET}"\n', "", "cookie_secret"),
        (SECRET, "short", "cookie_secret"),
        (SECRET, "a" * 64, "cookie_secret"),
        (SECRET, shared.SAMPLE, "cookie_secret"),
        ('"legal_ops"', '"admin"', "“admin”"),
        ('"legal_ops"', '"LEGAL_OPS"', "“LEGAL_OPS”"),
        ("https://binome", "http://binome", "https://"),
        ("binome.example.org", "binome.example.org/path", "host name"),
        ("binome.example.org", "user@binome.example.org", "host name"),
        ("https://login.example.org/.well", "http://login.example.org/.well", "https://"),
        ('sub = "00u1"', 'email = "a@example.org"', "email"),
        ('sub = "00u2"', 'sub = "00u1"', "twice"),
        ('sub = "00u1"', 'sub = ""', "sub"),
        ("[provider]", "[supplier]", "supplier"),
        ('client_id = "binome"\n', "", "client_id"),
        ("address =", "adress =", "adress"),
        ("address =", "address", "not TOML"),
        (GOOD[GOOD.index("[[people]]") :], "", "[[people]]"),
    ],
)
def test_an_unsafe_file_is_refused_by_a_sentence(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(shared.SharedError) as refused:
        shared.load(file(tmp_path, GOOD.replace(before, after, 1)))
    assert said in refused.value.en
    assert refused.value.fr != refused.value.en
    assert SECRET not in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(shared.SharedError, match="chmod 600"):
        shared.load(file(tmp_path, mode=mode))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(shared.SharedError, match="cannot be read"):
        shared.load(tmp_path / "none.toml")


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared.importlib.util, "find_spec", lambda name: None if name == "authlib" else name)
    missing = shared.lacking()
    assert missing is not None
    assert "(authlib)" in missing.en
    assert "requirements-intranet.txt" in missing.fr


def test_both_ways_to_start_refuse_an_unsafe_file(tmp_path: Path) -> None:
    bad = file(tmp_path, GOOD.replace(SECRET, "short"))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "BINOME_STORE": str(tmp_path / "s")}
    for words, more in ((["-m", "ui.cli", "--shared", str(bad)], {}), (["app.py"], {"BINOME_SHARED": str(bad)})):
        tried = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env={**env, **more}, capture_output=True, text=True, encoding="utf-8",
            timeout=60, check=False,
        )  # fmt: skip
        assert tried.returncode
        assert "cookie_secret est absent" in tried.stdout + tried.stderr
        assert "Traceback" not in tried.stderr


PEOPLE = {("https://i", "a"): Role.BUYER}
TOKEN = {"iss": "https://i", "sub": "a", "exp": 1000, "iat": 900, "nonce": "n1"}


@pytest.mark.parametrize(
    ("said", "standing", "role"),
    [
        ({}, Standing.NOBODY, None),
        (TOKEN, Standing.ADMITTED, Role.BUYER),
        ({**TOKEN, "exp": 950}, Standing.EXPIRED, None),
        ({**TOKEN, "exp": 949}, Standing.EXPIRED, None),
        ({**TOKEN, "exp": None}, Standing.EXPIRED, None),
        ({**TOKEN, "exp": "1000"}, Standing.EXPIRED, None),
        ({**TOKEN, "iss": "https://j"}, Standing.UNKNOWN, None),
        ({**TOKEN, "sub": "b", "email": "a"}, Standing.UNKNOWN, None),
        ({**TOKEN, "sub": None}, Standing.NOBODY, None),
    ],
)
def test_a_token_is_judged_at_every_look(said: dict[str, object], standing: Standing, role: Role | None) -> None:
    found = session.judge(said, PEOPLE, now=950)
    assert (found.standing, found.role) == (standing, role)


def test_on_a_laptop_the_only_reader_has_every_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BINOME_SHARED", raising=False)
    assert session.visitor() is session.LOCAL
    assert session.role() is Role.LEGAL_OPS
