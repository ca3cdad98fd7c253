"""Reader of plain text files, as they come when one copies an article from a page."""

from pathlib import Path

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article
from ingest.identity import identify_file


def read_plain_text(text: str, *, origin: Path, stated: StatedFields = NOTHING_STATED) -> Article:
    """Read an article from plain text.

    Args:
        text: The whole file.
        origin: The file; its name is the title if the text states none, its path gives the id.
        stated: What a sidecar states about it.

    Returns:
        The article.

    Raises:
        EmptyArticleError: If there is no article text.
    """
    return assemble_article(
        text, stated, fallback_id=identify_file(origin), fallback_title=origin.stem
    )
