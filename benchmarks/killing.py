"""Kills changes to an index on the way, and looks at what is left.

`python -m benchmarks.killing COUNT` prints what was found as JSON.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import index.dense
import index.lexical  # noqa: F401 - and everything that takes long to import
from benchmarks.kill_scenarios import Collection, Scenario, list_scenarios
from benchmarks.system_calls import is_supported, run_until_call
from index import (
    IndexDamagedError,
    IndexMissingError,
    IndexUnfinishedError,
    SearchIndex,
    check_index,
)
from index.fake_embedder import FakeEmbedder
from ingest import find_bands, find_shingles

PATIENCE = 60  # seconds, after which a process counts as hung
_SEED = 7
_MEMORY = Path("/dev/shm")  # noqa: S108 - what a killed process leaves is the same there, and sooner

Marks = Mapping[str, str]
"""A short digest of each article, by its id."""


@dataclass
class Tally:
    """What became of the kills of one scenario, at moments of one kind.

    Attributes:
        kills: How often it was killed.
        acknowledged: Articles acknowledged before, all rounds together.
        lost: How many of these were gone or changed afterwards.
        unreadable: Rounds after which the index could not be read, mended or written.
        mixed: Rounds after which readers saw what was never published.
        leftovers: Rounds after which files stayed that nobody needs.
        notes: What went wrong, in words.
    """

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    unreadable: int = 0
    mixed: int = 0
    leftovers: int = 0
    notes: list[str] = field(default_factory=list)


class Moment(NamedTuple):
    """When a process is killed: before a call to the kernel, from 1, or after some seconds."""

    call: int
    seconds: float

    @property
    def kind(self) -> str:
        """How it was chosen."""
        return "at a call" if self.call else "at random"


class Told(NamedTuple):
    """What was acknowledged last.

    Attributes:
        state: What readers see, by its place among the scenario's states.
        articles: What is safe, seen or not.
    """

    state: int
    articles: Marks


class InspectionError(Exception):
    """What a look at an index found wrong.

    Attributes:
        fault: A field of `Tally`.
        count: How many.
    """

    def __init__(self, fault: str, what: str, *, count: int = 1) -> None:
        super().__init__(what)
        self.fault = fault
        self.count = count


def kill_often(count: int, *, on_kill: Callable[[int], None] = lambda _: None) -> dict[str, Tally]:
    """Kill all scenarios `count` times, before their calls to the kernel and at random moments.

    Where 95 in 100 kills suffice for it, each call that changes files is once the one that
    is not reached; otherwise three quarters of them are spread over the calls.

    Args:
        count: How many kills.
        on_kill: Told how many there have been.

    Returns:
        What was found, by scenario and kind of moment.
    """
    chance = random.Random(_SEED)  # noqa: S311
    _warm_up()
    tallies: dict[str, Tally] = {}
    kills = 0
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as home:
        grounds = [Ground(Path(home) / str(n), s) for n, s in enumerate(list_scenarios())]
        for ground, moment in _choose_moments(grounds, count, chance):
            tally = tallies.setdefault(f"{ground.scenario.name}, {moment.kind}", Tally())
            kills += ground.kill_once(moment, tally)
            on_kill(kills)
            if kills == count:
                break
    return tallies


class Ground:
    """Where a scenario is repeated.

    Args:
        home: A folder to be made.
        scenario: The scenario.
    """

    def __init__(self, home: Path, scenario: Scenario) -> None:
        self.scenario = scenario
        self._before = home / "before"
        self._folder = home / "index"
        home.mkdir()
        _fork(lambda: scenario.prepare(self._before))
        self._renew()
        begun = time.perf_counter()
        _fork(self._work)
        self.seconds = time.perf_counter() - begun
        self._renew()
        self.calls = run_until_call(self._work, 0) if is_supported() else 0

    def kill_once(self, moment: Moment, tally: Tally) -> bool:
        """Do the work until the moment, and look at what is left; False if it ended before."""
        self._renew()
        told, was_killed = _kill(self.scenario, self._folder, moment)
        if not was_killed:
            return False
        tally.kills += 1
        tally.acknowledged += len(told.articles)
        report = _fork(lambda: _report(self._folder, self.scenario, told))
        found = json.loads(report or '["unreadable", 1, "looking at it crashed or hung"]')
        if found:
            fault, number, what = found
            setattr(tally, fault, getattr(tally, fault) + number)
            tally.notes.append(f"{moment}: {what}")
        return True

    def _work(self) -> None:
        self.scenario.work(self._folder, _unheard)

    def _renew(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._before.exists():
            shutil.copytree(self._before, self._folder)


def inspect(folder: Path, scenario: Scenario, told: Told) -> None:
    """Look at an index whose writer was killed: read it, have it mended, go on.

    Args:
        folder: The index folder.
        scenario: What was being done.
        told: What was acknowledged last.

    Raises:
        InspectionError: If something is wrong with it.
    """
    states = [mark(state) for state in scenario.states]
    now, then = states[told.state], states[min(told.state + 1, len(states) - 1)]
    acknowledged = told.articles
    seen = _read(folder, missing=not now, damaged=scenario.damaged)
    if seen is not None and seen not in (now, then):
        raise InspectionError("mixed", f"readers saw {sorted(seen)}")

    if seen is None and not any(folder.glob("articles*.sqlite")):
        if acknowledged:
            raise InspectionError("lost", "everything", count=len(acknowledged))
    else:
        _mend(folder)
        kept = _read(folder) or {}
        gone = [k for k in acknowledged if kept.get(k) not in {acknowledged[k], then.get(k)}]
        if gone:
            raise InspectionError("lost", f"lost: {gone}", count=len(gone))
        odd = [k for k in kept if kept[k] not in {now.get(k), then.get(k), acknowledged.get(k)}]
        if odd:
            raise InspectionError("mixed", f"the doctor published {odd}")

    scenario.work(folder, _unheard)
    if _read(folder) != states[-1]:
        raise InspectionError("unreadable", "done again, it led elsewhere")
    left = [name for name in map(str, folder.rglob("*")) if _is_leftover(name)]
    if left:
        raise InspectionError("leftovers", f"left over: {left}")


def mark(articles: Collection) -> dict[str, str]:
    """A digest of what matters in each article."""
    return {
        key: hashlib.sha256(f"{a.title}\n{a.body}\n{a.source}".encode()).hexdigest()[:12]
        for key, a in articles.items()
    }


def _read(folder: Path, *, missing: bool = False, damaged: bool = False) -> dict[str, str] | None:
    """What readers see, and that searching works; None if there may be nothing to see."""
    try:
        opened = SearchIndex(folder, FakeEmbedder())
    except (IndexMissingError, IndexUnfinishedError):
        if missing:
            return None
        raise
    except IndexDamagedError:
        if damaged:
            return None
        raise
    with closing(opened):
        articles = {article.id: article for article in opened.articles()}
        hits = opened.search("Welche Brücke ist gesperrt?").hits
    if articles and not hits:
        raise InspectionError("unreadable", "nothing was found")
    for hit in hits:
        passage = hit.passage
        article = articles.get(passage.article_id)
        if article is None or article.body[passage.start : passage.end] != passage.text:
            raise InspectionError("mixed", f"found: {passage}")
    return mark(articles)


def _mend(folder: Path) -> None:
    for states in ({"ok", "repaired"}, {"ok"}):
        findings = check_index(folder, FakeEmbedder())
        if not {finding.state for finding in findings} <= states:
            raise InspectionError("unreadable", f"the doctor found {findings}")


def _is_leftover(name: str) -> bool:
    return name.endswith((".draft", "-wal", "-shm", "-journal", "writer.txt"))


def _report(folder: Path, scenario: Scenario, told: Told) -> str:
    try:
        inspect(folder, scenario, told)
    except InspectionError as error:
        return json.dumps([error.fault, error.count, str(error)])
    except Exception:
        return json.dumps(["unreadable", 1, traceback.format_exc()])
    return "[]"


def _choose_moments(
    grounds: Sequence[Ground], count: int, chance: random.Random
) -> Iterator[tuple[Ground, Moment]]:
    calls = [(ground, n) for ground in grounds for n in range(1, ground.calls + 1)]
    if len(calls) > 19 * count // 20:
        room = 3 * count // 4
        stride = len(calls) / room
        calls = [calls[int((n + chance.random()) * stride)] for n in range(room)]
    yield from ((ground, Moment(n, 0.0)) for ground, n in calls)
    while True:
        ground = chance.choice(grounds)
        yield ground, Moment(0, chance.uniform(0.0, ground.seconds))


def _kill(scenario: Scenario, folder: Path, moment: Moment) -> tuple[Told, bool]:
    """Do the work until the moment; what was acknowledged last, and whether it came to that."""
    told = Told(0, mark(scenario.states[0]))
    reading, writing = os.pipe()

    def tell(state: int, articles: Collection) -> None:
        _write(writing, json.dumps([state, mark(articles)]).encode() + b"\n")

    def work() -> None:
        scenario.work(folder, tell)
        _write(writing, b"end\n")

    if moment.call:
        run_until_call(work, moment.call)
    else:
        child = _start(work)
        time.sleep(moment.seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().splitlines(keepends=True)
    for line in lines:
        if line == b"end\n":
            return told, False
        if line.endswith(b"\n"):
            told = Told(*json.loads(line))
    return told, True


def _start(work: Callable[[], object]) -> int:
    """Begin something in a forked process."""
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return child


def _fork(work: Callable[[], str | None]) -> str:
    """What a function returns in a forked process; "" if it dies there."""
    reading, writing = os.pipe()
    child = _start(lambda: _write(writing, (work() or "").encode()))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


def _unheard(state: int, articles: Collection) -> None:
    """Let what is acknowledged be forgotten."""


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _warm_up() -> None:
    """Import what the first ingest would, but begin no threads: they do not survive a fork."""
    find_bands(find_shingles("Die Brücke ist seit Montag gesperrt."))


if __name__ == "__main__":
    found = kill_often(int(sys.argv[1]))
    print(json.dumps({name: asdict(tally) for name, tally in found.items()}, indent=1))
