"""Text to search terms: one analysis for documents, queries and evidence, in German and English.

NFC, case folding, stop words out (question words too), Snowball stems, and the parts of compounds
added to the compound itself.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import Stemmer

from index.stop_words import STOP_WORDS

_WORD = re.compile(r"\d+(?:[.,:]\d+)+|\w+")
_LINKS = ("", "s", "es", "n", "en", "er", "e")  # what German puts between parts of a compound
_SHORTEST_PART = 4  # characters; shorter parts are mostly endings
_SHORTEST_COMPOUND = 2 * _SHORTEST_PART


def words(text: str) -> list[str]:
    """The case-folded words and numbers of a text, in order, stop words included."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a case-folded German word; numbers stay as they are.

    Source: Snowball's German stemmer, which folds ä/ae, ö/oe, ü/ue and ß/ss.
    """
    return str(Stemmer.Stemmer("german").stemWord(word))


class Analyzer:
    """Turns text into terms; knows a collection's words, so that it can split its compounds.

    Args:
        vocabulary: How many passages each case-folded word occurs in. Compounds are only split
            into words that stand here; an empty vocabulary splits nothing.
    """

    def __init__(self, vocabulary: Mapping[str, int] | None = None) -> None:
        self.vocabulary = dict(vocabulary or {})
        self._parts: dict[str, tuple[str, ...]] = {}

    def terms(self, text: str) -> list[str]:
        """The terms of a text, in order and with repetitions.

        Each word that is no stop word gives its stem; a compound gives the stems of its parts too.
        """
        found = []
        for word in words(text):
            if word in STOP_WORDS:
                continue
            found.append(stem(word))
            found.extend(self.compound_parts(word))
        return found

    def compound_parts(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a case-folded compound; empty if it is none.

        Of all splits into known words, the one with the highest geometric mean of their
        frequencies is taken.

        Source: Koehn and Knight, "Empirical Methods for Compound Splitting" (EACL 2003).
        """
        if len(word) < _SHORTEST_COMPOUND or not self.vocabulary:
            return ()
        if word not in self._parts:
            self._parts[word] = tuple(stem(part) for part in self._split(word))
        return self._parts[word]

    def _split(self, word: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_score = 0.0
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            head = self._known_head(word[:cut])
            if not head:
                continue
            rest = word[cut:]
            options: list[tuple[str, ...]] = [(rest,)] if rest in self.vocabulary else []
            if further := self._split(rest):
                options.append(further)
            for option in options:
                parts = (head, *option)
                score = math.exp(
                    sum(math.log(self.vocabulary[part]) for part in parts) / len(parts)
                )
                if score > best_score:
                    best, best_score = parts, score
        return best

    def _known_head(self, text: str) -> str:
        """The most frequent known word that `text` is, a linking element taken off."""
        heads = [
            head
            for link in _LINKS
            if text.endswith(link)
            and len(head := text[: len(text) - len(link)]) >= _SHORTEST_PART
            and head in self.vocabulary
        ]
        return max(heads, key=lambda head: self.vocabulary[head], default="")


def count_vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """In how many texts each word occurs; only words that can be part of a compound."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in set(words(text)):
            if len(word) >= _SHORTEST_PART and word.isalpha() and word not in STOP_WORDS:
                counts[word] = counts.get(word, 0) + 1
    return counts
