"""Questions that sentences answer, made of their own words by a few safe rules of German.

Two kinds only, because others come out awkward: who demands, plans or criticises what ("Was fordert
Olaf Scholz?"), and why somebody does something ("Warum zögert Friedrich Merz?", from a sentence
with "weil").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.names import find_capitalised
from ingest import Article, find_headings, split_sentences

MAX_LENGTH = 80  # characters of a question; longer ones are not read
_FIRST_CHARS = 4000  # of an article: what matters stands at its beginning
_ASKED_FOR = {
    "fordert": "Was fordert", "fordern": "Was fordern", "forderte": "Was forderte",
    "plant": "Was plant", "planen": "Was planen", "plante": "Was plante",
    "verlangt": "Was verlangt", "verlangen": "Was verlangen", "verlangte": "Was verlangte",
    "kritisiert": "Was kritisiert", "kritisieren": "Was kritisieren",
    "kritisierte": "Was kritisierte", "verspricht": "Was verspricht",
    "versprach": "Was versprach", "befürchtet": "Was befürchtet",
    "warnt": "Wovor warnt", "warnen": "Wovor warnen", "warnte": "Wovor warnte",
}  # fmt: skip
_NAME = r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*"
_TITLE = re.compile(
    r"(?:präsident|minister|kanzler|chef|sprecher|bischof|kardinal|bürgermeister|landeshauptmann"
    r"|politiker|experte|expertin|vorsitzender?|abgeordneter?|direktor|professor)(?:in)?\Z",
    re.I,
)
_WHO = (
    r"(?:(?P<group>(?:Die|Der) (?:Bundesregierung|Bundeswehr|Nato|NATO|EU-Kommission|SPD|CDU|CSU"
    r"|FDP|AfD|Linke|ÖVP|FPÖ|SPÖ|Ukraine|Türkei|Bundesrat|Bundestag|Kreml))"
    rf"|(?P<name>{_NAME}(?: (?:von|van|de|der|den))*(?: {_NAME})+))"
)
_DEMAND = re.compile(rf"{_WHO} (?P<verb>{'|'.join(_ASKED_FOR)})(?P<rest>[ ,].*)")
_REASON = re.compile(rf"{_WHO} (?P<verb>[a-zäöüß]{{3,}}t)(?P<rest>(?: [\wäöüß-]+){{0,7}}), weil ")
_NAME_WORDS = 2  # first and last name
_NO_NAMES = frozenset(
    (
        "Der",
        "Die",
        "Das",
        "Den",
        "Dem",
        "Ein",
        "Eine",
        "Am",
        "Im",
        "In",
        "Auf",
        "An",
        "Bei",
        "Mit",
        "Nach",
        "Seit",
        "Vor",
        "Zum",
        "Zur",
        "Für",
        "Auch",
        "So",
        "Doch",
        "Aber",
        "Noch",
        "Nun",
        "Laut",
        "Wegen",
        "Trotz",
        "Gegen",
        "Alle",
        "Viele",
        "Einige",
        "Mehrere",
        "Heute",
        "Gestern",
    )
)
_NO_VERBS = {"nicht", "damit", "seit", "statt", "mit", "laut", "ist", "hat", "sonst", "selbst"}
_POINTING = re.compile(
    r"\b(?:dies\w*|das|dort|dabei|damit|sein\w*|ihr\w*|es|er|sie|man|ihn)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and where its answer stands.

    Attributes:
        question: As it would be asked.
        article_id: The article that answers it.
        sentence: The sentence that does.
    """

    question: str
    article_id: str
    sentence: str


def find_candidates(articles: Sequence[Article]) -> Iterator[Candidate]:
    """Questions that the collection seems to answer, at most one for each article."""
    for article in articles:
        if article.language != "de" or article.duplicate_of:
            continue
        text = article.body[:_FIRST_CHARS]
        headings = {text[start:end] for start, end in find_headings(text)}
        for start, end in split_sentences(text):
            sentence = text[start:end]
            rest = article.body[end:]
            question = ask_for(sentence, rest) if sentence not in headings else ""
            if question:
                yield Candidate(question, article.id, sentence)
                break


def ask_for(sentence: str, rest: str) -> str:
    """The question that a German sentence answers; empty if no rule fits.

    Args:
        sentence: The sentence.
        rest: What the article says after it; a person is only asked about who is named there too.
    """
    if not sentence.endswith("."):
        return ""
    question = _ask_for_reason(sentence, rest) or _ask_for_demand(sentence, rest)
    return question if len(question) <= MAX_LENGTH else ""


def _ask_for_demand(sentence: str, rest: str) -> str:
    found = _DEMAND.match(sentence)
    who = _name_subject(found, rest) if found else ""
    if found is None or not who:
        return ""
    asked = _ASKED_FOR[found["verb"]]
    if asked.startswith("Wovor") and not found["rest"].startswith(" vor "):
        return ""
    return f"{asked} {who}?"


def _ask_for_reason(sentence: str, rest: str) -> str:
    found = _REASON.match(sentence)
    who = _name_subject(found, rest) if found else ""
    if found is None or not who or found["verb"] in _NO_VERBS or _POINTING.search(found["rest"]):
        return ""
    return f"Warum {found['verb']} {who}{found['rest']}?"


def _name_subject(found: re.Match[str], rest: str) -> str:
    """The subject within a sentence, without titles; empty if it is not surely a name."""
    if found["group"]:
        return found["group"][0].lower() + found["group"][1:]
    words = found["name"].split()
    titles = [place for place, word in enumerate(words) if _TITLE.search(word)]
    words = words[titles[-1] + 1 :] if titles else words
    named = {each.text for each in find_capitalised(rest) if each.certainty != "noun"}
    if len(words) < _NAME_WORDS or words[-1] not in named or words[0] in _NO_NAMES:
        return ""
    return " ".join(words)
