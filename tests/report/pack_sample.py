"""A small pack with every kind of block, for the tests of the renderers: fictitious firms, invented figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kpi.model import Lang, Text
from report import words
from report.pack.model import (
    Chart,
    Edition,
    Listing,
    Missing,
    Note,
    Pack,
    Page,
    Points,
    Series,
    Tile,
    Tiles,
)
from report.tables import Column, Table

QUARTERS = ("2024-T4", "2025-T1", "2025-T2", "2025-T3", "2025-T4", "2026-T1", "2026-T2", "2026-T3")
SPEND = ("410250.00", "398000.50", "455120.10", "470333.33", "502100.00", "488250.75", "531900.20", "561234.56")
FIRMS = {"CAB-02": "Tresmaux & Associés", "CAB-04": "Bérénice Vauclair", "CAB-09": "Ostrovsky <Legal> LLP"}


def sample(lang: Lang = "fr", edition: Edition = "internal") -> Pack:
    """Return the sample, in a language and an edition."""

    def t(fr: str, en: str) -> str:
        return Text(fr, en)(lang)

    quarters = tuple(words.quarter(key, lang) for key in QUARTERS)
    scope = t("T3 2026 (du 01/07/2026 au 30/09/2026) ; montants HT", "Q3 2026 (1 Jul to 30 Sep 2026); net of tax")
    note = Note(
        t("Dépense", "Spend"),
        t("Somme des montants HT de la période.", "Sum of the net amounts of the period."),
        t("T3 2026, à la date de facture ; n = 214", "Q3 2026, at invoice date; n = 214"),
    )
    tile = Tile(
        "spend",
        t("Dépense", "Spend"),
        words.money(Decimal("561234.56"), lang),
        (
            t("+5,5 % par rapport à T2 2026", "+5.5% vs Q2 2026"),
            t("+19,3 % par rapport à T3 2025", "+19.3% vs Q3 2025"),
        ),
        t("Objectif : 500 000,00 €", "Target: €500,000.00"),
        t("Couverture : 98,2 %", "Coverage: 98.2%"),
        "bad",
    )
    tiles = Tiles(
        tuple(
            Tile(
                f"{tile.name}-{n}",
                f"{tile.title} {n}" if n else tile.title,
                tile.value,
                tile.changes,
                tile.target,
                tile.badge,
                tone,
            )
            for n, tone in enumerate(("bad", "good", "neutral", "good", "neutral", "bad", "good", "neutral"))
        )
    )
    columns = Chart(
        "columns",
        t("La dépense monte depuis un an", "Spend has risen for a year"),
        t("HT, date de facture", "Net of tax, invoice date"),
        "EUR",
        quarters,
        (Series(t("Dépense", "Spend"), tuple(map(Decimal, SPEND))),),
        QUARTERS,
        target=Decimal(500000),
        target_label=t("Objectif", "Target"),
        notes=((quarters[4], t("hausse : dossier Alpha, audience du 12/03", "rise: Alpha matter, hearing on 12 Mar")),),
        alt=t("La dépense passe de 410 k€ à 561 k€.", "Spend goes from €410k to €561k."),
    )
    rates = Chart(
        "line",
        t("Le taux de conformité recule", "Conformity falls back"),
        t("Part des dossiers", "Share of matters"),
        "ratio",
        quarters,
        (
            Series(t("Cabinet", "Firm"), tuple(Decimal(n) / 100 for n in (70, 71, 69, 72, 75, 74, 70, 66))),
            Series(
                t("Médiane du panel", "Panel median"), tuple(Decimal(n) / 100 for n in (65, 66, 66, 67, 68, 68, 69, 70))
            ),
        ),
        QUARTERS,
        target=Decimal("0.8"),
        target_label=t("Objectif", "Target"),
        partial=(quarters[-1],),
        alt=t("De 70,0 % à 66,0 %.", "From 70.0% to 66.0%."),
    )
    kinds = (t("Contentieux commercial", "Commercial litigation"), t("Droit social", "Employment"), t("Fiscal", "Tax"))
    stacked = Chart(
        "stacked",
        t("Où va la dépense ?", "Where does spend go?"),
        t("HT, par type de dossier", "Net, by matter type"),
        "EUR",
        quarters,
        tuple(
            Series(kind, tuple(Decimal(v) * share for v in SPEND), kind)
            for kind, share in zip(kinds, (Decimal("0.5"), Decimal("0.3"), Decimal("0.2")), strict=True)
        ),
        QUARTERS,
    )
    shares = Chart(
        "shares",
        t("Comment les factures arrivent-elles ?", "How do invoices arrive?"),
        t("Part des factures reçues", "Share of invoices received"),
        "ratio",
        quarters,
        (
            Series("LEDES", tuple(Decimal(40 + 5 * n) / 100 for n in range(8))),
            Series("PDF", tuple(Decimal(60 - 5 * n) / 100 for n in range(8))),
        ),
        QUARTERS,
    )
    bars = Chart(
        "bars",
        t("Trois cabinets font 80 % de la dépense", "Three firms make 80% of spend"),
        t("HT", "Net"),
        "EUR",
        tuple(FIRMS.values()),
        (Series(t("Dépense", "Spend"), (Decimal(300000), Decimal(161234), Decimal(-1000))),),
        tuple(FIRMS),
        labels=("300 k€ · A", "161 k€ · B", "-1,00 k€ · C"),
    )
    pairs = Chart(
        "pairs",
        t("Quels dossiers dépassent ?", "Which matters overrun?"),
        t("HT, depuis l'origine", "Net, to date"),
        "EUR",
        ("Projet Hélianthe", "Litige Corvaisin, un nom de dossier vraiment très long qui déborderait"),
        (
            Series(t("Budget", "Budget"), (Decimal(100000), Decimal(50000))),
            Series(t("Dépense", "Spend"), (Decimal(130000), Decimal(42000))),
        ),
    )
    waterfall = Chart(
        "waterfall",
        t("Pourquoi la dépense monte-t-elle ?", "Why does spend rise?"),
        t("HT", "Net"),
        "EUR",
        (words.quarter("2026-T2", lang), "Volume", "Mix", t("Prix", "Price"), words.quarter("2026-T3", lang)),
        (
            Series(
                t("Écart", "Change"),
                tuple(map(Decimal, ("531900.20", "40000.00", "-20000.00", "9334.36", "561234.56"))),
            ),
        ),
    )
    listing = Listing(
        Table(
            Text("Dossiers", "Matters"),
            (
                Column("matter", Text("Dossier", "Matter")),
                Column("amount", Text("Dépense HT", "Net spend"), "money"),
                Column("share", Text("Part", "Share"), "ratio"),
                Column("due", Text("Échéance", "Due"), "date"),
                Column("n", Text("Factures", "Invoices"), "number"),
            ),
            [
                {
                    "matter": f"Dossier n° {n} =1+1" if n else "=SOMME(A1)",
                    "amount": Decimal(90000 - 3000 * n),
                    "share": Decimal("0.125"),
                    "due": dt.date(2026, 12, 1),
                    "n": n,
                }
                for n in range(14)
            ],
        ),
        10,
        t("Et 4 autres : voir le classeur.", "And 4 more: see the workbook."),
        total={"amount": Decimal(987000)},
    )
    points = Points(
        t("Faits marquants", "Notable facts"),
        (
            t(
                "La dépense monte de 29,3 k€ ; Droit social compte pour 18,0 k€.",
                "Spend rises by €29.3k; Employment makes €18.0k.",
            ),
            t("Deux dossiers dépassent leur budget.", "Two matters are over budget."),
        ),
    )
    asked = Points(
        t("Décisions demandées", "Decisions requested"),
        (t("Valider le forfait.", "Approve the fixed fee."),),
        numbered=True,
    )
    comments = (t("À négocier avant décembre.", "To be negotiated before December."),) if edition == "internal" else ()

    def page(name: str, title: str, *rows: tuple) -> Page:
        return Page(name, name.split(".", maxsplit=1)[0], title, scope, rows, comments, (note,))

    return Pack(
        lang=lang,
        edition=edition,
        title=t("Revue fournisseurs", "Supplier review"),
        subject=FIRMS["CAB-02"],
        period=t("T3 2026 (du 01/07/2026 au 30/09/2026)", "Q3 2026 (1 Jul to 30 Sep 2026)"),
        cover=(
            (t("Périmètre", "Scope"), scope),
            (t("Données jusqu'au", "Data until"), words.day(dt.date(2026, 11, 20), lang)),
        ),
        confidentiality=t("Confidentiel : réservé aux destinataires.", "Confidential: for the addressees only."),
        footer=f"{FIRMS['CAB-02']} · {quarters[-1]} · {t('HT', 'Net of tax')}",
        pages=(
            page("summary", t("Synthèse", "Summary"), (tiles,), (points, asked)),
            page("spend.trend", t("La dépense monte depuis un an", "Spend has risen for a year"), (columns, rates)),
            page("spend.types", t("Où va la dépense ?", "Where does spend go?"), (stacked, shares)),
            page("spend.firms", t("Qui facture ?", "Who bills?"), (bars, listing)),
            page("budget", t("Deux dossiers dépassent", "Two matters overrun"), (pairs,), (points,)),
            page("why", t("Pourquoi ça bouge", "Why it moves"), (waterfall,)),
            page("spend.matters", t("Les dossiers", "The matters"), (listing,)),
            page(
                "rates", t("Tarifs", "Rates"), (Missing(t("Il manque la table rates.", "The rates table is missing.")),)
            ),
        ),
        annexes=(page("definitions", t("Définitions", "Definitions"), (points,)),),
        sheets=(listing.table,),
        stem=f"revue-2026-T3-CAB-02-{edition}-{lang}",
        made_on=dt.date(2026, 11, 22),
    )
