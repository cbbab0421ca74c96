"""Tiny electronic invoices, written out: one small dictionary, in UBL, in CII, or in a PDF that carries it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import pypdf

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CII = "urn:un:unece:uncefact:data:standard:"
Row = tuple[str, ...]
TWO_HOURS_AND_TRAIN: Sequence[Row] = (
    ("1", "2", "HUR", "250.00", "500.00", "20", "Consultation bail"),
    ("2", "1", "C62", "80.00", "80.00", "10", "Train Paris - Lyon"),
)
"""Lines: number, quantity, unit, price, net, rate of tax, words. Net 580.00, tax 100.00 + 8.00."""


def tag(name: str, text: str | None, **attributes: str) -> str:
    """Write an element; nothing where there is nothing to say."""
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return "" if text is None else f"<{name}{said}>{text}</{name}>"


def ubl(rows: Sequence[Row] = TWO_HOURS_AND_TRAIN, root: str = "Invoice", **given: Any) -> str:
    """Write a UBL document, one line of billing a line of text; what is not given is what most invoices say."""
    said = _said(rows) | given
    line = "Invoice" if root == "Invoice" else "CreditNote"
    quantity = "InvoicedQuantity" if root == "Invoice" else "CreditedQuantity"
    parts = [
        tag("cbc:CustomizationID", "urn:cen.eu:en16931:2017"),
        tag("cbc:ID", said["number"]) + tag("cbc:IssueDate", said["date"]) + tag("cbc:DueDate", said.get("due")),
        tag(f"cbc:{line}TypeCode", said["type"]),
        *(tag("cbc:Note", note) for note in said.get("notes", ())),
        tag("cbc:DocumentCurrencyCode", said["currency"]),
        tag("cbc:AccountingCost", said.get("account")) + tag("cbc:BuyerReference", said.get("buyer_reference")),
        *(
            tag("cac:BillingReference", tag("cac:InvoiceDocumentReference", tag("cbc:ID", one)))
            for one in said.get("preceding", ())
        ),
        tag("cac:ContractDocumentReference", tag("cbc:ID", said.get("contract"))) if "contract" in said else "",
        tag("cac:ProjectReference", tag("cbc:ID", said.get("project"))) if "project" in said else "",
        tag("cac:AccountingSupplierParty", tag("cac:Party", _ubl_party(said))),
        *(_ubl_allowance(*one) for one in said.get("allowances", ())),
        tag("cac:TaxTotal", tag("cbc:TaxAmount", said["tax"], currencyID=said["currency"] or "EUR")),
        tag(
            "cac:LegalMonetaryTotal",
            tag("cbc:TaxExclusiveAmount", said["net"]) + tag("cbc:TaxInclusiveAmount", said["gross"])
            + tag("cbc:PrepaidAmount", said.get("prepaid")),
        ),
        *(_ubl_line(f"cac:{line}Line", quantity, row, said) for row in rows),
    ]  # fmt: skip
    body = "\n".join(filter(None, parts))
    spaces = (
        f'xmlns="{UBL}{root}-2" xmlns:cac="{UBL}CommonAggregateComponents-2" xmlns:cbc="{UBL}CommonBasicComponents-2"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>\n{body}\n</{root}>\n'


def _ubl_party(said: dict[str, Any]) -> str:
    vat = tag("cac:TaxScheme", tag("cbc:ID", "VAT"))
    return (
        (tag("cac:PartyTaxScheme", tag("cbc:CompanyID", said["vat"]) + vat) if said.get("vat") else "")
        + tag("cac:PartyLegalEntity", tag("cbc:RegistrationName", escape(said["seller"]))
              + tag("cbc:CompanyID", said.get("siren"), schemeID=said.get("scheme", "0002")))
    )  # fmt: skip


def _ubl_allowance(charge: str, amount: str, rate: str, reason: str) -> str:
    category = tag("cac:TaxCategory", tag("cbc:Percent", rate))
    reason = tag("cbc:AllowanceChargeReason", reason)
    return tag(
        "cac:AllowanceCharge", tag("cbc:ChargeIndicator", charge) + reason + tag("cbc:Amount", amount) + category
    )


def _ubl_line(name: str, quantity: str, row: Row, said: dict[str, Any]) -> str:
    number, units, unit, price, net, rate, words = row[:7]
    status = row[7] if len(row) > 7 else None
    reference = tag("cbc:ID", said["number"]) + tag("cbc:DocumentStatusCode", status)
    item = tag("cbc:Name", escape(words)) + tag("cac:ClassifiedTaxCategory", tag("cbc:Percent", rate))
    return tag(
        name,
        tag("cbc:ID", number) + tag(f"cbc:{quantity}", units, unitCode=unit) + tag("cbc:LineExtensionAmount", net)
        + (tag("cac:BillingReference", tag("cac:InvoiceDocumentReference", reference)) if status else "")
        + tag("cac:Item", item) + tag("cac:Price", tag("cbc:PriceAmount", price)),
    )  # fmt: skip


def cii(rows: Sequence[Row] = TWO_HOURS_AND_TRAIN, **given: Any) -> str:
    """Write the same as a CII document."""
    said = _said(rows) | given
    document = (
        tag("ram:ID", said["number"]) + tag("ram:TypeCode", said["type"])
        + tag("ram:IssueDateTime", _day(said["date"]))
        + "".join(tag("ram:IncludedNote", tag("ram:Content", note)) for note in said.get("notes", ()))
    )  # fmt: skip
    legal = tag("ram:SpecifiedLegalOrganization", tag("ram:ID", said.get("siren"), schemeID=said.get("scheme", "0002")))
    vat = tag("ram:SpecifiedTaxRegistration", tag("ram:ID", said.get("vat"), schemeID="VA")) if said.get("vat") else ""
    contract, project = said.get("contract"), said.get("project")
    agreement = (
        tag("ram:BuyerReference", said.get("buyer_reference"))
        + tag("ram:SellerTradeParty", tag("ram:Name", escape(said["seller"])) + legal + vat)
        + (tag("ram:ContractReferencedDocument", tag("ram:IssuerAssignedID", contract)) if contract else "")
        + (tag("ram:SpecifiedProcuringProject", tag("ram:ID", project)) if project else "")
    )  # fmt: skip
    sums = (
        tag("ram:TaxBasisTotalAmount", said["net"]) + tag("ram:TaxTotalAmount", said["tax"], currencyID="EUR")
        + tag("ram:GrandTotalAmount", said["gross"]) + tag("ram:TotalPrepaidAmount", said.get("prepaid"))
    )  # fmt: skip
    settlement = (
        tag("ram:InvoiceCurrencyCode", said["currency"])
        + "".join(_cii_allowance(*one) for one in said.get("allowances", ()))
        + tag("ram:SpecifiedTradeSettlementHeaderMonetarySummation", sums)
        + "".join(
            tag("ram:InvoiceReferencedDocument", tag("ram:IssuerAssignedID", one)) for one in said.get("preceding", ())
        )
    )
    guide = tag("ram:GuidelineSpecifiedDocumentContextParameter", tag("ram:ID", said["profile"]))
    trade = [
        *(_cii_line(row) for row in rows),
        tag("ram:ApplicableHeaderTradeAgreement", agreement),
        tag("ram:ApplicableHeaderTradeSettlement", settlement),
    ]
    body = "\n".join(
        [
            tag("rsm:ExchangedDocumentContext", guide),
            tag("rsm:ExchangedDocument", document),
            tag("rsm:SupplyChainTradeTransaction", "\n" + "\n".join(trade) + "\n"),
        ]
    )
    spaces = (
        f'xmlns:rsm="{CII}CrossIndustryInvoice:100" xmlns:udt="{CII}UnqualifiedDataType:100" '
        f'xmlns:ram="{CII}ReusableAggregateBusinessInformationEntity:100"'
    )
    root = "rsm:CrossIndustryInvoice"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>\n{body}\n</{root}>\n'


def _day(date: str) -> str:
    return tag("udt:DateTimeString", date.replace("-", ""), format="102")


def _cii_allowance(charge: str, amount: str, rate: str, reason: str) -> str:
    tax = tag("ram:CategoryTradeTax", tag("ram:RateApplicablePercent", rate))
    indicator = tag("ram:ChargeIndicator", tag("udt:Indicator", charge))
    said = indicator + tag("ram:ActualAmount", amount) + tag("ram:Reason", reason) + tax
    return tag("ram:SpecifiedTradeAllowanceCharge", said)


def _cii_line(row: Row) -> str:
    number, units, unit, price, net, rate, words = row[:7]
    status = row[7] if len(row) > 7 else None
    net_price = tag("ram:NetPriceProductTradePrice", tag("ram:ChargeAmount", price))
    sums = tag("ram:SpecifiedTradeSettlementLineMonetarySummation", tag("ram:LineTotalAmount", net))
    tax = tag("ram:ApplicableTradeTax", tag("ram:RateApplicablePercent", rate))
    document = tag("ram:LineID", number) + tag("ram:LineStatusReasonCode", status)
    return tag(
        "ram:IncludedSupplyChainTradeLineItem",
        tag("ram:AssociatedDocumentLineDocument", document)
        + tag("ram:SpecifiedTradeProduct", tag("ram:Name", escape(words)))
        + tag("ram:SpecifiedLineTradeAgreement", net_price)
        + tag("ram:SpecifiedLineTradeDelivery", tag("ram:BilledQuantity", units, unitCode=unit))
        + tag("ram:SpecifiedLineTradeSettlement", tax + sums),
    )


def _said(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what most invoices of these tests say."""
    usual = rows == TWO_HOURS_AND_TRAIN
    return {
        "number": "FA-1", "date": "2026-07-31", "type": "380", "currency": "EUR", "seller": "Cabinet Dubois",
        "siren": "732829320", "profile": "urn:cen.eu:en16931:2017", "net": "580.00" if usual else None,
        "tax": "108.00" if usual else None, "gross": "688.00" if usual else None,
    }  # fmt: skip


def pdf(*attachments: tuple[str, bytes], key: str = "") -> bytes:
    """Make a PDF of one blank page that carries files."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in attachments:
        writer.add_attachment(name, content)
    if key:
        writer.encrypt(key, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
