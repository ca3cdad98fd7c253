"""A folder that can't be written, made to look as if it could."""

import os
import shutil
import tempfile
import weakref
from pathlib import Path


def find_writable(folder: Path, owner: object) -> Path:
    """The folder itself or, if it can't be written, a temporary one with links to its files.

    It is for libraries that put lock files beside what they only read.

    Args:
        folder: A folder without folders in it.
        owner: When it is gone, so is the temporary folder.
    """
    if os.access(folder, os.W_OK):
        return folder
    links = Path(tempfile.mkdtemp(prefix="belegt-"))
    weakref.finalize(owner, shutil.rmtree, links, ignore_errors=True)
    for path in folder.iterdir():
        if path.suffix != ".lock":
            (links / path.name).symlink_to(path.resolve())
    return links
