"""Web addresses to articles; a feed or a sitemap stands for the pages it lists."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from ingest.article import Article, Origin
from ingest.detecting import HEAD_BYTES, detect_format
from ingest.errors import IngestError
from ingest.fetching import Fetcher, Page
from ingest.folders import SkippedFile
from ingest.identity import identify_record
from ingest.sandbox import Sandbox

MAX_PAGES = 50  # for each address given; a feed has 10 to 50 entries, a sitemap may have 50,000
MAX_STEPS = 2  # from an index of sitemaps to a sitemap to a page

OnRead = Callable[[int, int], None]


def is_web_address(text: str) -> bool:
    """Say whether what was given is a web address rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def read_addresses(
    addresses: Sequence[str], *, fetcher: Fetcher | None = None, on_read: OnRead | None = None
) -> Iterator[Article | SkippedFile]:
    """Read the articles at some web addresses.

    Only for addresses that the user names; nothing else in the project fetches anything.

    Args:
        addresses: With http:// or https://.
        fetcher: Fetches the pages; one with the usual limits if None.
        on_read: Told how many pages are read, of how many known so far.

    Yields:
        Articles, their `url` the address they were found at, and what could not be read. A feed
        or a sitemap gives its first 50 pages.
    """
    visits = _Visits(fetcher or Fetcher(), on_read)
    with Sandbox() as sandbox:
        for address in addresses:
            yield from visits.read(address, sandbox)


class _Visits:
    """The pages read so far, each once."""

    def __init__(self, fetcher: Fetcher, on_read: OnRead | None) -> None:
        self._fetcher = fetcher
        self._on_read = on_read
        self._seen: set[str] = set()

    def read(self, address: str, sandbox: Sandbox) -> Iterator[Article | SkippedFile]:
        """Read what an address holds or lists."""
        left = deque([(address, 0)])
        room = MAX_PAGES
        while left:
            where, steps = left.popleft()
            if urldefrag(where).url in self._seen:
                continue
            self._seen.add(urldefrag(where).url)
            if self._on_read:
                self._on_read(len(self._seen) - 1, len(self._seen) + len(left))
            try:
                page = self._fetcher.fetch(where)
                links = _list_links(page, sandbox) if steps < MAX_STEPS else []
            except IngestError as error:
                yield SkippedFile(Path(where), None, error.reason)
                continue
            if not links:
                yield from _read_page(page, sandbox)
                continue
            left.extend((link, steps + 1) for link in links[:room])
            if len(links) > room:
                reason = f"it lists {len(links)} pages, of which {room} are read; name the others"
                yield SkippedFile(Path(where), None, reason)
            room -= min(room, len(links))


def _list_links(page: Page, sandbox: Sandbox) -> list[str]:
    if detect_format(page.data[:HEAD_BYTES], "") not in ("feed", "sitemap"):
        return []
    return sandbox.list_links(page.data, origin=Path(page.address))


def _read_page(page: Page, sandbox: Sandbox) -> Iterator[Article | SkippedFile]:
    parts = urlsplit(page.address)
    address = urldefrag(page.address).url
    name = parts.path.rstrip("/").rpartition("/")[2] or parts.hostname or "seite"
    for line, item in sandbox.read(page.data, origin=Path(address)):
        if isinstance(item, SkippedFile) or line is not None:
            yield item
            continue
        host = (parts.hostname or "").removeprefix("www.")
        origins = dict(item.origins) | {"url": "address that was fetched"}
        origins |= {} if item.source else {"source": "host of the address"}
        yield replace(
            item,
            id=identify_record(name.rpartition(".")[0] or name, address),
            url=address,  # what the page says of itself could name any outlet's
            source=item.source or host,
            origins=tuple(Origin(*origin) for origin in sorted(origins.items())),
        )
