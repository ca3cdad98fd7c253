"""The cited articles as entries for reference managers: BibTeX and CSL-JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from chatbot.answer import Citation
from index.filtering import split_authors
from ingest import Article

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "ø": r"{\o}", "Ø": r"{\O}", "ł": r"{\l}",
    "Ł": r"{\L}", "œ": r"{\oe}", "Œ": r"{\OE}",
}  # fmt: skip
_ACCENTS = {"\u0308": '"', "\u0301": "'", "\u0300": "`", "\u0302": "^", "\u0303": "~",
            "\u0327": "c", "\u030c": "v", "\u030a": "r"}  # fmt: skip
_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LANGUAGES = {"de": "ngerman", "en": "english"}  # as babel names them


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name.

    Attributes:
        family: The last name; of an agency or of one word, all of it.
        given: The first names; empty if there are none.
        particle: What stands before the last name, as in "von der"; mostly empty.
    """

    family: str
    given: str = ""
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cited article in a bibliography.

    Attributes:
        key: Unique among the entries, in letters and digits.
        article: The article.
        pages: The printed pages that are cited, in their order; empty where there are none.
    """

    key: str
    article: Article
    pages: tuple[int, ...]


def list_entries(citations: Sequence[Citation]) -> list[Entry]:
    """One entry for each cited article, in the order in which they are cited."""
    articles = {citation.article.id: citation.article for citation in citations}
    entries: list[Entry] = []
    for article in articles.values():
        places = [each.start for each in citations if each.article.id == article.id]
        pages = {page for place in places if (page := article.page_at(place))}
        key = _make_key(article, {entry.key for entry in entries})
        entries.append(Entry(key, article, tuple(sorted(pages))))
    return entries


def format_bibtex(citations: Sequence[Citation]) -> str:
    """The cited articles as BibTeX, umlauts as commands; empty without citations."""
    return "\n\n".join(_format_entry(entry) for entry in list_entries(citations))


def format_csl(citations: Sequence[Citation]) -> str:
    """The cited articles as CSL-JSON, items of type "article-newspaper"."""
    items = [_make_item(entry) for entry in list_entries(citations)]
    return json.dumps(items, ensure_ascii=False, indent=2)


def split_names(author: str) -> list[Name]:
    """The names in an author line such as "Anna Beispiel und Karl von der Heide"."""
    return [_parse_name(name) for name in split_authors(author)]


def escape_bibtex(text: str) -> str:
    """A text as it may stand in a BibTeX field: nothing in it is a command or ends the field."""
    return "".join(_escape_character(character) for character in " ".join(text.split()))


def _escape_character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    letter, accent = (*normalize("NFD", character), "")[:2]
    if accent in _ACCENTS and letter.isascii():
        command = _ACCENTS[accent]
        return f"{{\\{command}{{{letter}}}}}" if command.isalpha() else f"{{\\{command}{letter}}}"
    return character


def _parse_name(name: str) -> Name:
    family, comma, given = name.partition(", ")
    if comma:
        return Name(family, given)
    words = name.split()
    if len(words) == 1:
        return Name(words[0])
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return Name(words[-1], " ".join(words[:start]), " ".join(words[start:-1]))


def _make_key(article: Article, taken: set[str]) -> str:
    names = split_names(article.author)
    who = names[0].family if names else article.source
    year = str(article.published.year) if article.published else ""
    word = next((word for word in article.title.split() if _plain(word)), "")
    stem = f"{_plain(who)}{year}{_plain(word)}" or "artikel"
    stem = stem if stem[0].isalpha() else f"a{stem}"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def _plain(text: str) -> str:
    """Only the letters a to z and digits, without accents."""
    lower = normalize("NFC", text).casefold().translate(_TRANSLITERATED)
    return "".join(c for c in normalize("NFD", lower) if c.isascii() and c.isalnum())


def _format_entry(entry: Entry) -> str:
    article = entry.article
    fields = {
        "author": " and ".join(_format_name(name) for name in split_names(article.author)),
        "title": f"{{{escape_bibtex(article.title)}}}",  # its capitals are kept
        "journal": escape_bibtex(article.source),
        "year": str(article.published.year) if article.published else "",
        "month": _MONTHS[article.published.month - 1] if article.published else "",
        "day": str(article.published.day) if article.published else "",
        "pages": ", ".join(str(page) for page in entry.pages),
        "url": _escape_address(article.url),
        "langid": _LANGUAGES.get(article.language, ""),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@article{{{entry.key},", *lines, "}"])


def _format_name(name: Name) -> str:
    family = escape_bibtex(f"{name.particle} {name.family}".strip())
    return f"{family}, {escape_bibtex(name.given)}" if name.given else f"{{{family}}}"


def _escape_address(url: str) -> str:
    """An address; in braces it may hold all but braces and backslashes."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _make_item(entry: Entry) -> dict[str, Any]:
    article = entry.article
    day = article.published
    item = {
        "id": entry.key,
        "type": "article-newspaper",
        "title": article.title,
        "author": [_make_name(name) for name in split_names(article.author)],
        "container-title": article.source,
        "section": article.section,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else {},
        "page": ", ".join(str(page) for page in entry.pages),
        "URL": article.url,
        "language": article.language,
    }
    return {name: value for name, value in item.items() if value}


def _make_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
    }
    return {part: value for part, value in parts.items() if value}
