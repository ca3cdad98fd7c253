"""The evidence beside the conversation as HTML: a card for each citation, or the nearest miss."""

from collections.abc import Sequence
from html import escape

from chatbot.answer import TALK, Answer, Citation
from chatbot.ui.cards import render_citation, render_found, render_nearest
from chatbot.ui.texts import Texts
from chatbot.ui.turn import Turn


def render_evidence(turns: Sequence[Turn], texts: Texts) -> str:
    """The evidence of every answered turn; that of the last one is shown, the others wait."""
    known = [place for place, turn in enumerate(turns) if turn.answer or turn.evidence]
    shown = known[-1] if known else -1
    sections = "".join(
        _render_section(place, turns[place], texts, hidden=place != shown) for place in known
    )
    empty = "" if known else f'<p class="belegt-empty">{escape(texts.evidence_empty)}</p>'
    return f'<h2 class="belegt-panel-title">{escape(texts.evidence)}</h2>{empty}{sections}'


def _render_section(place: int, turn: Turn, texts: Texts, *, hidden: bool) -> str:
    attributes = " hidden" if hidden else ""
    inner = _render_found(turn, texts) if turn.answer is None else _render_of(turn.answer, texts)
    return (
        f'<section class="belegt-evidence-of" data-turn="{place}"{attributes}>'
        f'<p class="belegt-evidence-question">{escape(turn.question)}</p>{inner}</section>'
    )


def _render_of(answer: Answer, texts: Texts) -> str:
    if answer.citations:
        return _render_disagreement(answer, texts) + _render_cards(_undisputed(answer), texts)
    if answer.reason in TALK:
        return f'<p class="belegt-empty">{escape(texts.evidence_empty)}</p>'
    inner = f'<p class="belegt-empty">{escape(texts.evidence_refused)}</p>'
    return inner + (render_nearest(answer.nearest, texts) if answer.nearest else "")


def _render_disagreement(answer: Answer, texts: Texts) -> str:
    """What contradicts each other, side by side; empty if nothing does."""
    disputed = _disputed(answer)
    if not disputed:
        return ""
    label = f'<h3 class="belegt-dispute-label">{escape(texts.disagreement)}</h3>'
    cards = "".join(render_citation(citation, texts) for citation in disputed)
    return f'{label}<ol class="belegt-cards belegt-dispute">{cards}</ol>'


def _render_cards(citations: Sequence[Citation], texts: Texts) -> str:
    cards = "".join(render_citation(citation, texts) for citation in citations)
    return f'<ol class="belegt-cards">{cards}</ol>' if cards else ""


def _disputed(answer: Answer) -> list[Citation]:
    """The citations that contradict another one, and those they contradict."""
    numbers = {citation.against for citation in answer.citations if citation.against}
    return [each for each in answer.citations if each.against or each.number in numbers]


def _undisputed(answer: Answer) -> list[Citation]:
    disputed = _disputed(answer)
    return [citation for citation in answer.citations if citation not in disputed]


def _render_found(turn: Turn, texts: Texts) -> str:
    """What the answer will rest on, while it is being written."""
    cards = "".join(render_found(item, texts) for item in turn.evidence)
    label = escape(texts.evidence_found)
    return f'<ol class="belegt-cards" aria-label="{label}">{cards}</ol>'
