"""Articles in: readers, clean-up, metadata, sentences and passages."""

from ingest.article import Article, Passage, Span
from ingest.errors import IngestError

__all__ = ["Article", "IngestError", "Passage", "Span"]
