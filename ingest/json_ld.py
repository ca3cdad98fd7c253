"""What a page states about its article in JSON-LD (schema.org)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ingest.dates import Moment, read_moment
from ingest.marked_values import clean_author, clean_marked, is_address
from ingest.metadata import NOTHING_FOUND, Found, Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_DEPTH = 6  # of lists and @graph; articles stand at 1 to 3
MAX_OBJECTS = 2_000  # a page describes dozens of things

_ARTICLE_TYPE = re.compile(r"(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report)$")
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$|;\s*$"
)

Record = Mapping[str, Any]


def read_json_ld(root: "HtmlElement") -> Metadata:
    """Read headline, authors, publisher and day of the page's own article.

    Args:
        root: The page.

    Returns:
        What the first object of type NewsArticle or a kin states; broken JSON is passed over.
    """
    records = [record for script in _read_scripts(root) for record in _list_records(script)]
    by_id = {record["@id"]: record for record in records if isinstance(record.get("@id"), str)}
    articles = [record for record in records if _is_article(record)]
    articles.sort(key=lambda record: not record.get("headline"))
    if not articles:
        return NOTHING_FOUND
    article = articles[0]
    source = ", ".join(_read_names(article.get("publisher"), by_id))
    names = [clean_author(name) for name in _read_names(article.get("author"), by_id)]
    author = ", ".join(name for name in dict.fromkeys(names) if name and name != source)
    published, published_how = _read_moment(article, "datePublished", "dateCreated")
    modified, modified_how = _read_moment(article, "dateModified")
    return Metadata(
        title=_found(_read_text(article, "headline") or _read_text(article, "name"), "headline"),
        author=_found(author, "author"),
        source=_found(source, "publisher"),
        published=Found(published.day if published else None, published_how),
        url=_found(_read_url(article), "url"),
        section=_found(_read_section(article), "articleSection"),
        published_time=Found(published.at if published else None, published_how),
        modified=Found(modified, modified_how),
    )


def _found(value: str, field: str) -> Found[str]:
    return Found(value, f'JSON-LD "{field}"')


def _read_scripts(root: "HtmlElement") -> Iterator[Any]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        text = _WRAPPING.sub("", _WRAPPING.sub("", script.text))
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue


def _list_records(value: Any) -> list[Record]:  # noqa: ANN401 - any JSON
    records: list[Record] = []
    waiting = [(value, 0)]
    while waiting and len(records) < MAX_OBJECTS:
        item, depth = waiting.pop(0)
        if depth > MAX_DEPTH:
            continue
        if isinstance(item, list):
            waiting += [(member, depth + 1) for member in item[:MAX_OBJECTS]]
        elif isinstance(item, dict):
            records.append(item)
            waiting += [(item[key], depth + 1) for key in _HOLDERS if key in item]
    return records


def _is_article(record: Record) -> bool:
    types = record.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names)


def _read_text(record: Record, key: str) -> str:
    value = record.get(key)
    return clean_marked(value) if isinstance(value, str) else ""


def _read_names(value: Any, by_id: Mapping[str, Record]) -> list[str]:  # noqa: ANN401 - any JSON
    """Return the names in a person, an organisation, a text, a reference or a list of these."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        record = by_id.get(str(item.get("@id")), item) if isinstance(item, dict) else item
        name = record.get("name") if isinstance(record, dict) else record
        if name is None and isinstance(item, dict):
            name = item.get("name")
        for part in name if isinstance(name, list) else [name]:
            if isinstance(part, str) and not is_address(part):
                names.append(clean_marked(part))
    return [name for name in names if name]


def _read_moment(article: Record, *keys: str) -> tuple[Moment | None, str]:
    for key in keys:
        value = article.get(key)
        moment = read_moment(value) if isinstance(value, str) else None
        if moment is not None:
            return moment, f'JSON-LD "{key}"'
    return None, f'JSON-LD "{keys[0]}"'


def _read_section(article: Record) -> str:
    value = article.get("articleSection")
    names = value if isinstance(value, list) else [value]
    return next((clean_marked(name) for name in names if isinstance(name, str) and name), "")


def _read_url(article: Record) -> str:
    options = [article.get("url"), article.get("mainEntityOfPage"), article.get("@id")]
    for option in options:
        address = option.get("@id") if isinstance(option, dict) else option
        if isinstance(address, str) and is_address(address):
            return clean_marked(address)
    return ""
