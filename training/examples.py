"""Questions with the text that answers them, cut into windows that a reader is trained on."""

import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import Span
from ingest.sentences import split_sentences

OWN = Path(__file__).parent / "questions"

MIN_CHARS, MAX_CHARS = 300, 1100  # of a window; shorter than most passages, to learn faster
TITLE_CHARS = 120
RIVAL_SHARE = 0.5  # of the windows without the answer
TITLED_SHARE = 0.8  # of the windows that don't open their text


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question and a text that may answer it.

    Attributes:
        origin: Where it comes from, as in "squad2" or "news".
        question: The question.
        title: Of the text; may be empty.
        text: The text.
        answer: The answer's span in the text, or None if the text holds none.
    """

    origin: str
    question: str
    title: str
    text: str
    answer: Span | None

    @property
    def words(self) -> str:
        """The answer itself; empty if there is none."""
        return "" if self.answer is None else self.text[self.answer.start : self.answer.end]


@dataclass(frozen=True, slots=True)
class Rival:
    """A passage that looks as if it answered a question.

    Attributes:
        title: Of the text that it is from; may be empty.
        text: The passage.
        opens: Whether it is the beginning of that text.
    """

    title: str
    text: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What a reader sees at once.

    Attributes:
        question: The question.
        title: Put before the text; may be empty.
        text: Some sentences in a row.
        answer: The answer's span in `text`, or None.
    """

    question: str
    title: str
    text: str
    answer: Span | None


def read_shared_questions(folder: Path) -> list[ReadingQuestion]:
    """The Norwegian and English questions of `questions.jsonl` and `passages.jsonl`."""
    texts = {record["passage"]: record["text"] for record in _read(folder / "passages.jsonl")}
    found = []
    for record in _read(folder / "questions.jsonl"):
        text = texts[record["passage"]]
        answer = None
        if record["answers"]:
            first = record["answers"][0]
            answer = Span(first["start"], first["start"] + len(first["text"]))
        found.append(
            ReadingQuestion(record["source"], record["question"], record["title"], text, answer)
        )
    return found


def read_news_articles(path: Path) -> list[str]:
    """The articles of 10kGNAD's test split, spaces collapsed."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8", newline="") as file:
        return [
            " ".join(text.split()) for _, text in csv.reader(file, delimiter=";", quotechar="'")
        ]


def read_news_questions(paths: Sequence[Path], articles: Sequence[str]) -> list[ReadingQuestion]:
    """German questions over news articles, with evidence and answer verbatim."""
    found = []
    for record in (record for path in paths for record in _read(path)):
        text = articles[record["article"]]
        answer = None
        if record["answerable"]:
            evidence = text.find(" ".join(record["evidence"].split()))
            words = " ".join(record["answer"].split())
            start = text.find(words, max(evidence, 0))
            if start < 0:
                continue
            answer = Span(start, start + len(words))
        title = text.split(". ")[0][:TITLE_CHARS]
        found.append(ReadingQuestion("news", record["question"], title, text, answer))
    return found


def read_own_news_questions(path: Path, articles: Sequence[str]) -> list[ReadingQuestion]:
    """German questions written for this, each with the article's number and the answer's span."""
    found = []
    for record in _read(path):
        text = articles[record["article"]]
        answer = Span(*record["answer"]) if record["answer"] else None
        title = text.split(". ")[0][:TITLE_CHARS]
        found.append(ReadingQuestion("news", record["question"], title, text, answer))
    return found


def read_own_passages(path: Path) -> list[ReadingQuestion]:
    """German passages written for this, with questions."""
    found = []
    for record in _read(path):
        text = record["text"]
        for item in record["questions"]:
            answer = None
            if item["answer"]:
                start = text.find(item["answer"])
                if start < 0:
                    continue
                answer = Span(start, start + len(item["answer"]))
            found.append(ReadingQuestion("own", item["question"], record["title"], text, answer))
    return found


class WindowCutter:
    """Cuts windows at random, so that every pass over the questions shows other ones.

    Args:
        questions: Also where passages of the same title are taken from as hard negatives.
        rivals: Passages of other texts that look as if they answered, by question.
        seed: Of the random choices.
    """

    def __init__(
        self,
        questions: Sequence[ReadingQuestion],
        rivals: Mapping[ReadingQuestion, Sequence[Rival]],
        seed: int,
    ) -> None:
        self._random = random.Random(seed)
        self._rivals = rivals
        self._sentences: dict[str, list[Span]] = {}
        self._related: dict[tuple[str, str], list[str]] = {}
        for question in questions:
            texts = self._related.setdefault((question.origin, question.title), [])
            if question.text not in texts:
                texts.append(question.text)

    def cut(self, question: ReadingQuestion) -> Window:
        """A window with the answer, or any window of a text without one."""
        return self._window(question, question.text, question.answer)

    def cut_without_answer(self, question: ReadingQuestion) -> Window | None:
        """A window that does not hold the answer: of a rival, the same text, or one beside it."""
        words = question.words.casefold()
        texts = self._related[(question.origin, question.title)]
        rivals = self._rivals.get(question, ())
        if rivals and self._random.random() < RIVAL_SHARE:
            # The better it fits, the likelier it is taken.
            place = min(self._random.randrange(len(rivals)) for _ in range(2))
            return self._cut_rival(question, rivals[place])
        for _ in range(6):
            text = self._random.choice(texts) if self._random.random() < 0.6 else question.text
            window = self._window(question, text, None)
            if words and words not in window.text.casefold():
                return window
        return None

    def _cut_rival(self, question: ReadingQuestion, rival: Rival) -> Window:
        window = self._window(question, rival.text, None)
        opens = rival.opens and rival.text.startswith(window.text)
        return replace(window, title="" if opens else self._perhaps(rival.title))

    def _window(self, question: ReadingQuestion, text: str, answer: Span | None) -> Window:
        if text not in self._sentences:
            self._sentences[text] = split_sentences(text) or [Span(0, len(text))]
        sentences = self._sentences[text]
        length = self._random.randint(MIN_CHARS, MAX_CHARS)
        if answer is None:
            first = last = self._random.randrange(len(sentences))
        else:
            first = max((n for n, s in enumerate(sentences) if s.start <= answer.start), default=0)
            last = min(
                (n for n, s in enumerate(sentences) if s.end >= answer.end),
                default=len(sentences) - 1,
            )
            last = max(first, last)
        while True:
            before = sentences[first - 1] if first else None
            after = sentences[last + 1] if last + 1 < len(sentences) else None
            if before is None and after is None:
                break
            if after is None or (before is not None and self._random.random() < 0.5):
                first -= 1
            else:
                last += 1
            if sentences[last].end - sentences[first].start > length:
                break
        start, end = sentences[first].start, sentences[last].end
        if answer is not None:
            start, end = min(start, answer.start), max(end, answer.end)
            answer = Span(answer.start - start, answer.end - start)
        title = self._perhaps(question.title) if start else ""
        return Window(question.question, title, text[start:end], answer)

    def _perhaps(self, title: str) -> str:
        return title if self._random.random() < TITLED_SHARE else ""


def _read(path: Path) -> Iterator[dict]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
