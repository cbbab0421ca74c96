"""Dematerialisation: how invoices arrive, and who still sends paper or PDF."""

from ui import dematerialisation
from ui.view import current

dematerialisation.show(current())
