"""The language that a page announces: a screen reader chooses its voice by it, before any word is shown.

Streamlit's start page says English, always. The language is chosen as the pages choose it (`ui/reader.py`): the
link's, else the browser's, else French.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ENGLISH, _FRENCH = b'<html lang="en"', b'<html lang="fr"'


class Spoken:
    """Let the start page of the dashboard announce the language it will speak."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a page of HTML that will speak French says so."""
        if scope["type"] != "http" or not french(scope):
            await self.app(scope, receive, send)
            return
        if "." not in scope["path"].rpartition("/")[2]:  # a page, not a part of one: to be read, it must not be packed
            del MutableHeaders(scope=scope)["accept-encoding"]
        page = False

        async def telling(message: Message) -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                page = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
                if page:  # the same page in two languages is two pages: none may stand for the other
                    del (headers := MutableHeaders(scope=message))["etag"]
                    headers.add_vary_header("accept-language")
            elif page and message["type"] == "http.response.body":
                message["body"] = message.get("body", b"").replace(_ENGLISH, _FRENCH)  # as long as it was
            await send(message)

        await self.app(scope, receive, telling)


def french(scope: Scope) -> bool:
    """Say whether the page asked for will speak French."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    return (asked or Headers(scope=scope).get("accept-language") or "fr").lower().startswith("fr")
