"""Passages on disk, and found again: embedding, German terms, FAISS, tantivy, fusion, SQLite."""

from index.bundled_model import BUNDLED_MODEL, OnStep
from index.doctor import Finding, check_index
from index.embedding import Embedder, PassageText, PassageVectors, load_embedder
from index.errors import (
    ArticleMissingError,
    DiskError,
    IndexDamagedError,
    IndexFormatError,
    IndexingError,
    IndexLockedError,
    IndexLostError,
    IndexMissingError,
    IndexUnfinishedError,
    ModelMismatchError,
    ModelUnavailableError,
    NothingEditedError,
)
from index.generation import check_exists
from index.hit import Hit
from index.search import DENSE_WEIGHT, SearchIndex, SearchResult, SentenceScores
from index.writing import Changes, ExactCopy, IndexWriter, open_for_writing

__all__ = [
    "BUNDLED_MODEL",
    "DENSE_WEIGHT",
    "ArticleMissingError",
    "Changes",
    "DiskError",
    "Embedder",
    "ExactCopy",
    "Finding",
    "Hit",
    "IndexDamagedError",
    "IndexFormatError",
    "IndexLockedError",
    "IndexLostError",
    "IndexMissingError",
    "IndexUnfinishedError",
    "IndexWriter",
    "IndexingError",
    "ModelMismatchError",
    "ModelUnavailableError",
    "NothingEditedError",
    "OnStep",
    "PassageText",
    "PassageVectors",
    "SearchIndex",
    "SearchResult",
    "SentenceScores",
    "check_exists",
    "check_index",
    "load_embedder",
    "open_for_writing",
]
