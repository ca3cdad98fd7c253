"""Answers phrased by a language model out of a few evidence sentences, and checked against them.

The extractive answer is there before the model is called, and stands whenever the model fails or
what it writes is not supported. Nothing a model writes becomes text before it was checked.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from chatbot.answer import Answer, Evidence, Notice, Verdict, cite
from chatbot.attribution import format_day
from chatbot.events import DraftWritten, Event, TextWithdrawn, TextWritten
from chatbot.model_reply import ReplyError, ReplyReader, WrittenSentence, put_markers, read_pieces
from chatbot.orders import drop_orders, gives_orders
from chatbot.prompt import WritesReplies, choose_evidence, write_prompt
from chatbot.verification import Check, Source, Terms, check_sentence
from chatbot.wording import word_mark
from ingest import Span, detect_language, split_sentences

Unsupported = Literal["mark", "replace"]

Similarity = Callable[[str, Sequence[str]], float]
"""Highest similarity of a sentence to others, in standard deviations above unrelated texts."""

_LOOK_BACK = 1000  # characters before a passage, in which its last sentence is looked for
SECONDS_FOR_A_PLACE = 5.0  # then quotes at once are better than a text some time

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sentence with what checking it came to; cites places in the evidence, from 0."""

    text: str
    places: tuple[int, ...]
    check: Check


class AnswerWriter:
    """Has a chat model phrase answers.

    Args:
        model: Writes the replies.
        terms: Makes the search terms of a text.
        similarity: Compares meanings, for answers in another language than their sources.
        unsupported: What becomes of sentences that the evidence does not support: they are marked,
            or the extractive answer takes the place of the whole answer.
        timeout: Seconds that a reply may take.
        at_once: Replies written at the same time; whoever finds all places taken waits a little,
            and then gets the quotes with a notice.
        enough: Probability that the answer is among the sentences shown to the model, from which on
            it is shown no more; see `choose_evidence`.
    """

    def __init__(
        self,
        model: WritesReplies,
        terms: Terms,
        similarity: Similarity,
        *,
        unsupported: Unsupported = "mark",
        timeout: float = 60.0,
        at_once: int = 4,
        enough: float = 1.0,
    ) -> None:
        self._model = model
        self._terms = terms
        self._similarity = similarity
        self._unsupported = unsupported
        self._timeout = timeout
        self._enough = enough
        self._places = threading.BoundedSemaphore(at_once)

    def write(self, quoted: Answer, evidence: Sequence[Evidence]) -> Iterator[Event]:
        """Phrase an answer.

        Args:
            quoted: The extractive answer to the question, which stands if the model fails.
            evidence: Sentences that may answer, most promising first.

        Yields:
            Drafts and text as they are written, and the `Answer` last. After a `TextWithdrawn`,
            the text begins anew.
        """
        harmless = [item for item in evidence if not is_under_orders(item)]
        chosen = choose_evidence(harmless, enough=self._enough)
        if not chosen:
            yield from _quote(quoted, None)
            return
        composing = _Composing(
            quoted, chosen, self._check, held_back=self._unsupported == "replace"
        )
        language = detect_language(quoted.question)
        prompt = write_prompt(quoted.understood or quoted.question, chosen, language)
        reader = ReplyReader()
        try:
            with self._place():
                pieces = read_pieces(lambda: self._model.stream_reply(prompt), whole=self._timeout)
                for piece in pieces:
                    yield from composing.add(reader.feed(piece))
                    yield DraftWritten(f"{composing.waiting} {reader.draft()}".strip())
            yield from composing.add(reader.finish())
            composing.judge(self._unsupported)
        except ReplyError as error:
            _log.info("%s", error)
            if composing.shown:
                yield TextWithdrawn()
            yield from _quote(quoted, error.notice)
            return
        yield from composing.release()
        yield composing.answer()

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places at the model.

        Raises:
            ReplyError: If none becomes free in time.
        """
        if not self._places.acquire(timeout=SECONDS_FOR_A_PLACE):
            raise ReplyError("model_overloaded", detail="it is writing as much as it may at once")
        try:
            yield
        finally:
            self._places.release()

    def warm_up(self, question: str) -> None:
        """Have the model read what all prompts begin with; raises nothing."""
        prompt = write_prompt(question, (), detect_language(question))
        try:
            next(read_pieces(lambda: self._model.stream_reply(prompt), whole=self._timeout), None)
        except ReplyError as error:
            _log.warning("%s", error)

    def _check(
        self, sentence: WrittenSentence, evidence: Sequence[Evidence], question: str
    ) -> _Judged:
        """Check a sentence against what it cites.

        The sentences cited count first; then, if another one alone supports it, that is cited
        instead; then those cited with their neighbours.
        """
        if gives_orders(sentence.text):
            return _Judged(sentence.text, (), Check("not_found"))
        cited = tuple(number - 1 for number in sentence.numbers if 0 < number <= len(evidence))
        others = [place for place in range(len(evidence)) if place not in cited]
        for places in (cited, *((place,) for place in others)) if cited else ():
            chosen = [evidence[place] for place in places]
            check = self._compare(sentence.text, chosen, question, alone=True)
            if check.finding == "supported":
                return _Judged(sentence.text, places, check)
        check = self._compare(sentence.text, [evidence[place] for place in cited], question)
        return _Judged(sentence.text, cited if check.finding != "not_found" else (), check)

    def _compare(
        self, sentence: str, cited: Sequence[Evidence], question: str, *, alone: bool = False
    ) -> Check:
        """Check a sentence against evidence with its neighbours, or without if it stands alone."""
        sources = [find_source(item) for item in cited]
        if alone:
            sources = [replace(source, context=source.quote) for source in sources]
        return check_sentence(
            sentence,
            sources,
            self._terms,
            question=question,
            similarity=lambda: self._similarity(sentence, [item.text for item in cited]),
        )


class _Composing:
    """Puts checked sentences together.

    Args:
        quoted: The extractive answer.
        evidence: What the sentences may cite.
        check: Checks a sentence.
        held_back: Whether nothing is shown before the reply is over.
    """

    def __init__(
        self,
        quoted: Answer,
        evidence: Sequence[Evidence],
        check: Callable[[WrittenSentence, Sequence[Evidence], str], _Judged],
        *,
        held_back: bool,
    ) -> None:
        self._quoted = quoted
        self._evidence = evidence
        self._check = check
        self._held_back = held_back
        self._language = detect_language(quoted.question)
        self._judged: list[_Judged] = []
        self._cited: list[int] = []
        self._verdicts: list[Verdict] = []
        self.shown = ""

    @property
    def waiting(self) -> str:
        """The text of the sentences that are checked but not shown yet."""
        return " ".join(item.text for item in self._judged[len(self._verdicts) :])

    def add(self, sentences: Sequence[WrittenSentence]) -> Iterator[Event]:
        """Check sentences, and show what may be shown: once one of them is supported."""
        asked = self._quoted.understood or self._quoted.question
        for sentence in sentences:
            self._judged.append(self._check(sentence, self._evidence, asked))
        if not self._held_back and any(_is_of_use(item) for item in self._judged):
            yield from self.release()

    def judge(self, unsupported: Unsupported) -> None:
        """Decide whether the reply as a whole will do.

        Raises:
            ReplyError: If not.
        """
        if not self._judged:
            raise ReplyError("reply_empty", detail="it wrote nothing")
        if not any(item.places for item in self._judged) and not any(
            item.check.missing for item in self._judged
        ):
            raise ReplyError("reply_uncited", detail="it cited nothing")
        lost = any(item.check.finding == "not_found" for item in self._judged)
        if (lost and unsupported == "replace") or not any(map(_is_of_use, self._judged)):
            raise ReplyError("reply_unsupported", detail="the evidence does not support it")

    def release(self) -> Iterator[Event]:
        """Show the sentences that are checked and not shown yet."""
        for item in self._judged[len(self._verdicts) :]:
            numbers = tuple(self._number(place) for place in item.places)
            mark = word_mark(item.check.finding, self._language)
            text = put_markers(item.text, numbers)
            gap = " " if self.shown else ""
            start = len(self.shown) + len(gap)
            self._verdicts.append(
                Verdict(start, start + len(text), item.check.finding, item.check.missing)
            )
            piece = f"{gap}{text}{f' {mark}' if mark else ''}"
            self.shown += piece
            yield TextWritten(piece)

    def answer(self) -> Answer:
        """The whole answer."""
        citations = tuple(
            cite(self._evidence[place], number) for number, place in enumerate(self._cited, 1)
        )
        return replace(
            self._quoted, text=self.shown, citations=citations, verdicts=tuple(self._verdicts)
        )

    def _number(self, place: int) -> int:
        """The number shown for a piece of evidence: 1 for the one cited first, and so on."""
        if place not in self._cited:
            self._cited.append(place)
        return self._cited.index(place) + 1


def is_under_orders(evidence: Evidence) -> bool:
    """Whether a sentence gives orders or follows one, which may want it said."""
    spans = evidence.passage.sentences
    place = spans.index(evidence.sentence)
    before = _text(evidence, spans[place - 1]) if place else _text_before(evidence)
    return gives_orders(before) or gives_orders(evidence.text)


def find_source(evidence: Evidence) -> Source:
    """What a citation of a sentence points at; orders given beside it support nothing."""
    article = drop_orders(evidence.article)
    spans = evidence.passage.sentences
    place = spans.index(evidence.sentence)
    near = [replace(evidence, sentence=span) for span in spans[max(place - 1, 0) : place + 2]]
    orders = [_text(evidence, span) for span in spans if gives_orders(_text(evidence, span))]
    attribution = [article.source, article.author, article.title]
    if article.published:
        attribution += [format_day(article.published, language) for language in ("de", "en")]
    return Source(
        evidence.text,
        "\n".join(item.text for item in near if not is_under_orders(item)),
        "\n".join(attribution),
        "\n".join(orders),
    )


def _text_before(evidence: Evidence) -> str:
    """The sentence before a passage's first one; "" where an article begins."""
    start = evidence.sentence.start
    text = evidence.article.body[max(start - _LOOK_BACK, 0) : start]
    spans = split_sentences(text)
    return text[spans[-1].start : spans[-1].end] if spans else ""


def _text(evidence: Evidence, span: Span) -> str:
    return evidence.article.body[span.start : span.end]


def _is_of_use(item: _Judged) -> bool:
    """Whether a sentence says something that the evidence supports at least partly."""
    return bool(item.places) and item.check.finding != "not_found"


def _quote(quoted: Answer, notice: Notice | None) -> Iterator[Event]:
    """The extractive answer, with why it stands."""
    for piece in quoted.text.splitlines(keepends=True):
        yield TextWritten(piece)
    yield replace(quoted, notice=notice)
