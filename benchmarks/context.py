"""What should stand before a passage in the search? `python -m benchmarks context`."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import read_news, read_news_questions
from index import PassageText
from index.bundled_model import PROMPTS
from index.embedding import BundledEmbedder, FloatMatrix, load_embedder
from index.fusion import fuse_convex
from index.lexical import LexicalIndex, write_lexical_index
from index.search import DENSE_WEIGHT
from index.terms import Analyzer, count_vocabulary
from ingest import Article, Passage, split_passages

CHOOSING = range(4)  # parts of the questions; part 4 is for reporting

Context = Callable[[Article, Passage], str]
Passages = list[tuple[Article, Passage]]


def run() -> str:
    """The table, in Markdown."""
    articles = read_news()
    passages = [(article, passage) for article in articles for passage in split_passages(article)]
    questions = [
        question for question in read_news_questions() if question.part in CHOOSING
        and question.answer
    ]  # fmt: skip
    gold = np.array([
        [
            passage.article_id == question.article_id and question.answer in passage.text
            for _, passage in passages
        ]
        for question in questions
    ])  # fmt: skip
    findable = gold.any(axis=1)
    gold = gold[findable]
    asked = [question.question for question in questions]
    asked = [question for question, kept in zip(asked, findable, strict=True) if kept]
    embedder = load_embedder()
    assert isinstance(embedder, BundledEmbedder)  # noqa: S101 - no model was named
    queries = embedder.encode_queries(asked)
    alone = encode_sentences(embedder, passages)
    contexts: dict[str, Context] = {
        "nothing": lambda _article, _passage: "",
        "title": lambda article, _passage: article.title,
        "lead of 150": lambda article, passage: lead(article, passage, 150),
        "lead of 300": lambda article, passage: lead(article, passage, 300),
    }
    dense = {
        name: score(embedder, [before(*item) for item in passages], passages, alone, queries)
        for name, before in contexts.items()
    }
    lexical = {
        name: bm25([f"{contexts[name](*item)}\n{item[1].text}" for item in passages], asked)
        for name in ("title", "lead of 150", "lead of 300")
    }
    lines = [
        f"# What stands before a passage ({len(gold)} questions, parts 0 to 3, "
        f"{len(passages)} passages of {len(articles)} news articles)",
        "",
        "Half passage and half best sentence, fused with BM25 as in search; the gold passage is "
        "any of the article that holds the answer. These articles have no title of their own: "
        "theirs is the first sentence, up to 120 characters. A lead is the body's beginning, up "
        "to so many characters, before all passages but the first.",
        "",
        "| before the passage when embedded | in BM25 | R@1 | R@5 | MRR@10 |",
        "|---|---|---|---|---|",
        *(f"| {name} | no BM25 | {_measure(scores, gold)} |" for name, scores in dense.items()),
        *(
            f"| {name} | {other} | {_measure(fuse(scores, terms), gold)} |"
            for name, scores in dense.items()
            for other, terms in lexical.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def lead(article: Article, passage: Passage, characters: int) -> str:
    """The beginning of an article's body, for all passages but the first."""
    return article.body[:characters].rsplit(" ", 1)[0] if passage.start else ""


def fuse(dense: FloatMatrix, lexical: FloatMatrix) -> FloatMatrix:
    """Both scores of every passage made one, as in search."""
    return np.stack([fuse_convex(a, b, DENSE_WEIGHT) for a, b in zip(dense, lexical, strict=True)])


def bm25(texts: list[str], queries: list[str]) -> FloatMatrix:
    """Scores of every passage for every query, shape (queries, passages)."""
    analyzer = Analyzer(count_vocabulary(texts))
    scores = np.zeros((len(queries), len(texts)), np.float32)
    with tempfile.TemporaryDirectory() as folder:
        write_lexical_index(Path(folder), enumerate(map(analyzer.terms, texts)))
        index = LexicalIndex(Path(folder))
        for row, query in enumerate(queries):
            found, values = index.search(analyzer.terms(query), len(texts))
            scores[row, found] = values
    return scores


def encode_sentences(embedder: BundledEmbedder, passages: Passages) -> list[FloatMatrix]:
    """The vectors of each passage's sentences, each encoded by itself."""
    texts = [
        PassageText(PROMPTS["passage"], article.body[start:end], ())
        for article, passage in passages
        for start, end in passage.sentences
    ]
    vectors = np.stack([encoded.passage for encoded in embedder._encode(texts)])
    ends = np.cumsum([len(passage.sentences) for _, passage in passages])
    return np.split(vectors, ends[:-1])


def score(
    embedder: BundledEmbedder,
    contexts: list[str],
    passages: Passages,
    alone: list[FloatMatrix],
    queries: FloatMatrix,
) -> FloatMatrix:
    """Scores of every passage for every query, shape (queries, passages)."""
    prompt = PROMPTS["passage"]
    encoded = embedder._encode([
        PassageText(
            f"{prompt}{context}\n" if context else prompt,
            passage.text,
            tuple((start - passage.start, end - passage.start) for start, end in passage.sentences),
        )
        for context, (_, passage) in zip(contexts, passages, strict=True)
    ])  # fmt: skip
    columns = []
    for vectors, single in zip(encoded, alone, strict=True):
        mean = vectors.sentences + single
        mean /= np.linalg.norm(mean, axis=1, keepdims=True)
        best = (queries @ mean.T).max(axis=1) if len(mean) else queries @ vectors.passage
        columns.append(0.5 * (queries @ vectors.passage) + 0.5 * best)
    return np.stack(columns, axis=1)


def _measure(scores: FloatMatrix, gold: NDArray[np.bool_]) -> str:
    best = np.where(gold, scores, -np.inf).max(axis=1)
    ranks = 1 + (scores > best[:, np.newaxis]).sum(axis=1)
    seen = ranks <= 10  # noqa: PLR2004 - the measure's cut-off
    return (
        f"{(ranks == 1).mean():.4f} | {(ranks <= 5).mean():.4f} | "  # noqa: PLR2004
        f"{np.where(seen, 1 / ranks, 0).mean():.4f}"
    )
