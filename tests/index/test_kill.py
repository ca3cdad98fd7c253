"""Nothing acknowledged is lost and nothing is unreadable, whenever writing is killed."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.kill_scenarios import list_scenarios
from benchmarks.killing import InspectionError, Told, inspect, mark
from benchmarks.system_calls import is_supported, run_until_call
from index import open_for_writing
from index.fake_embedder import FakeEmbedder

ROOT = Path(__file__).resolve().parents[2]
KILLS = 200
FIRST = list_scenarios()[0]


def test_200_kills_lose_nothing_and_leave_nothing_unreadable():
    # In a process of its own: forks of one with threads, as this one has, could hang.
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.killing", str(KILLS)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    tallies = json.loads(result.stdout)

    assert [note for tally in tallies.values() for note in tally["notes"]] == []
    assert sum(tally["kills"] for tally in tallies.values()) == KILLS
    assert sum(tally["acknowledged"] for tally in tallies.values()) > KILLS
    for scenario in list_scenarios():
        assert any(name.startswith(scenario.name) for name in tallies), scenario.name


def kept(folder, articles):
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.add(articles)


def test_a_lost_article_would_be_noticed(tmp_path):
    everything = FIRST.states[1]
    others = dict(list(everything.items())[:-1])
    kept(tmp_path, list(others.values()))
    scenario = FIRST._replace(states=[others, everything])

    with pytest.raises(InspectionError) as raised:
        inspect(tmp_path, scenario, Told(0, mark(everything)))
    assert (raised.value.fault, raised.value.count) == ("lost", 1)


def test_a_changed_article_would_be_noticed(tmp_path):
    first, *others = FIRST.states[1].values()
    kept(tmp_path, [replace(first, body="Ganz anders."), *others])

    with pytest.raises(InspectionError, match="readers saw"):
        inspect(tmp_path, FIRST, Told(1, mark(FIRST.states[1])))


def test_a_leftover_would_be_noticed(tmp_path):
    kept(tmp_path, list(FIRST.states[1].values()))
    (tmp_path / "CURRENT.draft.draft").write_text("")

    with pytest.raises(InspectionError) as raised:
        inspect(tmp_path, FIRST, Told(1, mark(FIRST.states[1])))
    assert raised.value.fault == "leftovers"


def test_a_process_stops_before_the_call_named(tmp_path):
    if not is_supported():
        pytest.skip("needs Linux, and that nothing forbids seccomp")

    def work():
        for name in "abc":
            (tmp_path / name).mkdir()

    assert run_until_call(work, 0) == 3
    for name in "abc":
        (tmp_path / name).rmdir()
    assert run_until_call(work, 3) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
