import pytest

from evaluation.metrics.outcomes import HEADINGS, outcome_of
from evaluation.question_sets.question import Qrel, Question

FULL = {"answers": ("13",), "article_id": "merz"}
BEIR = (Qrel("merz", 2), Qrel("paris", 1), Qrel("berlin", 0))


@pytest.mark.parametrize(
    ("gold", "status", "scores", "cited", "expected"),
    [
        (FULL, "answered", (1, 1, 1), {"merz"}, "right"),
        (FULL, "answered", (0, 0, 0), set(), "not_retrieved"),
        (FULL, "refused", (0, 0, 0), set(), "not_retrieved"),
        (FULL, "refused", (1, 0, 0), set(), "wrongly_refused"),
        (FULL, "answered", (1, 0, 1), {"merz"}, "not_cited"),
        (FULL, "answered", (1, 1, 0), {"merz"}, "not_said"),
        ({"answerable": False}, "refused", (None, None, None), set(), "right"),
        ({"answerable": False}, "answered", (None, None, None), {"merz"}, "wrongly_answered"),
        ({}, "answered", (None, None, None), {"merz"}, "unjudged"),
        ({}, "refused", (None, None, None), set(), "wrongly_refused"),
        ({"article_id": "merz"}, "answered", (1, None, None), {"merz"}, "right"),
        ({"article_id": "merz"}, "answered", (1, None, None), {"paris"}, "not_cited"),
        ({"evidence": ("a", "b")}, "answered", (None, 0.5, None), {"merz"}, "right"),
        ({"answers": ("13",)}, "answered", (None, 1, 0), {"merz"}, "not_said"),
        ({"qrels": BEIR}, "answered", (1, None, None), {"paris"}, "unjudged"),
        ({"qrels": BEIR}, "answered", (0, None, None), {"merz"}, "not_retrieved"),
    ],
)
def test_a_failure_is_put_down_to_the_step_that_caused_it(gold, status, scores, cited, expected):
    question = Question(id="1", question="Warum zögert Merz?", **gold)
    named = dict(zip(("recall@10", "evidence_cited", "contains_gold"), scores, strict=True))

    assert outcome_of(question, status, named, cited) == expected


def test_every_outcome_has_a_german_heading():
    assert len(set(HEADINGS.values())) == 7
