"""Questions to click on before the first one is asked: only such as the collection answers."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from chatbot.answer import Answer
from chatbot.errors import ChatError
from chatbot.events import EvidenceFound
from chatbot.ui.bot import Bot
from chatbot.ui.example_questions import Candidate, find_candidates
from index import IndexingError

# About the sample collection (sample/questions.jsonl); written by hand, so they come first.
SAMPLE_EXAMPLES = (
    "Warum zögert Merz?",
    "Was bietet Deutschland der Ukraine statt Soldaten an?",
    "Warum misstrauen die Verbündeten gegen den IS einander?",
    "Was steht in Artikel 5 des NATO-Vertrags?",
)
COUNT = 4
_BEFORE_ANY = 0  # generations count from 1
MAX_TRIED = 40  # candidates that are asked; each takes a fraction of a second
SURE = 0.65  # confidence from which on an answer counts as well supported

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Search:
    """A search for examples in a generation of the index, and what it has found."""

    generation: int
    questions: tuple[str, ...] = ()
    done: threading.Event = field(default_factory=threading.Event)


class ExampleQuestions:
    """Finds example questions in the background, and anew whenever the collection has changed.

    Args:
        bot: What is to answer them.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._lock = threading.Lock()
        self._search: _Search | None = None

    def start(self) -> None:
        """Begin to look for them."""
        self._search = _Search(_BEFORE_ANY)
        self.find()

    def find(self, seconds: float = 0) -> tuple[str, ...]:
        """Up to four that the collection answers as it is now.

        None before `start`, and while they are looked for, if that takes longer than one waits.

        Args:
            seconds: To wait for them.
        """
        if self._search is None:
            return ()
        try:
            generation = self._bot.state().generation
        except IndexingError:
            _log.warning("no example questions", exc_info=True)
            return ()
        with self._lock:
            search = self._search
            if search.generation != generation:
                search = self._search = _Search(generation)
                threading.Thread(target=self._look, args=[search], daemon=True).start()
        search.done.wait(seconds)
        return search.questions

    def _look(self, search: _Search) -> None:
        try:
            questions = takewhile(lambda _: self._search is search, choose_examples(self._bot))
            search.questions = tuple(islice(questions, COUNT))
        except (IndexingError, ChatError):
            _log.warning("no example questions", exc_info=True)
        finally:
            search.done.set()


def choose_examples(bot: Bot) -> Iterator[str]:
    """Questions that a bot's collection answers, the best first.

    Over articles that no rule makes a question of this gives few or none, and rightly so: no
    example is better than one that is refused.
    """
    given = [question for question in SAMPLE_EXAMPLES if _answering(bot, question)]
    yield from given
    if given:
        return
    verbs: set[str] = set()
    for candidate in islice(find_candidates(bot.articles()), MAX_TRIED):
        opening = " ".join(candidate.question.split()[:2])
        if opening not in verbs and _is_answered_by(bot, candidate):
            verbs.add(opening)  # four questions of one kind would say little of the collection
            yield candidate.question


def _is_answered_by(bot: Bot, candidate: Candidate) -> bool:
    return _answering(bot, candidate.question) == (candidate.article_id, candidate.sentence)


def _answering(bot: Bot, question: str) -> tuple[str, str] | None:
    """Article and sentence that a question is answered with first; None if it is not, surely.

    A language model is not asked to phrase an answer for that.
    """
    for event in bot.stream(question):
        if bot.writes and isinstance(event, EvidenceFound):
            found = [(each.article.id, each.text) for each in event.evidence]
            return found[0] if found else None
        if isinstance(event, Answer):
            if event.status == "refused" or event.confidence < SURE:
                return None
            cited = event.citations[0]
            return cited.article.id, cited.quote
    return None
