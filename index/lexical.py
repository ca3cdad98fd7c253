"""BM25 search over ready-made terms with tantivy."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

FloatVector = NDArray[np.float32]
Rows = NDArray[np.int64]

_WRITER_MEMORY = 64 * 1024 * 1024  # bytes; tantivy asks for at least 15 million a thread


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("row", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def build_lexical_index(folder: Path, documents: Iterable[Sequence[str]]) -> None:
    """Write an index to an existing, empty folder.

    Args:
        folder: Where to.
        documents: The terms of each passage; a passage's row is its place in this order.
    """
    writer = tantivy.Index(_schema(), path=str(folder)).writer(_WRITER_MEMORY, 1)
    for row, terms in enumerate(documents):
        writer.add_document(tantivy.Document(row=str(row), terms=" ".join(terms)))
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """A written index, opened for search.

    Args:
        folder: Where it was written to.
    """

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.reload()
        self._searcher = self._index.searcher()
        self._schema = _schema()

    def search(
        self, terms: Sequence[str], k: int, *, only: Rows | None = None
    ) -> tuple[Rows, FloatVector]:
        """The passages that hold any of the terms.

        Args:
            terms: Search terms.
            k: How many passages at most.
            only: Rows to choose from; all of them if None. What a term weighs is counted over all
                passages in either case.

        Returns:
            Rows and their BM25 scores (k1 1.2, b 0.75), best first; at most `k`.

        Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
        (2009).
        """
        parts = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, "terms", term, "freq"),
            )
            for term in dict.fromkeys(terms)
        ]
        if not parts or k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        query = tantivy.Query.boolean_query(parts)
        if only is not None:
            query = self._restrict(query, only)
        found = self._searcher.search(query, k, count=False).hits
        rows = [int(str(self._searcher.doc(address).get_first("row"))) for _, address in found]
        return np.array(rows, np.int64), np.array([score for score, _ in found], np.float32)

    def _restrict(self, query: tantivy.Query, only: Rows) -> tantivy.Query:
        """A query over some rows, named themselves or, where most are meant, by the others."""
        count = self._searcher.num_docs
        few = 2 * len(only) <= count
        rows = only if few else np.setdiff1d(np.arange(count), only)
        named = tantivy.Query.term_set_query(self._schema, "row", [str(row) for row in rows])
        if not few:
            return tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.MustNot, named)]
            )
        unscored = tantivy.Query.const_score_query(named, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, unscored)]
        )

    def holds(self, term: str) -> bool:
        """Whether any passage holds a term."""
        return bool(self._searcher.doc_freq("terms", term))

    def idf(self, term: str) -> float:
        """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), at least 0."""
        count = self._searcher.doc_freq("terms", term)
        return float(np.log1p((self._searcher.num_docs - count + 0.5) / (count + 0.5)))
