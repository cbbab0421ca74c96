"""Who is in front of the store: what each role may read and write. The laptop's only reader may do everything."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person may see: a legal ops officer all of it, a buyer no secret, a reader figures only."""

    LEGAL_OPS = "legal_ops"
    BUYER = "buyer"
    READER = "reader"

    @property
    def sees_texts(self) -> bool:
        """Whether narratives, received lines, file names, respondents and timekeepers' names are for this role."""
        return self is Role.LEGAL_OPS

    @property
    def sees_rows(self) -> bool:
        """Whether documents, matters and what a figure counted are for this role, and not figures alone."""
        return self is not Role.READER

    def may(self, purpose: Purpose) -> bool:
        """Say whether this role may write for a purpose."""
        return self is Role.LEGAL_OPS or (self is Role.BUYER and purpose is Purpose.REVIEW)


class Purpose(StrEnum):
    """Why something is written: what the two prepare together (plans, actions, targets, notes), or anything else."""

    REVIEW = "review"
    DATA = "data"
