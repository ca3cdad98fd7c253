"""From a text, and what a record states about it, to an article."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from ingest.article import Article
from ingest.cleaning import clean_article_text
from ingest.dates import read_stated_date
from ingest.decoding import normalise_text
from ingest.errors import EmptyArticleError, InvalidFieldError
from ingest.identity import check_given_id
from ingest.language import detect_language
from ingest.mending import mend_text
from ingest.metadata import NOTHING_FOUND, Metadata, find_metadata

_LANGUAGES = {"de": "de", "deutsch": "de", "german": "de", "en": "en", "englisch": "en"}
_LANGUAGES |= {"english": "en", "deu": "de", "ger": "de", "eng": "en"}


@dataclass(frozen=True, slots=True)
class StatedFields:
    """What front matter or a JSON record states about an article; empty where it is silent."""

    id: str = ""
    title: str = ""
    source: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""

    def or_else(self, other: "StatedFields") -> "StatedFields":
        """Return these fields, and where one is empty, that of another record.

        Args:
            other: A record that counts less, such as a sidecar beside front matter.
        """
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(other, **{name: value for name, value in mine.items() if value})


NOTHING_STATED = StatedFields()


def read_stated_fields(record: Mapping[str, object]) -> StatedFields:
    """Check what a record states about an article; fields with other names are passed over.

    Args:
        record: `id, title, source` (or `outlet`), `author` (or `authors`, a text or a list),
            `published` (or `date`), `url, language`, all of them optional.

    Returns:
        The checked fields.

    Raises:
        InvalidFieldError: If a field has a value that cannot be used.
    """
    author_field = "author" if record.get("author") else "authors"
    return StatedFields(
        id=check_given_id(record.get("id")),
        title=_read_line("title", record.get("title")),
        source=_read_line("source", record.get("source") or record.get("outlet")),
        author=_read_names(author_field, record.get(author_field)),
        published=read_stated_date("published", record.get("published") or record.get("date")),
        url=_read_address("url", record.get("url")),
        language=_read_language("language", record.get("language")),
    )


def assemble_article(
    text: str,
    stated: StatedFields,
    *,
    fallback_id: str,
    fallback_title: str,
    marked: Metadata = NOTHING_FOUND,
    guessed: Metadata = NOTHING_FOUND,
) -> Article:
    """Build an article; a record wins over markup, markup over the text, the text over a guess.

    Args:
        text: The text as it was pasted, without front matter and Markdown.
        stated: What a record states about it.
        fallback_id: The id if none is stated.
        fallback_title: The title if nothing states one.
        marked: What the markup of the document states, such as JSON-LD.
        guessed: What counts only if the text is silent, such as the properties of a PDF.

    Returns:
        The article, its body cleaned.

    Raises:
        EmptyArticleError: If no text is left once page furniture is removed.
    """
    text = normalise_text(mend_text(text))
    found = marked.or_else(find_metadata(text, stem="")).or_else(guessed)
    title = stated.title or found.title.value or fallback_title
    body = clean_article_text(text, headline=title)
    if not body:
        raise EmptyArticleError
    return Article(
        id=stated.id or fallback_id,
        title=title,
        body=body,
        source=stated.source or found.source.value,
        author=stated.author or found.author.value,
        published=stated.published or found.published.value,
        url=stated.url or found.url.value,
        language=stated.language or detect_language(body),
    )


def _read_line(field: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidFieldError(field, value, "a text (in quotes)")
    return " ".join(normalise_text(value).split())


def _read_names(field: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_read_line(field, name) for name in value)))
    return _read_line(field, value)


def _read_address(field: str, value: object) -> str:
    address = _read_line(field, value)
    if address and not address.lower().startswith(("http://", "https://")):
        raise InvalidFieldError(field, value, "a web address that begins with https://, or nothing")
    return address


def _read_language(field: str, value: object) -> str:
    name = _read_line(field, value).lower().replace("_", "-").split("-")[0]
    if name and name not in _LANGUAGES:
        raise InvalidFieldError(field, value, '"de" or "en"')
    return _LANGUAGES.get(name, "")
