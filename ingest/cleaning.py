"""Article text as it was pasted, to clean paragraphs."""

import re
from collections.abc import Sequence
from functools import reduce

from ingest.layout import is_torn, join_wrapped, read_lines
from ingest.stray_lines import find_stray_lines

HEADLINE_LINES = 6  # a headline that the title repeats stands within the first lines

_CLOSING_CREDIT = re.compile(
    r"(?<=[.!?…\"“”»«’])\s*\((?:[^()\n]{0,60}[,;/–\s])?\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\)$"
)


def clean_article_text(text: str, *, headline: str = "") -> str:
    """Return the paragraphs of an article, separated by one blank line each.

    Markup and page furniture are removed, so that they can never be cited; lines that were wrapped
    and sentences that a paragraph break tore apart are joined again.

    Args:
        text: Normalised text (see `normalise_text`).
        headline: The title; a first line that repeats it is left out.

    Returns:
        The body; empty if nothing but page furniture is there.
    """
    lines = read_lines(text)
    dropped = set(find_stray_lines(lines))
    if headline in lines[:HEADLINE_LINES]:
        dropped.add(lines.index(headline))
    kept = [line for number, line in enumerate(lines) if number not in dropped]
    if kept:
        kept[-1] = _CLOSING_CREDIT.sub("", kept[-1])
    return "\n\n".join(_join_torn_sentences(kept))


def _join_torn_sentences(paragraphs: Sequence[str]) -> list[str]:
    joined: list[list[str]] = []
    for paragraph in paragraphs:
        if joined and (is_torn(joined[-1][-1], paragraph) or joined[-1][-1].endswith(",")):
            joined[-1].append(paragraph)
        else:
            joined.append([paragraph])
    return [reduce(join_wrapped, parts) for parts in joined]
