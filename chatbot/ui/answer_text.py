"""An answer's text taken apart: Belegt's own words, quoted words, and citation markers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.answer import Citation

_MARKER = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer's text.

    Attributes:
        kind: "own" words, a "quote" from an article, or the "marker" of a citation.
        text: Its words; of a marker, the number.
        number: Of the citation that a quote or marker belongs to; 0 for own words.
    """

    kind: Literal["own", "quote", "marker"]
    text: str
    number: int = 0


def split_answer(text: str, citations: Sequence[Citation]) -> list[Piece]:
    """Take an answer's text apart, in reading order.

    What looks like a marker inside a quote belongs to the article and is left as it is, and so is
    a marker whose number no citation has.

    Args:
        text: The text, with markers like `[1]`.
        citations: Those of the answer.
    """
    known = {str(citation.number) for citation in citations}
    pieces: list[Piece] = []
    done = 0
    for number, start, end in _find_quotes(text, citations):
        pieces += _split_own_words(text[done:start], known)
        pieces.append(Piece("quote", text[start:end], number))
        done = end
    return [*pieces, *_split_own_words(text[done:], known)]


def split_markers(text: str, citations: Sequence[Citation]) -> list[Piece]:
    """Take a text without quotes apart, into own words and the markers of citations."""
    return list(_split_own_words(text, {str(citation.number) for citation in citations}))


def _find_quotes(text: str, citations: Sequence[Citation]) -> list[tuple[int, int, int]]:
    """Number, start and end of what is quoted word for word, in reading order, no overlaps."""
    spans: list[tuple[int, int, int]] = []
    for citation in sorted(citations, key=lambda citation: citation.number):
        start = text.find(citation.quote, spans[-1][2] if spans else 0)
        if start >= 0 and citation.quote:
            spans.append((citation.number, start, start + len(citation.quote)))
    return spans


def _split_own_words(text: str, known: set[str]) -> Iterator[Piece]:
    done = 0
    for marker in _MARKER.finditer(text):
        if marker[1] not in known:
            continue
        if text[done : marker.start()]:
            yield Piece("own", text[done : marker.start()])
        yield Piece("marker", marker[1], int(marker[1]))
        done = marker.end()
    if text[done:]:
        yield Piece("own", text[done:])
