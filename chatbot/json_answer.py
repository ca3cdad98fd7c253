"""Answers and articles as JSON: in Belegt's own form and in that of OpenAI's chat completions."""

import uuid
from collections.abc import Iterator
from datetime import time
from time import time as now
from typing import Any

from chatbot.answer import Answer, Citation, Evidence, Verdict
from chatbot.attribution import describe_source
from chatbot.defusing import defuse_markdown
from chatbot.wording import word_notice
from ingest import Article, Span, detect_language

Json = dict[str, Any]

MODEL_NAME = "belegt"


def answer_to_json(answer: Answer) -> Json:
    """An answer as `belegt ask --json` and `POST /api/ask` give it."""
    return {
        "question": answer.question,
        "status": answer.status,
        "text": answer.text,
        "confidence": answer.confidence,
        "citations": [_citation_to_json(citation) for citation in answer.citations],
        "nearest": None if answer.nearest is None else _evidence_to_json(answer.nearest),
        "verdicts": [_verdict_to_json(verdict) for verdict in answer.verdicts],
        "notice": _notice_to_json(answer),
        "understood": answer.understood,
        "reason": answer.reason,
    }


def evidence_to_json(evidence: Evidence) -> Json:
    """A sentence that an answer will rest on, with the words in it that answer."""
    return {
        **_evidence_to_json(evidence),
        "answer": _words_to_json(evidence.article, evidence.answer),
    }


def article_to_json(article: Article) -> Json:
    """What is known of an article, without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": _day(article),
        "url": article.url,
        "language": article.language,
        "section": article.section,
        "published_time": _time(article.published_time),
        "modified": article.modified.isoformat() if article.modified else None,
        "modified_time": _time(article.modified_time),
        "origins": dict(article.origins),
        "duplicate_of": article.duplicate_of or None,
        "copies": copies_to_json(article),
    }


def copies_to_json(article: Article) -> list[Json]:
    """The articles that stand behind one with nearly the same text."""
    return [
        {
            "article_id": copy.id,
            "title": copy.title,
            "source": copy.source,
            "author": copy.author,
            "published": copy.published.isoformat() if copy.published else None,
            "url": copy.url,
        }
        for copy in article.copies
    ]


def answer_to_completion(answer: Answer) -> Json:
    """An answer as a chat completion; its citations as text, and in a field of their own."""
    return _completion_head("chat.completion") | {
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": defuse_markdown(answer.text + _below(answer)),
                },
                "finish_reason": "stop",
            }
        ],
        "citations": answer_to_json(answer)["citations"],
    }


def list_models() -> Json:
    """The models that OpenAI's clients may name: one, whatever they then send."""
    model = {"id": MODEL_NAME, "object": "model", "created": 0, "owned_by": "belegt"}
    return {"object": "list", "data": [model]}


class CompletionChunks:
    """The pieces of one streamed chat completion; all carry the same id."""

    def __init__(self) -> None:
        self._head = _completion_head("chat.completion.chunk")

    def opening(self) -> Json:
        """The first chunk: who speaks."""
        return self._chunk({"role": "assistant", "content": ""}, None)

    def piece(self, text: str) -> Json:
        """A further piece of text."""
        return self._chunk({"content": defuse_markdown(text)}, None)

    def withdrawal(self) -> Json:
        """Says that the text so far does not stand; what was sent can't be taken back."""
        return self.piece("\n\n---\n\n")

    def ending(self, answer: Answer) -> Iterator[Json]:
        """Notice and sources as text, and the last chunk, which has the citations."""
        below = _below(answer)
        if below:
            yield self.piece(below)
        yield self._chunk({}, "stop") | {"citations": answer_to_json(answer)["citations"]}

    def _chunk(self, delta: Json, finish_reason: str | None) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return self._head | {"choices": [choice]}


def _below(answer: Answer) -> str:
    """What stands below the text: the notice, if there is one, and the sources."""
    notice = _notice_to_json(answer)
    return (f"\n\n({notice['text']})" if notice else "") + list_sources(answer)


def list_sources(answer: Answer) -> str:
    """The cited articles, a line for each citation, to stand below the text; empty if none."""
    if not answer.citations:
        return ""
    language = detect_language(answer.question)
    lines = [_source_line(citation, language) for citation in answer.citations]
    heading = "Sources:" if language == "en" else "Quellen:"
    return "\n".join(["\n", heading, *lines])


def _source_line(citation: Citation, language: str) -> str:
    article = citation.article
    source = describe_source(article, language)
    return f"[{citation.number}] {source}: „{article.title}“ {article.url}".rstrip()


def _completion_head(kind: str) -> Json:
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": kind,
        "created": int(now()),
        "model": MODEL_NAME,
    }


def _citation_to_json(citation: Citation) -> Json:
    return {
        "number": citation.number,
        "page": citation.article.page_at(citation.start),
        "copies": copies_to_json(citation.article),
        **_place_to_json(citation.article, citation.quote, citation.start, citation.end),
        "answer": _words_to_json(citation.article, citation.answer),
        "against": citation.against,
    }


def _words_to_json(article: Article, span: Span | None) -> Json | None:
    """The words that answer, with their offsets in the article's body."""
    if span is None:
        return None
    return {"text": article.body[span.start : span.end], "start": span.start, "end": span.end}


def _verdict_to_json(verdict: Verdict) -> Json:
    return {
        "start": verdict.start,
        "end": verdict.end,
        "finding": verdict.finding,
        "missing": list(verdict.missing),
    }


def _notice_to_json(answer: Answer) -> Json | None:
    """The notice as a code for programs and in words, in the question's language."""
    if answer.notice is None:
        return None
    language = detect_language(answer.question)
    return {"code": answer.notice, "text": word_notice(answer.notice, language)}


def _evidence_to_json(evidence: Evidence) -> Json:
    start, end = evidence.sentence
    return _place_to_json(evidence.article, evidence.text, start, end)


def _place_to_json(article: Article, quote: str, start: int, end: int) -> Json:
    return {
        "quote": quote,
        "start": start,
        "end": end,
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": _day(article),
        "url": article.url,
    }


def _time(at: time | None) -> str | None:
    return at.isoformat("minutes") if at else None


def _day(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None
