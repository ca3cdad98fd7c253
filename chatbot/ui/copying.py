"""The menu that takes an answer along, and what the browser asks the server for it."""

import json
from collections.abc import Callable
from html import escape

from chatbot.answer import Answer
from chatbot.exporting import FORMATS, export
from chatbot.ui.bot import Bot
from chatbot.ui.record import TurnGoneError, read_turn
from chatbot.ui.texts import Texts

_NAMES = {"markdown": "Markdown", "bibtex": "BibTeX", "csl": "CSL-JSON"}  # in every language


def render_copy_menu(answer: Answer, texts: Texts) -> str:
    """The menu; without citations there is nothing for reference managers in it."""
    forms = FORMATS if answer.citations else FORMATS[:2]
    items = "".join(
        f'<li><button type="button" data-format="{form}">'
        f"{escape(_NAMES.get(form, texts.copy_text))}</button></li>"
        for form in forms
    )
    told = escape(json.dumps(
        {"copied": texts.copied, "failed": texts.copying_failed, "gone": texts.copying_gone},
        ensure_ascii=False,
    ))  # fmt: skip
    return (
        f'<details class="belegt-copying" data-told="{told}">'
        f"<summary>{escape(texts.copy)}</summary><ul>{items}</ul></details>"
    )


def build_copying(bot: Bot) -> Callable[[object], dict[str, str]]:
    """Make the function that the page calls when the menu is opened."""

    def export_answer(record: object) -> dict[str, str]:
        """The answer in every format; nothing if its articles have changed."""
        try:
            answer = read_turn(record, bot).answer
        except TurnGoneError:
            return {}
        return {form: export(answer, form) for form in FORMATS} if answer else {}

    return export_answer
