"""Reader of JSON lines: one article a line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article, read_stated_fields
from ingest.decoding import normalise_text
from ingest.errors import EmptyArticleError, InvalidFieldError, InvalidRecordError
from ingest.identity import identify_record


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that is no article.

    Attributes:
        reason: Why, and what to do about it.
    """

    reason: str


def read_jsonl(
    text: str, *, origin: Path, stated: StatedFields = NOTHING_STATED
) -> Iterator[tuple[int, Article | BrokenLine]]:
    """Read the articles of a JSONL file; a broken line never stops the others.

    Each line is an object `{"id", "title", "text", "source", "author", "published", "url",
    "language"}`, of which only `text` is required. Without an id, the address or else the text
    gives one, so that the order of the lines does not matter.

    Args:
        text: The whole file. Blank lines are passed over.
        origin: The file.
        stated: What a sidecar states about all of them; a record wins.

    Yields:
        Number of the line, counted from 1, and the article or what is wrong with the line.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        record = line.strip("\ufeff \t\r")
        if record:
            yield number, _read_line(record, number=number, stem=origin.stem, stated=stated)


def _read_line(line: str, *, number: int, stem: str, stated: StatedFields) -> Article | BrokenLine:
    try:
        return _read_record(line, number=number, stem=stem, stated=stated)
    except json.JSONDecodeError as error:
        place = f"{error.msg} at character {error.pos + 1}"
        return BrokenLine(f"it is not valid JSON ({place}); correct it")
    except (ValueError, RecursionError):  # a number of 5,000 digits, brackets 10,000 deep
        return BrokenLine("it is not valid JSON that could be an article; correct it")
    except (InvalidFieldError, InvalidRecordError, EmptyArticleError) as error:
        return BrokenLine(error.reason)


def _read_record(line: str, *, number: int, stem: str, stated: StatedFields) -> Article:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise InvalidRecordError(record)
    text = record.get("text")
    if not isinstance(text, str):
        raise InvalidFieldError("text", text, "the text of the article")
    stated = read_stated_fields(record, origin="record of the file").or_else(stated)
    return assemble_article(
        text,
        stated,
        fallback_id=identify_record(stem, stated.url or normalise_text(text)),
        fallback_title=f"{stem}, Zeile {number}",
    )
