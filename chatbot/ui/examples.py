"""Questions to click on before the first one is asked."""

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
    return tuple(question for question in SAMPLE_EXAMPLES if bot.ask(question).status == "answered")
