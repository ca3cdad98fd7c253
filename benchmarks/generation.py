"""Generated answers: right, cited, fast? `python -m benchmarks generation`.

Measures the model that BELEGT_LLM names, or the local one; BELEGT_QUESTIONS says on how many
questions of the XQuAD-de development half, chosen evenly.
"""

import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.collections import read_xquad
from chatbot import Answer, Chatbot, DraftWritten, TextWritten
from chatbot.settings import LOCAL_MODEL, read_settings
from evaluation import Question

QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """One answer.

    Attributes:
        question: With its gold.
        answer: What was answered.
        first_words: Seconds to the first words that a reader of the page sees; the whole time if
            there was no draft.
        whole: Seconds to the answer.
    """

    question: Question
    answer: Answer
    first_words: float
    whole: float


def run() -> str:
    """The tables, in Markdown."""
    settings = read_settings()
    settings = settings.model_copy(update={"llm": settings.llm or LOCAL_MODEL})
    articles, questions = read_xquad()
    count = min(int(os.environ.get("BELEGT_QUESTIONS", QUESTIONS)), len(questions))
    chosen = questions[:: len(questions) // count][:count]
    with tempfile.TemporaryDirectory() as folder:
        bot = Chatbot.from_articles(articles, folder, settings=settings)
        bot.warm_up()
        measured = [measure(bot, question) for question in chosen]
        bot.close()
        quoting = settings.model_copy(update={"llm": ""})
        quotes = Chatbot.from_articles(articles, folder, settings=quoting)
        extractive = [measure(quotes, question) for question in chosen]
        quotes.close()
    return _report(settings.llm, measured, extractive)


def measure(bot: Chatbot, question: Question) -> Measured:
    """Ask one question and time it."""
    start = time.perf_counter()
    first = 0.0
    for event in bot.stream(question.question):
        now = time.perf_counter() - start
        if isinstance(event, DraftWritten | TextWritten) and event.text.strip() and not first:
            first = now
        if isinstance(event, Answer):
            return Measured(question, event, first or now, now)
    raise AssertionError("a stream without an answer")


def _report(model: str, measured: Sequence[Measured], extractive: Sequence[Measured]) -> str:
    phrased = [each for each in measured if each.answer.verdicts]
    findings = Counter(v.finding for each in phrased for v in each.answer.verdicts)
    notices = Counter(each.answer.notice for each in measured if each.answer.notice)
    lines = [
        f"# Answers phrased by {model!r}, {len(measured)} questions of the XQuAD-de development "
        "half",
        "",
        "Every question counts, also those refused or answered by quotes because the model's reply "
        "would not do. A citation is valid if it is there and all cited words come from the "
        "passage that the question was written for.",
        "",
        "| | phrased by the model | quotes only |",
        "|---|---|---|",
        _row("gold answer in the text", measured, extractive, _holds_gold),
        _row("cites something", measured, extractive, lambda each: bool(each.answer.citations)),
        _row("all citations in the right passage", measured, extractive, _cites_right),
        _seconds("first words, p50 / p95", measured, extractive, "first_words"),
        _seconds("whole answer, p50 / p95", measured, extractive, "whole"),
        "",
        f"Phrased {len(phrased)}, quoted instead {sum(notices.values())}"
        + (f" ({', '.join(f'{n}: {c}' for n, c in notices.most_common())})" if notices else "")
        + f", refused {sum(each.answer.status == 'refused' for each in measured)}.",
        "",
        "| of the answers that the model phrased | |",
        "|---|---|",
        f"| gold answer in the text | {_share(phrased, _holds_gold):.3f} |",
        f"| cites something | {_share(phrased, lambda each: bool(each.answer.citations)):.3f} |",
        f"| all citations in the right passage | {_share(phrased, _cites_right):.3f} |",
        *(
            f"| sentences {finding.replace('_', ' ')} | {findings[finding]} |"
            for finding in ("supported", "partly", "not_found")
        ),
        f"| words, median | {_median_words(phrased):.0f} |",
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, measured: Sequence[Measured], extractive: Sequence[Measured], holds) -> str:  # noqa: ANN001
    return f"| {name} | {_share(measured, holds):.3f} | {_share(extractive, holds):.3f} |"


def _seconds(
    name: str, measured: Sequence[Measured], extractive: Sequence[Measured], field: str
) -> str:
    cells = []
    for group in (measured, extractive):
        values = sorted(getattr(each, field) for each in group)
        late = values[min(int(0.95 * len(values)), len(values) - 1)]
        cells.append(f"{statistics.median(values):.2f} / {late:.2f} s")
    return f"| {name} | {cells[0]} | {cells[1]} |"


def _share(measured: Sequence[Measured], holds) -> float:  # noqa: ANN001
    return sum(map(holds, measured)) / max(len(measured), 1)


def _holds_gold(each: Measured) -> bool:
    text = " ".join(each.answer.text.split()).casefold()
    return any(" ".join(gold.split()).casefold() in text for gold in each.question.answers)


def _cites_right(each: Measured) -> bool:
    cited = {citation.article.id for citation in each.answer.citations}
    return cited == {each.question.article_id}


def _median_words(measured: Sequence[Measured]) -> float:
    return statistics.median(len(each.answer.text.split()) for each in measured) if measured else 0
