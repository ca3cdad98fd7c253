"""Articles read from files and folders, apart from what could not be read."""

from collections.abc import Sequence
from pathlib import Path

from chatbot.errors import ChatError
from ingest import Article, SkippedFile, read_collection


class NothingReadableError(ChatError):
    """Every file given was skipped."""

    def __init__(self, first: SkippedFile, *, count: int) -> None:
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(
            f"no article could be read: {first.path}: {first.reason}{more}; "
            f"give text, Markdown or JSONL files"
        )


def read_articles(paths: Sequence[Path]) -> tuple[list[Article], list[SkippedFile]]:
    """Read all articles of files and folders.

    Returns:
        The articles, and what was skipped.

    Raises:
        IngestError: If a path is missing, or a folder holds no article.
        NothingReadableError: If everything was skipped.
    """
    articles: list[Article] = []
    skipped: list[SkippedFile] = []
    for item in read_collection(paths):
        if isinstance(item, SkippedFile):
            skipped.append(item)
        else:
            articles.append(item)
    if not articles:
        raise NothingReadableError(skipped[0], count=len(skipped))
    return articles, skipped
