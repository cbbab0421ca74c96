"""The law firms and other suppliers, all invented: who they are, what they charge, how they invoice.

Tax numbers start with zeros that no register ever attributes, and no name is that of a real firm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.demo.timeline import PLATFORM_DAY

LEVELS = ("partner", "counsel", "senior_associate", "junior_associate", "paralegal")
INDEXATION = 0.025  # agreed each 1 January


@dataclass(frozen=True)
class EBilling:
    """How a firm writes its LEDES files: always the same way, as its billing program does."""

    since: int  # the quarter of its first file
    version: Literal["1998B", "1998BI"]
    months: Literal[1, 3] = 3  # that one file covers
    encoding: str = "utf-8"
    newline: str = "\r\n"
    last_mark: bool = True  # whether the last record ends with [] like the others
    law_firm_id: str = ""  # what it calls itself; empty: the id that the client gave it
    old_levels: bool = False  # PT, AS, LA… instead of PARTNR, ASSOC, PARALG…
    own_matter_ids: bool = False  # leaves the client's matter id empty and gives its own
    block: float = 0.06  # share of long lines where several tasks are lumped together
    overcharge_from: int = 99  # the quarter from which its partners bill above the agreed rate


@dataclass(frozen=True)
class Firm:
    """A supplier. `channels` says how its invoices arrive from each quarter on."""

    firm_id: str
    name: str
    city: str
    channels: tuple[tuple[int, str], ...]
    number: str  # pattern of its invoice numbers
    rates: tuple[int, ...] = ()  # by level, in its currency, in the first year
    kind: str = "law_firm"
    country: str = "FR"
    size: str = "PME"
    group_id: str = ""
    currency: str = "EUR"
    english: bool = False
    day: int = 20  # of the month, when it invoices
    every: int = 1  # months from one invoice on a matter to the next
    lag: int = 2  # days from the last work to the invoice
    discount: int = 0  # per cent, as one line at the foot of the invoice
    grouped: bool = False  # small matters share one invoice
    cost: float = 1.0  # how dear a comparable matter is with this firm
    ebilling: EBilling | None = None

    def channel(self, quarter: int, day: date) -> str:
        """Say how an invoice of that day arrives."""
        if self.country == "FR" and self.size in {"ETI", "GE"} and day >= PLATFORM_DAY:
            return "platform"
        return [name for since, name in self.channels if since <= quarter][-1]

    def sends_lines(self, quarter: int) -> bool:
        """Tell whether the firm sent LEDES files in that quarter."""
        return self.ebilling is not None and quarter >= self.ebilling.since

    def agreed_rate(self, level: str, years: int) -> int:
        """Give the agreed hourly rate some years after the first: indexed, then rounded to five."""
        return 5 * round(self.rates[LEVELS.index(level)] * (1 + INDEXATION) ** years / 5)


def _ledes(since: int, before: str = "pdf") -> tuple[tuple[int, str], ...]:
    return ((0, before), (since, "ledes")) if since else ((0, "ledes"),)


def _eur(partner: int, counsel: int, senior: int, junior: int, paralegal: int) -> tuple[int, ...]:
    return (partner, counsel, senior, junior, paralegal)


LAW_FIRMS = (
    Firm("CAB-01", "Ysambert Corvaisin", "Paris", _ledes(0), "YC{year}-{n:04d}",
         _eur(545, 460, 330, 275, 150), size="ETI", group_id="GRP-YC", day=24, discount=3, cost=1.25,
         ebilling=EBilling(0, "1998BI", months=1, law_firm_id="FR00000100101")),
    Firm("CAB-02", "Tresmaux & Associés", "Paris", _ledes(3), "{n:06d}", _eur(520, 430, 315, 265, 145),
         group_id="GRP-TM", day=18, cost=1.65,
         ebilling=EBilling(3, "1998B", law_firm_id="FR00000100102", old_levels=True, block=0.22,
                           overcharge_from=9)),
    Firm("CAB-03", "Pelvaric Avocats", "Nantes", _ledes(0), "F-{year}/{n:04d}", _eur(385, 340, 255, 220, 120),
         day=12, every=2, cost=0.55, ebilling=EBilling(0, "1998B", encoding="cp1252", old_levels=True)),
    Firm("CAB-04", "Delbrosse Quintalène", "Paris", _ledes(0), "DQ-{n:05d}", _eur(440, 380, 290, 240, 135),
         day=26, every=2, discount=5, ebilling=EBilling(0, "1998B", months=1, newline="\n")),
    Firm("CAB-05", "Tresmaux Lyon", "Lyon", ((0, "paper"), (4, "pdf"), (9, "factur_x")), "TL{year}{n:04d}",
         group_id="GRP-TM", day=15, every=2),
    Firm("CAB-06", "Marcœuvre Thibaudel", "Paris", _ledes(0), "MT/{yy}/{n:04d}",
         _eur(430, 370, 285, 235, 130), day=22, every=2,
         ebilling=EBilling(0, "1998BI", law_firm_id="FR00000100106", newline="\n")),
    Firm("CAB-07", "Lantiérac Avocats", "Paris", _ledes(1), "LA-{year}-{n:03d}",
         _eur(495, 410, 320, 270, 140), day=9, every=2,
         ebilling=EBilling(1, "1998BI", law_firm_id="FR00000100107")),
    Firm("CAB-08", "Fauvélan & Roqueprise", "Bordeaux", _ledes(3), "FR{n:05d}", _eur(410, 350, 270, 225, 125),
         day=17, every=2, ebilling=EBilling(3, "1998B", encoding="cp1252", own_matter_ids=True)),
    Firm("CAB-09", "Hestrac Legal", "Paris", _ledes(5), "HL-{year}-{n:04d}", _eur(420, 365, 280, 230, 130),
         day=5, discount=2, ebilling=EBilling(5, "1998BI", months=1, newline="\n")),
    Firm("CAB-10", "Bourdaloup Senanques", "Marseille", _ledes(4), "BS{year}{n:04d}",
         _eur(395, 345, 265, 225, 125), day=28, every=2, lag=68,
         ebilling=EBilling(4, "1998B", last_mark=False, old_levels=True, block=0.15)),
    Firm("CAB-11", "Vauquelmont Avocats", "Paris", ((0, "paper"), (3, "pdf")), "{year}.{n:04d}", day=10,
         every=2),
    Firm("CAB-12", "Garrelin Ostrowac", "Paris", _ledes(5), "GO{n:05d}", _eur(550, 470, 330, 280, 150),
         day=14, ebilling=EBilling(5, "1998BI", months=1, law_firm_id="FR00000100112")),
    Firm("CAB-13", "Cabinet Mirandelle", "Lille", ((0, "portal"),), "M{year}{n:04d}", size="TPE", day=7,
         grouped=True),
    Firm("CAB-14", "Sorbières Lamenteuil", "Toulouse", ((0, "pdf"), (10, "factur_x")), "SL-{n:04d}", day=21,
         every=2),
    Firm("CAB-15", "Aldwick Penhallow LLP", "London", _ledes(0), "AP{n:06d}", _eur(495, 420, 340, 260, 140),
         country="GB", size="GE", currency="GBP", english=True, day=11,
         ebilling=EBilling(0, "1998BI", law_firm_id="GB000010015")),
    Firm("CAB-16", "Brackenridge Toll & Vance LLP", "New York", _ledes(0), "{n:07d}",
         _eur(690, 590, 480, 390, 190), country="US", size="GE", currency="USD", english=True, day=16,
         ebilling=EBilling(0, "1998B", law_firm_id="00-0000116")),
    Firm("CAB-17", "Dorvaux Immerzeel", "Bruxelles", ((0, "pdf"), (8, "ubl")), "DI/{year}/{n:03d}",
         country="BE", group_id="GRP-YC", day=19),
    Firm("CAB-18", "Cabinet Orsanville", "Lyon", _ledes(8), "O{yy}-{n:04d}", _eur(380, 330, 250, 220, 120),
         day=13, every=2, grouped=True, cost=0.85,
         ebilling=EBilling(8, "1998B", months=1, encoding="utf-8-sig")),
    Firm("CAB-19", "Cabinet Quérouille", "Rennes", ((0, "paper"),), "{n:03d}/{year}", size="TPE", day=25,
         every=2),
    Firm("CAB-20", "Nervalière Castagnet", "Paris", ((0, "pdf"),), "NC-{year}-{n:03d}", day=8),
    Firm("CAB-21", "Étude Grandvallon", "Genève", ((0, "pdf"),), "GV {n:04d}", country="CH", currency="CHF",
         day=12),
)  # fmt: skip

OTHERS = (
    Firm("EXP-01", "Cabinet d'expertise Bellegonde", "Paris", ((0, "pdf"), (10, "factur_x")), "EB{n:04d}",
         kind="expert", day=16, every=3),
    Firm("EXP-02", "Fortunel Économie", "Paris", ((0, "pdf"),), "FE-{year}-{n:03d}", kind="expert",
         size="ETI", day=23, every=2),
    Firm("NOT-01", "Office notarial des Trois-Fontaines", "Versailles", ((0, "paper"), (6, "pdf")), "{n:06d}",
         kind="notary", size="TPE", day=18, every=3),
    Firm("NOT-02", "Étude Lescarpin, notaires", "Bordeaux", ((0, "pdf"),), "L{n:05d}", kind="notary",
         size="TPE", day=6, every=3),
    Firm("COM-01", "SELARL Jouvenot, commissaires de justice", "Lille", ((0, "pdf"), (7, "edi")),
         "J{year}{n:05d}", kind="bailiff", size="TPE", day=27, every=2, grouped=True),
    Firm("TRA-01", "Lingualte Traductions", "Lyon", ((0, "pdf"), (9, "factur_x")), "LT{yy}{n:04d}",
         kind="translator", size="TPE", day=4, every=2),
)  # fmt: skip

FIRMS = {firm.firm_id: firm for firm in (*LAW_FIRMS, *OTHERS)}
