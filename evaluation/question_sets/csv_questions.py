"""Questions from a table, as a spreadsheet saves it."""

import csv
import io
from collections.abc import Iterator, Sequence

from evaluation.question_sets.jsonl_questions import Parsed
from evaluation.question_sets.question import Question
from evaluation.question_sets.records import FIELDS, LISTS, misspelt, parse_record

DELIMITERS = (",", ";", "\t")
SEPARATOR = "||"  # between several texts in one cell
YES_NO = {
    **dict.fromkeys(("true", "wahr", "yes", "ja", "1"), True),
    **dict.fromkeys(("false", "falsch", "no", "nein", "0"), False),
}


def parse_csv(text: str) -> Iterator[Parsed]:
    """Read the questions of a table whose first row names its columns.

    The delimiter is the one of comma, semicolon and tab that finds most of the columns `id`,
    `question`, `history`, `answers`, `evidence`, `article_id` and `answerable`; only `question`
    is required, and other columns are left alone unless they look like a misspelt one. Several
    texts in one cell are parted by "||". `answerable` is true or false, in English or German (a
    spreadsheet writes WAHR), ja or nein, 1 or 0; an empty cell is a missing field.

    Args:
        text: The whole file. Blank rows are passed over.

    Yields:
        Number of the line where a row begins, counted from 1, and the question, or None and its
        problems.
    """
    delimiter = sniff_delimiter(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    begins = 1
    try:
        for cells in rows:
            number, begins = begins, rows.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns:
                yield number, *_parse_row(columns, cells, number)
                continue
            columns = [cell.strip().casefold() for cell in cells]
            problems = _header_problems(columns)
            if problems:
                yield number, None, problems
                return
    except csv.Error as error:
        yield begins, None, [f"no valid CSV ({error}); is a quotation mark not closed?"]


def sniff_delimiter(text: str) -> str:
    """Find out what parts the columns of a table.

    Args:
        text: The whole table; its first row that is not blank names the columns.

    Returns:
        The comma, semicolon or tab that finds most known columns; the comma in doubt.
    """
    header = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter: str) -> int:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return len({name.strip().casefold() for name in names} & set(FIELDS))

    return max(DELIMITERS, key=known)


def _header_problems(columns: Sequence[str]) -> list[str]:
    problems = misspelt(dict.fromkeys(columns))
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    problems += [f"the column {name!r} stands there twice" for name in twice]
    if "question" not in columns:
        known = ", ".join(FIELDS)
        problems.append(f"the column 'question' is missing; the first row names columns: {known}")
    return problems


def _parse_row(
    columns: Sequence[str], cells: Sequence[str], number: int
) -> tuple[Question | None, list[str]]:
    if len(cells) > len(columns):
        problem = f"{len(cells)} cells for {len(columns)} columns; put texts in quotation marks"
        return None, [problem]
    record: dict[str, object] = {}
    for name, cell in zip(columns, cells, strict=False):  # missing cells at the end are empty
        value = cell.strip()
        if not value or name not in FIELDS:
            continue
        if name in LISTS:
            record[name] = [part.strip() for part in value.split(SEPARATOR)]
        elif name == "answerable":
            record[name] = YES_NO.get(value.casefold(), value)
        else:
            record[name] = value
    return parse_record(record, number)
