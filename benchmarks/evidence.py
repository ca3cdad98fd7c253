"""Do the best sentences hold the answer? `python -m benchmarks evidence`."""

from collections.abc import Sequence

import numpy as np

from benchmarks.collections import (
    open_index,
    read_news,
    read_news_questions,
    read_xquad,
)
from chatbot import evidence as module
from chatbot.evidence import ScoredEvidence, find_evidence
from index import SearchIndex

# Each line changes one weight of the shipped ones; "terms" adds the share of question terms held.
VARIANTS: tuple[tuple[str, dict[str, float]], ...] = (
    ("as shipped", {}),
    ("no previous sentence", {"PREVIOUS_WEIGHT": 0}),
    ("no next sentence", {"NEXT_WEIGHT": 0}),
    ("no answer type", {"TYPE_WEIGHT": 0}),
    ("no passage score", {"PASSAGE_WEIGHT": 0}),
    ("sentence alone", {"PREVIOUS_WEIGHT": 0, "NEXT_WEIGHT": 0, "TYPE_WEIGHT": 0,
                        "PASSAGE_WEIGHT": 0}),
    ("with the share of the question's terms (× 5)", {"terms": 5.0}),
)  # fmt: skip

Case = tuple[str, str, Sequence[str]]  # question, gold article, gold answers


def run() -> str:
    """The table, in Markdown."""
    articles, squad = read_xquad()
    xquad = [(q.question, q.article_id, q.answers) for q in squad]
    questions = [q for q in read_news_questions() if q.answer]
    choosing = [(q.question, q.article_id, [q.answer]) for q in questions if q.part < 4][::3]  # noqa: PLR2004
    held_out = [(q.question, q.article_id, [q.answer]) for q in questions if q.part == 4]  # noqa: PLR2004
    news_index, xquad_index = open_index("news", read_news()), open_index("xquad", articles)
    sets = (
        (f"news, parts 0–3, every third ({len(choosing)})", news_index, choosing),
        (f"news, part 4 ({len(held_out)})", news_index, held_out),
        (f"XQuAD-de development ({len(xquad)})", xquad_index, xquad),
    )
    lines = [
        "# The gold answer in the best 1 / 2 / 3 sentences, retrieval included",
        "",
        "| evidence | " + " | ".join(name for name, _, _ in sets) + " |",
        "|---|" + "---|" * len(sets),
    ]
    for name, change in VARIANTS:
        cells = [_cell(measure(index, cases, change)) for _, index, cases in sets]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def measure(index: SearchIndex, cases: Sequence[Case], change: dict[str, float]) -> list[float]:
    """Share of cases whose answer is in the best 1, 2 and 3 sentences."""
    shipped = {name: getattr(module, name) for name in change if name != "terms"}
    for name in shipped:
        setattr(module, name, change[name])
    try:
        hits = np.zeros(3)
        for question, article_id, answers in cases:
            found = find_evidence(question, index.search(question, 10))
            found = _add_terms(index, question, found, change.get("terms", 0.0))
            place = next(
                (n for n, scored in enumerate(found[:3]) if _holds(scored, article_id, answers)), 3
            )
            hits[place:] += 1
    finally:
        for name, value in shipped.items():
            setattr(module, name, value)
    return list(hits / len(cases))


def _add_terms(
    index: SearchIndex, question: str, found: list[ScoredEvidence], weight: float
) -> list[ScoredEvidence]:
    if not weight:
        return found
    wanted = index.weigh_terms(question)
    total = sum(wanted.values()) or 1.0

    def score(scored: ScoredEvidence) -> float:
        held = set(index.terms(scored.evidence.text))
        share = sum(idf for term, idf in wanted.items() if term in held) / total
        return scored.evidence.score + weight * share

    return sorted(found, key=score, reverse=True)


def _holds(scored: ScoredEvidence, article_id: str, answers: Sequence[str]) -> bool:
    text = " ".join(scored.evidence.text.split()).casefold()
    return scored.evidence.article.id == article_id and any(
        " ".join(answer.split()).casefold() in text for answer in answers
    )


def _cell(shares: Sequence[float]) -> str:
    return " / ".join(f"{share:.3f}" for share in shares)
