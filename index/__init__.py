"""Passages on disk, and found again: embedding, German terms, FAISS, tantivy, fusion, SQLite."""

from index.bundled_model import BUNDLED_MODEL, OnStep
from index.catalogue import ArticleEntry, EntryPage, Facets, SortKey
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
    InvalidFilterError,
    ModelMismatchError,
    ModelUnavailableError,
    NothingEditedError,
    RerankerUnavailableError,
)
from index.filtering import ArticleFilter
from index.hit import Hit
from index.locking import OnWait
from index.opening import open_for_writing
from index.pointer import check_exists
from index.reranking import RerankedIndex, Reranker, load_reranker
from index.search import DENSE_WEIGHT, SearchIndex, SearchResult, SentenceScores
from index.writing import Changes, ExactCopy, IndexWriter, TakenOut

__all__ = [
    "BUNDLED_MODEL",
    "DENSE_WEIGHT",
    "ArticleEntry",
    "ArticleFilter",
    "ArticleMissingError",
    "Changes",
    "DiskError",
    "Embedder",
    "EntryPage",
    "ExactCopy",
    "Facets",
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
    "InvalidFilterError",
    "ModelMismatchError",
    "ModelUnavailableError",
    "NothingEditedError",
    "OnStep",
    "OnWait",
    "PassageText",
    "PassageVectors",
    "RerankedIndex",
    "Reranker",
    "RerankerUnavailableError",
    "SearchIndex",
    "SearchResult",
    "SentenceScores",
    "SortKey",
    "TakenOut",
    "check_exists",
    "check_index",
    "load_embedder",
    "load_reranker",
    "open_for_writing",
]
