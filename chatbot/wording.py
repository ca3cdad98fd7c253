"""What Belegt itself says in an answer, in German and English."""

from collections.abc import Sequence

from chatbot.answer import Evidence
from chatbot.attribution import describe_source, put_in_quotes
from chatbot.question import QuestionKind, holds_answer_type

_REFUSAL = {
    "de": "Das lässt sich aus den Quellen nicht belegen.",
    "en": "The sources do not support an answer to this.",
}
_NEAREST = {
    "de": "Am nächsten kommt {source}: {quote} {why}",
    "en": "The nearest passage is in {source}: {quote} {why}",
}
_LACKS: dict[str, dict[QuestionKind, str]] = {
    "de": {
        "quantity": "Eine Zahl dazu steht dort nicht.",
        "date": "Ein Zeitpunkt steht dort nicht.",
        "person": "Wer gemeint ist, steht dort nicht.",
        "place": "Ein Ort steht dort nicht.",
        "reason": "Einen Grund nennt die Stelle nicht.",
        "other": "Das ist verwandt, beantwortet die Frage aber nicht.",
    },
    "en": {
        "quantity": "It states no number for this.",
        "date": "It states no date.",
        "person": "It does not say who.",
        "place": "It states no place.",
        "reason": "It gives no reason.",
        "other": "It is related, but does not answer the question.",
    },
}
_UNKNOWN = {
    "de": "{words} kommt in den Quellen nicht vor.",
    "en": "{words} does not occur in the sources.",
}


def word_refusal(
    nearest: Evidence | None, kind: QuestionKind, unknown: Sequence[str], language: str
) -> str:
    """The text of a refusal: the nearest miss where there is one, and why it does not answer.

    Args:
        nearest: The closest evidence.
        kind: What was asked for.
        unknown: Words of the question that the collection does not hold.
        language: "de" or "en".
    """
    refusal = _REFUSAL[language]
    if nearest is None:
        return refusal
    if unknown:
        words = ", ".join(put_in_quotes(word, language) for word in unknown)
        why = _UNKNOWN[language].format(words=words)
    elif holds_answer_type(kind, nearest.text):
        why = _LACKS[language]["other"]
    else:
        why = _LACKS[language][kind]
    source = describe_source(nearest.article, language)
    quote = put_in_quotes(nearest.text, language)
    return f"{refusal} {_NEAREST[language].format(source=source, quote=quote, why=why)}"
