"""A small model that reads question and passage together."""

from chatbot.reader.reading import EvidenceReader, SentenceReading

__all__ = ["EvidenceReader", "SentenceReading"]
