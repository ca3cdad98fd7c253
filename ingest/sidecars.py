"""Metadata that stands in a file of its own beside the article."""

import json
from pathlib import Path

import yaml

from ingest.assembling import NOTHING_STATED, StatedFields, read_stated_fields
from ingest.errors import BrokenSidecarError, InvalidFieldError

MAX_SIDECAR_BYTES = 1_000_000  # eight fields need a few hundred

_SUFFIXES = (".meta.json", ".meta.yaml", ".meta.yml", ".yaml", ".yml")


def is_sidecar(path: Path) -> bool:
    """Say whether a file's name is that of a sidecar, so that it is no article itself."""
    return path.name.lower().endswith(_SUFFIXES)


def find_sidecars(path: Path) -> list[Path]:
    """Where the sidecar of a file can lie, in the order in which it is looked for."""
    places = [path.with_name(stem + end) for end in _SUFFIXES for stem in (path.name, path.stem)]
    return [place for place in places if place != path]


def read_sidecar(path: Path) -> StatedFields:
    """Read what the sidecar of a file states about all its articles.

    For `merz.pdf` these are looked for, the first one counts: `merz.pdf.meta.json`,
    `merz.meta.json`, and the same with `.meta.yaml`, `.meta.yml`, `.yaml` and `.yml`.

    Args:
        path: The file.

    Returns:
        The fields as in front matter; all empty if there is no sidecar.

    Raises:
        BrokenSidecarError: If it is neither JSON nor YAML, or a field cannot be used.
    """
    for sidecar in find_sidecars(path):
        if sidecar.is_file():
            return _read_fields(sidecar)
    return NOTHING_STATED


def _read_fields(sidecar: Path) -> StatedFields:
    try:
        if sidecar.stat().st_size > MAX_SIDECAR_BYTES:
            raise BrokenSidecarError(sidecar, "it is larger than 1 MB; keep metadata only")
        text = sidecar.read_text(encoding="utf-8-sig")
        record = json.loads(text) if sidecar.suffix == ".json" else yaml.safe_load(text)
    except OSError as error:
        reason = f"the system reports {error.strerror!r}; check the file"
        raise BrokenSidecarError(sidecar, reason) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = str(error).partition("\n")[0]
        raise BrokenSidecarError(sidecar, f"it is not valid ({problem}); correct it") from error
    if not isinstance(record, dict):
        raise BrokenSidecarError(sidecar, "it is no mapping; write fields such as `source: taz`")
    try:
        return read_stated_fields(record, origin=f"sidecar {sidecar.name}")
    except InvalidFieldError as error:
        raise BrokenSidecarError(sidecar, error.reason) from error
