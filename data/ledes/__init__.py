"""Invoices as the LEDES XML family means them: LEDES 2000 and LEDES XML 2.0 to 2.2 share one reading.

Source: the formats of the LEDES Oversight Committee; names of 2.x beside those of 2000 (`task_code|acca_task`).
"""

from data.ledes.document import read
from data.ledes.standard import calls_itself, is_billing, version

__all__ = ["calls_itself", "is_billing", "read", "version"]
