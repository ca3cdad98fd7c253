"""The collection in SQLite: articles, passages and vectors. What stands here is the truth.

Every article version carries the generation in which it appeared (`born`) and the one in which it
was replaced or removed (`died`), so that readers of one generation never see half of another.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexFormatError, IndexLostError, IndexMissingError
from ingest import Article, Passage, Span

FORMAT = 1  # of the whole index folder; raise it when an older Belegt could not read it
STORE_FILE = "articles.sqlite"

FloatMatrix = NDArray[np.float32]
HalfMatrix = NDArray[np.float16]
_Values = tuple[Any, ...] | dict[str, Any]

_SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT, url TEXT NOT NULL, language TEXT NOT NULL,
    hash TEXT NOT NULL, born INTEGER NOT NULL, died INTEGER
) STRICT;
CREATE UNIQUE INDEX living_articles ON articles (id) WHERE died IS NULL;
CREATE INDEX dead_articles ON articles (died) WHERE died IS NOT NULL;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    id TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL,
    vector BLOB NOT NULL, sentence_vectors BLOB NOT NULL
) STRICT;
CREATE INDEX passages_of_article ON passages (article);
"""
_ARTICLE_COLUMNS = "id, title, body, source, author, published, url, language"
_LIVING = "born <= :generation AND (died IS NULL OR died > :generation)"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with what is needed to index it.

    Attributes:
        number: Its key in the store; never given twice.
        passage: The passage.
        context: What is embedded and searched with it: the title of its article.
        vector: Shape (dimensions,), half precision.
        sentence_vectors: Shape (sentences, dimensions), half precision.
    """

    number: int
    passage: Passage
    context: str
    vector: NDArray[np.float16]
    sentence_vectors: HalfMatrix


def hash_article(article: Article) -> str:
    """SHA-256 of all that an article says of itself, in hexadecimal."""
    fields = [
        article.id, article.title, article.body, article.source, article.author,
        article.published.isoformat() if article.published else "", article.url, article.language,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


class ArticleStore:
    """A SQLite file of an index folder. One process writes, any number read.

    Args:
        folder: The index folder.
        file: Name of the file in it (see `ArticleStore.create`).

    Raises:
        IndexMissingError: If there is none.
        IndexFormatError: If another version of Belegt wrote it.
        IndexLostError: If SQLite can't read it.
    """

    def __init__(self, folder: Path, file: str = STORE_FILE) -> None:
        path = folder / file
        if not path.is_file():
            raise IndexMissingError(folder)
        self.file = file
        self._folder = folder
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            raise IndexLostError(folder, what=f"{file}: {error}") from error
        try:
            self._check_format()
            self.model = self._setting("model")
            self.dimensions = int(self._setting("dimensions"))
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def create(
        cls, folder: Path, file: str = STORE_FILE, *, model: str, dimensions: int
    ) -> "ArticleStore":
        """Make an empty store; it appears complete or not at all."""
        draft = folder / f"{file}.draft"
        for leftover in folder.glob(f"{file}*"):
            leftover.unlink()
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.executescript(_SCHEMA)
            connection.executemany(
                "INSERT INTO settings VALUES (?, ?)",
                [("model", model), ("dimensions", str(dimensions))],
            )
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.execute("PRAGMA journal_mode = WAL")
        draft.replace(folder / file)
        return cls(folder, file)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    # ---- reading ----

    def latest_generation(self) -> int:
        """The newest generation that articles were written for; 0 if there are none."""
        (latest,) = self._row("SELECT max(max(born), coalesce(max(died), 0)) FROM articles")
        return int(latest or 0)

    def articles(self, generation: int) -> list[Article]:
        """All articles of a generation, in the order in which they were first read."""
        rows = self._rows(
            f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE {_LIVING} ORDER BY number",  # noqa: S608
            {"generation": generation},
        )
        return [_article(row) for row in rows]

    def article(self, article_id: str, generation: int) -> Article | None:
        """One article of a generation, or None if it has no such article."""
        rows = self._rows(
            f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE id = :id AND {_LIVING}",  # noqa: S608
            {"id": article_id, "generation": generation},
        )
        return next(map(_article, rows), None)

    def hashes(self) -> dict[str, str]:
        """The content hash of each living article, by id, those not yet published included."""
        return dict(self._rows("SELECT id, hash FROM articles WHERE died IS NULL"))

    def passages(self, generation: int) -> Iterator[StoredPassage]:
        """All passages of a generation, in ascending order of their numbers."""
        rows = self._rows(
            f"""SELECT passages.number, passages.id, articles.id, start, end,
                       substr(body, start + 1, end - start), sentences, title, vector,
                       sentence_vectors
                FROM passages JOIN articles ON articles.number = passages.article
                WHERE {_LIVING} ORDER BY passages.number""",  # noqa: S608
            {"generation": generation},
        )
        for row in rows:
            number, *fields, title, vector, sentence_vectors = row
            yield StoredPassage(
                number,
                _passage(fields),
                title,
                np.frombuffer(vector, np.float16),
                np.frombuffer(sentence_vectors, np.float16).reshape(-1, self.dimensions),
            )

    def passages_by_number(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Some passages, by number, whatever generation they belong to."""
        rows = self._rows(
            """SELECT passages.number, passages.id, articles.id, start, end,
                      substr(body, start + 1, end - start), sentences
               FROM passages JOIN articles ON articles.number = passages.article
               WHERE passages.number IN (SELECT value FROM json_each(?))""",
            (json.dumps([int(number) for number in numbers]),),
        )
        return {number: _passage(fields) for number, *fields in rows}

    def check(self) -> str:
        """What SQLite finds wrong with the file, or "" if nothing is."""
        try:
            (verdict,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
        return "" if verdict == "ok" else str(verdict)

    # ---- writing ----

    def put(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: FloatMatrix,
        sentence_vectors: Sequence[FloatMatrix],
        *,
        generation: int,
    ) -> None:
        """Add an article or replace its older version, in one transaction.

        Args:
            article: The article.
            passages: Its passages.
            vectors: One for each passage, shape (passages, dimensions).
            sentence_vectors: For each passage, shape (sentences, dimensions).
            generation: The one it will be visible from.
        """
        published = article.published.isoformat() if article.published else None
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._bury(article.id, generation)
            cursor = self._connection.execute(
                f"INSERT INTO articles ({_ARTICLE_COLUMNS}, hash, born) "  # noqa: S608
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    article.id, article.title, article.body, article.source, article.author,
                    published, article.url, article.language, hash_article(article), generation,
                ),
            )  # fmt: skip
            self._connection.executemany(
                "INSERT INTO passages (article, id, start, end, sentences, vector, "
                "sentence_vectors) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        cursor.lastrowid, passage.id, passage.start, passage.end,
                        json.dumps(passage.sentences), _blob(vector), _blob(inner),
                    )
                    for passage, vector, inner in zip(
                        passages, vectors, sentence_vectors, strict=True
                    )
                ],
            )  # fmt: skip

    def remove(self, article_id: str, *, generation: int) -> bool:
        """Remove an article from `generation` on; False if there is none of that id."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            return self._bury(article_id, generation)

    def forget(self, generation: int) -> None:
        """Delete for good what died in `generation` or before."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("DELETE FROM articles WHERE died <= ?", (generation,))

    def _bury(self, article_id: str, generation: int) -> bool:
        cursor = self._connection.execute(
            "UPDATE articles SET died = ? WHERE id = ? AND died IS NULL", (generation, article_id)
        )
        return cursor.rowcount > 0

    def _check_format(self) -> None:
        (version,) = self._row("PRAGMA user_version")
        if version != FORMAT:
            raise IndexFormatError(self._folder, found=int(version), supported=FORMAT)

    def _setting(self, name: str) -> str:
        (value,) = self._row("SELECT value FROM settings WHERE name = ?", (name,))
        return str(value)

    def _row(self, query: str, values: _Values = ()) -> tuple[Any, ...]:
        """The one row of a query that has one."""
        for row in self._rows(query, values):
            return row
        raise IndexLostError(self._folder, what=f"{self.file} lacks what every store holds")

    def _rows(self, query: str, values: _Values = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query; what SQLite can't read becomes an error of ours."""
        try:
            yield from self._connection.execute(query, values)
        except sqlite3.DatabaseError as error:
            raise IndexLostError(self._folder, what=f"{self.file}: {error}") from error


def _connect(path: Path) -> sqlite3.Connection:
    """Open a database; one on a read-only disk too, if it was closed before it came there."""
    frozen = not os.access(path.parent, os.W_OK)
    wal = path.with_name(f"{path.name}-wal")
    if frozen and not (wal.exists() and wal.stat().st_size):
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _blob(vectors: FloatMatrix) -> bytes:
    return np.ascontiguousarray(vectors, np.float16).tobytes()


def _article(row: Sequence[str]) -> Article:
    article_id, title, body, source, author, published, url, language = row
    day = date.fromisoformat(published) if published else None
    return Article(article_id, title, body, source, author, day, url, language)


def _passage(row: Sequence[object]) -> Passage:
    passage_id, article_id, start, end, text, sentences = row
    spans = tuple(Span(*span) for span in json.loads(str(sentences)))
    return Passage(str(passage_id), str(article_id), int(start), int(end), str(text), spans)  # type: ignore[call-overload]
