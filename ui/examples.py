"""The worked example of a figure: a ledger small enough to check by hand, and what each reading of it must give."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kpi.model import Text, ratio
from report import tables, words
from report.tables import Column, Table
from report.terms import DETAILS
from ui import table
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Kpi

_LEDGERS: Final[Mapping[str, Text]] = {
    "spend": Text("Factures, par dossier", "Invoices, by matter"),
    "instructions": Text("Missions (cabinet × dossier)", "Instructions (firm × matter)"),
    "panel": Text("Panel", "Panel"),
    "budgets": Text("Budgets approuvés", "Approved budgets"),
    "matters": Text("Dossiers", "Matters"),
    "time": Text("Lignes d'honoraires", "Fee lines"),
    "rated": Text("Lignes d'honoraires et taux convenus", "Fee lines and agreed rates"),
    "delays": Text("Lignes d'honoraires", "Fee lines"),
    "settlements": Text("Factures du registre", "Invoices of the register"),
    "surveys": Text("Réponses à l'enquête", "Answers to the survey"),
    "contracts": Text("Contrats notifiés", "Contracts notified"),
}
_TITLES: Final[Mapping[str, Text]] = {
    "position": Text("Rang", "Rank"),
    "house": Text("Cabinet ou groupe", "Firm or group"),
    "firm_kind": Text("Prestataire", "Provider"),
    "has_lines": Text("Lignes lisibles", "Lines readable"),
    "in_register": Text("Au registre", "In the register"),
    "final_billed": Text("Facturation finale", "Final billing"),
    "umbrella": Text("Dossier-cadre", "Umbrella matter"),
    "flat": Text("Forfait ou remise", "Flat fee or discount"),
    "hourly": Text("Au temps passé", "By the hour"),
    "euros_per_unit": Text("Cours en euros", "Euros per unit"),
    "discount": Text("Dont remise de facture", "Of which invoice discount"),
    "billed": Text("Facturé HT", "Billed (net)"),
}
_RESULTS: Final[Mapping[str, Text]] = {
    "reading": Text("Lecture", "Reading"),
    "value": Text("Résultat", "Result"),
    "numerator": Text("Numérateur", "Numerator"),
    "denominator": Text("Dénominateur", "Denominator"),
    "n": Text("n", "n"),
    "coverage": Text("Couverture", "Coverage"),
    "median": Text("Médiane", "Median"),
    "p25": Text("1er quartile", "1st quartile"),
    "p75": Text("3e quartile", "3rd quartile"),
    "p90": Text("9e décile", "9th decile"),
    "over_term": Text("Payées après plus de 30 jours", "Paid after more than 30 days"),
    "overdue": Text("En attente depuis plus de 30 jours", "Waiting for more than 30 days"),
    "promoters": Text("Recommandent", "Promoters"),
    "passives": Text("Neutres", "Passives"),
    "detractors": Text("Ne recommandent pas", "Detractors"),
    "late_budgets": Text("Régularisations", "Late budgets"),
    "spend_with_budget": Text("Dépense des dossiers budgétés", "Spend of budgeted matters"),
    "spend": Text("Dépense", "Spend"),
    "waived": Text("Avec dérogation", "Waived"),
    "on_panel": Text("Au panel", "On panel"),
}
_OPTIONS: Final[Mapping[str, Text]] = {"tolerance": Text("tolérance", "tolerance"), "by": Text("par", "by")}
_WEIGHTS: Final[Mapping[str, Text]] = {
    "count": Text("en nombre", "by count"),
    "amount": Text("en montant", "by amount"),
}


def show(kpi: Kpi) -> None:
    """Show the example of a figure: its story, its ledgers, and what each reading must give."""
    example = kpi.example
    st.markdown(plain(example.story(lang())))
    st.caption(plain(words.scope_sentence(example.scope, lang())))
    for name, rows in example.tables.items():
        st.markdown(f"**{plain(_LEDGERS[name](lang()))}**")
        _small(_in_words(table.table_of(rows)), f"example-{kpi.name}-{name}")
    st.markdown("**" + t("Ce que chaque lecture doit donner", "What each reading must give") + "**")
    _small(expected(kpi), f"expected-{kpi.name}")


def expected(kpi: Kpi) -> Table:
    """Return what the worked example must give, one row per reading and options, in words."""
    titles = {reading.name: reading.title for reading in kpi.readings}
    rows = []
    for asked, results in kpi.example.expected:
        options = [_option(name, value) for name, value in asked.items() if name != "reading"]
        given = dict(results)
        if "value" not in given and given.get("denominator"):
            given = {"value": ratio(Decimal(given["numerator"] or 0), Decimal(given["denominator"] or 0)), **given}
        said = {name: _said(kpi, name, value, asked) for name, value in given.items()}
        rows.append(
            {"reading": " · ".join([titles[asked.get("reading", kpi.default_reading)](lang()), *options]), **said}
        )
    keys = sorted({key for row in rows for key in row}, key=_order)
    columns = tuple(Column(key, _title(key)) for key in keys)
    return Table(Text("Attendu", "Expected"), columns, [{key: row.get(key) for key in keys} for row in rows])


def _title(key: str) -> Text:
    return _RESULTS.get(key) or (DETAILS[key][0] if key in DETAILS else Text(key, key))


def _order(key: str) -> tuple[int, str]:
    return (list(_RESULTS).index(key) if key in _RESULTS else len(_RESULTS), key)


def _option(name: str, value: object) -> str:
    match value:
        case Decimal():
            said = words.percent(value, lang(), 0)
        case tuple():
            said = ", ".join(words.dimension(str(key), lang()).lower() for key in value)
        case _:
            said = _WEIGHTS[str(value)](lang()) if str(value) in _WEIGHTS else str(value)
    return f"{_OPTIONS[name](lang())} {said}" if name in _OPTIONS else said


def _said(kpi: Kpi, name: str, value: Decimal | int | None, asked: Mapping[str, Any]) -> str:
    """Write one expected result in its unit."""
    exact = None if value is None else Decimal(value)
    unit = DETAILS[name][1] if name in DETAILS else None
    if name == "coverage" or unit == "ratio":
        return words.percent(exact, lang())
    if name in ("value", "median", "p25", "p75", "p90"):
        return words.show(exact, kpi.unit, lang())
    counted = kpi.parts(asked.get("reading", kpi.default_reading), asked.get("weight", "count"))
    units = dict(zip(("numerator", "denominator"), counted, strict=True))
    return words.part(exact, unit or units.get(name, "number"), lang())


def _in_words(ledger: Table) -> Table:
    """Write a ledger's amounts and days as people do: it is read, not sorted."""
    columns = tuple(Column(column.key, _TITLES.get(column.key, column.title)) for column in ledger.columns)
    return Table(ledger.title, columns, [{key: _cell(key, row[key]) for key in row} for row in ledger.rows])


def _cell(key: str, value: object) -> str | None:
    match value:
        case Decimal() if key == "hours":
            return words.part(value, "hours", lang())
        case Decimal() if key == "euros_per_unit":
            return words.number(value, lang(), 4)
        case Decimal():
            return words.money(value, lang())
        case dt.date():
            return words.day(value, lang())
        case None:
            return None
    return words.code("firm_kind", str(value), lang()) if key == "firm_kind" else str(value)


def _small(shown: Table, key: str) -> None:
    frame = tables.to_frame(shown)
    frame.columns = [column.title(lang()) for column in shown.columns]
    st.dataframe(frame, hide_index=True, width="content", key=key)
