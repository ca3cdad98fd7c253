"""Nothing acknowledged is lost, whenever an ingest is killed."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import (
    IndexMissingError,
    IndexUnfinishedError,
    SearchIndex,
    check_index,
    open_for_writing,
)
from index.fake_embedder import FakeEmbedder
from ingest import Article

ROOT = Path(__file__).resolve().parents[2]
INGEST = """
import sys
from pathlib import Path
from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from ingest import Article

folder, first = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
for number in range(first, first + 1000):
    article = Article(f"artikel-{number}", "Meldung", f"Meldung {number}. Die Brücke ist gesperrt.")
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.add([article])
    print(number, flush=True)
"""


def ingest_until_killed(folder, first, seconds):
    """Ingest articles one after the other; the last number that was acknowledged, or first - 1."""
    process = subprocess.Popen(
        [sys.executable, "-c", INGEST, str(folder), str(first)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout.readline() == "ready\n"
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    acknowledged = [int(line) for line in process.stdout.read().split()]
    process.stdout.close()
    process.wait()
    return acknowledged[-1] if acknowledged else first - 1


@pytest.mark.parametrize("seed", range(20))
def test_a_killed_ingest_loses_nothing_acknowledged(tmp_path, seed):
    chance = random.Random(seed)
    done = -1
    for _ in range(2):
        done = ingest_until_killed(tmp_path, done + 1, chance.uniform(0.0, 0.5))
        try:
            index = SearchIndex(tmp_path, FakeEmbedder())
        except (IndexMissingError, IndexUnfinishedError):
            assert done == -1  # killed before the first article was acknowledged
            continue
        found = {article.id for article in index.articles()}
        assert {f"artikel-{number}" for number in range(done + 1)} <= found
        assert index.search("Brücke").hits
        index.close()

    with open_for_writing(tmp_path, FakeEmbedder()) as writer:
        writer.add([Article("danach", "Danach", "Im Zoo kam ein Elefant zur Welt.")])
    index = SearchIndex(tmp_path, FakeEmbedder())
    assert len(index.articles()) >= done + 2
    assert index.search("Elefant").hits[0].passage.article_id == "danach"
    index.close()
    assert check_index(tmp_path, FakeEmbedder())[-1].state == "ok"
