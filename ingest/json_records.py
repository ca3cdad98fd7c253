"""Reader of JSON files: one article, or a list of them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.article import Article
from ingest.assembling import StatedFields
from ingest.decoding import decode_text
from ingest.errors import IngestError, InvalidRecordError, UnreadableFileError
from ingest.folders import SkippedFile
from ingest.records import name_fields, read_record

_LIST_KEYS = (
    "articles", "artikel", "items", "records", "documents", "docs", "data", "results", "entries",
    "posts", "@graph",
)  # fmt: skip


def read_json(
    data: bytes, *, origin: Path, stated: StatedFields
) -> Iterator[tuple[int | None, Article | SkippedFile]]:
    """Read the articles of a JSON file.

    It holds an object with the fields of an article under German or English names, a list of
    such objects, or an object with such a list under a name like "articles".

    Args:
        data: The whole file.
        origin: The file.
        stated: What a sidecar states about all of them; a record wins.

    Yields:
        Number of the record, counted from 1 (None if there is but one), and the article or what
        is wrong with it.

    Raises:
        UnreadableFileError: If it is not valid JSON, or holds no article.
    """
    records = _find_records(_parse(decode_text(data, path=origin), origin))
    if not any(isinstance(record, Mapping) and "text" in name_fields(record) for record in records):
        reason = 'it holds no articles; write objects with a field "text"'
        raise UnreadableFileError(origin, reason)
    for number, record in enumerate(records, start=1):
        line = number if len(records) > 1 else None
        try:
            if not isinstance(record, Mapping):
                raise InvalidRecordError(record)
            yield line, read_record(record, number=number, origin=origin, stated=stated)
        except IngestError as error:
            yield line, SkippedFile(origin, line, error.reason)


def _parse(text: str, origin: Path) -> object:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        place = f"{error.msg} in line {error.lineno}"
        raise UnreadableFileError(origin, f"it is not valid JSON ({place}); correct it") from error
    except (ValueError, RecursionError) as error:
        reason = "it is not valid JSON that could be articles; correct it"
        raise UnreadableFileError(origin, reason) from error


def _find_records(content: object) -> list[object]:
    if isinstance(content, list):
        return content
    if isinstance(content, Mapping) and "text" not in name_fields(content):
        for key in _LIST_KEYS:
            if isinstance(content.get(key), list):
                return list(content[key])
    return [content]
