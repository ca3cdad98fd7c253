"""When to refuse: fits the calibration of chatbot/refusal.py. `python -m benchmarks refusal`."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from benchmarks.collections import (
    open_index,
    read_news,
    read_news_questions,
    read_xquad,
)
from chatbot.evidence import find_evidence
from chatbot.reader import EvidenceReader
from chatbot.refusal import (
    WITH_READER,
    WITHOUT_READER,
    Calibration,
    Support,
    estimate_confidence,
    measure_support,
)
from evaluation.metrics.calibration import calibration_error, reliability_bins
from index import SearchIndex

REFUSED_AT_MOST = 0.08  # of the answerable questions that the threshold is chosen on
HELD_OUT = 4  # part of the news questions that the reader was not trained on

FloatArray = NDArray[np.float64]
Groups = dict[str, list[Support]]

ANSWERABLE = ("XQuAD, passage there", "news part 4, answered")
COMPARISONS = (
    ("XQuAD, the answering passage is missing", ANSWERABLE[0], ("XQuAD, passage missing",)),
    ("news part 4, near misses", ANSWERABLE[1], ("news part 4, near miss",)),
    ("news part 4, off-topic", ANSWERABLE[1], ("off-topic",)),
    ("news part 4, near misses and off-topic", ANSWERABLE[1],
     ("news part 4, near miss", "off-topic")),
)  # fmt: skip


def run() -> str:
    """Fit, and report how the shipped and the fitted calibration do; in Markdown."""
    groups = _measure_groups(EvidenceReader())
    fitted = _fit(groups)
    lines = [
        "# Refusal",
        "",
        "Confidence is the probability that the sources speak of what is asked (from the best "
        "sentence's similarity and the share of the question's terms) times the probability that "
        "the best sentence answers (from the reader). Every group of questions counts the same in "
        "the fit.",
        "",
        "| | topic: constant, similarity, terms | answer: constant, reading | threshold |",
        "|---|---|---|---|",
        _calibration_row("fitted now", fitted),
        _calibration_row("shipped", WITH_READER),
        "",
        "As shipped:",
        "",
        "| questions | n | refused | mean confidence |",
        "|---|---|---|---|",
    ]
    shipped = {name: _confidences(found, WITH_READER) for name, found in groups.items()}
    for name, values in shipped.items():
        lines.append(
            f"| {name} | {len(values)} | {np.mean(values < WITH_READER.threshold):.3f} "
            f"| {np.mean(values):.3f} |"
        )
    unread = {
        name: _confidences([Support(s.sentence_similarity, s.term_share) for s in found],
                           WITHOUT_READER)
        for name, found in groups.items()
    }  # fmt: skip
    lines += ["", "| AUROC | with the reader | without |", "|---|---|---|"]
    for name, yes, no in COMPARISONS:
        cells = (
            _auroc(table[yes], np.concatenate([table[group] for group in no]))
            for table in (shipped, unread)
        )
        lines.append(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    everything = np.concatenate(list(shipped.values()))
    labels = np.concatenate([np.full(len(v), n in ANSWERABLE) for n, v in shipped.items()])
    bins = reliability_bins(everything, labels)
    lines += [
        "",
        f"Reliability over all {len(labels)} questions, expected calibration error "
        f"{calibration_error(everything, labels):.3f}:",
        "",
        "| mean confidence | answerable | questions |",
        "|---|---|---|",
        *(
            f"| {one.confidence:.2f} | {one.answerable:.2f} | {one.count} |"
            for one in bins
            if one.count
        ),
    ]
    return "\n".join(lines) + "\n"


def _measure_groups(reader: EvidenceReader) -> Groups:
    articles, squad = read_xquad()
    even, odd = (open_index(f"xquad-{name}", articles[first::2])
                 for name, first in (("even", 0), ("odd", 1)))  # fmt: skip
    kept = {article.id for article in articles[::2]}
    in_even = [q.question for q in squad if q.article_id in kept]
    in_odd = [q.question for q in squad if q.article_id not in kept]
    news = open_index("news", read_news())
    asked = [q for q in read_news_questions() if q.part == HELD_OUT]
    return {
        ANSWERABLE[0]: [*_supports(even, in_even, reader), *_supports(odd, in_odd, reader)],
        "XQuAD, passage missing": [
            *_supports(odd, in_even, reader), *_supports(even, in_odd, reader),
        ],
        ANSWERABLE[1]: _supports(news, [q.question for q in asked if q.answer], reader),
        "news part 4, near miss": _supports(
            news, [q.question for q in asked if not q.answer], reader
        ),
        "off-topic": _supports(news, [q.question for q in squad[::3]], reader),
    }  # fmt: skip


def _supports(
    index: SearchIndex, questions: Iterable[str], reader: EvidenceReader
) -> list[Support]:
    found = []
    for question in questions:
        result = index.search(question, 10)
        found.append(
            measure_support(question, index, result, find_evidence(question, result, reader))
        )
    return found


def _confidences(supports: Iterable[Support], calibration: Calibration) -> FloatArray:
    return np.array([estimate_confidence(support, calibration) for support in supports])


def _fit(groups: Groups) -> Calibration:
    """Maximum likelihood of the product of two logistic regressions."""

    def calibrate(values: FloatArray, threshold: float = 0.0) -> Calibration:
        a, b, c, d, e = map(float, values)
        return Calibration((a, b, c), (d, e), WITH_READER.reason, threshold)

    def loss(values: FloatArray) -> float:
        calibration = calibrate(values)
        total = 1e-4 * float(values @ values)
        for name, supports in groups.items():
            p = np.clip(_confidences(supports, calibration), 1e-9, 1 - 1e-9)
            total -= float(np.mean(np.log(p if name in ANSWERABLE else 1 - p)))
        return total

    start = np.array([*WITH_READER.topic, *WITH_READER.answer])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 2000}).x
    fitted = calibrate(found)
    answerable = np.concatenate([_confidences(groups[name], fitted) for name in ANSWERABLE])
    return calibrate(found, float(np.quantile(answerable, REFUSED_AT_MOST)))


def _calibration_row(name: str, calibration: Calibration) -> str:
    topic = ", ".join(f"{value:.3f}" for value in calibration.topic)
    answer = ", ".join(f"{value:.3f}" for value in calibration.answer)
    return f"| {name} | {topic} | {answer} | {calibration.threshold:.3f} |"


def _auroc(yes: FloatArray, no: FloatArray) -> float:
    labels = [1] * len(yes) + [0] * len(no)
    return float(roc_auc_score(labels, np.concatenate([yes, no])))
