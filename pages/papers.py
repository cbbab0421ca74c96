"""Papers of an invoice: what needs a choice, what was chosen, differences, duplicates, credit notes, one invoice."""

from ui.papers import lists, one, settling
from ui.review import opened
from ui.view import current

view = current()
opened.refusal()
lists.to_choose(view)
lists.suspected(view)
settling.decided(view)
lists.differences(view)
lists.duplicates(view)
lists.credit_notes(view)
one.find(view)
one.totals(view)
