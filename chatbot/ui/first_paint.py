"""The page as it is first sent: in the reader's language, and readable before any script has run.

Gradio sends an empty page and builds it in the browser, which takes a second or so. What will stand
on it is sent along here as plain HTML, with a box to type into. It makes way for the real page as
soon as that is there, and hands over what was typed.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.ui.header import render_header
from chatbot.ui.keeping import render_keeping
from chatbot.ui.preferring import choose_language
from chatbot.ui.texts import Language, Texts

_CONFIG = re.compile(r"(window\.gradio_config = )(.*?)(;</script>)", re.DOTALL)
_LANGUAGE = re.compile(r'(<html\s+lang=")en(")')
_STYLESHEET = re.compile(r'\s*<link rel="stylesheet"[^>]*>')
_APP_END = "</gradio-app>"
_NOT_OURS = re.compile(r'\s*<meta\s+(?:property|name)="(?:og|twitter):.*?/>', re.DOTALL)

Props = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Dress:
    """What Gradio's page is given in one language.

    Attributes:
        head: HTML for its head.
        body: HTML for its body, behind Gradio's own.
        props: Properties of Gradio's components that are worded differently, by their ids.
    """

    head: str
    body: str
    props: Props


class FirstPaint:
    """Dresses the page "/"; everything else passes.

    Args:
        app: The application that sends Gradio's page.
        dress: Gives what the page is dressed in, by its language.
    """

    def __init__(self, app: ASGIApp, dress: Callable[[Language], Dress]) -> None:
        self._app = app
        self._dress = dress

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        language = choose_language(headers.get("cookie", ""), headers.get("accept-language", ""))
        # In a thread, for the collection may be busy.
        dress = await to_thread.run_sync(self._dress, language)
        sender = _DressingSender(send, language, dress)
        await self._app(scope, receive, sender)


def dress_page(page: str, language: Language, dress: Dress) -> str:
    """Gradio's page in a language, with what is seen first."""
    page = _NOT_OURS.sub("", page)
    page = _LANGUAGE.sub(rf"\g<1>{language}\2", page, count=1)
    page = _CONFIG.sub(lambda found: _translate_config(found, dress.props), page, count=1)
    # Nothing is painted before the stylesheets above it are there, so Gradio's come after.
    head, end, body = page.partition("</head>")
    sheets = "".join(_STYLESHEET.findall(head))
    place = body.index(_APP_END) + len(_APP_END)
    shown = f"{body[:place]}{dress.body}{sheets}{body[place:]}"
    return f"{_STYLESHEET.sub('', head)}{dress.head}{end}{shown}"


def render_first_body(
    texts: Texts, welcome: str, evidence: str, examples: Sequence[str], script: str
) -> str:
    """The page before there is a page.

    Args:
        texts: The words in its language.
        welcome: HTML of the empty conversation.
        evidence: HTML of the empty evidence panel.
        examples: Questions to click on.
        script: What hands over to the real page.
    """
    other = ("", " selected") if texts.language == "en" else (" selected", "")
    buttons = "".join(
        f'<button type="button" class="belegt-example">{escape(example)}</button>'
        for example in examples
    )
    return (
        '<form id="belegt-first" class="gradio-container" autocomplete="off">'
        f'<div id="belegt-top"><div id="belegt-header">{render_header(texts)}</div>'
        f'<div id="belegt-language" aria-hidden="true"><div class="wrap"><label class="{other[0]}">'
        f'Deutsch</label><label class="{other[1]}">English</label></div></div>'
        f'<div id="belegt-restart" aria-hidden="true">{escape(texts.new_conversation)}</div></div>'
        '<div id="belegt-room"><div id="belegt-talk"><div id="belegt-scroll">'
        f'<div id="belegt-conversation">{welcome}</div>'
        f'<div id="belegt-examples">{buttons}</div></div>'
        '<div id="belegt-ask"><div id="belegt-question"><textarea rows="1" '
        f'aria-label="{escape(texts.question_label)}" '
        f'placeholder="{escape(texts.question_placeholder)}"></textarea></div>'
        f'<button id="belegt-send">{escape(texts.send)}</button></div>'
        f'<div id="belegt-keeping" inert>{render_keeping(texts)}</div></div>'
        f'<div id="belegt-evidence">{evidence}</div></div></form>'
        f"<noscript><p>{escape(texts.needs_script)}</p></noscript><script>{script}</script>"
    )


def _translate_config(found: re.Match[str], props: Props) -> str:
    config = json.loads(found[2])
    for component in config["components"]:
        component["props"].update(props.get(component["id"], {}))
    return found[1] + _to_script(config) + found[3]


def _to_script(value: object) -> str:
    """JSON that nothing in it can end the script it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&'\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


class _DressingSender:
    """Holds the page back until it is whole, and sends it dressed."""

    def __init__(self, send: Send, language: Language, dress: Dress) -> None:
        self._send = send
        self._language: Language = language
        self._dress = dress
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._body
        if self._start["status"] == 200:  # noqa: PLR2004 - OK
            body = dress_page(body.decode(), self._language, self._dress).encode()
            headers = MutableHeaders(scope=self._start)
            headers["Content-Length"] = str(len(body))
            headers["Content-Language"] = self._language
            headers["Vary"] = "Cookie, Accept-Language"
            headers["Cache-Control"] = "no-cache"
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
