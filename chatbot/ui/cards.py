"""A piece of evidence as a card: who says it and when, the words, and what stands around them."""

from html import escape

from chatbot.answer import Citation, Evidence
from chatbot.attribution import describe_copies, format_day, name_source, put_in_quotes
from chatbot.ui.surroundings import find_surroundings
from chatbot.ui.texts import Texts
from ingest import Article, Copy


def render_byline(article: Article, texts: Texts, page: int | None = None) -> str:
    """Author (unless it already stands for the outlet), day, and printed page if given; escaped."""
    day = format_day(article.published, texts.language) if article.published else texts.undated
    author = article.author if article.source else ""
    place = texts.page.format(number=page) if page else ""
    return " · ".join(escape(part) for part in (author, day, place) if part)


def render_citation(citation: Citation, texts: Texts) -> str:
    """The card of a citation."""
    article = citation.article
    label = texts.open_citation.format(number=citation.number, source=name_source(article))
    number = f'<span class="belegt-number" aria-hidden="true">{citation.number}</span>'
    page = article.page_at(citation.start)
    return (
        f'<li class="belegt-card" data-number="{citation.number}" '
        f"{_position(article, citation.start, citation.end)}>"
        f"{_render_head(article, number, texts, page)}"
        f"{_render_words(article, citation.start, citation.end, _mark_answer(citation))}"
        f"{_render_copies(article, texts)}{_render_open(article, label)}</li>"
    )


def render_nearest(nearest: Evidence, texts: Texts) -> str:
    """The card of what came nearest to an answer without being one."""
    article = nearest.article
    start, end = nearest.sentence
    label = texts.open_nearest.format(source=name_source(article))
    return (
        '<div class="belegt-card belegt-nearest" data-number="0" '
        f"{_position(article, start, end)}>"
        f'<p class="belegt-nearest-label">{escape(texts.nearest)}</p>'
        f"{_render_head(article, '', texts, article.page_at(start))}"
        f"{_render_words(article, start, end, escape(nearest.text))}"
        f"{_render_open(article, label)}</div>"
    )


def render_found(evidence: Evidence, texts: Texts) -> str:
    """The card of a sentence that an answer will rest on; it has no number yet."""
    return (
        f'<li class="belegt-found">{_render_head(evidence.article, "", texts, None)}'
        f"<blockquote>{escape(evidence.text)}</blockquote></li>"
    )


def _position(article: Article, start: int, end: int) -> str:
    return f'data-article="{escape(article.id)}" data-start="{start}" data-end="{end}"'


def _render_head(article: Article, number: str, texts: Texts, page: int | None) -> str:
    return (
        f'<div class="belegt-card-head">{number}<span class="belegt-outlet">'
        f"{escape(name_source(article))}</span>"
        f'<span class="belegt-byline">{render_byline(article, texts, page)}</span></div>'
    )


def _render_words(article: Article, start: int, end: int, quote: str) -> str:
    """The quote (escaped already) between its neighbours."""
    around = find_surroundings(article, start, end)
    before = f'<span class="belegt-around">{escape(around.before)} </span>' if around.before else ""
    after = f'<span class="belegt-around"> {escape(around.after)}</span>' if around.after else ""
    language = escape(article.language)
    return (
        f'<blockquote lang="{language}">{before}<span class="belegt-quote">{quote}</span>{after}'
        "</blockquote>"
    )


def _mark_answer(citation: Citation) -> str:
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
    if not told:
        return ""
    copies = "".join(_render_copy(copy, texts) for copy in article.copies)
    return (
        f'<details class="belegt-copies"><summary>{escape(told)}</summary>'
        f"<p>{escape(texts.copies)}</p><ul>{copies}</ul></details>"
    )


def _render_copy(copy: Copy, texts: Texts) -> str:
    day = format_day(copy.published, texts.language) if copy.published else texts.undated
    named = ", ".join(part for part in (copy.source or copy.author, day) if part)
    title = put_in_quotes(copy.title, texts.language)
    return (
        f'<li><button type="button" class="belegt-copy" data-article="{escape(copy.id)}">'
        f"{escape(named)}: {escape(title)}</button></li>"
    )


def _render_open(article: Article, label: str) -> str:
    return (
        f'<button type="button" class="belegt-open"><span class="belegt-hidden">{escape(label)}, '
        f"</span>{escape(article.title)}</button>"
    )
