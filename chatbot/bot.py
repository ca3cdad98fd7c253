"""The one way through: a question in, an answer with citations or a refusal out."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from platformdirs import user_data_path

from chatbot.answer import Answer
from chatbot.collection_state import CollectionState
from chatbot.editing import CollectionEditor
from chatbot.errors import EmptyQuestionError, QuestionTooLongError
from chatbot.events import DraftWritten, Event, EvidenceFound, TextWithdrawn, TextWritten
from chatbot.extractive_answerer import MAX_QUESTION, ExtractiveAnswerer
from chatbot.generative import AnswerWriter
from chatbot.prompt import ENOUGH_FOR_A_SMALL_MODEL
from chatbot.reader import EvidenceReader
from chatbot.reading import read_articles
from chatbot.rewriting import QuestionRewriter
from chatbot.settings import LOCAL_MODEL, Settings, read_settings
from index import (
    ArticleEntry,
    ArticleFilter,
    Embedder,
    EntryPage,
    Facets,
    Hit,
    OnStep,
    RerankedIndex,
    SearchIndex,
    SortKey,
    check_exists,
    open_for_writing,
)
from index.writing import OnProgress
from ingest import Article, normalise_text

__all__ = ["Chatbot", "DraftWritten", "Event", "EvidenceFound", "TextWithdrawn", "TextWritten"]

_log = logging.getLogger(__name__)

_EVERYTHING = ArticleFilter()


class Chatbot:
    """Answers questions about one collection. Safe to use from several threads.

    Args:
        index: The opened index.
        reader: Reads question and passages together; None to go by vectors alone.
        writer: Has a language model phrase the answers; without it they quote the sources.
        rewriter: Has a language model rewrite follow-ups, so that they stand alone.
    """

    def __init__(
        self,
        index: SearchIndex,
        reader: EvidenceReader | None = None,
        *,
        writer: AnswerWriter | None = None,
        rewriter: QuestionRewriter | None = None,
    ) -> None:
        self._index = index
        self._answerer = ExtractiveAnswerer(index, reader, rewriter)
        self._writer = writer

    @classmethod
    def open(
        cls,
        index: str | Path | None = None,
        *,
        settings: Settings | None = None,
        on_step: OnStep | None = None,
    ) -> "Chatbot":
        """Open an index that was made before.

        Args:
            index: Its folder; the one from the settings if None.
            settings: Read from the environment and `belegt.toml` if None.
            on_step: Told of progress when the built-in model is prepared for the first time.

        Raises:
            IndexingError: If there is no index there, or it can't be read.
            ChatError: If a language model is set that can't be opened.
        """
        settings = settings or read_settings()
        folder = Path(index) if index is not None else settings.index_dir
        check_exists(folder)
        embedder = settings.load_embedder(on_step=on_step)
        return cls._open(folder, embedder, settings)

    @classmethod
    def from_folder(
        cls,
        folder: str | Path,
        *,
        index: str | Path | None = None,
        settings: Settings | None = None,
        on_progress: OnProgress | None = None,
    ) -> "Chatbot":
        """Read all articles of a folder, index what is new or changed, and open the index.

        The index then holds what the folder holds: articles whose files are gone are removed.
        Files that can't be read are skipped with a warning in the log; then nothing is removed,
        for what can't be read now may be in the index still.

        Args:
            folder: A folder (or file) of articles.
            index: Where to keep the index; a place of its own in the user's data folder if None.
            settings: Read from the environment and `belegt.toml` if None.
            on_progress: Told how many articles are embedded, of how many.

        Raises:
            IngestError, NothingReadableError: If there is no such folder or no article in it.
            IndexingError: If the index can't be written or read.
        """
        articles, skipped = read_articles([Path(folder)])
        for item in skipped:
            _log.warning("skipped %s: %s", item.place, item.reason)
        place = Path(index) if index is not None else _own_place(Path(folder))
        settings = settings or read_settings()
        embedder = settings.load_embedder()
        with open_for_writing(place, embedder) as writer:
            update = writer.add if skipped else writer.mirror
            update(articles, on_progress=on_progress)
        return cls._open(place, embedder, settings)

    @classmethod
    def from_articles(
        cls,
        articles: Iterable[Article],
        index: str | Path,
        *,
        settings: Settings | None = None,
        on_progress: OnProgress | None = None,
    ) -> "Chatbot":
        """Make an index hold exactly these articles, near-duplicates too, and open it.

        Raises:
            IndexingError: If the index can't be written or read.
        """
        settings = settings or read_settings()
        embedder = settings.load_embedder()
        with open_for_writing(Path(index), embedder, group=False) as writer:
            writer.mirror(list(articles), on_progress=on_progress)
        return cls._open(Path(index), embedder, settings)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        within: ArticleFilter | None = None,
    ) -> Answer:
        """Answer a question.

        Args:
            question: In German or English.
            history: Earlier questions of the conversation, oldest first; of each, the first 2,000
                characters are read.
            within: Answer from the articles that it admits only; from all of them if None.

        Raises:
            QuestionError: If the question is empty or longer than 2,000 characters.
            IndexingError: If the index was damaged meanwhile.
        """
        *_, answer = self.stream(question, history, within=within)
        if not isinstance(answer, Answer):
            raise TypeError(f"the stream ended with {answer!r}")
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        within: ArticleFilter | None = None,
    ) -> Iterator[Event]:
        """Answer a question step by step: the evidence, the text in pieces, the `Answer`.

        With a language model, drafts come in between, which nobody has checked yet; and after a
        `TextWithdrawn` the text begins anew.

        Raises:
            QuestionError, IndexingError: As `ask` does, when the first event is asked for.
        """
        found = self._answerer.answer(
            _checked(question), _checked_history(history), within or _EVERYTHING
        )
        answer = found.answer
        yield EvidenceFound(found.chosen)
        if self._writer is not None and answer.status == "answered":
            yield from self._writer.write(answer, found.ranked)
            return
        for piece in answer.text.splitlines(keepends=True):
            yield TextWritten(piece)
        yield answer

    def retrieve(
        self, question: str, k: int = 10, *, within: ArticleFilter | None = None
    ) -> list[Hit]:
        """The passages that fit a question best, best first; of some articles only, if `within`.

        Raises:
            QuestionError: If the question is empty or longer than 2,000 characters.
            ValueError: If `k` is below 1.
        """
        return list(self._index.search(_checked(question), k, within=within).hits)

    def articles(self) -> list[Article]:
        """All articles of the collection, in the order in which they were first read."""
        return self._index.articles()

    def article(self, article_id: str) -> Article | None:
        """One article by its id, or None if there is none."""
        return self._index.article(article_id)

    def entries(self) -> tuple[ArticleEntry, ...]:
        """All articles without their texts, in the order in which they were first read."""
        return self._index.entries

    def facets(self) -> Facets:
        """What the articles can be filtered by: outlets, authors, sections, days."""
        return self._index.facets()

    def check_filter(self, within: ArticleFilter) -> None:
        """See that the collection knows every outlet, author and section that a filter names.

        Raises:
            InvalidFilterError: Naming the first that it does not know.
        """
        self._index.check_filter(within)

    def list_entries(
        self,
        *,
        query: str = "",
        within: ArticleFilter | None = None,
        sort: SortKey = "place",
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> EntryPage:
        """List articles without their texts; see `Catalogue.list_entries`."""
        return self._index.list_entries(
            query=query, within=within, sort=sort, descending=descending, offset=offset, limit=limit
        )

    @property
    def writes(self) -> bool:
        """Whether a language model phrases the answers."""
        return self._writer is not None

    def state(self) -> CollectionState:
        """How many articles there are now, in which generation of the index.

        Raises:
            IndexingError: If the index was damaged meanwhile.
        """
        return CollectionState(*self._index.count())

    def edit_collection(self) -> CollectionEditor:
        """What changes the collection; the answers then come from its new state."""
        return CollectionEditor(self._index.folder, self._index.embedder)

    def close(self) -> None:
        """Give the index's files back."""
        self._index.close()

    def warm_up(self) -> None:
        """Make a language model ready, so that the first answer does not wait for it."""
        if self._writer is not None:
            self._writer.warm_up("Warum?")

    @classmethod
    def _open(cls, folder: Path, embedder: Embedder, settings: Settings) -> "Chatbot":
        """Open an index with what the settings ask for."""
        with ExitStack() as opened:
            index = _open_index(folder, embedder, settings)
            opened.callback(index.close)
            reader = EvidenceReader() if settings.reader else None
            writer, rewriter = _open_writers(settings, index) if settings.llm else (None, None)
            opened.pop_all()
        return cls(index, reader, writer=writer, rewriter=rewriter)


def _open_index(folder: Path, embedder: Embedder, settings: Settings) -> SearchIndex:
    weight = settings.dense_weight
    reranker = settings.load_reranker()
    if reranker is None:
        return SearchIndex(folder, embedder, dense_weight=weight)
    depth = settings.reranker_depth
    return RerankedIndex(folder, embedder, reranker, depth=depth, dense_weight=weight)


def _open_writers(settings: Settings, index: SearchIndex) -> tuple[AnswerWriter, QuestionRewriter]:
    from chatbot.chat_model import LangChainWriter, open_chat_model

    model = LangChainWriter(open_chat_model(settings))
    writer = AnswerWriter(
        model,
        index.terms,
        index.highest_similarity,
        unsupported=settings.unsupported,
        timeout=settings.llm_timeout,
        at_once=settings.llm_at_once,
        enough=ENOUGH_FOR_A_SMALL_MODEL if settings.llm == LOCAL_MODEL else 1.0,
    )
    return writer, QuestionRewriter(model, index.terms)


def _checked(question: str) -> str:
    question = _cleaned(question)
    if not any(character.isalnum() for character in question):
        raise EmptyQuestionError
    if len(question) > MAX_QUESTION:
        raise QuestionTooLongError(length=len(question), limit=MAX_QUESTION)
    return question


def _checked_history(history: Sequence[str]) -> list[str]:
    if isinstance(history, str):
        raise TypeError("history is a list of earlier questions, not one text")
    return [_cleaned(question)[:MAX_QUESTION] for question in history]


def _cleaned(question: str) -> str:
    """A question as articles are read: normalised, and without what no text can hold."""
    return normalise_text(question.encode("utf-8", "replace").decode()).strip()


def _own_place(folder: Path) -> Path:
    """Where the index of a folder is kept: named after it, apart for each path."""
    path = folder.resolve()
    mark = hashlib.sha256(str(path).encode()).hexdigest()[:8]
    return user_data_path("belegt", appauthor=False) / "collections" / f"{path.name}-{mark}"
