"""One search judged at three levels: the right article, the right passage, the evidence itself."""

from collections.abc import Sequence

from evaluation.metrics.citations import COVERED
from evaluation.metrics.retrieval import MEASURES, retrieval_scores
from evaluation.question_sets.gold import Gold, Place

LEVELS = {"article": "", "passage": "passage_", "evidence": "evidence_"}
NAMES = tuple(prefix + measure for prefix in LEVELS.values() for measure in MEASURES)


def search_scores(
    ranking: Sequence[str], hits: Sequence[Place], gold: Gold
) -> dict[str, float | None]:
    """Score what was found for one question.

    *Articles* rank where their best passage stands. *Passages* are relevant when they overlap
    evidence or, for a question without evidence, a passage of the gold article that holds a gold
    answer. Gold passages that were not found count as missed; they are those the index would cut,
    as far as no relevant passage found overlaps them, so that other cuts can be compared. At
    the level of *evidence*, recall@k is the share of the evidence sentences of which one of the
    first k passages holds at least half the characters; for rank and order a passage is as
    relevant as the number of evidence sentences it is the first to show.

    Args:
        ranking: Ids of the articles found, best first.
        hits: Passages found, best first.
        gold: What should be found.

    Returns:
        "recall@1" to "ndcg@10" for articles, the same with the prefix "passage_" and "evidence_",
        each 0..1, or None where the gold of that level is unknown.

    Source: measures as in `retrieval_scores`. What is relevant at the lower two levels is our
    own definition; that only new evidence is a gain follows Clarke et al., "Novelty and Diversity
    in Information Retrieval Evaluation" (SIGIR 2008).
    """
    names = [str(rank) for rank in range(len(hits))]
    first = _first_shown(hits, gold)
    found = retrieval_scores(
        {"article": ranking, "passage": names, "evidence": names},
        {
            "article": gold.articles,
            "passage": _passage_grades(hits, gold),
            "evidence": _evidence_grades(first),
        },
    )
    if first:
        for k in (1, 5, 10):
            shown = [rank is not None and rank < k for rank in first]
            found["evidence"][f"recall@{k}"] = sum(shown) / len(shown)
    return {
        prefix + measure: found.get(level, {}).get(measure)
        for level, prefix in LEVELS.items()
        for measure in MEASURES
    }


def _passage_grades(hits: Sequence[Place], gold: Gold) -> dict[str, int]:
    """The passages found that are relevant, by their place in the ranking, and those missed."""
    targets = [place for each in gold.evidence for place in each] or list(gold.passages)
    relevant = [
        rank for rank, hit in enumerate(hits) if any(hit.shared(target) for target in targets)
    ]
    missed = [
        number
        for number, passage in enumerate(gold.passages)
        if not any(hits[rank].shared(passage) for rank in relevant)
    ]
    lost = [number for number, places in enumerate(gold.evidence) if not places]
    return {
        **{str(rank): 1 for rank in relevant},
        **{f"missed {number}": 1 for number in missed},
        **{f"nowhere {number}": 1 for number in lost},
    }


def _first_shown(hits: Sequence[Place], gold: Gold) -> list[int | None]:
    """For each evidence sentence, the place in the ranking, from 0, where it is first shown."""
    return [
        next(
            (
                rank
                for rank, hit in enumerate(hits)
                if any(hit.shared(place) >= COVERED * (place.end - place.start) for place in places)
            ),
            None,
        )
        for places in gold.evidence
    ]


def _evidence_grades(first: Sequence[int | None]) -> dict[str, int]:
    grades: dict[str, int] = {}
    for number, rank in enumerate(first):
        name = f"missed {number}" if rank is None else str(rank)
        grades[name] = grades.get(name, 0) + 1
    return grades
