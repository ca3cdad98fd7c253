"""What Belegt itself says in an answer, in German and English."""

from collections.abc import Sequence

from chatbot.answer import Evidence, Finding, Notice
from chatbot.attribution import describe_source, put_in_quotes
from chatbot.filter_words import describe_filter
from chatbot.question import QuestionKind, holds_answer_type
from index import ArticleFilter

_REFUSAL = {
    "de": "Das lässt sich aus den Quellen nicht belegen.",
    "en": "The sources do not support an answer to this.",
}
_REFUSAL_WITHIN = {
    "de": "Das lässt sich aus den ausgewählten Artikeln nicht belegen ({filter}).",
    "en": "The articles chosen do not support an answer to this ({filter}).",
}
_FILTERED_OUT = {
    "de": "Kein Artikel passt zum Filter ({filter}). Ändern Sie ihn oder setzen Sie ihn zurück.",
    "en": "No article fits the filter ({filter}). Change it or reset it.",
}
_BEHIND = {
    "de": " Was dazu passt, hat fast denselben Text wie ein anderer Artikel und wird über diesen "
    "gefunden.",
    "en": " What does fit has nearly the same text as another article and is found through that.",
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
_UNKNOWN_WITHIN = {
    "de": "{words} kommt in den ausgewählten Artikeln nicht vor.",
    "en": "{words} does not occur in the articles chosen.",
}
_NOTICES: dict[Notice, tuple[str, str]] = {
    "model_unreachable": (
        "Das Sprachmodell ist nicht erreichbar; hier stehen die Sätze der Quellen selbst.",
        "The language model can't be reached; these are the sources' own sentences.",
    ),
    "model_overloaded": (
        "Das Sprachmodell ist überlastet; hier stehen die Sätze der Quellen selbst.",
        "The language model is overloaded; these are the sources' own sentences.",
    ),
    "model_timed_out": (
        "Das Sprachmodell hat zu lange gebraucht; hier stehen die Sätze der Quellen selbst.",
        "The language model took too long; these are the sources' own sentences.",
    ),
    "model_failed": (
        "Das Sprachmodell ist ausgefallen; hier stehen die Sätze der Quellen selbst.",
        "The language model failed; these are the sources' own sentences.",
    ),
    "reply_empty": (
        "Das Sprachmodell hat nichts geschrieben; hier stehen die Sätze der Quellen selbst.",
        "The language model wrote nothing; these are the sources' own sentences.",
    ),
    "reply_endless": (
        "Das Sprachmodell fand kein Ende; hier stehen die Sätze der Quellen selbst.",
        "The language model did not come to an end; these are the sources' own sentences.",
    ),
    "reply_uncited": (
        "Das Sprachmodell hat keine Quelle genannt; hier stehen die Sätze der Quellen selbst.",
        "The language model cited no source; these are the sources' own sentences.",
    ),
    "reply_unsupported": (
        "Was das Sprachmodell schrieb, ließ sich nicht belegen; hier stehen die Sätze der Quellen "
        "selbst.",
        "What the language model wrote is not supported; these are the sources' own sentences.",
    ),
}
_MARKS: dict[Finding, tuple[str, str]] = {
    "supported": ("", ""),
    "partly": ("(nur teilweise belegt)", "(only partly supported)"),
    "not_found": ("(nicht belegt)", "(not supported)"),
}


def word_notice(notice: Notice, language: str) -> str:
    """Why the sources are quoted although a language model was to phrase the answer."""
    return _NOTICES[notice][language == "en"]


def word_mark(finding: Finding, language: str) -> str:
    """What is put behind a generated sentence of that verdict; empty if it is supported."""
    return _MARKS[finding][language == "en"]


def word_filtered_out(within: ArticleFilter, language: str, *, behind: bool) -> str:
    """The text of a refusal where a filter leaves no article to search.

    Args:
        within: The filter.
        language: "de" or "en".
        behind: Whether it admits articles that stand behind another one.
    """
    text = _FILTERED_OUT[language].format(filter=describe_filter(within, language))
    return text + (_BEHIND[language] if behind else "")


def word_refusal(
    nearest: Evidence | None,
    kind: QuestionKind,
    unknown: Sequence[str],
    language: str,
    within: ArticleFilter,
) -> str:
    """The text of a refusal: the nearest miss where there is one, and why it does not answer.

    Args:
        nearest: The closest evidence.
        kind: What was asked for.
        unknown: Words of the question that the articles searched do not hold.
        language: "de" or "en".
        within: What the search was restricted to.
    """
    refusal = (
        _REFUSAL_WITHIN[language].format(filter=describe_filter(within, language))
        if within.restricts
        else _REFUSAL[language]
    )
    if nearest is None:
        return refusal
    if unknown:
        words = ", ".join(put_in_quotes(word, language) for word in unknown)
        unknown_words = _UNKNOWN_WITHIN if within.restricts else _UNKNOWN
        why = unknown_words[language].format(words=words)
    elif holds_answer_type(kind, nearest.text):
        why = _LACKS[language]["other"]
    else:
        why = _LACKS[language][kind]
    source = describe_source(nearest.article, language)
    quote = put_in_quotes(nearest.text, language)
    return f"{refusal} {_NEAREST[language].format(source=source, quote=quote, why=why)}"
