"""Working folders: gone with their work, or at the next start when it was killed; never another program's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.scratch import SCRATCH, scratch, sweep
from tests.doorstep.conftest import ROOT

HELD = """
import sys, time
from pathlib import Path
from data.scratch import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "narratives.tmp").write_text("secret")
    print(folder, flush=True)
    time.sleep(60)
"""


def test_a_working_folder_is_private_and_goes_with_its_work(tmp_path: Path):
    before = os.umask(0)
    try:
        with scratch(tmp_path) as folder:
            assert folder.stat().st_mode & 0o777 == 0o700
            assert sweep(tmp_path) == []
        assert list(tmp_path.iterdir()) == []
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_the_folder_of_a_killed_program_goes_at_the_next_start_and_that_of_a_living_one_stays(tmp_path: Path):
    started = [
        subprocess.Popen([sys.executable, "-c", HELD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    folders = [Path(str(one.stdout.readline()).strip()) for one in started if one.stdout]
    assert sweep(tmp_path) == []
    started[0].kill()
    started[0].wait()
    assert sweep(tmp_path) == [folders[0]]
    assert [path.name for path in tmp_path.iterdir()] == [folders[1].name]
    started[1].terminate()
    started[1].wait()


def test_a_folder_without_a_lock_is_left_for_a_day(tmp_path: Path):
    fresh, old = tmp_path / f"{SCRATCH}fresh", tmp_path / f"{SCRATCH}old"
    fresh.mkdir()
    old.mkdir()
    day_before_yesterday = time.time() - 2 * 24 * 3600
    os.utime(old, (day_before_yesterday, day_before_yesterday))
    assert sweep(tmp_path) == [old]
