"""Test questions written in conversation: `belegt questions new`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal, Protocol

from chatbot.attribution import describe_source
from chatbot.errors import QuestionError
from evaluation.question_sets.appending import (
    append_question,
    check_target,
    find_problems,
    propose_id,
    taken_ids,
)
from evaluation.question_sets.csv_questions import SEPARATOR
from evaluation.question_sets.question import Question
from index import Hit
from ingest import Article, Passage

PROPOSED = 5  # passages, as many as are read for an answer
UNANSWERABLE: Final = "unbeantwortbar"
WELCOME = "Neue Testfragen schreiben. Beenden mit Strg+D."

Ask = Callable[[str], str]  # shows a prompt, gives the line typed; EOFError at the end
Tell = Callable[[str], None]


class Searching(Protocol):
    """What finds passages for a question: a `Chatbot`."""

    def retrieve(self, question: str, k: int = 10) -> list[Hit]:
        """Passages, best first."""
        ...

    def articles(self) -> list[Article]:
        """The whole collection."""
        ...


def compose_questions(path: Path, bot: Searching, ask: Ask, tell: Tell) -> int:
    """Write questions in conversation until the input ends; each is saved as it is complete.

    Args:
        path: The JSONL question set; made with the first question.
        bot: Proposes passages.
        ask: Puts a prompt and gives what was typed.
        tell: Shows a text.

    Returns:
        Number of questions saved.

    Raises:
        EvaluationError: If the file cannot be read or written.
    """
    check_target(path)
    taken = taken_ids(path)
    articles = bot.articles()
    tell(WELCOME)
    saved = 0
    try:
        while True:
            question = _compose(bot, articles, taken, ask, tell)
            if question is None:
                continue
            append_question(path, question, articles)
            taken.add(question.id)
            saved += 1
            tell(f"Gespeichert als „{question.id}“.\n")
    except EOFError:
        return saved


def _compose(
    bot: Searching, articles: Sequence[Article], taken: set[str], ask: Ask, tell: Tell
) -> Question | None:
    """One question, or None if another is to be asked instead."""
    text = ask("Frage: ").strip()
    try:
        hits = bot.retrieve(text, PROPOSED)
    except QuestionError:
        tell("Die Frage ist leer oder zu lang.")
        return None
    key = propose_id(text, taken)
    known = {article.id: article for article in articles}
    _tell_passages(hits, known, tell)
    choice = _choose_passage(hits, ask, tell)
    if choice == UNANSWERABLE:
        return Question(id=key, question=text, answerable=False)
    if choice is None:
        return None
    article = known[choice.article_id]
    evidence = _choose_evidence(choice, article, ask, tell)
    return _take_answer(
        Question(id=key, question=text, evidence=evidence, article_id=article.id),
        article,
        ask,
        tell,
    )


def _tell_passages(hits: Sequence[Hit], known: dict[str, Article], tell: Tell) -> None:
    for number, hit in enumerate(hits, start=1):
        article = known[hit.passage.article_id]
        tell(f"\n{number}  {describe_source(article, 'de')}: {article.title}")
        tell(" ".join(hit.passage.text.split()))
    if not hits:
        tell("Dazu findet sich keine Passage.")
    tell("")


def _choose_passage(
    hits: Sequence[Hit], ask: Ask, tell: Tell
) -> Passage | Literal["unbeantwortbar"] | None:
    numbers = f"1 bis {len(hits)}, " if hits else ""
    while True:
        typed = ask(f"Wo steht die Antwort? ({numbers}„{UNANSWERABLE}“, leer: andere Frage) ")
        typed = typed.strip().casefold()
        if not typed:
            return None
        if typed == UNANSWERABLE:
            return UNANSWERABLE
        chosen = _numbers(typed, len(hits))
        if len(chosen) == 1:
            return hits[chosen[0] - 1].passage
        tell("Bitte eine der Nummern.")


def _choose_evidence(passage: Passage, article: Article, ask: Ask, tell: Tell) -> tuple[str, ...]:
    sentences = [article.body[span.start : span.end] for span in passage.sentences]
    for number, sentence in enumerate(sentences, start=1):
        tell(f"{number}  {' '.join(sentence.split())}")
    while True:
        chosen = _numbers(ask("Welche Sätze belegen sie? (Nummern, mit Komma) "), len(sentences))
        if chosen:
            return tuple(sentences[number - 1] for number in chosen)
        tell(f"Bitte Nummern von 1 bis {len(sentences)}.")


def _take_answer(question: Question, article: Article, ask: Ask, tell: Tell) -> Question:
    while True:
        typed = ask(f"Antwort, wörtlich daraus (mehrere mit {SEPARATOR}): ")
        answers = tuple(part.strip() for part in typed.split(SEPARATOR) if part.strip())
        complete = replace(question, answers=answers)
        if not answers:
            tell("Bitte eine Antwort.")
        elif find_problems(complete, {article.id: article.body}):
            tell("Das steht so nicht im Artikel. Bitte Wort für Wort.")
        else:
            return complete


def _numbers(typed: str, most: int) -> list[int]:
    """The numbers typed, or none if anything typed is not one from 1 to `most`."""
    parts = typed.replace(",", " ").split()
    if not all(part.isdecimal() and 1 <= int(part) <= most for part in parts):
        return []
    return list(dict.fromkeys(map(int, parts)))
