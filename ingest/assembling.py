"""From a text, and what a record states about it, to an article."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from typing import Any

from ingest.article import Article, Origin
from ingest.cleaning import clean_article_text
from ingest.dates import Moment, read_stated_moment
from ingest.decoding import normalise_text
from ingest.errors import EmptyArticleError, InvalidFieldError
from ingest.identity import check_given_id
from ingest.language import detect_language
from ingest.mending import mend_text
from ingest.metadata import NAME_OF_FILE, NOTHING_FOUND, Found, Metadata, find_metadata

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
    section: str = ""
    published_time: time | None = None
    modified: date | None = None
    modified_time: time | None = None
    origins: Mapping[str, str] = field(default_factory=dict)  # where each value stands

    def or_else(self, other: "StatedFields") -> "StatedFields":
        """Return these fields, and where one is empty, that of another record.

        A time of day goes with its day.

        Args:
            other: A record that counts less, such as a sidecar beside front matter.
        """
        names = {name for name in _FIELDS if getattr(self, name)}
        names |= {_TIME_OF[name] for name in names & _TIME_OF.keys()}
        origins = {name: how for name, how in other.origins.items() if name not in names}
        return replace(
            other,
            **{name: getattr(self, name) for name in names},
            origins=origins | {name: self.origins[name] for name in names & self.origins.keys()},
        )


_FIELDS = tuple(part.name for part in fields(StatedFields) if part.name != "origins")
_TIME_OF = {"published": "published_time", "modified": "modified_time"}
NOTHING_STATED = StatedFields()


def read_stated_fields(record: Mapping[str, object], *, origin: str) -> StatedFields:
    """Check what a record states about an article; fields with other names are passed over.

    Args:
        record: `id, title, source` (or `outlet`), `author` (or `authors`, a text or a list),
            `published` (or `date`), `modified` (or `updated`), `section, url, language`, all of
            them optional.
        origin: What the record is, such as "front matter".

    Returns:
        The checked fields.

    Raises:
        InvalidFieldError: If a field has a value that cannot be used.
    """
    author_field = "author" if record.get("author") else "authors"
    published = _read_moment(record, "published", "date")
    modified = _read_moment(record, "modified", "updated")
    read = StatedFields(
        id=check_given_id(record.get("id")),
        title=_read_line("title", record.get("title")),
        source=_read_line("source", record.get("source") or record.get("outlet")),
        author=_read_names(author_field, record.get(author_field)),
        published=published.day if published else None,
        url=_read_address("url", record.get("url")),
        language=_read_language("language", record.get("language")),
        section=_read_line("section", record.get("section")),
        published_time=published.at if published else None,
        modified=modified.day if modified else None,
        modified_time=modified.at if modified else None,
    )
    return name_origin(read, origin)


def name_origin(stated: StatedFields, origin: str) -> StatedFields:
    """Return stated fields that say of each value where it stands.

    Args:
        stated: What was stated.
        origin: Where, such as "mail header".
    """
    origins = {name: origin for name in _FIELDS if getattr(stated, name)}
    return replace(stated, origins={**origins, **stated.origins})


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
    known = _join(stated, found)
    title = known["title"].value or _on_one_line(fallback_title) or fallback_id
    body = clean_article_text(text, headline=title)
    if not body:
        raise EmptyArticleError
    known["title"] = known["title"] if known["title"].value else Found(title, NAME_OF_FILE)
    if not known["language"].value:
        known["language"] = Found(detect_language(body), "words of the text")
    origins = sorted(Origin(name, value.how) for name, value in known.items() if value.value)
    return Article(
        id=stated.id or fallback_id,
        body=body,
        origins=tuple(origins),
        **{name: value.value for name, value in known.items()},
    )


def _join(stated: StatedFields, found: Metadata) -> dict[str, Found[Any]]:
    """Return each value with its origin; what is stated wins over what is found."""
    values = {
        name: Found(getattr(stated, name), stated.origins.get(name, "a record"))
        for name in _FIELDS
        if name != "id"
    }
    for part in ("title", "source", "author", "url", "section"):
        value = values[part] if values[part].value else getattr(found, part)
        values[part] = replace(value, value=_on_one_line(value.value))
    if not values["published"].value:
        values |= {"published": found.published, "published_time": found.published_time}
    if not values["modified"].value and found.modified.value:
        day, at = found.modified.value
        values["modified"] = Found(day, found.modified.how)
        values["modified_time"] = Found(at, found.modified.how)
    return values


def _read_moment(record: Mapping[str, object], *names: str) -> Moment | None:
    value = next((record[name] for name in names if record.get(name)), None)
    return read_stated_moment(names[0], value)


def _read_line(field: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidFieldError(field, value, "a text (in quotes)")
    return _on_one_line(value)


def _on_one_line(value: str) -> str:
    """A value as all text is kept: without line breaks, control and invisible characters."""
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
