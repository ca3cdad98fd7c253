"""Printed lines to headline and paragraphs, without running heads, words whole again."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import dropwhile, groupby, pairwise, takewhile
from statistics import median

from ingest.layout import join_wrapped
from ingest.pdf_lines import Line, Page, merge_pieces, split_columns
from ingest.stray_lines import find_stray_lines

PARAGRAPH_GAP = 1.35  # of the usual distance of lines
INDENT = 0.7  # of the font size
SHORT_LINE = 0.8  # of the column's width: a line with more room left ends a paragraph
SAME_SIZE = 0.6  # points
MARGIN = 0.1  # of the page's height, where running heads stand
HEADLINE_LINES = 40  # of the beginning, among which the headline is looked for
HEADLINE_SIZE = 1.15  # times the size of the text

_PAGE_NUMBER = re.compile(
    r"[-–|\s]*(?:Seite|S\.|page|Blatt)?\s*\d{1,4}(?:\s*(?:/|von|of)\s*\d{1,4})?[-–|\s]*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:][\"“”»«’'›‹)\]]*$")


def read_paragraphs(pages: Sequence[Page]) -> tuple[str, list[str]]:
    """Return the headline of a document and its paragraphs in reading order.

    Args:
        pages: All pages.

    Returns:
        The lines in the largest print on the first page ("" if none is larger than the text), and
        the paragraphs without running heads and page numbers; words divided at line ends and
        paragraphs divided by columns or pages are whole.
    """
    size, columns_of_pages = _find_columns(pages)
    columns = [column for page in columns_of_pages for column in page]
    if not columns:
        return "", []
    headline = _find_headline(columns, size)
    title = reduce(join_wrapped, (line.text for line in headline)) if headline else ""
    rest = ([line for line in column if line not in headline] for column in columns)
    blocks = [block for column in rest if column for block in _split_blocks(column)]
    return title, _join_blocks(blocks)


def _find_running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Return the lines that stand in the margins of at least two pages and of half of them."""
    counts = Counter(
        shape
        for page in pages
        for shape in {_shape(line.text) for line in page.lines if _is_in_margin(line, page)}
    )
    needed = max(2, len(pages) / 2)
    return frozenset(shape for shape, count in counts.items() if count >= needed)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold().strip()


def read_page_lines(pages: Sequence[Page]) -> list[list[str]]:
    """Return the lines of each page in reading order, without running heads and page numbers.

    Args:
        pages: All pages.
    """
    _, columns_of_pages = _find_columns(pages)
    return [[line.text for column in page for line in column] for page in columns_of_pages]


def _find_columns(pages: Sequence[Page]) -> tuple[float, list[list[list[Line]]]]:
    """Return the size of the text, and the columns of each page without running heads."""
    whole = [Page(page.height, merge_pieces(page.lines)) for page in pages]
    printed = [line for page in whole for line in page.lines]
    if not printed:
        return 0.0, [[] for _ in pages]
    size = _find_text_size(printed)
    heads = _find_running_heads(whole)
    columns = [
        list(split_columns([line for line in page.lines if not _is_head(line, page, heads, size)]))
        for page in whole
    ]
    return size, columns


def _is_in_margin(line: Line, page: Page) -> bool:
    return not MARGIN * page.height < line.y < (1 - MARGIN) * page.height


def _is_head(line: Line, page: Page, heads: frozenset[str], size: float) -> bool:
    """Say whether a line in the margin is repeated, a page number, or smaller than the text."""
    if not _is_in_margin(line, page):
        return False
    return (
        line.size < size - SAME_SIZE
        or _shape(line.text) in heads
        or bool(_PAGE_NUMBER.fullmatch(line.text))
    )


def _find_text_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _find_headline(columns: Sequence[Sequence[Line]], size: float) -> list[Line]:
    """Return the lines in the largest print that follow each other on the first page."""
    first = [line for column in columns for line in column][:HEADLINE_LINES]
    largest = max((line.size for line in first), default=0.0)
    if largest < HEADLINE_SIZE * size:
        return []
    rest = dropwhile(lambda line: line.size < largest - SAME_SIZE, first)
    headline = [*takewhile(lambda line: line.size >= largest - SAME_SIZE, rest)]
    return headline if any(map(str.isalpha, "".join(line.text for line in headline))) else []


def _split_blocks(column: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph of a column."""
    gaps = [above.y - below.y for above, below in pairwise(column) if above.y > below.y]
    usual = median(gaps) if gaps else 0.0
    widths = _find_widths(column)
    numbers: list[int] = [0]
    for above, below in pairwise(column):
        width = widths[round(above.size)]
        numbers.append(numbers[-1] + _is_break(above, below, usual=usual, column_width=width))
    for _, group in groupby(zip(numbers, column, strict=True), key=lambda pair: pair[0]):
        yield [line for _, line in group]


def _is_break(above: Line, below: Line, *, usual: float, column_width: float) -> bool:
    gap = above.y - below.y
    if find_stray_lines([above.text]) or find_stray_lines([below.text]):
        return True  # a byline or a day, which share their paragraph with nothing
    if not _is_same_size(above, below) or gap < 0:
        return True
    if gap > PARAGRAPH_GAP * max(usual, above.size):
        return True
    if below.x - above.x > INDENT * below.size and _SENTENCE_END.search(above.text):
        return True
    if _SENTENCE_END.search(above.text):
        return above.end - above.x < SHORT_LINE * column_width
    return _has_room(above, below, column_width=column_width)


def _is_same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= SAME_SIZE


def _join_blocks(blocks: Sequence[Sequence[Line]]) -> list[str]:
    """Join lines to paragraphs, and paragraphs that a column or page break divides."""
    widths = _find_widths([line for block in blocks for line in block])
    paragraphs: list[str] = []
    last: Line | None = None
    for block in blocks:
        text = reduce(join_wrapped, (line.text for line in block))
        if last is not None and _goes_on(last, block[0], widths):
            paragraphs[-1] = join_wrapped(paragraphs[-1], text)
        else:
            paragraphs.append(text)
        last = block[-1]
    return paragraphs


def _goes_on(last: Line, first: Line, widths: Mapping[int, float]) -> bool:
    """Say whether a full line without a sentence's end goes on at the top of the next column."""
    if first.y <= last.y or not _is_same_size(last, first) or _SENTENCE_END.search(last.text):
        return False
    return not _has_room(last, first, column_width=widths[round(last.size)])


def _find_widths(lines: Sequence[Line]) -> Mapping[int, float]:
    """Return the width of the longest line of each font size in whole points."""
    widths: dict[int, float] = {}
    for line in lines:
        size = round(line.size)
        widths[size] = max(widths.get(size, 0.0), line.end - line.x)
    return widths


def _has_room(line: Line, following: Line, *, column_width: float) -> bool:
    """Say whether the first word of the following line would easily have fitted into this one."""
    word = replace(following, x=0.0, text=following.text.partition(" ")[0] + " ")
    return line.end - line.x + word.end < SHORT_LINE * column_width
