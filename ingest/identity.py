"""Ids of articles: the same article read again gets the same id."""

import re
import unicodedata
from hashlib import sha256
from pathlib import Path

from ingest.errors import InvalidFieldError

MAX_ID_CHARS = 200  # a long address still fits
MAX_SLUG_CHARS = 60  # short enough to be read in a list
PATH_HASH_CHARS = 6  # tells files of the same name apart
CONTENT_HASH_CHARS = 12  # tells a million lines of one file apart (collision odds 0.2 %)

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae"})


def check_given_id(value: object) -> str:
    """Return an id that a record states, or "" if it states none.

    Args:
        value: What stands in the field `id`.

    Raises:
        InvalidFieldError: If it is no text, longer than 200 characters, or has characters that
            cannot be printed.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidFieldError("id", value, 'a text in quotes, as in id: "17"')
    if not 0 < len(value) <= MAX_ID_CHARS or not value.isprintable() or value != value.strip():
        expected = f"1 to {MAX_ID_CHARS} printable characters without spaces around them"
        raise InvalidFieldError("id", value, expected)
    return value


def identify_file(path: Path) -> str:
    """Return the id of an article that is a file of its own.

    Args:
        path: The file; its resolved path counts, so that a link gets the id of its target.
    """
    digest = sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{slugify(path.stem)}-{digest[:PATH_HASH_CHARS]}"


def identify_record(stem: str, identifying: str) -> str:
    """Return the id of an article that is one record of a file.

    Args:
        stem: Name of the file without its suffix.
        identifying: What tells the record from others: its address, else its text.
    """
    digest = sha256(identifying.encode()).hexdigest()
    return f"{slugify(stem)}-{digest[:CONTENT_HASH_CHARS]}"


def slugify(text: str) -> str:
    """Return a text as lower-case ASCII letters and digits with single hyphens between them.

    Args:
        text: Any text.

    Returns:
        At most 60 characters, never empty ("artikel" if nothing is left).
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG_CHARS].strip("-")
    return slug or "artikel"
