"""Which parts of the search earn their place? `python -m benchmarks retrieval`."""

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import read_xquad
from index import PassageText
from index.bundled_model import PROMPTS
from index.embedding import BundledEmbedder, load_embedder
from index.fusion import fuse_convex
from index.lexical import LexicalIndex, write_lexical_index
from index.terms import Analyzer, count_vocabulary
from ingest import Span
from ingest.passages import find_sentences

Scores = NDArray[np.float32]


def run() -> str:
    """The table, in Markdown."""
    articles, questions = read_xquad()
    texts = [article.body for article in articles]
    titles = [article.title for article in articles]
    place = {article.id: row for row, article in enumerate(articles)}
    gold = np.array([place[question.article_id] for question in questions])
    asked = [question.question for question in questions]
    embedder = load_embedder()
    assert isinstance(embedder, BundledEmbedder)  # noqa: S101 - no model was named
    queries = embedder.encode_queries(asked)

    rows: list[tuple[str, Scores]] = []
    vocabulary = count_vocabulary(texts)
    bm25 = {
        "BM25": _bm25(Analyzer(), texts, asked),
        "BM25 with compound parts": _bm25(Analyzer(vocabulary), texts, asked),
    }
    rows += list(bm25.items())
    lexical = bm25["BM25 with compound parts"]
    for titled in (False, True):
        head = "title before the passage: " if titled else ""
        contexts = titles if titled else [""] * len(texts)
        dense, best = _dense(embedder, contexts, texts, queries)
        rows.append((f"{head}passage vectors", dense))
        for name, scores in best.items():
            rows.append((f"{head}best sentence, {name}", scores))
            mixed = 0.5 * dense + 0.5 * scores
            rows.append((f"{head}half passage, half best sentence, {name}", mixed))
            for weight in (0.6, 0.7, 0.8, 0.9):
                fused = np.stack([
                    fuse_convex(a, b, weight) for a, b in zip(mixed, lexical, strict=True)
                ])  # fmt: skip
                rows.append((f"{head}{weight} of that ({name}) + {1 - weight:.1f} BM25", fused))
    rows += _try_others(embedder, titles, texts, queries, lexical)
    lines = [
        "# Retrieval on the XQuAD-de development half (612 questions, 120 passages)",
        "",
        "| | R@1 | MRR@10 | nDCG@10 |",
        "|---|---|---|---|",
        *(f"| {name} | " + " | ".join(f"{v:.4f}" for v in _measure(scores, gold)) + " |"
          for name, scores in rows),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _try_others(
    embedder: BundledEmbedder,
    titles: list[str],
    texts: list[str],
    queries: Scores,
    lexical: Scores,
) -> list[tuple[str, Scores]]:
    """What else was tried with the vectors as they are stored, all with 0.2 BM25.

    Sources: Mu and Viswanath, "All-but-the-Top" (2018), for centring; Lample et al., "Word
    Translation Without Parallel Data" (2018), for taking off how near a vector is to all others.
    """
    encoded = embedder.encode_passages([
        PassageText(title, text, tuple(find_sentences(text)))
        for title, text in zip(titles, texts, strict=True)
    ])  # fmt: skip
    passages = np.stack([vectors.passage for vectors in encoded])
    sentences = np.concatenate([vectors.sentences for vectors in encoded])
    ends = np.cumsum([len(vectors.sentences) for vectors in encoded])
    spans = [slice(end - len(vectors.sentences), end)
             for end, vectors in zip(ends, encoded, strict=True)]  # fmt: skip

    def best(scores: Scores) -> Scores:
        return np.stack([scores[:, span].max(axis=1) for span in spans], axis=1)

    def fuse(whole: Scores, inner: Scores, share: float = 0.5) -> Scores:
        mixed = (1 - share) * whole + share * inner
        return np.stack([fuse_convex(a, b, 0.8) for a, b in zip(mixed, lexical, strict=True)])

    whole, inner = queries @ passages.T, queries @ sentences.T
    peak = best(inner)
    several = np.stack([
        peak[:, row] + np.log(np.exp(100 * (inner[:, span] - peak[:, [row]])).mean(axis=1)) / 100
        for row, span in enumerate(spans)
    ], axis=1)  # fmt: skip
    mean = np.concatenate([passages, sentences]).mean(axis=0)
    centred = [_unit(vectors - mean) for vectors in (queries, passages, sentences)]
    near = [np.sort(vectors @ vectors.T, axis=1)[:, -11:-1].mean(axis=1)
            for vectors in (passages, sentences)]  # fmt: skip
    return [
        ("share of the best sentence 0.5, as in search", fuse(whole, peak)),
        *((f"share of the best sentence {share}", fuse(whole, peak, share))
          for share in (0.3, 0.7)),
        ("all sentences, the better the more (log-sum-exp)", fuse(whole, several)),
        ("vectors centred", fuse(centred[0] @ centred[1].T, best(centred[0] @ centred[2].T))),
        *((f"less a quarter of the nearness to ten others, share of the best sentence {share}",
           fuse(whole - near[0] / 4, best(inner - near[1] / 4), share)) for share in (0.5, 0.7)),
    ]  # fmt: skip


def _unit(vectors: Scores) -> Scores:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _bm25(analyzer: Analyzer, texts: list[str], queries: list[str]) -> Scores:
    scores = np.zeros((len(queries), len(texts)), np.float32)
    with tempfile.TemporaryDirectory() as folder:
        write_lexical_index(Path(folder), enumerate(map(analyzer.terms, texts)))
        index = LexicalIndex(Path(folder))
        for row, query in enumerate(queries):
            found, values = index.search(analyzer.terms(query), len(texts))
            scores[row, found] = values
    return scores


def _dense(
    embedder: BundledEmbedder, contexts: list[str], texts: list[str], queries: Scores
) -> tuple[Scores, dict[str, Scores]]:
    """Cosines of passages, and of their best sentences by three kinds of sentence vector."""
    prompt = PROMPTS["passage"]
    spans = [tuple(find_sentences(text)) for text in texts]
    encoded = embedder._encode([
        PassageText(f"{prompt}{context}\n" if context else prompt, text, inner)
        for context, text, inner in zip(contexts, texts, spans, strict=True)
    ])  # fmt: skip
    late = np.concatenate([vectors.sentences for vectors in encoded])
    sentences = [
        PassageText(prompt, text[start:end], ())
        for text, inner in zip(texts, spans, strict=True)
        for start, end in inner
    ]
    alone = np.stack([vectors.passage for vectors in embedder._encode(sentences)])
    mean = late + alone
    mean /= np.linalg.norm(mean, axis=1, keepdims=True)
    ends = np.cumsum([len(inner) for inner in spans])
    rows = [Span(end - len(inner), end) for end, inner in zip(ends, spans, strict=True)]
    passages = np.stack([vectors.passage for vectors in encoded])
    kinds = {"alone": alone, "late": late, "mean of both": mean}
    return queries @ passages.T, {
        name: np.stack([(queries @ vectors[a:b].T).max(axis=1) for a, b in rows], axis=1)
        for name, vectors in kinds.items()
    }


def _measure(scores: Scores, gold: NDArray[np.int64]) -> tuple[float, float, float]:
    own = scores[np.arange(len(gold)), gold]
    ranks = 1 + (scores > own[:, np.newaxis]).sum(axis=1)
    seen = ranks <= 10  # noqa: PLR2004 - the cut-off of both measures
    return (
        float((ranks == 1).mean()),
        float(np.where(seen, 1 / ranks, 0).mean()),
        float(np.where(seen, 1 / np.log2(ranks + 1), 0).mean()),
    )
