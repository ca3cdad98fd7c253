"""How does the chat hold up when many ask at once? `python -m benchmarks load`, ten minutes.

Server and askers share the machine. The questions are those of part 4 over the news articles, asked
over HTTP; each user compares every answer with the one that was given when it was asked alone.
"""

import asyncio
import itertools
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from benchmarks.collections import open_index, read_news, read_news_questions
from chatbot.reader import EvidenceReader
from index import PassageText
from index.cores import count_cores

USERS = 50
CROWD = 200
THINKING = (10.0, 30.0)  # seconds between an answer and the next question, on average
RECOVERY = 5.0  # seconds after the crowd
_FOLDER = Path("data/benchmarks/news")
_ADDRESS = re.compile(r"http://\S+")
_PATIENCE = 300.0  # seconds

Reply = tuple[str, tuple[tuple[str, int, int], ...]]


@dataclass
class Tally:
    """What became of questions."""

    seconds: list[float] = field(default_factory=list)
    mixed: int = 0
    errors: int = 0
    refused: int = 0  # told that the chat is busy, and when to come again

    def row(self, name: str) -> str:
        """A line of the table."""
        p50, p95, most = (
            f"{1000 * np.percentile(self.seconds, q):.0f} ms" if self.seconds else "–"
            for q in (50, 95, 100)
        )
        count = len(self.seconds)
        lost = f"{self.refused} | {self.errors} | {self.mixed}"
        return f"| {name} | {count} | {p50} | {p95} | {most} | {lost} |"


class Asker:
    """Asks one server, and knows what the answers should be.

    Args:
        client: Connected with the server.
        known: Replies to the questions when they were asked alone.
    """

    def __init__(self, client: httpx.AsyncClient, known: dict[str, Reply]) -> None:
        self._client = client
        self._known = known

    async def ask(self, question: str, tally: Tally) -> Reply | None:
        """Ask, and note what becomes of it."""
        begun = time.perf_counter()
        try:
            response = await self._client.post("/api/ask", json={"question": question})
        except httpx.HTTPError:
            tally.errors += 1
            return None
        if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            clean = response.headers.get("retry-after", "").isdecimal()
            tally.refused += clean
            tally.errors += not clean
            return None
        if response.status_code != httpx.codes.OK:
            tally.errors += 1
            return None
        tally.seconds.append(time.perf_counter() - begun)
        answer = response.json()
        places = tuple((c["article_id"], c["start"], c["end"]) for c in answer["citations"])
        reply = (answer["text"], places)
        if answer["question"] != question or reply != self._known.get(question, reply):
            tally.mixed += 1
        return reply

    async def memory(self) -> float:
        """Resident memory of the server, in MB."""
        text = (await self._client.get("/metrics")).text
        found = re.search(r"^process_resident_memory_bytes (\S+)$", text, re.MULTILINE)
        return float(found[1]) / 1e6 if found else 0.0


def run() -> str:
    """The tables, in Markdown."""
    return asyncio.run(_measure(prepare_questions()))


def prepare_questions() -> list[str]:
    """The questions of part 4, once the index over the news articles is there."""
    open_index("news", read_news()).close()
    questions = [each.question for each in read_news_questions() if each.part == 4]  # noqa: PLR2004
    return list(dict.fromkeys(questions))


async def _measure(questions: Sequence[str]) -> str:
    known: dict[str, Reply] = {}
    alone = Tally()
    async with asking(known) as asker:
        for question in questions:
            reply = await asker.ask(question, alone)
            if reply is not None:
                known[question] = reply
    rows = [alone.row("one after the other")]
    for seconds in THINKING:
        async with asking(known) as asker:
            tally = await _converse(asker, questions, USERS, seconds)
        rows.append(tally.row(f"{USERS} users, {seconds:.0f} s between answer and question"))
    for at_once in (1, 2, 4):
        async with asking(known, BELEGT_AT_ONCE=str(at_once)) as asker:
            tally = await _storm(asker, questions[:USERS])
        rows.append(tally.row(f"{USERS} questions in one moment, {at_once} searched at once"))
    crowd = await _crowd(known, questions)
    return "\n".join(
        [
            "# Load",
            "",
            f"`POST /api/ask` over 1,028 news articles, extractive, with the evidence reader; "
            f"{len(questions)} different questions, none answered from memory; server and askers "
            f"on {count_cores()} cores. *Mixed* are answers that differ from that "
            "to the same question asked alone; *busy* are those told so, with `Retry-After`.",
            "",
            "| | answers | p50 | p95 | longest | busy | errors | mixed |",
            "|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            *crowd,
            "",
            *_compare_readers(),
            "",
        ]
    )


async def _converse(asker: Asker, questions: Sequence[str], users: int, thinking: float) -> Tally:
    """Users who each ask their own share of the questions, and read before they ask again."""
    tally = Tally()
    pace = random.Random(1)  # noqa: S311

    async def use(own: Sequence[str]) -> None:
        await asyncio.sleep(pace.uniform(0, thinking))  # nobody comes at the same moment
        for question in own:
            await asker.ask(question, tally)
            await asyncio.sleep(pace.uniform(0.5, 1.5) * thinking)

    await asyncio.gather(*(use(questions[user::users]) for user in range(users)))
    return tally


async def _storm(asker: Asker, questions: Sequence[str]) -> Tally:
    """Every question in the same moment."""
    tally = Tally()
    await asyncio.gather(*(asker.ask(question, tally) for question in questions))
    return tally


async def _crowd(known: dict[str, Reply], questions: Sequence[str]) -> list[str]:
    """Too many at once, and what comes after."""
    async with asking(known) as asker:
        before = await asker.memory()
        storm = await _storm(asker, list(itertools.islice(itertools.cycle(questions), CROWD)))
        after = await asker.memory()
        await asyncio.sleep(RECOVERY)
        later = Tally()
        for question in questions[-20:]:
            await asker.ask(question, later)
    return [
        f"{CROWD} questions in one moment (memory {before:.0f} MB before, {after:.0f} MB after), "
        f"and 20 one after the other {RECOVERY:.0f} s later:",
        "",
        "| | answers | p50 | p95 | longest | busy | errors | mixed |",
        "|---|---|---|---|---|---|---|---|",
        storm.row(f"{CROWD} at once"),
        later.row(f"{RECOVERY:.0f} s later"),
    ]


def _compare_readers() -> list[str]:
    """What the evidence reader reads in a second, by threads and by passages at once."""
    texts = [PassageText("", article.body[:1200], ()) for article in read_news()[:60]]
    rows = []
    for threads in (1, count_cores()):
        reader = EvidenceReader(threads=threads)
        reader.read("Warum?", texts[:4])
        for at_once in (1, 2, 4):
            rate = len(texts) / _seconds(reader, texts, at_once)
            rows.append(f"| {threads} | {at_once} | {rate:.1f} |")
    return [
        "Passages that the evidence reader reads in a second:",
        "",
        "| threads for one passage | passages at once | passages/s |",
        "|---|---|---|",
        *rows,
    ]


def _seconds(reader: EvidenceReader, texts: Sequence[PassageText], at_once: int) -> float:
    read: Callable[[PassageText], object] = lambda text: reader.read("Warum?", [text])  # noqa: E731
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(read, texts))
    return time.perf_counter() - begun


@asynccontextmanager
async def asking(known: dict[str, Reply], **settings: str) -> AsyncIterator[Asker]:
    """An asker at a server of its own, which has answered one question to warm up."""
    with _serving(settings) as address:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(
            base_url=address, timeout=_PATIENCE, limits=limits, trust_env=False
        ) as client:
            asker = Asker(client, known)
            await asker.ask("Wer wurde gestern gewählt?", Tally())
            yield asker


@contextmanager
def _serving(settings: dict[str, str]) -> Iterator[str]:
    """The address of a server in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "app.py", "--index", str(_FOLDER), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings},
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = _ADDRESS.search(line)
            if found is None:
                sys.exit(f"the server did not start: {line!r}")
            yield found[0]
        finally:
            process.terminate()
            process.wait(timeout=30)
