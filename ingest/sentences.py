"""Where the sentences of a German (or English) text begin and end."""

import re

from ingest.abbreviations import (
    BEFORE_NUMBER,
    CREDIT_NAMES,
    MONTH_NAMES,
    NEVER_FINAL,
    NEVER_FINAL_COMPOUND,
    ORDINAL_LEADERS,
    QUANTITY_LEADERS,
    RARELY_FINAL,
    SENTENCE_STARTERS,
)
from ingest.article import Span

LOOK_BACK_CHARS = 40  # holds the longest word before a full stop and the word before that
ASIDE_CHARS = 400  # the longest aside in brackets that is looked through for its beginning
MAX_DAY = 31  # a number up to it before a noun is taken for an ordinal, as in "1. FC Köln"

# Possessive, nothing after: a million dots must not be tried from every dot anew.
_BREAK = re.compile(r"[.!?…]++[\"“”»«’‘'›‹)\]]*+|\n\s*\n")
_NEXT = re.compile(r"(?P<lead>[\s„“”\"»«›‹‚‘'’(\[–—•-]*+)(?P<word>[^\W_]{0,24})")
_OPENERS = "„“”\"»«›‹‚‘'’(["
_ORDINAL = re.compile(r"(?:.*[\d.][-–/]|[^\w\s.,:;+€$§-]*)(?P<number>\d{1,3})")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")
_ROMAN = re.compile(r"[IVX]{2,6}")
_DAY_AND_MONTH = re.compile(r"\d{1,2}\.\d{1,2}")
_CREDIT = re.compile(  # "(APA, 29.1.2016)" at the end of a paragraph is no sentence of its own
    rf"\s*\((?:(?:{CREDIT_NAMES})\b[^()\n]{{0,60}}|[^()\n]{{0,60}}\d\.\s?\d{{1,2}}\.\s?\d{{2,4}})\)"
    r"\s*(?:\n|\Z)"
)
_TAIL = re.compile(r"[^\W\d_]*\Z")


def split_sentences(text: str) -> list[Span]:
    """Split a text into sentences.

    A closing quotation mark belongs to the sentence it closes. A blank line always ends a
    sentence; a single line break is a space. Rules and word lists are our own; in doubt, two
    sentences stay together, because half a sentence cannot be cited.

    Args:
        text: Any text, best normalised.

    Returns:
        Spans in reading order, without overlaps and without white space at their ends; together
        they hold every character that is not white space.
    """
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        stop, end = match.span()
        if text[stop] == "\n":
            _add_span(spans, text, start, stop)
            start = end
        elif text[end : end + 1].isspace() and _ends_sentence(text, start, stop, end):
            _add_span(spans, text, start, end)
            start = end
    _add_span(spans, text, start, len(text))
    return spans


def _add_span(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece and not piece.isspace():
        begin = start + len(piece) - len(piece.lstrip())
        spans.append(Span(begin, begin + len(piece.strip())))


def _ends_sentence(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether the marks in text[stop:end] end the sentence that begins at `start`."""
    following = _NEXT.match(text, end)
    lead, word = following.group("lead", "word") if following else ("", "")
    if word[:1].islower() and not (_opens_quotation(lead) and end - stop == 1):
        return False
    mark = text[stop:end]
    if (")" in mark or "]" in mark) and _is_aside(text, start, stop):
        return _is_elision(text, stop) and word in SENTENCE_STARTERS
    if "(" in lead and _CREDIT.match(text, end):
        return False
    if mark == ".":
        return _is_full_stop(text, start, stop, word)
    if mark[0] == "…" or mark.startswith(".."):
        return word in SENTENCE_STARTERS or not text[stop - 1 : stop].isspace()
    return True


def _opens_quotation(lead: str) -> bool:
    return any(character in '„“"»«' for character in lead)


def _is_aside(text: str, start: int, stop: int) -> bool:
    """Say whether the bracket that is closed after `stop` was opened within the sentence."""
    start = max(start, stop - ASIDE_CHARS)
    opened = max(text.rfind("(", start, stop), text.rfind("[", start, stop))
    return opened > start and bool(text[start:opened].strip().strip(_OPENERS))


def _is_elision(text: str, stop: int) -> bool:
    return text[stop - 1] in "(["


def _is_full_stop(text: str, start: int, stop: int, word: str) -> bool:
    """Say whether a single dot at `stop` is a full stop, given the word that follows it."""
    before = text[max(start, stop - LOOK_BACK_CHARS) : stop].split()
    if not before or text[stop - 1].isspace():
        return not word[:1].islower()
    token = before[-1].lstrip(_OPENERS)
    if token[-1:].isdigit():
        is_first = len(before) == 1 and stop - start < LOOK_BACK_CHARS
        return not _is_ordinal(before, token, word, is_first=is_first)
    return _is_final_word(before, token, word)


def _is_ordinal(before: list[str], token: str, word: str, *, is_first: bool) -> bool:
    match = _ORDINAL.fullmatch(token)
    if match is None:
        return bool(_DAY_AND_MONTH.fullmatch(token)) and word.isdigit()
    number = int(match["number"])
    leader = before[-2].lower() if len(before) > 1 else ""
    if is_first or word in MONTH_NAMES:
        return True
    if word in SENTENCE_STARTERS or leader in QUANTITY_LEADERS:
        return False
    return number <= MAX_DAY or (leader in ORDINAL_LEADERS and not word[:1].isdigit())


def _is_final_word(before: list[str], token: str, word: str) -> bool:
    """Say whether a dot after `token`, which does not end in a digit, ends the sentence."""
    starts_clearly = word in SENTENCE_STARTERS
    if _INITIALS.fullmatch(token):
        return starts_clearly and _join_initials(before, token) not in NEVER_FINAL_COMPOUND
    match = _TAIL.search(token)
    tail = match[0] if match else token
    if tail in NEVER_FINAL or (tail in BEFORE_NUMBER and word[:1].isdigit()):
        return False
    if tail in RARELY_FINAL or _ROMAN.fullmatch(token) or tail.endswith("str"):
        return starts_clearly
    return True


def _join_initials(before: list[str], token: str) -> str:
    """Return "z.B" for the words "z." and "B", however they are spaced."""
    parts = [token]
    for earlier in reversed(before[:-1]):
        bare = earlier.lstrip(_OPENERS)
        if not (bare.endswith(".") and _INITIALS.fullmatch(bare[:-1])):
            break
        parts.insert(0, bare[:-1])
    return ".".join(parts)
