"""A small model that reads question and passage together."""

from chatbot.reader.reading import EvidenceReader, ReadableText, SentenceReading

__all__ = ["EvidenceReader", "ReadableText", "SentenceReading"]
