"""Actions and targets: what was decided, what is due, what it changed; and dated notes on the timelines."""

from ui.follow_up import actions, notes, targets
from ui.review import opened
from ui.view import current

view = current()
opened.refusal()
actions.show(view)
targets.show(view)
notes.show(view)
