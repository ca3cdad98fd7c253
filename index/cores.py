"""How many processor cores there are to work with."""

import os


def count_cores() -> int:
    """Cores that this process may use; all that there are where a system does not tell."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
