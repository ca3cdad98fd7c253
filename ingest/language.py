"""Is a text German or English?"""

import re
from typing import Literal

Language = Literal["de", "en"]

SAMPLE_CHARS = 20_000  # enough for hundreds of stop words; the rest would not change the answer
# Without words of both languages, such as "in", "was", "war", "will", "her", "also" and "man".
_GERMAN_WORDS_TEXT = """
    der die das und ist nicht mit ein eine einen einem einer von den dem des zu auf für sich im
    auch es werden aus er sie wird bei sind nach wie als dass über noch um haben vor zum
    zur ich wir aber oder kein keine wer wen wem wessen wann wo warum wieso weshalb woher wohin
    wozu womit welche welcher welches welchen welchem hatte wurde wurden kann können soll sollen
    muss müssen darf dürfen gibt sagt macht habe sein seine ihr ihre diese dieser dieses uns
    jetzt schon nur mehr sehr denn doch gegen bis durch unter zwischen seit beim vom wegen
"""
GERMAN_WORDS = frozenset(_GERMAN_WORDS_TEXT.split())
_ENGLISH_WORDS_TEXT = """
    the and of to a is that it for on with at by this from be are have has not but they his
    which or had you we were their there been if would who said its can more what why when where
    how whom whose do does did could should must shall these those about into after before between
    against because than then them him he she your our some any many much such while during
"""
ENGLISH_WORDS = frozenset(_ENGLISH_WORDS_TEXT.split())

# In lower case or first in a sentence: "The" in "sagt The Economist" and "WHO" are names.
_WORD = re.compile(r"(?:\A|[.!?:\n])\W{0,3}+(?P<first>[^\W\d_]+)|\b(?P<small>[a-zäöüß]+)\b")


def detect_language(text: str) -> Language:
    """Tell German from English by counting frequent words.

    Args:
        text: Any text; only its beginning is looked at.

    Returns:
        "en" if it has more English than German stop words, otherwise "de": in doubt German.
    """
    sample = text[:SAMPLE_CHARS]
    sample = sample.lower() if sample.isupper() else sample
    words = [_read_word(match) for match in _WORD.finditer(sample)]
    german = sum(word in GERMAN_WORDS for word in words)
    english = sum(word in ENGLISH_WORDS for word in words)
    return "en" if english > german else "de"


def _read_word(match: re.Match[str]) -> str:
    word = match["first"] or match["small"]
    return "" if len(word) > 1 and word.isupper() else word.lower()
