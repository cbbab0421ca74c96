"""No file, however damaged, may give a wrong figure without a word."""

import importlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner

from .builder import Row, money
from .case import Case, Doc
from .corpus import CASES, THEMES
from .verdict import Judgement, NoAnswer, Reply, Verdict, judge, plain, the_file, unknown_words

ROOT = Path(__file__).resolve().parents[2]
RIGHT_AT_LEAST = Decimal("0.85")


def in_process(words: list[str]) -> Reply:
    """Run the command line in this process: a hundred times faster than a new one per file."""
    command = importlib.import_module("ui.cli").main
    result = CliRunner().invoke(command, words)
    escaped = result.exception if not isinstance(result.exception, SystemExit) else None
    return Reply(result.exit_code, result.stdout, repr(escaped) if escaped else "")


def in_child(words: list[str]) -> Reply:
    """Run the command line as a user does."""
    command = [sys.executable, "-m", "ui.cli", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    failure = done.stderr[-400:] if "Traceback" in done.stderr else ""
    return Reply(done.returncode, done.stdout, failure)


def run(words: list[str]) -> Reply:
    """Run the command line, in a child process where it cannot be imported from here."""
    try:
        return in_process(words)
    except ImportError:
        return in_child(words)


class Court:
    """Imports each file once, into a store of its own, and keeps the answer for all tests and workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def reply(self, case: Case) -> Reply:
        """Import one file."""
        kept = self.folder / f"{case.name}.json"
        if not kept.exists():
            with TemporaryDirectory(dir=self.folder) as home:
                path = Path(home, case.filename)
                path.write_bytes(case.data)
                reply = run(["import", str(path), "--json", "--store", str(Path(home, "store.duckdb"))])
                written = Path(home, "reply.json")
                written.write_text(json.dumps(asdict(reply)), encoding="utf-8")
                written.replace(kept)
        return Reply(**json.loads(kept.read_text(encoding="utf-8")))

    def answers(self) -> Iterator[tuple[Case, Reply, dict[str, Any]]]:
        """List the answers; a file without one has its own failing test."""
        for case in JUDGED:
            with suppress(NoAnswer):
                yield case, (reply := self.reply(case)), the_file(reply)

    def judgement(self, case: Case) -> Judgement:
        """Judge the answer about one file."""
        return judge(case, self.reply(case))


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Court:
    """Open one court for the whole corpus."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "hostile"
    folder.mkdir(exist_ok=True)
    return Court(folder)


def writable(case: Case) -> bool:
    """Tell whether this system can hold a file of that name."""
    return os.name != "nt" or not set('<>:"|?*') & set(case.filename)


JUDGED = [case for case in CASES if writable(case)]


def table(judged: dict[str, Judgement]) -> str:
    """Lay out the verdicts by theme, then every answer that is not the right one."""
    rows = {
        theme: [judged[case.name].verdict for case in cases if case.name in judged] for theme, cases in THEMES.items()
    }
    rows[f"all {len(judged)}"] = [judgement.verdict for judgement in judged.values()]
    head = f"{'theme':14}" + "".join(f"{verdict:>9}" for verdict in Verdict)
    body = [f"{theme:14}" + "".join(f"{found.count(v):9}" for v in Verdict) for theme, found in rows.items()]
    rest = [f"{j.verdict:8} {name}: {j.why}" for name, j in judged.items() if j.verdict is not Verdict.RIGHT]
    return "\n".join(["", head, *body, *rest, ""])


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: case.name)
def test_nothing_wrong_is_silent(case: Case, court: Court) -> None:
    """A wrong or missing amount is told, and the program always answers."""
    judgement = court.judgement(case)
    assert judgement.verdict not in (Verdict.SILENT, Verdict.CRASH), judgement.why


def test_most_files_are_read_right(court: Court, capsys: pytest.CaptureFixture[str]) -> None:
    """Refusing everything would be safe and useless: at least 85 % of the answers are the right one."""
    judged = {case.name: court.judgement(case) for case in JUDGED}
    counts = Counter(judgement.verdict for judgement in judged.values())
    with capsys.disabled():
        sys.stdout.write(table(judged))
    assert counts[Verdict.SILENT] == 0
    assert counts[Verdict.RIGHT] >= RIGHT_AT_LEAST * len(judged)


def test_exit_status_says_what_the_answer_says(court: Court) -> None:
    """A script that looks only at the exit status learns that something was set aside or rejected."""
    wrong = []
    for case, reply, file in court.answers():
        held = file["status"] == "rejected" or file["lines_set_aside"] > 0
        if reply.status != int(held):
            wrong.append(f"{case.name}: {reply.status}")
    assert not wrong


def test_every_line_is_accounted_for(court: Court) -> None:
    """Lines read = lines imported + lines set aside, and the imported ones are those of the invoices."""
    wrong = []
    for case, _, file in court.answers():
        read, imported, aside = (file[f"lines_{what}"] for what in ("read", "imported", "set_aside"))
        in_invoices = sum(invoice["lines"] for invoice in file["invoices"])
        is_whole = imported == 0 if file["status"] == "rejected" else read == imported + aside
        if not is_whole or (imported != in_invoices and file["status"] != "rejected"):
            wrong.append(f"{case.name}: {read} read, {imported} imported ({in_invoices} in invoices), {aside} aside")
    assert not wrong


@pytest.mark.parametrize("case", [cases[-1] for cases in THEMES.values()], ids=lambda case: case.name)
def test_check_says_the_same_and_stores_nothing(case: Case, tmp_path: Path) -> None:
    """`check` then `import` in one store: the same report, and the file is new to the import."""
    path, store = tmp_path / case.filename, str(tmp_path / "store.duckdb")
    path.write_bytes(case.data)
    checked, imported, again = (
        the_file(run([word, str(path), "--json", "--store", store])) for word in ("check", "import", "import")
    )
    same = ("invoices", "problems", "lines_read", "lines_set_aside", "format")
    assert {k: checked[k] for k in same} == {k: imported[k] for k in same}
    assert imported["status"] in ("imported", "rejected")
    assert again["status"] == ("rejected" if imported["status"] == "rejected" else "already imported")


def by_document(rows: tuple[Row, ...]) -> dict[tuple[str, str], tuple[Decimal, Decimal, int]]:
    """Add up net, tax and lines of undamaged rows by firm and invoice number, on paper as it were."""
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal(), Decimal()])
    for row in rows:
        tax = money(row.get("tax", ""))
        found = sums[plain(row["firm"] or row.get("firm_name", "")), plain(row["number"])]
        found[0] += money(row["total"]) - tax
        found[1] += tax
        found[2] += 1
    return {name: (net, tax, int(count)) for name, (net, tax, count) in sums.items()}


def stated(doc: Doc) -> tuple[tuple[str, str], tuple[Decimal, Decimal, int]]:
    """List the same of one expected invoice."""
    return (plain(doc.firm), plain(doc.number)), (Decimal(doc.net), Decimal(doc.tax), doc.lines)


@pytest.mark.parametrize("case", [case for case in CASES if case.rows], ids=lambda case: case.name)
def test_truth_adds_up(case: Case) -> None:
    """The expected totals, written by hand, are the sums of the undamaged rows."""
    assert by_document(case.rows) == dict(map(stated, case.expect[0].docs))


def test_corpus_is_in_order() -> None:
    """Names are unique, words are in the vocabulary, and every case expects something."""
    twice = [name for name, n in Counter(case.name for case in CASES).items() if n > 1]
    same = [n for n in Counter((case.data, case.filename) for case in CASES).values() if n > 1]
    unknown = {case.name: words for case in CASES if (words := unknown_words(case))}
    assert (twice, unknown) == ([], {})
    assert len(same) <= 1  # the plain file, where two themes need it
    assert all(case.expect and (case.data or case.name == "foreign_empty") for case in CASES)
