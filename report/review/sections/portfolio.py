"""The portfolio of segments: where each stands in the purchasing matrix, and the consultations under way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Period, Text
from kpi.offers import Scored, compare
from kpi.portfolio import matrix
from report import words
from report.pack.model import Page, Points
from report.review.sections.blocks import listing, nothing
from report.review.sections.spans import COLON
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key
    from kpi.portfolio import Segment
    from kpi.weighting import Flip
    from report.pack.model import Block, Listing
    from report.review.brief import Brief, Row
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
_A_PAGE: Final = 2
_MOST_OFFERS: Final = 6
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
    """Place every segment by the spend of all firms; with a firm under review, keep those that it works on."""
    scores = brief.whole("segments")
    title, short = brief.t("Où sont nos leviers ?", "Where are our levers?"), brief.t("Portefeuille", "Portfolio")
    year = Period(start=brief.period.back(9).start, end=brief.period.end)
    spent = brief.of_panel("spend", by=("matter_type",), period=year)
    by_type = {group.key[0]: group.value or Decimal(0) for group in spent.groups if group.key[0]}
    found = matrix(scores, by_type) if scores and by_type else []
    own: dict[Key, Decimal] = {}
    if brief.firm:
        billed = brief.measure("spend", by=("matter_type",), period=year).groups
        own = {group.key[0]: group.value for group in billed if group.value}
        found = [one for one in found if one.matter_type in own]
    if not found:
        lacking = brief.t(
            "Il manque la table segments : l'enjeu et le marché de chaque type de dossier, notés de 1 à 5.",
            "The segments table is missing: stakes and market of each matter type, scored 1 to 5.",
        ) if not scores else brief.t(
            "Aucune dépense sur douze mois dans les segments notés.", "No spend over a year in the scored segments."
        )  # fmt: skip
        return nothing(brief, "portfolio", short, title, lacking)
    rows: list[dict[str, Value]] = [
        {
            "type": brief.told(one.matter_type),
            "spend": one.spend,
            "own": own.get(one.matter_type),
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
    table = Table(Text("Matrice des achats", "Purchasing matrix"), _columns(brief), rows)
    row = (listing(brief, table, 12), _rubric(brief, found, scores))
    return Page("portfolio", "portfolio", title, brief.sentence(spent), (row,), short=short)


def _columns(brief: Brief) -> tuple[Column, ...]:
    of_firm = (Column("own", Text("Dont ce cabinet HT", "Of which this firm (net)"), "money"),) if brief.firm else ()
    return (*_SEGMENTS[:2], *of_firm, *_SEGMENTS[2:])


def _mark(brief: Brief, value: Decimal | None) -> str:
    return words.number(value, brief.lang, 1)


def _rubric(brief: Brief, found: list[Segment], scores: list[dict[str, object]]) -> Points:
    """Print how the matrix is made: its axes are judgements, signed and dated."""
    said = []
    for name, (title, advice) in QUADRANTS.items():
        n = sum(1 for one in found if one.quadrant == name)
        said.append(f"{title(brief.lang)} ({n}){COLON(brief.lang)}{advice(brief.lang)}")
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
    """Compare the offers of each consultation, two a page; with a firm under review, those that it answered."""
    offers: dict[str, list[Row]] = {}
    for row in brief.whole("offers"):
        offers.setdefault(row["consultation"], []).append(row)
    made = [_consultation(brief, name, rows) for name, rows in offers.items() if _answered(brief, rows)]
    short = brief.t("Consultations", "Consultations")
    return [
        Page(
            f"portfolio.consultations.{at // _A_PAGE + 1}", "portfolio", _leaders(brief, made[at : at + _A_PAGE]),
            brief.sentence(), _offers(brief, made[at : at + _A_PAGE]), short=short,
        )
        for at in range(0, len(made), _A_PAGE)
    ]  # fmt: skip


def _offers(brief: Brief, made: list[_Consultation]) -> tuple[tuple[Block, ...], ...]:
    """Lay consultations under each other, then what would swap the first two of each."""
    swaps = tuple(brief.t(f"{one.name} : {one.swap}", f"{one.name}: {one.swap}") for one in made if one.swap)
    points = Points(brief.t("Ce qui inverserait les deux premiers", "What would swap the first two"), swaps)
    return (*((one.offers,) for one in made), *(((points,),) if swaps else ()))


def _leaders(brief: Brief, made: list[_Consultation]) -> str:
    """Say who leads each consultation."""
    said = [f"{brief.label('firm', one.first)} ({one.name})" for one in made if one.first]
    if not said:
        return brief.t("Consultations en cours", "Consultations under way")
    listed = brief.t(" et ", " and ").join(said)
    return brief.t(f"En tête des consultations : {listed}", f"Leading the consultations: {listed}")


def _answered(brief: Brief, rows: list[Row]) -> bool:
    return brief.firm is None or any(row["firm_id"] == brief.firm for row in rows)


@dataclass(frozen=True)
class _Consultation:
    """Offers compared, who leads, and what would swap the first two."""

    name: str
    offers: Listing
    first: Key = None
    swap: str = ""


def _consultation(brief: Brief, name: str, rows: list[Row]) -> _Consultation:
    """Compare the offers of one consultation: weights in sight, who leads, and what would swap the first two."""
    name = brief.told(name)
    found = compare([Scored(r["firm_id"], r["criterion"], r["weight"], r["score"], r["price"]) for r in rows])
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
    offered = listing(brief, Table(Text(name, name), columns, listed), _MOST_OFFERS)
    ranked = [offer.firm_id for offer in found.offers if offer.total is not None]
    if len(ranked) < 2:  # noqa: PLR2004 — one offer leads nobody
        return _Consultation(name, offered)
    first, second = ranked[:2]
    return _Consultation(name, offered, first, _swap(brief, found.flip(first, second)))


def _swap(brief: Brief, flip: Flip | None) -> str:
    if flip is None:
        return brief.t("aucun changement d'un seul poids.", "no change of a single weight.")
    moved, level = words.number(abs(flip.points), brief.lang, 1), words.number(flip.level_at, brief.lang, 1)
    more = flip.points > 0
    return brief.t(
        f"{moved} points {'de plus' if more else 'de moins'} sur « {flip.weight} » : à {level} points les deux "
        "offres sont à égalité.",
        f"{moved} points {'more' if more else 'less'} on “{flip.weight}”: at {level} points the two offers are level.",
    )
