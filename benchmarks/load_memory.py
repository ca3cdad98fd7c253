"""Does memory grow with the turns? `python -m benchmarks load_memory`, half an hour."""

import asyncio
import itertools
from collections.abc import Sequence

from benchmarks.load import Tally, asking, prepare_questions

LOOKS = (4, 1_000, 5_000, 10_000)  # turns after which the memory is looked at
AT_ONCE = 4


def run() -> str:
    """The table, in Markdown."""
    return asyncio.run(_measure(prepare_questions()))


async def _measure(questions: Sequence[str]) -> str:
    tally = Tally()
    rows = []
    async with asking({}) as asker:
        endless = itertools.cycle(questions)
        done = 0
        for turns in LOOKS:
            while done < turns:
                await asyncio.gather(*(asker.ask(next(endless), tally) for _ in range(AT_ONCE)))
                done += AT_ONCE
            rows.append(f"| {done} | {await asker.memory():.0f} MB |")
            print(rows[-1], flush=True)
    return "\n".join(
        [
            "# Memory over many turns",
            "",
            "`POST /api/ask` over 1,028 news articles, extractive, with the evidence reader, in "
            f"one process, {AT_ONCE} at a time; {len(questions)} different questions again and "
            f"again, more than are answered from memory. {tally.errors} errors.",
            "",
            "| turns | resident memory |",
            "|---|---|",
            *rows,
            "",
        ]
    )
