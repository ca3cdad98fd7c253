"""Follow-up questions made to stand alone, without a language model.

A question that leans on the one before ("Und was sagt er dazu?") is searched for together with it,
and read with its pronoun replaced by the name it stands for.
"""

import re
from collections.abc import Sequence

from chatbot.question import find_names

_OPENING = re.compile(r"^\s*(?:und|aber|oder|also|and|but|what about|how about)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:er|sie|es|ihm|ihn|ihr|ihnen|dies(?:e[rsmn]?)?|dazu|davon|daran|darauf|darüber|dabei|damit"
    r"|dafür|dagegen|dort|das|he|she|it|they|him|her|them|this|that|there)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\s)[A-ZÄÖÜ][\w-]{2,}")  # in German nouns too
_FEW_WORDS = 3  # "Warum nicht?", "Seit wann?": too little to stand alone

_SOMEBODY = re.compile(r"\b(?:er|sie|ihm|ihn|he|she|him)\b")  # "Sie" is whom the question asks
_PERSON = re.compile(rf"\A(?:Er|Sie|Ihm|Ihn|He|She|Him)\b|{_SOMEBODY.pattern}")
_CLAUSE_ENDS = re.compile(r"[,;:–]|\b(?:dass|weil|ob|wenn|obwohl|that|because|if)\b")
_NO_PERSON = re.compile(  # endings of plurals and of abstract things
    r"(?:ung|heit|keit|schaft|tion|sion|tät|ismus|nis|tum|(?<!s)en)s?\Z"
)
_TOWARDS_THINGS = frozenset(("in", "im", "nach", "aus", "zu", "zum", "zur", "at", "from", "into"))
_PREPOSITIONS = _TOWARDS_THINGS | frozenset((
    "über", "mit", "von", "vom", "gegen", "für", "bei", "beim", "an", "am", "auf", "um", "vor",
    "durch", "ohne", "unter", "zwischen", "about", "with", "of", "by", "for", "against", "on", "to",
))  # fmt: skip

_MAX_CARRIED = 3  # earlier questions taken along at most


def leans_on_history(question: str) -> bool:
    """Whether a question can't be understood without the one before it."""
    if _OPENING.search(question) or len(question.split()) < _FEW_WORDS:
        return True
    person = _SOMEBODY.search(question)
    if person is not None and not find_names(question[: person.start()]):
        return True  # "Welchen Grund nannte er?": nobody in the question whom "er" could stand for
    return bool(_POINTING.search(question)) and not _NAME.search(question)


def find_capitalised(question: str) -> list[str]:
    """The names and German nouns of a question; its first word is neither."""
    return _NAME.findall(question.strip())


def points_back(question: str) -> bool:
    """Whether a follow-up holds a pronoun or too little to be a topic of its own."""
    bare = _OPENING.sub("", question, count=1)
    return len(bare.split()) < _FEW_WORDS or bool(_POINTING.search(bare))


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


def resolve_pronoun(question: str, history: Sequence[str]) -> str:
    """The question with "er" or "sie" replaced by the name that was asked about before.

    It stays if an earlier clause of the question holds a noun or name that it can stand for, as
    in "Warum sagt Macron, dass er liefert?"; so does the polite "Sie".

    Args:
        question: A follow-up.
        history: Earlier questions, oldest first.

    Returns:
        The question as it is if it has no such pronoun or no name comes before.
    """
    pronoun = _PERSON.search(question)
    if pronoun is None or _names_somebody_before(question, pronoun):
        return question
    for earlier in reversed(history[-_MAX_CARRIED:]):
        person = _find_person(earlier)
        if person:
            return f"{question[: pronoun.start()]}{person}{question[pronoun.end() :]}"
    return question


def _names_somebody_before(question: str, pronoun: re.Match[str]) -> bool:
    """Whether a noun or name stands where the pronoun can mean it: not in its own clause.

    In English, which puts no comma before "he", anywhere before.
    """
    before = question[: pronoun.start()]
    if pronoun[0].lower() not in {"he", "she", "him"}:
        ends = [end.start() for end in _CLAUSE_ENDS.finditer(before)]
        before = before[: ends[-1]] if ends else ""
    return any(word not in {"Sie", "Ihnen"} for word in find_capitalised(before))


def _find_person(question: str) -> str:
    """The first name that "er" or "sie" can stand for; empty if there is none.

    One behind a preposition counts where there is no other, but not what is behind one that mostly
    leads to places and things ("nach Paris", "zu Waffenlieferungen").
    """
    behind = ""
    for name in find_names(question):
        person = " ".join(word for word in name.split() if not _NO_PERSON.search(word))
        found = re.search(rf"(\w+)\s+{re.escape(name)}", question)
        before = found[1].lower() if found else ""
        if not person or before in _TOWARDS_THINGS:
            continue
        if before not in _PREPOSITIONS:
            return person
        behind = behind or person
    return behind
