"""Reader of tables: CSV and TSV, with or without a row of names, one article a row."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

from ingest.article import Article
from ingest.assembling import StatedFields
from ingest.decoding import decode_text
from ingest.errors import IngestError, UnreadableFileError
from ingest.folders import SkippedFile
from ingest.records import count_fields, find_field, read_record

SAMPLE_ROWS = 200  # enough to tell delimiters and quotation marks apart
MIN_TEXT_WORDS = 5  # in the median; a table whose longest column is shorter holds no articles
HEADER_FIELDS = 2  # names of fields that make a first row a header if "text" is not among them

_DELIMITERS = (",", ";", "\t", "|")
_QUOTES = ('"', "'")  # 10kGNAD is written with the second


def read_table(
    data: bytes, *, origin: Path, stated: StatedFields
) -> Iterator[tuple[int, Article | SkippedFile]]:
    """Read the articles of a table.

    Columns are found by their German or English names (`Titel`, `title`, `Datum`, …). Without
    names, the column with the longest values is the text, and nothing else is guessed.

    Args:
        data: The whole file.
        origin: The file.
        stated: What a sidecar states about all rows; a row wins.

    Yields:
        Number of the row, counted from 1, and the article or what is wrong with the row.

    Raises:
        UnreadableFileError: If it is no table with a column of texts.
    """
    text = decode_text(data, path=origin).lstrip("\ufeff")
    delimiter, quote = _find_dialect(text)
    sample = list(islice(_parse(text, delimiter, quote), SAMPLE_ROWS))
    names, starts_at = _name_columns(sample, origin)
    for number, row in enumerate(_parse(text, delimiter, quote), start=1):
        if number < starts_at or not any(cell.strip() for cell in row):
            continue
        record = dict(zip(names, row, strict=False))
        try:
            yield number, read_record(record, number=number, origin=origin, stated=stated)
        except IngestError as error:
            yield number, SkippedFile(origin, number, error.reason)


def _parse(text: str, delimiter: str, quote: str) -> Iterator[list[str]]:
    csv.field_size_limit(len(text) + 1)  # the library's own limit is 131,072 characters
    lines = io.StringIO(text.replace("\x00", ""), newline="")
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def _find_dialect(text: str) -> tuple[str, str]:
    """Return the delimiter and quotation mark with which most rows have equally many columns."""
    return max(
        ((delimiter, quote) for delimiter in _DELIMITERS for quote in _QUOTES),
        key=lambda dialect: _rate(text, *dialect),
    )


def _rate(text: str, delimiter: str, quote: str) -> tuple[float, bool, int]:
    rows = [row for row in islice(_parse(text, delimiter, quote), SAMPLE_ROWS) if row]
    (columns, count), *_ = Counter(map(len, rows)).most_common(1) or [(0, 0)]
    is_quoted = f"{delimiter}{quote}" in text or text.startswith(quote)
    share = count / len(rows) if columns > 1 else 0.0
    return share, is_quoted, columns


def _name_columns(sample: Sequence[Sequence[str]], origin: Path) -> tuple[list[str], int]:
    """Return a name for each column, and the number of the first row with an article."""
    rows = [row for row in sample if any(cell.strip() for cell in row)]
    if not rows:
        raise UnreadableFileError(origin, "it holds no rows; add articles or leave it out")
    first = list(rows[0])
    fields = [find_field(cell) for cell in first]
    is_header = "text" in fields or count_fields(first) >= HEADER_FIELDS
    widths = [_measure([row[at] for row in rows[1:] if at < len(row)]) for at in range(len(first))]
    longest = max(range(len(first)), key=lambda at: widths[at] if not fields[at] else -1.0)
    if is_header:
        if "text" not in fields:
            first[longest] = "text"
            _check_texts(widths[longest], origin)
        return first, sample.index(rows[0]) + 2
    widths = [_measure([row[at] for row in rows if at < len(row)]) for at in range(len(first))]
    longest = widths.index(max(widths))
    _check_texts(widths[longest], origin)
    names = ["text" if at == longest else "" for at in range(len(first))]
    is_heading = len(rows) > 1 and len(first[longest].split()) == 1  # a name that nobody foresaw
    return names, sample.index(rows[0]) + 1 + is_heading


def _measure(cells: Sequence[str]) -> float:
    return float(median(len(cell.split()) for cell in cells)) if cells else 0.0


def _check_texts(words: float, origin: Path) -> None:
    if words < MIN_TEXT_WORDS:
        reason = 'it has no column of texts; name the column with the articles "text"'
        raise UnreadableFileError(origin, reason)
