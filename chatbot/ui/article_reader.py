"""The article reader as HTML: a whole article with the cited passages marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from urllib.parse import urlsplit

from chatbot.attribution import name_source
from chatbot.ui.cards import render_byline
from chatbot.ui.texts import Texts
from ingest import Article, Span, find_headings


@dataclass(frozen=True, slots=True)
class Marking:
    """A passage to be marked in an article.

    Attributes:
        number: Of its citation, from 1; 0 marks the nearest miss of a refusal.
        start: Offset in the article's body.
        end: Offset after it.
        quote: The words that stood there when the answer was given.
    """

    number: int
    start: int
    end: int
    quote: str

    def still_stands(self, article: Article) -> bool:
        """Whether the article still has the same words at the same place."""
        return bool(self.quote) and article.body[self.start : self.end] == self.quote


def render_dialog(texts: Texts) -> str:
    """The closed reader, ready to be filled, and the line that tells screen readers the news."""
    return (
        f'<dialog id="belegt-reader" class="belegt-reader" aria-label="{escape(texts.reader)}" '
        f'data-language="{texts.language}" data-failed="{escape(texts.reading_failed)}" '
        f'data-searching="{escape(texts.searching)}" data-gone="{escape(texts.server_gone)}">'
        '<div class="belegt-reader-bar">'
        f'<button type="button" data-reader="close">{escape(texts.back)}</button>'
        '<div class="belegt-steps">'
        f'<button type="button" data-reader="previous" aria-label="{escape(texts.previous)}">↑'
        "</button>"
        '<span class="belegt-place"></span>'
        f'<button type="button" data-reader="next" aria-label="{escape(texts.next)}">↓</button>'
        '</div></div><div class="belegt-page" tabindex="0"></div></dialog>'
        '<p id="belegt-status" class="belegt-hidden" role="status"></p>'
    )


def render_article(article: Article, markings: Sequence[Marking], texts: Texts) -> str:
    """An article in full.

    Markings whose words have since changed are left out, and a line says so.
    """
    standing = [marking for marking in markings if marking.still_stands(article)]
    changed = len(standing) < len(markings)
    note = f'<p class="belegt-problem">{escape(texts.article_changed)}</p>' if changed else ""
    return (
        f'<article lang="{escape(article.language)}"><header>'
        f'<p class="belegt-outlet">{escape(name_source(article))}</p>'
        f"<h2>{escape(article.title)}</h2>"
        f'<p class="belegt-byline">{render_byline(article, texts)}</p>'
        f"{_render_link(article.url, texts)}</header>{note}"
        f"{''.join(_render_paragraphs(article, standing))}</article>"
    )


def _render_link(url: str, texts: Texts) -> str:
    if not _is_web_address(url):
        return ""
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(texts.original)} ({escape(urlsplit(url).hostname or '')})</a>"
    )


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _render_paragraphs(article: Article, markings: Sequence[Marking]) -> Iterator[str]:
    headings = set(find_headings(article.body))
    start = 0
    for line in article.body.splitlines(keepends=True):
        words = line.strip()
        if words:
            first = start + line.index(words)
            span = Span(first, first + len(words))
            tag = "h3" if span in headings else "p"
            yield f"<{tag}>{_render_span(article.body, span, markings)}</{tag}>"
        start += len(line)


def _render_span(body: str, span: Span, markings: Sequence[Marking]) -> str:
    """The text of a span, cut where a marking begins or ends."""
    touching = [mark for mark in markings if mark.start < span.end and mark.end > span.start]
    cuts = {span.start, span.end}
    for mark in touching:
        cuts |= {max(mark.start, span.start), min(mark.end, span.end)}
    edges = sorted(cuts)
    rendered = ""
    for start, end in pairwise(edges):
        text = escape(body[start:end])
        numbers = [mark.number for mark in touching if mark.start <= start and end <= mark.end]
        rendered += _render_mark(text, numbers) if numbers else text
    return rendered


def _render_mark(text: str, numbers: Sequence[int]) -> str:
    listed = " ".join(str(number) for number in numbers)
    kind = "belegt-near" if list(numbers) == [0] else "belegt-cited"
    return f'<mark class="{kind}" data-numbers="{listed}" tabindex="-1">{text}</mark>'
