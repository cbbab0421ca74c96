"""Following up: actions, targets and dated notes, typed here or imported, and what became of them."""
