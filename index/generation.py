"""Derived search files: written beside the old ones, checksummed, published by one rename.

A generation is a folder `generations/NUMBER/`. It never changes once it is published. Most of it
is `base/`, the vectors of the passages that were there when everything was last derived; `recent/`
has those that came since. `terms/` has the terms of both. The next generation shares the files
that stay the same, so that a few articles cost little.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.lexical import LexicalIndex, write_lexical_index
from index.manifest import Listed, ManifestError, check_files, read_manifest, sync, write_manifest
from index.part import FILES, Part, open_part, write_part
from index.store import ArticleStore
from index.terms import Analyzer, count_vocabulary

FloatVector = NDArray[np.float32]
FloatMatrix = NDArray[np.float32]
Numbers = NDArray[np.int64]
Rows = NDArray[np.int64]
Unread = Mapping[str, Listed]

LAYOUT = 3  # of a generation's folder

_FOLDER = "generations"
_DRAFT = ".draft"
_VOCABULARY = "vocabulary.json"
_NAMES = frozenset({_VOCABULARY, *(f"base/{name}" for name in FILES)})
_READ_FIRST = 256 * 1024 * 1024  # bytes compared with checksums before the first search
_SMALL = 2_000  # passages: so few are derived anew each time
_STALE = 0.25  # share of the base that may have come or gone before all is derived anew


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the index, opened for search.

    A passage's row is its place in the generation: first those of the base, then the recent ones.

    Attributes:
        number: Its number, from 1.
        parts: Vectors of the passages: those of the base and, if there are any, the recent ones.
        lexical: Terms of the passages, by their numbers in the store.
        analyzer: Makes terms as they were made for `lexical`.
        passages: The store's passage number for each row, ascending, shape (rows,).
        living: Rows whose passages still belong to the generation; None if all do.
    """

    number: int
    parts: tuple[Part, ...]
    lexical: LexicalIndex
    analyzer: Analyzer
    passages: Numbers
    living: Rows | None

    def search_vectors(
        self, vector: FloatVector, k: int, *, only: Rows | None = None
    ) -> tuple[Rows, FloatVector]:
        """The rows nearest to a query vector; see `DenseIndex.search`."""
        chosen = self.living if only is None else only
        found = []
        for first, part in self._placed():
            own = None if chosen is None else _within(chosen, first, len(part.numbers))
            rows, cosines = part.dense.search(vector, k, only=own)
            found.append((rows + first, cosines))
        rows = np.concatenate([rows for rows, _ in found])
        cosines = np.concatenate([cosines for _, cosines in found])
        order = np.argsort(-cosines, kind="stable")[:k]
        return rows[order], cosines[order]

    def search_terms(
        self, query: str, k: int, *, only: Rows | None = None
    ) -> tuple[Rows, FloatVector]:
        """The rows that hold terms of a query, with BM25 scores; see `LexicalIndex.search`."""
        chosen = None if only is None else self.passages[only]
        numbers, scores = self.lexical.search(self.analyzer.terms(query), k, only=chosen)
        return np.searchsorted(self.passages, numbers), scores

    def vectors(self, rows: Rows) -> FloatMatrix:
        """The vectors of the passages in ascending rows, shape (rows, dimensions)."""
        return np.concatenate(
            [
                part.dense.vectors(_within(rows, first, len(part.numbers)))
                for first, part in self._placed()
            ]
        )

    def sentence_vectors(self, row: int) -> FloatMatrix:
        """The vectors of a passage's sentences, shape (sentences, dimensions)."""
        for first, part in self._placed():
            if row < first + len(part.numbers):
                return part.sentence_vectors(row - first)
        raise IndexError(row)

    def _placed(self) -> list[tuple[int, Part]]:
        """The parts, each with its first row."""
        firsts = np.cumsum([0, *(len(part.numbers) for part in self.parts)])
        return [(int(first), part) for first, part in zip(firsts, self.parts, strict=False)]


def newest_generation(folder: Path) -> int:
    """The highest number that search files were written for, published or not; 0 if none."""
    return max(_numbers(folder), default=0)


def generation_before(folder: Path, number: int) -> int:
    """The generation that was published before another, as far as its files are still there.

    Returns:
        Its number; that of the other one if there is none before it.
    """
    return max((earlier for earlier in _numbers(folder) if earlier < number), default=number)


def write_generation(folder: Path, store: ArticleStore, number: int, *, after: int = 0) -> None:
    """Derive the search files of a generation from the store; nobody opens them yet.

    Args:
        folder: The index folder.
        store: The articles.
        number: Of the generation.
        after: A generation of the same store, whose files are shared where that is worth while;
            0 to derive everything.
    """
    parent = folder / _FOLDER
    parent.mkdir(exist_ok=True)
    draft = parent / f"{number}{_DRAFT}"  # one writer at a time: nobody else works here
    try:
        if not (after and _write_next(draft, parent / str(after), store, number)):
            _write_anew(draft, store, number)
        target = parent / str(number)
        shutil.rmtree(target, ignore_errors=True)  # left over from a damaged or killed publish
        draft.rename(target)
        sync(parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def prune_generations(folder: Path, *, keep: int) -> None:
    """Delete the generations before `keep` and abandoned drafts."""
    for path in (folder / _FOLDER).iterdir():
        if path.name.endswith(_DRAFT) or (path.name.isdecimal() and int(path.name) < keep):
            shutil.rmtree(path, ignore_errors=True)


def verify_generation(
    folder: Path, number: int, *, again: bool = True, limit: int | None = None
) -> Unread:
    """Compare every file of a generation with its checksum.

    Args:
        folder: The index folder.
        number: Of the generation.
        again: Compare those too that this process has compared before.
        limit: Bytes to read at most; None for all there are.

    Returns:
        The files beyond the limit, for `verify_rest`.

    Raises:
        IndexDamagedError: Naming the first file that is missing or differs.
    """
    home = folder / _FOLDER / str(number)
    try:
        listed = read_manifest(home)
        if listed.facts.get("layout") != LAYOUT:
            raise IndexDamagedError(folder, what=f"another Belegt wrote generation {number}")
        owner = listed.facts.get("generation")
        missing = _NAMES - set(listed.files)
        if owner != number:
            raise IndexDamagedError(folder, what=f"the files of generation {number} are of {owner}")
        if missing:
            raise IndexDamagedError(folder, what=f"generation {number} lacks {min(missing)}")
        return check_files(home, listed.files, again=again, limit=limit)
    except ManifestError as error:
        raise IndexDamagedError(folder, what=f"generation {number}, {error}") from error


def verify_rest(folder: Path, number: int, unread: Unread) -> None:
    """Compare with their checksums the files that `verify_generation` has left out.

    Raises:
        IndexDamagedError: Naming the first file that is missing or differs.
    """
    try:
        check_files(folder / _FOLDER / str(number), unread)
    except ManifestError as error:
        raise IndexDamagedError(folder, what=f"generation {number}, {error}") from error


def is_readable(folder: Path, number: int) -> bool:
    """Whether a generation is laid out as this Belegt does it, be it sound or not."""
    try:
        return read_manifest(folder / _FOLDER / str(number)).facts.get("layout") == LAYOUT
    except ManifestError:
        return False


def open_generation(folder: Path, number: int) -> tuple[Generation, Unread]:
    """Check a published generation and open it for search.

    Returns:
        The generation, and those of its large files that `verify_rest` is still to look at.

    Raises:
        IndexDamagedError: If a file is missing or altered.
    """
    unread = verify_generation(folder, number, again=False, limit=_READ_FIRST)
    home = folder / _FOLDER / str(number)
    parts = [open_part(home / name) for name in ("base", "recent") if (home / name).exists()]
    passages = np.concatenate([part.numbers for part in parts])
    living = home / "living.npy"
    generation = Generation(
        number=number,
        parts=tuple(parts),
        lexical=LexicalIndex(home / "terms"),
        analyzer=_read_analyzer(home),
        passages=passages,
        living=np.load(living) if living.exists() else None,
    )
    return generation, unread


def read_passage_numbers(folder: Path, number: int) -> Numbers:
    """The store's numbers of the passages that belong to a generation, ascending."""
    return _read_passages(folder / _FOLDER / str(number))


def _write_anew(home: Path, store: ArticleStore, number: int) -> None:
    _make_empty(home)
    passages = store.passage_numbers(number).tolist()
    vocabulary = count_vocabulary(text for _, text in store.texts(passages))
    (home / _VOCABULARY).write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    _write_part(home / "base", store, passages)
    (home / "terms").mkdir()
    _write_terms(home, store, passages, gone=[])
    write_manifest(home, _facts(store, number))


def _write_next(home: Path, before: Path, store: ArticleStore, number: int) -> bool:
    """Derive what is new since another generation and share the rest.

    Returns:
        False if that can't be done or is not worth while.
    """
    try:
        listed = read_manifest(before)
        check_files(before, listed.files)
        base = np.load(before / "base" / "passages.npy")
        known = _read_passages(before)
    except (ManifestError, OSError):
        return False
    if not np.array_equal(known, store.passage_numbers(int(before.name))):
        return False  # one of both is from a backup: the same numbers may mean other passages
    passages = store.passage_numbers(number)
    recent = passages[passages > base[-1]] if len(base) else passages
    living = np.isin(base, passages, assume_unique=True)
    if len(base) < _SMALL or len(recent) + np.sum(~living) > _STALE * len(base):
        return False
    _make_empty(home)
    kept = [name for name in listed.files if name.startswith(("base/", "terms/"))]
    _share(before, home, [_VOCABULARY, *kept])
    if len(recent):
        _write_part(home / "recent", store, recent.tolist())
    if not living.all():
        count = len(base) + len(recent)
        rows = np.concatenate([np.flatnonzero(living), np.arange(len(base), count)])
        np.save(home / "living.npy", rows)
    _write_terms(
        home,
        store,
        np.setdiff1d(passages, known, assume_unique=True).tolist(),
        gone=np.setdiff1d(known, passages, assume_unique=True).tolist(),
    )
    write_manifest(
        home,
        _facts(store, number),
        known={name: listed.files[name] for name in listed.files if _is_same(before, home, name)},
    )
    return True


def _write_part(home: Path, store: ArticleStore, passages: list[int]) -> None:
    counts = store.sentence_counts(passages)
    write_part(home, counts, store.vectors(passages), store.dimensions)


def _write_terms(home: Path, store: ArticleStore, new: list[int], *, gone: list[int]) -> None:
    analyzer = _read_analyzer(home)
    documents = ((number, analyzer.terms(text)) for number, text in store.texts(new))
    write_lexical_index(home / "terms", documents, gone=gone)


def _read_analyzer(home: Path) -> Analyzer:
    return Analyzer(json.loads((home / _VOCABULARY).read_text(encoding="utf-8")))


def _read_passages(home: Path) -> Numbers:
    """The numbers of the passages that belong to a generation."""
    parts = [home / name / "passages.npy" for name in ("base", "recent")]
    passages = np.concatenate([np.load(path) for path in parts if path.exists()])
    living = home / "living.npy"
    return passages[np.load(living)] if living.exists() else passages


def _share(before: Path, home: Path, names: list[str]) -> None:
    """Have files of one folder in another too. Whoever changes one writes it anew."""
    for name in names:
        target = home / name
        target.parent.mkdir(exist_ok=True)
        try:
            os.link(before / name, target)
        except OSError:  # a file system that knows no links
            shutil.copyfile(before / name, target)


def _is_same(before: Path, home: Path, name: str) -> bool:
    """Whether two folders share a file."""
    return (home / name).exists() and (home / name).samefile(before / name)


def _facts(store: ArticleStore, number: int) -> dict[str, int | str]:
    return {"layout": LAYOUT, "generation": number, "model": store.model}


def _make_empty(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()


def _within(rows: Rows, first: int, count: int) -> Rows:
    """Those of some ascending rows that lie in a part, by their places in it."""
    start, end = np.searchsorted(rows, [first, first + count])
    return rows[start:end] - first


def _numbers(folder: Path) -> list[int]:
    names = [path.name for path in (folder / _FOLDER).glob("*")]
    return [int(name) for name in names if name.isdecimal()]
