"""Questions to click on before the first one is asked."""

from chatbot.answer import Answer
from chatbot.events import EvidenceFound
from chatbot.ui.bot import Bot

# About the sample collection (sample/questions.jsonl).
SAMPLE_EXAMPLES = (
    "Warum zögert Merz?",
    "Was bietet Deutschland der Ukraine statt Soldaten an?",
    "Warum misstrauen die Verbündeten gegen den IS einander?",
    "Was steht in Artikel 5 des NATO-Vertrags?",
)


def choose_examples(bot: Bot) -> tuple[str, ...]:
    """Those questions about the sample collection that a bot's collection answers.

    Over other articles this leaves few or none, and rightly so: no example is better than one
    that is refused.
    """
    return tuple(question for question in SAMPLE_EXAMPLES if _is_answered(bot, question))


def _is_answered(bot: Bot, question: str) -> bool:
    """Whether there is evidence; a language model is not asked to phrase an answer for that."""
    for event in bot.stream(question):
        if isinstance(event, EvidenceFound) and event.evidence:
            return True
        if isinstance(event, Answer):
            return event.status == "answered"
    return False
