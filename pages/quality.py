"""Quality: does every total tie, what is missing, what did files say, which lines wait."""

from ui import gaps, quality
from ui.view import current

view = current()
quality.reconciliation(view)
gaps.show(view)
quality.differences(view)
quality.told(view)
quality.set_aside(view)
