"""A question set asked from end to end: kept, continued, compared."""
