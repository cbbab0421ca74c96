"""Papers of an invoice: what needs a choice first, what papers disagree on, duplicates, credit notes, one invoice."""

from ui.papers import lists, one, settling
from ui.review import opened
from ui.view import current

view = current()
opened.refusal()
lists.to_choose(view)
lists.suspected(view)
lists.differences(view)
lists.duplicates(view)
lists.credit_notes(view)
one.find(view)
one.totals(view)
settling.decided(view)
