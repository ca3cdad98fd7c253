"""Who says it, and when."""

from collections.abc import Sequence
from datetime import date

from index import ArticleEntry
from ingest import Article, Copy

MAX_COPIES_NAMED = 5  # more would not be read

_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def name_source(article: Article | ArticleEntry) -> str:
    """The outlet of an article; failing that its author, failing that its title in quotes."""
    return article.source or article.author or put_in_quotes(article.title, "de")


def format_day(day: date, language: str) -> str:
    """A day as it is written in German ("26.11.2015") or English ("26 November 2015")."""
    if language == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%d.%m.%Y}"


def describe_source(article: Article | ArticleEntry, language: str) -> str:
    """Outlet and day of an article, as in "DIE ZEIT (26.11.2015)"; the day only where known."""
    name = name_source(article)
    if article.published is None:
        return name
    return f"{name} ({format_day(article.published, language)})"


def describe_article(article: Article | ArticleEntry, language: str) -> str:
    """Outlet and day of an article and its title, which is not told twice."""
    named = describe_source(article, language)
    title = put_in_quotes(article.title, language)
    untold = named.startswith(put_in_quotes(article.title, "de"))  # as `name_source` has it
    return named if untold else f"{named}, {title}"


def describe_copies(copies: Sequence[Copy], language: str) -> str:
    """Who else has nearly the same text, as in "+2 weitere: taz (04.05.2024), dpa"; "" if nobody.

    Args:
        copies: Of one article.
        language: "de" or "en".
    """
    if not copies:
        return ""
    shown = [_describe_copy(copy, language) for copy in copies[:MAX_COPIES_NAMED]]
    named = ", ".join(dict.fromkeys(shown))
    rest = " …" if len(copies) > MAX_COPIES_NAMED else ""
    return f"+{len(copies)} {'more' if language == 'en' else 'weitere'}: {named}{rest}"


def _describe_copy(copy: Copy, language: str) -> str:
    name = copy.source or copy.author or put_in_quotes(copy.title, language)
    return f"{name} ({format_day(copy.published, language)})" if copy.published else name


def put_in_quotes(text: str, language: str) -> str:
    """Words in quotation marks, of a kind that they do not hold themselves where possible."""
    usual, other = ("“”", "‘’") if language == "en" else ("„“", "»«")
    marks = other if any(mark in text for mark in '„“”"') and other[0] not in text else usual
    return f"{marks[0]}{text}{marks[1]}"
