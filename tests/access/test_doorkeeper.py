"""The doorkeeper of a dashboard that is reached by https: one name, one origin, cookies that travel encrypted only."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.access.test_sharing import GOOD, file
from tests.doorstep.conftest import ROOT, load
from ui import shared, start

HOST, ORIGIN = "binome.example.org", "https://binome.example.org"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the server's file as it is when the dashboard is shared."""
    monkeypatch.setenv("BINOME_SHARED", str(file(tmp_path, GOOD)))
    monkeypatch.setattr(shared, "lacking", lambda: None)
    monkeypatch.setattr(start, "differences", lambda *_: [])
    return load(ROOT / "app.py")


def asked(app: ModuleType, host: str = HOST, origin: str | None = None, path: str = "/") -> tuple[int, dict[str, str]]:
    """Ask the doorkeeper for a page that sets a cookie; return the status and the headers."""
    told: list[Any] = []

    async def page(scope: object, receive: object, send: Any) -> None:
        del scope, receive
        headers = [(b"set-cookie", b"a=1; HttpOnly"), (b"set-cookie", b"b=2; Secure"), (b"cache-control", b"public")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        told.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    headers = [(b"host", host.encode()), *([(b"origin", origin.encode())] if origin else [])]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    asyncio.run(app.Doorkeeper(page)(scope, receive, send))
    given: dict[str, str] = {}
    for name, value in told[0]["headers"]:
        given[name.decode()] = "\n".join(filter(None, [given.get(name.decode()), value.decode()]))
    return told[0]["status"], given


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        (HOST, None, 200),
        (HOST, ORIGIN, 200),
        (HOST, "http://binome.example.org", 403),
        (HOST, "https://binome.example.org.evil.example", 403),
        (HOST, "null", 403),
        (HOST, "https://evil.example", 403),
        ("binome.example.org:443", None, 403),
        ("BINOME.example.org", None, 403),
        ("evil.example", None, 403),
        ("127.0.0.1:8501", None, 403),
        ("localhost:8501", "http://localhost:8501", 403),
    ],
)
def test_one_name_and_one_origin_are_let_in(app: ModuleType, host: str, origin: str | None, status: int) -> None:
    assert asked(app, host, origin)[0] == status


def test_cookies_travel_encrypted_and_answers_are_not_kept(app: ModuleType) -> None:
    _, headers = asked(app)
    assert headers["set-cookie"].splitlines() == ["a=1; HttpOnly; Secure", "b=2; Secure"]
    assert headers["cache-control"] == "no-store"
    assert "connect-src 'self' wss://binome.example.org;" in headers["content-security-policy"]


def test_streamlits_own_files_may_be_kept(app: ModuleType) -> None:
    assert asked(app, path="/static/js/main.js")[1]["cache-control"] == "public"


def test_a_header_names_nobody(app: ModuleType) -> None:
    assert app.WANTED["server.trustedUserHeaders"] == {}
    assert app.WANTED["server.allowedHosts"] == (HOST,)
    assert app.WANTED["server.address"] == "127.0.0.1"
