"""The collection in SQLite: articles, passages and vectors. What stands here is the truth.

Every article version carries the generation in which it appeared (`born`) and the one in which it
was replaced or removed (`died`), so that readers of one generation never see half of another.
"""

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.catalogue import ArticleEntry
from index.errors import IndexFormatError, IndexLostError, IndexMissingError
from index.manifest import sync
from index.rows import ARTICLE_COLUMNS, article_to_row, row_to_article, row_to_entry, row_to_passage
from index.schema import FORMAT, create_tables, is_migratable, migrate, read_format
from index.sqlite_errors import explain
from index.text_notes import TextNotes
from ingest import LEAD_CHARS, Article, Copy, Edit, Passage, find_context

STORE_FILE = "articles.sqlite"

FloatMatrix = NDArray[np.float32]
HalfMatrix = NDArray[np.float16]
_Values = tuple[Any, ...] | dict[str, Any]
_Made = TypeVar("_Made")

_AT_ONCE = 10_000  # passages that one query asks for
_LIVING = "born <= :generation AND (died IS NULL OR died > :generation)"


class StoredVectors(NamedTuple):
    """The vectors of a passage.

    Attributes:
        vector: Of the passage, shape (dimensions,).
        sentence_vectors: Of its sentences, shape (sentences, dimensions).
    """

    vector: NDArray[np.float16]
    sentence_vectors: HalfMatrix


@dataclass(frozen=True, slots=True)
class EmbeddedPassages:
    """The passages of an article with their vectors.

    Attributes:
        passages: The passages.
        vectors: One for each, shape (passages, dimensions).
        sentence_vectors: For each, shape (sentences, dimensions).
    """

    passages: Sequence[Passage]
    vectors: FloatMatrix
    sentence_vectors: Sequence[FloatMatrix]


class ArticleStore:
    """A SQLite file of an index folder. One process writes, any number read.

    A store of an earlier format is brought to the present one when it is opened.

    Args:
        folder: The index folder.
        file: Name of the file in it (see `ArticleStore.create`).

    Raises:
        IndexMissingError: If there is none.
        IndexFormatError: If a newer Belegt wrote it, or an older one on a disk that can't be
            written.
        IndexLostError: If SQLite can't read it.
        DiskError: If there is no room for what a reader shares with the writer.
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
            raise explain(error, folder, file) from error
        try:
            self._reach_format()
            self.notes = TextNotes(self._connection)
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
            create_tables(connection)
            connection.executemany(
                "INSERT INTO settings VALUES (?, ?)",
                [("model", model), ("dimensions", str(dimensions))],
            )
            connection.execute("PRAGMA journal_mode = WAL")
        draft.replace(folder / file)
        sync(folder)
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
            f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE {_LIVING} ORDER BY place",  # noqa: S608
            {"generation": generation},
        )
        copies = self._copies(generation)
        return [replace(a, copies=copies.get(a.id, ())) for a in self._made(row_to_article, rows)]

    def count(self, generation: int) -> int:
        """How many articles a generation has."""
        (count,) = self._row(
            f"SELECT count(*) FROM articles WHERE {_LIVING}",  # noqa: S608
            {"generation": generation},
        )
        return int(count)

    def article(self, article_id: str, generation: int) -> Article | None:
        """One article of a generation, or None if it has no such article."""
        rows = self._rows(
            f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id = :id AND {_LIVING}",  # noqa: S608
            {"id": article_id, "generation": generation},
        )
        for article in self._made(row_to_article, rows):
            copies = self._copies(generation, of=article_id)
            return replace(article, copies=copies.get(article_id, ()))
        return None

    def entries(self, generation: int) -> dict[int, ArticleEntry]:
        """What is known of the articles of a generation, by number, in the order of reading."""
        rows = self._rows(
            "SELECT number, id, title, source, author, published, url, language, section, "  # noqa: S608
            f"duplicate_of FROM articles WHERE {_LIVING} ORDER BY place",
            {"generation": generation},
        )
        return dict(self._made(lambda row: (int(row[0]), row_to_entry(row[1:])), rows))

    def count_words(self, numbers: Iterable[int]) -> dict[int, int]:
        """How many words the texts of some articles have, by number."""
        query = "SELECT number, body FROM articles WHERE number IN (SELECT value FROM json_each(?))"
        rows = self._rows(query, (json.dumps(list(numbers)),))
        return {number: len(body.split()) for number, body in rows}

    def owners(self, generation: int) -> list[tuple[int, int]]:
        """The number of each passage of a generation, ascending, and that of its article."""
        rows = self._rows(
            "SELECT passages.number, passages.article FROM passages "  # noqa: S608
            f"JOIN articles ON articles.number = passages.article WHERE {_LIVING} "
            "ORDER BY passages.number",
            {"generation": generation},
        )
        return [(passage, article) for passage, article in rows]

    def living(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Some articles by id as they are now, those not yet published included."""
        rows = self._rows(
            f"SELECT {ARTICLE_COLUMNS} FROM articles "  # noqa: S608
            "WHERE died IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY place",
            (json.dumps(list(article_ids)),),
        )
        return {article.id: article for article in self._made(row_to_article, rows)}

    def edits(self, article_id: str) -> list[Edit]:
        """What was edited by hand in an article, by name of the field."""
        query = "SELECT field, value, read, how FROM edits WHERE article = ? ORDER BY field"
        return [Edit(*row) for row in self._rows(query, (article_id,))]

    def all_edits(self) -> dict[str, list[Edit]]:
        """What was edited by hand, by the article's id."""
        found: dict[str, list[Edit]] = defaultdict(list)
        query = "SELECT article, field, value, read, how FROM edits ORDER BY article, field"
        for article_id, *edit in self._rows(query):
            found[article_id].append(Edit(*edit))
        return dict(found)

    def hashes(self) -> dict[str, str]:
        """The content hash of each living article, by id, those not yet published included."""
        return dict(self._rows("SELECT id, hash FROM articles WHERE died IS NULL"))

    def passage_numbers(self, generation: int) -> NDArray[np.int64]:
        """The numbers of the passages of a generation, ascending; none is ever given twice."""
        return np.array([passage for passage, _ in self.owners(generation)], np.int64)

    def texts(self, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """What is searched for terms in each of some passages: its context and its text."""
        rows = self._passage_rows(
            """passages.number, passages.id, articles.id, start, end,
               substr(body, start + 1, end - start), sentences, title, substr(body, 1, :lead)""",
            numbers,
        )

        def read(row: Sequence[Any]) -> tuple[int, str]:
            number, *fields, title, lead = row
            passage = row_to_passage(fields)
            return int(number), f"{find_context(title, lead, passage)}\n{passage.text}"

        return self._made(read, rows)

    def sentence_counts(self, numbers: Sequence[int]) -> dict[int, int]:
        """How many sentences each of some passages has, by number, ascending."""
        width = 2 * self.dimensions  # bytes
        rows = self._passage_rows("passages.number, length(sentence_vectors)", numbers)
        return {number: size // width for number, size in rows}

    def vectors(self, numbers: Sequence[int]) -> Iterator[StoredVectors]:
        """The vectors of some passages, in ascending order of the numbers."""

        def read(row: Sequence[Any]) -> StoredVectors:
            vector, inner = (np.frombuffer(blob, np.float16) for blob in row)
            return StoredVectors(
                vector.reshape(self.dimensions), inner.reshape(-1, self.dimensions)
            )

        return self._made(read, self._passage_rows("vector, sentence_vectors", numbers))

    def passages_by_number(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Some passages, by number, whatever generation they belong to."""
        rows = self._passage_rows(
            """passages.number, passages.id, articles.id, start, end,
               substr(body, start + 1, end - start), sentences""",
            numbers,
        )
        return dict(self._made(lambda row: (int(row[0]), row_to_passage(row[1:])), rows))

    def _passage_rows(self, columns: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """Columns of some passages, in ascending order of their numbers."""
        wanted = sorted(map(int, numbers))
        for start in range(0, len(wanted), _AT_ONCE):
            yield from self._rows(
                f"""SELECT {columns} FROM passages JOIN articles ON articles.number = article
                    WHERE passages.number IN (SELECT value FROM json_each(:numbers))
                    ORDER BY passages.number""",  # noqa: S608
                {"numbers": json.dumps(wanted[start : start + _AT_ONCE]), "lead": LEAD_CHARS},
            )

    def check(self) -> str:
        """What SQLite finds wrong with the file, or "" if nothing is."""
        try:
            (verdict,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
        return "" if verdict == "ok" else str(verdict)

    # ---- writing, within a transaction ----

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written inside is there altogether or, after an error, not at all.

        Within another transaction it is part of that one.
        """
        if self._connection.in_transaction:
            yield
            return
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield

    def put(
        self,
        article: Article,
        embedded: EmbeddedPassages | None,
        *,
        digest: str,
        generation: int,
    ) -> None:
        """Add an article or replace its older version.

        Args:
            article: The article.
            embedded: Its passages; None to keep those of the older version, whose title and text
                are then the same. An article that is a copy of another has none.
            digest: The hash of the article as it was read, before edits.
            generation: The one it will be visible from.
        """
        before, place = self._find_living(article.id)
        self.bury(article.id, generation=generation)
        row = (*article_to_row(article), digest, generation, place)
        marks = ", ".join("?" * len(row))
        cursor = self._connection.execute(
            f"INSERT INTO articles ({ARTICLE_COLUMNS}, hash, born, place) VALUES ({marks})",  # noqa: S608
            row,
        )
        if article.duplicate_of:
            return
        if embedded is None:
            self._connection.execute(
                "INSERT INTO passages (article, id, start, end, sentences, vector, "
                "sentence_vectors) SELECT ?, id, start, end, sentences, vector, sentence_vectors "
                "FROM passages WHERE article = ? ORDER BY number",
                (cursor.lastrowid, before),
            )
            return
        self._connection.executemany(
            "INSERT INTO passages (article, id, start, end, sentences, vector, "
            "sentence_vectors) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    cursor.lastrowid, passage.id, passage.start, passage.end,
                    json.dumps(passage.sentences), _blob(vector), _blob(inner),
                )
                for passage, vector, inner in zip(
                    embedded.passages, embedded.vectors, embedded.sentence_vectors, strict=True
                )
            ],
        )  # fmt: skip

    def bury(self, article_id: str, *, generation: int) -> bool:
        """Remove an article from `generation` on; False if there is none of that id."""
        cursor = self._connection.execute(
            "UPDATE articles SET died = ? WHERE id = ? AND died IS NULL", (generation, article_id)
        )
        return cursor.rowcount > 0

    def put_edits(self, article_id: str, edits: Sequence[Edit]) -> None:
        """Keep what was edited by hand in an article; it replaces what was edited before."""
        self._connection.execute("DELETE FROM edits WHERE article = ?", (article_id,))
        self._connection.executemany(
            "INSERT INTO edits VALUES (?, ?, ?, ?, ?)", [(article_id, *edit) for edit in edits]
        )

    def forget(self, generation: int) -> None:
        """Delete for good what died in `generation` or before."""
        self._connection.execute("DELETE FROM articles WHERE died <= ?", (generation,))

    def _find_living(self, article_id: str) -> tuple[int, int]:
        """Number and place of an article's present version; 0 and the next place if it has none."""
        query = "SELECT number, place FROM articles WHERE id = ? AND died IS NULL"
        for number, place in self._rows(query, (article_id,)):
            return int(number), int(place)
        (last,) = self._row("SELECT coalesce(max(place), 0) FROM articles")
        return 0, int(last) + 1

    def _copies(self, generation: int, *, of: str = "") -> Mapping[str, tuple[Copy, ...]]:
        """The articles that stand behind another one, by its id."""
        only = "duplicate_of = :of" if of else "duplicate_of IS NOT NULL"
        rows = self._rows(
            "SELECT duplicate_of, id, title, source, author, published, url FROM articles "  # noqa: S608
            f"WHERE {only} AND {_LIVING} ORDER BY published IS NULL, published, id",
            {"of": of, "generation": generation},
        )
        found: dict[str, tuple[Copy, ...]] = {}
        for leader, article_id, title, source, author, published, url in rows:
            day = date.fromisoformat(published) if published else None
            copy = Copy(article_id, title, source, author, day, url)
            found[leader] = (*found.get(leader, ()), copy)
        return found

    def _made(
        self, make: Callable[[Sequence[Any]], _Made], rows: Iterable[Sequence[Any]]
    ) -> Iterator[_Made]:
        """What rows stand for; a row that holds nonsense becomes an error of ours."""
        for row in rows:
            try:
                made = make(row)
            except (ValueError, TypeError) as error:
                raise IndexLostError(self._folder, what=f"{self.file}: {error}") from error
            yield made

    def _reach_format(self) -> None:
        try:
            version = read_format(self._connection)
            if is_migratable(version):
                with suppress(sqlite3.OperationalError):  # on a disk that can't be written
                    migrate(self._connection)
                version = read_format(self._connection)
        except sqlite3.DatabaseError as error:
            raise explain(error, self._folder, self.file) from error
        if version != FORMAT:
            raise IndexFormatError(self._folder, found=version, supported=FORMAT)

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
            for row in self._connection.execute(query, values):  # noqa: UP028 - see below
                yield row  # with `yield from`, who stops early would close a closed cursor
        except sqlite3.DatabaseError as error:
            raise explain(error, self._folder, self.file) from error


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
