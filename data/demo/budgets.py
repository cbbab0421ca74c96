"""Budgets of the matters: comfortable, revised in time, revised when it was too late, simply overrun."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from data.demo.fx import Rates
from data.demo.invoice import Invoice
from data.demo.matters import DEAL, INQUIRY, Matter
from data.demo.plan import Plan
from data.demo.timeline import LAST_FULL, Timeline, dice

# How budgets end, with how often; the rest has no budget at all.
FATES = {"comfortable": 25, "tight": 4, "in_time": 14, "too_late": 3, "overrun": 31, "revised_overrun": 5}
NONE = 21
SELDOM = {"Recouvrement": 20, "Conseil général": 12, "Environnement": 10}  # more of these have none
FEES_ONLY, BY_PHASE, FOREIGN = 0.08, 0.14, {"CAB-15", "CAB-16"}
SHARED_BY_FIRM = 0.5
DELAYS = (4, 9, 15, 21, 28, 28, 45, 75)  # days from the opening of a matter to its first budget
WHY = ("Périmètre étendu", "Incident de procédure", "Phase ajoutée")
PHASES = ("Première instance", "Appel")
SMALL_MATTER = 3_000


@dataclass(frozen=True, slots=True)
class Budget:
    """One approved version of a budget."""

    matter_id: str
    amount: Decimal
    approved_on: date
    firm_id: str = ""
    phase: str = ""
    currency: str = "EUR"
    scope: str = "all"
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


class Ledger:
    """What each matter has cost, day by day, and what it is to cost in all; in euros."""

    def __init__(self, invoices: list[Invoice], plan: Plan, rates: Rates) -> None:
        """Add up the invoices that count."""
        self._spent: dict[Matter, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for invoice in invoices:
            rate = rates.on(invoice.firm.currency, invoice.day)
            if rate is not None and invoice.net:
                for mandate, net in invoice.shares:
                    self._spent[mandate.matter][invoice.day] += net * rate * invoice.effective / invoice.net
        self._planned: dict[Matter, float] = defaultdict(float)
        for mandate, months in plan.items():
            self._planned[mandate.matter] += sum(months.values())

    def spent(self, matter: Matter, day: date) -> Decimal:
        """Give the matter's cost up to a day."""
        return sum((amount for on, amount in self._spent[matter].items() if on <= day), Decimal(0))

    def total(self, matter: Matter) -> Decimal:
        """Give what the matter has cost once closed, else what it is expected to cost."""
        spent = sum(self._spent[matter].values(), Decimal(0))
        return spent if matter.closed else max(spent, Decimal(round(self._planned[matter])))

    def passed(self, matter: Matter, amount: Decimal) -> date | None:
        """Find the day on which the matter's cost went past an amount."""
        running = Decimal(0)
        for day in sorted(self._spent[matter]):
            running += self._spent[matter][day]
            if running > amount:
                return day
        return None


def budgets(matters: list[Matter], ledger: Ledger, timeline: Timeline) -> list[Budget]:
    """Give most matters a budget and its versions, in the order of the matters."""
    found: list[Budget] = []
    zero_given = False
    for matter in matters:
        rng = dice(f"budget {matter.matter_id}")
        if matter.name in (DEAL, INQUIRY):
            found += _special(matter, timeline)
        elif matter.umbrella:
            found += _subscription(matter, timeline)
        elif ledger.total(matter) > 0:
            weights = (NONE + SELDOM.get(matter.kind.name, 0), *FATES.values())
            fate = rng.choices(("none", *FATES), weights)[0]
            if fate == "none":
                if not zero_given and matter.kind.name == "Assurance":
                    zero_given = True
                    found.append(Budget(matter.matter_id, Decimal(0), matter.opened + timedelta(12),
                                        note="À fixer avec l'assureur"))  # fmt: skip
                continue
            found += _versions(rng, matter, fate, ledger, timeline)
    return [each for each in found if each.approved_on <= timeline.today]


def _versions(rng: Random, matter: Matter, fate: str, ledger: Ledger, timeline: Timeline) -> list[Budget]:
    total = ledger.total(matter)
    first = {
        "comfortable": rng.uniform(1.06, 1.5),
        "tight": rng.uniform(1.0, 1.05),
        "in_time": rng.uniform(0.5, 0.75),
        "too_late": rng.uniform(0.45, 0.75),
        "overrun": rng.choice((0.93, 0.85, 0.75, 0.65, 0.55, 0.4)),
        "revised_overrun": rng.uniform(0.45, 0.6),
    }[fate]
    amount = _rounded(total * Decimal(first), up=fate in {"comfortable", "tight"})
    approved = max(matter.opened + timedelta(rng.choice(DELAYS)), timeline.start - timedelta(60))
    approved = min(approved, timeline.today - timedelta(3))
    note = "Reste à engager à l'ouverture du suivi" if matter.opened < timeline.start else ""
    versions = [(amount, approved, note)]
    again = _rounded(total * Decimal(0.8 if fate == "revised_overrun" else rng.uniform(1.05, 1.3)), up=True)
    near, late = ledger.passed(matter, amount * Decimal(rng.uniform(0.6, 0.8))), ledger.passed(matter, amount)
    if fate in {"in_time", "revised_overrun"} and near:
        revised = min(near + timedelta(6), (late or timeline.today) - timedelta(2))
        if revised > approved:
            versions.append((again, revised, rng.choice(WHY)))
    elif fate == "too_late" and late:
        revised = max(late, approved) + timedelta(rng.randint(18, 75))
        versions.append((again, revised, "Régularisation"))
    return _written(rng, matter, versions)


def _written(rng: Random, matter: Matter, versions: list[tuple[Decimal, date, str]]) -> list[Budget]:
    """Write versions as rows: whole, by phase or by firm, and in the currency of a foreign firm."""
    firms = [each.firm for each in matter.mandates if each.firm.kind == "law_firm"]
    scope = "fees" if rng.random() < FEES_ONLY and len(firms) == len(matter.mandates) else "all"
    if matter.mandates[0].firm.firm_id in FOREIGN and rng.random() < SHARED_BY_FIRM:
        currency = matter.mandates[0].firm.currency
        part = Decimal("0.84") if currency == "GBP" else Decimal("1.07")
        return [
            Budget(matter.matter_id, _rounded(amount * part, up=True), day, currency=currency, note=note)
            for amount, day, note in versions
        ]
    if len(versions) == 1 and len(firms) > 1 and rng.random() < SHARED_BY_FIRM:
        return [
            Budget(matter.matter_id, amount * share, day, firm_id=firm.firm_id, note=note)
            for amount, day, note in versions
            for firm, share in zip(firms, (Decimal("0.7"), Decimal("0.3")), strict=False)
        ]
    if len(versions) == 1 and matter.kind.name in {"Contentieux commercial", "Assurance"} and rng.random() < BY_PHASE:
        return [
            Budget(matter.matter_id, amount * share, day, phase=phase, note=note)
            for amount, day, note in versions
            for phase, share in zip(PHASES, (Decimal("0.6"), Decimal("0.4")), strict=True)
        ]
    months = rng.choice((12, 18, 24)) if rng.random() < BY_PHASE else 0
    return [
        Budget(
            matter.matter_id,
            amount,
            day,
            scope=scope,
            note=note,
            valid_from=day if months else None,
            valid_to=day + timedelta(30 * months) if months else None,
        )
        for amount, day, note in versions
    ]


def _special(matter: Matter, timeline: Timeline) -> list[Budget]:
    """Budget the two matters of the jump: both far exceeded, one of them revised when it was too late."""
    first, second, revised, why = (
        (
            420_000,
            640_000,
            timeline.today - timedelta(26),
            "Régularisation - périmètre étendu à trois filiales",
        )
        if matter.name == DEAL
        else (260_000, 400_000, timeline.quarter(LAST_FULL) + timedelta(11), "Réponse aux griefs notifiés")
    )
    return [
        Budget(matter.matter_id, Decimal(first), matter.opened + timedelta(8)),
        Budget(matter.matter_id, Decimal(second), revised, note=why),
    ]


def _subscription(matter: Matter, timeline: Timeline) -> list[Budget]:
    """Raise the budget of a subscription each year, before the year starts."""
    found = []
    for year in range(3):
        first = timeline.quarter(4 * year)
        note = f"Abonnement cumulé jusqu'à fin {timeline.quarter_end(4 * year + 3).year}"
        found.append(Budget(matter.matter_id, Decimal(50_000 * (year + 1)), first - timedelta(20), note=note))
    return found


def _rounded(amount: Decimal, *, up: bool) -> Decimal:
    """Round as people do: to 500 euros, to 100 on small matters."""
    step = 100 if amount < SMALL_MATTER else 500
    return Decimal((int(amount // step) + (1 if up else 0)) * step or step)
