"""An answer with its sources, to be taken along: as text, Markdown, BibTeX or CSL-JSON."""

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from chatbot.answer import Answer, Citation
from chatbot.attribution import format_day, put_in_quotes
from chatbot.bibliography import format_bibtex, format_csl
from ingest import Article, detect_language

Format = Literal["text", "markdown", "bibtex", "csl"]

_WORDS = {
    "de": {"sources": "Quellen", "page": "S. {number}", "cited": "Zitiert: {quote}"},
    "en": {"sources": "Sources", "page": "p. {number}", "cited": "Cited: {quote}"},
}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#!|~])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+\.)(?=\s)", re.MULTILINE)


def export(answer: Answer, form: Format) -> str:
    """An answer in one of the formats; the bibliographic ones hold its cited articles only."""
    return _EXPORTS[form](answer)


def _export_text(answer: Answer) -> str:
    language = detect_language(answer.question)
    parts = [answer.question, answer.text]
    if answer.citations:
        lines = [
            f"[{citation.number}] {_describe(citation, answer, language)}"
            for citation in answer.citations
        ]
        parts.append("\n".join([f"{_WORDS[language]['sources']}:", *lines]))
    return "\n\n".join(parts) + "\n"


def _export_markdown(answer: Answer) -> str:
    language = detect_language(answer.question)
    parts = [f"**{_escape(' '.join(answer.question.split()))}**", _escape(answer.text)]
    if answer.citations:
        lines = [
            f"{citation.number}. {_describe_in_markdown(citation, answer, language)}"
            for citation in answer.citations
        ]
        parts += [f"{_WORDS[language]['sources']}:", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _describe(citation: Citation, answer: Answer, language: str) -> str:
    """Author, title, outlet, day, page, address, and the words cited if the text lacks them."""
    article = citation.article
    parts = [put_in_quotes(article.title, language), article.source,
             *_day_and_page(citation, language)]  # fmt: skip
    told = _with_author(article, ", ".join(part for part in parts if part))
    told = f"{told}. {article.url}" if article.url else told
    return f"{told} {_quoted(citation, answer, language)}".rstrip()


def _describe_in_markdown(citation: Citation, answer: Answer, language: str) -> str:
    article = citation.article
    title = _escape(article.title)
    linked = f"[{title}](<{_address(article.url)}>)" if article.url else title
    outlet = f"*{_escape(article.source)}*" if article.source else ""
    parts = [linked, outlet, *_day_and_page(citation, language)]
    told = ", ".join(part for part in parts if part)
    author = f"{_escape(article.author)}: " if article.author else ""
    return f"{author}{told} {_escape(_quoted(citation, answer, language))}".rstrip()


def _with_author(article: Article, told: str) -> str:
    return f"{article.author}: {told}" if article.author else told


def _day_and_page(citation: Citation, language: str) -> list[str]:
    article = citation.article
    page = article.page_at(citation.start)
    return [
        format_day(article.published, language) if article.published else "",
        _WORDS[language]["page"].format(number=page) if page else "",
    ]


def _quoted(citation: Citation, answer: Answer, language: str) -> str:
    if citation.quote in answer.text:
        return ""
    words = put_in_quotes(" ".join(citation.quote.split()), language)
    return _WORDS[language]["cited"].format(quote=words)


def _escape(text: str) -> str:
    """A text in which nothing is Markdown."""
    return _LINE_START.sub(_escape_line_start, _MARKDOWN.sub(r"\\\1", text))


def _escape_line_start(match: re.Match[str]) -> str:
    number = match[2][:-1]  # empty before a dash or plus
    return f"{match[1]}{number}\\{match[2][-1]}"


def _address(url: str) -> str:
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")


_EXPORTS: dict[Format, Callable[[Answer], str]] = {
    "text": _export_text,
    "markdown": _export_markdown,
    "bibtex": lambda answer: format_bibtex(answer.citations),
    "csl": lambda answer: format_csl(answer.citations),
}
FORMATS: tuple[Format, ...] = tuple(_EXPORTS)
