"""Values out of markup and document properties, cleaned, or refused where they say nothing."""

import re
from dataclasses import replace
from html import unescape

from ingest.bylines import read_byline
from ingest.decoding import normalise_text
from ingest.mending import mend_text
from ingest.metadata import NOTHING_FOUND, Found, Metadata

MAX_VALUE_CHARS = 500  # longer than any headline, list of authors or address in news

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:microsoft word|untitled|unbenannt|dokument|document|ohne titel|neues? dokument|titel|title"
    r"|präsentation|layout|new document|powerpoint|title of document)\b[\s\d._-]*(?:- .*)?"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxp|html?|txt|tmp)",
    re.IGNORECASE,
)
_MACHINE_AUTHOR = re.compile(
    r"(?:microsoft|office|user|benutzer|admin\w*|unknown|unbekannt|author|autor|python-docx|root"
    r"|windows|redaktion|user \d+|acrobat|adobe|calibre)(?:[\s-].*)?",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_a-zäöüß][\w.’'-]*(?:\s[\w.’'-]+){1,5}(?:(?:,|;| und| and| &) .*)?")


def clean_marked(value: str) -> str:
    """Return a value of markup as one line: entities resolved, tags removed, spaces single.

    Args:
        value: As it stands in an attribute, in JSON or in a property.

    Returns:
        At most 500 characters.
    """
    if len(value) > MAX_VALUE_CHARS * 10:
        return ""
    text = normalise_text(mend_text(unescape(unescape(value))))
    text = re.sub(r"</?[A-Za-z][^<>]*>", " ", text)
    return " ".join(text.split())[:MAX_VALUE_CHARS]


def is_address(value: str) -> bool:
    """Say whether a value is a web address."""
    return bool(_ADDRESS.fullmatch(value.strip()))


def clean_author(value: str) -> str:
    """Return names as a byline would give them: without "Von", joined with ", ".

    Args:
        value: A cleaned value, as in "Von Anna Weber und Ben Groß".
    """
    if is_address(value):
        return ""
    if value.lower().startswith(("von ", "by ", "autor", "text:")):
        return read_byline(value) or re.sub(r"^(?:von|by)\s", "", value, flags=re.IGNORECASE)
    return read_byline(f"Von {value}") or value


def read_properties(title: str, author: str) -> Metadata:
    """Return what the properties of a document say, as far as they can be trusted.

    The days in them are those of the file, not of the article, and are not used.

    Args:
        title: Title as set in the program.
        author: Author as set in the program.
    """
    return replace(
        NOTHING_FOUND,
        title=Found(trust_title(title), "properties of the document"),
        author=Found(trust_author(author), "properties of the document"),
    )


def trust_title(value: str) -> str:
    """Return the title among a document's properties, or "" if a program made it up.

    Args:
        value: As in the properties of a DOCX or PDF.
    """
    title = clean_marked(value)
    return "" if _PLACEHOLDER.fullmatch(title) or not re.search(r"\w\W+\w", title) else title


def trust_author(value: str) -> str:
    """Return the author among a document's properties, or "" if it is no person's full name.

    Args:
        value: As in the properties of a DOCX or PDF, which often name an account or a program.
    """
    author = clean_marked(value)
    if _MACHINE_AUTHOR.fullmatch(author) or not _PERSON.fullmatch(author):
        return ""
    return clean_author(author.replace(";", ","))
