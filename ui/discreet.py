"""Errors told without their words: an exception may quote a narrative, and what is logged lies about for long.

What is left is enough to find the fault: the kind of error, and the place in our own source. Standard library only.
"""

import logging
import sys
import traceback
from types import TracebackType


def told(error: BaseException) -> str:
    """Say where errors happened and of which kind they are, each with those that led to it, never what they say."""
    lines: list[str] = []
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        lines[:0] = [*traceback.format_tb(found.__traceback__), f"{_kind(found)} (what it says is left out)\n"]
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return "Traceback:\n" + "".join(lines).rstrip()


def keep() -> None:
    """Let no error say more than that in any log of this process, nor on its way out."""
    made = logging.getLogRecordFactory()

    def discreet(*words: object, **more: object) -> logging.LogRecord:
        record = made(*words, **more)
        if record.exc_info and record.exc_info[1]:
            record.exc_text, record.exc_info = told(record.exc_info[1]), None
        if isinstance(record.args, tuple):
            record.args = tuple(_kind(one) if isinstance(one, BaseException) else one for one in record.args)
        if isinstance(record.msg, BaseException):
            record.msg = _kind(record.msg)
        return record

    logging.setLogRecordFactory(discreet)
    sys.excepthook = _last_words


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say on the way out that something of ours broke, and where: the last resort, in both languages."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    place = traceback.extract_tb(trace)[-1:]
    where = f"{place[0].filename}:{place[0].lineno}" if place else "?"
    print(  # noqa: T201 — it speaks to a terminal
        f"Erreur inattendue de Binôme ({_kind(error)}, {where}) : rien n'a été enregistré de ce qui était en cours. "
        "Recommencer ; si elle revient, la signaler avec cette ligne.\n"
        f"Unexpected error of Binôme ({_kind(error)}, {where}): nothing of what was under way was stored. "
        "Try again; if it comes back, report it with this line.",
        file=sys.stderr,
    )


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
