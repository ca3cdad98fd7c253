"""Articles, cut into passages that are searched as one unit."""

import re
from typing import NamedTuple

from ingest.article import Article, Passage, Span
from ingest.headings import find_headings
from ingest.sentences import split_sentences

TARGET_CHARS = 900  # about 200 tokens; benchmarks/results/lengths.md
MAX_CHARS = 1400  # about 320 tokens, well within the model's 512; benchmarks/results/lengths.md
LEAD_CHARS = 300  # of the context of a passage; benchmarks/results/context.md
SMALL_SHARE = 0.25  # of the target: a passage below it says too little to be found by itself

_BLANK_LINE = re.compile(r"\n\s*\n")


class _Piece(NamedTuple):
    """A stretch that is not cut: a paragraph with its headings, or one sentence of a long one."""

    start: int
    end: int
    sentences: tuple[Span, ...]


def split_passages(
    article: Article, *, target_chars: int = TARGET_CHARS, max_chars: int = MAX_CHARS
) -> list[Passage]:
    """Cut an article into passages.

    Short paragraphs are joined; long ones are cut between sentences only; a heading stays with the
    text below it. Only a sentence that is itself longer than `max_chars` (or becomes so with its
    heading) makes a longer passage.

    Args:
        article: The article.
        target_chars: Length up to which paragraphs are joined, in characters, at least 1.
        max_chars: Length above which a paragraph is cut, in characters, at least `target_chars`.

    Returns:
        Passages in reading order, without overlaps; every sentence is in exactly one of them.

    Raises:
        ValueError: If the lengths contradict each other.
    """
    if not 1 <= target_chars <= max_chars:
        raise ValueError(
            f"target_chars must be between 1 and max_chars; they are {target_chars} and {max_chars}"
        )
    pieces = _cut_pieces(article.body, max_chars)
    return [
        Passage(
            id=f"{article.id}#{number}",
            article_id=article.id,
            start=group[0].start,
            end=group[-1].end,
            text=article.body[group[0].start : group[-1].end],
            sentences=tuple(sentence for piece in group for sentence in piece.sentences),
        )
        for number, group in enumerate(_join_pieces(pieces, target_chars, max_chars))
    ]


def find_context(title: str, body: str, passage: Passage) -> str:
    """What a passage is embedded and searched with, to tell what it is about: title and lead.

    The lead is the body's beginning. The passage that opens the article needs none, and a title
    that the lead repeats is left out.

    Args:
        title: Title of the article.
        body: Its body, or the first `LEAD_CHARS` characters of it.
        passage: One of its passages.

    Returns:
        One or two lines; empty if there is nothing to say.
    """
    if passage.start == 0:
        return title
    lead = body[: min(LEAD_CHARS, passage.start)].strip()
    if len(lead) == LEAD_CHARS:
        lead = lead.rsplit(maxsplit=1)[0]
    lead = " ".join(lead.split())
    return lead if lead.startswith(title) else f"{title}\n{lead}"


def find_sentences(body: str) -> list[Span]:
    """Return the sentences of an article that can be cited: all but its headings.

    Args:
        body: Body of an article.

    Returns:
        Spans in reading order, without overlaps.
    """
    return [sentence for piece in _cut_pieces(body, len(body)) for sentence in piece.sentences]


def _cut_pieces(body: str, max_chars: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    heading_start: int | None = None
    for block, is_heading_block in _split_blocks(body):
        start = block.start if heading_start is None else heading_start
        if is_heading_block:
            heading_start = start
            continue
        heading_start = None
        sentences = _split_block(body, block)
        if block.end - start <= max_chars:
            pieces.append(_Piece(start, block.end, tuple(sentences)))
            continue
        for number, sentence in enumerate(sentences):
            begin = sentence.start if number else start
            pieces.append(_Piece(begin, sentence.end, (sentence,)))
    return pieces


def _split_blocks(body: str) -> list[tuple[Span, bool]]:
    """Return headings and paragraphs in reading order, and which of them are headings."""
    blocks: list[tuple[Span, bool]] = []
    position = 0
    for heading in (*find_headings(body), Span(len(body), len(body))):
        while position < heading.start:
            gap = _BLANK_LINE.search(body, position, heading.start)
            end = gap.start() if gap else heading.start
            text = body[position:end]
            if text.strip():
                start = position + len(text) - len(text.lstrip())
                blocks.append((Span(start, start + len(text.strip())), False))
            position = gap.end() if gap else heading.start
        if heading.end > heading.start:
            blocks.append((heading, True))
            position = heading.end
    return blocks


def _split_block(body: str, block: Span) -> list[Span]:
    return [
        Span(block.start + sentence.start, block.start + sentence.end)
        for sentence in split_sentences(body[block.start : block.end])
    ]


def _join_pieces(pieces: list[_Piece], target_chars: int, max_chars: int) -> list[list[_Piece]]:
    small = SMALL_SHARE * target_chars
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups:
            length = piece.end - groups[-1][0].start
            if length <= target_chars or (_measure(groups[-1]) < small and length <= max_chars):
                groups[-1].append(piece)
                continue
        groups.append([piece])
    if len(groups) > 1 and _measure(groups[-1]) < small:
        joined = [*groups[-2], *groups[-1]]
        groups[-2:] = [joined] if _measure(joined) <= max_chars else groups[-2:]
    return groups


def _measure(group: list[_Piece]) -> int:
    return group[-1].end - group[0].start
