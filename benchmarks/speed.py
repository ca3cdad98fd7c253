"""How fast are encoding and answering? `python -m benchmarks speed`."""

import time
from collections.abc import Callable, Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from benchmarks.collections import (
    open_index,
    read_news,
    read_news_questions,
    read_xquad,
)
from chatbot import Chatbot
from chatbot.reader import EvidenceReader
from index import PassageText, load_embedder
from index.bundled_model import prepare_bundled_model


def run() -> str:
    """The table, in Markdown."""
    articles, _ = read_xquad()
    texts = [article.body for article in articles]
    ours = load_embedder()
    theirs = SentenceTransformer(str(prepare_bundled_model()), local_files_only=True)
    passages = [PassageText("", text, ()) for text in texts]
    queries = texts[:1]
    rounds = [
        (
            _seconds(lambda: ours.encode_passages(passages)),
            _seconds(lambda: theirs.encode_document(texts, show_progress_bar=False)),
            _seconds(lambda: ours.encode_queries(queries)),
        )
        for _ in range(3)
    ]
    mine, plain, _ = np.min(rounds, axis=0)

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
            f"Encoding the {len(texts)} passages of the XQuAD-de development half, best of three "
            "rounds in one run, same weights and text:",
            "",
            "| | passages/s |",
            "|---|---|",
            f"| sentence-transformers, `encode` as it comes | {len(texts) / plain:.1f} |",
            f"| Belegt | {len(texts) / mine:.1f} |",
            "",
            f"ratio {plain / mine:.1f}",
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
