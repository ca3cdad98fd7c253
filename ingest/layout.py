"""The lines of a pasted text: without markup, and whole where they were wrapped."""

import re
from collections.abc import Sequence
from itertools import pairwise

MIN_WRAP_CHARS = 45  # narrower lines are paragraphs, list items or verse
MAX_WRAP_CHARS = 120  # lines wrapped by hand or by a mail program are not wider
MIN_WRAPPED_PAIRS = 3  # fewer lines prove nothing
MIN_WRAPPED_SHARE = 0.7  # of the lines within blocks, the last line of each left out

_BLANK_LINE = re.compile(r"\n\s*\n")
_EMPHASIS = re.compile(r"\*\*+|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_LINE_MARKUP = re.compile(r"^(?:#{1,6}\s+|>\s+|[•◦▪●■►‣·]\s*|[-*+]\s+(?=\S))+")
_SPACES = re.compile(r" {2,}")
_SENTENCE_END = re.compile(r"[.!?…:;][\"“”»«’'›‹)\]]*$")
_CONTINUATION = re.compile(r"[a-zäöüß]+(?:[ ,;:.!?)]|$)")  # not "iPhone", not "taz-Bericht"


def read_lines(text: str) -> list[str]:
    """Return the lines of a text that are not empty, each a paragraph, headline or stray line.

    Args:
        text: Normalised text (see `normalise_text`).

    Returns:
        Lines without emphasis marks, heading marks, bullets and needless spaces. Where the text
        was wrapped, one line holds the whole paragraph.
    """
    stripped = (
        [_strip_markup(line) for line in block.split("\n")] for block in _BLANK_LINE.split(text)
    )
    blocks = [[line for line in block if line] for block in stripped]
    width = _find_wrap_width(blocks)
    return [line for block in blocks for line in _unwrap(block, width)]


def is_torn(line: str, following: str) -> bool:
    """Say whether a sentence goes on in lower case in the following line.

    Args:
        line: One line, stripped.
        following: The line after it.
    """
    return bool(_CONTINUATION.match(following)) and not _SENTENCE_END.search(line[-10:])


def join_wrapped(left: str, right: str) -> str:
    """Join two lines of a paragraph; a word divided at the end of the first becomes whole again.

    Args:
        left: One line, stripped and not empty.
        right: The line after it, likewise.
    """
    divided = left.endswith("-") and right[0].islower() and left[-2:-1].isalpha()
    if divided and right.split(maxsplit=1)[0] not in ("und", "oder", "bzw.", "sowie"):
        return left[:-1] + right
    return f"{left} {right}"


def _strip_markup(line: str) -> str:
    line = _SPACES.sub(" ", _EMPHASIS.sub("", line)).strip()
    return _LINE_MARKUP.sub("", line).strip()


def _find_wrap_width(blocks: Sequence[Sequence[str]]) -> int:
    """Return the width at which the text was wrapped, in characters, or 0 if it was not."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    width = max((len(line) for block in blocks for line in block), default=0)
    if len(pairs) < MIN_WRAPPED_PAIRS or not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return 0
    full = sum(_is_full_line(line, following, width) for line, following in pairs)
    torn = any(is_torn(line, following) for line, following in pairs)
    return width if torn and full >= MIN_WRAPPED_SHARE * len(pairs) else 0


def _is_full_line(line: str, following: str, width: int) -> bool:
    """Say whether the first word of the following line would not have fitted into this one."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _unwrap(block: Sequence[str], width: int) -> list[str]:
    """Join the lines of a block that were wrapped at `width`; 0 leaves each line as it is."""
    joined: list[str] = []
    last = ""
    for line in block:
        if width and joined and _is_full_line(last, line, width):
            joined[-1] = join_wrapped(joined[-1], line)
        else:
            joined.append(line)
        last = line
    return joined
