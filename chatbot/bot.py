"""The one way through: a question in, an answer with citations or a refusal out."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from chatbot.answer import Answer, Evidence
from chatbot.errors import EmptyQuestionError, QuestionTooLongError
from chatbot.evidence import ScoredEvidence, find_evidence, prefer_terms
from chatbot.extractive import choose_sentences, compose_answer
from chatbot.follow_up import make_standalone
from chatbot.reading import read_articles
from chatbot.refusal import THRESHOLD, estimate_confidence, measure_support
from chatbot.settings import Settings, read_settings
from chatbot.wording import word_refusal
from index import Hit, OnStep, SearchIndex, SearchResult, check_exists, open_for_writing
from index.writing import OnProgress
from ingest import Article, detect_language, normalise_text

MAX_QUESTION = 2000  # characters
_HITS = 10  # passages that an answer reports as considered

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """Streamed first: the sentences that the answer will rest on, most promising first."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TextWritten:
    """Streamed next: a further piece of the answer's text."""

    text: str


Event = EvidenceFound | TextWritten | Answer


class Chatbot:
    """Answers questions about one collection. Safe to use from several threads.

    Args:
        index: The opened index.
    """

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

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
        """
        settings = settings or read_settings()
        folder = Path(index) if index is not None else settings.index_dir
        check_exists(folder)
        embedder = settings.load_embedder(on_step=on_step)
        return cls(SearchIndex(folder, embedder, dense_weight=settings.dense_weight))

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
        return cls(SearchIndex(place, embedder, dense_weight=settings.dense_weight))

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
        return cls(SearchIndex(Path(index), embedder, dense_weight=settings.dense_weight))

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question.

        Args:
            question: In German or English.
            history: Earlier questions of the conversation, oldest first.

        Raises:
            QuestionError: If the question is empty or longer than 2,000 characters.
            IndexingError: If the index was damaged meanwhile.
        """
        answer, _ = self._answer(question, history)
        return answer

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Event]:
        """Answer a question step by step: the evidence, the text in pieces, the `Answer`.

        Raises:
            QuestionError, IndexingError: As `ask` does, when the first event is asked for.
        """
        answer, evidence = self._answer(question, history)
        yield EvidenceFound(evidence)
        for piece in answer.text.splitlines(keepends=True):
            yield TextWritten(piece)
        yield answer

    def retrieve(self, question: str, k: int = 10) -> list[Hit]:
        """The passages that fit a question best, best first.

        Raises:
            QuestionError: If the question is empty or longer than 2,000 characters.
            ValueError: If `k` is below 1.
        """
        return list(self._index.search(_checked(question), k).hits)

    def articles(self) -> list[Article]:
        """All articles of the collection, in the order in which they were first read."""
        return self._index.articles()

    def article(self, article_id: str) -> Article | None:
        """One article by its id, or None if there is none."""
        return self._index.article(article_id)

    def close(self) -> None:
        """Give the index's files back."""
        self._index.close()

    def _answer(self, question: str, history: Sequence[str]) -> tuple[Answer, tuple[Evidence, ...]]:
        question = _checked(question)
        query = make_standalone(question, _checked_history(history))[-MAX_QUESTION:]
        follows = query != question
        result = self._index.search(query, _HITS, focus=question if follows else "")
        evidence = find_evidence(question, result)
        if follows:
            evidence = prefer_terms(evidence, self._index.weigh_terms(question), self._index)
        confidence = estimate_confidence(measure_support(self._index, result, evidence))
        language = detect_language(question)
        if not evidence or confidence < THRESHOLD:
            return _refuse(question, result, evidence, confidence, language), ()
        text, citations = compose_answer(evidence, language)
        answer = Answer(question, text, "answered", citations, result.hits, confidence)
        return answer, tuple(choose_sentences(evidence))


def _refuse(
    question: str,
    result: SearchResult,
    evidence: Sequence[ScoredEvidence],
    confidence: float,
    language: str,
) -> Answer:
    nearest = evidence[0].evidence if evidence else None
    text = word_refusal(nearest, language)
    return Answer(question, text, "refused", (), result.hits, confidence, nearest)


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
    return [_cleaned(question) for question in history]


def _cleaned(question: str) -> str:
    """A question as articles are read: normalised, and without what no text can hold."""
    return normalise_text(question.encode("utf-8", "replace").decode()).strip()


def _own_place(folder: Path) -> Path:
    """Where the index of a folder is kept: named after it, apart for each path."""
    path = folder.resolve()
    mark = hashlib.sha256(str(path).encode()).hexdigest()[:8]
    return user_data_path("belegt", appauthor=False) / "collections" / f"{path.name}-{mark}"
