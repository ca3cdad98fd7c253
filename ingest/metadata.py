"""What a text itself states about its headline, its author, its outlet and its day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Generic, TypeVar

from ingest.bylines import find_bylines, find_edges
from ingest.credit_lines import (
    Credit,
    find_date_lines,
    is_update_line,
    read_agency,
    read_line_time,
    read_line_update,
    read_origin_line,
    read_source_line,
)
from ingest.dates import DATE, Moment
from ingest.layout import is_torn, read_lines
from ingest.stray_lines import find_stray_lines

MAX_HEADLINE_CHARS = 150  # the longest headlines of German online news; leads are longer
NOT_STATED = "not stated"
NAME_OF_FILE = "name of the file"

Value = TypeVar("Value")

_SENTENCE_END = re.compile(r"[.!?…][\"“”»«’'›‹)\]]*$")
_NO_HEADLINE_END = re.compile(r"[.…:;,][\"“”»«’'›‹)\]]*$")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and how it was found.

    Attributes:
        value: The value; empty (or None for a date) if the text does not state it.
        how: The line that states it, or "not stated", for a person who wants to check.
    """

    value: Value
    how: str = NOT_STATED


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text states about itself.

    Attributes:
        title: Headline, or the name of the file.
        author: Author or authors as printed.
        source: Outlet, or news agency if nothing better is stated.
        published: Day of publication.
        url: Web address.
        section: Part of the outlet.
        published_time: Time of day of the publication, stated in the same place as its day.
        modified: Day and time of the last change.
    """

    title: Found[str]
    author: Found[str]
    source: Found[str]
    published: Found[date | None]
    url: Found[str]
    section: Found[str] = Found("")
    published_time: Found[time | None] = Found(None)
    modified: Found[Moment | None] = Found(None)

    def or_else(self, other: "Metadata") -> "Metadata":
        """Return these values, and where one is empty, what else was found.

        The time of publication goes with its day.

        Args:
            other: What was found in a place that counts less.
        """
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        kept = {name: found for name, found in mine.items() if found.value}
        at = self.published_time if self.published.value else other.published_time
        return replace(other, **kept | {"published_time": at})


NOTHING_FOUND = Metadata(
    title=Found(""), author=Found(""), source=Found(""), published=Found(None), url=Found("")
)


def find_metadata(text: str, *, stem: str) -> Metadata:
    """Read what a text states about itself; what it only mentions is never taken for that.

    Args:
        text: Normalised text, as it was pasted.
        stem: Name of the file without its suffix, the title of last resort.

    Returns:
        Each value with the line that states it.
    """
    lines = read_lines(text)
    credits_found = list(zip(lines, _read_credits(lines), strict=True))
    headline = _find_headline(lines)
    published, published_time = _find_day(credits_found, lines)
    return Metadata(
        title=Found(headline, "first line") if headline else Found(stem, NAME_OF_FILE),
        author=_find_author(lines),
        source=_find_source(credits_found, lines),
        published=published,
        url=_first([Found(credit.url, _quote(line)) for line, credit in credits_found], Found("")),
        published_time=published_time,
        modified=_find_update(lines),
    )


def _find_headline(lines: Sequence[str]) -> str:
    """Return the headline that a text begins with, or "" if it begins with its lead.

    A headline is short, does not end like a statement, and sentences follow it.
    """
    stray = find_stray_lines(lines)
    text = [line for number, line in enumerate(lines) if number not in stray]
    if len(text) > 1 and DATE.fullmatch(text[0]) and _is_headline(text[1:]):
        return text[1]  # the day above it is a kicker
    return text[0] if _is_headline(text) else ""


def _is_headline(text: Sequence[str]) -> bool:
    """Say whether the first of these lines is a headline of the others."""
    if len(text) <= 1 or len(text[0]) > MAX_HEADLINE_CHARS or text[0][0].islower():
        return False
    if _NO_HEADLINE_END.search(text[0]) or is_torn(text[0], text[1]):
        return False
    return any(_SENTENCE_END.search(line[-10:]) for line in text[1:])


def _read_credits(lines: Sequence[str]) -> list[Credit]:
    """Return what each line states; within the text, "Quelle:" is that of a chart or a picture."""
    edges = find_edges(lines)
    sources = (read_source_line(line) if at in edges else Credit() for at, line in enumerate(lines))
    origins = (read_origin_line(line) for line in lines)
    return [
        origin if origin != Credit() else source
        for origin, source in zip(origins, sources, strict=True)
    ]


def _find_author(lines: Sequence[str]) -> Found[str]:
    bylines = find_bylines(lines)
    return _first([Found(name, _quote(lines[at])) for at, name in bylines.items()], Found(""))


def _find_source(credits_found: Sequence[tuple[str, Credit]], lines: Sequence[str]) -> Found[str]:
    stated = [Found(credit.source, _quote(line)) for line, credit in credits_found]
    agency = _read_agency(lines)
    return _first(stated, Found(agency.source, "news agency named in the text"), Found(""))


def _find_day(
    credits_found: Sequence[tuple[str, Credit]], lines: Sequence[str]
) -> tuple[Found[date | None], Found[time | None]]:
    """Find the day and, if the same line states it, the time of day.

    Prefer the day of publication to the day of a change, and a label to a bare date.
    """
    dated = [(lines[at], day) for at, day in find_date_lines(lines).items()]
    dated.sort(key=lambda pair: is_update_line(pair[0]))
    options: list[Found[date | None]] = [
        Found(credit.published, _quote(line)) for line, credit in credits_found
    ]
    options += [Found(day, _quote(line)) for line, day in dated]
    options.append(Found(_read_agency(lines).published, "closing credit of the text"))
    found: Found[date | None] = _first(options, Found(None))
    stating = [line for line, day in dated if found.value and _quote(line) == found.how]
    at = read_line_time(stating[0]) if stating else None
    return found, Found(at, found.how) if at else Found(None)


def _find_update(lines: Sequence[str]) -> Found[Moment | None]:
    """Find the last change in the lines that hold nothing but a day of the article."""
    updates = [(lines[at], read_line_update(lines[at])) for at in find_date_lines(lines)]
    options: list[Found[Moment | None]] = [Found(moment, _quote(line)) for line, moment in updates]
    return _first(options, Found(None))


def _read_agency(lines: Sequence[str]) -> Credit:
    paragraphs = [line for line in lines if _SENTENCE_END.search(line[-10:]) or line.endswith(")")]
    return read_agency(paragraphs[0], paragraphs[-1]) if paragraphs else Credit()


def _first(options: Sequence[Found[Value]], *last: Found[Value]) -> Found[Value]:
    """Return the first option that has a value, else the last one without."""
    return next((option for option in (*options, *last) if option.value), Found(last[-1].value))


def _quote(line: str) -> str:
    return f'line "{line}"'
