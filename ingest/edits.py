"""Metadata mended by hand: it wins over what is read until it is undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any, NamedTuple

from ingest.article import Article, Origin
from ingest.assembling import read_stated_fields
from ingest.errors import InvalidFieldError

BY_HAND = "edited by hand"
EDITABLE = ("title", "source", "author", "published", "modified", "url", "section", "language")

_TIME_OF = {"published": "published_time", "modified": "modified_time"}


class Edit(NamedTuple):
    """One field of an article that was edited.

    Attributes:
        field: Its name.
        value: What it was set to, as text; empty for nothing.
        read: What was read before, as text.
        how: How that was found; empty if nothing was.
    """

    field: str
    value: str
    read: str
    how: str


def read_edited_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Check what a person wants some fields to hold.

    Args:
        fields: Texts by name of the field (see `EDITABLE`); an empty one empties the field.

    Returns:
        The values as they are kept. A day brings the time of day along, empty if none is given.

    Raises:
        InvalidFieldError: If a value can't be used, or a title is empty.
    """
    for name in fields:
        if name not in EDITABLE:
            raise InvalidFieldError(name, fields[name], f"one of {', '.join(EDITABLE)}")
    if "title" in fields and not fields["title"].strip():
        raise InvalidFieldError("title", fields["title"], "a headline")
    if "language" in fields and not fields["language"].strip():
        raise InvalidFieldError("language", fields["language"], '"de" or "en"')
    stated = read_stated_fields(fields, origin=BY_HAND)
    names = [part for name in fields for part in (name, *_time_of(name))]
    return {name: _to_text(getattr(stated, name)) for name in names}


def apply_edits(article: Article, values: Mapping[str, str]) -> tuple[Article, list[Edit]]:
    """Set edited fields of an article.

    Args:
        article: As it was read.
        values: As `read_edited_fields` returns them.

    Returns:
        The article, and each edit with what was read in its place.
    """
    how = dict(article.origins)
    edits = [
        Edit(name, value, _to_text(getattr(article, name)), how.get(name, ""))
        for name, value in sorted(values.items())
    ]
    origins = [origin for origin in article.origins if origin.field not in values]
    origins += [Origin(edit.field, BY_HAND) for edit in edits]
    changed = {edit.field: _to_value(edit.field, edit.value) for edit in edits}
    return _with(article, changed, origins), edits


def undo_edits(article: Article, edits: Iterable[Edit]) -> Article:
    """Return an edited article as it was read.

    Args:
        article: The edited article.
        edits: All its edits.
    """
    edits = list(edits)
    names = {edit.field for edit in edits}
    origins = [origin for origin in article.origins if origin.field not in names]
    origins += [Origin(edit.field, edit.how) for edit in edits if edit.how]
    read = {edit.field: _to_value(edit.field, edit.read) for edit in edits}
    return _with(article, read, origins)


def expand_fields(names: Iterable[str]) -> set[str]:
    """Return these fields, the time of day with its day."""
    return {part for name in names for part in (name, *_time_of(name))}


def _with(article: Article, values: Mapping[str, Any], origins: Sequence[Origin]) -> Article:
    return replace(article, **values, origins=tuple(sorted(origins)))


def _time_of(name: str) -> tuple[str, ...]:
    return (_TIME_OF[name],) if name in _TIME_OF else ()


def _to_text(value: str | date | time | None) -> str:
    return value if isinstance(value, str) else value.isoformat() if value else ""


def _to_value(name: str, text: str) -> str | date | time | None:
    if name in _TIME_OF:
        return date.fromisoformat(text) if text else None
    if name in _TIME_OF.values():
        return time.fromisoformat(text) if text else None
    return text
