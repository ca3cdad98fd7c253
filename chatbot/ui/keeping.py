"""The conversation that a browser keeps for itself, if its reader wants that."""

import json
from collections.abc import Sequence
from html import escape

from chatbot.ui.bot import Bot
from chatbot.ui.record import TurnGoneError, read_turn
from chatbot.ui.texts import Texts
from chatbot.ui.turn import MAX_TURNS, Turn

_MAX_QUESTION = 2000  # characters shown of a question whose answer did not come back
_MAX_RECORD = 100_000  # characters of such a turn that go back to the browser


def render_keeping(texts: Texts) -> str:
    """The switch, off, the button that forgets what was kept, and the keys to be known."""
    return (
        f'<label class="belegt-keep"><input type="checkbox"> {escape(texts.keep)}</label>'
        f'<button type="button" class="belegt-forget" data-told="{escape(texts.forgotten)}" hidden>'
        f"{escape(texts.forget)}</button>"
        f'<span class="belegt-keys">{escape(texts.keys)}</span>'
    )


def restore_turns(kept: object, bot: Bot) -> tuple[Turn, ...]:
    """The conversation that a browser sends back; only what holds up against the collection.

    A turn whose articles have changed since keeps its question and says so, and its record stays
    with the browser. What is no turn at all is left out.
    """
    records = kept[-MAX_TURNS:] if isinstance(kept, Sequence) and not isinstance(kept, str) else ()
    turns = [_restore(record, bot) for record in records]
    return tuple(turn for turn in turns if turn is not None)


def read_records(sent: str) -> object:
    """What the browser sent along with a question: the records of the turns that it shows."""
    try:
        return json.loads(sent or "[]")
    except ValueError:
        return []


def _restore(record: object, bot: Bot) -> Turn | None:
    try:
        return read_turn(record, bot)
    except TurnGoneError:
        question = record.get("question") if isinstance(record, dict) else None
        if not isinstance(question, str) or not question.strip():
            return None
        kept = json.dumps(record)
        return Turn(
            question[:_MAX_QUESTION],
            problem="answer_outdated",
            record=kept if len(kept) <= _MAX_RECORD else "",
        )
