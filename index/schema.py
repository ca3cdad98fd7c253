"""The tables of the store, and how a store of an earlier format becomes one of this."""

import sqlite3

FORMAT = 3  # of the whole index folder; raise it when an older Belegt could not read it

SCHEMA = """
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

# Format 2: more metadata and how it was found, printed pages, near-duplicates, edits by hand (each
# with what was read before it). `place` is that in the order of reading, the same for all versions.
# Texts, bands and likenesses are about the living articles only.
_TO_FORMAT_2 = """
ALTER TABLE articles ADD COLUMN section TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN published_time TEXT;
ALTER TABLE articles ADD COLUMN modified TEXT;
ALTER TABLE articles ADD COLUMN modified_time TEXT;
ALTER TABLE articles ADD COLUMN origins TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN duplicate_of TEXT;
ALTER TABLE articles ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
UPDATE articles SET place = number;
CREATE INDEX copies_of_article ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE TABLE edits (
    article TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    read TEXT NOT NULL, how TEXT NOT NULL,
    PRIMARY KEY (article, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE texts (
    number INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, words TEXT NOT NULL
) STRICT;
CREATE INDEX texts_by_words ON texts (words);
CREATE TABLE bands (
    value INTEGER NOT NULL, text INTEGER NOT NULL REFERENCES texts (number) ON DELETE CASCADE,
    PRIMARY KEY (value, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX bands_of_text ON bands (text);
CREATE TABLE likenesses (
    text INTEGER NOT NULL REFERENCES texts (number) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES texts (number) ON DELETE CASCADE,
    held REAL NOT NULL, PRIMARY KEY (text, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX likenesses_by_other ON likenesses (other);
"""
# Format 3: versions of an article are found by its id, and counted, and the next place in the order
# of reading is known, without a look at the texts.
_TO_FORMAT_3 = """
CREATE INDEX versions_of_article ON articles (id);
CREATE INDEX articles_by_age ON articles (born, died);
CREATE INDEX articles_by_place ON articles (place);
"""
_STEPS = {1: _TO_FORMAT_2, 2: _TO_FORMAT_3}  # by the format they start from


def create_tables(connection: sqlite3.Connection) -> None:
    """Make all tables in an empty database."""
    _run(connection, SCHEMA)
    for step in _STEPS.values():
        _run(connection, step)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def read_format(connection: sqlite3.Connection) -> int:
    """The format that a store says it has."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def is_migratable(version: int) -> bool:
    """Say whether a store of this format can be brought to the present one."""
    return version in _STEPS


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a store of an earlier format to the present one, wholly or not at all.

    Processes that have it open go on reading it.

    Raises:
        sqlite3.OperationalError: If the file can't be written.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        for version in range(read_format(connection), FORMAT):
            _run(connection, _STEPS[version])
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Execute statements one by one, for `executescript` would end a transaction."""
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement)
