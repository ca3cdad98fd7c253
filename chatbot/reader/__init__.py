"""A small model that reads question and passage together."""

from chatbot.reader.reading import AT_ONCE, EvidenceReader, SentenceReading

__all__ = ["AT_ONCE", "EvidenceReader", "SentenceReading"]
