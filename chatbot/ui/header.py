"""The head of the page as HTML."""

from html import escape

from chatbot.ui.texts import Texts


def render_header(texts: Texts, *, can_leave: bool = False) -> str:
    """The name of the page and what it is for; a button to log out if one can."""
    leave = (
        '<form class="belegt-leave" method="post" action="/logout">'
        f'<button type="submit">{escape(texts.log_out)}</button></form>'
    )
    return (
        f'<h1 class="belegt-name">Belegt</h1><p class="belegt-tagline">{escape(texts.tagline)}</p>'
        f"{leave if can_leave else ''}"
    )
