"""Names in German and English text, as far as capital letters and their surroundings show them.

German writes every noun with a capital letter. A capitalised word counts as a name if it stands in
a row of capitalised words ("Bundeskanzler Friedrich Merz"), is written in capitals ("NATO"), or
stands bare where a common noun would have an article ("sagte Macron", "in Berlin").
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from index.stop_words import STOP_WORDS
from index.terms import stem
from ingest import detect_language

_TOKEN = re.compile(r"[^\W\d_](?:[\w'’]|[-–](?=\w))*|[.!?:;„“”\"»«(]")
_DETERMINERS_TEXT = """
    der die das des dem den ein eine einer eines einem einen im am zum zur vom beim ins ans kein
    keine keiner keines keinem keinen mein meine sein seine seiner seines seinem seinen ihr ihre
    ihrer ihres ihrem ihren unser unsere unserer unserem unseren dieser diese dieses diesem diesen
    jeder jede jedes jedem jeden alle aller allen viele vieler vielen einige einiger einigen mehrere
    mehrerer mehreren manche mancher welche welcher welches welchem welchen solche solcher the a an
    this that these those his her its their our my your every each all many some several
"""
_DETERMINERS = frozenset(_DETERMINERS_TEXT.split())
_ADJECTIVE_ENDING = re.compile(r"(?:lich|isch|ig|los|bar|sam|haft|ell|iv|nd)(?:e|en|er|es|em)\Z")
_NOUN_ENDINGS = re.compile(
    r"(?:ung|heit|keit|schaft|tion|sion|tät|ismus|ungen|heiten|keiten|schaften|tionen|sionen"
    r"|täten)s?\Z"
)
# Of nouns, but of names as well: "Mädchen" and "München", "Existenz" and "Koblenz".
_DOUBTFUL_ENDINGS = re.compile(r"(?:nis|tum|chen|ling|ment|anz|enz|innen)s?\Z")
# Common nouns that stand before others without making a name of them: "Millionen Euro".
_MEASURES = re.compile(
    r"(?:millionen?|milliarden?|billionen?|prozent|tonnen?|kilo\w*|meter|liter|ende|anfang|mitte"
    r"|euro|dollar|art|uhr|zahl|dutzend|stück|hunderte?|tausende?|januar|februar|märz|april|mai"
    r"|juni|juli|august|september|oktober|november|dezember|\w+tag)\Z",
    re.IGNORECASE,
)
_SHORTEST_MISSPELT = 4  # letters of a stem; one letter makes another word of shorter ones
_SHORTEST = 3  # letters of a stem that others may be compared with by their beginning

Certainty = Literal["name", "perhaps", "noun"]


@dataclass(frozen=True, slots=True)
class Capitalised:
    """A capitalised word.

    Attributes:
        text: As it stands in the text.
        certainty: "name", "perhaps" (a name or a bare common noun) or "noun".
    """

    text: str
    certainty: Certainty


def find_capitalised(text: str) -> list[Capitalised]:
    """The capitalised words of a text in reading order, function words left out."""
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    english = detect_language(text) == "en"  # which writes only names with a capital letter
    found = []
    for place, token in enumerate(tokens):
        if not token[0].isupper() or token.casefold() in STOP_WORDS or len(token) == 1:
            continue
        before = tokens[place - 1] if place else "."
        after = tokens[place + 1] if place + 1 < len(tokens) else "."
        certainty = _judge(token, before, after)
        if english and certainty != "name":
            certainty = "name" if before[0].isalpha() else "perhaps"
        found.append(Capitalised(token, certainty))
    return found


def is_named(name: str, words: frozenset[str]) -> bool:
    """Whether a name is among words, allowing for inflection, compounds and adjectives of places.

    Args:
        name: A capitalised word.
        words: Of the source, as `fold_words` gives them.
    """
    first = re.split(r"[-–]", name)[0]  # of "OECD-Studie" the rest is a common noun
    return all(any(_is_same(part, word) for word in words) for part in fold_words(first))


def is_misspelt(name: str, words: frozenset[str]) -> bool:
    """Whether one letter within a name sets it apart from a word, or from one of its parts.

    Args:
        name: A capitalised word.
        words: Of the source, as `fold_words` gives them.
    """
    return any(_is_letter_apart(part, word) for part in fold_words(name) for word in words)


def fold_words(text: str) -> frozenset[str]:
    """The stems of a text's words, and of the parts of words with hyphens."""
    folded = set()
    for match in _TOKEN.finditer(text):
        word = match[0].casefold().replace("’", "'").replace("–", "-")
        if not word[0].isalpha():
            continue
        if "-" in word:
            folded.add(word)
        folded.update(_fold(part) for part in word.split("-") if part and part[0].isalpha())
    return frozenset(folded)


def _judge(token: str, before: str, after: str) -> Certainty:
    if any(part.isupper() and len(part) > 1 for part in re.split(r"[-–]", token)):
        return "name"
    if _MEASURES.match(token) or _NOUN_ENDINGS.search(token):
        return "noun"
    folded = before.casefold()
    is_noun = folded in _DETERMINERS or _ADJECTIVE_ENDING.search(folded)
    if _DOUBTFUL_ENDINGS.search(token):
        return "noun" if is_noun else "perhaps"
    if _is_row_member(before):
        return "name"
    # "Angela" in "Angela Merkel", but also "Ministerin" in "Ministerin Hendricks":
    return "noun" if is_noun and not _is_row_member(after) else "perhaps"


def _is_row_member(word: str) -> bool:
    return (
        len(word) > 1
        and word[0].isupper()
        and word.casefold() not in STOP_WORDS
        and not _MEASURES.match(word)
    )


def _fold(word: str) -> str:
    word = word.rstrip("'")
    for ending in ("land", "lands"):
        if word.endswith(ending) and len(word) > len(ending) + _SHORTEST:
            word = word.removesuffix(ending)
    return stem(word)


def _is_same(name: str, word: str) -> bool:
    if name == word or word in _SAME_AS.get(name, ()):
        return True
    shorter, longer = sorted((name, word), key=len)
    if len(shorter) < _SHORTEST + 1:
        return False
    return longer.startswith(shorter) and _differ_by_an_ending(shorter, longer)


def _is_letter_apart(word: str, other: str) -> bool:
    """Whether a letter within is added, left out, another one, or two are swapped."""
    word, other = _without_accents(word), _without_accents(other)
    if min(len(word), len(other)) < _SHORTEST_MISSPELT:
        return False
    same = _count_same(word, other)
    ends = _count_same(word[same:][::-1], other[same:][::-1])
    left, right = word[same : len(word) - ends], other[same : len(other) - ends]
    swapped = len(left) == 2 and left == right[::-1]  # noqa: PLR2004 - two letters
    return bool(same and ends) and (swapped or max(len(left), len(right)) == 1)


def _count_same(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _differ_by_an_ending(shorter: str, longer: str) -> bool:
    """Whether the rest is an ending, as in "deutsch" and "deutschen", "paris" and "pariser"."""
    rest = longer[len(shorter) :]
    return re.fullmatch(r"i?sch\w{0,2}|er\w{0,2}|e[nsm]?|n|s|t|in|innen", rest) is not None


_SAME_TEXT = """
    EU Europa Europäische European Europe
    USA US Amerika amerikanische Vereinigte American America
    UNO UN Vereinte
    IS Islamische
    Deutschland deutsche Germany German Germans
    Großbritannien britische Britain British
    Frankreich französische France French
    Russland russische Russia Russian
    Österreich österreichische Austria Austrian
    Polen polnische Poland Polish
    China chinesische Chinese
    Türkei türkische Turkey Turkish
    Griechenland griechische Greece Greek
    Italien italienische Italy Italian
    Spanien spanische Spain Spanish
    Schweiz Schweizer Switzerland Swiss
    Ukraine ukrainische Ukrainian
    Kyjiw Kiew Kyiv
    Wien Vienna
    München Munich
    Köln Cologne
    Brüssel Brussels
    Moskau Moscow
"""
_SAME_AS = {
    _fold(name.casefold()): frozenset(_fold(other.casefold()) for other in line.split())
    for line in _SAME_TEXT.strip().splitlines()
    for name in line.split()
}
"""Names that stand for the same, in German and English."""
