"""Which lines of an article are headings: part of the text, but nothing that could be cited."""

import re
from typing import NamedTuple

from ingest.article import Span

MAX_HEADING_CHARS = 120  # the longest subheadings of German online news
MAX_QUESTION_CHARS = 60  # "Und der Westen?" is a subheading; a longer question is a sentence
MAX_RUN = 2  # a kicker and a heading may follow each other; three short lines are a list

_STATEMENT_END = re.compile(r"[.!…:;,][\"“”»«’'›‹)\]]*$")
_QUESTION_END = re.compile(r"\?[\"“”»«’'›‹)\]]*$")
_SENTENCE_WITHIN = re.compile(r"[.!?…][\"“”»«’]*\s+[^\W\d_a-zäöüß][^\W\d_]")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")


class _Line(NamedTuple):
    span: Span
    text: str
    stands_alone: bool


def find_headings(body: str) -> list[Span]:
    """Find the headings within an article.

    A heading is a paragraph (or a line right above a long one) that is shaped like one (see
    `is_heading`), and more text follows it. Three or more such lines in a row are a list, and so
    are those after a colon: their words can be cited.

    Args:
        body: Body of an article.

    Returns:
        Their spans, in reading order.
    """
    lines = _split_lines(body)
    shaped = [number for number, line in enumerate(lines) if is_heading(line.text)]
    headings: list[Span] = []
    for run in _group_runs(shaped):
        after_colon = run[0] > 0 and lines[run[0] - 1].text.endswith(":")
        if len(run) <= MAX_RUN and not after_colon:
            headings += [lines[number].span for number in run if _stands_above_text(lines, number)]
    return headings


def is_heading(line: str) -> bool:
    """Say whether a line is shaped like a heading, wherever it stands.

    Args:
        line: One line or paragraph, stripped.

    Returns:
        True for at most 120 characters that begin with no small letter and do not end like a
        sentence; a single question counts up to 60 characters.
    """
    if not line or len(line) > MAX_HEADING_CHARS or "\n" in line or line[0].islower():
        return False
    if _STATEMENT_END.search(line) or not any(character.isalpha() for character in line):
        return False
    if _QUESTION_END.search(line):
        return len(line) <= MAX_QUESTION_CHARS and not _SENTENCE_WITHIN.search(line)
    return True


def _split_lines(body: str) -> list[_Line]:
    spans = [Span(*match.span()) for match in _LINE.finditer(body)]
    lines = []
    for number, span in enumerate(spans):
        gap_before = body[spans[number - 1].end : span.start].count("\n") if number else 2
        last = number + 1 == len(spans)
        gap_after = 2 if last else body[span.end : spans[number + 1].start].count("\n")
        alone = gap_before > 1 and gap_after > 1
        lines.append(_Line(span, body[span.start : span.end], alone))
    return lines


def _group_runs(numbers: list[int]) -> list[list[int]]:
    """Group rising numbers into runs without gaps."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _stands_above_text(lines: list[_Line], number: int) -> bool:
    if number + 1 == len(lines):
        return False
    return lines[number].stands_alone or len(lines[number + 1].text) > MAX_HEADING_CHARS
