"""What the page is given before it is sent: its looks, its words, and what is seen first."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from chatbot.ui.evidence_panel import render_evidence
from chatbot.ui.first_paint import Dress, Props, render_first_body
from chatbot.ui.texts import Texts

_STYLES = ("page.css", "rooms.css")


def build_dress(texts: Texts, welcome: str, examples: Sequence[str], props: Props) -> Dress:
    """What the page is dressed in for one language.

    Args:
        texts: The words in that language.
        welcome: HTML of the empty conversation.
        examples: Questions to click on.
        props: Properties of Gradio's components that are worded differently, by their ids.
    """
    return Dress(
        # Not through `css=`: Gradio would rewrite the rules and lose some of them.
        head='<title>Belegt</title><link rel="icon" type="image/svg+xml" href="./favicon.ico">'
        f"<style>{''.join(map(read_asset, _STYLES))}</style>",
        body=render_first_body(
            texts, welcome, render_evidence((), texts), examples, read_asset("first_paint.js")
        ),
        props=props,
    )


@cache
def read_asset(name: str) -> str:
    """A script or stylesheet of the page; it lies beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
