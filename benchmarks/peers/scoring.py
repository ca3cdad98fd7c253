"""One way to score all of them: did they find the article, and a chunk that holds the answer?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.peers.measuring import Chunk
from evaluation.metrics.retrieval import retrieval_scores

BUDGET = 4000  # characters, about what a small language model is shown
_ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question with what should be found.

    Attributes:
        question: The question.
        article_id: The article that answers it.
        answers: Words of that article, each of which answers it.
    """

    question: str
    article_id: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the questions, 0..1.

    Attributes:
        article_ndcg: nDCG@10 of the articles, each ranked where its first chunk stands.
        article_recall: Share of the questions with the right article among the first five.
        answer_ndcg: nDCG@10 of the first chunk that holds an answer: 1/log2(rank + 1).
        answer_recall: Share of the questions with such a chunk among the first five.
        answer_read: Share of the questions whose answer stands in the first `BUDGET` characters of
            the chunks found: what is found by reading the same length, however long the chunks.
    """

    article_ndcg: float
    article_recall: float
    answer_ndcg: float
    answer_recall: float
    answer_read: float


def score(found: Sequence[Sequence[Chunk]], wanted: Sequence[Wanted]) -> Scores:
    """Score what was found for each question.

    A chunk holds an answer if it is of the right article and has the answer's words in a row;
    spaces and line breaks don't count. That chunks differ in length and number from one library to
    another changes nothing about what is relevant: it is one article, and one answer.

    Args:
        found: Chunks, best first, for each question.
        wanted: The questions, in the same order.

    Source: measures as in `retrieval_scores`.
    """
    pairs = list(zip(found, wanted, strict=True))
    articles = {
        str(number): list(dict.fromkeys(chunk.article_id for chunk in chunks))
        for number, (chunks, _) in enumerate(pairs)
    }
    answers = {str(number): _label(chunks, one) for number, (chunks, one) in enumerate(pairs)}
    gold = {str(number): {one.article_id: 1} for number, one in enumerate(wanted)}
    read = [_ANSWER in _label(_cut(chunks), one) for chunks, one in pairs]
    return Scores(
        *_means(retrieval_scores(articles, gold)),
        *_means(retrieval_scores(answers, {key: {_ANSWER: 1} for key in answers})),
        float(np.mean(read)),
    )


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether a text has the words of an answer in a row."""
    plain = " ".join(text.split())
    return any(" ".join(answer.split()) in plain for answer in answers)


def _label(chunks: Iterable[Chunk], wanted: Wanted) -> list[str]:
    """Names for chunks, up to the first that holds the answer, which is named so."""
    names = []
    for place, chunk in enumerate(chunks):
        if chunk.article_id == wanted.article_id and holds_answer(chunk.text, wanted.answers):
            return [*names, _ANSWER]
        names.append(str(place))
    return names


def _cut(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """The chunks as far as they stand in the first `BUDGET` characters."""
    left = BUDGET
    for chunk in chunks:
        yield Chunk(chunk.article_id, chunk.text[:left])
        left = max(0, left - len(chunk.text))


def _means(scores: Mapping[str, Mapping[str, float]]) -> tuple[float, float]:
    return (
        float(np.mean([one["ndcg@10"] for one in scores.values()])),
        float(np.mean([one["recall@5"] for one in scores.values()])),
    )
