"""What a web page states about its article: JSON-LD first, then meta tags, then what one sees."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.dates import read_moment
from ingest.html_blocks import read_blocks
from ingest.json_ld import read_json_ld
from ingest.marked_values import clean_author, clean_marked
from ingest.meta_tags import read_meta_tags
from ingest.metadata import NOTHING_FOUND, Found, Metadata, find_metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LINES_ABOVE, LINES_BELOW = 3, 7  # of the headline, where kicker, byline and date stand
MAX_LINE_CHARS = 200  # longer lines around the headline are the lead or the text
MAX_AUTHOR_CHARS = 80  # two or three names; more is a sentence about the author
MAX_OUTLET_CHARS = 40  # "Frankfurter Allgemeine Sonntagszeitung" has 38
GUESSED_DATE = "htmldate, which guesses from the whole page"

_AUTHOR_PLACES = (
    ".//*[@itemprop='author']//*[@itemprop='name']",
    ".//*[@itemprop='author']",
    ".//*[@rel='author']",
    ".//*[contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'autor')]",
)
_DATE_PLACES = (
    ".//*[@itemprop='datePublished']",
    ".//article//time[@datetime]",
    ".//main//time[@datetime]",
    ".//header//time[@datetime]",
    ".//time[@pubdate]",
)
_TITLE_SEPARATOR = re.compile(r"\s+[|·•–—-]\s+|\s*[|]\s*")


def find_page_metadata(root: "HtmlElement") -> Metadata:
    """Read what a page states about its article.

    Args:
        root: The whole page; it is not changed.

    Returns:
        Each value with the place it was found in.
    """
    stated = read_json_ld(root).or_else(read_meta_tags(root))
    visible = _read_visible(root, stated.title.value)
    found = stated.or_else(visible)
    title = _drop_outlet(found.title.value, found.source.value)
    found = replace(found, title=Found(title, found.title.how))
    return found.or_else(_read_outlet_elsewhere(root, found))


def guess_page_date(markup: str) -> Found[date | None]:
    """Guess the day of publication where a page does not state it.

    Args:
        markup: The whole page.

    Returns:
        The day, marked as a guess, or None.
    """
    from htmldate import find_date

    try:
        day = find_date(markup, extensive_search=False, original_date=True)
    except Exception:  # the guess of a library on any bytes; without it the day stays unknown
        day = None
    return Found(date.fromisoformat(day) if day else None, GUESSED_DATE)


def read_address(address: str) -> Metadata:
    """Return what an address says of a page: where it is, and the host as the outlet.

    Args:
        address: A web address.
    """
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # such as "https://[::1"
        return NOTHING_FOUND
    return replace(
        NOTHING_FOUND,
        url=Found(address, "address of the page"),
        source=Found(host, "host of the address"),
    )


def find_headline(root: "HtmlElement") -> "HtmlElement | None":
    """Return the one top heading of a page, or None if it has none or several."""
    headings = list(root.iter("h1"))
    within = [heading for heading in headings if _is_in_article(heading)]
    candidates = within or headings
    return candidates[0] if len(candidates) == 1 else None


def _is_in_article(element: "HtmlElement") -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _read_visible(root: "HtmlElement", title: str) -> Metadata:
    """Read headline, byline and date where one sees them, around the headline."""
    heading = find_headline(root)
    headline = " ".join(read_blocks(heading)) if heading is not None else ""
    lines = _read_lines_around(root, headline or title)
    seen = find_metadata("\n\n".join(lines), stem="")
    published, published_time = _first_day(root, seen)
    return Metadata(
        title=Found(headline, "top heading of the page") if headline else _read_title_tag(root),
        author=_read_marked_author(root) if not seen.author.value else seen.author,
        source=seen.source,
        published=published,
        url=NOTHING_FOUND.url,
        published_time=published_time,
        modified=seen.modified,
    )


def _read_lines_around(root: "HtmlElement", headline: str) -> Sequence[str]:
    blocks = read_blocks(root)
    at = next((number for number, block in enumerate(blocks) if block == headline), None)
    if at is None:
        return []
    around = blocks[max(0, at - LINES_ABOVE) : at + 1 + LINES_BELOW]
    return [line for line in around if len(line) <= MAX_LINE_CHARS]


def _read_marked_author(root: "HtmlElement") -> Found[str]:
    for place in _AUTHOR_PLACES:
        for element in root.xpath(place):
            text = clean_author(" ".join(read_blocks(element)))
            if (
                len(text) <= MAX_AUTHOR_CHARS
                and text[:1].isupper()
                and " " in text
                and ":" not in text
            ):
                return Found(text, f"place of the author in the page: {text!r}")
    return Found("")


def _first_day(
    root: "HtmlElement", seen: Metadata
) -> tuple[Found[date | None], Found[time | None]]:
    for place in _DATE_PLACES:
        for element in root.xpath(place):
            value = element.get("datetime") or element.get("content") or element.text_content()
            moment = read_moment(clean_marked(value))
            if moment is not None:
                how = f"place of the date in the page: {clean_marked(value)!r}"
                return Found(moment.day, how), Found(moment.at, how)
    return seen.published, seen.published_time


def _read_title_tag(root: "HtmlElement") -> Found[str]:
    texts = [clean_marked(tag.text or "") for tag in root.iter("title")]
    whole = next(filter(None, texts), "")
    return Found(_TITLE_SEPARATOR.split(whole)[0] if "|" in whole else whole, "title of the page")


def _drop_outlet(title: str, source: str) -> str:
    """Return a title without the outlet that follows it, as in "Merz zögert | taz.de"."""
    parts = re.split(r"(\s+[|·•–—-]\s+)", title)
    tail = parts[-1].casefold()
    names = {source.casefold(), source.casefold().removeprefix("der ").removeprefix("die ")}
    if len(parts) > 1 and source and tail.removesuffix(".de") in {*names, *_without_de(names)}:
        return "".join(parts[:-2]).strip()
    return title


def _without_de(names: Iterable[str]) -> set[str]:
    return {name.removesuffix(".de").removesuffix(" online") for name in names}


def _read_outlet_elsewhere(root: "HtmlElement", found: Metadata) -> Metadata:
    """Read the outlet from the title of the page, else from the host of its address."""
    outlet = Found("")
    texts = [clean_marked(tag.text or "") for tag in root.iter("title")]
    whole = next(filter(None, texts), "")
    title = found.title.value
    if title and whole.startswith(title) and whole != title:
        rest = _TITLE_SEPARATOR.split(whole[len(title) :])
        if len(rest) > 1 and 1 < len(rest[-1]) <= MAX_OUTLET_CHARS and not rest[0].strip():
            outlet = Found(rest[-1].strip(), "title of the page")
    if not outlet.value and found.url.value:
        outlet = read_address(found.url.value).source
    return replace(NOTHING_FOUND, source=outlet)
