"""Electronic invoices as EN 16931 means them: one reading for every syntax, told apart only by where terms stand."""

from data.en16931.document import read

__all__ = ["read"]
