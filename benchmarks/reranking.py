"""Would the evidence reader put passages in a better order? `python -m benchmarks reranking`.

It reads the best five passages anyway, when it is not sure. Here it always reads them, and what it
makes of a passage is added to the passage's score with a weight chosen on the other half of the
questions.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import open_index, read_xquad
from chatbot.reader import EvidenceReader
from index import PassageText, SearchIndex
from ingest import Span

READ = 5  # passages of each question
CUT = 10  # passages that count
WEIGHTS = (0.0, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2)


class Found(NamedTuple):
    """What was found for a question.

    Attributes:
        scores: Of its passages, best first.
        readings: The reader's best score in each of the first passages.
        gold: Place of the right passage; -1 if it was not found.
    """

    scores: NDArray[np.float64]
    readings: NDArray[np.float64]
    gold: int


def run() -> str:
    """The table, in Markdown."""
    articles, questions = read_xquad()
    index = open_index("xquad", articles)
    reader = EvidenceReader()
    found = [_find(index, reader, each.question, each.article_id) for each in questions]
    index.close()
    halves = found[::2], found[1::2]
    chosen = [max(WEIGHTS, key=lambda w, own=half: _measure(own, w)[1]) for half in halves]
    crossed = [_measure(half, weight) for half, weight in zip(halves, chosen[::-1], strict=True)]
    rows = [(f"weight {weight}", _measure(found, weight)) for weight in WEIGHTS]
    rows.append(("weight of the other half", tuple(np.mean(crossed, axis=0))))
    return "\n".join(
        [
            f"# Passages in the order of the evidence reader, XQuAD-de development half "
            f"({len(found)} questions)",
            "",
            f"The first {READ} of {CUT} passages re-ordered by their score plus a weight times "
            "the reader's best score in them.",
            "",
            "| | R@1 | nDCG@10 |",
            "|---|---|---|",
            *(f"| {name} | {first:.4f} | {gain:.4f} |" for name, (first, gain) in rows),
            "",
        ]
    )


def _find(index: SearchIndex, reader: EvidenceReader, question: str, gold: str) -> Found:
    result = index.search(question, CUT)
    texts = [
        PassageText(
            "",
            hit.passage.text,
            tuple(
                Span(a - hit.passage.start, b - hit.passage.start) for a, b in hit.passage.sentences
            ),
        )
        for hit in result.hits[:READ]
    ]
    readings = reader.read(question, texts)
    ids = [hit.passage.article_id for hit in result.hits]
    return Found(
        np.array([hit.score for hit in result.hits]),
        np.array([max(each.score for each in of_text) for of_text in readings]),
        ids.index(gold) if gold in ids else -1,
    )


def _measure(found: Sequence[Found], weight: float) -> tuple[float, float]:
    """R@1 and nDCG@10 where one passage is right."""
    ranks = []
    for each in found:
        scores = each.scores[:READ] + weight * each.readings
        order = [*np.argsort(-scores, kind="stable"), *range(READ, len(each.scores))]
        ranks.append(order.index(each.gold) + 1 if each.gold >= 0 else np.inf)
    seen = np.array(ranks)
    return float((seen == 1).mean()), float((1 / np.log2(seen + 1)).mean())
