"""The server of the dashboard: Streamlit, behind a doorkeeper that keeps everything on this machine.

`python run.py` starts it through `ui/start.py`; `python app.py` works as well. The main script is
`ui/frame.py`, not this file: Streamlit runs what lies in a `pages` folder beside its main script on its own,
so that a link to a page, opened first, would show it without its menu, its filters and its language.
"""

import base64
import contextlib
import hashlib
import os
import re
import signal
import sys
import threading
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import discreet
from ui.start import SETTINGS, differences, refusal, tidy

LAUNCHER = os.environ.get("BINOME_LAUNCHER", "")  # who started this server, if ui/start.py did
OURS = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)


def inline_scripts() -> str:
    """Name by their hash the scripts written into Streamlit's start page, the only ones allowed there."""
    page = Path(st.__file__).with_name("static") / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


class Doorkeeper:
    """Answer this machine only, and forbid every page to fetch or send anything elsewhere.

    A web page open in another tab can reach 127.0.0.1, under our name or under a name of its own that points
    here: both are refused. Even a narrative that some page would show as HTML could then not phone home.
    """

    scripts = inline_scripts()

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the policy added to the answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not OURS.fullmatch(host) or headers.get("origin", f"http://{host}") != f"http://{host}":
            await PlainTextResponse("403", status_code=403)(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer["content-security-policy"] = self.policy(host)
                answer["x-content-type-options"] = "nosniff"
                answer["referrer-policy"] = "no-referrer"
                answer["cross-origin-resource-policy"] = "same-origin"
                answer["x-binome-launcher"] = LAUNCHER
                if "/media/" in scope["path"]:  # exports and pictures: the browser keeps no copy of its own
                    answer["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, guarded)

    def policy(self, host: str) -> str:
        """Say what a page may use: this server, styles written in place, and images made in the browser."""
        return (
            "default-src 'self'; "
            f"script-src 'self' {self.scripts}; "
            "style-src 'self' 'unsafe-inline'; "
            "font-src 'self' data:; "
            "img-src 'self' data: blob:; "
            f"connect-src 'self' ws://{host}; "
            "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )


discreet.keep()
app = st.App(Path(__file__).with_name("ui") / "frame.py", middleware=[Middleware(Doorkeeper)])


def end_with_launcher() -> None:
    """End the server once the launcher lets go of its end of the lifeline, by closing it or by dying."""
    sys.stdin.buffer.read()
    signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    os.umask(0o077)  # what this server writes is for this person only
    tidy()
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it is closed
        app.run(config=SETTINGS)
elif wrong := differences(st.get_option):
    raise SystemExit("\n".join(refusal(wrong)))
elif LAUNCHER:
    os.umask(0o077)
    tidy()
    threading.Thread(target=end_with_launcher, daemon=True).start()
