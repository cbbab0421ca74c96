"""The scorecard on screen: weights in sight, marks that add up, ranks and how firm they are; two firms side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from kpi import catalogue
from kpi.model import Text
from kpi.scorecard import PILLARS, flip
from report import words
from report.review import scorecards
from report.review.sections import quality
from report.tables import Column, Table
from ui import table
from ui.reader import lang, plain, t
from ui.review import opened

if TYPE_CHECKING:
    from kpi.scorecard import Card, Indicator
    from kpi.weighting import Flip
    from report.review.brief import Brief
    from report.tables import Value
    from ui.review.opened import Opened


def show(one: Opened) -> None:
    """Show the weights, the firms on one segment, the detail of one of them, then two of them against each other."""
    _weights(one)
    brief = one.brief()
    kinds = [kind for kind in one.view.choices.matter_types if kind is not None]
    segment = st.selectbox(
        t("Segment (ne comparer que des cabinets du même type de dossier)", "Segment (compare like with like)"),
        ["", *kinds],
        key=f"{one.key}-segment",
        format_func=lambda kind: kind or t("Tous les types", "All types"),
    )
    try:
        cards = scorecards.cards(brief, segment or None)
    except LookupError:  # the book holds the whole panel: a segment is asked of the store as it is
        st.caption(t("Segment non gelé : chiffres du jour.", "Segment not frozen: today's figures."))
        cards = scorecards.cards(one.brief(live=True), segment or None)
    if not cards:
        st.info(t("Aucun cabinet n'a facturé sur ce segment.", "No firm billed on this segment."))
        return
    _detail(brief, _firms(one, brief, cards, segment), one.key)
    if len(cards) > 1:
        _against(one, brief, cards)


def _weights(one: Opened) -> None:
    """Show the weights of the pillars, to be changed in front of everybody."""
    usual = scorecards.weights(one.plan)
    with st.container(horizontal=True):
        for pillar in PILLARS:
            st.slider(
                quality.PILLAR[pillar](lang()),
                0,
                100,
                int(usual[pillar]),
                5,
                key=f"{one.key}-weight-{pillar}",
                on_change=_weigh,
                args=(one.number, one.key),
                disabled=one.closed,
            )
    st.caption(
        t(
            "Poids des piliers, en points, ramenés à 100. Chaque indicateur est noté en ligne droite entre son "
            "plancher (0) et sa cible (100). Ce qui manque baisse la couverture, pas la note.",
            "Weights of the pillars, in points, brought to 100. Each indicator is marked in a straight line between "
            "its floor (0) and its target (100). What is missing lowers the coverage, not the mark.",
        )
    )


def _weigh(number: int, key: str) -> None:
    chosen = {pillar: Decimal(st.session_state[f"{key}-weight-{pillar}"]) for pillar in PILLARS}
    opened.revise(number, lambda plan: plan.model_copy(update={"pillar_weights": chosen}))


def _firms(one: Opened, brief: Brief, cards: list[Card], segment: str) -> Card:
    """List the firms, the best first; return the one whose detail is shown."""
    shown = quality.ranking(brief, cards)
    st.caption(
        t("Choisir un cabinet pour voir d'où vient son total.", "Choose a firm to see where its total comes from.")
    )
    chosen = table.show(shown, f"{one.key}-cards-{segment}-{hash(one.review.plan)}", pick=True)
    firm = one.review.firm_id if chosen is None else shown.rows[chosen]["firm_id"]
    return next((card for card in cards if card.firm == firm), cards[0])


def _detail(brief: Brief, card: Card, key: str) -> None:
    """Show every mark, and that they add up to the total."""
    st.markdown("**" + plain(brief.label("firm", card.firm)) + "**")
    rows: list[dict[str, Value]] = [quality.mark(brief, mark) for mark in card.marks]
    table.show(Table(Text("Notes", "Marks"), quality.MARKS, rows), f"{key}-marks-{card.firm}")
    total = words.number(card.total, lang(), 1)
    st.caption(
        plain(
            t(
                f"Total : {total} = somme des apports ; couverture {words.percent(card.coverage, 'fr')}.",
                f"Total: {total} = sum of what each brings; coverage {words.percent(card.coverage, 'en')}.",
            )
            if card.total is not None
            else t("Moins de trois indicateurs : pas de total.", "Fewer than three indicators: no total.")
        )
    )


def _named(indicator: Indicator) -> str:
    return catalogue()[indicator.kpi].title(lang())


def _against(one: Opened, brief: Brief, cards: list[Card]) -> None:
    """Put two firms side by side on the same segment, and say what it would take to swap them."""
    st.header(t("Arbitrage : deux cabinets face à face", "Arbitration: two firms side by side"), anchor=False)
    by_firm = {card.firm: card for card in cards}
    sides = st.columns(2)
    picked = [
        side.selectbox(
            label,
            list(by_firm),
            index=place,
            key=f"{one.key}-against-{place}",
            format_func=lambda firm: brief.label("firm", firm),
        )
        for place, (side, label) in enumerate(
            zip(sides, (t("À gauche", "On the left"), t("À droite", "On the right")), strict=True)
        )
    ]
    first, second = (by_firm[firm] for firm in picked)
    if first.firm == second.firm:
        st.caption(t("Choisir deux cabinets différents.", "Choose two different firms."))
        return
    names = [brief.label("firm", card.firm) for card in (first, second)]
    columns = (
        Column("what", Text("Indicateur", "Indicator")),
        Column("left", Text(names[0], names[0])),
        Column("right", Text(names[1], names[1])),
    )
    rows: list[dict[str, Value]] = [
        {
            "what": _named(left.indicator),
            "left": quality.mark(brief, left)["value"],
            "right": quality.mark(brief, right)["value"],
        }
        for left, right in zip(first.marks, second.marks, strict=True)
    ]
    rows += [
        {
            "what": quality.PILLAR[p](lang()),
            **{
                side: words.number(card.pillars[p], lang()) + " / 100"
                for side, card in (("left", first), ("right", second))
            },
        }
        for p in PILLARS
    ]
    rows.append(
        {
            "what": t("Total", "Total"),
            "left": words.number(first.total, lang(), 1),
            "right": words.number(second.total, lang(), 1),
        }
    )
    table.show(
        Table(Text("Arbitrage", "Arbitration"), columns, rows), f"{one.key}-arbitration-{first.firm}-{second.firm}"
    )
    st.caption(plain(_swap(flip(first, second))))


def _swap(found: Flip | None) -> str:
    if found is None:
        return t(
            "Aucun changement d'un seul poids n'inverse ces deux cabinets.", "No change of a single weight swaps them."
        )
    pillar, moved = quality.PILLAR[found.weight](lang()), words.number(abs(found.points), lang(), 1)
    way = t("de plus", "more") if found.points > 0 else t("de moins", "less")
    level = words.number(found.level_at, lang(), 1)
    return t(
        f"Avec {moved} points {way} sur « {pillar} » (poids {level}), les deux cabinets sont à égalité ; au-delà ils "
        "s'inversent.",
        f"With {moved} points {way} on “{pillar}” (weight {level}) the two firms are level; beyond, they swap.",
    )
