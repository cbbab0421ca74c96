"""The demo portfolio, looked at without the program's own readers."""
