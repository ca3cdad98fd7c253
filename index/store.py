"""The collection in SQLite: articles, passages and vectors. What stands here is the truth.

Every article version carries the generation in which it appeared (`born`) and the one in which it
was replaced or removed (`died`), so that readers of one generation never see half of another.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError, IndexFormatError, IndexMissingError
from index.schema import FORMAT, MIGRATION, SCHEMA
from ingest import Article, Passage, Span

STORE_FILE = "articles.sqlite"

FloatMatrix = NDArray[np.float32]
HalfMatrix = NDArray[np.float16]

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
    """The SQLite file of one index folder. One process writes, any number read.

    Args:
        folder: The index folder; it must hold a store (see `ArticleStore.create`).

    Raises:
        IndexMissingError: If there is none.
        IndexFormatError: If another version of Belegt wrote it.
        IndexDamagedError: If SQLite can't read it.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / STORE_FILE
        if not path.is_file():
            raise IndexMissingError(folder)
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._connection.execute("PRAGMA busy_timeout = 10000")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA synchronous = FULL")
            version = self._format()
            if version == 1:
                self._migrate()
                version = self._format()
            if version == FORMAT:
                self.model = self._setting("model")
                self.dimensions = int(self._setting("dimensions"))
        except (sqlite3.DatabaseError, TypeError) as error:
            self._connection.close()
            raise IndexDamagedError(folder, what=f"{STORE_FILE}: {error}") from error
        if version != FORMAT:
            self._connection.close()
            raise IndexFormatError(folder, found=version, supported=FORMAT)

    @classmethod
    def create(cls, folder: Path, *, model: str, dimensions: int) -> "ArticleStore":
        """Make an empty store; it appears complete or not at all."""
        draft = folder / f"{STORE_FILE}.draft"
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.executescript(SCHEMA)
            connection.executemany(
                "INSERT INTO settings VALUES (?, ?)",
                [("model", model), ("dimensions", str(dimensions))],
            )
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.execute("PRAGMA journal_mode = WAL")
        draft.replace(folder / STORE_FILE)
        return cls(folder)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    # ---- reading ----

    def latest_generation(self) -> int:
        """The newest generation that articles were written for; 0 if there are none."""
        (latest,) = self._connection.execute(
            "SELECT max(max(born), coalesce(max(died), 0)) FROM articles"
        ).fetchone()
        return int(latest or 0)

    def articles(self, generation: int) -> list[Article]:
        """All articles of a generation, in the order in which they were first read."""
        rows = self._connection.execute(
            f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE {_LIVING} ORDER BY number",  # noqa: S608
            {"generation": generation},
        )
        return [_article(row) for row in rows]

    def article(self, article_id: str, generation: int) -> Article | None:
        """One article of a generation, or None if it has no such article."""
        row = self._connection.execute(
            f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE id = :id AND {_LIVING}",  # noqa: S608
            {"id": article_id, "generation": generation},
        ).fetchone()
        return _article(row) if row else None

    def hashes(self) -> dict[str, str]:
        """The content hash of each living article, by id, those not yet published included."""
        return dict(self._connection.execute("SELECT id, hash FROM articles WHERE died IS NULL"))

    def followers(self, generation: int) -> dict[str, str]:
        """The articles of a generation that are versions of another, with that one's id."""
        rows = self._connection.execute(
            "SELECT id, duplicate_of FROM articles "  # noqa: S608
            f"WHERE duplicate_of IS NOT NULL AND {_LIVING} ORDER BY number",
            {"generation": generation},
        )
        return dict(rows)

    def corrections(self) -> dict[str, dict[str, str]]:
        """What users mended, by article: fields of `Article` with their values, dates as ISO."""
        found: dict[str, dict[str, str]] = {}
        for article_id, field, value in self._connection.execute("SELECT * FROM corrections"):
            found.setdefault(article_id, {})[field] = value
        return found

    def passages(self, generation: int) -> Iterator[StoredPassage]:
        """All passages of a generation, in ascending order of their numbers."""
        rows = self._connection.execute(
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
        rows = self._connection.execute(
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
        duplicate_of: str | None = None,
    ) -> None:
        """Add an article or replace its older version, in one transaction.

        Args:
            article: The article.
            passages: Its passages.
            vectors: One for each passage, shape (passages, dimensions).
            sentence_vectors: For each passage, shape (sentences, dimensions).
            generation: The one it will be visible from.
            duplicate_of: Id of the article that it is a version of; then it needs no passages.
        """
        published = article.published.isoformat() if article.published else None
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._bury(article.id, generation)
            cursor = self._connection.execute(
                f"INSERT INTO articles ({_ARTICLE_COLUMNS}, hash, born, duplicate_of) "  # noqa: S608
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    article.id, article.title, article.body, article.source, article.author,
                    published, article.url, article.language, hash_article(article), generation,
                    duplicate_of,
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

    def amend(self, article: Article) -> None:
        """Set the metadata of a living article in place; its title and body must be as stored."""
        published = article.published.isoformat() if article.published else None
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "UPDATE articles SET source = ?, author = ?, published = ?, url = ?, language = ?, "
                "hash = ? WHERE id = ? AND died IS NULL",
                (
                    article.source, article.author, published, article.url, article.language,
                    hash_article(article), article.id,
                ),
            )  # fmt: skip

    def correct(self, article_id: str, fields: Mapping[str, str]) -> None:
        """Keep what a user mended, so that it outlives the next reading of the article."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)",
                [(article_id, field, value) for field, value in fields.items()],
            )

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

    def _format(self) -> int:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        return int(version)

    def _migrate(self) -> None:
        try:
            self._connection.executescript(MIGRATION)
        except sqlite3.OperationalError:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if self._format() != FORMAT:  # unless another process did it just now
                raise

    def _setting(self, name: str) -> str:
        (value,) = self._connection.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return str(value)


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
