"""Files as firms and their software send them: the published examples re-encoded, and French firms' own."""

import codecs

from .builder import (
    B98,
    BI,
    Row,
    adjustment,
    changed,
    expense,
    fee,
    invoice,
    joined,
    ledes,
    records,
    separated,
    taxed,
)
from .case import Case, Doc, accepted, case, clean
from .published import BOTH, FIXED, FIXED_BI, OFFICIAL, OFFICIAL_BI, TRIAL, TRIAL_BI, TWO_MATTERS
from .separators import french, piped

PUBLISHED = joined(records(OFFICIAL), "[]", "\n").rstrip("\n")
PUBLISHED_BI = joined(records(OFFICIAL_BI, BI, "LEDES98BI V2"), "[]", "\n").rstrip("\n")
PIPED_ORDER = (*B98[8:], *B98[:8])

LYON = {"firm": "CAB-LYON", "matter": "2026-RH-004", "firm_matter": "4410", "number": "F 2026/0815"}
LYON |= {"date": "20260815", "about": "Licenciement d’un salarié protégé"}
SALARY: list[Row] = taxed(
    invoice(
        fee("3.25", "240.00", "780.00", text="Rédaction de la lettre de notification", name="Lefèvre, Zoé"),
        fee(
            "0.50",
            "380.00",
            "190.00",
            text="Relecture – associé",
            level="PT",
            keeper="T02",
            worked="20260703",
        ),
        expense("12.90", "E108", text="Recommandé avec accusé de réception"),
        adjustment("-97.00", text="Remise 10\xa0% sur honoraires"),
        **LYON,
    )
)
SALARY_DOC = Doc(
    number="F 2026/0815",
    firm="CAB-LYON",
    net="885.90",
    lines=4,
    date="2026-08-15",
    tax="177.18",
    currency="EUR",
)
UNTAXED = invoice(
    fee("4", "1250.00", "5000.00", text="Négociation du protocole", level="Associé", **LYON),
    fee("1.5", "980.50", "1470.75", text="Appel confrère", level="Collaborateur senior", **LYON),
    expense("1 105.00".replace(" ", ""), "E123", text="Honoraires du traducteur assermenté", **LYON),
    **LYON,
)
UNTAXED_DOC = SALARY_DOC.but(net="7575.75", tax="0", lines=3, currency="EUR")
TWO_PLACES = [*UNTAXED[:2], UNTAXED[2] | {"matter": "2026-CO-011", "firm_matter": "4411"}]
BATCH = [
    row | {"item": str(n)}
    for n, row in enumerate(
        (
            *invoice(fee("2", "200.00", "400.00"), number="B-1"),
            *invoice(fee("1", "210.00", "210.00"), expense("15.30"), number="B-2", matter="M-8"),
            *invoice(adjustment("3000.00", text="Forfait consultation"), number="B-3", date="20260930"),
        ),
        1,
    )
]
# Numbers restart per invoice, levels in clear text, the matter's id twice, one half cent lost.
SYNTHETIC = invoice(
    fee("1.7", "275.35", "468.09", level="Senior Partner", matter="4410", firm_matter="4410"),
    fee("0.3", "275.35", "82.61", level="Senior Partner", matter="4410", firm_matter="4410", text="Call"),
    declared="550.70",
)
CHRISTMAS = changed(SALARY, date="15/08/2026", start="01/07/2026", end="31/07/2026", worked="04/07/2026")
DISBURSED = invoice(expense("1250.00", "E119", text="Expert judiciaire"), expense("66.38", "E112", text="Greffe"))


def published(name: str, data: str | bytes, told: str = "") -> Case:
    """State the two invoices of the published 1998B example."""
    return case(f"published_{name}", data, accepted(TRIAL, FIXED, told=told), rows=OFFICIAL)


def published_bi(name: str, data: str | bytes, told: str = "TAX NET") -> Case:
    """State the two invoices of the published international example, whose summary is wrong."""
    return case(f"published_bi_{name}", data, accepted(TRIAL_BI, FIXED_BI, told=told), rows=OFFICIAL_BI)


CASES: tuple[Case, ...] = (
    case("published", PUBLISHED, clean(TRIAL, FIXED), rows=OFFICIAL),
    published("crlf", ledes(OFFICIAL)),
    published("cr_only", PUBLISHED.replace("\n", "\r")),
    published("cp1252", ledes(OFFICIAL).encode("cp1252"), "ENC"),
    published("utf8_bom", codecs.BOM_UTF8 + ledes(OFFICIAL).encode()),
    published("utf16", ledes(OFFICIAL).encode("utf-16")),
    published("one_line", PUBLISHED.replace("\n", "")),
    published("no_markers", PUBLISHED.replace("[]", ""), "BRK"),
    published("reordered", ledes(OFFICIAL, PIPED_ORDER), "COL"),
    published("no_format_line", ledes(OFFICIAL, first="", end=""), "FMT0 BRK"),
    published("comma_csv", separated(OFFICIAL, ",")),
    published("semicolon_csv_cp1252", separated(OFFICIAL, ";").encode("cp1252"), "ENC"),
    published_bi("as_it_is", PUBLISHED_BI),
    published_bi("utf16_crlf", ledes(OFFICIAL_BI, BI).encode("utf-16")),
    published_bi("reversed", ledes(OFFICIAL_BI, BI[::-1]), "TAX NET COL"),
    published_bi("no_format_line", ledes(OFFICIAL_BI, BI, first=""), "TAX NET FMT0"),
    case("published_two_matters", ledes(TWO_MATTERS) + " \r\n", accepted(BOTH, told="TOT2"), rows=TWO_MATTERS),
    case("lyon_bi", ledes(SALARY, BI), clean(SALARY_DOC.but(matters=frozenset({"2026-RH-004"}))), rows=SALARY),
    case("lyon_bi_cp1252", ledes(SALARY, BI).encode("cp1252"), accepted(SALARY_DOC, told="ENC"), rows=SALARY),
    case("lyon_bi_reordered", ledes(SALARY, BI[::-1]), accepted(SALARY_DOC, told="COL"), rows=SALARY),
    case(
        "lyon_excel_semicolon",
        separated(french(CHRISTMAS, "\u202f"), ";", BI),
        accepted(SALARY_DOC, told="DEC"),
        filename="facture.csv",
        rows=SALARY,
    ),
    case(
        "lyon_decimal_comma_thousands_cp1252",
        piped(french(UNTAXED, "\u00a0")).encode("cp1252"),
        accepted(UNTAXED_DOC, told="DEC THOU ENC"),
        rows=UNTAXED,
    ),
    case(
        "lyon_two_matters",
        ledes(TWO_PLACES),
        clean(UNTAXED_DOC.but(matters=frozenset({"2026-RH-004", "2026-CO-011"}))),
        rows=TWO_PLACES,
    ),
    case(
        "batch_of_three_invoices",
        ledes(BATCH),
        clean(
            Doc(number="B-1", net="400.00", lines=1),
            Doc(number="B-2", net="225.30", lines=2, matters=frozenset({"M-8"})),
            Doc(number="B-3", net="3000.00", lines=1, date="2026-09-30"),
        ),
        rows=BATCH,
    ),
    case("half_cents_of_a_generator", ledes(SYNTHETIC), clean(Doc(net="550.70", lines=2)), rows=SYNTHETIC),
    case("expenses_only", ledes(DISBURSED), clean(Doc(net="1316.38", lines=2)), rows=DISBURSED),
)
