"""What stands around a quote: the sentences before and after it in its paragraph."""

from dataclasses import dataclass

from ingest import Article, split_sentences


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The neighbours of a quote.

    Attributes:
        before: The sentence before it; empty at the beginning of a paragraph.
        after: The sentence after it; empty at the end of a paragraph.
    """

    before: str
    after: str


def find_surroundings(article: Article, start: int, end: int) -> Surroundings:
    """The sentences next to a quote, never from another paragraph.

    Args:
        article: The article quoted.
        start: Offset of the quote in its body.
        end: Offset after it.
    """
    body = article.body
    first = body.rfind("\n", 0, start) + 1
    last = body.find("\n", end)
    last = len(body) if last < 0 else last
    earlier = split_sentences(body[first:start])
    later = split_sentences(body[end:last])
    return Surroundings(
        body[first + earlier[-1].start : first + earlier[-1].end] if earlier else "",
        body[end + later[0].start : end + later[0].end] if later else "",
    )
