"""Answers with citations, or an honest refusal."""
