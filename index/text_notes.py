"""What the writer notes about the texts of living articles, so that near-duplicates are found fast.

Readers need none of it. It is written in the transaction that changes the articles themselves.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from ingest import Likeness


class TextNotes:
    """Signatures of texts and the likenesses between them, in the tables of a store.

    Args:
        connection: The store's; the caller begins and ends transactions.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find_exact(self, words: str) -> list[str]:
        """The ids of the articles with exactly these words, oldest note first.

        Args:
            words: The hash of a text's words.
        """
        query = "SELECT article FROM texts WHERE words = ? ORDER BY number"
        return [article for (article,) in self._connection.execute(query, (words,))]

    def find_similar(self, bands: Sequence[int], *, limit: int) -> list[str]:
        """The ids of articles that share bands, those that share most first.

        Args:
            bands: Of a text.
            limit: How many at most.
        """
        query = """
            SELECT article FROM bands JOIN texts ON texts.number = bands.text
            WHERE value IN (SELECT value FROM json_each(?))
            GROUP BY texts.number ORDER BY count(*) DESC, texts.number LIMIT ?"""
        return [article for (article,) in self._connection.execute(query, (_list(bands), limit))]

    def missing(self) -> list[str]:
        """The ids of living articles without a note, as those of an earlier format are."""
        query = """
            SELECT id FROM articles
            WHERE died IS NULL AND NOT EXISTS (SELECT 1 FROM texts WHERE article = articles.id)
            ORDER BY number"""
        return [article for (article,) in self._connection.execute(query)]

    def add(self, article_id: str, words: str, bands: Iterable[int]) -> None:
        """Note a text; what was noted of the article before is forgotten."""
        self.remove(article_id)
        cursor = self._connection.execute(
            "INSERT INTO texts (article, words) VALUES (?, ?)", (article_id, words)
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)",
            [(band, cursor.lastrowid) for band in bands],
        )

    def link(self, likeness: Likeness) -> None:
        """Note how much of one noted text another holds."""
        self._connection.execute(
            "INSERT OR REPLACE INTO likenesses SELECT one.number, other.number, ? "
            "FROM texts AS one, texts AS other WHERE one.article = ? AND other.article = ?",
            (likeness.held, likeness.article_id, likeness.other_id),
        )

    def remove(self, article_id: str) -> None:
        """Forget a text."""
        self._connection.execute("DELETE FROM texts WHERE article = ?", (article_id,))

    def words_of(self, article_id: str) -> str:
        """The hash of the words of an article's text, or "" if it is not noted."""
        query = "SELECT words FROM texts WHERE article = ?"
        for (words,) in self._connection.execute(query, (article_id,)):
            return str(words)
        return ""

    def connected(self, article_ids: Iterable[str]) -> set[str]:
        """These articles and all that are alike to them, directly or through others."""
        query = """
            WITH RECURSIVE reached (text) AS (
                SELECT number FROM texts WHERE article IN (SELECT value FROM json_each(?))
                UNION SELECT other FROM likenesses JOIN reached USING (text)
            )
            SELECT article FROM texts WHERE number IN (SELECT text FROM reached)"""
        rows = self._connection.execute(query, (_list(article_ids),))
        return {article for (article,) in rows}

    def likenesses(self, article_ids: Iterable[str]) -> Iterator[Likeness]:
        """All likenesses that begin at one of these articles."""
        query = """
            SELECT one.article, two.article, held FROM texts AS one
            JOIN likenesses ON likenesses.text = one.number
            JOIN texts AS two ON two.number = likenesses.other
            WHERE one.article IN (SELECT value FROM json_each(?))"""
        for one, other, held in self._connection.execute(query, (_list(article_ids),)):
            yield Likeness(one, other, held)


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
