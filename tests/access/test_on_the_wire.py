"""What leaves the server for somebody who forged a header or a cookie, or whose token has ended: no data."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping

import pytest

from data.role import Role
from tests.access.canaries import CANARIES
from tests.access.conftest import Shared
from tests.access.shared_file import COOKIE_SECRET
from tests.doorstep.conftest import ROOT
from ui import admission

PAGES = sorted(file.stem for file in (ROOT / "pages").glob("*.py"))
DATA = ("Immobilier", "Cabinet Un", "Conseil", "1\u202f800", *CANARIES.values())
"""What somebody without a role must not receive: a matter type, a firm, a figure, a canary."""
FORGED = {
    "X-Forwarded-User": "sub-legal",
    "X-Forwarded-Email": "legal@example.org",
    "X-Remote-User": "sub-legal",
    "Remote-User": "sub-legal",
    "X-Auth-Request-User": "sub-legal",
    "X-Streamlit-User": "sub-legal",
    "Authorization": "Bearer sub-legal",
}


def cookie(shared: Shared, sub: str, ends_in: int = 600, secret: str = COOKIE_SECRET, **more: object) -> str:
    """Write the cookie that Streamlit gives at sign-in."""
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value  # noqa: PLC0415 — slow

    said = {
        "iss": shared.issuer.iss, "sub": sub, "iat": int(time.time()), "exp": int(time.time()) + ends_in, "nonce": "n",
        "origin": shared.address().rstrip("/"), "is_logged_in": True, "provider": "default", **more,
    }  # fmt: skip
    signed = create_signed_value(secret, "_streamlit_user", json.dumps(said))
    return f"_streamlit_user={signed.decode()}"


def frames(shared: Shared, page: str = "", headers: Mapping[str, str] | None = None) -> bytes:
    """Ask the WebSocket for a page as a browser does, until its run ends; return all that came back."""
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415 — slow
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: PLC0415 — as above
    from streamlit.web.server.starlette.starlette_app_utils import (  # noqa: PLC0415 — as above
        generate_xsrf_token_string,
    )
    from websockets.sync.client import connect  # noqa: PLC0415 — as above
    from websockets.typing import Origin, Subprotocol  # noqa: PLC0415 — as above

    asked, came, token = BackMsg(), [], generate_xsrf_token_string()
    asked.rerun_script.query_string = "lang=fr"
    asked.rerun_script.page_name = page
    sent = dict(headers or {})
    sent["Cookie"] = "; ".join(filter(None, [f"_streamlit_xsrf={token}", sent.get("Cookie")]))
    origin = Origin(shared.address().rstrip("/"))
    with connect(
        f"ws://localhost:{shared.port}/_stcore/stream", origin=origin, additional_headers=sent,
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)], max_size=None, proxy=None,
    ) as socket:  # fmt: skip
        socket.send(asked.SerializeToString())
        while True:
            frame = socket.recv(timeout=60)
            came.append(frame if isinstance(frame, bytes) else frame.encode())
            if ForwardMsg.FromString(came[-1]).WhichOneof("type") == "script_finished":
                return b"".join(came)


def given(found: bytes) -> list[str]:
    return [text for text in DATA if text.encode() in found]


def test_legal_ops_are_given_data(shared_dashboard: Shared) -> None:
    """Or nothing below could fail."""
    found = frames(shared_dashboard, "quality", {"Cookie": cookie(shared_dashboard, "sub-legal")})
    assert CANARIES["line set aside"] in given(found)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_given_the_door_on_every_page(shared_dashboard: Shared, page: str) -> None:
    found = frames(shared_dashboard, page)
    assert given(found) == []
    assert b"Se connecter" in found


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("another secret", {"secret": "another-secret-of-forty-characters-or-so"}),
        ("an ended token", {"ends_in": -1}),
        ("a token without an end", {"exp": None}),
        ("an end in words", {"exp": "2099-01-01"}),
        ("another provider", {"iss": "http://localhost:1"}),
        ("another site", {"origin": "http://evil.example"}),
        ("an e-mail for a name", {"sub": "legal@example.org", "email": "sub-legal"}),
        ("not signed in", {"is_logged_in": False}),
        ("a truth in words", {"is_logged_in": "yes"}),
    ],
)
def test_a_forged_or_ended_cookie_gives_no_data(shared_dashboard: Shared, who: str, more: dict[str, object]) -> None:
    del who
    held = cookie(shared_dashboard, **{"sub": "sub-legal", **more})  # type: ignore[arg-type]  # the kinds vary
    assert given(frames(shared_dashboard, "", {"Cookie": held})) == []


def test_forged_headers_give_no_data(shared_dashboard: Shared) -> None:
    assert given(frames(shared_dashboard, "", FORGED)) == []


def test_forged_headers_give_a_buyer_no_more(shared_dashboard: Shared) -> None:
    found = frames(shared_dashboard, "quality", {**FORGED, "Cookie": cookie(shared_dashboard, "sub-buyer")})
    assert not [canary for canary in CANARIES.values() if canary.encode() in found]


def answer(shared: Shared, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", shared.port, timeout=10)
    connection.request("GET", path, headers={"Host": f"localhost:{shared.port}", **headers})
    found = connection.getresponse()
    found.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    "host", ["127.0.0.1:{}", "localhost", "localhost:1", "evil.example", "LOCALHOST:{}", "", "[::1]:{}"]
)
def test_no_other_name_is_answered(shared_dashboard: Shared, host: str) -> None:
    assert answer(shared_dashboard, "/", Host=host.format(shared_dashboard.port)).status == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost:{}", "http://localhost", "http://127.0.0.1:{}"]
)
def test_no_other_origin_is_answered(shared_dashboard: Shared, origin: str) -> None:
    for path in ("/", "/_stcore/stream", "/auth/login"):
        assert answer(shared_dashboard, path, Origin=origin.format(shared_dashboard.port)).status == 403


def test_files_are_for_those_who_have_a_role(shared_dashboard: Shared) -> None:
    """404 is the answer to somebody who may ask: there is no such file."""
    role, unknown = cookie(shared_dashboard, "sub-reader"), cookie(shared_dashboard, "sub-nobody")
    ended = cookie(shared_dashboard, "sub-legal", ends_in=-1)
    found = {
        name: answer(shared_dashboard, "/media/0123.csv", Cookie=held).status
        for name, held in {
            "role": role,
            "unknown": unknown,
            "ended": ended,
            "nobody": "",
            "broken": "x=;;=\x01",
        }.items()
    }
    assert found == {"role": 404, "unknown": 403, "ended": 403, "nobody": 403, "broken": 403}


def test_nothing_answered_is_kept_by_a_cache(shared_dashboard: Shared) -> None:
    assert answer(shared_dashboard, "/").headers["cache-control"] == "no-store"


def test_somebody_taken_off_the_list_has_no_data_at_the_next_click(shared_dashboard: Shared) -> None:
    held, file = {"Cookie": cookie(shared_dashboard, "sub-reader")}, shared_dashboard.file
    assert given(frames(shared_dashboard, "", held))
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(before.replace('"sub-reader"', '"sub-else"'), encoding="utf-8")
        found = frames(shared_dashboard, "", held)
        assert given(found) == []
        assert b"sub-reader" in found  # what to give the administrator
        file.write_text("not TOML", encoding="utf-8")
        assert given(frames(shared_dashboard, "", {"Cookie": cookie(shared_dashboard, "sub-legal")})) == []
    finally:
        file.write_text(before, encoding="utf-8")
    assert given(frames(shared_dashboard, "", held))


def test_the_journal_says_who_did_what_and_no_content(shared_dashboard: Shared) -> None:
    from ui.session import fingerprint  # noqa: PLC0415 — it loads Streamlit

    frames(shared_dashboard, "costs", {"Cookie": cookie(shared_dashboard, "sub-buyer")})
    frames(shared_dashboard, "imports", {"Cookie": cookie(shared_dashboard, "sub-buyer")})
    who = fingerprint(shared_dashboard.issuer.iss, "sub-buyer")
    written = [line for line in shared_dashboard.journal if line["who"] == who]
    assert [(line["did"], line["page"], line["role"]) for line in written[-2:]] == [
        ("page", "costs", "buyer"), ("refused", "imports", "buyer"),
    ]  # fmt: skip
    assert all({*line} == {"at", "who", "role", "did", "page"} for line in shared_dashboard.journal)
    path = shared_dashboard.store.with_name(f"{shared_dashboard.store.stem}-access.jsonl")
    assert path.stat().st_mode & 0o777 == 0o600
    assert given(path.read_bytes()) == []


@pytest.mark.parametrize("role", [Role.BUYER, Role.READER])
def test_every_page_is_open_or_refused_as_the_role_says(shared_dashboard: Shared, role: Role) -> None:
    held = {"Cookie": cookie(shared_dashboard, f"sub-{role}")}
    refused = {page for page in PAGES if b"Cette page n'est pas ouverte" in frames(shared_dashboard, page, held)}
    assert refused == {*PAGES} - admission.PAGES[role]
