"""What Belegt itself says in an answer, in German and English."""

from chatbot.answer import Evidence
from chatbot.attribution import describe_source, put_in_quotes

_REFUSAL = {
    "de": "Das lässt sich aus den Quellen nicht belegen.",
    "en": "The sources do not support an answer to this.",
}
_NEAREST = {
    "de": "Am nächsten kommt {source}, ohne die Frage zu beantworten: {quote}",
    "en": "The nearest passage, which does not answer it, is in {source}: {quote}",
}


def word_refusal(nearest: Evidence | None, language: str) -> str:
    """The text of a refusal, with the nearest miss where there is one."""
    refusal = _REFUSAL[language]
    if nearest is None:
        return refusal
    source = describe_source(nearest.article, language)
    quote = put_in_quotes(nearest.text, language)
    return f"{refusal} {_NEAREST[language].format(source=source, quote=quote)}"
