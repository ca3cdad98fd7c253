"""Do the citations show the evidence, and are they verbatim?"""

import re
from collections.abc import Sequence
from unicodedata import normalize

from chatbot.answer import Citation
from evaluation.answers import contains_gold
from evaluation.question import Question
from ingest import Span

COVERED = 0.5  # of a sentence's characters; less leaves its statement to guess


def locate(evidence: str, body: str) -> list[Span]:
    """Find evidence in an article.

    Args:
        evidence: A sentence as a question set gives it; NFC-normalised here.
        body: The article's body.

    Returns:
        Every place it stands, verbatim but for white space; empty if it stands nowhere.
    """
    words = normalize("NFC", evidence).split()
    if not words:
        return []
    pattern = r"\s+".join(map(re.escape, words))
    return [Span(*match.span()) for match in re.finditer(pattern, body)]


def evidence_cited(question: Question, citations: Sequence[Citation]) -> float | None:
    """Measure how much of the gold evidence an answer's citations show.

    Evidence is shown when citations of the gold article cover at least half the characters of
    one place where it stands. Where a question has gold answers but no evidence, it is shown
    when a citation of the gold article quotes a gold answer. Where it names no article, that of
    any citation will do.

    Args:
        question: With its gold.
        citations: Of the answer given; none if it was refused.

    Returns:
        Share of the evidence sentences shown, 0..1; None where there is nothing to show: an
        unanswerable question, or one with neither evidence nor answers.

    Source: the recall of citations in Gao et al., "Enabling Large Language Models to Generate
    Text with Citations" (ALCE, EMNLP 2023), with overlap in place of entailment.
    """
    if not question.answerable or not (question.evidence or question.answers):
        return None
    gold_id = question.article_id
    relevant = [each for each in citations if not gold_id or each.article.id == gold_id]
    if not question.evidence:
        return float(any(contains_gold(each.quote, question.answers) for each in relevant))
    shown = [_is_covered(sentence, relevant) for sentence in question.evidence]
    return sum(shown) / len(shown)


def verbatim_share(citations: Sequence[Citation]) -> float | None:
    """Measure how many citations quote their article character for character.

    Args:
        citations: Of one answer.

    Returns:
        Share with `article.body[start:end] == quote` and a quote that is not empty, 0..1; None
        without citations.

    Source: own definition; the promise of `chatbot.answer.Citation`, measured.
    """
    if not citations:
        return None
    kept = [
        bool(each.quote) and each.article.body[each.start : each.end] == each.quote
        for each in citations
    ]
    return sum(kept) / len(kept)


def _is_covered(evidence: str, citations: Sequence[Citation]) -> bool:
    bodies = {each.article.id: each.article.body for each in citations}
    for article_id, body in bodies.items():
        cited = [(each.start, each.end) for each in citations if each.article.id == article_id]
        for span in locate(evidence, body):
            characters = range(span.start, span.end)
            covered = sum(any(start <= i < end for start, end in cited) for i in characters)
            if covered >= COVERED * len(characters):
                return True
    return False
