"""Whether a plain request comes from somebody signed in: files are fetched by address, outside any page's run."""

from __future__ import annotations

import time
from http.cookies import CookieError, SimpleCookie

from streamlit.web.server.starlette import starlette_websocket as signed
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from ui import session, shared


def holds_a_pass(cookies: str, address: str) -> bool:
    """Read the signed cookie that Streamlit gave at sign-in, and judge it as a page's run does."""
    path = shared.configured()
    try:
        held = {name: one.value for name, one in SimpleCookie(cookies).items()}
        cookie = signed._get_signed_cookie_with_chunks(held, USER_COOKIE_NAME)  # noqa: SLF001 — its pages read it so
    except (CookieError, ValueError):
        return False
    if path is None or cookie is None:
        return False
    said = signed._parse_decoded_user_cookie(cookie, address)  # noqa: SLF001 — as above
    return session.judge(said, session.listed(path), time.time()).role is not None
