"""From passages to the sentences that answer.

A sentence is judged by what the evidence reader makes of it, by its own similarity to the question
and that of its neighbours (a sentence rarely stands alone), by its passage, by whether it holds the
kind of thing asked for, and by whether its article holds the names and years in the question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chatbot.answer import Evidence
from chatbot.numbers import find_years
from chatbot.question import classify_question, find_names, holds_answer_type
from chatbot.reader import AT_ONCE, EvidenceReader, SentenceReading
from index import PassageText, SearchIndex, SearchResult, SentenceScores
from ingest import Article, Span

FloatVector = NDArray[np.float32]

PASSAGES = 5  # read for evidence; recall@5 is .997, benchmarks/results/answers.md
SURE = 0.0  # a reading from which on no further passage is read: likelier there than nowhere
# What a follow-up adds, chosen on the follow-ups of sample/questions.jsonl and looked at on others:
FOLLOW_UP_TERM_WEIGHT = 2.5
CARRIED_WEIGHT = 3.0
_SHORT_NAME = 4  # letters; "Hans" keeps its "s"
_MAX_TITLE = 120  # characters of a title that the reader sees


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts.

    Attributes:
        reading: What the reader makes of the sentence; see `SentenceReading.score`.
        sentence: Its similarity to the question, in standard deviations; see `SentenceScores`.
        previous: The similarity of the sentence before it.
        following: The similarity of the sentence after it.
        passage: The score of its passage, 0 to 1.
        kind: Added if it holds the kind of thing asked for.
        reason: Added instead if a reason is asked for and it holds one. The reader sees reasons
            less surely than numbers and names.
        names: The share of the question's names and years that its article holds, 0 to 1. Those
            that no article found holds don't count.
    """

    reading: float
    sentence: float
    previous: float
    following: float
    passage: float
    kind: float
    reason: float
    names: float


# Chosen on a third of the news training questions:
WITHOUT_READER = Weights(0, 1, 0.3, 0.15, 3.3, 2.0, 2.0, 1.0)
# Fitted on both development sets (benchmarks/results/evidence.md has a later fit), `names` after
# the others. `reason` is set by hand, above what was fitted, so that reasons given without a "weil"
# are found:
WITH_READER = Weights(0.33, 1.18, 0.42, 0.41, 3.47, 0.56, 3.0, 3.0)


@dataclass(frozen=True, slots=True)
class ScoredEvidence:
    """Evidence with what is needed to choose among several.

    Attributes:
        evidence: The sentence.
        vector: Its vector, to notice sentences that say the same; shape (dimensions,).
        similarity: Its own to the question, in standard deviations; see `SentenceScores`.
        reading: See `SentenceReading.score`; None without a reader.
    """

    evidence: Evidence
    vector: FloatVector
    similarity: float
    reading: float | None = None


def find_evidence(
    question: str,
    result: SearchResult,
    reader: EvidenceReader | None = None,
    weights: Weights | None = None,
    *,
    thorough: bool = False,
) -> list[ScoredEvidence]:
    """The sentences of the best passages, most promising first.

    Args:
        question: As it is to be understood; decides what kind of thing is looked for.
        result: What was found for it.
        reader: Reads the best passages with the question, the others only while it is not sure of
            an answer; sentences of passages that it does not read are left out. None to go by
            vectors alone.
        weights: `WITH_READER` or `WITHOUT_READER` if None.
        thorough: Whether all passages are read, however sure the reader is.
    """
    if weights is None:
        weights = WITHOUT_READER if reader is None else WITH_READER
    kind = classify_question(question)
    kind_weight = weights.reason if kind == "reason" else weights.kind
    passages = result.sentences[:PASSAGES]
    named = share_names(question, [result.articles[p.hit.passage.article_id] for p in passages])
    readings: Sequence[Sequence[SentenceReading | None]]
    if reader is None:
        readings = [[None] * len(scored.hit.passage.sentences) for scored in passages]
    else:
        texts = [_readable(scored, result.articles) for scored in passages]
        readings = _read(question, texts, reader, sure=np.inf if thorough else SURE)
    found = []
    for scored, of_passage in zip(passages, readings, strict=False):
        article = result.articles[scored.hit.passage.article_id]
        context = _weigh_context(scored.similarities, weights)
        for place, (span, reading) in enumerate(
            zip(scored.hit.passage.sentences, of_passage, strict=True)
        ):
            fits = holds_answer_type(kind, article.body[span.start : span.end])
            score = context[place] + weights.passage * scored.hit.score + kind_weight * fits
            score += weights.names * named[article.id]
            if reading is not None:
                score += weights.reading * reading.score
            found.append(
                ScoredEvidence(
                    Evidence(
                        span, scored.hit.passage, article, float(score), _answer(scored, reading)
                    ),
                    scored.vectors[place],
                    float(scored.similarities[place]),
                    reading.score if reading is not None else None,
                )
            )
    found.sort(key=lambda scored: -scored.evidence.score)
    return found


def share_names(question: str, articles: Sequence[Article]) -> dict[str, float]:
    """The share of a question's names and years that each article holds, by its id.

    1 if there are none. The year in which an article was published counts as held.
    """
    texts = {
        article.id: f"{article.title} {article.body} {article.published or ''}".casefold()
        for article in articles
    }
    names = [_bare(name) for name in find_names(question)] + find_years(question)
    names = [name for name in names if any(name in text for text in texts.values())]
    return {
        key: sum(name in text for name in names) / len(names) if names else 1.0
        for key, text in texts.items()
    }


def _bare(name: str) -> str:
    """The last word of a name without the "s" of the genitive: enough to look for it in a text."""
    word = name.rsplit(maxsplit=1)[-1].casefold()
    return word[:-1] if len(word) > _SHORT_NAME and word.endswith("s") else word


def prefer_follow_up(
    found: Sequence[ScoredEvidence],
    wanted: Mapping[str, float],
    carried: str,
    index: SearchIndex,
) -> list[ScoredEvidence]:
    """Move up what holds the terms that a follow-up adds, and what is of the article before.

    Args:
        found: Sentences with their scores.
        wanted: The follow-up's own terms with their weights.
        carried: Id of the article that fits the questions before best; empty if none does.
        index: Makes the terms of the sentences.
    """
    total = sum(wanted.values()) or 1.0
    moved = []
    for scored in found:
        held = set(index.terms(scored.evidence.text))
        share = sum(weight for term, weight in wanted.items() if term in held) / total
        score = scored.evidence.score + FOLLOW_UP_TERM_WEIGHT * share
        score += CARRIED_WEIGHT * (scored.evidence.article.id == carried)
        moved.append(replace(scored, evidence=replace(scored.evidence, score=score)))
    return sorted(moved, key=lambda scored: -scored.evidence.score)


def _read(
    question: str, texts: Sequence[PassageText], reader: EvidenceReader, *, sure: float
) -> list[list[SentenceReading]]:
    """Readings of the first texts: of all, unless the reader is sure before."""
    readings: list[list[SentenceReading]] = []
    for start in range(0, len(texts), AT_ONCE):
        readings += reader.read(question, texts[start : start + AT_ONCE])
        if any(reading.score > sure for of_text in readings for reading in of_text):
            break
    return readings


def _readable(scored: SentenceScores, articles: Mapping[str, Article]) -> PassageText:
    """A passage as the reader gets it: the title before it, unless it opens the article."""
    passage = scored.hit.passage
    title = articles[passage.article_id].title[:_MAX_TITLE] if passage.start else ""
    sentences = tuple(
        Span(start - passage.start, end - passage.start) for start, end in passage.sentences
    )
    return PassageText(title, passage.text, sentences)


def _answer(scored: SentenceScores, reading: SentenceReading | None) -> Span | None:
    """The span of a reading, in the article's body."""
    if reading is None or reading.answer is None:
        return None
    offset = scored.hit.passage.start
    return Span(reading.answer.start + offset, reading.answer.end + offset)


def _weigh_context(similarities: FloatVector, weights: Weights) -> FloatVector:
    """Each sentence's similarity with its neighbours'; at the ends its own stands in."""
    previous = np.concatenate([similarities[:1], similarities[:-1]])
    following = np.concatenate([similarities[1:], similarities[-1:]])
    together = (
        weights.sentence * similarities
        + weights.previous * previous
        + weights.following * following
    )
    return together.astype(np.float32)
