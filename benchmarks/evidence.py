"""Do the best sentences hold the answer? `python -m benchmarks evidence`.

Also fits the weights of chatbot/evidence.py and says how they do on questions left out of the fit.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.collections import (
    open_index,
    read_news,
    read_news_questions,
    read_xquad,
)
from chatbot.evidence import (
    PASSAGES,
    WITH_READER,
    WITHOUT_READER,
    ScoredEvidence,
    Weights,
    find_evidence,
    share_names,
)
from chatbot.question import classify_question, holds_answer_type
from chatbot.reader import EvidenceReader
from index import SearchIndex, SearchResult

HELD_OUT = 4  # part of the news questions that the reader was not trained on
FOLDS = 4
_SIGNS = tuple(Weights.__dataclass_fields__)

Case = tuple[str, str, Sequence[str]]  # question, gold article, gold answers
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one question.

    Attributes:
        signs: One column for each field of `Weights`; shape (sentences, 8).
        gold: Whether a sentence holds the answer; shape (sentences,).
        spans: The words that the reader points at, for each sentence.
        answers: The gold answers.
    """

    signs: FloatArray
    gold: NDArray[np.bool_]
    spans: tuple[str, ...]
    answers: Sequence[str]


def run() -> str:
    """The tables, in Markdown."""
    articles, squad = read_xquad()
    reader = EvidenceReader()
    xquad_cases = [(q.question, q.article_id, q.answers) for q in squad]
    news_cases = [
        (q.question, q.article_id, [q.answer])
        for q in read_news_questions()
        if q.answer and q.part == HELD_OUT
    ]
    news_index, xquad_index = open_index("news", read_news()), open_index("xquad", articles)
    sets = [
        (f"XQuAD-de development ({len(xquad_cases)})", xquad_index, xquad_cases),
        (f"news, part 4 ({len(news_cases)})", news_index, news_cases),
    ]
    read = [_collect(index, cases, reader) for _, index, cases in sets]
    unread = [_collect(index, cases, None) for _, index, cases in sets]
    lines = [
        "# The gold answer in the best 1 / 2 / 3 sentences, retrieval included",
        "",
        "| | " + " | ".join(name for name, _, _ in sets) + " |",
        "|---|" + "---|" * len(sets),
        _row("vectors only (no reader)", unread, WITHOUT_READER),
        _row("the reader's score alone", read, Weights(1, 0, 0, 0, 0, 0, 0, 0)),
        _row("as shipped", read, WITH_READER),
    ]
    for sign in _SIGNS[1:]:
        lines.append(_row(f"without `{sign}`", read, replace(WITH_READER, **{sign: 0.0})))
    lines += [
        "",
        f"## Fitted, {FOLDS}-fold: each question scored by weights it was not part of",
        "",
    ]
    lines += ["| | " + " | ".join(name for name, _, _ in sets) + " |", "|---|" + "---|" * len(sets)]
    lines.append("| left out | " + " | ".join(_cell(shares) for shares in _cross_fit(read)) + " |")
    fitted = _fit(read)
    lines += [
        "",
        "| weights | " + " | ".join(_SIGNS) + " |",
        "|---|" + "---|" * len(_SIGNS),
        "| fitted now | " + " | ".join(f"{value:.2f}" for value in astuple(fitted)) + " |",
        "| shipped | " + " | ".join(f"{value:.2f}" for value in astuple(WITH_READER)) + " |",
        "",
        "## The words that answer, out of the retrieved passages",
        "",
        "| | F1 | exact |",
        "|---|---|---|",
    ]
    for (name, _, _), collected in zip(sets, read, strict=True):
        best, exact = _measure_spans(collected, WITH_READER)
        lines.append(f"| {name} | {best:.3f} | {exact:.3f} |")
    return "\n".join(lines) + "\n"


def _collect(
    index: SearchIndex, cases: Sequence[Case], reader: EvidenceReader | None
) -> list[Sentences]:
    collected = []
    for question, article_id, answers in cases:
        result = index.search(question, 10)
        found = find_evidence(question, result, reader)
        signs = np.array([_signs(scored, result, question, reader) for scored in found])
        collected.append(
            Sentences(
                signs.reshape(-1, len(_SIGNS)),
                np.array([_holds(scored, article_id, answers) for scored in found], bool),
                tuple(_span(scored) for scored in found),
                answers,
            )
        )
    return collected


def _signs(
    scored: ScoredEvidence, result: SearchResult, question: str, reader: EvidenceReader | None
) -> list[float]:
    """What each weight of `Weights` is multiplied with."""
    evidence = scored.evidence
    kind = classify_question(question)
    passage = next(one for one in result.sentences if one.hit.passage.id == evidence.passage.id)
    place = evidence.passage.sentences.index(evidence.sentence)
    similar = passage.similarities
    return [
        scored.reading if reader is not None and scored.reading is not None else 0.0,
        float(similar[place]),
        float(similar[max(place - 1, 0)]),
        float(similar[min(place + 1, len(similar) - 1)]),
        passage.hit.score,
        float(kind != "reason" and holds_answer_type(kind, evidence.text)),
        float(kind == "reason" and holds_answer_type(kind, evidence.text)),
        _names_held(question, result)[evidence.article.id],
    ]


def _names_held(question: str, result: SearchResult) -> dict[str, float]:
    found = [one.hit.passage.article_id for one in result.sentences[:PASSAGES]]
    return share_names(question, [result.articles[article_id] for article_id in found])


def _shares(collected: Sequence[Sentences], weights: Weights) -> FloatArray:
    """Share of questions whose answer is in the best 1, 2 and 3 sentences."""
    hits = np.zeros(3)
    for one in collected:
        order = np.argsort(-(one.signs @ np.array(astuple(weights))), kind="stable")[:3]
        places = np.flatnonzero(one.gold[order])
        if len(places):
            hits[places[0] :] += 1
    return hits / max(len(collected), 1)


def _fit(sets: Sequence[Sequence[Sentences]]) -> Weights:
    """Weights that make the gold sentences likeliest; every set counts the same.

    Source: Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach" (2007).
    """
    usable = [[one for one in collected if one.gold.any()] for collected in sets]

    def loss(weights: FloatArray) -> float:
        total = 1e-3 * float(weights @ weights)
        for collected in usable:
            for one in collected:
                scores = one.signs @ weights
                total += float(
                    np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[one.gold])
                ) / len(collected)
        return total

    found = minimize(loss, np.array([0.7, 0.5, 0.1, 0.1, 2.0, 0.3, 0.3, 1.0]), method="L-BFGS-B")
    return Weights(*map(float, found.x))


def _cross_fit(sets: Sequence[Sequence[Sentences]]) -> list[FloatArray]:
    totals = [np.zeros(3) for _ in sets]
    for fold in range(FOLDS):
        kept = [[one for n, one in enumerate(c) if (n // 3) % FOLDS != fold] for c in sets]
        weights = _fit(kept)
        for number, collected in enumerate(sets):
            left_out = [one for n, one in enumerate(collected) if (n // 3) % FOLDS == fold]
            totals[number] += _shares(left_out, weights) * len(left_out) / len(collected)
    return totals


def _measure_spans(collected: Sequence[Sentences], weights: Weights) -> tuple[float, float]:
    """F1 and exact match of the words pointed at in the best sentence.

    Source: Rajpurkar et al., "SQuAD" (2016), with German articles left out too.
    """
    f1, exact = [], []
    for one in collected:
        span = one.spans[int(np.argmax(one.signs @ np.array(astuple(weights))))]
        f1.append(max(_f1(span, answer) for answer in one.answers))
        exact.append(max(float(_words(span) == _words(answer)) for answer in one.answers))
    return float(np.mean(f1)), float(np.mean(exact))


def _f1(span: str, answer: str) -> float:
    first, second = _words(span), _words(answer)
    shared = sum((Counter(first) & Counter(second)).values())
    if not first or not second:
        return float(first == second)
    return 2 * shared / (len(first) + len(second))


def _words(text: str) -> list[str]:
    articles = {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer"}
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in articles]


def _span(scored: ScoredEvidence) -> str:
    evidence = scored.evidence
    if evidence.answer is None:
        return evidence.text
    return evidence.article.body[evidence.answer.start : evidence.answer.end]


def _holds(scored: ScoredEvidence, article_id: str, answers: Sequence[str]) -> bool:
    text = " ".join(scored.evidence.text.split()).casefold()
    return scored.evidence.article.id == article_id and any(
        " ".join(answer.split()).casefold() in text for answer in answers
    )


def _row(name: str, sets: Sequence[Sequence[Sentences]], weights: Weights) -> str:
    return f"| {name} | " + " | ".join(_cell(_shares(c, weights)) for c in sets) + " |"


def _cell(shares: FloatArray) -> str:
    return " / ".join(f"{share:.3f}" for share in shares)
