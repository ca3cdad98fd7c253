"""Follow-up questions made to stand alone, without a language model.

A question that leans on the one before ("Und was sagt er dazu?") is searched for together with it.
"""

import re
from collections.abc import Sequence

_OPENING = re.compile(r"^\s*(?:und|aber|oder|also|and|but|what about|how about)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:er|sie|es|ihm|ihn|ihr|ihnen|dies(?:e[rsmn]?)?|dazu|davon|daran|darauf|darüber|dabei|damit"
    r"|dafür|dagegen|dort|das|he|she|it|they|him|her|them|this|that|there)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\s)[A-ZÄÖÜ][\w-]{2,}")
_FEW_WORDS = 3  # "Warum nicht?", "Seit wann?": too little to stand alone

_MAX_CARRIED = 3  # earlier questions taken along at most


def leans_on_history(question: str) -> bool:
    """Whether a question can't be understood without the one before it."""
    if _OPENING.search(question) or len(question.split()) < _FEW_WORDS:
        return True
    return bool(_POINTING.search(question)) and not _NAME.search(question)


def make_standalone(question: str, history: Sequence[str]) -> str:
    """The query to search for.

    Args:
        question: The question asked now.
        history: Earlier questions, oldest first.

    Returns:
        The question alone if it stands alone; otherwise preceded by the earlier questions that it
        leans on, back to the last one that stands alone.
    """
    parts = [question]
    for earlier in reversed(history[-_MAX_CARRIED:]):
        if not leans_on_history(parts[0]):
            break
        if earlier.strip():
            parts.insert(0, earlier)
    return " ".join(parts)
