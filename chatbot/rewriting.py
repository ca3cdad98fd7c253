"""Follow-up questions rewritten by a language model, so that they stand alone.

The model sees the questions of the conversation and nothing else: no article, no answer. What it
writes only decides what is searched for; a name or number that nobody asked about is not let in.
"""

import logging
import re
from collections.abc import Callable, Sequence

from chatbot.model_reply import ReplyError, read_pieces
from chatbot.orders import gives_orders
from chatbot.prompt import Prompt, WritesReplies
from chatbot.sanitising import drop_thoughts, sanitise
from ingest import detect_language

MAX_CARRIED = 4  # earlier questions shown to the model
MAX_CHARACTERS = 300  # of a rewritten question; whatever is longer is no question
SECONDS = 8.0  # within which it must come; the evidence waits for it

_RULES = {
    "de": (
        "Du schreibst die letzte Frage eines Gesprächs so um, dass man sie ohne die früheren "
        "Fragen versteht. Ersetze Fürwörter und ergänze, was fehlt, nur aus den früheren Fragen. "
        "Beantworte nichts. Schreibe nur die umgeschriebene Frage, in einer Zeile."
    ),
    "en": (
        "You rewrite the last question of a conversation so that it can be understood without the "
        "earlier ones. Replace pronouns and add what is missing, from the earlier questions only. "
        "Answer nothing. Write only the rewritten question, on one line."
    ),
}
_ASKS = {
    "de": "Frühere Fragen:\n{earlier}\nLetzte Frage: {question}\nUmgeschrieben:",
    "en": "Earlier questions:\n{earlier}\nLast question: {question}\nRewritten:",
}
_EXAMPLE = {
    "de": (
        ("Wie viele Stellen streicht das Werk in Altdorf?", "Was sagt Klara Brandt dazu?"),
        "Und warum tut sie das?",
        "Warum streicht Klara Brandt im Werk in Altdorf Stellen?",
    ),
    "en": (
        ("How many jobs does the plant in Altdorf cut?", "What does Klara Brandt say about it?"),
        "And why does she do that?",
        "Why does Klara Brandt cut jobs at the plant in Altdorf?",
    ),
}
_TELLING = re.compile(r"(?<!\w)(?:[\w-]*\d[\w-]*|[A-ZÄÖÜ][\w-]*)")  # numbers, names, nouns

_log = logging.getLogger(__name__)


class QuestionRewriter:
    """Has a chat model rewrite follow-ups.

    Args:
        model: Writes the replies.
        terms: Makes the search terms of a text.
        timeout: Seconds that a reply may take.
    """

    def __init__(
        self,
        model: WritesReplies,
        terms: Callable[[str], Sequence[str]],
        *,
        timeout: float = SECONDS,
    ) -> None:
        self._model = model
        self._terms = terms
        self._timeout = timeout

    def rewrite(self, question: str, history: Sequence[str]) -> str:
        """The question as it stands alone.

        Args:
            question: A follow-up.
            history: Earlier questions, oldest first.

        Returns:
            One line; empty if the model fails or writes what can't be used.
        """
        earlier = [line for line in history[-MAX_CARRIED:] if line.strip()]
        if not earlier:
            return ""
        prompt = _write_prompt(question, earlier, detect_language(question))
        try:
            pieces = read_pieces(lambda: self._model.stream_reply(prompt), whole=self._timeout)
            written = "".join(pieces)
        except ReplyError as error:
            _log.info("a follow-up was not rewritten: %s", error)
            return ""
        rewritten = _read_line(written)
        if not self._is_usable(rewritten, " ".join([*earlier, question])):
            _log.info("a follow-up was not rewritten: the model's reply is no such question")
            return ""
        return rewritten

    def _is_usable(self, rewritten: str, asked: str) -> bool:
        """Whether a line is a question about nothing but what was asked about."""
        if not 0 < len(rewritten) <= MAX_CHARACTERS or not rewritten.endswith("?"):
            return False
        if gives_orders(rewritten):
            return False
        known = set(self._terms(asked))
        return all(set(self._terms(word)) <= known for word in _TELLING.findall(rewritten))


def _write_prompt(question: str, earlier: Sequence[str], language: str) -> Prompt:
    shown, last, rewritten = _EXAMPLE[language]
    ask = _ASKS[language]
    return Prompt(
        _RULES[language],
        ask.format(earlier=_list(shown), question=last),
        rewritten,
        ask.format(earlier=_list(earlier), question=" ".join(question.split())),
    )


def _list(questions: Sequence[str]) -> str:
    return "\n".join(f"- {' '.join(question.split())}" for question in questions)


def _read_line(written: str) -> str:
    """The first line that says something, without quotation marks around it."""
    lines = (sanitise(line).strip(" „“”\"'»«") for line in drop_thoughts(written).splitlines())
    return next((line for line in lines if line), "")
