"""run.py, alone: what it makes, when it makes it again, and what it says when it cannot."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.doorstep.conftest import ROOT, load

CLI = """
import os, sys, time
words = sys.argv[1:]
if words[:1] == ["exit"]:
    sys.exit(int(words[1]))
try:
    print(words, os.getcwd(), sys.flags.utf8_mode, flush=True)
    time.sleep(60 if words[:1] == ["wait"] else 0)
except KeyboardInterrupt:
    sys.exit(7)
"""


class Steps:
    """Stands for the installers: notes what is asked of them, and makes an interpreter appear."""

    def __init__(self, door: ModuleType) -> None:
        self.door, self.asked, self.fails = door, list[str](), ""

    def __call__(self, *command: str) -> bool:
        word = "venv" if "venv" in command else Path(command[-1]).name
        self.asked.append(word)
        if word == "venv":
            self.door.PYTHON.parent.mkdir(parents=True)
            self.door.PYTHON.touch()
        return word != self.fails

    def since(self) -> list[str]:
        seen, self.asked = self.asked, []
        return seen


@pytest.fixture
def door(tmp_path: Path) -> ModuleType:
    for name in ("run.py", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    return load(tmp_path / "run.py")


@pytest.fixture
def steps(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Steps:
    made = Steps(door)
    monkeypatch.setattr(door, "run", made)
    return made


def test_only_the_standard_library_and_an_old_grammar() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    assert names <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("version", "maxsize", "words"),
    [
        ((3, 8, 18), 2**63, ("demande Python 3.11", "this is 3.8.18")),
        ((3, 10, 0), 2**63, ("celui-ci est 3.10.0", "needs Python 3.11 or newer")),
        ((3, 11, 0), 2**31, ("64 bits", "64-bit")),
    ],
)
def test_a_python_without_builds_is_refused(
    door: ModuleType, version: Sequence[int], maxsize: int, words: Sequence[str]
) -> None:
    with pytest.raises(door.StartError) as refusal:
        door.check_python(version, maxsize)
    french, english = str(refusal.value).split("\n")
    assert words[0] in french
    assert words[1] in english


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2), (4, 0, 0)])
def test_a_newer_python_passes(door: ModuleType, version: Sequence[int]) -> None:
    door.check_python(version, 2**63)


def test_the_second_start_installs_nothing(door: ModuleType, steps: Steps) -> None:
    door.prepare("requirements.txt")
    assert steps.since() == ["venv", "requirements.txt"]
    door.prepare("requirements.txt")
    assert steps.since() == []


def test_the_tests_add_their_tools_and_the_dashboard_keeps_them(door: ModuleType, steps: Steps) -> None:
    door.prepare("requirements.txt")
    steps.since()
    door.prepare("requirements.txt", "requirements-dev.txt")
    assert steps.since() == ["requirements-dev.txt"]
    door.prepare("requirements.txt")
    door.prepare("requirements.txt", "requirements-dev.txt")
    assert steps.since() == []


def test_a_changed_list_is_installed_on_top(door: ModuleType, steps: Steps) -> None:
    door.prepare("requirements.txt", "requirements-dev.txt")
    steps.since()
    with (door.ROOT / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    door.prepare("requirements.txt")
    assert steps.since() == ["requirements.txt"]
    door.prepare("requirements.txt", "requirements-dev.txt")
    assert steps.since() == []


@pytest.mark.parametrize("fails", ["venv", "requirements.txt", "requirements-dev.txt"])
def test_what_was_interrupted_is_made_again_from_nothing(door: ModuleType, steps: Steps, fails: str) -> None:
    steps.fails = fails
    with pytest.raises(door.StartError):
        door.prepare("requirements.txt", "requirements-dev.txt")
    steps.since()
    steps.fails = ""
    door.prepare("requirements.txt", "requirements-dev.txt")
    assert steps.since() == ["venv", "requirements.txt", "requirements-dev.txt"]


def test_an_interrupted_change_is_made_again_from_nothing(door: ModuleType, steps: Steps) -> None:
    door.prepare("requirements.txt")
    with (door.ROOT / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    steps.fails = "requirements.txt"
    with pytest.raises(door.StartError):
        door.prepare("requirements.txt")
    steps.since()
    steps.fails = ""
    door.prepare("requirements.txt")
    assert steps.since() == ["venv", "requirements.txt"]


def test_another_python_gets_another_environment(
    door: ModuleType, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.prepare("requirements.txt")
    monkeypatch.setattr(sys, "base_prefix", "/another/python")
    steps.since()
    door.prepare("requirements.txt")
    assert steps.since() == ["venv", "requirements.txt"]


def test_an_environment_whose_python_is_gone_is_made_again(door: ModuleType, steps: Steps) -> None:
    door.prepare("requirements.txt")
    door.PYTHON.unlink()
    steps.since()
    door.prepare("requirements.txt")
    assert steps.since() == ["venv", "requirements.txt"]


def test_a_link_named_venv_is_replaced_and_what_it_shows_is_kept(
    door: ModuleType, steps: Steps, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious.txt").touch()
    try:
        door.VENV.symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    door.prepare("requirements.txt")
    assert steps.since() == ["venv", "requirements.txt"]
    assert (elsewhere / "precious.txt").exists()


def said(door: ModuleType, words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    status = door.main(words)
    heard = capsys.readouterr()
    assert heard.out == ""  # standard output is for results
    return status, heard.err.splitlines()


def test_a_failed_installation_says_what_to_do(
    door: ModuleType, steps: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    steps.fails = "requirements.txt"
    status, lines = said(door, [], capsys)
    assert status == 2
    assert "PIP_FIND_LINKS" in lines[-2]
    assert "connexion" in lines[-2]
    assert "UV_FIND_LINKS" in lines[-1]
    assert "connection" in lines[-1]


def test_a_python_newer_than_those_tried_is_named_when_the_installation_fails(
    door: ModuleType, steps: Steps, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.fails = "requirements.txt"
    monkeypatch.setattr(door, "NEWEST", (3, 10))
    _, lines = said(door, [], capsys)
    assert "plus récent" in lines[-2]
    assert "newer than those tried" in lines[-1]


def test_a_python_without_venv_says_which_package_brings_it(
    door: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(door.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    status, lines = said(door, ["demo"], capsys)
    assert status == 2
    assert all("sudo apt install python3-venv" in line for line in lines)
    assert not door.VENV.exists()


def test_a_folder_that_cannot_be_written_says_so(
    door: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbidden)
    status, lines = said(door, [], capsys)
    assert status == 2
    assert "ne se laisse pas écrire" in lines[0]
    assert "cannot be written to" in lines[1]


def test_an_interruption_is_said_without_a_trace(
    door: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "run", interrupted)
    status, lines = said(door, [], capsys)
    assert status == 130
    assert lines[-2].startswith("Interrompu")
    assert lines[-1].startswith("Interrupted")


def test_another_pythons_packages_stay_out(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "/another/python")
    monkeypatch.setenv("PYTHONPATH", "/another/packages")
    monkeypatch.setenv("PIP_USER", "1")
    env = door.environment()
    assert "PYTHONHOME" not in env
    assert (env["PYTHONPATH"], env["PIP_USER"]) == (str(door.ROOT), "0")


@pytest.fixture(scope="module")
def started(awkward: Path) -> Callable[..., subprocess.Popen[str]]:
    """The real thing in an awkward folder; nothing to install, so no network is needed, and no uv."""
    home = awkward / "copie binôme"
    (home / "ui").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", home / "run.py")
    (home / "requirements.txt").write_text("# nothing\n")
    (home / "ui" / "__init__.py").touch()
    (home / "ui" / "cli.py").write_text(CLI)
    desk = awkward / "bureau"
    desk.mkdir()
    (desk / "sys_path_trap.py").touch()
    (desk / "ui.py").write_text("raise SystemExit('the working directory came first')")

    def start(*words: str) -> subprocess.Popen[str]:
        env: dict[str, Any] = {**os.environ, "PATH": os.defpath}
        return subprocess.Popen(
            [sys.executable, str(home / "run.py"), *words],
            cwd=desk,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    return start


def test_for_real(started: Callable[..., subprocess.Popen[str]], awkward: Path) -> None:
    first = started("import", "factures été.txt")
    out, err = first.communicate(timeout=120)
    assert out.split() == f"['import', 'factures été.txt'] {awkward / 'bureau'} 1".split()
    assert err.splitlines()[0].startswith("Premier démarrage")
    assert first.returncode == 0

    began = time.perf_counter()
    second = started("exit", "3")
    assert second.communicate(timeout=30) == ("", "")
    assert second.returncode == 3
    assert time.perf_counter() - began < 1

    home = awkward / "copie binôme"
    assert {entry.name for entry in home.iterdir()} == {".venv", "requirements.txt", "run.py", "ui"}


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C needs a console there")
def test_ctrl_c_reaches_the_words_and_their_status_comes_back(
    started: Callable[..., subprocess.Popen[str]],
) -> None:
    waiting = started("wait")
    assert waiting.stdout is not None
    assert waiting.stdout.readline()
    waiting.send_signal(signal.SIGINT)
    _, err = waiting.communicate(timeout=10)
    assert waiting.returncode == 7
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "variable", "shared"),
    [
        ([], "", False),
        (["import", "shared.toml"], "", False),
        (["--shared", "x.toml"], "", True),
        (["--port", "8501", "--shared=x.toml"], "", True),
        ([], "x.toml", True),
    ],
)
def test_what_signs_people_in_is_installed_only_where_it_is_asked_for(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, words: list[str], variable: str, shared: bool
) -> None:
    monkeypatch.setenv("BINOME_SHARED", variable)
    assert door.is_shared(words) == shared
