"""Definitions: what each figure means, how it is worked out, an example to check by hand."""

from ui import definitions

definitions.show()
