"""A chat model's reply, read as it is written: with time limits, sentence by sentence."""

import logging
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chatbot.answer import Notice
from chatbot.errors import ChatError
from chatbot.quotations import find_unclosed
from chatbot.sanitising import drop_thoughts, sanitise
from ingest import split_sentences

MAX_CHARACTERS = 2500  # of a reply, thoughts included; a good one has about 300
SECONDS_BETWEEN = 15.0  # between two pieces; before the first one the prompt has to be read

_MARKER = re.compile(r"\s*\[(\d{1,2})\]")
_LEADING_MARKERS = re.compile(r"(?:\[\d{1,2}\][\s.,;]*)+")
_AFTER_MARKER = re.compile(r"(?<=\][.!?…])\s+|(?<=[.!?…]\s\[\d\])\s+(?!\[)")  # ends a statement
_OPEN_MARKER = re.compile(r"\s*\[[\d\s,;]*\Z")  # as in "[1, 2]" before the 2 is there
_END = re.compile(r"[.!?…:]+\Z")
_OVERLOADED = {429, 503, 529}

_log = logging.getLogger(__name__)


class ReplyError(ChatError):
    """The model's reply can't be used; the answer then quotes the sources."""

    def __init__(self, notice: Notice, *, detail: str) -> None:
        super().__init__(f"the language model can't be used for this answer: {detail}")
        self.notice = notice


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of a reply.

    Attributes:
        text: Plain words, without markers.
        numbers: Those that its markers had, in order.
    """

    text: str
    numbers: tuple[int, ...]


def read_pieces(write: Callable[[], Iterator[str]], *, whole: float) -> Iterator[str]:
    """The pieces of a reply as they come.

    The model is read in a thread of its own, so that no server can hold the answer up. When the
    time is over, the thread is told to stop and nobody waits for it.

    Args:
        write: Starts the model and gives its pieces.
        whole: Seconds that the reply may take, its first piece too; between two pieces no more
            than `SECONDS_BETWEEN` may pass.

    Raises:
        ReplyError: If the model fails, is too slow or writes without end.
    """
    pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stopped = threading.Event()
    threading.Thread(target=_pass_on, args=(write, pieces, stopped), daemon=True).start()
    deadline = time.monotonic() + whole
    written = 0
    try:
        while True:
            left = deadline - time.monotonic()
            try:
                piece = pieces.get(
                    timeout=max(min(left, SECONDS_BETWEEN) if written else left, 0.001)
                )
            except queue.Empty:
                raise ReplyError("model_timed_out", detail="it took too long") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise _explain(piece) from piece
            if left <= 0:
                raise ReplyError("model_timed_out", detail="it took too long")
            written += len(piece)
            if written > MAX_CHARACTERS:
                raise ReplyError("reply_endless", detail=f"more than {MAX_CHARACTERS} characters")
            yield piece
    finally:
        stopped.set()


class ReplyReader:
    """Makes sentences of the pieces of a reply."""

    def __init__(self) -> None:
        self._raw = ""
        self._taken = 0
        self._open = ""

    def feed(self, piece: str) -> list[WrittenSentence]:
        """Add a piece; returns the sentences that are complete now and were not before.

        Raises:
            ReplyError: If what was taken for sentences turns out to be thoughts.
        """
        self._raw += piece
        if not any(character.isspace() for character in piece):
            return []
        sentences = _split(self._whole_words())
        if len(sentences) < self._taken:
            raise ReplyError("reply_unsupported", detail="it was thinking aloud")
        new = self._take(sentences[:-1])
        self._open = " ".join(sentence.text for sentence in sentences[self._taken :])
        return new

    def finish(self) -> list[WrittenSentence]:
        """The sentences left when the reply is over."""
        return self._take(_split(sanitise(drop_thoughts(self._raw)), over=True))

    def draft(self) -> str:
        """What is written of the sentence that is not complete yet."""
        return self._open

    def _take(self, sentences: list[WrittenSentence]) -> list[WrittenSentence]:
        new = sentences[self._taken :]
        self._taken = max(self._taken, len(sentences))
        return new

    def _whole_words(self) -> str:
        """The text up to the last space; what comes after it may still become anything."""
        text = drop_thoughts(self._raw)
        cut = max(text.rfind(" "), text.rfind("\n"))
        marker = _OPEN_MARKER.search(text[: max(cut, 0)])
        return sanitise(text[: marker.start() if marker else cut]) if cut > 0 else ""


def put_markers(text: str, numbers: tuple[int, ...]) -> str:
    """A sentence with its markers before the full stop, as in "Merz zögert [1]."."""
    markers = "".join(f"[{number}]" for number in numbers)
    if not markers:
        return text
    end = _END.search(text)
    return f"{text[: end.start()]} {markers}{end[0]}" if end else f"{text} {markers}"


def _split(text: str, *, over: bool = False) -> list[WrittenSentence]:
    """The sentences of a text with what they cite; `over` if nothing comes after it."""
    sentences: list[WrittenSentence] = []
    statements = (each for each in _AFTER_MARKER.split(text) if each)
    parts = [each[start:end] for each in statements for start, end in split_sentences(each)]
    for found in _join_quoted(parts, over=over):
        part = found
        leading = _LEADING_MARKERS.match(part)
        if leading and sentences:  # "Merz zögert. [1] Macron nicht." cites for the one before
            last = sentences[-1]
            cited = dict.fromkeys((*last.numbers, *_numbers(leading[0])))
            sentences[-1] = WrittenSentence(last.text, tuple(cited))
            part = part[leading.end() :]
        bare = re.sub(r"\s+(?=[.,;:!?])", "", " ".join(_MARKER.sub(" ", part).split()))
        if any(character.isalnum() for character in bare):
            numbers = tuple(dict.fromkeys(_numbers(part)))
            sentences.append(WrittenSentence(bare, numbers))
    return sentences


def _join_quoted(parts: Sequence[str], *, over: bool) -> list[str]:
    """Put the sentences within one pair of quotation marks together.

    A mark that is still open may be closed later, unless the text is over.
    """
    joined: list[str] = []
    for place, part in enumerate(parts):
        if joined and find_unclosed(joined[-1]):
            if over and find_unclosed(" ".join((joined[-1], *parts[place:]))):
                return [*joined, *parts[place:]]
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _MARKER.findall(text)]


def _pass_on(
    write: Callable[[], Iterator[str]],
    pieces: "queue.SimpleQueue[str | Exception | None]",
    stopped: threading.Event,
) -> None:
    try:
        for piece in write():
            if stopped.is_set():
                return
            pieces.put(piece)
        pieces.put(None)
    except Exception as error:
        pieces.put(error)


def _explain(error: Exception) -> ReplyError:
    """What to tell of a provider's error; the details are for the log."""
    names = {kind.__name__ for kind in type(error).__mro__}
    status = getattr(error, "status_code", None)
    detail = f"{type(error).__name__}: {str(error)[:300]}"
    _log.warning("the language model failed: %s", detail)
    if status in _OVERLOADED or "RateLimitError" in names:
        return ReplyError("model_overloaded", detail=detail)
    if names & {"APITimeoutError", "TimeoutError", "TimeoutException"}:
        return ReplyError("model_timed_out", detail=detail)
    if names & {"APIConnectionError", "ConnectionError", "ConnectError", "NetworkError"}:
        return ReplyError("model_unreachable", detail=detail)
    return ReplyError("model_failed", detail=detail)
