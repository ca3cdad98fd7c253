"""Which index a run asked: enough to tell whether another run asked the same."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from index.errors import IndexDamagedError
from index.pointer import read_pointer
from ingest import Article

MANIFEST = Path("generations"), "manifest.json"  # the layout of `index.generation`


def read_index_manifest(folder: Path) -> dict[str, str]:
    """Identify the published generation of an index.

    Args:
        folder: The index.

    Returns:
        "generation" (its number), "manifest_sha256" (of the file that lists its files with their
        checksums) and "model" (the embedding model it was built with). An index that nothing was
        published to yet has the generation "0" and nothing else.

    Raises:
        IndexMissingError: If the folder holds no index.
        IndexDamagedError: If its manifest cannot be read.
    """
    number = read_pointer(folder).generation
    if number == 0:
        return {"generation": "0"}
    parent, name = MANIFEST
    try:
        data = (folder / parent / str(number) / name).read_bytes()
        model = json.loads(data)["model"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(folder, what=f"generation {number}, {name}: {error}") from error
    return {
        "generation": str(number),
        "manifest_sha256": hashlib.sha256(data).hexdigest(),
        "model": str(model),
    }


def identify_articles(articles: Iterable[Article]) -> dict[str, str]:
    """Identify a collection that is indexed for one run only, by what it says.

    Two indexes of the same texts differ in their files' names, so that their manifests do not
    tell whether the texts are the same.

    Args:
        articles: The collection, in any order.

    Returns:
        "articles" (their number) and "articles_sha256" (of their contents, sorted by id).
    """
    records = sorted((asdict(article) for article in articles), key=lambda each: str(each["id"]))
    text = json.dumps(records, ensure_ascii=False, sort_keys=True, default=str)
    return {
        "articles": str(len(records)),
        "articles_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
