"""The head of the page as HTML."""

from html import escape

from chatbot.ui.texts import Texts


def render_header(texts: Texts) -> str:
    """The name of the page and what it is for."""
    return (
        f'<h1 class="belegt-name">Belegt</h1><p class="belegt-tagline">{escape(texts.tagline)}</p>'
    )
