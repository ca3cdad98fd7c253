"""What a reader says of an answer, kept as a test question by whoever knows how."""

import json
import logging
from collections.abc import Callable
from html import escape

from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.answer import Answer
from chatbot.saved_turn import VERDICTS, QuestionNotSavedError, SavedTurn, SaveQuestion, Verdict
from chatbot.server.rate import RateLimit
from chatbot.ui.bot import Bot
from chatbot.ui.record import TurnGoneError, read_turn
from chatbot.ui.texts import Texts
from chatbot.ui.turn import Turn

MOST_PER_MINUTE = 60  # verdicts of all readers; a newsroom that tries Belegt out stays below it

_log = logging.getLogger(__name__)


class _Feedback(BaseModel):
    model_config = ConfigDict(extra="forbid")

    record: dict[str, object]
    verdict: Verdict | None


def render_feedback(answer: Answer, texts: Texts) -> str:
    """A button for each verdict, and the empty line that will say what became of it."""
    verdicts = VERDICTS if answer.citations else VERDICTS[:2]
    buttons = "".join(
        f'<button type="button" class="belegt-judge" data-verdict="{verdict}" '
        f'aria-pressed="false">{escape(texts.verdicts[verdict])}</button>'
        for verdict in verdicts
    )
    return (
        f'<div class="belegt-feedback" role="group" aria-label="{escape(texts.feedback)}" '
        f'title="{escape(texts.feedback_use)}">{buttons}<span class="belegt-judge-note"></span>'
        "</div>"
    )


def render_outcomes(texts: Texts) -> str:
    """The words for each outcome of a verdict, for an attribute of the page."""
    return escape(json.dumps(texts.feedback_outcomes, ensure_ascii=False))


def build_feedback(save: SaveQuestion, bot: Bot) -> Callable[[object], str]:
    """Make the function that the page calls to keep a verdict, or take it back.

    Readers judge together no more than `MOST_PER_MINUTE` answers a minute: a record can be forged.
    """
    limit = RateLimit(MOST_PER_MINUTE, spare_own=False)

    def judge_answer(feedback: object) -> str:  # noqa: PLR0911 - one for each outcome
        """The outcome: one of those that `Texts.feedback_outcomes` has words for."""
        try:
            given = _Feedback.model_validate(feedback)
            turn = read_turn(given.record, bot)
            if turn.answer is None:
                return "failed"
            if limit.take("everybody"):
                return "too_many"
            save(_turn_to_save(turn, turn.answer, given.verdict))
        except ValidationError:
            return "failed"
        except TurnGoneError:
            return "unfit"
        except QuestionNotSavedError as error:
            _log.warning("a verdict was not kept: %s", error)
            return error.why
        except Exception:
            _log.exception("a verdict was not kept")
            return "failed"
        return "kept" if given.verdict else "taken_back"

    return judge_answer


def _turn_to_save(turn: Turn, answer: Answer, verdict: Verdict | None) -> SavedTurn:
    first = answer.citations[0].article.id if answer.citations else ""
    return SavedTurn(
        question=turn.question,
        history=turn.earlier,
        article_id=first,
        evidence=tuple(each.quote for each in answer.citations if each.article.id == first),
        answerable=answer.status == "answered",
        verdict=verdict,
    )
