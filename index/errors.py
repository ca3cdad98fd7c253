"""What can go wrong while an index is built, opened or searched."""

from pathlib import Path


class IndexingError(Exception):
    """Base of all errors of this folder; its message names the remedy in one line."""


class IndexMissingError(IndexingError):
    """There is no index where one was to be opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"there is no index in {str(folder)!r}; "
            f"make one with `belegt ingest PATH --index {folder}`"
        )


class IndexDamagedError(IndexingError):
    """A file of the index is missing or does not match its checksum."""

    def __init__(self, folder: Path, *, what: str) -> None:
        super().__init__(
            f"the index in {str(folder)!r} is damaged: {what}; "
            f"repair it with `belegt doctor --index {folder}`"
        )


class IndexFormatError(IndexingError):
    """The index was written by another version of Belegt."""

    def __init__(self, folder: Path, *, found: int, supported: int) -> None:
        remedy = (
            "use a newer Belegt"
            if found > supported
            else f"rebuild it with `belegt ingest PATH --index {folder} --rebuild`"
        )
        super().__init__(
            f"the index in {str(folder)!r} has format {found}, "
            f"this Belegt reads format {supported}; {remedy}"
        )


class ModelMismatchError(IndexingError):
    """The saved index was built with another embedding model."""

    def __init__(self, folder: Path, *, built_with: str, asked_for: str) -> None:
        super().__init__(
            f"the index in {str(folder)!r} was built with {built_with!r}, not {asked_for!r}; "
            f"set BELEGT_EMBEDDING_MODEL={built_with} or rebuild it with "
            f"`belegt ingest PATH --index {folder} --rebuild`"
        )


class ModelUnavailableError(IndexingError):
    """The embedding model asked for can't be loaded."""

    def __init__(self, model: str, *, reason: str) -> None:
        super().__init__(
            f"the embedding model {model!r} can't be loaded ({reason}); name a "
            f"sentence-transformers folder or an installed model in BELEGT_EMBEDDING_MODEL, "
            f"or leave it unset for the built-in one"
        )


class IndexLockedError(IndexingError):
    """Another process is writing to the index."""

    def __init__(self, folder: Path, *, holder: str) -> None:
        super().__init__(
            f"the index in {str(folder)!r} is being written by {holder}; "
            f"wait for it to end and try again"
        )


class ArticleMissingError(IndexingError):
    """An article asked for by its id is not in the index."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"there is no article {article_id!r}; `belegt list` shows all of them")
