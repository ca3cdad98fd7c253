"""What a page states about its article in meta tags: OpenGraph, Dublin Core and the like."""

from typing import TYPE_CHECKING

from ingest.dates import Moment, read_moment
from ingest.marked_values import clean_author, clean_marked, is_address
from ingest.metadata import Found, Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_VALUES = 20  # of one tag; articles have up to five authors

_META = {  # most trustworthy first
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title"),
    "author": ("article:author", "author", "dc.creator", "dcterms.creator", "parsely-author"),
    "source": (
        "og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name",
    ),
    "published": (
        "article:published_time", "datepublished", "article:published", "date", "dc.date",
        "dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "pubdate",
        "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "last-published",
    ),
    "url": ("og:url",),
    "section": ("article:section", "section", "parsely-section"),
    "modified": (
        "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
        "last-modified", "article:modified",
    ),
}  # fmt: skip


def read_meta_tags(root: "HtmlElement") -> Metadata:
    """Read headline, authors, outlet, day and address from the head of a page.

    Args:
        root: The page.

    Returns:
        Each value with the name of its tag.
    """
    tags: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = clean_marked(tag.get("content") or "")
        values = tags.setdefault(name.strip().lower(), [])
        if content and len(values) < MAX_VALUES:
            values.append(content)
    links = [
        (tag.get("href") or "").strip()
        for tag in root.iter("link")
        if "canonical" in (tag.get("rel") or "").lower().split()
    ]
    canonical = next(filter(is_address, links), "")
    published = _read_meta_date(tags, "published")
    moment = published.value
    return Metadata(
        title=_first_tag(tags, "title"),
        author=_read_meta_authors(tags),
        source=_first_tag(tags, "source"),
        published=Found(moment.day if moment else None, published.how),
        url=Found(canonical, 'link "canonical"') if canonical else _read_og_address(tags),
        section=_first_tag(tags, "section"),
        published_time=Found(moment.at if moment else None, published.how),
        modified=_read_meta_date(tags, "modified"),
    )


def _read_og_address(tags: dict[str, list[str]]) -> Found[str]:
    addresses = [
        value for name in _META["url"] for value in tags.get(name, ()) if is_address(value)
    ]
    return Found(next(iter(addresses), ""), 'meta "og:url"')


def _first_tag(tags: dict[str, list[str]], field: str) -> Found[str]:
    for name in _META[field]:
        for value in tags.get(name, ()):
            return Found(value, f'meta "{name}"')
    return Found("")


def _read_meta_authors(tags: dict[str, list[str]]) -> Found[str]:
    for name in _META["author"]:
        names = [clean_author(value) for value in tags.get(name, ()) if not is_address(value)]
        if any(names):
            return Found(", ".join(dict.fromkeys(filter(None, names))), f'meta "{name}"')
    return Found("")


def _read_meta_date(tags: dict[str, list[str]], field: str) -> Found[Moment | None]:
    for name in _META[field]:
        for value in tags.get(name, ()):
            moment = read_moment(value)
            if moment is not None:
                return Found(moment, f'meta "{name}"')
    return Found(None)
