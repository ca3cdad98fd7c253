"""A run to look at: terminal, page, table."""
