"""UBL 2: the electronic invoices and credit notes of OASIS, in the profiles of EN 16931 (French ones included).

Source: OASIS UBL 2.1; EN 16931-3-2; EXTENDED-CTC-FR for the sub-lines.
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

_SPACE = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
TERMS = {
    "BT-1": "ID",
    "BT-2": "IssueDate",
    "BT-3": "InvoiceTypeCode|CreditNoteTypeCode",
    "BT-5": "DocumentCurrencyCode",
    "BT-9": "DueDate|PaymentMeans/PaymentDueDate",
    "BT-10": "BuyerReference",
    "BT-11": "ProjectReference/ID|AdditionalDocumentReference[DocumentTypeCode=50]/ID",
    "BT-12": "ContractDocumentReference/ID",
    "BT-19": "AccountingCost",
    "BG-1": "Note",
    "BT-21": "none",
    "BT-22": "",
    "BT-24": "CustomizationID",
    "BT-25": "BillingReference/InvoiceDocumentReference/ID",
    "BT-73": "InvoicePeriod/StartDate",
    "BT-74": "InvoicePeriod/EndDate",
    # the parties
    "BG-4": "AccountingSupplierParty/Party",
    "BG-7": "AccountingCustomerParty/Party",
    "BT-27": "PartyLegalEntity/RegistrationName|PartyName/Name",
    "BT-29": "PartyIdentification/ID",
    "BT-30": "PartyLegalEntity/CompanyID",
    "BT-31": "PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID",
    "BT-34": "EndpointID",
    "BT-40": "PostalAddress/Country/IdentificationCode",
    # the amounts
    "BT-109": "LegalMonetaryTotal/TaxExclusiveAmount",
    "BT-110": "TaxTotal/TaxAmount",
    "BT-112": "LegalMonetaryTotal/TaxInclusiveAmount",
    "BT-113": "LegalMonetaryTotal/PrepaidAmount",
    # discounts and charges: of the whole invoice (BG-20, BG-21), then of a line (BG-27, BG-28)
    "BG-20": "AllowanceCharge",
    "BT-92": "Amount",
    "BT-96": "TaxCategory/Percent",
    "BT-97": "AllowanceChargeReason",
    "BG-27": "AllowanceCharge",
    "BT-136": "Amount",
    "charge": "ChargeIndicator",
    # the lines
    "BG-25": "InvoiceLine|CreditNoteLine",
    "EXT-163": "BillingReference/InvoiceDocumentReference/DocumentStatusCode",
    "BT-126": "ID",
    "BT-127": "Note",
    "BT-129": "InvoicedQuantity|CreditedQuantity",
    "BT-131": "LineExtensionAmount",
    "BT-133": "AccountingCost",
    "BT-134": "InvoicePeriod/StartDate",
    "BT-135": "InvoicePeriod/EndDate",
    "BT-146": "Price/PriceAmount",
    "BT-149": "Price/BaseQuantity",
    "BT-152": "Item/ClassifiedTaxCategory/Percent",
    "BT-153": "Item/Name",
    "BT-154": "Item/Description",
    "BT-155": "Item/SellersItemIdentification/ID|Item/BuyersItemIdentification/ID",
}


def _claims(root: Element) -> bool:
    return root.name in ("Invoice", "CreditNote") and root.space == _SPACE.format(root.name)


def _read(root: Element) -> Iterator[Invoice]:
    yield en16931.read(root, TERMS, credit=root.name == "CreditNote")


FORMAT = XmlFormat(name="UBL", title=Text("UBL", "UBL"), channel="ubl", claims=_claims, read=_read)
