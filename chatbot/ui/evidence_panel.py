"""The evidence beside the conversation as HTML: a card for each citation, or the nearest miss."""

from collections.abc import Sequence
from html import escape

from chatbot.answer import TALK, Answer, Citation, Evidence
from chatbot.attribution import describe_copies, format_day, name_source
from chatbot.ui.texts import Texts
from chatbot.ui.turn import Turn
from ingest import Article


def render_evidence(turns: Sequence[Turn], texts: Texts) -> str:
    """The evidence of every answered turn; that of the last one is shown, the others wait."""
    known = [place for place, turn in enumerate(turns) if turn.answer or turn.evidence]
    shown = known[-1] if known else -1
    sections = "".join(
        _render_section(place, turns[place], texts, hidden=place != shown) for place in known
    )
    empty = "" if known else f'<p class="belegt-empty">{escape(texts.evidence_empty)}</p>'
    return f'<h2 class="belegt-panel-title">{escape(texts.evidence)}</h2>{empty}{sections}'


def render_byline(article: Article, texts: Texts) -> str:
    """Author (unless it already stands for the outlet) and day, escaped."""
    day = format_day(article.published, texts.language) if article.published else texts.undated
    author = article.author if article.source else ""
    return " · ".join(escape(part) for part in (author, day) if part)


def _render_section(place: int, turn: Turn, texts: Texts, *, hidden: bool) -> str:
    attributes = " hidden" if hidden else ""
    inner = _render_found(turn, texts) if turn.answer is None else _render_of(turn.answer, texts)
    return (
        f'<section class="belegt-evidence-of" data-turn="{place}"{attributes}>'
        f'<p class="belegt-evidence-question">{escape(turn.question)}</p>{inner}</section>'
    )


def _render_of(answer: Answer, texts: Texts) -> str:
    if answer.citations:
        cards = "".join(_render_citation(citation, texts) for citation in answer.citations)
        return f'<ol class="belegt-cards">{cards}</ol>'
    if answer.reason in TALK:
        return f'<p class="belegt-empty">{escape(texts.evidence_empty)}</p>'
    inner = f'<p class="belegt-empty">{escape(texts.evidence_refused)}</p>'
    return inner + (_render_nearest(answer.nearest, texts) if answer.nearest else "")


def _render_found(turn: Turn, texts: Texts) -> str:
    """What the answer will rest on, while it is being written; it has no numbers yet."""
    cards = "".join(
        f'<li class="belegt-found">{_render_head(item.article, "", texts)}'
        f"<blockquote>{escape(item.text)}</blockquote></li>"
        for item in turn.evidence
    )
    label = escape(texts.evidence_found)
    return f'<ol class="belegt-cards" aria-label="{label}">{cards}</ol>'


def _render_citation(citation: Citation, texts: Texts) -> str:
    source = name_source(citation.article)
    label = texts.open_citation.format(number=citation.number, source=source)
    number = f'<span class="belegt-number" aria-hidden="true">{citation.number}</span>'
    return (
        f'<li class="belegt-card" data-number="{citation.number}" '
        f"{_position(citation.article, citation.start, citation.end)}>"
        f"{_render_head(citation.article, number, texts)}"
        f"<blockquote>{_render_quote(citation)}</blockquote>"
        f"{_render_copies(citation.article, texts)}"
        f"{_render_open(citation.article, label)}</li>"
    )


def _render_quote(citation: Citation) -> str:
    """The quote, escaped, the words in it that answer marked."""
    if citation.answer is None:
        return escape(citation.quote)
    start, end = (place - citation.start for place in citation.answer)
    before, answer, after = (
        escape(part)
        for part in (citation.quote[:start], citation.quote[start:end], citation.quote[end:])
    )
    return f'{before}<mark class="belegt-answering">{answer}</mark>{after}'


def _render_copies(article: Article, texts: Texts) -> str:
    """Who else has the text, so that copies don't pass for independent confirmation."""
    told = describe_copies(article.copies, texts.language)
    return f'<p class="belegt-byline belegt-copies">{escape(told)}</p>' if told else ""


def _render_nearest(nearest: Evidence, texts: Texts) -> str:
    article = nearest.article
    label = texts.open_nearest.format(source=name_source(article))
    return (
        '<div class="belegt-card belegt-nearest" data-number="0" '
        f"{_position(article, nearest.sentence.start, nearest.sentence.end)}>"
        f'<p class="belegt-nearest-label">{escape(texts.nearest)}</p>'
        f"{_render_head(article, '', texts)}"
        f"<blockquote>{escape(nearest.text)}</blockquote>{_render_open(article, label)}</div>"
    )


def _position(article: Article, start: int, end: int) -> str:
    return f'data-article="{escape(article.id)}" data-start="{start}" data-end="{end}"'


def _render_head(article: Article, number: str, texts: Texts) -> str:
    return (
        f'<div class="belegt-card-head">{number}<span class="belegt-outlet">'
        f"{escape(name_source(article))}</span>"
        f'<span class="belegt-byline">{render_byline(article, texts)}</span></div>'
    )


def _render_open(article: Article, label: str) -> str:
    return (
        f'<button type="button" class="belegt-open"><span class="belegt-hidden">{escape(label)}, '
        f"</span>{escape(article.title)}</button>"
    )
