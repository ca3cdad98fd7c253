"""A turn as a record that the browser keeps and sends back: checked like any foreign data."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.answer import Answer, Citation, Evidence, Finding, Notice, RefusalReason, Verdict
from chatbot.errors import ChatError
from chatbot.filter_request import FilterRequest
from chatbot.ui.bot import Bot
from chatbot.ui.turn import MAX_TURNS, Turn
from index import InvalidFilterError
from ingest import Article, Passage, Span

_Text = Annotated[str, Field(max_length=20_000)]
_Quote = Annotated[str, Field(min_length=1, max_length=20_000)]
_Place = Annotated[int, Field(ge=0)]
_MAX_PARTS = 100  # citations or checked sentences of one answer


class TurnGoneError(ChatError):
    """A record does not fit the collection (any more)."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; ask the question again")


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _CitedPlace(_Record):
    number: Annotated[int, Field(ge=1)]
    article_id: _Text
    start: _Place
    end: _Place
    quote: _Quote
    answer: tuple[_Place, _Place] | None
    against: int | None


class _NearestPlace(_Record):
    article_id: _Text
    start: _Place
    end: _Place
    quote: _Quote


class _Checked(_Record):
    start: _Place
    end: _Place
    finding: Finding
    missing: Annotated[tuple[_Text, ...], Field(max_length=_MAX_PARTS)]


class TurnRecord(_Record):
    """An answered turn: the words, and where in which articles the citations stand."""

    question: _Text
    earlier: Annotated[tuple[_Text, ...], Field(max_length=MAX_TURNS)]
    text: _Text
    status: Literal["answered", "refused"]
    citations: Annotated[tuple[_CitedPlace, ...], Field(max_length=_MAX_PARTS)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    nearest: _NearestPlace | None
    reason: RefusalReason | None
    verdicts: Annotated[tuple[_Checked, ...], Field(max_length=_MAX_PARTS)]
    notice: Notice | None
    understood: _Text = ""
    within: FilterRequest = FilterRequest()


def record_turn(turn: Turn, answer: Answer) -> TurnRecord:
    """The record of a turn with its answer."""
    return TurnRecord(
        question=turn.question,
        earlier=turn.earlier[-MAX_TURNS:],
        text=answer.text,
        status=answer.status,
        citations=tuple(_record_citation(citation) for citation in answer.citations),
        confidence=answer.confidence,
        nearest=_record_nearest(answer.nearest) if answer.nearest else None,
        reason=answer.reason,
        verdicts=tuple(
            _Checked(start=each.start, end=each.end, finding=each.finding, missing=each.missing)
            for each in answer.verdicts
        ),
        notice=answer.notice,
        understood=answer.understood,
        within=FilterRequest.of(turn.within),
    )


def read_turn(record: object, bot: Bot) -> Turn:
    """The turn that a record tells of, its citations found anew in the collection.

    Raises:
        TurnGoneError: If it is no such record, or an article was changed or removed.
    """
    try:
        read = TurnRecord.model_validate(record)
        within = read.within.to_filter()
    except (ValidationError, InvalidFilterError) as error:
        raise TurnGoneError("this is no turn of a conversation") from error
    citations = tuple(_find_citation(place, bot) for place in read.citations)
    numbers = [citation.number for citation in citations]
    if len(set(numbers)) < len(numbers):
        raise TurnGoneError("two citations have the same number")
    if any(each.end < each.start or each.end > len(read.text) for each in read.verdicts):
        raise TurnGoneError("a checked sentence lies outside the text")
    answer = Answer(
        read.question, read.text, read.status, citations,
        confidence=read.confidence,
        nearest=_find_nearest(read.nearest, bot) if read.nearest else None,
        reason=read.reason,
        verdicts=tuple(
            Verdict(each.start, each.end, each.finding, each.missing) for each in read.verdicts
        ),
        notice=read.notice,
        understood=read.understood,
    )  # fmt: skip
    return Turn(read.question, read.earlier, within=within, text=read.text, answer=answer)


def _record_citation(citation: Citation) -> _CitedPlace:
    return _CitedPlace(
        number=citation.number,
        article_id=citation.article.id,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        answer=citation.answer,
        against=citation.against,
    )


def _record_nearest(nearest: Evidence) -> _NearestPlace:
    start, end = nearest.sentence
    return _NearestPlace(article_id=nearest.article.id, start=start, end=end, quote=nearest.text)


def _find_citation(place: _CitedPlace, bot: Bot) -> Citation:
    article = _find_article(place, bot)
    answer = Span(*place.answer) if place.answer else None
    try:
        return Citation(
            place.number, place.quote, place.start, place.end, article, answer, place.against
        )
    except ValueError as error:
        raise TurnGoneError(str(error)) from error


def _find_nearest(place: _NearestPlace, bot: Bot) -> Evidence:
    article = _find_article(place, bot)
    span = Span(place.start, place.end)
    passage = Passage(f"{article.id}#", article.id, *span, place.quote, (span,))
    return Evidence(span, passage, article, 0.0)


def _find_article(place: _CitedPlace | _NearestPlace, bot: Bot) -> Article:
    """The article, if it still has the words where they were quoted."""
    article = bot.article(place.article_id)
    if article is None or article.body[place.start : place.end] != place.quote:
        raise TurnGoneError(f"{place.article_id!r} is gone or was changed")
    return article
