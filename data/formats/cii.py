"""CII: the cross industry invoice of UN/CEFACT (D16B and later), in every profile of Factur-X and EN 16931.

The profiles MINIMUM and BASIC WL have no lines: such an invoice counts by its total, as a row of the register would.
Source: UN/CEFACT CII; EN 16931-3-3; Factur-X 1.08 for EXTENDED, EXTENDED-CTC-FR included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import en16931
from data.formats import XmlFormat
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.apart.markup import Element
    from data.invoice import Invoice

_SPACE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_DOCUMENT = "ExchangedDocument"
_TRADE = "SupplyChainTradeTransaction"
_AGREED = f"{_TRADE}/ApplicableHeaderTradeAgreement"
_SETTLED = f"{_TRADE}/ApplicableHeaderTradeSettlement"
_SUMS = f"{_SETTLED}/SpecifiedTradeSettlementHeaderMonetarySummation"
_LINE = "SpecifiedLineTradeSettlement"
TERMS = {
    "BT-1": f"{_DOCUMENT}/ID",
    "BT-2": f"{_DOCUMENT}/IssueDateTime/DateTimeString",
    "BT-3": f"{_DOCUMENT}/TypeCode",
    "BT-5": f"{_SETTLED}/InvoiceCurrencyCode",
    "BT-9": f"{_SETTLED}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",
    "BT-10": f"{_AGREED}/BuyerReference",
    "BT-11": f"{_AGREED}/SpecifiedProcuringProject/ID",
    "BT-12": f"{_AGREED}/ContractReferencedDocument/IssuerAssignedID",
    "BT-19": f"{_SETTLED}/ReceivableSpecifiedTradeAccountingAccount/ID",
    "BG-1": f"{_DOCUMENT}/IncludedNote",
    "BT-21": "SubjectCode",
    "BT-22": "Content",
    "BT-24": "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID",
    "BT-25": f"{_SETTLED}/InvoiceReferencedDocument/IssuerAssignedID",
    "BT-73": f"{_SETTLED}/BillingSpecifiedPeriod/StartDateTime/DateTimeString",
    "BT-74": f"{_SETTLED}/BillingSpecifiedPeriod/EndDateTime/DateTimeString",
    # the parties
    "BG-4": f"{_AGREED}/SellerTradeParty",
    "BG-7": f"{_AGREED}/BuyerTradeParty",
    "BT-27": "Name|SpecifiedLegalOrganization/TradingBusinessName",
    "BT-29": "GlobalID|ID",
    "BT-30": "SpecifiedLegalOrganization/ID",
    "BT-31": "SpecifiedTaxRegistration/ID[@schemeID=VA]",
    "BT-34": "URIUniversalCommunication/URIID",
    "BT-40": "PostalTradeAddress/CountryID",
    # the amounts
    "BT-109": f"{_SUMS}/TaxBasisTotalAmount",
    "BT-110": f"{_SUMS}/TaxTotalAmount",
    "BT-112": f"{_SUMS}/GrandTotalAmount",
    "BT-113": f"{_SUMS}/TotalPrepaidAmount",
    # discounts and charges: of the whole invoice (BG-20, BG-21, logistics), then of a line (BG-27, BG-28)
    "BG-20": f"{_SETTLED}/SpecifiedTradeAllowanceCharge",
    "BT-92": "ActualAmount",
    "BT-96": "CategoryTradeTax/RateApplicablePercent|AppliedTradeTax/RateApplicablePercent",
    "BT-97": "Reason|Description",
    "fees": f"{_SETTLED}/SpecifiedLogisticsServiceCharge",
    "fee": "AppliedAmount",
    "BG-27": f"{_LINE}/SpecifiedTradeAllowanceCharge",
    "BT-136": "ActualAmount",
    "charge": "ChargeIndicator/Indicator",
    # the lines
    "BG-25": f"{_TRADE}/IncludedSupplyChainTradeLineItem",
    "EXT-163": "AssociatedDocumentLineDocument/LineStatusReasonCode",
    "BT-126": "AssociatedDocumentLineDocument/LineID",
    "BT-127": "AssociatedDocumentLineDocument/IncludedNote/Content",
    "BT-129": "SpecifiedLineTradeDelivery/BilledQuantity",
    "BT-131": f"{_LINE}/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
    "BT-133": f"{_LINE}/ReceivableSpecifiedTradeAccountingAccount/ID",
    "BT-134": f"{_LINE}/BillingSpecifiedPeriod/StartDateTime/DateTimeString",
    "BT-135": f"{_LINE}/BillingSpecifiedPeriod/EndDateTime/DateTimeString",
    "BT-146": "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",
    "BT-149": "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity",
    "BT-152": f"{_LINE}/ApplicableTradeTax/RateApplicablePercent",
    "BT-153": "SpecifiedTradeProduct/Name",
    "BT-154": "SpecifiedTradeProduct/Description",
    "BT-155": "SpecifiedTradeProduct/SellerAssignedID|SpecifiedTradeProduct/BuyerAssignedID",
}


def _claims(root: Element) -> bool:
    return root.name == "CrossIndustryInvoice" and root.space == _SPACE


def _read(root: Element) -> Iterator[Invoice]:
    yield en16931.read(root, TERMS)


FORMAT = XmlFormat(name="CII", title=Text("CII", "CII"), channel="cii", claims=_claims, read=_read)
