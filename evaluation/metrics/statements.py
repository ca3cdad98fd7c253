"""The sentences of an answer, and the citations that each of them names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.answer import Citation
from ingest import split_sentences

_MARKER = re.compile(r"\s*\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer.

    Attributes:
        text: Without markers.
        numbers: Those of its markers, in their order; not all need have a citation.
    """

    text: str
    numbers: tuple[int, ...]


def find_statements(text: str, citations: Sequence[Citation] = ()) -> list[Statement]:
    """Cut an answer into its sentences.

    A marker such as `[1]` belongs to the sentence it stands in or behind, whichever side of the
    full stop it is on. A number in brackets inside a quote is the article's, not a marker.

    Args:
        text: Of the answer.
        citations: Of the answer; their quotes are looked for in the text.

    Returns:
        The sentences in reading order; none for an empty text.
    """
    plain, markers = _take_out_markers(text, _quoted(text, citations))
    spans = split_sentences(plain)
    numbers: list[list[int]] = [[] for _ in spans]
    for place, number in markers:
        before = [i for i, span in enumerate(spans) if span.start < place]
        if before:
            numbers[before[-1]].append(number)
    return [
        Statement(plain[span.start : span.end], tuple(named))
        for span, named in zip(spans, numbers, strict=True)
    ]


def uncited_share(text: str, citations: Sequence[Citation]) -> float | None:
    """Measure how many sentences of an answer name no citation.

    Args:
        text: Of the answer.
        citations: Of the answer.

    Returns:
        Share of the sentences without a marker that has a citation, 0..1; None without
        sentences.

    Source: own definition; a sentence without citations has citation recall 0 in Gao et al.,
    "Enabling Large Language Models to Generate Text with Citations" (ALCE, EMNLP 2023).
    """
    statements = find_statements(text, citations)
    known = {citation.number for citation in citations}
    bare = [known.isdisjoint(statement.numbers) for statement in statements]
    return sum(bare) / len(bare) if bare else None


def invalid_share(text: str, citations: Sequence[Citation]) -> float | None:
    """Measure how many markers of an answer lead nowhere.

    Args:
        text: Of the answer.
        citations: Of the answer.

    Returns:
        Share of the markers whose number no citation has, 0..1; None without markers.

    Source: own definition.
    """
    known = {citation.number for citation in citations}
    _, markers = _take_out_markers(text, _quoted(text, citations))
    wrong = [number not in known for _, number in markers]
    return sum(wrong) / len(wrong) if wrong else None


def _quoted(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    quotes = {citation.quote for citation in citations if _MARKER.search(citation.quote)}
    return [m.span() for quote in quotes for m in re.finditer(re.escape(quote), text)]


def _take_out_markers(
    text: str, kept: Sequence[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """The text without markers, and for each of them its place there and its number."""
    pieces: list[str] = []
    markers = []
    length = end = 0
    for match in _MARKER.finditer(text):
        if any(start <= match.start(1) < stop for start, stop in kept):
            continue
        pieces.append(text[end : match.start()])
        length += match.start() - end
        end = match.end()
        markers.append((length, int(match[1])))
    return "".join([*pieces, text[end:]]), markers
