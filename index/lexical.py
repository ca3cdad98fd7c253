"""BM25 search over ready-made terms with tantivy.

Documents go by numbers that their makers give them. An index grows in a copy of its own: tantivy
never changes a file that it has written, so that the copy can share them.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.linked_folder import find_writable

FloatVector = NDArray[np.float32]
Numbers = NDArray[np.int64]

_NAMED = (
    10_000  # passages that a query names one by one; of more, the best of all are looked through
)
_AHEAD = 4  # how many times deeper than on average they should be found
_WRITER_MEMORY = 64 * 1024 * 1024  # bytes; tantivy asks for at least 15 million a thread


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=False, indexed=True, fast=True)
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def write_lexical_index(
    folder: Path, documents: Iterable[tuple[int, Sequence[str]]], *, gone: Iterable[int] = ()
) -> None:
    """Make an index in an empty folder, or change the one in it.

    Args:
        folder: Where it is; it exists.
        documents: Number and terms of each passage that is new.
        gone: Numbers of passages that are to be found no more. What a term weighs still counts
            them until tantivy merges the files they are in.

    Raises:
        OSError: If the disk is full.
    """
    try:
        writer = tantivy.Index(_schema(), path=str(folder)).writer(_WRITER_MEMORY, 1)
        for number in gone:
            writer.delete_documents_by_term("number", number)
        for number, terms in documents:
            writer.add_document(tantivy.Document(number=number, terms=" ".join(terms)))
        writer.commit()
        writer.wait_merging_threads()
    except ValueError as error:  # what tantivy makes of every error of the system
        raise OSError(str(error)) from error


class LexicalIndex:
    """A written index, opened for search.

    Args:
        folder: Where it was written to.
    """

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(find_writable(folder, self)))
        self._index.reload()
        self._searcher = self._index.searcher()
        self._schema = _schema()

    def search(
        self, terms: Sequence[str], k: int, *, only: Numbers | None = None
    ) -> tuple[Numbers, FloatVector]:
        """The passages that hold any of the terms.

        Args:
            terms: Search terms.
            k: How many passages at most.
            only: Numbers of passages to choose from, ascending; all of them if None. What a term
                weighs is counted over all passages in either case.

        Returns:
            Numbers and their BM25 scores (k1 1.2, b 0.75), best first; at most `k`.

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
        if only is None:
            return self._best(query, k)
        if len(only) <= _NAMED:
            return self._best(self._restrict(query, only), k)
        depth = _AHEAD * k * self._searcher.num_docs // len(only)
        while True:
            numbers, scores = self._best(query, depth)
            places = np.minimum(np.searchsorted(only, numbers), len(only) - 1)
            chosen = only[places] == numbers
            if chosen.sum() >= k or len(numbers) < depth:
                return numbers[chosen][:k], scores[chosen][:k]
            depth *= _AHEAD

    def _best(self, query: tantivy.Query, k: int) -> tuple[Numbers, FloatVector]:
        found = self._searcher.search(query, k, count=False).hits
        places = [place for _, place in found]
        numbers = self._searcher.fast_field_values("number", places) if places else []
        return np.array(numbers, np.int64), np.array([score for score, _ in found], np.float32)

    def _restrict(self, query: tantivy.Query, only: Numbers) -> tantivy.Query:
        """A query over some passages, named one by one."""
        named = tantivy.Query.term_set_query(self._schema, "number", only.tolist())
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
