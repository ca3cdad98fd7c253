"""Articles read from files, folders and web addresses, apart from what could not be read."""

from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path

from chatbot.errors import ChatError
from ingest import (
    Article,
    OnRead,
    SkippedFile,
    is_web_address,
    read_addresses,
    read_collection,
)


class NothingReadableError(ChatError):
    """Every file given was skipped."""

    def __init__(self, first: SkippedFile, *, count: int) -> None:
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(f"no article could be read: {first.place}: {first.reason}{more}")


def read_articles(
    sources: Sequence[str | Path],
    *,
    on_read: OnRead | None = None,
    leave_out: Collection[Path] = (),
) -> tuple[list[Article], list[SkippedFile]]:
    """Read all articles of files, folders and web addresses.

    Args:
        sources: Files and folders; what begins with http:// or https:// is fetched.
        on_read: Told how many files are read, of how many.
        leave_out: Folders that hold no articles, such as that of the index.

    Returns:
        The articles, and what was skipped.

    Raises:
        IngestError: If a path is missing, or a folder holds no article.
        NothingReadableError: If everything was skipped.
    """
    articles: list[Article] = []
    skipped: list[SkippedFile] = []
    addresses = [str(source) for source in sources if is_web_address(str(source))]
    paths = [Path(source) for source in sources if not is_web_address(str(source))]
    for item in chain(
        read_collection(paths, on_read=on_read, leave_out=leave_out),
        read_addresses(addresses, on_read=on_read),
    ):
        if isinstance(item, SkippedFile):
            skipped.append(item)
        else:
            articles.append(item)
    if not articles:
        raise NothingReadableError(skipped[0], count=len(skipped))
    return articles, skipped
