"""The button that keeps a turn as a test question, and what the browser asks the server for."""

import json
import logging
from collections.abc import Callable
from html import escape

from pydantic import ValidationError

from chatbot.answer import Answer
from chatbot.saved_turn import QuestionNotSavedError, SavedTurn, SaveQuestion
from chatbot.ui.texts import Texts
from chatbot.ui.turn import Turn

_log = logging.getLogger(__name__)


def render_save_button(turn: Turn, answer: Answer, texts: Texts) -> str:
    """The button, with what it saves, and the empty line that will say why it could not."""
    record = escape(_record(turn, answer).model_dump_json())
    return (
        f'<button type="button" class="belegt-save" data-record="{record}">'
        f'{escape(texts.save_question)}</button><span class="belegt-save-note"></span>'
    )


def render_outcomes(texts: Texts) -> str:
    """The words for each outcome of saving, for an attribute of the page."""
    return escape(
        json.dumps(
            {
                "saved": texts.question_saved,
                "already_saved": texts.question_already_saved,
                "unfit": texts.question_unfit,
                "unwritable": texts.question_unwritable,
                "failed": texts.saving_failed,
            },
            ensure_ascii=False,
        )
    )


def build_saving(save: SaveQuestion) -> Callable[[object], str]:
    """Make the function that the page calls to save a turn."""

    def save_question(record: object) -> str:
        """The outcome: one of those that `render_outcomes` has words for."""
        try:
            save(SavedTurn.model_validate(record))
        except ValidationError:
            return "failed"
        except QuestionNotSavedError as error:
            level = logging.INFO if error.why == "already_saved" else logging.WARNING
            _log.log(level, "a test question was not saved: %s", error)
            return error.why
        except Exception:
            _log.exception("a test question was not saved")
            return "failed"
        return "saved"

    return save_question


def _record(turn: Turn, answer: Answer) -> SavedTurn:
    first = answer.citations[0].article.id if answer.citations else ""
    return SavedTurn(
        question=turn.question,
        history=turn.earlier,
        article_id=first,
        evidence=tuple(each.quote for each in answer.citations if each.article.id == first),
        answerable=answer.status == "answered",
    )
