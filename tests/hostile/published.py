"""The examples that the LEDES committee published, cell by cell, with their own faults."""

from .builder import Row, adjustment, expense, fee, invoice, money
from .case import Doc

ARNSLEY = {
    "task": "L510",
    "activity": "A102",
    "keeper": "22547",
    "name": "Arnsley, Robert",
    "level": "PARTNR",
}
BEASTER = {"task": "L510", "activity": "A107", "keeper": "45875", "name": "Beaster, John", "level": "ASSOC"}
JANUARY = {
    "date": "19990225",
    "start": "19990101",
    "end": "19990131",
    "firm": "24-6437381",
    "client": "00711",
}
SERVICES = {"number": "96542", "firm_matter": "0528", "matter": "423-987", "about": "For services rendered"}
RETAINER = {"number": "96543", "firm_matter": "1326", "matter": "425-936", "about": "Monthly Retainer"}

TRIAL_1999 = invoice(
    fee("2.00", "350", "630", adjustment="-70", text="Research Attorney’s fees, Set off claim", **ARNSLEY),
    fee("2.00", "350", "700", adjustment="0", text="Research attorney's fees, Trial pleading", **ARNSLEY),
    fee("0.200", "200", "40", adjustment="0", text="Telephone conference with John Doe", **BEASTER),
    expense("24.95", "E111", adjustment="0", text="Meals"),
    expense("289.5", "E110", adjustment="0", text="Out-of_town travel"),
    **JANUARY,
    **SERVICES,
)
DAYS = ("19990115", "19990115", "19990116", "19990117", "19990117")
TRIAL_1999 = [row | {"worked": day, "declared": "1684.45"} for row, day in zip(TRIAL_1999, DAYS, strict=True)]
RETAINER_1999 = invoice(
    adjustment("1250", units="1", adjustment="1250.", text="Monthly Retainer Fee", worked="19990131", item="6"),
    **JANUARY,
    **RETAINER,
)
OFFICIAL: list[Row] = [*TRIAL_1999, *RETAINER_1999]
TRIAL = Doc(number="96542", firm="24-6437381", net="1684.45", lines=5, date="1999-02-25")
FIXED = Doc(number="96543", firm="24-6437381", net="1250", lines=1, date="1999-02-25")

# An older edition: one invoice, two matters, and the second record group declares only its own part.
TWO_MATTERS: list[Row] = [row | {"number": "96542", "declared": "2934.45"} for row in OFFICIAL]
TWO_MATTERS = [*TWO_MATTERS[:5], TWO_MATTERS[5] | {"declared": "1250"}]
BOTH = TRIAL.but(net="2934.45", lines=6, matters=frozenset({"423-987", "425-936"}))

# The international edition declares 182.52 of tax where its lines hold 185.52, a net that is not
# gross less tax, and a rate that is not its taxes' rate.
TAXES = ("87.63", "92.6", "5.29", "0", "0", "88.81")
TOTALS = ("717.63", "792.6", "45.29", "24.95", "289.5", "1338.81")
ADDRESS = {
    "firm_name": "Law Offices of John Smith",
    "firm_address_1": "One Fleet Street",
    "firm_city": "London",
    "firm_postcode": "EC2A 2EG",
    "firm_country": "GBR",
    "client_name": "Stanley's Widgets",
    "client_address_1": "One Times Square",
    "client_city": "New York",
    "client_region": "NY",
    "client_postcode": "10036",
    "client_country": "USA",
}
SHARED = ADDRESS | {
    "date": "20080225",
    "start": "20080101",
    "end": "20080131",
    "client": "711",
    "client_tax_id": "76-1235",
    "currency": "GBP",
    "account": "O",
    "tax_type": "VAT",
    "reported_currency": "GBP",
}
FIRST = {"declared": "1869.97", "declared_tax": "182.52", "declared_net": "1781.16", "reported_tax": "182.52"}
FIRST |= {"order": "77654", "firm_matter": "528", "matter_name": "Merten Merger"}
SECOND = {"declared": "1338.81", "declared_tax": "88.81", "declared_net": "1250", "reported_tax": "88.81"}
SECOND |= {"firm_matter": "1326", "matter_name": "Somos Merger", "adjustment": "0", "cost": "1250"}


def international(row: Row, total: str, tax: str) -> Row:
    """Turn one line of 1999 into the line of 2008."""
    surname, _, given = row.get("name", "").partition(", ")
    cells = {
        "total": total,
        "tax": tax,
        "last_name": surname,
        "first_name": given,
        "name": f"{surname} {given}".strip(),
    }
    cells |= {"tax_rate": "0.061245" if money(tax) else "0", "worked": row["worked"].replace("1999", "2008")}
    cells |= {
        "text": row["text"].replace("’", "'").replace(",", ""),
        "units": f"{money(row['units']).normalize():f}",
    }
    return row | SHARED | (FIRST if row["number"] == "96542" else SECOND) | cells


OFFICIAL_BI: list[Row] = [international(*x) for x in zip(OFFICIAL, TOTALS, TAXES, strict=True)]
TRIAL_BI = TRIAL.but(tax="185.52", date="2008-02-25", currency="GBP")
FIXED_BI = FIXED.but(tax="88.81", date="2008-02-25", currency="GBP")
