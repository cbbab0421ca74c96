"""The example of a proxy: what it must say, and, where nginx is there, that it works."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from tests.access.conftest import sharing
from tests.dashboard import port_of_its_own
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


def prepared(folder: Path, own: str) -> list[str]:
    """Write the example, changed for here, with a certificate of its own; return the words that start nginx on it."""
    nginx, openssl = (shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin") for name in ("nginx", "openssl"))
    if nginx is None or openssl is None:
        pytest.skip("no nginx on this machine")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=binome.example.org", "-days", "1",
         "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")],
        capture_output=True, check=True,
    )  # fmt: skip
    own = own.replace("/etc/ssl/binome", str(folder)).replace("/var/log/nginx", str(folder))
    (folder / "binome.conf").write_text(own, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    apart = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)  # whoever runs the tests may write there
    events = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} "
    whole = f"{events}http {{ {apart}include {folder}/binome.conf; }}"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return [nginx, "-c", str(folder / "nginx.conf")]


def test_nginx_can_read_it(tmp_path: Path) -> None:
    heard = subprocess.run([*prepared(tmp_path, EXAMPLE), "-t"], capture_output=True, text=True, check=False)
    assert heard.returncode == 0, heard.stderr


@pytest.mark.browser
def test_somebody_signs_in_through_it(
    kept: Path, tmp_path: Path, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> None:
    """By https, in a browser that takes the host name for this machine: sign-in, socket, cookies, a file, the log."""
    door = port_of_its_own()
    host = f"https://binome.example.org:{door}"
    with sharing(kept, tmp_path, host) as shared:
        own = EXAMPLE.replace("listen 443", f"listen 127.0.0.1:{door}").replace(
            "127.0.0.1:8501", f"127.0.0.1:{shared.port}"
        )
        proxy = subprocess.Popen(prepared(tmp_path, own), stderr=subprocess.DEVNULL)
        resolved = "--host-resolver-rules=MAP binome.example.org 127.0.0.1"
        options = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], resolved]}
        browser = browser_type.launch(**options)
        try:
            context = browser.new_context(locale="fr-FR", ignore_https_errors=True)
            page = context.new_page()
            shared.issuer.next_sub = "sub-buyer"
            answer = page.goto(f"{host}/costs?lang=fr&period=2026-T3")
            page.get_by_role("button", name="Se connecter").click()
            expect(page.get_by_test_id("stMain")).to_contain_text("Dépense", timeout=60_000)
            with page.expect_download() as awaited:
                page.get_by_role("button", name="CSV", exact=True).first.click()
            assert awaited.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
            assert {cookie["name"]: cookie["secure"] for cookie in context.cookies()} == {
                "_streamlit_user": True, "_streamlit_user_tokens": True, "_streamlit_xsrf": True,
            }  # fmt: skip
        finally:
            browser.close()
            proxy.terminate()
            proxy.wait(timeout=20)
    assert answer is not None
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["cache-control"] == "no-store"
    log = (tmp_path / "binome.log").read_text(encoding="utf-8")
    assert '"GET /costs" 200' in log
    assert not re.search(r"period|lang=|code=|state=", log)
