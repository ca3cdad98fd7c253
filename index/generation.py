"""Derived search files: written beside the old ones, checksummed, published by one rename.

An index folder holds `generations/NUMBER/` with FAISS and tantivy files, sentence vectors and a
manifest, and `CURRENT`, which names the generation that readers open and the store it was derived
from. A published generation never changes.
"""

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.errors import IndexDamagedError, IndexMissingError
from index.lexical import LexicalIndex, build_lexical_index
from index.store import STORE_FILE, ArticleStore
from index.terms import Analyzer, count_vocabulary

_CURRENT = "CURRENT"
_FOLDER = "generations"
_MANIFEST = "manifest.json"
_DRAFT = ".draft"
_POINTER = re.compile(r"(?P<generation>\d{1,15}) (?P<store>articles[\w-]*\.sqlite)\n?")
_NAMES = frozenset(
    {"passages.faiss", "passages.npy", "offsets.npy", "sentences.npy", "vocabulary.json"}
)


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the index, opened for search.

    Attributes:
        number: Its number, from 1.
        dense: Passage vectors; a row is a passage's place in this generation.
        lexical: Terms of the passages, by the same rows.
        analyzer: Makes terms as they were made for `lexical`.
        passages: The store's passage number for each row, shape (rows,).
        offsets: Where the sentences of each row begin in `sentences`, shape (rows + 1,).
        sentences: Sentence vectors, memory-mapped, shape (all sentences, dimensions).
    """

    number: int
    dense: DenseIndex
    lexical: LexicalIndex
    analyzer: Analyzer
    passages: NDArray[np.int64]
    offsets: NDArray[np.int64]
    sentences: NDArray[np.float16]


class Pointer(NamedTuple):
    """What `CURRENT` says.

    Attributes:
        generation: Number of the published generation; 0 if none was published yet.
        store: Name of the store's file.
    """

    generation: int
    store: str


def read_pointer(folder: Path) -> Pointer:
    """Which generation of which store is published.

    Raises:
        IndexMissingError: If the folder holds no index at all.
        IndexDamagedError: If `CURRENT` can't be understood.
    """
    try:
        text = (folder / _CURRENT).read_text(encoding="ascii")
    except FileNotFoundError:
        check_exists(folder)
        return Pointer(0, newest_store(folder))
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(folder, what=f"{_CURRENT} can't be read: {error}") from error
    match = _POINTER.fullmatch(text)
    if match is None:
        raise IndexDamagedError(folder, what=f"{_CURRENT} names no generation")
    return Pointer(int(match["generation"]), match["store"])


def check_exists(folder: Path) -> None:
    """See that a folder holds an index, be it sound or not.

    Raises:
        IndexMissingError: If it holds none.
    """
    if not (folder / _CURRENT).exists() and not any(folder.glob("articles*.sqlite")):
        raise IndexMissingError(folder)


def newest_store(folder: Path) -> str:
    """Name of the store that was made last; that of the first one if there is none."""
    stores = sorted(folder.glob("articles*.sqlite"), key=lambda path: path.stat().st_mtime)
    return stores[-1].name if stores else STORE_FILE


def newest_generation(folder: Path) -> int:
    """The highest number that search files were written for, published or not; 0 if none."""
    names = [path.name for path in (folder / _FOLDER).glob("*")]
    return max((int(name) for name in names if name.isdecimal()), default=0)


def write_generation(folder: Path, store: ArticleStore, number: int) -> None:
    """Derive all search files of a generation from the store; nobody opens them yet."""
    parent = folder / _FOLDER
    parent.mkdir(exist_ok=True)
    draft = parent / f"{number}{_DRAFT}"  # one writer at a time: nobody else works here
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        _write_files(draft, store, number)
        _write_manifest(draft, store, number)
        target = parent / str(number)
        shutil.rmtree(target, ignore_errors=True)  # left over from a damaged or killed publish
        draft.rename(target)
        _sync(parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def point_to_generation(folder: Path, store: ArticleStore, number: int) -> None:
    """Make a generation the current one; killed at any moment, it leaves the old or the new."""
    pointer = folder / f"{_CURRENT}{_DRAFT}"
    pointer.write_text(f"{number} {store.file}\n", encoding="ascii")
    _sync(pointer)
    pointer.replace(folder / _CURRENT)
    _sync(folder)


def generation_before(folder: Path, number: int) -> int:
    """The generation that was published before another, as far as its files are still there.

    Returns:
        Its number; that of the other one if there is none before it.
    """
    names = [path.name for path in (folder / _FOLDER).glob("*")]
    earlier = [int(name) for name in names if name.isdecimal() and int(name) < number]
    return max(earlier, default=number)


def prune_generations(folder: Path, *, keep: int) -> None:
    """Delete the generations before `keep` and abandoned drafts."""
    for path in (folder / _FOLDER).iterdir():
        if path.name.endswith(_DRAFT) or (path.name.isdecimal() and int(path.name) < keep):
            shutil.rmtree(path, ignore_errors=True)


def verify_generation(folder: Path, number: int) -> None:
    """Compare every file of a generation with its checksum.

    Raises:
        IndexDamagedError: Naming the first file that is missing or differs.
    """
    home = folder / _FOLDER / str(number)
    try:
        manifest = json.loads((home / _MANIFEST).read_text(encoding="utf-8"))
        items = list(manifest["files"].items())
        owner = manifest["generation"]
        missing = _NAMES - set(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(
            folder, what=f"generation {number}, {_MANIFEST}: {error}"
        ) from error
    if owner != number:
        raise IndexDamagedError(folder, what=f"the files of generation {number} are of {owner}")
    if missing:
        raise IndexDamagedError(folder, what=f"generation {number} lacks {min(missing)}")
    for name, digest in items:
        path = home / name
        if not path.is_file():
            raise IndexDamagedError(folder, what=f"generation {number}, {name} is missing")
        if _hash(path) != digest:
            raise IndexDamagedError(folder, what=f"generation {number}, {name} was altered")


def open_generation(folder: Path, number: int) -> Generation:
    """Check a published generation and open it for search.

    Raises:
        IndexDamagedError: If a file is missing or altered.
    """
    verify_generation(folder, number)
    home = folder / _FOLDER / str(number)
    vocabulary = json.loads((home / "vocabulary.json").read_text(encoding="utf-8"))
    return Generation(
        number=number,
        dense=DenseIndex.load(home / "passages.faiss"),
        lexical=LexicalIndex(home / "terms"),
        analyzer=Analyzer(vocabulary),
        passages=np.load(home / "passages.npy"),
        offsets=np.load(home / "offsets.npy"),
        sentences=np.load(home / "sentences.npy", mmap_mode="r"),
    )


def _write_files(home: Path, store: ArticleStore, number: int) -> None:
    texts, passages, counts = [], [], [0]
    vectors, sentence_vectors = [], []
    for stored in store.passages(number):
        texts.append(f"{stored.context}\n{stored.passage.text}")
        passages.append(stored.number)
        vectors.append(stored.vector)
        sentence_vectors.append(stored.sentence_vectors)
        counts.append(len(stored.sentence_vectors))
    width = store.dimensions
    dense = np.stack(vectors) if vectors else np.empty((0, width), np.float16)
    sentences = np.concatenate(sentence_vectors) if vectors else dense
    DenseIndex.build(dense.astype(np.float32)).save(home / "passages.faiss")
    np.save(home / "passages.npy", np.array(passages, np.int64))
    np.save(home / "offsets.npy", np.cumsum(counts, dtype=np.int64))
    np.save(home / "sentences.npy", sentences)
    vocabulary = count_vocabulary(texts)
    (home / "vocabulary.json").write_text(
        json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8"
    )
    analyzer = Analyzer(vocabulary)
    (home / "terms").mkdir()
    build_lexical_index(home / "terms", map(analyzer.terms, texts))


def _write_manifest(home: Path, store: ArticleStore, number: int) -> None:
    files = {}
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.name.endswith(".lock"):
            _sync(path)
            files[path.relative_to(home).as_posix()] = _hash(path)
    manifest = {"generation": number, "model": store.model, "files": files}
    path = home / _MANIFEST
    path.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    _sync(path)
    _sync(home)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Have the kernel write a file or a folder's entries to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
