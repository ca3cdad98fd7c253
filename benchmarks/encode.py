"""Is Belegt's embedder faster than sentence-transformers, and as good? `make bench-encode`.

Both encode the same texts with the same weights, turn by turn: Belegt in 8 bits by onnxruntime,
sentence-transformers as it comes, and in the batch size that suits it best.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sentence_transformers import SentenceTransformer

from benchmarks.collections import read_xquad
from evaluation.metrics.retrieval import retrieval_scores
from index import Embedder, PassageText, load_embedder
from index.bundled_model import prepare_bundled_model
from index.embedding import FloatMatrix

ROUNDS = 5
USUAL_BATCH = 32  # what `encode` takes unless told otherwise
BATCHES = (1, 2, 4, 8, 16, USUAL_BATCH, 64)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Something that makes vectors of texts.

    Attributes:
        name: As the table calls it.
        passages: Vectors of passages, shape (n, dimensions).
        queries: Vectors of queries, shape (n, dimensions).
    """

    name: str
    passages: Callable[[Sequence[str]], FloatMatrix]
    queries: Callable[[Sequence[str]], FloatMatrix]


def run() -> str:
    """The table, in Markdown."""
    articles, questions = read_xquad()
    texts = [article.body for article in articles]
    theirs = SentenceTransformer(str(prepare_bundled_model()), local_files_only=True)
    best = _find_best_batch(theirs, texts)
    encoders = [
        _wrap_embedder(load_embedder()),
        _wrap_sentence_transformer("sentence-transformers as it comes", theirs, USUAL_BATCH),
        _wrap_sentence_transformer("sentence-transformers, its best batch size", theirs, best),
    ]
    seconds = np.array([
        [_seconds(lambda e=encoder: e.passages(texts)) for encoder in encoders]
        for _ in range(ROUNDS)
    ])  # fmt: skip
    asked = [question.question for question in questions]
    waits = np.array([
        [_seconds(lambda e=encoder, q=question: e.queries([q])) for encoder in encoders]
        for question in asked
    ])  # fmt: skip
    gold = {str(number): {one.article_id: 1} for number, one in enumerate(questions)}
    ids = np.array([article.id for article in articles])
    ndcg = [_measure(encoder, texts, asked, ids, gold) for encoder in encoders]
    rate = len(texts) / np.median(seconds, axis=0)
    ratios = seconds[:, 1:] / seconds[:, :1]  # round by round, so that both had the same machine
    return "\n".join(
        [
            "# Encoding",
            "",
            f"The {len(texts)} passages and {len(asked)} questions of the XQuAD-de development "
            f"half, same weights and text, in one process; {ROUNDS} rounds in which each takes its "
            "turn. Passages/s and ms/question are medians; nDCG@10 is that of the passages' "
            f"vectors alone. Of the batch sizes {', '.join(map(str, BATCHES))}, {best} was the "
            "fastest for sentence-transformers.",
            "",
            "| | passages/s | ms/question | nDCG@10 |",
            "|---|---|---|---|",
            *(
                f"| {encoder.name} | {speed:.1f} | {1000 * wait:.1f} | {quality:.4f} |"
                for encoder, speed, wait, quality in zip(
                    encoders, rate, np.median(waits, axis=0), ndcg, strict=True
                )
            ),
            "",
            *(
                f"ratio {np.median(column):.2f} ({column.min():.2f} to {column.max():.2f}) "
                f"against {encoder.name}"
                for encoder, column in zip(encoders[1:], ratios.T, strict=True)
            ),
            "",
            f"loss in nDCG@10 {ndcg[1] - ndcg[0]:.4f}",
            "",
        ]
    )


def _wrap_embedder(embedder: Embedder) -> Encoder:
    return Encoder(
        "Belegt",
        lambda texts: np.stack([
            vectors.passage
            for vectors in embedder.encode_passages([PassageText("", text, ()) for text in texts])
        ]),
        embedder.encode_queries,
    )  # fmt: skip


def _wrap_sentence_transformer(name: str, model: SentenceTransformer, batch: int) -> Encoder:
    return Encoder(
        f"{name} ({batch})",
        lambda texts: model.encode(
            texts, batch_size=batch, prompt_name="passage", show_progress_bar=False
        ),
        lambda texts: model.encode(
            texts, batch_size=batch, prompt_name="query", show_progress_bar=False
        ),
    )


def _find_best_batch(model: SentenceTransformer, texts: Sequence[str]) -> int:
    """The batch size with which passages are encoded fastest, each tried twice."""
    encoders = {batch: _wrap_sentence_transformer("", model, batch) for batch in BATCHES}
    return min(
        BATCHES,
        key=lambda batch: min(_seconds(lambda: encoders[batch].passages(texts)) for _ in range(2)),
    )


def _measure(
    encoder: Encoder,
    texts: Sequence[str],
    questions: Sequence[str],
    ids: np.ndarray,
    gold: dict[str, dict[str, int]],
) -> float:
    """Mean nDCG@10 of passages ranked by their vectors alone."""
    cosines = encoder.queries(questions) @ encoder.passages(texts).T
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :10]
    rankings = {str(number): ids[row].tolist() for number, row in enumerate(order)}
    return float(np.mean([one["ndcg@10"] for one in retrieval_scores(rankings, gold).values()]))


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
