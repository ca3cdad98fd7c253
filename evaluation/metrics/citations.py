"""Do the citations show the evidence, and are they verbatim?"""

import re
from collections.abc import Sequence
from unicodedata import normalize

from chatbot.answer import Citation
from evaluation.metrics.answers import contains_gold
from evaluation.metrics.statements import find_statements
from evaluation.question_sets.question import Question
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
    if not _has_gold(question):
        return None
    gold_id = question.article_id
    relevant = [each for each in citations if not gold_id or each.article.id == gold_id]
    if not question.evidence:
        return float(any(contains_gold(each.quote, question.answers) for each in relevant))
    shown = [_is_covered(sentence, relevant) for sentence in question.evidence]
    return sum(shown) / len(shown)


def citation_precision(question: Question, citations: Sequence[Citation]) -> float | None:
    """Measure how many citations of an answer show gold evidence.

    A citation shows evidence when it overlaps one place of it, in the gold article, by at least
    half the characters of the shorter of the two. Where a question has gold answers but no
    evidence, it must quote a gold answer instead; where it names no article, any will do.

    ALCE asks a language model whether a citation entails its statement, and whether the other
    citations of that statement would do without it. Here overlap with the gold evidence stands
    in for entailment, and each citation is judged alone. As other places of an article may
    support an answer as well, the figure is a lower bound.

    Args:
        question: With its gold.
        citations: Of the answer given; none if it was refused.

    Returns:
        Share of the citations, 0..1; None without citations, and where there is nothing to show
        (see `evidence_cited`).

    Source: citation precision in Gao et al. (ALCE, EMNLP 2023), adapted as said.
    """
    if not _has_gold(question) or not citations:
        return None
    right = [_shows_evidence(question, citation) for citation in citations]
    return sum(right) / len(right)


def citation_recall(question: Question, text: str, citations: Sequence[Citation]) -> float | None:
    """Measure how many sentences of an answer name a citation that shows gold evidence.

    ALCE counts a sentence when its citations, taken together, entail it. Here it counts when one
    of them shows gold evidence as in `citation_precision`: that the sentence says what the
    evidence says is left to `contains_gold` and its like. A sentence without citations counts
    as unsupported, as in ALCE.

    Args:
        question: With its gold.
        text: Of the answer given; empty if it was refused.
        citations: Of the answer given.

    Returns:
        Share of the sentences, 0..1; None without sentences, and where there is nothing to show.

    Source: citation recall in Gao et al. (ALCE, EMNLP 2023), adapted as said.
    """
    statements = find_statements(text, citations)
    if not _has_gold(question) or not statements:
        return None
    right = {each.number for each in citations if _shows_evidence(question, each)}
    supported = [not right.isdisjoint(statement.numbers) for statement in statements]
    return sum(supported) / len(supported)


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


def _has_gold(question: Question) -> bool:
    return question.answerable and bool(question.evidence or question.answers)


def _shows_evidence(question: Question, citation: Citation) -> bool:
    if question.article_id and citation.article.id != question.article_id:
        return False
    if not question.evidence:
        return contains_gold(citation.quote, question.answers)
    places = [p for each in question.evidence for p in locate(each, citation.article.body)]
    for place in places:
        shared = min(place.end, citation.end) - max(place.start, citation.start)
        shorter = min(place.end - place.start, citation.end - citation.start)
        if shared > 0 and shared >= COVERED * shorter:
            return True
    return False


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
