"""When to refuse: fits the weights of chatbot/refusal.py. `python -m benchmarks refusal`."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from benchmarks.collections import (
    open_index,
    read_news,
    read_news_questions,
    read_xquad,
)
from chatbot.evidence import find_evidence
from chatbot.refusal import (
    BIAS,
    SENTENCE_SIMILARITY,
    TERM_SHARE,
    THRESHOLD,
    Support,
    estimate_confidence,
    measure_support,
)
from index import SearchIndex

REFUSED_AT_MOST = 0.08  # of the answerable questions that the threshold is chosen on
HELD_OUT = 4  # part of the news questions that is only reported on


def run() -> str:
    """Fit, and report how the shipped and the fitted weights do; in Markdown."""
    groups = _measure_groups()
    chosen_on = ["XQuAD, passage there", "XQuAD, passage missing", "news, answered", "off-topic"]
    features = np.concatenate([groups[name] for name in chosen_on])
    labels = np.concatenate([np.full(len(groups[n]), _answerable(n)) for n in chosen_on])
    weights = np.concatenate([np.full(len(groups[n]), 1 / len(groups[n])) for n in chosen_on])
    model = LogisticRegression(C=1e4, max_iter=10_000)
    model.fit(features, labels, sample_weight=weights * len(labels) / len(chosen_on))
    fitted = (float(model.intercept_[0]), *map(float, model.coef_[0]))
    confidence = {name: model.predict_proba(rows)[:, 1] for name, rows in groups.items()}
    answered = np.concatenate([confidence[n] for n in chosen_on if _answerable(n)])
    threshold = float(np.quantile(answered, REFUSED_AT_MOST))
    shipped = {
        name: np.array([estimate_confidence(Support(*row)) for row in rows])
        for name, rows in groups.items()
    }
    return "\n".join(
        [
            "# Refusal",
            "",
            "Logistic regression over two scores, each group of questions with equal weight. Near "
            "misses (right article, fact not in it) are left out of the fit: they are worded "
            "closer to the text than answerable questions, and these scores can't tell them apart.",
            "",
            "| | bias | sentence similarity | term share | threshold |",
            "|---|---|---|---|---|",
            "| fitted now | " + " | ".join(f"{v:.3f}" for v in (*fitted, threshold)) + " |",
            "| shipped | " + " | ".join(f"{v:.3f}" for v in (
                BIAS, SENTENCE_SIMILARITY, TERM_SHARE, THRESHOLD)) + " |",
            "",
            "Shipped weights:",
            "",
            "| questions | n | refused | mean confidence |",
            "|---|---|---|---|",
            *(
                f"| {name} | {len(values)} | {np.mean(values < THRESHOLD):.3f} "
                f"| {np.mean(values):.3f} |"
                for name, values in shipped.items()
            ),
            "",
            "| held apart | AUROC |",
            "|---|---|",
            *(
                f"| {name} | {_auroc(shipped[yes], shipped[no]):.3f} |"
                for name, yes, no in (
                    ("XQuAD, the answering passage is missing", "XQuAD, passage there",
                     "XQuAD, passage missing"),
                    ("news part 4, near misses", "news part 4, answered", "news part 4, near miss"),
                    ("news part 4, off-topic", "news part 4, answered", "off-topic"),
                )
            ),
            "",
            f"Brier score over the groups: {_brier(shipped, chosen_on):.3f}",
            "",
        ]
    )  # fmt: skip


def _measure_groups() -> dict[str, NDArray[np.float64]]:
    articles, squad = read_xquad()
    even, odd = (open_index(f"xquad-{name}", articles[first::2])
                 for name, first in (("even", 0), ("odd", 1)))  # fmt: skip
    kept = {article.id for article in articles[::2]}
    in_even = [q.question for q in squad if q.article_id in kept]
    in_odd = [q.question for q in squad if q.article_id not in kept]
    news = open_index("news", read_news())
    questions = read_news_questions()

    def pick(*, held_out: bool, answered: bool) -> list[str]:
        return [q.question for q in questions
                if (q.part == HELD_OUT) is held_out and bool(q.answer) is answered]  # fmt: skip

    return {
        "XQuAD, passage there": np.concatenate([_supports(even, in_even), _supports(odd, in_odd)]),
        "XQuAD, passage missing": np.concatenate(
            [_supports(odd, in_even), _supports(even, in_odd)]
        ),
        "news, answered": _supports(news, pick(held_out=False, answered=True)),
        "news, near miss": _supports(news, pick(held_out=False, answered=False)),
        "off-topic": _supports(news, [q.question for q in squad]),
        "news part 4, answered": _supports(news, pick(held_out=True, answered=True)),
        "news part 4, near miss": _supports(news, pick(held_out=True, answered=False)),
    }


def _supports(index: SearchIndex, questions: Iterable[str]) -> NDArray[np.float64]:
    rows = []
    for question in questions:
        result = index.search(question, 10)
        support = measure_support(index, result, find_evidence(question, result))
        rows.append([support.sentence_similarity, support.term_share])
    return np.array(rows)


def _answerable(group: str) -> bool:
    return group.endswith(("there", "answered"))


def _auroc(yes: NDArray[np.float64], no: NDArray[np.float64]) -> float:
    labels = [1] * len(yes) + [0] * len(no)
    return float(roc_auc_score(labels, np.concatenate([yes, no])))


def _brier(confidence: dict[str, NDArray[np.float64]], names: list[str]) -> float:
    return float(np.mean([
        brier_score_loss([_answerable(name)] * len(confidence[name]), confidence[name],
                         labels=[False, True])
        for name in names
    ]))  # fmt: skip
