"""The dashboard's server: opened by one call, answering this machine only, gone with its opener."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard import Opened, launch
from tests.doorstep.conftest import ROOT
from ui import start

LATE = """
found, asked = start.free_port, []
start.free_port = lambda first: found(first) if asked else asked.append(first) or first
"""


@pytest.fixture(scope="module")
def opened(house: Path) -> Iterator[Opened]:
    one = launch(house)
    yield one
    one.process.send_signal(signal.SIGINT)
    one.process.wait(timeout=20)


def gone(port: int) -> bool:
    """Whether nothing listens there any more, given a moment."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.1)
    return False


def test_the_shipped_settings_are_the_required_ones() -> None:
    assert start.differences(start.shipped_settings()) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_palettes_have_the_lengths_that_streamlit_wants(theme: str) -> None:
    colours = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"][theme]
    assert len(set(colours["chartCategoricalColors"])) == 8
    assert len(colours["chartSequentialColors"]) == len(colours["chartDivergingColors"]) == 10


@pytest.mark.parametrize("setting", start.SETTINGS)
def test_each_required_setting_is_missed_when_absent(setting: str) -> None:
    assert start.differences(lambda name: None if name == setting else start.SETTINGS[name]) == [setting]


@pytest.mark.parametrize(("lang", "lines"), [("fr", 1), ("en", 1), (None, 2)])
def test_a_changed_setting_is_refused_by_name(
    lang: str | None,
    lines: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / ".streamlit").mkdir()
    shipped = (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")
    changed = shipped.replace('address = "127.0.0.1"', 'address = "0.0.0.0"')
    (tmp_path / ".streamlit/config.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    assert start.dashboard(None, browser=False, store=tmp_path / "s", lang=lang) == 2
    heard = capsys.readouterr().out.splitlines()
    assert len(heard) == lines
    assert all("(server.address)" in line for line in heard)


def test_a_taken_port_gives_the_next_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = start.free_port(port)
    assert found is not None
    assert port < found < port + start.PORTS_TRIED


def test_a_terminal_without_a_desktop_opens_no_text_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not start.can_show_a_page()
    monkeypatch.setenv("DISPLAY", ":0")
    assert start.can_show_a_page()


def test_the_launcher_does_not_load_streamlit() -> None:
    code = "import sys, ui.start; print(sorted({'streamlit', 'pandas', 'duckdb'} & sys.modules.keys()))"
    heard = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert heard.stdout.strip() == "[]"


def test_one_line_says_where_it_is(opened: Opened) -> None:
    assert opened.lines[-1:] == [f"Binôme est ouvert\u00a0: http://127.0.0.1:{opened.port} (Ctrl-C pour le fermer)"]


def test_every_answer_carries_the_policy(opened: Opened) -> None:
    for path in ("/", "/_stcore/health", "/no/such/page", "/media/none"):
        headers = opened.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self'; script-src 'self' 'sha256-")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["localhost:{}", "127.0.0.1:{}", "[::1]:{}", "LOCALHOST"])
def test_this_machines_names_are_answered(opened: Opened, host: str) -> None:
    assert opened.get(Host=host.format(opened.port)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost@evil.example"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_other_names_and_other_pages_are_refused(opened: Opened, headers: dict[str, str]) -> None:
    assert opened.get(**headers).status == 403
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
    assert opened.get("/_stcore/stream", **upgrade, **key, **headers).status == 403


def test_what_is_downloaded_is_not_kept_by_the_browser(opened: Opened) -> None:
    assert opened.get("/media/an-export.csv").headers["cache-control"] == "no-store"


def test_it_listens_to_this_machine_only(opened: Opened) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
        try:
            route.connect(("192.0.2.1", 9))  # sends nothing: tells by which address one would leave
            address = route.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no address but its own")
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex((address, opened.port))


def test_two_dashboards_take_two_ports(opened: Opened, house: Path) -> None:
    other = launch(house, lang="en", port=opened.port)
    assert other.lines[0] == f"Port {opened.port} is already taken; Binôme takes port {other.port}."
    assert other.get().status == 200
    other.process.send_signal(signal.SIGINT)
    assert other.process.wait(timeout=20) == 0
    assert gone(other.port)
    assert opened.get().status == 200


def test_a_port_lost_at_the_last_moment_is_left_to_the_other(opened: Opened, house: Path) -> None:
    """The other one answers there, healthy, before our server finds that it cannot."""
    other = launch(house, lang="en", port=opened.port, before=LATE)
    assert other.port > opened.port
    assert other.get().headers["x-binome-launcher"] != opened.get().headers["x-binome-launcher"]
    other.process.send_signal(signal.SIGINT)
    assert other.process.wait(timeout=20) == 0


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_the_server_goes_with_the_one_who_opened_it(house: Path, name: str) -> None:
    one = launch(house, lang=None)
    one.process.send_signal(getattr(signal, name))
    assert one.process.wait(timeout=20) == (-signal.SIGKILL if name == "SIGKILL" else 0)
    assert gone(one.port)


def test_variables_of_streamlit_do_not_get_in(house: Path) -> None:
    one = launch(house, STREAMLIT_SERVER_ADDRESS="0.0.0.0", STREAMLIT_SERVER_PORT="1")  # noqa: S104 - what must not happen
    assert one.get().status == 200
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(timeout=20) == 0


def test_streamlit_run_is_refused_with_other_settings(house: Path) -> None:
    command = ["-m", "streamlit", "run", str(house / "app.py"), "--server.headless=true", "--server.port=0"]
    tried = subprocess.run(
        [sys.executable, *command, "--client.showErrorDetails=full"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert tried.returncode
    assert "(client.showErrorDetails)" in tried.stderr
    assert "Traceback" not in tried.stderr


def test_a_server_that_cannot_start_is_said(house: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(house, broken)
    (broken / "ui" / "frame.py").unlink()
    one = launch(broken)
    assert one.process.wait(timeout=30) == 2
    assert one.lines[-1:] == ["Le tableau de bord n'a pas pu démarrer, pour la raison donnée ci-dessus."]
