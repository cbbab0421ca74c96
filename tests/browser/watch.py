"""What must not happen in a browser that shows other people's texts: a request elsewhere, an image made by data."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebSocket

OURS = "127.0.0.1"
OF_THE_BROWSER = ("data", "blob", "about", "chrome-error")
# Reports each element that could fetch something, run something or lead elsewhere, however briefly it lives.
SENTRY = """
const of_interest = "img, picture, iframe, frame, object, embed, video, audio, form[action], a[href]";
const look = node => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const found = node.matches(of_interest) ? [node] : [];
    for (const one of [...found, ...node.querySelectorAll(of_interest)])
        window.tellTheTest(one.localName, one.href || one.action || one.currentSrc || one.src || one.data || "");
};
new MutationObserver(records => records.forEach(record => record.addedNodes.forEach(look)))
    .observe(document, {childList: true, subtree: true});
"""


@dataclass
class Watch:
    """All that a context asked for, complained of, and put on its pages."""

    contexts: list[BrowserContext] = field(default_factory=list)
    requests: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    elements: set[tuple[str, str]] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context, from before its first script."""
        self.contexts.append(context)
        context.expose_function("tellTheTest", lambda name, link: self.elements.add((name, link)))
        context.add_init_script(SENTRY)
        context.on("request", self._asked)
        context.on("page", self._opened)

    def _asked(self, request: Request) -> None:
        self.requests.add(request.url)

    def _opened(self, page: Page) -> None:
        page.on("websocket", self._connected)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _connected(self, socket: WebSocket) -> None:
        self.requests.add(socket.url)

    def _said(self, message: ConsoleMessage) -> None:
        # Streamlit looks for its server beside the page's own address first, and a picture that a later run replaced
        # may be asked for once more: 404 of ours, of no consequence
        where = message.location["url"]
        looked_for = ("/_stcore/" in where or "/media/" in where) and "404" in message.text
        if message.type == "error" and not looked_for:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def settle(self) -> None:
        """Leave late requests the time to go out: a beacon leaves a little after what it comes with."""
        for context in self.contexts:
            for page in context.pages:
                page.wait_for_timeout(500)

    def seen(self) -> list[str]:
        """Return what should not have happened, in words."""
        return [
            *(f"asked {url}" for url in sorted(self.requests) if not ours(url)),
            *(f"complained: {text}" for text in self.complaints),
            *(f"made <{name}> {link}" for name, link in sorted(self.elements) if not ours(link) or name != "a"),
        ]


def ours(url: str) -> bool:
    """Whether an address stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in OF_THE_BROWSER or parts.hostname == OURS
