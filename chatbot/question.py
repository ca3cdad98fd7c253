"""What a question asks for: a quantity, a date, a person, a place, a reason, or anything."""

import re
from itertools import pairwise
from typing import Literal

QuestionKind = Literal["quantity", "date", "person", "place", "reason", "other"]

_ASKS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    (
        "quantity",
        re.compile(
            r"\bwie ?(?:viel(?:e[nr]?)?|hoch|hohe[nrs]?|groß(?:e[nrs]?)?|lange?|alt|oft|weit"
            r"|schnell|schwer|stark|teuer)\b|\banzahl\b|\bprozent"
            r"|\bwelche[mnrs]? (?:zahl(?:en)?|summen?|betrag|beträge|anteile?|höhe|preise?"
            r"|größe)\b"
            r"|\bhow (?:many|much|often|long|old|far)\b"
        ),
    ),
    (
        "date",
        re.compile(
            r"\b(?:seit|bis|ab)? ?wann\b|\bwelche[mnrs]? (?:(?:jahr|tag|monat)(?:en?|e?s)?|datum"
            r"|jahrzehnt|jahrhundert|zeit(?:en|punkt|raum)?)\b"
            r"|\bwhen\b|\b(?:what|which) year\b"
        ),
    ),
    (
        "reason",
        re.compile(
            r"\bwarum\b|\bwieso\b|\bweshalb\b|\bweswegen\b|\baus welche[mn] (?:grund|gründen)\b"
            r"|\bgrund für\b|\bbegründe|\brechtfertig|\bwhy\b"
        ),
    ),
    ("person", re.compile(r"\bwe(?:r|m|n|ssen)\b|\bwho(?:m|se)?\b")),
    (
        "place",
        re.compile(
            r"\bwo(?:hin|her)?\b|\bwelche[mnrs]? (?:ort(?:en?|schaft(?:en)?)?|land"
            r"|ländern?|stadt|städten?)\b|\bwhere\b"
        ),
    ),
)

_MONTH = (
    r"(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember|January|February|March|May|June|July|October|December)"
)
_ANSWERS: dict[QuestionKind, re.Pattern[str]] = {
    "quantity": re.compile(
        r"\d|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dutzend|hundert|tausend"
        r"|million|milliarde|hälfte|drittel|viertel|two|three|four|five|six|seven|eight|nine|ten"
        r"|half)",
        re.IGNORECASE,
    ),
    "date": re.compile(
        rf"\b(?:1\d|20)\d\d\b|\b{_MONTH}\b|\b(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|\bMittwoch"
        r"|\b(?:gestern|heute|morgen|Uhr|Jahr|Woche|Monat|yesterday|today|year|week)"
    ),
    "reason": re.compile(
        r"\b(?:weil|denn|wegen|aufgrund|angesichts|deshalb|daher|damit|dadurch|infolge|Gr[uü]nd\w*"
        r"|Angst|Sorge|Skepsis|begründ\w*|widerspiegel\w*|spiegelt|abhängig|because|due to|reason)"
        r"\b|\bum\b[^.]* zu\b|\b(?:sei|seien|habe|wolle)\b"
    ),
    "person": re.compile(r"(?<=[a-zäöüß,„\"»] )[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+|\b[A-ZÄÖÜ]{2,}\b"),
    "place": re.compile(r"\b(?:in|im|aus|nach|bei|at|from) [A-ZÄÖÜ]"),
}


_NOW = re.compile(
    r"\b(?:aktuell\w*|derzeit\w*|zurzeit|jetzt|heute|momentan|gegenwärtig\w*|inzwischen|mittlerweile"
    r"|noch immer|immer noch|neueste[nrs]?|jüngste[nrs]?|current(?:ly)?|now|today|latest)\b"
)


_DETERMINERS = frozenset((
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines",
    "kein", "keine", "keinen", "im", "am", "zum", "zur", "vom", "beim", "viel", "viele", "vielen",
    "wenig", "wenige", "welche", "welcher", "welches", "welchen", "welchem", "alle", "allen",
    "diese", "dieser", "dieses", "diesen", "seine", "ihre", "the", "an", "a", "many", "much",
    "which", "what",
))  # fmt: skip

_POLITE = frozenset(("Sie", "Ihnen", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer"))  # who is asked


def asks_about_now(question: str) -> bool:
    """Whether a question is about the present, so that the age of its sources matters."""
    return _NOW.search(question.lower()) is not None


def classify_question(question: str) -> QuestionKind:
    """What a German or English question asks for, judged by its question words."""
    for kind, pattern in _ASKS:
        if pattern.search(question.lower()):
            return kind
    return "other"


def holds_answer_type(kind: QuestionKind, sentence: str) -> bool:
    """Whether a sentence holds something of the kind asked for; True for "other"."""
    pattern = _ANSWERS.get(kind)
    return pattern is None or pattern.search(sentence) is not None


def find_names(question: str) -> list[str]:
    """Names in a question, in reading order.

    A name is a capitalised word that does not open the question and has no article before it; of
    German nouns, those without an article pass for names too. Words in a row are one name. The
    polite "Sie" is none.
    """
    words = re.findall(r"[\w-]+|[^\w\s]", question)
    names: list[str] = []
    previous_is_name = False
    for before, word in pairwise(words):
        is_name = (
            word[:1].isupper()
            and len(word) > 2  # noqa: PLR2004
            and word not in _POLITE
            and (previous_is_name or before.lower() not in _DETERMINERS)
        )
        if is_name and previous_is_name:
            names[-1] += f" {word}"
        elif is_name:
            names.append(word)
        previous_is_name = is_name
    return names
