"""Supplier review: prepared, frozen, held in the room, taken away as a pack."""

from ui.review import desk
from ui.view import current

desk.show(current())
