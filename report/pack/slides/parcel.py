"""The file itself: the same slides give the same bytes, whoever writes them and whenever."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Final

_FIRST_YEAR: Final = 1980  # a zip archive knows no earlier date


def sealed(content: bytes, made_on: dt.date) -> bytes:
    """Write an archive again with one date on all its parts: not the hour, not the machine of the writer."""
    out, stamp = io.BytesIO(), (max(made_on.year, _FIRST_YEAR), made_on.month, made_on.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return out.getvalue()
