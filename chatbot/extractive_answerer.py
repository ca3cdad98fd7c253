"""From a question to an answer in the sources' own words, or a refusal."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from chatbot import refusal
from chatbot.answer import Answer, Evidence
from chatbot.answer_memory import AnswerMemory
from chatbot.evidence import ScoredEvidence, find_evidence, prefer_follow_up
from chatbot.extractive import choose_sentences, compose_answer
from chatbot.follow_up import find_capitalised, make_standalone, points_back, resolve_pronoun
from chatbot.question import classify_question
from chatbot.reader import EvidenceReader
from chatbot.refusal import (
    estimate_confidence,
    find_unknown_words,
    measure_support,
    share_of_terms,
    speaks_the_language_of,
)
from chatbot.rewriting import QuestionRewriter
from chatbot.small_talk import recognise_broad, recognise_small_talk, word_broad, word_small_talk
from chatbot.wording import word_filtered_out, word_refusal
from index import ArticleEntry, ArticleFilter, IndexDamagedError, SearchIndex, SearchResult
from ingest import Article, detect_language

MAX_QUESTION = 2000  # characters
_HITS = 10  # passages that an answer reports as considered
# Shares of a follow-up's names and nouns, weighted by rarity. One passage elsewhere holds all of
# them, the article before not even half: a new topic. Set by hand on a few follow-ups.
_HELD_ELSEWHERE = 0.99
_HELD_BEFORE = 0.5


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """An answer with what it rests on.

    Attributes:
        answer: The answer in the sources' own words, or the refusal.
        chosen: The sentences that it rests on, most promising first; empty on refusal.
        ranked: All sentences that were considered, most promising first; empty on refusal.
    """

    answer: Answer
    chosen: tuple[Evidence, ...] = ()
    ranked: tuple[Evidence, ...] = ()


class _Understood(NamedTuple):
    """A question as it is worked with.

    Attributes:
        query: What is searched for.
        question: What is read for: the question, with what its pronoun stands for.
        carried: Id of the article that fits the questions it leans on best; empty if it leans on
            none.
    """

    query: str
    question: str
    carried: str = ""


class ExtractiveAnswerer:
    """Searches, reads, decides whether the sources answer, and quotes them.

    Args:
        index: The collection.
        reader: Reads question and passages together; None to go by vectors alone.
        rewriter: Rewrites follow-ups with a language model; without it they are searched for
            together with the questions they lean on.
    """

    def __init__(
        self,
        index: SearchIndex,
        reader: EvidenceReader | None,
        rewriter: QuestionRewriter | None = None,
    ) -> None:
        self._index = index
        self._reader = reader
        self._rewriter = rewriter
        self._answers: AnswerMemory[FoundAnswer] = AnswerMemory()
        self._calibration = refusal.WITHOUT_READER if reader is None else refusal.WITH_READER

    def answer(self, question: str, history: Sequence[str], within: ArticleFilter) -> FoundAnswer:
        """Answer a question, out of one generation of the index.

        When that is forgotten meanwhile, because others were published, the newest one answers.

        Args:
            question: Not empty, cleaned.
            history: Earlier questions, oldest first, cleaned.
            within: The articles to answer from.
        """
        with self._index.hold() as before:
            try:
                return self._recall(before, question, history, within)
            except IndexDamagedError as error:
                damaged = error
        with self._index.hold() as generation:
            if generation == before:
                raise damaged
            return self._recall(generation, question, history, within)

    def _recall(
        self, generation: Hashable, question: str, history: Sequence[str], within: ArticleFilter
    ) -> FoundAnswer:
        """An answer out of the generation held, from memory if it was given before."""
        if self._rewriter and history:  # what a language model wrote is not kept
            return self._answer(question, history, within)
        asked = (question, tuple(history), within)
        known = self._answers.find(generation, asked)
        if known is None:
            known = self._answer(question, history, within)
            self._answers.keep(generation, asked, known)
        return known

    def _answer(self, question: str, history: Sequence[str], within: ArticleFilter) -> FoundAnswer:
        language = detect_language(question)
        reply = self._reply_without_evidence(question, history, language, within)
        if reply is not None:
            return FoundAnswer(reply)
        query, read, carried = self._understand(question, history, within)
        follows = query != read
        result = self._index.search(query, _HITS, focus=read if follows else "", within=within)
        evidence = find_evidence(read, result, self._reader, thorough=follows)
        if follows:
            wanted = self._index.weigh_terms(read)
            evidence = prefer_follow_up(evidence, wanted, carried, self._index)
        support = measure_support(read, self._index, result, evidence)
        confidence = estimate_confidence(support, self._calibration)
        understood = read if read != question else ""
        if not evidence or confidence < self._calibration.threshold:
            refused = self._refuse(question, result, evidence, confidence, within)
            return FoundAnswer(replace(refused, understood=understood))
        text, citations = compose_answer(read, evidence, language)
        answer = Answer(question, text, "answered", citations, result.hits, confidence)
        return FoundAnswer(
            replace(answer, understood=understood),
            tuple(choose_sentences(evidence)),
            tuple(scored.evidence for scored in evidence),
        )

    def _understand(
        self, question: str, history: Sequence[str], within: ArticleFilter
    ) -> _Understood:
        """What a question asks for, given the ones before it."""
        query = make_standalone(question, history)[-MAX_QUESTION:]
        if query == question:
            return _Understood(question, question)
        carried = self._find_carried(query.removesuffix(question), within)
        if not points_back(question) and self._opens_topic(question, carried, within):
            return _Understood(question, question)
        rewritten = self._rewriter.rewrite(question, history) if self._rewriter else ""
        if rewritten:
            return _Understood(rewritten, rewritten)
        return _Understood(query, resolve_pronoun(question, history), carried)

    def _opens_topic(self, question: str, carried: str, within: ArticleFilter) -> bool:
        """Whether the names and nouns of a follow-up stand elsewhere, not in the article before."""
        before = self._index.article(carried)
        wanted = self._index.weigh_terms(" ".join(find_capitalised(question)))
        if before is None or not wanted:
            return False
        held = set(self._index.terms(f"{before.title} {before.body}"))
        if share_of_terms(wanted, held) >= _HELD_BEFORE:
            return False
        result = self._index.search(question, _HITS, within=within)
        return any(
            share_of_terms(wanted, set(self._index.terms(hit.passage.text))) >= _HELD_ELSEWHERE
            for hit in result.hits
        )

    def _find_carried(self, earlier: str, within: ArticleFilter) -> str:
        """The article that fits the questions before best; empty if there is none."""
        hits = self._index.search(earlier, 1, within=within).hits if earlier.strip() else ()
        return hits[0].passage.article_id if hits else ""

    def _reply_without_evidence(
        self, question: str, history: Sequence[str], language: str, within: ArticleFilter
    ) -> Answer | None:
        """The reply to what needs no search; None for a question that does.

        That is small talk, a question for everything, or one within a filter that leaves nothing.
        """
        talk = recognise_small_talk(question, history)
        if talk is not None:
            text = word_small_talk(talk, self._index.entries, language)
            return Answer(question, text, "refused", reason="small_talk")
        if within.restricts:
            searched, behind = self._index.count_chosen(within)
            if not searched:
                text = word_filtered_out(within, language, behind=behind > 0)
                return Answer(question, text, "refused", reason="filtered_out")
        topic = recognise_broad(question)
        if topic is None:
            return None
        text = word_broad(self._articles_about(topic, within), language)
        return Answer(question, text, "refused", reason="too_broad")

    def _articles_about(
        self, topic: str, within: ArticleFilter
    ) -> Sequence[Article | ArticleEntry]:
        if not any(character.isalnum() for character in topic):
            return [entry for entry in self._index.entries if within.admits(entry)]
        return list(self._index.search(topic, _HITS, within=within).articles.values())

    def _refuse(
        self,
        question: str,
        result: SearchResult,
        evidence: Sequence[ScoredEvidence],
        confidence: float,
        within: ArticleFilter,
    ) -> Answer:
        nearest = evidence[0].evidence if evidence else None
        same = nearest is None or speaks_the_language_of(question, nearest)
        unknown = find_unknown_words(self._index, question, within) if same else []
        kind, language = classify_question(question), detect_language(question)
        text = word_refusal(nearest, kind, unknown, language, within)
        return Answer(
            question, text, "refused", (), result.hits, confidence, nearest, reason="not_found"
        )
