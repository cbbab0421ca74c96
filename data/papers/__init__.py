"""One invoice, several papers: which are one, which of them counts and why, what they disagree on, what to decide.

The rules themselves are those of `data/grains.sql` (`billed`, `papers`), where figures read them.
"""
