"""Where every question is handed in, whichever way it came: admission, threads, counting.

Searching and reading take all a core can give, so only as many questions as there are cores are at
it, and the others wait in one line. A language model that phrases an answer keeps nobody from
searching: it has threads of its own.
"""

import math
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Final, Protocol, TypeVar

import anyio
from anyio import to_thread

from chatbot.answer import Answer
from chatbot.errors import BusyError, QuestionTooLongError, StoppingError, TooManyQuestionsError
from chatbot.events import Event
from chatbot.server.limits import Limits
from chatbot.server.metrics import Metrics, Way
from chatbot.server.pulling import Pulling, is_whole
from chatbot.server.rate import RateLimit
from index import ArticleFilter

_WRITING: Final = 64  # threads that wait for a language model; AnswerWriter lets few write at once
_LONGEST_WAIT = 30  # seconds that anybody is told to wait before asking again
_GLANCE = 0.02  # seconds between looking whether all have their answers
_REMEMBERED = 50  # answers that the estimate of waiting times rests on

_Result = TypeVar("_Result")


class StreamsAnswers(Protocol):
    """What the desk needs of a chatbot."""

    @property
    def writes(self) -> bool:
        """Whether a language model phrases the answers, which takes its time."""

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        within: ArticleFilter | None = None,
    ) -> Iterator[Event]:
        """Answer a question step by step."""


class Desk:
    """Hands questions to the bot and answers back. For one event loop.

    Args:
        bot: Answers the questions.
        limits: How much is taken on.
        metrics: Counts what becomes of the questions.
        spare_own: Whether this computer's own questions are not counted, as where no proxy on it
            passes on those of others.
    """

    def __init__(
        self, bot: StreamsAnswers, limits: Limits, metrics: Metrics, *, spare_own: bool = True
    ) -> None:
        self._bot = bot
        self._limits = limits
        self._metrics = metrics
        self._rate = RateLimit(limits.per_minute, spare_own=spare_own)
        # A question whose follow-up a language model rewrites waits for it while it is searched.
        self._places = limits.at_once + (limits.writing if bot.writes else 0)
        self._searching = anyio.CapacityLimiter(self._places)
        self._writing = anyio.CapacityLimiter(_WRITING)
        self._seconds: deque[float] = deque([0.2], maxlen=_REMEMBERED)
        self._inside = 0  # those that search or wait for it
        self._open = 0  # all that have not got what they asked for
        self._closing = False
        self._scopes: set[anyio.CancelScope] = set()
        metrics.in_progress.set_function(lambda: float(self._open - self.waiting))
        metrics.waiting.set_function(lambda: float(self.waiting))

    @property
    def waiting(self) -> int:
        """Questions and searches that nobody has begun."""
        return max(0, self._inside - self._places)

    @property
    def is_stopping(self) -> bool:
        """Whether it takes no further questions."""
        return self._closing

    async def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        way: Way,
        client: str = "",
        within: ArticleFilter | None = None,
    ) -> Answer:
        """Answer a question; see `stream`."""
        answer = None
        stream = self.stream(question, history, way=way, client=client, within=within)
        async with aclosing(stream) as events:
            async for event in events:
                answer = event
        if not isinstance(answer, Answer):
            raise TypeError(f"the stream ended with {answer!r}")
        return answer

    async def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        way: Way,
        client: str = "",
        within: ArticleFilter | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Answer a question step by step. Whoever leaves early closes the generator.

        Args:
            question: The question.
            history: Earlier ones of the conversation, oldest first.
            way: How it came.
            client: Address it came from; empty if that does not matter.
            within: Answer from the articles that it admits only.

        Raises:
            BusyError: If too many questions wait already, or the server is being stopped.
            TooManyQuestionsError: If the client asks too much.
            QuestionError, IndexingError: As `Chatbot.ask` does.
        """
        self._admit(way, client)
        begun = time.monotonic()
        self._open += 1
        try:
            answer = None
            async with aclosing(self._pull(question, history, within)) as events:
                async for event in events:
                    answer = event
                    if isinstance(event, Answer):
                        self._metrics.count(event.status, way, time.monotonic() - begun)
                    yield event
        except Exception:
            if not isinstance(answer, Answer):
                self._metrics.count("error", way, time.monotonic() - begun)
            raise
        finally:
            self._open -= 1

    async def search(self, work: Callable[[], _Result], *, way: Way, client: str = "") -> _Result:
        """Do something that searches, in line with the questions and counted with them.

        Args:
            work: What is done, in a thread.
            way: How it came.
            client: Address it came from; empty if that does not matter.

        Raises:
            BusyError, TooManyQuestionsError: As `stream` does.
        """
        self._admit(way, client)
        self._open += 1
        try:
            async with self._searched():
                return await self._run(work, self._searching, leave=False)
        finally:
            self._open -= 1

    def close(self) -> None:
        """Take no further questions."""
        self._closing = True

    async def drain(self, seconds: float) -> int:
        """Wait until all questions taken have their answers, and end what takes longer.

        Returns:
            How many were ended.
        """
        with anyio.move_on_after(seconds):
            while self._open:
                await anyio.sleep(_GLANCE)
        late = self._open
        for scope in self._scopes:
            scope.cancel()
        with anyio.move_on_after(_GLANCE):  # for the askers to be told
            while self._open:
                await anyio.sleep(0)
        return late

    def _admit(self, way: Way, client: str) -> None:
        if self._closing:
            self._metrics.count_turned_away("busy", way)
            raise StoppingError
        if self._inside >= self._places + self._limits.waiting:
            self._metrics.count_turned_away("busy", way)
            raise BusyError(retry_after=self._estimate_wait())
        wait = self._rate.take(client)
        if wait:
            self._metrics.count_turned_away("too_many", way)
            raise TooManyQuestionsError(limit=self._limits.per_minute, retry_after=wait)

    def _estimate_wait(self) -> int:
        """Seconds until about half of those waiting have their answers."""
        each = sum(self._seconds) / len(self._seconds)
        wait = each * self._inside / self._places / 2
        return max(1, min(_LONGEST_WAIT, math.ceil(wait)))

    async def _pull(
        self, question: str, history: Sequence[str], within: ArticleFilter | None
    ) -> AsyncGenerator[Event, None]:
        if len(question) > self._limits.question:
            raise QuestionTooLongError(length=len(question), limit=self._limits.question)
        stream = self._bot.stream(question, history, within=within)
        pulling = Pulling(stream, writes=self._bot.writes)
        try:
            async with self._searched():
                found = await self._run(lambda: self._find(pulling), self._searching, leave=False)
            for event in found:
                yield event
            while not is_whole(found):
                following = await self._run(pulling.next, self._writing, leave=True)
                if following is None:
                    return
                found = [following]
                yield following
        finally:
            pulling.leave()

    async def _run(
        self, work: Callable[[], _Result], limiter: anyio.CapacityLimiter, *, leave: bool
    ) -> _Result:
        """Do something in a thread, once there is room.

        Args:
            work: What is done.
            limiter: Of the threads that do such work.
            leave: Whether, when nobody wants it any more, the thread is left to itself; if not,
                its place stays taken until it is done.

        Raises:
            StoppingError: If the server can't wait for it any longer.
        """
        with anyio.CancelScope() as scope:
            self._scopes.add(scope)
            try:
                return await to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=leave)
            finally:
                self._scopes.discard(scope)
        raise StoppingError

    @asynccontextmanager
    async def _searched(self) -> AsyncGenerator[None, None]:
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    def _find(self, pulling: Pulling) -> list[Event]:
        begun = time.monotonic()
        found = pulling.find()
        self._seconds.append(time.monotonic() - begun)
        return found
