"""What the tools do: each takes checked arguments and gives text to read and the same as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter

from chatbot.answer import Answer
from chatbot.attribution import describe_article
from chatbot.errors import ChatError
from chatbot.json_answer import answer_to_json
from chatbot.mcp.arguments import (
    MAX_CHARACTERS,
    AskArguments,
    ListArguments,
    ReadArguments,
    SearchArguments,
)
from chatbot.mcp.results import ArticleText, Listed, Listing, Passages, Source
from chatbot.server.schemas import AnswerOut
from chatbot.ui.bot import Bot
from chatbot.wording import word_notice
from index import ArticleEntry
from ingest import Article, detect_language


class UnknownArticleError(ChatError):
    """There is no article of that id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"there is no article {article_id!r}; `list_articles` shows all of them")


class RangeError(ChatError):
    """A part of an article was asked for that it does not have."""

    def __init__(self, *, start: int, end: int | None, length: int) -> None:
        to = "its end" if end is None else end
        super().__init__(
            f"there are no characters from {start} to {to}; the article has {length}, so choose "
            f"0 <= start < end <= {length}"
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool gives back.

    Attributes:
        texts: To read, for assistants that take no data.
        data: The same and more, of the shape that the tool's result type states.
    """

    texts: tuple[str, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolKind:
    """One tool.

    Attributes:
        name: What it is called by.
        title: What people see.
        description: What a language model is told of it.
        arguments: Their model.
        result: The type of its data.
        run: Does it.
    """

    name: str
    title: str
    description: str
    arguments: type[BaseModel]
    result: type[Any]
    run: Callable[[Bot, Any], Reply]

    def input_schema(self) -> dict[str, Any]:
        """JSON schema of the arguments."""
        return self.arguments.model_json_schema()

    def output_schema(self) -> dict[str, Any]:
        """JSON schema of the data."""
        return TypeAdapter(self.result).json_schema(mode="serialization")


def search(bot: Bot, arguments: SearchArguments) -> Reply:
    """The passages that fit a query best."""
    language = detect_language(arguments.query)
    texts, found = [], []
    for hit in bot.retrieve(arguments.query, arguments.k, within=arguments.check(bot)):
        passage = hit.passage
        article = bot.article(passage.article_id)
        if article is None or article.body[passage.start : passage.end] != passage.text:
            continue  # removed or replaced since
        place = f"characters {passage.start}-{passage.end}, score {hit.score:.2f}"
        texts.append(f"{hit.rank}. {_describe(article, language)}, {place}\n{passage.text}")
        found.append(
            {
                **_source(article),
                "rank": hit.rank,
                "score": hit.score,
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
            }
        )
    return Reply(tuple(texts) or ("No passage was found.",), {"passages": found})


def ask(bot: Bot, arguments: AskArguments) -> Reply:
    """An answer with citations, or a refusal."""
    within = arguments.check(bot)
    return reply_with(bot.ask(arguments.question, arguments.history, within=within))


def reply_with(answer: Answer) -> Reply:
    """An answer as the tool `ask` gives it."""
    return Reply(tuple(_write_answer(answer)), answer_to_json(answer))


def read_article(bot: Bot, arguments: ReadArguments) -> Reply:
    """An article's text, or a part of it, character for character."""
    article = bot.article(arguments.article_id)
    if article is None:
        raise UnknownArticleError(arguments.article_id)
    length, start = len(article.body), arguments.start
    end = length if arguments.end is None else arguments.end
    if not start < end <= length:
        raise RangeError(start=start, end=arguments.end, length=length)
    stop = min(end, start + MAX_CHARACTERS)
    head = f"{_describe(article, article.language)}, characters {start}-{stop} of {length}"
    data: ArticleText = {
        **_source(article),
        "language": article.language,
        "section": article.section,
        "length": length,
        "start": start,
        "end": stop,
        "text": article.body[start:stop],
        "next_start": stop if stop < end else None,
    }
    if stop < end:
        head += f"; read on with start={stop}"
    return Reply((head, data["text"]), data)


def list_articles(bot: Bot, arguments: ListArguments) -> Reply:
    """Which articles there are, in the order in which they were first read."""
    page = bot.list_entries(
        query=arguments.query,
        within=arguments.check(bot),
        offset=arguments.offset,
        limit=arguments.limit,
    )
    stop = arguments.offset + len(page.entries)
    further = bool(page.entries) and stop < page.total
    listed: list[Listed] = [
        {**_source(entry), "section": entry.section, "duplicate_of": entry.duplicate_of or None}
        for entry in page.entries
    ]
    data: Listing = {
        "total": page.total,
        "articles": listed,
        "next_offset": stop if further else None,
    }
    head = f"{len(listed)} of {page.total} articles"
    if further:
        head += f"; go on with offset={stop}"
    return Reply((head, *(_describe(entry, "en") for entry in page.entries)), data)


def _write_answer(answer: Answer) -> list[str]:
    """The answer's text, then a text for each citation; on refusal, for the nearest miss."""
    language = detect_language(answer.question)
    texts = [answer.text]
    if answer.notice is not None:
        texts.append(f"({word_notice(answer.notice, language)})")
    for citation in answer.citations:
        place = f"characters {citation.start}-{citation.end}"
        head = f"[{citation.number}] {_describe(citation.article, language)}, {place}"
        texts.append(f"{head}\n{citation.quote}")
    if answer.nearest is not None:
        start, end = answer.nearest.sentence
        place = f"characters {start}-{end}"
        head = f"Nearest, no answer: {_describe(answer.nearest.article, language)}, {place}"
        texts.append(f"{head}\n{answer.nearest.text}")
    return texts


def _describe(article: Article | ArticleEntry, language: str) -> str:
    """Who says it and when, under which title, and the article's id; on one line."""
    told = f"{describe_article(article, language)} (article_id: {article.id})"
    return " ".join(told.split())


def _source(article: Article | ArticleEntry) -> Source:
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
    }


TOOLS = (
    ToolKind(
        "ask",
        "Ask the articles",
        "Answer a question from the collection of news articles. The answer consists of sentences "
        "quoted word for word, with outlet, date and markers such as [1]; each citation names the "
        "article and the characters it stands at. If the articles do not answer the question, "
        "status is 'refused' and `nearest` is the closest sentence, which is no answer. Ask one "
        "thing at a time, in the language of the articles (mostly German) where you can. Outlets, "
        "authors, sections and days narrow down which articles are asked.",
        AskArguments,
        AnswerOut,
        ask,
    ),
    ToolKind(
        "search",
        "Search the articles",
        "Find the passages of the collection that fit a question or key words best, by meaning "
        "and by words. Use it to gather material on a topic; scores compare passages of one "
        "search only, and low ones may not fit at all.",
        SearchArguments,
        Passages,
        search,
    ),
    ToolKind(
        "read_article",
        "Read an article",
        "Give the text of an article, or the characters from `start` to `end`, exactly as they "
        "stand there. Use it to see a citation in its context or to check it: the text at a "
        "citation's offsets is its quote.",
        ReadArguments,
        ArticleText,
        read_article,
    ),
    ToolKind(
        "list_articles",
        "List the articles",
        "List the articles of the collection with title, outlet, author, date and id, in the "
        "order in which they were read; all, or those with certain words, outlets, authors, "
        "sections or days. Copies and earlier versions name in `duplicate_of` the "
        "article that is searched in their place.",
        ListArguments,
        Listing,
        list_articles,
    ),
)
