"""The judge itself is judged: by answers made to measure, and by two readers that are known to be bad."""

import json
from typing import Any

import pytest

from .builder import B98, BASIC_ROWS, ledes
from .case import BASIC, Answer, Case, accepted, case, clean, rejected
from .corpus import CASES
from .verdict import Reply, Verdict, judge

FILE = ledes(BASIC_ROWS)


def problem(code: str, level: str, line: int | None = None) -> dict[str, Any]:
    return {"code": code, "level": level, "line": line, "message": code}


def reply(answer: Answer, *problems: dict[str, Any], status: int = 0) -> Reply:
    invoices = [
        {
            "firm_id": doc.firm,
            "number": doc.number,
            "date": doc.date,
            "currency": doc.currency,
            "lines": doc.lines,
            "net": doc.net,
            "tax": doc.tax,
            "gross": str(doc.gross),
            "matters": sorted(doc.matters or ()),
        }
        for doc in answer.docs
    ]
    state = "rejected" if answer.is_rejected else "imported"
    file = {"status": state, "lines_set_aside": answer.aside, "invoices": invoices, "problems": problems}
    file["lines_imported"] = sum(doc.lines for doc in answer.docs)
    return Reply(status, json.dumps({"files": [file]}))


def perfect(answer: Answer) -> Reply:
    level = "reject" if answer.is_rejected else "error" if answer.aside else "warning"
    said = [problem(max(group), level, 1) for group in answer.told]
    said += [problem("CELLS", "error", line) for line in answer.at or (1,) if answer.aside]
    return reply(answer, *said, *([problem("FMT", "reject")] if answer.is_rejected else []))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_expected_answer_is_right(case: Case) -> None:
    verdicts = {judge(case, perfect(answer)).verdict for answer in case.expect}
    assert verdicts == {Verdict.RIGHT}


READ = case("read", FILE, accepted(BASIC, told="LINE"), rows=BASIC_ROWS)
QUIET = case("quiet", FILE, clean(BASIC))
HELD = case("held", FILE, accepted(BASIC.but(net="884.60", lines=2), told="AMT", aside=1, at=(4,)))
GUESS = case("guess", FILE, accepted(BASIC, told="DATE", is_guess=True))
FOREIGN = case("foreign", FILE, rejected("FMT"))
BASIC_ANSWER = Answer((BASIC,))
OTHER_FIGURE = Answer((BASIC.but(net="1.00"),))
ONE_HELD = Answer((BASIC.but(net="324.60", lines=2),), aside=1)
WRONG_REST = Answer((BASIC.but(net="325.60", lines=2),), aside=1)
LINE, FRAME, BAD_CELL = problem("LINE", "warning"), problem("BRK", "warning"), problem("AMT", "error", 4)


@pytest.mark.parametrize(
    ("of", "answer", "verdict"),
    [
        (READ, reply(BASIC_ANSWER, LINE), Verdict.RIGHT),
        (READ, reply(BASIC_ANSWER), Verdict.MISTOLD),
        (READ, reply(OTHER_FIGURE), Verdict.SILENT),
        (READ, reply(OTHER_FIGURE, FRAME), Verdict.SILENT),
        (READ, reply(OTHER_FIGURE, problem("SUM", "info")), Verdict.SILENT),
        (READ, reply(OTHER_FIGURE, LINE), Verdict.WRONG),
        (READ, reply(Answer()), Verdict.SILENT),
        (READ, reply(ONE_HELD, BAD_CELL), Verdict.REFUSED),
        (READ, reply(WRONG_REST, BAD_CELL), Verdict.WRONG),
        (READ, reply(Answer(is_rejected=True)), Verdict.REFUSED),
        (READ, reply(Answer((BASIC.but(firm="narrative"),))), Verdict.SILENT),
        (READ, reply(Answer((BASIC.but(date="2026-01-07"),))), Verdict.SILENT),
        (QUIET, reply(BASIC_ANSWER), Verdict.RIGHT),
        (QUIET, reply(BASIC_ANSWER, problem("CUR", "warning")), Verdict.RIGHT),
        (QUIET, reply(BASIC_ANSWER, LINE), Verdict.MISTOLD),
        (HELD, reply(HELD.expect[0], BAD_CELL), Verdict.RIGHT),
        (HELD, reply(HELD.expect[0], problem("AMT", "error", 5)), Verdict.MISTOLD),
        (HELD, reply(BASIC_ANSWER), Verdict.SILENT),
        (GUESS, reply(BASIC_ANSWER), Verdict.SILENT),
        (GUESS, reply(BASIC_ANSWER, problem("DATE", "warning")), Verdict.RIGHT),
        (FOREIGN, reply(BASIC_ANSWER), Verdict.SILENT),
        (FOREIGN, reply(Answer(is_rejected=True), problem("FMT", "reject")), Verdict.RIGHT),
        (FOREIGN, reply(Answer(is_rejected=True)), Verdict.MISTOLD),
        (FOREIGN, reply(Answer(is_rejected=True), FRAME, problem("FMTX", "error")), Verdict.RIGHT),
        (READ, reply(Answer((BASIC,), aside=1), BAD_CELL), Verdict.REFUSED),
        (READ, reply(Answer((BASIC.but(net="1.00"),), aside=1), BAD_CELL), Verdict.WRONG),
        (READ, Reply(1, ""), Verdict.CRASH),
        (READ, Reply(0, '{"files": []}'), Verdict.CRASH),
        (READ, Reply(1, "", "KeyError('x')"), Verdict.CRASH),
        (READ, Reply(0, '{"files": [{"status": "imported"}]}'), Verdict.CRASH),
    ],
)
def test_verdict(of: Case, answer: Reply, verdict: Verdict) -> None:
    assert judge(of, answer).verdict is verdict


def by_position(data: bytes) -> Reply:
    """Read as a quick script does: by position, in binary numbers, what fails left out without a word."""
    docs: dict[tuple[str, str], list[float]] = {}
    dates: dict[tuple[str, str], str] = {}
    for line in data.decode("utf-8-sig", "replace").splitlines()[2:]:
        cells = (line.replace("[]", "").split("|") + [""] * len(B98))[: len(B98)]
        try:
            amount = float(cells[12].replace(",", ""))
        except ValueError:
            continue
        name = cells[19], cells[1]
        docs.setdefault(name, []).append(amount)
        dates.setdefault(name, f"{cells[0][:4]}-{cells[0][4:6]}-{cells[0][6:]}")
    answer = Answer(
        tuple(
            BASIC.but(firm=firm, number=number, net=repr(sum(nets)), lines=len(nets), date=dates[firm, number])
            for (firm, number), nets in docs.items()
        )
    )
    return reply(answer)


def test_the_corpus_bites() -> None:
    """A quick script is wrong without a word on a third of the files; refusing all is no better."""
    quick = [judge(case, by_position(case.data)).verdict for case in CASES]
    timid = [judge(case, reply(Answer(is_rejected=True), problem("FMT", "reject"))).verdict for case in CASES]
    assert quick.count(Verdict.SILENT) * 3 > len(CASES)
    assert Verdict.RIGHT in quick
    assert timid.count(Verdict.RIGHT) * 4 < len(CASES)
    assert Verdict.SILENT not in timid
