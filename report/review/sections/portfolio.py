"""The portfolio of segments: where each stands in the purchasing matrix, and the consultations under way."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Period, Text
from kpi.offers import Scored, compare
from kpi.portfolio import matrix
from report import words
from report.pack.model import Page, Points
from report.review.sections.blocks import listing, nothing
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.portfolio import Segment
    from kpi.weighting import Flip
    from report.pack.model import Block
    from report.review.brief import Brief
    from report.tables import Value

QUADRANTS: Final = {
    "strategic": (
        Text("Stratégiques", "Strategic"),
        Text("partenariat, suivi rapproché", "partnership, close follow-up"),
    ),
    "critical": (Text("Critiques", "Critical"), Text("sécuriser, élargir le vivier", "secure, widen the pool")),
    "leverage": (Text("Leviers", "Leverage"), Text("mettre en concurrence", "put out to tender")),
    "simple": (Text("Simples", "Simple"), Text("simplifier, regrouper", "simplify, bundle")),
}
_MARK: Final = Decimal("0.1")
_SEGMENTS: Final = (
    Column("type", Text("Segment", "Segment")),
    Column("spend", Text("Dépense sur douze mois HT", "Spend over a year (net)"), "money"),
    Column("stakes", Text("Enjeu (1 à 5)", "Stakes (1 to 5)")),
    Column("market", Text("Marché (1 à 5)", "Market (1 to 5)")),
    Column("quadrant", Text("Place", "Place")),
)


def pages(brief: Brief) -> list[Page]:
    """Make the pages of the portfolio; never in a firm's edition."""
    return [_matrix(brief), *_consultations(brief)]


def _matrix(brief: Brief) -> Page:
    scores = brief.whole("segments")
    title = brief.t("Où sont nos leviers ?", "Where are our levers?")
    if not scores:
        lacking = brief.t(
            "Il manque la table segments : l'enjeu et le marché de chaque type de dossier, notés de 1 à 5.",
            "The segments table is missing: stakes and market of each matter type, scored 1 to 5.",
        )
        return nothing(brief, "portfolio", title, lacking)
    year = Period(start=brief.period.back(9).start, end=brief.period.end)
    spent = brief.measure("spend", by=("matter_type",), period=year)
    found = matrix(scores, {group.key[0]: group.value or Decimal(0) for group in spent.groups if group.key[0]})
    rows: list[dict[str, Value]] = [
        {
            "type": brief.told(one.matter_type),
            "spend": one.spend,
            "stakes": _mark(brief, one.stakes),
            "market": _mark(brief, one.market),
            "quadrant": QUADRANTS[one.quadrant][0](brief.lang) if one.quadrant else words.NOT_AVAILABLE(brief.lang),
        }
        for one in found
    ]
    levers = [one.matter_type for one in found if one.quadrant == "leverage"]
    if levers:
        title = brief.t(
            f"Leviers à mettre en concurrence : {', '.join(levers[:3])}",
            f"Levers to put out to tender: {', '.join(levers[:3])}",
        )
    table = Table(Text("Matrice des achats", "Purchasing matrix"), _SEGMENTS, rows)
    return Page(
        "portfolio",
        "portfolio",
        title,
        brief.sentence(spent),
        ((listing(brief, table, 12), _rubric(brief, found, scores)),),
    )


def _mark(brief: Brief, value: Decimal | None) -> str:
    return words.number(value, brief.lang, 1)


def _rubric(brief: Brief, found: list[Segment], scores: list[dict[str, object]]) -> Points:
    """Print how the matrix is made: its axes are judgements, signed and dated."""
    said = []
    for name, (title, advice) in QUADRANTS.items():
        n = sum(1 for one in found if one.quadrant == name)
        said.append(f"{title(brief.lang)} ({n}){brief.t(' : ', ': ')}{advice(brief.lang)}")
    said.append(
        brief.t(
            "Enjeu : moitié classe de dépense (cinquième du portefeuille), moitié enjeu juridique noté. Marché : "
            "moyenne des critères notés (cabinets crédibles, coût de changement, rareté, conflits, juridiction). "
            "Coupure à 3.",
            "Stakes: half class of spend (fifth of the portfolio), half legal stakes as scored. Market: mean of the "
            "scored criteria (credible firms, switching cost, rarity, conflicts, jurisdiction). Cut at 3.",
        )
    )
    signed = {str(row["scored_by"]) for row in scores if row.get("scored_by")}
    if signed:
        said.append(
            brief.told(brief.t(f"Noté par : {', '.join(sorted(signed))}", f"Scored by: {', '.join(sorted(signed))}"))
        )
    return Points(brief.t("Comment lire", "How to read it"), tuple(said))


def _consultations(brief: Brief) -> list[Page]:
    """Compare the offers of each consultation: weights in sight, and what would swap the first two."""
    names = list(dict.fromkeys(row["consultation"] for row in brief.whole("offers")))
    return [_consultation(brief, name) for name in names]


def _consultation(brief: Brief, name: str) -> Page:
    rows = [row for row in brief.whole("offers") if row["consultation"] == name]
    scored = [Scored(r["firm_id"], r["criterion"], r["weight"], r["score"], r["price"]) for r in rows]
    found = compare(scored)
    columns = (
        Column("firm", Text("Cabinet", "Firm")),
        *(
            Column(
                f"c{at}",
                Text(f"{criterion} ({words.number(weight, 'fr')} %)", f"{criterion} ({words.number(weight, 'en')}%)"),
            )
            for at, (criterion, weight) in enumerate(found.weights.items())
        ),
        Column("total", Text("Note pondérée", "Weighted score")),
        Column("price", Text("Prix HT", "Price (net)"), "money"),
    )
    listed: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", offer.firm_id),
            "firm_id": offer.firm_id,
            **{
                f"c{at}": words.number(offer.scores.get(criterion), brief.lang, 1)
                for at, criterion in enumerate(found.weights)
            },
            "total": words.number(offer.total, brief.lang, 2),
            "price": offer.price,
        }
        for offer in found.offers
    ]
    title = brief.t(f"Consultation « {name} »", f"Consultation “{name}”")
    blocks: list[tuple[Block, ...]] = [
        (listing(brief, Table(Text("Offres comparées", "Offers compared"), columns, listed), 8),)
    ]
    ranked = [offer.firm_id for offer in found.offers if offer.total is not None]
    if len(ranked) > 1:
        first, second = ranked[:2]
        title = brief.t(
            f"{title} : {brief.label('firm', first)} en tête", f"{title}: {brief.label('firm', first)} leads"
        )
        blocks.append(
            (
                Points(
                    brief.t("Ce qui inverserait les deux premiers", "What would swap the first two"),
                    (_swap(brief, found.flip(first, second)),),
                ),
            )
        )
    return Page(f"portfolio.{name}", "portfolio", brief.told(title), brief.sentence(), tuple(blocks))


def _swap(brief: Brief, flip: Flip | None) -> str:
    if flip is None:
        return brief.t("Aucun changement d'un seul poids.", "No change of a single weight.")
    moved, level = words.number(abs(flip.points), brief.lang, 1), words.number(flip.level_at, brief.lang, 1)
    more = flip.points > 0
    return brief.t(
        f"{moved} points {'de plus' if more else 'de moins'} sur « {flip.weight} » : à {level} points les deux "
        "offres sont à égalité.",
        f"{moved} points {'more' if more else 'less'} on “{flip.weight}”: at {level} points the two offers are level.",
    )
