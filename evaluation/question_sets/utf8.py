"""Text files read as UTF-8, or refused with the line that is not."""

import codecs
from pathlib import Path

from evaluation.errors import QuestionSetError, UnreadableFileError

OTHER_MARKS = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def read_utf8(path: Path) -> str:
    """Read a text file, without a byte order mark.

    Args:
        path: The file.

    Returns:
        Its text.

    Raises:
        UnreadableFileError: If the file cannot be opened.
        QuestionSetError: If a line is not UTF-8; every such line is named.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, reason=error.strerror or str(error)) from error
    for mark, name in OTHER_MARKS.items():
        if data.startswith(mark):
            raise QuestionSetError(path, [f"the file is {name}; save it as UTF-8"])
    problems = _undecodable_lines(data)
    if problems:
        raise QuestionSetError(path, problems)
    return data.decode("utf-8-sig")


def _undecodable_lines(data: bytes) -> list[str]:
    problems = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            problems.append(
                f"line {number}: byte 0x{line[error.start]:02x} is not UTF-8; "
                f"save the whole file as UTF-8"
            )
    return problems
