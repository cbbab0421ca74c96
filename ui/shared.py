"""The dashboard shared on an intranet: who may come in and through which address, read from one private file.

Standard library only: the launcher reads it before anything is loaded. Nothing here is used on a laptop, where one
reader has every right on 127.0.0.1.
"""

from __future__ import annotations

import importlib.util
import os
import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from data.role import Role

VARIABLE: Final = "BINOME_SHARED"
CALLBACK: Final = "/oauth2callback"
SHORTEST: Final = 32  # characters of the cookie secret
SAMPLE: Final = "replace-this-by-the-answer-of-openssl-rand-base64-48"
NEEDED: Final = ("authlib", "httpx", "itsdangerous")
_KEYS: Final = {"address", "cookie_secret", "provider", "people"}
_PROVIDER: Final = {"metadata", "client_id", "client_secret"}
_PERSON: Final = {"iss", "sub", "role"}
_LOCAL: Final = ("localhost", "127.0.0.1")
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?")


class SharedError(Exception):
    """Why the dashboard is not shared, and what to do about it, in French and in English."""

    def __init__(self, fr: str, en: str) -> None:
        self.fr, self.en = re.sub(r" (?=[;!?])", "\u202f", re.sub(r" (?=[:»])|(?<=«) ", "\u00a0", fr)), en
        super().__init__(f"{self.fr}\n{self.en}")


@dataclass(frozen=True)
class Shared:
    """One checked file: the public address, the identity provider, and who has which role."""

    address: str
    cookie_secret: str
    metadata: str
    client_id: str
    client_secret: str
    people: dict[tuple[str, str], Role]

    @property
    def host(self) -> str:
        """The only name to which the dashboard answers, as browsers write it."""
        return urlsplit(self.address).netloc

    @property
    def name(self) -> str:
        """That name without its port."""
        return self.host.partition(":")[0]

    @property
    def secure(self) -> bool:
        """Whether it is reached by https: always, but for trials on this machine."""
        return self.address.startswith("https:")

    @property
    def settings(self) -> dict[str, object]:
        """What differs from a laptop: it answers to its public name, and believes no header about who somebody is."""
        return {"server.allowedHosts": (self.name,), "server.trustedUserHeaders": {}}

    @property
    def auth(self) -> dict[str, Any]:
        """What Streamlit is told of the provider: it asks who somebody is, neither their e-mail nor their name."""
        return {
            "redirect_uri": self.address + CALLBACK,
            "cookie_secret": self.cookie_secret,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "server_metadata_url": self.metadata,
            "client_kwargs": {"scope": "openid", "prompt": "select_account"},
        }


def configured() -> Path | None:
    """Return the file that the dashboard is shared by; None on a laptop."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def load(path: Path) -> Shared:
    """Read and check the file.

    Raises:
        SharedError: it is missing, readable by others, incomplete or unsafe; the sentence says what to change.
    """
    written = _read(path)
    _refuse_unknown(path, "", written, _KEYS)
    provider = written.get("provider")
    if not isinstance(provider, dict):
        raise _missing(path, "[provider]")
    _refuse_unknown(path, "[provider] ", provider, _PROVIDER)
    return Shared(
        address=_address(path, _text(path, written, "address")),
        cookie_secret=_secret(path, written.get("cookie_secret")),
        metadata=_encrypted(path, "metadata", _text(path, provider, "metadata")),
        client_id=_text(path, provider, "client_id"),
        client_secret=_text(path, provider, "client_secret"),
        people=_people(path, written.get("people")),
    )


def checked(path: Path) -> Shared:
    """Read the file, then look whether all that signing in takes is installed.

    Raises:
        SharedError: as `load`, or something is not installed.
    """
    found = load(path)
    if missing := lacking():
        raise missing
    return found


def lacking() -> SharedError | None:
    """Say what is not installed; None when everything is there."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    names = ", ".join(missing)
    return SharedError(
        f"Le partage demande des composants qui ne sont pas installés ({names}). Lancez "
        "« python run.py --shared FICHIER », qui les installe, ou installez requirements-intranet.txt.",
        f"Sharing needs components that are not installed ({names}). Start “python run.py --shared FILE”, which "
        "installs them, or install requirements-intranet.txt.",
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        private = os.name == "nt" or not stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SharedError(
            f"Le fichier de partage {path} ne se laisse pas lire ({error.strerror}). Donnez le chemin d'un fichier "
            "que ce compte peut lire ; docs/intranet.fr.md en montre un.",
            f"The sharing file {path} cannot be read ({error.strerror}). Give the path of a file that this account "
            "can read; docs/intranet.en.md shows one.",
        ) from error
    except ValueError as error:  # neither TOML nor UTF-8; the error would quote a secret
        raise SharedError(
            f"Le fichier de partage {path} n'est pas du TOML en UTF-8. Comparez-le à celui de docs/intranet.fr.md.",
            f"The sharing file {path} is not TOML in UTF-8. Compare it with the one in docs/intranet.en.md.",
        ) from error
    if not private:
        raise SharedError(
            f"Le fichier de partage {path} contient des secrets et d'autres comptes peuvent le lire. "
            f"Réservez-le : chmod 600 {path}",
            f"The sharing file {path} holds secrets and other accounts can read it. Keep it: chmod 600 {path}",
        )
    return written


def _refuse_unknown(path: Path, where: str, written: dict[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(written) - known):
        names, expected = ", ".join(unknown), ", ".join(sorted(known))
        raise SharedError(
            f"Le fichier de partage {path} a des entrées inconnues : {where}{names}. Entrées connues : {expected}.",
            f"The sharing file {path} has unknown entries: {where}{names}. Known entries: {expected}.",
        )


def _missing(path: Path, name: str) -> SharedError:
    return SharedError(
        f"Il manque {name} dans le fichier de partage {path}. Ajoutez-le ; docs/intranet.fr.md dit ce qu'il contient.",
        f"{name} is missing from the sharing file {path}. Add it; docs/intranet.en.md says what it holds.",
    )


def _text(path: Path, written: dict[str, Any], name: str) -> str:
    value = written.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _missing(path, name)
    return value.strip()


def _encrypted(path: Path, name: str, address: str) -> str:
    """Refuse an address that is not https; this machine's own may be http, for trials."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL):
        return address
    raise SharedError(
        f"{name} doit commencer par https:// dans le fichier de partage {path} (http:// n'est admis que pour "
        f"localhost, en essai). Lu : {address}",
        f"{name} must begin with https:// in the sharing file {path} (http:// is for trials on localhost only). "
        f"Seen: {address}",
    )


def _address(path: Path, address: str) -> str:
    parts = urlsplit(_encrypted(path, "address", address.rstrip("/")))
    if not _HOST.fullmatch(parts.netloc) or parts.path or parts.query or parts.fragment:
        raise SharedError(
            f"address doit être un nom d'hôte en minuscules, sans chemin, comme https://binome.exemple.fr, dans le "
            f"fichier de partage {path}. Lu : {address}",
            f"address must be a host name in lower case, without a path, as https://binome.example.org, in the "
            f"sharing file {path}. Seen: {address}",
        )
    return f"{parts.scheme}://{parts.netloc}"


def _secret(path: Path, secret: object) -> str:
    """Refuse a secret that somebody could guess; it is never repeated in a sentence."""
    if isinstance(secret, str) and len(secret) >= SHORTEST and secret != SAMPLE and len(set(secret)) >= SHORTEST // 4:
        return secret
    raise SharedError(
        f"cookie_secret est absent, trop court (moins de {SHORTEST} caractères), répétitif, ou celui de l'exemple, "
        f"dans le fichier de partage {path}. Avec lui, n'importe qui pourrait se faire passer pour quelqu'un. "
        "Mettez-y la réponse de : openssl rand -base64 48",
        f"cookie_secret is absent, too short (less than {SHORTEST} characters), repetitive, or the sample one, in the "
        f"sharing file {path}. With it, anybody could pass for somebody. Put there the answer of: "
        "openssl rand -base64 48",
    )


def _people(path: Path, written: object) -> dict[tuple[str, str], Role]:
    if not isinstance(written, list) or not written:
        raise _missing(path, "[[people]]")
    people: dict[tuple[str, str], Role] = {}
    for person in written:
        if not isinstance(person, dict):
            raise _missing(path, "[[people]]")
        _refuse_unknown(path, "[[people]] ", person, _PERSON)
        role, who = _text(path, person, "role"), (_text(path, person, "iss"), _text(path, person, "sub"))
        if role not in {*Role}:
            known = ", ".join(Role)
            raise SharedError(
                f"Le rôle « {role} » n'existe pas (fichier de partage {path}). Rôles : {known}.",
                f"There is no role “{role}” (sharing file {path}). Roles: {known}.",
            )
        if who in people:
            raise SharedError(
                f"La même personne figure deux fois dans le fichier de partage {path} (sub {who[1]}). N'en gardez "
                "qu'une.",
                f"The same person stands twice in the sharing file {path} (sub {who[1]}). Keep one entry.",
            )
        people[who] = Role(role)
    return people
