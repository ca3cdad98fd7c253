"""The rooms of the page: the way between them, the filter, and the collection view.

All of it is drawn in the browser from what the routes of `chatbot.server.articles` give; its text
gets there as text, never as HTML.
"""

import json
from functools import partial
from pathlib import Path

import gradio as gr
from pydantic import ValidationError

from chatbot.filter_request import FilterRequest
from chatbot.ui.collection_texts import LABELS
from index import ArticleFilter, InvalidFilterError

_SCRIPTS = ("parts.js", "filter.js", "table.js", "editing.js", "rooms.js")

_empty = partial(gr.HTML, "", apply_default_css=False, js_on_load=None)


def build_rooms(*, editable: bool) -> gr.HTML:
    """The links to the rooms. Its value is the filter that is chosen, see `read_filter`.

    It reports "collection_changed" where the welcome no longer says what the collection holds.

    Args:
        editable: Whether the routes are there that change the collection.
    """
    # The template holds no value, so that choosing a filter draws nothing anew.
    return gr.HTML(
        "{}",
        html_template='<nav class="belegt-rooms"></nav>',
        apply_default_css=False,
        js_on_load=_read_scripts(editable=editable),
        elem_id="belegt-rooms",
    )


def build_filter_row() -> gr.HTML:
    """Where the filter is shown in the conversation."""
    return _empty(elem_id="belegt-filter")


def read_filter(value: object) -> ArticleFilter:
    """The filter that the browser has sent.

    Raises:
        InvalidFilterError: If it can't be understood.
    """
    try:
        return FilterRequest.model_validate_json(
            value if isinstance(value, str) else ""
        ).to_filter()
    except ValidationError as error:
        raise InvalidFilterError("the filter can't be read", remedy="reset it") from error


def build_collection_view() -> gr.HTML:
    """Where the collection is shown."""
    return _empty(elem_id="belegt-collection")


def _read_scripts(*, editable: bool) -> str:
    folder = Path(__file__).parent
    words = json.dumps(LABELS, ensure_ascii=False)
    scripts = [(folder / name).read_text(encoding="utf-8") for name in _SCRIPTS]
    given = f"const labels = {words}; const editable = {json.dumps(editable)};"
    return "\n".join([given, *scripts])
