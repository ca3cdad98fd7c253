"""How close an answer's words come to a gold answer."""

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import category, normalize

from sacrebleu.metrics.chrf import CHRF

MARKER = re.compile(r"\[\d+\]")
ENGLISH_ARTICLES = frozenset({"a", "an", "the"})  # as in the evaluation script of SQuAD
GERMAN_ARTICLES = frozenset(  # as in that of MLQA
    {"ein", "eine", "einen", "einem", "eines", "einer", "der", "die", "das", "den", "dem", "des"}
)
ARTICLES = ENGLISH_ARTICLES | GERMAN_ARTICLES
_CHRF = CHRF()  # chrF2: n-grams of 1 to 6 characters, no words, recall twice as important


def normalise(text: str) -> str:
    """Reduce a text to what counts when answers are compared.

    Citation markers such as `[1]` go, then everything is NFC, case-folded, without punctuation
    and symbols, and words are parted by single spaces. Dashes and slashes part words (unlike in
    SQuAD), so that "1991–1995" holds "1995".

    Args:
        text: Any text.

    Returns:
        The normalised text; empty if it has no letter or digit.
    """
    folded = normalize("NFC", normalize("NFC", MARKER.sub(" ", text)).casefold())
    kept = "".join(map(_kept, folded))  # may bring a letter and its accent together
    return " ".join(normalize("NFC", kept).split())


def contains_gold(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a text holds one of the gold answers, in whole words.

    Args:
        text: The answer given.
        answers: Gold answers; each is right by itself.

    Returns:
        True if, both normalised, a gold answer's words stand in the text in a row. False
        without gold answers; a gold answer without letters or digits is never held.

    Source: "accuracy" in Mallen et al., "When Not to Trust Language Models" (ACL 2023), here at
    word borders, so that "308" is not found in "1308".
    """
    padded = f" {normalise(text)} "
    normalised = filter(None, map(normalise, answers))
    return any(f" {answer} " in padded for answer in normalised)


def token_f1(text: str, answers: Sequence[str]) -> float:
    """Compare the words of a text with those of the closest gold answer.

    F1 is the harmonic mean of precision (share of the text's words that are in the gold
    answer) and recall (share of the gold answer's words that are in the text); words count as
    often as they occur, articles (der, ein, the ...) do not count.

    Args:
        text: The answer given.
        answers: Gold answers; the best one counts.

    Returns:
        0..1; 0 without gold answers. If text or gold has no word left, 1 when both have none.

    Source: Rajpurkar et al., "SQuAD" (EMNLP 2016); German articles as in Lewis et al., "MLQA"
    (ACL 2020).
    """
    return max((_f1(_tokens(text), _tokens(answer)) for answer in answers), default=0.0)


def exact_match(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a text is one of the gold answers and nothing else.

    Args:
        text: The answer given.
        answers: Gold answers; each is right by itself.

    Returns:
        True if, both normalised and without articles (der, ein, the ...), the text has the words
        of a gold answer in their order. False without gold answers.

    Source: Rajpurkar et al., "SQuAD" (EMNLP 2016); German articles as in Lewis et al., "MLQA"
    (ACL 2020).
    """
    return any(_tokens(text) == _tokens(answer) for answer in answers)


def chrf(text: str, answers: Sequence[str]) -> float:
    """Compare the characters of a text with those of the closest gold answer.

    It forgives what German inflects: "Stimmen" and "Stimme" share most of their n-grams. It is
    the F2 score of the mean precision and the mean recall over the n-grams of 1 to 6 characters,
    white space left out. Citation markers do not count; case and punctuation do.

    Args:
        text: The answer given.
        answers: Gold answers; the best one counts.

    Returns:
        0..1 (sacrebleu's figure divided by 100); 0 without gold answers or without text.

    Source: Popović, "chrF: character n-gram F-score for automatic MT evaluation" (WMT 2015);
    computed by sacrebleu (Post, WMT 2018).
    """
    given = normalize("NFC", MARKER.sub("", text))
    gold = [normalize("NFC", answer) for answer in answers]
    return float(_CHRF.sentence_score(given, gold).score) / 100 if gold else 0.0


def count_words(text: str) -> int:
    """Count the words of an answer.

    Args:
        text: The answer given.

    Returns:
        Number of words after normalising; citation markers and dashes are none.

    Source: own definition.
    """
    return len(normalise(text).split())


def _f1(given: list[str], gold: list[str]) -> float:
    if not given or not gold:
        return float(given == gold)
    shared = (Counter(given) & Counter(gold)).total()
    return 2 * shared / (len(given) + len(gold))


def _tokens(text: str) -> list[str]:
    return [word for word in normalise(text).split() if word not in ARTICLES]


def _kept(character: str) -> str:
    kind = category(character)
    if kind == "Pd" or character == "/":
        return " "
    return "" if kind[0] in "PS" else character
