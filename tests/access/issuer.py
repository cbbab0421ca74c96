"""An identity provider of our own, on this machine: authorization code with PKCE (S256), tokens signed with RS256."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "binome", "secret-of-the-client"


class Issuer:
    """Signs in whoever `next_sub` names, for `lasts` seconds, without asking anything."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, parameters={"kid": "k1", "use": "sig", "alg": "RS256"})
        self.next_sub, self.lasts = "", 3600
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answer", (_Answer,), {"issuer": self}))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def iss(self) -> str:
        return f"http://localhost:{self.server.server_port}"

    @property
    def metadata(self) -> str:
        return f"{self.iss}/.well-known/openid-configuration"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.iss,
            "authorization_endpoint": f"{self.iss}/authorize",
            "token_endpoint": f"{self.iss}/token",
            "jwks_uri": f"{self.iss}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Remember what was asked, and return where the browser goes back with a code."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "sub": self.next_sub}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str], authorization: str) -> dict[str, Any]:
        """Exchange a code, once, for a signed token; only to our client, with the verifier of its challenge."""
        asked = self.codes.pop(given["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=")
        if challenge.decode() != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            raise PermissionError("code_verifier")
        if base64.b64decode(authorization.removeprefix("Basic ")).decode() != f"{CLIENT}:{SECRET}":
            raise PermissionError("client")
        now = int(time.time())
        said = {
            "iss": self.iss, "sub": asked["sub"], "aud": CLIENT, "iat": now, "exp": now + self.lasts,
            "nonce": asked["nonce"], "email": "legal@example.org",
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "k1"}, said, self.key)
        return {"access_token": "none", "token_type": "Bearer", "expires_in": self.lasts, "id_token": token}


class _Answer(BaseHTTPRequestHandler):
    issuer: Issuer

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            self.send_response(302)
            self.send_header("Location", self.issuer.authorize(asked))
            self.end_headers()
        elif address.path == "/keys":
            self._say({"keys": [self.issuer.key.as_dict(private=False)]})
        else:
            self._say(self.issuer.described())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        self._say(self.issuer.token(given, self.headers.get("authorization", "")))

    def _say(self, answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — as it is called
        """Say nothing."""
