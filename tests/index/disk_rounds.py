"""What `test_disk.py` does on small file systems, in a process that may mount them.

`python -m tests.index.disk_rounds ROUND FOLDER` writes what it found as JSON.
"""

import json
import os
import subprocess
import sys
import traceback
from contextlib import closing
from pathlib import Path

from index import DiskError, IndexingError, SearchIndex, check_index, open_for_writing
from index.fake_embedder import FakeEmbedder
from ingest import Article
from tests.index.conftest import BRIDGE, SCHOOL, ZOO

STEP = 16  # KiB; four pages of the smallest file system
ROOM = 8192  # KiB, enough for everything
FEW = [BRIDGE, ZOO, SCHOOL]
MANY = [
    Article(f"artikel-{n}", f"Meldung {n}", f"Die Brücke Nummer {n} ist gesperrt. " * 5)
    for n in range(40)
]


def mount(folder, *options):
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)], check=True
    )


def remount(folder, *options):
    subprocess.run(["mount", "-o", ",".join(["remount", *options]), str(folder)], check=True)


def unmount(folder):
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def probe(folder):
    """See that mounting works."""
    mount(folder, "size=64k")
    unmount(folder)


def look(folder):
    with closing(SearchIndex(folder, FakeEmbedder())) as index:
        assert index.search("Elefant im Zoo").hits[0].passage.article_id == "zoo"
        return {article.id for article in index.articles()}


def write(folder, articles):
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.add(articles)


def full(folder):
    """Change an index on ever larger disks until it fits; room is made after each failure."""
    rounds = []
    size = STEP
    while not rounds or rounds[-1]["failed"]:
        mount(folder, f"size={size}k")
        try:
            rounds.append(fill(folder))
        finally:
            unmount(folder)
        size += STEP
    return rounds


def fill(folder):
    """What became of two ingests on a small disk."""
    told = {"failed": "", "published": 0, "wrong": ""}
    index = folder / "index"
    try:
        for articles in (FEW, MANY):
            write(index, articles)
            told["published"] += 1
    except DiskError as error:
        told["failed"] = str(error)
    except Exception:
        told["wrong"] = traceback.format_exc()
        told["failed"] = "?"
    expected = [set(), {a.id for a in FEW}, {a.id for a in FEW + MANY}]
    try:
        if told["published"]:
            told["asked"] = ask_on_a_full_disk(index, expected[told["published"]])
        remount(folder, f"size={ROOM}k")
        write(index, FEW)
        write(index, MANY)
        assert look(index) == expected[2]
        assert {finding.state for finding in check_index(index, FakeEmbedder())} == {"ok"}
        left = [str(path) for path in index.rglob("*.draft")]
        assert not left, left
    except Exception:
        told["wrong"] += traceback.format_exc()
    return told


def ask_on_a_full_disk(index, expected):
    """Whether an index could be opened; SQLite needs a little room for that."""
    try:
        seen = look(index)
    except DiskError as error:
        assert "Make room" in str(error)
        return False
    assert seen == expected, f"readers saw {sorted(seen)}"
    return True


def read_only(folder):
    """Ask and change an index on a disk that became read-only."""
    found = {}
    for name, leave in (("closed", write), ("killed", write_and_die)):
        mount(folder, f"size={ROOM}k")
        try:
            index = folder / "index"
            write(index, FEW)
            leave(index, MANY)
            remount(folder, "ro")
            with closing(SearchIndex(index, FakeEmbedder())) as opened:
                asked = opened.search("Elefant im Zoo").hits[0].passage.article_id
            found[name] = {"asked": asked, "refused": refuse(index)}
        finally:
            unmount(folder)
    return found


def write_and_die(folder, articles):
    """Store articles in a process that is killed before it publishes them."""
    child = os.fork()
    if child == 0:
        with open_for_writing(folder, FakeEmbedder()) as writer:
            writer.add(articles, on_progress=lambda done, _: done and os._exit(0))
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (folder / "articles.sqlite-wal").stat().st_size


def refuse(folder):
    """The changes that are refused with a message that says why."""
    refused = []
    changes = {
        "add": lambda writer: writer.add(MANY),
        "edit": lambda writer: writer.edit("zoo", {"source": "taz"}),
        "remove": lambda writer: writer.remove(["zoo"]),
    }
    for name, change in changes.items():
        try:
            with open_for_writing(folder, FakeEmbedder()) as writer:
                change(writer)
        except DiskError as error:
            assert "Read-only file system" in str(error)
            refused.append(name)
    try:
        check_index(folder, FakeEmbedder())
    except IndexingError as error:
        assert "Read-only file system" in str(error)
        refused.append("check")
    return refused


if __name__ == "__main__":
    rounds = {"probe": probe, "full": full, "read_only": read_only}
    sys.stdout.write(json.dumps(rounds[sys.argv[1]](Path(sys.argv[2]))))
