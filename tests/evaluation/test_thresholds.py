import pytest

from evaluation.errors import ThresholdError
from evaluation.metrics.definitions import BY_NAME, Estimate
from evaluation.runs.thresholds import Threshold, missed, parse_threshold


@pytest.mark.parametrize(
    ("text", "name", "least"),
    [
        ("recall@5=0.9", "recall@5", 0.9),
        (" nDCG@10 = 1 ", "ndcg@10", 1.0),
        ("refusal_auroc=0", "refusal_auroc", 0.0),
    ],
)
def test_a_threshold_is_a_metric_and_a_number(text, name, least):
    assert parse_threshold(text) == Threshold(metric=BY_NAME[name], least=least)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("recall@5", "write it as metric=value"),
        ("recall@7=0.9", r"no such metric 'recall@7'; known are recall@1, recall@5, .*accuracy$"),
        ("latency_p50_ms=0.9", "no such metric 'latency_p50_ms'"),
        ("recall@5=viel", "'viel' is no number"),
        ("recall@5=0,9", "'0,9' is no number"),
        ("recall@5=90", r"lies in 0\.\.1"),
        ("recall@5=nan", r"lies in 0\.\.1"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_the_remedy(text, reason):
    with pytest.raises(ThresholdError, match=reason):
        parse_threshold(text)


def test_a_threshold_is_missed_below_it_and_where_the_figure_is_undefined():
    metrics = {
        "recall@1": Estimate(0.8, 0.7, 0.9, 10),
        "recall@5": Estimate(0.9, 0.8, 1.0, 10),
        "refusal_recall": Estimate(None, None, None, 0),
    }
    thresholds = [
        parse_threshold(text) for text in ("recall@1=0.81", "recall@5=0.9", "refusal_recall=0.5")
    ]

    found = missed(thresholds, metrics)

    assert [(each.metric.name, value) for each, value in found] == [
        ("recall@1", 0.8),
        ("refusal_recall", None),
    ]
