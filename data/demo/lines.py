"""Detail an e-billing invoice: who worked when on what, at which rate, with which expenses and discounts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from data.demo.firms import LEVELS
from data.demo.invoice import Invoice, Line, money
from data.demo.matter_types import TOWNS
from data.demo.matters import DEAL, Mandate
from data.demo.narratives import LUMPED_HOURS, TRIES, Work, narrate
from data.demo.people import TIMEKEEPERS, Timekeeper
from data.demo.timeline import LAST_FULL, Timeline, dice, is_workday

WEIGHTS = dict(zip(LEVELS, (0.27, 0.08, 0.27, 0.3, 0.08), strict=True))
HOURS = ((1, 5), (6, 20), (20, 42), (42, 80))  # tenths of hours: a call, a letter, half a day, a day
HOURS_WEIGHTS = (15, 30, 32, 23)
LARGE_WEIGHTS = (4, 16, 38, 42)  # on large invoices
SMALL, LARGE = 1_600, 20_000
TENTHS = Decimal(10)
FULL_DAY, LONG_DAY = 95, 138  # tenths of hours, after which another day is looked for; long ones on the deal
WEEKENDS = 0.05  # how readily a day off is worked
SUCCESS_FEE = Decimal(110_000)
OVERCHARGE = 30  # an hour
BEYOND = 0.12  # share of fixed fees that come with hours billed on top
FLAT = {"fixed": "Forfait convenu", "phased_fixed": "Forfait de phase", "subscription": "Abonnement mensuel"}
EXPENSES = (  # code, sentence, lowest and highest amount, whether it is passed on without VAT
    ("E112", "Droits de plaidoirie et frais de greffe", 13, 160, True),
    ("E109", "Taxi aller-retour, rendez-vous client", 18, 64, False),
    ("E110", "Billets de train aller-retour {t}", 86, 310, False),
    ("E107", "Coursier, remise de pièces", 14, 48, False),
    ("E106", "Accès base de données juridique", 30, 120, False),
    ("E111", "Déjeuner de travail", 42, 140, False),
    ("E113", "Signification d'acte, commissaire de justice", 72, 280, True),
    ("E122", "Avocat postulant, barreau de {t}", 350, 900, False),
    ("E125", "Traduction de pièces, {n} pages", 180, 760, False),
)
ENGLISH_EXPENSES = (
    ("E112", "Court filing fee", 55, 400, True),
    ("E107", "Courier service", 22, 75, False),
    ("E106", "Online legal research", 40, 160, False),
    ("E110", "Rail and air travel", 120, 520, False),
)


class Desk:
    """Writes the lines of all e-billing invoices and remembers who worked how long on which day."""

    def __init__(self, timeline: Timeline) -> None:
        """Start with an empty diary."""
        self._timeline = timeline
        self._rng = dice("lines")
        self._worked: dict[tuple[str, str, date], int] = defaultdict(int)
        self._written: set[tuple[str, date, str]] = set()

    def detail(self, invoice: Invoice) -> None:
        """Write the lines of one invoice and set its shares to what they add up to."""
        shares = []
        for mandate, wanted in invoice.shares:
            lines = self._work(invoice, mandate, wanted) if invoice.kind == "invoice" else []
            if invoice.corrects:
                words = "Credit note for invoice" if invoice.firm.english else "Avoir sur la facture"
                lines = [_adjustment(invoice, mandate, f"{words} {invoice.corrects.number}", wanted)]
            invoice.lines += lines
            shares.append((mandate, sum((line.net for line in lines), Decimal(0))))
        if invoice.firm.country != "FR":
            for line in invoice.lines:
                line.vat = Decimal(0)  # the client accounts for it
        invoice.shares = shares

    def _work(self, invoice: Invoice, mandate: Mandate, wanted: Decimal) -> list[Line]:
        firm, flat, fees = invoice.firm, FLAT.get(mandate.matter.arrangement), wanted
        lines: list[Line] = []
        if flat:
            extra = mandate.matter.arrangement != "subscription" and self._rng.random() < BEYOND
            lines = self._hours(invoice, mandate, wanted / 10) if extra else []
            return [_fee(invoice, mandate, f"{flat} - {mandate.matter.name}", money(wanted)), *lines]
        if (mandate.matter.name, self._timeline.month_number(invoice.day)) == (DEAL, 3 * LAST_FULL + 2):
            lines.append(_fee(invoice, mandate, "Honoraire de résultat - réalisation de l'opération", SUCCESS_FEE))
            fees -= SUCCESS_FEE
        expenses = self._expenses(invoice, mandate, fees)
        fees -= sum((line.net for line in expenses), Decimal(0))
        hours = self._hours(invoice, mandate, fees * 100 / (100 - firm.discount))
        lines += [*hours, *expenses]
        if firm.discount:
            gross = sum((line.net for line in hours), Decimal(0))
            words = f"Remise convenue {firm.discount} % sur honoraires"
            lines.append(_adjustment(invoice, mandate, words, -money(gross * firm.discount / 100)))
        return lines

    def _hours(self, invoice: Invoice, mandate: Mandate, fees: Decimal) -> list[Line]:
        rng, days, lines, left = self._rng, _days(invoice, mandate), [], fees
        team, most = _team(mandate, fees), LONG_DAY if mandate.matter.name == DEAL else FULL_DAY
        weights = [WEIGHTS[each.level] for each in team]
        while left > 0:
            timekeeper = rng.choices(team, weights)[0]
            price = self._price(invoice, timekeeper)
            low, high = rng.choices(HOURS, LARGE_WEIGHTS if fees > LARGE else HOURS_WEIGHTS)[0]
            tenths = rng.randint(low, high)
            affordable = round(left * 10 / price)
            if tenths >= affordable - 1:
                tenths, left = max(1, affordable), Decimal(0)  # the last line takes what is left
            day = self._day(timekeeper, days, tenths, most)
            work = self._sentence(invoice, mandate, timekeeper, day, tenths)
            line = Line(mandate, "F", day, work.text, tenths / TENTHS, Decimal(price), task=work.task,
                        activity=work.activity, timekeeper=timekeeper)  # fmt: skip
            if rng.random() < 0.02:  # noqa: PLR2004 - a gesture now and then
                line.adjustment = -money(line.net * rng.choice((10, 15, 20)) / 100)
            lines.append(line)
            left -= line.net
        return sorted(lines, key=lambda line: line.day)

    def _price(self, invoice: Invoice, timekeeper: Timekeeper) -> int:
        """Give the hourly rate billed: the agreed one, except where a firm has raised it on its own."""
        firm, ebilling = invoice.firm, invoice.firm.ebilling
        agreed = firm.agreed_rate(timekeeper.level, invoice.end.year - self._timeline.start.year)
        raised = ebilling and self._timeline.quarter_number(invoice.end) >= ebilling.overcharge_from
        return agreed + (OVERCHARGE if raised and timekeeper.level == "partner" else 0)

    def _day(self, timekeeper: Timekeeper, days: list[date], tenths: int, most: int) -> date:
        """Find a day that still has room for the work, else the least busy one."""
        rng, key = self._rng, (timekeeper.firm_id, timekeeper.timekeeper_id)
        for _ in range(TRIES):
            day = rng.choice(days)
            if self._worked[(*key, day)] + tenths <= most and (is_workday(day) or rng.random() < WEEKENDS):
                break
        else:
            day = min(days, key=lambda each: self._worked[(*key, each)])
        self._worked[(*key, day)] += tenths
        return day

    def _sentence(self, invoice: Invoice, mandate: Mandate, who: Timekeeper, day: date, tenths: int) -> Work:
        """Say what was done, never twice the same on one day by the same person."""
        rng, firm = self._rng, invoice.firm
        lumped = tenths > 10 * LUMPED_HOURS and firm.ebilling is not None and rng.random() < firm.ebilling.block
        for _ in range(TRIES):
            work = narrate(rng, mandate.matter.kind.name, who.level, english=firm.english)
            if lumped:
                other = narrate(rng, mandate.matter.kind.name, who.level, english=firm.english).text
                work = Work(work.task, work.activity, f"{work.text} ; {other[0].lower()}{other[1:]}")
            if (who.timekeeper_id, day, work.text) not in self._written:
                break
        self._written.add((who.timekeeper_id, day, work.text))
        return work

    def _expenses(self, invoice: Invoice, mandate: Mandate, fees: Decimal) -> list[Line]:
        rng, lines = self._rng, []
        for _ in range(rng.choices((0, 1, 2), (55, 30, 15))[0] if fees > SMALL else 0):
            code, words, low, high, passed_on = rng.choice(ENGLISH_EXPENSES if invoice.firm.english else EXPENSES)
            amount = money(Decimal(rng.randint(low * 20, high * 20)) / 20)
            text = words.format(t=rng.choice(TOWNS), n=rng.randint(2, 24))
            day = rng.choice(_days(invoice, mandate))
            lines.append(Line(mandate, "E", day, text, Decimal(1), amount, expense=code))
            if passed_on:
                lines[-1].vat = Decimal(0)
        if lines and rng.random() < 0.2:  # noqa: PLR2004 - copies are seldom billed
            pages = Decimal(rng.randint(40, 420))
            words = "Photocopying, pages" if invoice.firm.english else "Photocopies, pages"
            lines.append(Line(mandate, "E", invoice.end, words, pages, Decimal("0.20"), expense="E101"))
        return lines


def _fee(invoice: Invoice, mandate: Mandate, text: str, amount: Decimal) -> Line:
    return Line(mandate, "IF", invoice.end, text, Decimal(1), amount)


def _adjustment(invoice: Invoice, mandate: Mandate, text: str, amount: Decimal) -> Line:
    return Line(mandate, "IF", invoice.end, text, Decimal(0), Decimal(0), adjustment=amount)


def _days(invoice: Invoice, mandate: Mandate) -> list[date]:
    """List the days billed, from the firm's appointment on; weekends stay in, the desk seldom picks them."""
    start = max(invoice.start, mandate.appointed)
    return [start + timedelta(n) for n in range((invoice.end - start).days + 1)]


def _team(mandate: Mandate, fees: Decimal) -> list[Timekeeper]:
    """Choose who works on a matter: a few, always the same, and everybody on a large one."""
    everybody = TIMEKEEPERS[mandate.firm.firm_id]
    if fees > LARGE:
        return everybody
    rng = dice(f"team {mandate.matter.matter_id} {mandate.firm.firm_id}")
    partner = rng.choice([each for each in everybody if each.level == "partner"])
    others = [each for each in everybody if each is not partner]
    return [partner, *rng.sample(others, 3 if fees < LARGE / 4 else 4)]
