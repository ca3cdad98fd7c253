"""What can go wrong while articles are read."""

import reprlib
from collections.abc import Sequence
from pathlib import Path


class IngestError(Exception):
    """Base of all errors of this folder; its message names the remedy in one line.

    Attributes:
        reason: Why, and what to do about it; without the path where there is one.
    """

    reason: str

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message


class UnreadableFileError(IngestError):
    """A file cannot be turned into text.

    Attributes:
        path: The file.
        reason: Why, and what to do about it, without the path.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be read: {reason}", reason=reason)
        self.path = path


class EmptyArticleError(IngestError):
    """A text has nothing left once stray lines are removed.

    Attributes:
        reason: Why, and what to do about it.
    """

    def __init__(self) -> None:
        super().__init__("it holds no article text; add the text or leave the file out")


class InvalidFieldError(IngestError):
    """A field of a record (front matter or JSON line) has a value that cannot be used.

    Attributes:
        field: Name of the field.
        reason: What is wrong, and what to write instead.
    """

    def __init__(self, field: str, value: object, expected: str) -> None:
        problem = "is missing" if value is None else f"is {reprlib.repr(value)}"
        self.field = field
        super().__init__(f'the field "{field}" {problem}; write {expected}')


class InvalidRecordError(IngestError):
    """A line of a JSONL file is valid JSON, but no object.

    Attributes:
        reason: What is wrong, and what to write instead.
    """

    def __init__(self, value: object) -> None:
        super().__init__(
            f'it is {reprlib.repr(value)}; write one JSON object, as in {{"text": "…"}}'
        )


class BrokenFrontMatterError(IngestError):
    """The block between the first two `---` lines is no YAML.

    Attributes:
        reason: What is wrong, and what to do about it.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(f"the front matter is not valid YAML ({problem}); put the value in quotes")


class MissingPathError(IngestError):
    """A path that was asked for does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no file or folder {path}; check the path")
        self.path = path


class EmptyCollectionError(IngestError):
    """A folder holds no file that could be an article."""

    def __init__(self, path: Path, suffixes: Sequence[str]) -> None:
        super().__init__(
            f"{path} holds no articles; put files in it that end in {', '.join(suffixes)}"
        )
        self.path = path


class WebAddressError(IngestError):
    """A web address was given where a file or folder is expected."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} is a web address, which only `belegt ingest` and `read_addresses` read; "
            f"save the page and give its path"
        )
        self.address = address


class BrokenSidecarError(IngestError):
    """The file with metadata beside an article cannot be used.

    Attributes:
        path: The sidecar.
    """

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"its sidecar {path.name} cannot be used: {problem}")
        self.path = path
