"""The browser chat, put together with Gradio."""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.events import api
from starlette.middleware import Middleware

from chatbot.saved_turn import SaveQuestion
from chatbot.server.desk import Desk
from chatbot.ui.article_reader import render_dialog
from chatbot.ui.bot import Bot
from chatbot.ui.collection import Collection, describe_collection
from chatbot.ui.conversation import render_conversation, render_welcome
from chatbot.ui.copying import build_copying
from chatbot.ui.dressing import build_dress, read_asset
from chatbot.ui.evidence_panel import render_evidence
from chatbot.ui.feedback import build_feedback
from chatbot.ui.first_paint import Dress, FirstPaint
from chatbot.ui.gradio_endpoint import ENDPOINT, build_endpoint
from chatbot.ui.header import render_header
from chatbot.ui.keeping import read_records, render_keeping, restore_turns
from chatbot.ui.reading import build_reading
from chatbot.ui.rooms import build_collection_view, build_filter_row, build_rooms, read_filter
from chatbot.ui.texts import GERMAN, Language, Texts, texts_in
from chatbot.ui.theme import build_theme
from chatbot.ui.turn import MAX_TURNS, Turn, earlier_questions, follow, name_problem

_MAX_EXAMPLES = 4
_CLICKS = 256  # done at the same time, or waiting; the desk says how many are questions
_LONGEST_SEARCH = 20  # seconds for which new example questions are waited for
_HOUR = 3600  # seconds after which an abandoned conversation is forgotten

# Gradio keeps statistics of its events and works them out anew after each one; nobody reads them.
_NO_STATISTICS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**12),
}

# One after the other, in one scope.
_SCRIPTS = ("page.js", "copying.js", "feedback.js", "keeping.js", "asking.js", "settling.js")
# The last thing sent is the conversation as the browser shows it: Gradio forgets, see `_recall`.
_KNOWN = "(...sent) => [...sent.slice(0, -1), window.belegtKnown?.() ?? '']"
_ASKED = """(...sent) => {
  const known = window.belegtKnown?.() ?? "";
  window.belegtAsked?.(sent[0]);
  return [...sent.slice(0, -1), known];
}"""

_log = logging.getLogger(__name__)

Turns = tuple[Turn, ...]
FindExamples = Callable[[float], Sequence[str]]


def build_page(
    bot: Bot,
    desk: Desk,
    *,
    examples: FindExamples,
    save_question: SaveQuestion | None = None,
    conversations: int,
    can_leave: bool = False,
    editable: bool = False,
) -> "Page":
    """Build the page.

    Args:
        bot: Knows the articles.
        desk: Takes the questions.
        examples: Gives the questions to click on before the first one is asked; up to four. It is
            told how many seconds it may take.
        save_question: Keeps verdicts on answers; without it there are no buttons for that.
        conversations: Remembered at the same time; of more, the oldest are forgotten.
        can_leave: Whether people logged in, and may log out.
        editable: Whether the routes are there that change the collection.
    """
    for name, value in _NO_STATISTICS.items():
        os.environ.setdefault(name, value)
    page = Page(bot, desk, examples, save_question, can_leave=can_leave, editable=editable)
    page.blocks.state_session_capacity = conversations
    return page


def mount_page(app: FastAPI, page: "Page") -> None:
    """Mount a page at "/", with nothing switched on that it does not need."""
    gr.mount_gradio_app(
        app,
        page.blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=0,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        theme=build_theme(),
        favicon_path=str(Path(__file__).parent / "favicon.svg"),
    )
    # Innermost, so that the guard sees the page as it leaves.
    app.user_middleware.append(Middleware(FirstPaint, dress=page.dress))


def _show_examples(examples: Sequence[str]) -> list[Any]:
    """What becomes of the buttons for examples."""
    missing = _MAX_EXAMPLES - len(examples)
    shown = [gr.update(value=example, visible=True) for example in examples]
    return [*shown, *(gr.update(visible=False) for _ in range(missing))]


class Page:
    """The components of the page and what they do.

    Args:
        bot: Knows the articles.
        desk: Takes the questions.
        examples: Gives the questions to click on.
        save_question: Keeps verdicts on answers, if there are buttons for that.
        can_leave: Whether there is a button to log out.
        editable: Whether the collection can be changed.
    """

    def __init__(
        self,
        bot: Bot,
        desk: Desk,
        examples: FindExamples,
        save_question: SaveQuestion | None,
        *,
        can_leave: bool,
        editable: bool,
    ) -> None:
        self._bot = bot
        self._desk = desk
        self._can_leave = can_leave
        self._save_question = save_question
        self._editable = editable
        self._examples = examples
        self.blocks = gr.Blocks(title="Belegt", analytics_enabled=False, fill_width=True)
        with self.blocks:
            self._lay_out()
            self._connect()
        threads, self.blocks.max_threads = self.blocks.max_threads, _CLICKS
        self.blocks.queue(max_size=_CLICKS, default_concurrency_limit=None, api_open=False)
        self.blocks.max_threads = threads  # for the queue, it means events at the same time

    def _lay_out(self) -> None:
        texts = GERMAN
        html = partial(gr.HTML, apply_default_css=False, js_on_load=None)
        self.turns = gr.State((), time_to_live=_HOUR)
        with gr.Row(elem_id="belegt-top"):
            self.header = html(
                render_header(texts, can_leave=self._can_leave), elem_id="belegt-header"
            )
            self.rooms = build_rooms(editable=self._editable)
            self.language = gr.Radio(
                [("Deutsch", "de"), ("English", "en")],
                value="de",
                label=texts.language_label,
                elem_id="belegt-language",
                container=False,
            )
            self.restart = gr.Button(texts.new_conversation, elem_id="belegt-restart", size="sm")
        with gr.Row(elem_id="belegt-room"):
            with gr.Column(elem_id="belegt-talk"):
                with gr.Column(elem_id="belegt-scroll"):
                    welcome = render_welcome(self._describe(), texts)
                    self.conversation = html(welcome, elem_id="belegt-conversation")
                    with gr.Column(elem_id="belegt-examples") as self.example_column:
                        self.example_buttons = [
                            gr.Button("", elem_classes="belegt-example", visible=False)
                            for _ in range(_MAX_EXAMPLES)
                        ]
                with gr.Row(elem_id="belegt-ask"):
                    build_filter_row()
                    self.question = gr.Textbox(
                        label=texts.question_label,
                        placeholder=texts.question_placeholder,
                        max_lines=5,
                        autofocus=True,
                        container=False,
                        elem_id="belegt-question",
                    )
                    self.send = gr.Button(texts.send, variant="primary", elem_id="belegt-send")
                self.keeping = html(render_keeping(texts), elem_id="belegt-keeping")
            self.evidence = html(render_evidence((), texts), elem_id="belegt-evidence")
        build_collection_view()
        functions = [build_reading(self._bot), build_copying(self._bot)]
        if self._save_question is not None:
            functions.append(build_feedback(self._save_question, self._bot))
        self.reader = gr.HTML(
            render_dialog(texts),
            apply_default_css=False,
            js_on_load="".join(map(read_asset, _SCRIPTS)),
            server_functions=functions,
            elem_id="belegt-reading",
        )

        self._worded = [self.header, self.restart, self.conversation, self.question, self.send,
                        self.keeping, self.evidence, self.reader]  # fmt: skip

    def _connect(self) -> None:
        options: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        # All that takes but a moment comes by itself: in Gradio's queue, what follows closely upon
        # another's end is lost (the browser hangs up on both).
        at_once = options | {"queue": False}
        shown = [self.turns, self.question, self.conversation, self.evidence, self.example_column]
        asked = [
            gr.on(
                [self.question.submit, self.send.click],
                self._ask,
                [self.question, self.turns, self.language, self.rooms, self.conversation],
                shown,
                trigger_mode="once",
                js=_ASKED,
                **options,
            )
        ]
        for button in self.example_buttons:
            asked.append(
                button.click(
                    self._ask,
                    [button, self.turns, self.language, self.rooms, self.conversation],
                    shown,
                    trigger_mode="once",
                    js=_KNOWN,
                    **options,
                )
            )
        api(build_endpoint(self._desk), api_name=ENDPOINT, concurrency_limit=None)
        self.reader.restore(self._restore, [self.language], shown, **at_once).then(
            None, js="() => window.belegtRestored?.()"
        )
        self.rooms.collection_changed(
            self._refresh, [self.turns, self.language], [self.conversation], **at_once
        ).then(self._renew_examples, None, self.example_buttons, **at_once)
        self.restart.click(self._restart, [self.language], shown, cancels=asked, **at_once).then(
            self._renew_examples, None, self.example_buttons, **at_once
        )
        self.language.change(
            self._speak,
            [self.turns, self.language, self.conversation],
            [self.turns, *self._worded],
            js=_KNOWN,
            **at_once,
        )

    async def _ask(  # noqa: PLR0917 - Gradio fills them by their place
        self,
        question: str,
        turns: Turns,
        language: str,
        chosen: str,
        known: str,
        request: gr.Request,
    ) -> AsyncGenerator[list[Any], None]:
        """Answer a question, showing each step."""
        turns = turns or await asyncio.to_thread(self._recall, known)
        earlier = earlier_questions(turns)
        turns = turns[-(MAX_TURNS - 1) :]
        turn = Turn(question.strip(), tuple(earlier))
        client = request.client.host if request.client else ""
        try:
            within = read_filter(chosen)
            turn = replace(turn, within=within)
            events = self._desk.stream(
                turn.question, earlier, way="page", client=client, within=within
            )
            async with aclosing(events):
                async for event in events:
                    turn = follow(turn, event)
                    # Quotes are there all at once: piece by piece would only take longer.
                    if self._bot.writes or turn.answer is not None:
                        yield self._show((*turns, turn), language)
        except Exception as error:
            problem = name_problem(error)
            _log.log(
                logging.ERROR if problem == "unexpected_error" else logging.INFO,
                "a question was not answered",
                exc_info=error,
            )
            turn = replace(turn, problem=problem)
            yield self._show((*turns, turn), language)

    def _restore(self, language: str, event: gr.EventData) -> list[Any]:
        """Show the conversation that the browser has kept."""
        turns = restore_turns(event._data.get("turns"), self._bot)
        return self._show(turns, language) if turns else self._restart(language)

    def _recall(self, known: str) -> Turns:
        """The conversation that Gradio has forgotten, after an hour or for want of room."""
        return restore_turns(read_records(known), self._bot)

    def _speak(self, turns: Turns, language: str, known: str) -> list[Any]:
        """Say all of it in another language."""
        if turns:
            return [gr.skip(), *self._translate(turns, language)]
        turns = self._recall(known)
        return [turns or gr.skip(), *self._translate(turns, language)]

    def _show(self, turns: Turns, language: str) -> list[Any]:
        texts = texts_in(language)
        return [
            turns,
            gr.skip(),  # the browser has emptied the box; the next question may be typed meanwhile
            self._render_talk(turns, texts),
            render_evidence(turns, texts),
            gr.update(visible=False),
        ]

    def _restart(self, language: str) -> list[Any]:
        texts = texts_in(language)
        return [
            (),
            gr.skip(),  # as above
            render_welcome(self._describe(), texts),
            render_evidence((), texts),
            gr.update(visible=True),
        ]

    def _translate(self, turns: Turns, language: str) -> list[Any]:
        texts = texts_in(language)
        return [
            render_header(texts, can_leave=self._can_leave),
            gr.update(value=texts.new_conversation),
            self._render_talk(turns, texts),
            gr.update(label=texts.question_label, placeholder=texts.question_placeholder),
            gr.update(value=texts.send),
            render_keeping(texts),
            render_evidence(turns, texts),
            render_dialog(texts),
        ]

    def dress(self, language: Language) -> Dress:
        """What the page is given in a language before it is sent."""
        texts = texts_in(language)
        worded = zip(self._worded, self._translate((), language), strict=True)
        examples = self._find_examples(0)
        updates = [
            (self.language, gr.update(value=language, label=texts.language_label)),
            *((part, gr.update(value=it) if isinstance(it, str) else it) for part, it in worded),
            *zip(self.example_buttons, _show_examples(examples), strict=True),
        ]
        props = {component._id: update for component, update in updates}
        return build_dress(texts, render_welcome(self._describe(), texts), examples, props)

    def _describe(self) -> Collection:
        return describe_collection(self._bot.entries())

    def _refresh(self, turns: Turns, language: str) -> Any:  # noqa: ANN401
        """The welcome anew, where the collection has changed since it was rendered."""
        return gr.skip() if turns else render_welcome(self._describe(), texts_in(language))

    def _renew_examples(self) -> list[Any]:
        """The questions to click on, for the collection as it is now."""
        return _show_examples(self._find_examples(_LONGEST_SEARCH))

    def _find_examples(self, seconds: float) -> Sequence[str]:
        return tuple(self._examples(seconds))[:_MAX_EXAMPLES]

    def _render_talk(self, turns: Turns, texts: Texts) -> str:
        if not turns:
            return render_welcome(self._describe(), texts)
        return render_conversation(turns, texts, savable=self._save_question is not None)
