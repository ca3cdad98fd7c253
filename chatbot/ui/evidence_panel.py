"""The evidence beside the conversation as HTML: a card for each citation, or the nearest miss."""

from collections.abc import Sequence
from html import escape

from chatbot.answer import Answer, Citation, Evidence
from chatbot.attribution import describe_copies, format_day, name_source
from chatbot.ui.texts import Texts
from chatbot.ui.turn import Turn
from ingest import Article


def render_evidence(turns: Sequence[Turn], texts: Texts) -> str:
    """The evidence of every answered turn; that of the last one is shown, the others wait."""
    answers = [(place, turn.answer) for place, turn in enumerate(turns) if turn.answer is not None]
    shown = answers[-1][0] if answers else -1
    sections = "".join(
        _render_section(place, answer, texts, hidden=place != shown) for place, answer in answers
    )
    empty = "" if answers else f'<p class="belegt-empty">{escape(texts.evidence_empty)}</p>'
    return f'<h2 class="belegt-panel-title">{escape(texts.evidence)}</h2>{empty}{sections}'


def render_byline(article: Article, texts: Texts) -> str:
    """Author (unless it already stands for the outlet) and day, escaped."""
    day = format_day(article.published, texts.language) if article.published else texts.undated
    author = article.author if article.source else ""
    return " · ".join(escape(part) for part in (author, day) if part)


def _render_section(place: int, answer: Answer, texts: Texts, *, hidden: bool) -> str:
    if answer.citations:
        cards = "".join(_render_citation(citation, texts) for citation in answer.citations)
        inner = f'<ol class="belegt-cards">{cards}</ol>'
    else:
        inner = f'<p class="belegt-empty">{escape(texts.evidence_refused)}</p>'
        if answer.nearest is not None:
            inner += _render_nearest(answer.nearest, texts)
    attributes = " hidden" if hidden else ""
    return (
        f'<section class="belegt-evidence-of" data-turn="{place}"{attributes}>'
        f'<p class="belegt-evidence-question">{escape(answer.question)}</p>{inner}</section>'
    )


def _render_citation(citation: Citation, texts: Texts) -> str:
    source = name_source(citation.article)
    label = texts.open_citation.format(number=citation.number, source=source)
    number = f'<span class="belegt-number" aria-hidden="true">{citation.number}</span>'
    return (
        f'<li class="belegt-card" data-number="{citation.number}" '
        f"{_position(citation.article, citation.start, citation.end)}>"
        f"{_render_head(citation.article, number, texts)}"
        f"<blockquote>{escape(citation.quote)}</blockquote>"
        f"{_render_copies(citation.article, texts)}"
        f"{_render_open(citation.article, label)}</li>"
    )


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
