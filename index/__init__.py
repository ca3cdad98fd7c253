"""Passages on disk, and found again: embedding, German terms, FAISS, tantivy, fusion, SQLite."""

from index.bundled_model import BUNDLED_MODEL, OnStep
from index.doctor import Finding, check_index
from index.embedding import Embedder, PassageText, PassageVectors, load_embedder
from index.errors import (
    ArticleMissingError,
    IndexDamagedError,
    IndexFormatError,
    IndexingError,
    IndexLockedError,
    IndexMissingError,
    ModelMismatchError,
    ModelUnavailableError,
)
from index.hit import Hit
from index.opening import open_for_writing
from index.search import DENSE_WEIGHT, SearchIndex, SearchResult, SentenceScores
from index.writing import Changes, IndexWriter

__all__ = [
    "BUNDLED_MODEL",
    "DENSE_WEIGHT",
    "ArticleMissingError",
    "Changes",
    "Embedder",
    "Finding",
    "Hit",
    "IndexDamagedError",
    "IndexFormatError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexWriter",
    "IndexingError",
    "ModelMismatchError",
    "ModelUnavailableError",
    "OnStep",
    "PassageText",
    "PassageVectors",
    "SearchIndex",
    "SearchResult",
    "SentenceScores",
    "check_index",
    "load_embedder",
    "open_for_writing",
]
