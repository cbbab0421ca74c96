"""An error of the program says where it happened, and nothing of what it was about."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.doorstep.conftest import ROOT

LOGGED = """
import logging
from ui import discreet
discreet.keep()
def reading(line):
    try:
        int(line)
    except ValueError as error:
        raise KeyError(line) from error
try:
    reading("CANARY narrative")
except KeyError as error:
    logging.getLogger("other").error("read %s", error)
    {how}
"""
BY_STREAMLIT = "from streamlit.error_util import _log_uncaught_app_exception as log; log(error)"
BY_LOGGING = "logging.getLogger('x').exception('wrong'); logging.getLogger('x').error(error)"


@pytest.mark.parametrize("how", [BY_STREAMLIT, BY_LOGGING, "raise"])
def test_no_log_and_no_last_word_quotes_a_value(how: str):
    done = subprocess.run(
        [sys.executable, "-c", LOGGED.format(how=how)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "CANARY" not in done.stdout + done.stderr
    assert "KeyError" in done.stderr
    if how == "raise":
        assert (done.returncode, "Erreur inattendue de Binôme" in done.stderr) == (1, True)
    else:
        assert "builtins.ValueError" in done.stderr
        assert "in reading" in done.stderr
