"""The registry: every property and promise, its bar, and the tests that hold it (properties.toml, read strictly)."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
IDS = (*(f"2.{number}" for number in range(1, 24)), *(f"P{number}" for number in range(1, 28)))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Property(_Strict):
    """One promise. Without `unheld`, every test named here was run and passed, or there is no page."""

    id: str
    title: str
    bar: str
    elsewhere: str = ""
    """What other programs were measured at, or published."""
    case: str = "tests"
    """What one case of these tests is, where they count nothing themselves."""
    tests: tuple[str, ...] = ()
    long: tuple[str, ...] = ()
    """Tests left out of a usual run (`-m slow`): their last run is kept in long.json."""
    partly: str = ""
    """What of the bar these tests do not show."""
    unheld: str = ""
    """Why the promise is not held."""


class Oracle(_Strict):
    """One way of knowing the right answer that shares no code with what it judges."""

    title: str
    tests: tuple[str, ...]
    case: str


class Registry(_Strict):
    """All of it."""

    property: tuple[Property, ...]
    oracle: tuple[Oracle, ...]
    uncovered: tuple[str, ...] = Field(min_length=1)

    def named(self) -> set[str]:
        """Return every test that is named, each once."""
        found = {test for one in (*self.property, *self.oracle) for test in one.tests}
        return found | {test for one in self.property for test in one.long}


def load(path: Path = FOLDER / "properties.toml") -> Registry:
    """Read the registry; a key of another name is an error."""
    return Registry.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
