"""Who is who, on screen: what waits to be matched, the choice of what it means, and what was settled."""
