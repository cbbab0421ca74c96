"""How the cells of a table are written, as found, with why: each option correctable."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.mapping.fields import CONSTANTS, FIELDS, MEANINGS
from data.mapping.recognition import values_of
from kpi.model import Text
from report import words
from ui import importing
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping as Given
    from collections.abc import Sequence

    from data.mapping.model import Mapping
    from data.mapping.sketch import Proposal

_MARKS: Final = {",": Text("virgule : 1 234,56", "comma: 1 234,56"), ".": Text("point : 1,234.56", "point: 1,234.56")}
_ORDERS: Final = {
    "dmy": Text("jour, mois, année", "day, month, year"),
    "mdy": Text("mois, jour, année", "month, day, year"),
}
_BASES: Final = {"ht": Text("hors taxes (HT)", "without VAT"), "ttc": Text("toutes taxes comprises (TTC)", "with VAT")}
_SIGNS: Final = {
    "negative": Text("montants négatifs", "negative amounts"),
    "inverted": Text("montants positifs, factures en négatif", "positive amounts, invoices negative"),
    "kind": Text("le type de pièce", "the kind of document"),
    "side": Text("une colonne débit ou crédit", "a debit or credit column"),
    "debit_credit": Text("deux colonnes, débit et crédit", "two columns, debit and credit"),
}
_RATES: Final = ("", "0.2", "0.1", "0.055", "0.021", "0")
_WHOLE: Final = ("0.2", "0.1", "0")
WORDS: Final = {
    "": Text("— à dire —", "— to be said —"),
    "invoice": Text("facture", "invoice"),
    "credit_note": Text("avoir", "credit note"),
    "prepayment": Text("provision", "prepayment"),
    "F": Text("honoraires", "fees"),
    "E": Text("frais", "expenses"),
    "IF": Text("remise ou forfait", "discount or lump sum"),
    "IE": Text("ajustement de frais", "adjustment of expenses"),
    "leave_out": Text("pas une facture : à laisser", "no invoice: leave out"),
}
_CHANNELS: Final = ("", "platform", "edi", "portal", "pdf", "paper")


def show(found: Proposal, mapping: Mapping, columns: Given[str, str], data: bytes, key: str) -> dict[str, Any]:
    """Show the options, and return them as chosen."""
    st.markdown("**" + t("Comment les cellules sont écrites", "How cells are written") + "**")
    reasons = dict(found.reasons)
    given: dict[str, Any] = {"accounts": (), "several_rows": False}
    left, middle, right = st.columns(3)
    with left:
        given["decimal"] = _choice(
            t("Marque décimale", "Decimal mark"), _MARKS, mapping.decimal, reasons.get("decimal"), key
        )
        given["basis"] = _choice(t("Montants", "Amounts"), _BASES, mapping.basis, reasons.get("basis"), key)
    with middle:
        given["dates"] = _choice(
            t("Ordre des dates", "Order of dates"), _ORDERS, mapping.dates, reasons.get("dates"), key
        )
        rate = st.selectbox(
            t("TVA des lignes qui ne la disent pas", "VAT of lines that do not say it"), _RATES, key=f"{key}-rate",
            format_func={rate: _rate(rate) for rate in _RATES}.__getitem__,
        )  # fmt: skip
        given["vat_rate"] = Decimal(rate) if rate else None
    with right:
        given["sign"] = _choice(
            t("Un avoir se reconnaît à", "A credit note is told by"), _SIGNS, mapping.sign, reasons.get("sign"), key
        )
        if mapping.target == "invoices":
            given["several_rows"] = st.checkbox(
                t("Plusieurs lignes par facture", "Several lines per invoice"),
                value=mapping.several_rows, key=f"{key}-several",
                help=t("Leurs montants s'additionnent.", "Their amounts add up."),
            )  # fmt: skip
        if "account" in columns:
            text = st.text_input(
                t("Garder les comptes qui commencent par", "Keep the accounts that begin with"),
                ", ".join(mapping.accounts), key=f"{key}-accounts",
            )  # fmt: skip
            given["accounts"] = tuple(one.strip() for one in text.split(",") if one.strip())
    given["constants"] = _constants(mapping, columns, key)
    given["values"] = _values(mapping, columns, data, key)
    for name in ("encoding", "separator"):
        given[name] = getattr(mapping, name)
    return given


def _rate(rate: str) -> str:
    return words.percent(Decimal(rate), lang(), 0 if rate in _WHOLE else 1) if rate else t("— aucune —", "— none —")


def _choice(label: str, choices: Given[str, Text], proposed: str, why: Text | None, key: str) -> str:
    names = list(choices)
    chosen = st.selectbox(
        label, names, index=names.index(proposed), key=f"{key}-{names[0]}-{len(names)}",
        format_func={name: said(lang()) for name, said in choices.items()}.__getitem__,
    )  # fmt: skip
    if why and chosen == proposed:
        st.caption(plain(why(lang())))
    return chosen


def _constants(mapping: Mapping, columns: Given[str, str], key: str) -> dict[str, str]:
    """Ask for what no column says and holds for every row."""
    absent = [name for name in CONSTANTS[mapping.target] if name not in columns]
    if not absent:
        return {}
    st.markdown("**" + t("Ce qu'aucune colonne ne dit", "What no column says") + "**")
    places = st.columns(min(3, len(absent)))
    found: dict[str, str] = {}
    for place, name in enumerate(absent):
        title = FIELDS[mapping.target][name].title(lang())
        with places[place % len(places)]:
            if name == "currency":
                codes: Sequence[str] = ["", *importing.currencies()]
                value = st.selectbox(title, codes, key=f"{key}-constant-{name}", format_func=lambda one: one or "—")
            elif name == "channel":
                value = st.selectbox(
                    title, _CHANNELS, key=f"{key}-constant-{name}",
                    format_func={one: words.code("channel", one or "unknown", lang()) for one in _CHANNELS}.__getitem__,
                )  # fmt: skip
            else:
                value = st.text_input(title, key=f"{key}-constant-{name}").strip()
        if value:
            found[name] = value
    return found


def _values(mapping: Mapping, columns: Given[str, str], data: bytes, key: str) -> dict[str, dict[str, str]]:
    """Ask what the values of a kind or of a side mean."""
    found: dict[str, dict[str, str]] = {}
    allowed = {"kind": MEANINGS[mapping.target], "side": ("invoice", "credit_note")}
    for field, meanings in allowed.items():
        if field not in columns:
            continue
        heading = columns[field]
        st.markdown("**" + plain(t(f"Ce que veut dire « {heading} »", f"What “{heading}” means")) + "**")
        known = values_of(data, mapping, heading, field)
        places = st.columns(3)
        found[field] = {}
        for place, (value, proposed) in enumerate(known.items()):
            choices = ["", *meanings]
            with places[place % 3]:
                chosen = st.selectbox(
                    plain(value), choices, index=choices.index(proposed), key=f"{key}-{field}-{heading}-{place}",
                    format_func={name: said(lang()) for name, said in WORDS.items()}.__getitem__,
                )  # fmt: skip
            if chosen:
                found[field][value] = chosen
    return found
