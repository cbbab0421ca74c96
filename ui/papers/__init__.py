"""Papers of an invoice: what needs a choice, what papers disagree on, duplicates, credit notes, one invoice whole."""
