"""Figures from exported facts instead of the store: the dashboard under BINOME_ENGINE and BINOME_FACTS."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from data.facts.engine import ENGINE, FACTS, Engine, chosen
from data.listing import Choices
from kpi import catalogue
from kpi.model import Period, Scope
from report import words
from ui.asking import EARLIEST, LATEST
from ui.reader import lang, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Facts, Key


def engine() -> Engine | None:
    """Return the engine and the facts that the environment names; None when figures come from the store.

    Raises:
        StoreError: there is no such engine, or no export of facts there.
    """
    place = os.environ.get(FACTS)
    return chosen(os.environ.get(ENGINE), Path(place) if place else None)


def patience(used: Engine | None) -> AbstractContextManager[None]:
    """Say that the first answer of Spark takes a while: its session starts."""
    if used is None or used.name != "spark":
        return nullcontext()
    return st.spinner(
        t("Spark démarre : la première réponse prend une minute.", "Spark starts: its first answer takes a minute.")
    )


def choices(facts: Facts, fiscal_start: int, names: Mapping[str, Mapping[str, str]]) -> Choices:
    """Return what exported facts can be asked about: the firms, types and entities with spend, and its months."""
    always = Scope(period=Period(start=EARLIEST.date(), end=LATEST.date()), fiscal_start=fiscal_start)

    def keys(dimension: str) -> list[Key]:
        found = catalogue()["spend"].compute(facts, always.cut(dimension), "net")
        return [group.key[0] for group in found.groups]

    months = [Period.parse(key) for key in keys("month") if key]
    firms = sorted((names.get("firm", {}).get(key, key), key) for key in keys("firm") if key)
    return Choices(
        firms={key: name for name, key in firms},
        matter_types=tuple(keys("matter_type")),
        entities=tuple(keys("entity")),
        first_day=months[0].start if months else None,
        last_day=months[-1].end if months else None,
    )


def told(used: Engine, *, alone: bool) -> str:
    """Say which engine works the figures out, over which facts; and where lists come from."""
    name = {"spark": "Spark", "duckdb": "DuckDB"}[used.name]
    exports = used.lake.exports
    written = sorted(one.manifest.written_at.date() for one in exports)
    days = " – ".join(dict.fromkeys(words.day(day, lang()) for day in (written[0], written[-1])))
    many = words.count(len(exports), "export", lang())
    said = t(
        f"Chiffres calculés par {name} sur {many} de faits du {days}.",
        f"Figures worked out by {name} over {many} of facts of {days}.",
    )
    if alone:
        return (
            said
            + " "
            + t(
                "Il n'y a pas de base ici : les listes, les lignes, les noms et les objectifs restent vides.",
                "There is no store here: lists, lines, names and targets stay empty.",
            )
        )
    return said + " " + t("Les listes et les lignes viennent de la base de cet ordinateur.",
                          "Lists and lines come from the store of this computer.")  # fmt: skip
