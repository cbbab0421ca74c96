"""Small damaged e-billing files, each with the truth that must come out of it."""
