"""Reads question and passage together, and points at the words that answer."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.reader.preparing import prepare_reader
from index.bundled_model import PROMPTS, prepare_bundled_model
from index.cores import count_cores
from index.e5_file import expand_blocks
from index.embedding import PassageText
from index.errors import ModelUnavailableError
from ingest import Span

FloatMatrix = NDArray[np.float32]

AT_ONCE = 2  # passages of a question
MAX_TOKENS = 512
MAX_QUESTION_TOKENS = 64
MAX_ANSWER_TOKENS = 48
_YEAR_AND_DOT = re.compile(r"\d{4}\.\Z")
_BEGIN, _END = 0, 2  # the tokens <s> and </s>


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the reader makes of one sentence.

    Attributes:
        score: Logarithm of how much likelier the answer is in this sentence than nowhere in the
            passage.
        answer: Span of the words that answer best, within the passage's text; None for a sentence
            that was not read.
    """

    score: float
    answer: Span | None


class EvidenceReader:
    """The embedded encoder, trained further to point at answers. Safe to use from several threads.

    Two passages are read at the same time, each by half of the cores.

    Args:
        threads: That read one passage together; half of the cores if None.

    Raises:
        ModelUnavailableError: If it can't be prepared or opened.

    Source: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers" (2019), section
    4.3, for spans and the no-answer score at the first token; Clark and Gardner, "Simple and
    Effective Multi-Paragraph Reading Comprehension" (2018), for comparing several passages.
    """

    def __init__(self, *, threads: int | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = prepare_bundled_model()
        graph = prepare_reader()
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._words = np.load(folder / "words.npy", mmap_mode="r")
            options = onnxruntime.SessionOptions()
            cores = count_cores()
            options.intra_op_num_threads = threads or max(1, cores // AT_ONCE)
            self._pool = ThreadPoolExecutor(max(AT_ONCE, cores), thread_name_prefix="reader")
            self._session = onnxruntime.InferenceSession(
                str(graph), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # tokenizers and onnxruntime raise bare Exception subclasses
            raise ModelUnavailableError(
                "evidence reader", reason=f"delete {graph.parent} so that it is made anew: {error}"
            ) from error

    def read(self, question: str, texts: Sequence[PassageText]) -> list[list[SentenceReading]]:
        """Read each text with the question.

        Args:
            question: The question.
            texts: Passages; no answer is looked for in their context. What goes beyond 512 tokens,
                question included, is not read; sentences there get the lowest score of their
                passage.

        Returns:
            For each text, one reading for each of its sentences.
        """
        query = self._tokenizer.encode(PROMPTS["query"] + question, add_special_tokens=False)
        opening = [_BEGIN, *query.ids[:MAX_QUESTION_TOKENS], _END]
        contexts = [
            f"{PROMPTS['passage']}{text.context}\n" if text.context else PROMPTS["passage"]
            for text in texts
        ]
        encodings = self._tokenizer.encode_batch(
            [context + text.text for context, text in zip(contexts, texts, strict=True)],
            add_special_tokens=False,
        )
        room = MAX_TOKENS - len(opening) - 1
        ids = [[*opening, *encoding.ids[:room], _END] for encoding in encodings]
        scores = list(self._pool.map(self._score, ids) if len(ids) > 1 else map(self._score, ids))
        return [
            _read_sentences(text, len(context), encoding.offsets[:room], tokens, len(opening))
            for text, context, encoding, tokens in zip(
                texts, contexts, encodings, scores, strict=True
            )
        ]

    def _score(self, ids: Sequence[int]) -> FloatMatrix:
        """Scores of tokens, shape (tokens, 2)."""
        words = expand_blocks(self._words[np.array(ids)])[None]
        (scores,) = self._session.run(None, {"words": words})
        return np.asarray(scores[0], np.float32)


def _read_sentences(
    text: PassageText,
    context: int,
    offsets: Sequence[tuple[int, int]],
    scores: FloatMatrix,
    first: int,
) -> list[SentenceReading]:
    """Scores of a passage's tokens made into readings of its sentences.

    Args:
        text: The passage.
        context: Characters before its text in what was tokenised.
        offsets: Of the tokens, in characters of what was tokenised.
        scores: Of all tokens, the question's too; shape (tokens, 2).
        first: Where the passage's tokens begin in `scores`.
    """
    nothing = float(scores[0].sum())
    starts = np.array([start for start, _ in offsets], np.int64) - context
    ends = np.array([end for _, end in offsets], np.int64) - context
    inside = scores[first : first + len(offsets)]
    readings: list[SentenceReading | None] = []
    for span in text.sentences:
        tokens = np.flatnonzero((ends > span.start) & (starts < span.end))
        if not len(tokens):
            readings.append(None)
            continue
        spans = inside[tokens, 0][:, None] + inside[tokens, 1][None, :]
        distance = np.arange(len(tokens))[None, :] - np.arange(len(tokens))[:, None]
        spans[(distance < 0) | (distance >= MAX_ANSWER_TOKENS)] = -np.inf
        peak = float(spans.max())
        begin, end = np.unravel_index(int(spans.argmax()), spans.shape)
        total = peak + float(np.log(np.exp(spans - peak).sum()))
        answer = Span(
            max(int(starts[tokens[begin]]), span.start), min(int(ends[tokens[end]]), span.end)
        )
        readings.append(SentenceReading(total - nothing, _trimmed(text.text, answer)))
    lowest = min((reading.score for reading in readings if reading), default=-nothing)
    return [reading or SentenceReading(lowest, None) for reading in readings]


def _trimmed(text: str, span: Span) -> Span:
    """A span without white space and marks at its ends; the dot after a year closes a sentence."""
    start, end = span
    while start < end - 1 and text[start] in " \n\t,;:":
        start += 1
    while end - 1 > start and (text[end - 1] in " \n\t,;:" or _YEAR_AND_DOT.search(text[:end])):
        end -= 1
    return Span(start, end)
