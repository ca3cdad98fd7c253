"""The tables of the SQLite file, and how older ones become like them."""

FORMAT = 2  # of the whole index folder; raise it when an older Belegt could not read it

_CORRECTIONS = """
CREATE TABLE corrections (
    article_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (article_id, field)
) STRICT;
"""
SCHEMA = f"""
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT, url TEXT NOT NULL, language TEXT NOT NULL,
    hash TEXT NOT NULL, born INTEGER NOT NULL, died INTEGER, duplicate_of TEXT
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
{_CORRECTIONS}
"""
MIGRATION = f"""
BEGIN IMMEDIATE;
ALTER TABLE articles ADD COLUMN duplicate_of TEXT;
{_CORRECTIONS}
PRAGMA user_version = 2;
COMMIT;
"""  # from format 1, which knew neither groups of versions nor corrections
