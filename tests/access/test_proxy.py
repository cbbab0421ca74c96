"""The example of a proxy: what it must say, and, where nginx is there, that it can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.doorstep.conftest import ROOT

EXAMPLE = (ROOT / "docs" / "intranet-nginx.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "said",
    [
        "proxy_set_header Host $http_host;",
        "proxy_set_header Upgrade $http_upgrade;",
        'proxy_set_header X-Forwarded-User "";',
        'proxy_set_header Authorization "";',
        'add_header Strict-Transport-Security "max-age=31536000" always;',
        "proxy_request_buffering off;",
        "proxy_cache off;",
        "return 444;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
    ],
)
def test_the_example_says_what_protects(said: str) -> None:
    assert said in EXAMPLE


def test_it_passes_on_to_this_machine_alone_and_answers_in_tls_alone() -> None:
    assert set(re.findall(r"proxy_pass (.*);", EXAMPLE)) == {"http://127.0.0.1:8501"}
    assert set(re.findall(r"listen (.*);", EXAMPLE)) == {"443 ssl default_server", "443 ssl"}


def test_its_log_keeps_neither_query_nor_referrer() -> None:
    (written,) = re.findall(r"log_format binome '(.*)';", EXAMPLE)
    assert "$uri" in written
    assert not re.search(r"\$(request|args|request_uri|query_string|http_\w+|is_args)\b", written)


def test_nginx_can_read_it(tmp_path: Path) -> None:
    nginx, openssl = (shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin") for name in ("nginx", "openssl"))
    if nginx is None or openssl is None:
        pytest.skip("no nginx on this machine")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=binome.example.org", "-days", "1",
         "-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")],
        capture_output=True, check=True,
    )  # fmt: skip
    own = EXAMPLE.replace("/etc/ssl/binome", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "binome.conf").write_text(own, encoding="utf-8")
    whole = (
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ include {tmp_path}/binome.conf; }}"
    )
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    heard = subprocess.run(
        [nginx, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )
    assert heard.returncode == 0, heard.stderr
