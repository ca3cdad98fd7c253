"""How long should a passage be, and should passages overlap? `python -m benchmarks lengths`.

Passages of different lengths can't be compared by how many are found: a long one holds more. So it
is asked how much has to be read, best passage first, until the answer has been read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.collections import NewsQuestion, read_news, read_news_questions
from benchmarks.context import bm25, encode_sentences, fuse, lead, score
from index.embedding import BundledEmbedder, FloatMatrix, load_embedder
from ingest import Article, Passage, split_passages

CHOOSING = range(2)  # parts of the questions, and the articles they are about; a minute each
LENGTHS = ((300, 500), (600, 900), (900, 1400), (1200, 1800), (1800, 2600))  # target, most
BUDGETS = (900, 1800, 4500)  # characters read
LEAD = 300
SHIPPED = (900, 1400)

Context = Callable[[Article, Passage], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is the same for all lengths; `queries` are the questions' vectors."""

    embedder: BundledEmbedder
    articles: Sequence[Article]
    questions: Sequence[NewsQuestion]
    queries: FloatMatrix


def run() -> str:
    """The table, in Markdown."""
    questions = [
        question
        for question in read_news_questions()
        if question.part in CHOOSING and question.answer
    ]
    asked_about = {question.article_id for question in questions}
    articles = [article for article in read_news() if article.id in asked_about]
    embedder = load_embedder()
    assert isinstance(embedder, BundledEmbedder)  # noqa: S101 - no model was named
    queries = embedder.encode_queries([question.question for question in questions])
    asked = Asked(embedder, articles, questions, queries)
    rows = [_try(asked, length, "", _before_lead) for length in LENGTHS]
    for count in (1, 2):
        name = f", {count} sentence{'s' * (count > 1)} of the one before"
        rows.append(_try(asked, SHIPPED, name, _before_overlap(count)))
    return "\n".join(
        [
            f"# The length of passages ({len(questions)} questions, parts 0 and 1, over the "
            f"{len(articles)} news articles asked about)",
            "",
            "The share of questions whose answer has been read after so many characters, best "
            "passage first; whole passages only, the last one as far as it goes. Half passage and "
            f"half best sentence, fused with BM25 as in search, with the lead of {LEAD} characters "
            "before the passage. With overlap, the end of the passage before it is embedded and "
            "searched with it too.",
            "",
            "| characters: target, most | passages | "
            + " | ".join(f"{budget:,} read" for budget in BUDGETS)
            + " | mean of the logarithm of what had to be read, if found |",
            "|---|---|" + "---|" * (len(BUDGETS) + 1),
            *rows,
            "",
        ]
    )


def _try(asked: Asked, length: tuple[int, int], name: str, before: Context) -> str:
    target, most = length
    passages = [
        (article, passage)
        for article in asked.articles
        for passage in split_passages(article, target_chars=target, max_chars=most)
    ]
    contexts = [before(article, passage) for article, passage in passages]
    alone = encode_sentences(asked.embedder, passages)
    dense = score(asked.embedder, contexts, passages, alone, asked.queries)
    texts = [f"{context}\n{one[1].text}" for context, one in zip(contexts, passages, strict=True)]
    fused = fuse(dense, bm25(texts, [question.question for question in asked.questions]))
    read = np.array([
        _read_until(question, [passages[place][1] for place in np.argsort(-row, kind="stable")])
        for question, row in zip(asked.questions, fused, strict=True)
    ])  # fmt: skip
    shares = " | ".join(f"{(read <= budget).mean():.3f}" for budget in BUDGETS)
    return (
        f"| {target}, {most}{name} | {len(passages):,} | {shares} | "
        f"{np.log(read[np.isfinite(read)]).mean():.2f} |"
    )


def _read_until(question: NewsQuestion, ordered: Sequence[Passage]) -> float:
    """Characters that have been read when the answer is, its own passage up to the answer."""
    read = 0
    for passage in ordered:
        if passage.article_id == question.article_id and question.answer in passage.text:
            return read + passage.text.index(question.answer) + len(question.answer)
        read += len(passage.text)
    return np.inf


def _before_lead(article: Article, passage: Passage) -> str:
    return lead(article, passage, LEAD)


def _before_overlap(count: int) -> Context:
    """The lead, and the last sentences before the passage."""

    def before(article: Article, passage: Passage) -> str:
        last = article.body[: passage.start].rstrip()
        kept = " ".join(last.split(". ")[-count:])
        return f"{lead(article, passage, LEAD)}\n{kept}".strip()

    return before
