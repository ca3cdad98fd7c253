"""A filter in words."""

from collections.abc import Sequence

from chatbot.attribution import format_day
from index import ArticleFilter

_NAMES = {
    "de": {"sources": "Medium", "authors": "Autor", "sections": "Ressort"},
    "en": {"sources": "outlet", "authors": "author", "sections": "section"},
}
_WORDS = {
    "de": {"or": " oder ", "unknown": "ohne Angabe", "from": "ab {day}", "to": "bis {day}",
           "between": "{first} bis {last}"},
    "en": {"or": " or ", "unknown": "not named", "from": "from {day}", "to": "until {day}",
           "between": "{first} to {last}"},
}  # fmt: skip


def describe_filter(within: ArticleFilter, language: str) -> str:
    """What a filter demands, as in "Medium: taz oder DIE ZEIT; ab 03.05.2024"; "" if nothing.

    Args:
        within: The filter.
        language: "de" or "en".
    """
    parts = [
        f"{name}: {_list(getattr(within, field), language)}"
        for field, name in _NAMES[language].items()
        if getattr(within, field)
    ]
    days = describe_days(within, language)
    return "; ".join([*parts, *([days] if days else [])])


def describe_days(within: ArticleFilter, language: str) -> str:
    """The range of days of a filter, as in "01.01.2024 bis 31.03.2024"; "" if it has none."""
    words = _WORDS[language]
    first = format_day(within.published_from, language) if within.published_from else ""
    last = format_day(within.published_to, language) if within.published_to else ""
    if first and last:
        return words["between"].format(first=first, last=last)
    if first:
        return words["from"].format(day=first)
    return words["to"].format(day=last) if last else ""


def _list(names: Sequence[str], language: str) -> str:
    words = _WORDS[language]
    return words["or"].join(name or words["unknown"] for name in names)
