"""Panel: off-panel instructions, by count and by amount, and which firms leave the panel."""

from ui import panel
from ui.view import current

panel.show(current())
