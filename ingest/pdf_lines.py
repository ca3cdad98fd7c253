"""Where words stand on a printed page: lines out of pieces, columns out of lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SAME_LINE = 0.35  # of the font size: pieces whose baselines differ by less stand on one line
MAX_WORD_GAP = 1.2  # of the font size: a wider gap separates columns
COLUMN_WIDTH = 60.0  # points; left edges closer to each other belong to one column
MIN_COLUMN_LINES = 4  # fewer lines that begin at the same place are no column
SAME_EDGE = 2.0  # points
MAX_OVERLAP = 4.0  # times the font size by which an estimated right edge can be wrong
TOUCHING = 0.1  # of the font size: a smaller gap is none

_NARROW = frozenset("iljtfrI.,:;'’|!()[]/- „“”‚‘\"")
_WIDE = frozenset("mwMWÄÖÜABCDGHKNOPQRSUVXYZ@%€—")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or a piece of it.

    Attributes:
        x: Left edge in points.
        y: Baseline in points, counted from the bottom of the page.
        size: Font size in points.
        text: Its words.
    """

    x: float
    y: float
    size: float
    text: str

    @property
    def end(self) -> float:
        """Right edge in points, estimated to about 5 % from usual widths of letters."""
        narrow = sum(character in _NARROW for character in self.text)
        wide = sum(character in _WIDE for character in self.text)
        usual = len(self.text) - narrow - wide
        return self.x + self.size * (0.28 * narrow + 0.72 * wide + 0.54 * usual)


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page in the order they are stored.

    Attributes:
        height: In points.
        lines: Its pieces; none is empty.
    """

    height: float
    lines: Sequence[Line]


def merge_pieces(pieces: Sequence[Line]) -> list[Line]:
    """Join neighbouring pieces of a line, such as a bold word, but not those of two columns.

    Args:
        pieces: As they are stored in the page.

    Returns:
        Lines, or the parts of a line that stand in one column; with single spaces.
    """
    edges = _find_edges(pieces)
    merged: list[Line] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and abs(last.y - piece.y) <= SAME_LINE * max(last.size, piece.size):
            begins_column = any(abs(piece.x - edge) < SAME_EDGE for edge in edges)
            gap = piece.x - last.end
            if -MAX_OVERLAP * last.size < gap < MAX_WORD_GAP * last.size and not begins_column:
                text = f"{last.text.rstrip()} {piece.text.lstrip()}"
                if gap < TOUCHING * last.size and not last.text.endswith(" "):
                    text = last.text + piece.text
                merged[-1] = Line(last.x, last.y, max(last.size, piece.size), text)
                continue
        merged.append(piece)
    return [Line(line.x, line.y, line.size, " ".join(line.text.split())) for line in merged]


def split_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Put the lines of a page in reading order: between lines of full width, column by column.

    Args:
        lines: Merged lines.

    Returns:
        Columns and full-width parts, each with its lines from top to bottom; none is empty.
    """
    edges = _find_edges(lines)
    if len(edges) < 2:  # noqa: PLR2004 - two make columns
        return [list(lines)] if lines else []
    ordered = sorted(lines, key=lambda line: -line.y)
    bands: list[list[list[Line]]] = []
    for line in ordered:
        at = max((n for n, edge in enumerate(edges) if edge <= line.x + SAME_EDGE), default=0)
        is_full = at + 1 < len(edges) and line.end > edges[at + 1] + 2 * line.size
        if is_full or not bands or len(bands[-1]) == 1:
            if not (is_full and bands and len(bands[-1]) == 1):
                bands.append([[]] if is_full else [[] for _ in edges])
            bands[-1][0 if is_full else at].append(line)
        else:
            bands[-1][at].append(line)
    return [column for band in bands for column in band if column]


def _find_edges(lines: Sequence[Line]) -> list[float]:
    """Return the left edges of columns, from left to right."""
    counts = Counter(round(line.x) for line in lines)
    edges: list[float] = []
    for x in sorted(counts):
        if counts[x] + counts[x + 1] < MIN_COLUMN_LINES:
            continue
        if not edges or x - edges[-1] >= COLUMN_WIDTH:
            edges.append(float(x))
    return edges
