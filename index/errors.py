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


class IndexLostError(IndexingError):
    """The articles themselves can't be read; only a new ingest can help."""

    def __init__(self, folder: Path, *, what: str) -> None:
        super().__init__(
            f"the articles in {str(folder)!r} can't be read: {what}; "
            f"ingest them anew with `belegt ingest PATH --index {folder} --rebuild`"
        )


class IndexUnfinishedError(IndexingError):
    """Articles are stored, but none is published, so there is nothing to search yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"nothing is published in {str(folder)!r} yet, as after an interrupted ingest; run it "
            f"again, or `belegt doctor --index {folder}` to publish the articles stored so far"
        )


class DiskError(IndexingError):
    """The index could not be written."""

    def __init__(self, folder: Path, *, reason: str) -> None:
        super().__init__(
            f"the index in {str(folder)!r} can't be written: {reason}; "
            f"what was published before is untouched. Make room or mend the rights, then try again"
        )


class IndexFormatError(IndexingError):
    """The index was written by another version of Belegt."""

    def __init__(self, folder: Path, *, found: int, supported: int) -> None:
        remedy = (
            "use a newer Belegt"
            if found > supported
            else f"let `belegt doctor --index {folder}` bring it up to date on a writable disk, "
            f"or rebuild it with `belegt ingest PATH --index {folder} --rebuild`"
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
            f"sentence-transformers folder in BELEGT_EMBEDDING_MODEL, set "
            f"BELEGT_ALLOW_DOWNLOAD=true to fetch the model from its hub, or leave both unset for "
            f"the built-in one"
        )


class RerankerUnavailableError(IndexingError):
    """The reranker asked for can't be loaded or does not do."""

    def __init__(self, model: str, *, reason: str) -> None:
        super().__init__(
            f"the reranker {model!r} can't be used ({reason}); name the folder of a "
            f"sentence-transformers CrossEncoder in BELEGT_RERANKER, set "
            f"BELEGT_ALLOW_DOWNLOAD=true to fetch the model from its hub, or leave BELEGT_RERANKER "
            f"unset to do without one"
        )


class IndexLockedError(IndexingError):
    """Another process is writing to the index."""

    def __init__(self, folder: Path, *, holder: str) -> None:
        super().__init__(
            f"the index in {str(folder)!r} is being written by {holder}; "
            f"wait for it to end and try again"
        )


class NothingEditedError(IndexingError):
    """A field was to be undone that nobody edited."""

    def __init__(self, article_id: str, *, field: str) -> None:
        super().__init__(
            f"the field {field!r} of {article_id!r} was not edited; "
            f"`belegt show {article_id}` tells what was"
        )


class ArticleMissingError(IndexingError):
    """An article asked for by its id is not in the index.

    Attributes:
        article_ids: All that are not there.
    """

    def __init__(self, article_id: str, *others: str) -> None:
        self.article_ids = (article_id, *others)
        super().__init__(f"there is no article {article_id!r}; `belegt list` shows all of them")


class InvalidFilterError(IndexingError):
    """A filter that no article could pass, or that names what the collection does not hold."""

    def __init__(self, problem: str, *, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
