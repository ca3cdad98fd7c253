"""Passages on disk, and found again: embedding, German terms, FAISS, tantivy, fusion, SQLite."""

from index.hit import Hit

__all__ = ["Hit"]
