"""Judge what the program answered about one hostile file."""

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import combinations
from typing import Any

from .builder import Row, money
from .case import ANY, CODES, FINER, Answer, Case, Doc


class Verdict(StrEnum):
    """From the best to the worst."""

    RIGHT = "right"  # the figures are those of the file, and what had to be said is said
    MISTOLD = "mistold"  # the figures are right; a word is missing, or a clean file raised an alarm
    REFUSED = "refused"  # more was held back than needed, and it was told
    WRONG = "wrong"  # a figure is wrong, and a warning told the reader to look
    SILENT = "SILENT"  # a figure is wrong or missing, and nothing says so
    CRASH = "crash"  # no answer


@dataclass(frozen=True)
class Reply:
    """What one run of `import FILE --json` gave."""

    status: int
    stdout: str
    failure: str = ""  # an exception that escaped


@dataclass(frozen=True)
class Judgement:
    """The verdict on one file, with the reason that a developer needs."""

    verdict: Verdict
    why: str


# Words about the frame of a file, or about codes: alone they warn of no amount.
FRAME = frozenset({"CUR", "MAT", "CODE", "ENC", "NEG", "ZERO", "DUPN", "TK", "EXPC", "BRK", "FMT0", "COL"})
ALARMS = ("warning", "error", "reject")
# A clean file may still say these: they depend on the store, not on the file.
STORE = frozenset({"CUR", "MAT"})

Key = tuple[str, str, Decimal, Decimal, Decimal, int, str]


class NoAnswer(Exception):
    """The program gave nothing that can be judged."""


def plain(text: str | None) -> str:
    """Compare names as a reader sees them: composed, absent and empty alike."""
    return unicodedata.normalize("NFC", text or "")


def key(doc: Doc) -> Key:
    """What must agree between the truth and the answer."""
    gross = doc.gross
    return (
        plain(doc.number),
        plain(doc.firm),
        Decimal(doc.net),
        Decimal(doc.tax),
        gross,
        doc.lines,
        doc.date or "",
    )


def answered(invoice: dict[str, Any]) -> Key:
    """Read the same from one invoice of the answer; a 1998B file may leave the tax null."""
    net, gross = Decimal(invoice["net"]), Decimal(invoice["gross"])
    tax = Decimal(invoice["tax"] or "0")
    named = plain(invoice["number"]), plain(invoice["firm_id"])
    return *named, net, tax, gross, int(invoice["lines"]), invoice["date"] or ""


def the_file(reply: Reply) -> dict[str, Any]:
    """Find the one file of the answer."""
    if reply.failure:
        raise NoAnswer(reply.failure)
    try:
        files = json.loads(reply.stdout)["files"]
    except (ValueError, KeyError, TypeError) as error:
        message = f"exit {reply.status}, no JSON: {reply.stdout[-200:]!r}"
        raise NoAnswer(message) from error
    if len(files) != 1:
        message = f"{len(files)} files in the answer about one"
        raise NoAnswer(message)
    return dict(files[0])


def same_figures(answer: Answer, got: dict[str, Any]) -> bool:
    """Tell whether the program's figures are those of one right answer."""
    if answer.is_rejected or got["status"] == "rejected":
        return answer.is_rejected and got["status"] == "rejected"
    if Counter(map(key, answer.docs)) != Counter(map(answered, got["invoices"])):
        return False
    return answer.aside == got["lines_set_aside"] and all(same_labels(doc, got["invoices"]) for doc in answer.docs)


def same_labels(doc: Doc, invoices: list[dict[str, Any]]) -> bool:
    """Tell whether some invoice of the answer has the currency and the matters of this one."""
    for invoice in invoices:
        if answered(invoice) != key(doc) or doc.currency not in (None, invoice["currency"]):
            continue
        if doc.matters is None or {plain(x) for x in invoice["matters"] if x} == {plain(x) for x in doc.matters}:
            return True
    return False


def faults(answer: Answer, got: dict[str, Any]) -> list[str]:
    """List what is missing from the words of an answer whose figures are right."""
    problems = got["problems"]
    codes = {p["code"] for p in problems}
    codes |= {word for word, finer in FINER.items() if finer & codes}
    loud = alarms(problems)
    heard = codes | ({ANY} if loud - FRAME else set())
    missing = [f"not told: {'|'.join(sorted(group))}" for group in answer.told if not group & heard]
    said = {p["line"] for p in problems if p["level"] in ALARMS}
    missing += [f"line {n} not named" for n in answer.at if n not in said]
    if answer.aside and not any(p["level"] == "error" and p["line"] and p["message"] for p in problems):
        missing.append("lines set aside without an error that names one")
    if answer.is_rejected and not any(p["level"] in ("reject", "error") and p["message"] for p in problems):
        missing.append("rejected without a reason")
    if answer.is_quiet and loud - STORE:
        missing.append("false alarm: " + " ".join(sorted(loud - STORE)))
    return missing


def alarms(problems: list[dict[str, Any]]) -> set[str]:
    """Collect the codes that a reader cannot overlook."""
    return {p["code"] for p in problems if p["level"] in ALARMS}


def tells(case: Case, got: dict[str, Any]) -> bool:
    """Tell whether a reader of the report is warned about an amount, a row, or what this case is about."""
    own = {code for answer in case.expect for group in answer.told for code in group}
    held = got["status"] == "rejected" or got["lines_set_aside"] > 0
    return held or bool(alarms(got["problems"]) - (FRAME - own))


def is_part(found: Key, rows: tuple[Row, ...]) -> bool:
    """Tell whether an amount is the sum of that many lines of its invoice, as they truly are."""
    nets = [money(row["total"]) - money(row.get("tax", "")) for row in rows if plain(row["number"]) == found[0]]
    return not nets or any(sum(some) == found[2] for some in combinations(nets, found[5]))


def holds_back(case: Case, answer: Answer, got: dict[str, Any]) -> bool:
    """Tell whether all that differs from one right answer is that more was held back."""
    if got["status"] == "rejected":
        return True
    elsewhere = got["lines_imported"] != sum(invoice["lines"] for invoice in got["invoices"])
    if elsewhere or got["lines_set_aside"] <= answer.aside:
        return False
    whole = Counter(map(key, answer.docs))
    most: Counter[str] = Counter()
    for doc in answer.docs:
        most[plain(doc.number)] = max(most[plain(doc.number)], doc.lines)
    return all(
        found in whole or (found[5] < most[found[0]] and is_part(found, case.rows))
        for found in map(answered, got["invoices"])
    )


def shown(got: dict[str, Any]) -> str:
    """Say in one line what the program answered."""
    docs = "; ".join(" ".join(str(x) or "-" for x in answered(i)) for i in got["invoices"])
    matters = sorted({str(m) for i in got["invoices"] for m in i["matters"]})[:3]
    told = " ".join(sorted(Counter(f"{p['code']}/{p['level']}" for p in got["problems"])))
    return f"{got['status']}, {got['lines_set_aside']} aside, [{docs}] {matters} told {told}"[:600]


def judge(case: Case, reply: Reply) -> Judgement:
    """Classify the program's answer about one file."""
    try:
        got = the_file(reply)
        told = shown(got)
        matching = [faults(a, got) for a in case.expect if same_figures(a, got)]
        guessed = any(a.is_guess for a in case.expect if same_figures(a, got))
        warned = tells(case, got)
        held = any(holds_back(case, a, got) for a in case.expect)
    except NoAnswer as error:
        return Judgement(Verdict.CRASH, str(error))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        return Judgement(Verdict.CRASH, f"not the answer of the contract: {error!r} in {reply.stdout[:200]!r}")
    if [] in matching:
        return Judgement(Verdict.RIGHT, told)
    if matching and not (guessed and not warned):
        return Judgement(Verdict.MISTOLD, f"{'; '.join(matching[0])} -- {told}")
    if not warned:
        return Judgement(Verdict.SILENT, told)
    return Judgement(Verdict.REFUSED if held else Verdict.WRONG, told)


def unknown_words(case: Case) -> set[str]:
    """Find expected codes that the vocabulary does not have: a slip of the corpus itself."""
    return {code for a in case.expect for group in a.told for code in group} - CODES - {ANY}
