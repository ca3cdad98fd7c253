"""What can go wrong while articles are read."""


class IngestError(Exception):
    """Base of all errors of this folder; its message names the remedy in one line."""
