"""A supplier review: what is asked of the figures, how it is frozen, and the pages that it makes."""
