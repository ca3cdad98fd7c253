"""How long does an answer take? `python -m benchmarks speed`."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.collections import open_index, read_news, read_news_questions
from chatbot import Chatbot
from chatbot.reader import EvidenceReader


def run() -> str:
    """The table, in Markdown."""
    asked = [question.question for question in read_news_questions()][::5]
    index = open_index("news", read_news())
    waits = {
        name: _measure_answers(Chatbot(index, reader), asked)
        for name, reader in (("vectors only", None), ("with the evidence reader", EvidenceReader()))
    }
    return "\n".join(
        [
            "# Speed",
            "",
            f"`Chatbot.ask` over 1,028 news articles, {len(asked)} questions:",
            "",
            "| | p50 | p95 |",
            "|---|---|---|",
            *(
                f"| {name} | {np.percentile(wait, 50):.0f} ms | {np.percentile(wait, 95):.0f} ms |"
                for name, wait in waits.items()
            ),
            "",
        ]
    )


def _measure_answers(bot: Chatbot, questions: Sequence[str]) -> list[float]:
    """Milliseconds that each question takes, after one to warm up."""
    bot.ask(questions[0])
    return [1000 * _seconds(lambda q=question: bot.ask(q)) for question in questions]


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
