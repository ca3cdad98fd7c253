"""Answers put together from sentences of the sources, word for word. No language model involved."""

import re
from collections.abc import Sequence
from itertools import groupby

from chatbot.answer import Citation, Evidence
from chatbot.attribution import attribute, put_in_quotes
from chatbot.evidence import ScoredEvidence
from ingest import Article, Span

MAX_SENTENCES = 3  # the best three hold the answer far more often than the best one
MAX_WORDS = 80
MAX_BEHIND = 2.0  # in standard deviations: sentences further behind the best one are left out
SAME_MEANING = 0.97  # cosine of two sentences from which on the second adds nothing
_WORDS_FOR_CONTEXT = 30  # longest sentence that is put in front of another to make it understood

_LEANS_BACK = re.compile(
    r"(?:Dies(?:e[rsmn]?)?|Das|Dabei|Dafür|Dagegen|Damit|Daraus|Darüber|Dazu|Dadurch|Deshalb|Daher"
    r"|Er|Sie|Es|Ihr(?:e[rsmn]?)?|Sein(?:e[rsmn]?)?|Beide|Letztere[rs]?|This|That|These|He|She|It"
    r"|They)\b"
)


def compose_answer(
    evidence: Sequence[ScoredEvidence], language: str
) -> tuple[str, tuple[Citation, ...]]:
    """Quote the best sentences, grouped by article and in reading order.

    Args:
        evidence: Sentences, most promising first, at least one.
        language: Of the words around the quotes, "de" or "en".

    Returns:
        The text, a marker like `[1]` after each quote, and the citations by their numbers.
    """
    chosen = _add_context(choose_sentences(evidence))
    order = {item.article.id: place for place, item in reversed(list(enumerate(chosen)))}
    chosen.sort(key=lambda item: (order[item.article.id], item.sentence.start))
    citations: list[Citation] = []
    paragraphs = []
    for _, group in groupby(chosen, key=lambda item: item.article.id):
        items = list(group)
        quotes = []
        for item in items:
            citation = cite(item, len(citations) + 1)
            citations.append(citation)
            quotes.append(f"{put_in_quotes(citation.quote, language)} [{citation.number}]")
        paragraphs.append(" ".join([attribute(items[0].article, language), *quotes]))
    return "\n\n".join(paragraphs), tuple(citations)


def cite(evidence: Evidence, number: int) -> Citation:
    """A citation of one sentence."""
    start, end = evidence.sentence
    return Citation(number, evidence.text, start, end, evidence.article)


def choose_sentences(evidence: Sequence[ScoredEvidence]) -> list[Evidence]:
    """The best sentence, and those close behind it that add something and fit in."""
    best = evidence[0]
    chosen = [best]
    words = len(best.evidence.text.split())
    for scored in evidence[1:]:
        if len(chosen) == MAX_SENTENCES:
            break
        if best.evidence.score - scored.evidence.score > MAX_BEHIND:
            break
        length = len(scored.evidence.text.split())
        if words + length > MAX_WORDS or _repeats(scored, chosen):
            continue
        chosen.append(scored)
        words += length
    return [scored.evidence for scored in chosen]


def _repeats(scored: ScoredEvidence, chosen: Sequence[ScoredEvidence]) -> bool:
    return any(
        scored.evidence.text == other.evidence.text
        or float(scored.vector @ other.vector) >= SAME_MEANING
        for other in chosen
    )


def _add_context(chosen: list[Evidence]) -> list[Evidence]:
    """Put the sentence before in front of one that opens by pointing back at it."""
    words = sum(len(item.text.split()) for item in chosen)
    taken = {(item.article.id, item.sentence) for item in chosen}
    added = []
    for item in chosen:
        before = _sentence_before(item)
        if before is None or not _LEANS_BACK.match(item.text):
            continue
        context = Evidence(before, item.passage, item.article, item.score)
        length = len(context.text.split())
        if (item.article.id, before) in taken or length > _WORDS_FOR_CONTEXT:
            continue
        if words + length <= MAX_WORDS:
            added.append(context)
            taken.add((item.article.id, before))
            words += length
    return [*chosen, *added]


def _sentence_before(item: Evidence) -> Span | None:
    """The sentence before one in the same paragraph, if there is one."""
    place = item.passage.sentences.index(item.sentence)
    if place == 0:
        return None
    before = item.passage.sentences[place - 1]
    return None if _paragraph_ends(item.article, before.end, item.sentence.start) else before


def _paragraph_ends(article: Article, start: int, end: int) -> bool:
    return "\n" in article.body[start:end]
