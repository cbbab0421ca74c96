"""The test ledger: what Binôme promises, the tests that hold it, and what they counted."""
