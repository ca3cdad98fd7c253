"""What a language model wrote, made plain text: no links, Markdown, HTML or invisible characters.

Works word by word, so that it can be done while the text is being written: whatever stands between
two spaces is judged by itself, and no construct of several words can survive without its brackets.
"""

import re
import unicodedata
from functools import lru_cache

from ingest.abbreviations import MONTH_NAMES

_LINK = re.compile(
    r"[a-z][a-z0-9+.-]*:/|/{2}\w|www\."
    r"|\b(?:data|javascript|vbscript|mailto|tel|file|ftp|blob|about|wss?):\S"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|at|ch|eu|io|ru|info|biz|xyz|example|test|site|top"
    r"|app|dev|co|uk|me|tv|to|ly|cc)\b(?:[/:?#]\S*)?|\S+@\S+\.\S|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\[(\d{1,2}(?:\s?[,;]\s?\d{1,2})*)\]")
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>?|&(?:#\w+|[a-zA-Z]+);")
_CODE = re.compile(r"\w(?:\(['\"]|=\S)")
_MARKUP = re.compile(r"[\[\]{}<>|`*_~#\\^]|!(?=\[)")
_MONTHS = "|".join(sorted(MONTH_NAMES))
_BULLET = re.compile(rf"^\s*(?:[-+•·>]|\d{{1,2}}[.)](?!\s+(?:{_MONTHS})))(?=\s|\Z)", re.MULTILINE)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_SPACES_IN_MARKER = re.compile(
    r"(?<=\[)\s+(?=\d)|(?<=\d[,;])\s+(?=\d{1,2}\s?[\],;])|(?<=\d)\s+(?=\])"
)


def sanitise(text: str) -> str:
    """The whole text as plain words with markers like `[1]`, on one line."""
    words = _SPACES_IN_MARKER.sub("", _BULLET.sub("", text)).split()
    return " ".join(plain for plain in map(_sanitise_word, words) if plain)


def drop_thoughts(text: str) -> str:
    """The text without what some models think aloud first, finished or not.

    Some begin to think without saying so: then all that stands before the end of it goes.
    """
    return _THOUGHT.sub(" ", text).rpartition("</think>")[2]


def drop_unseen_characters(text: str) -> str:
    """The text in NFKC form where that changes no letters, without what nobody sees.

    Control characters become spaces; zero-width, direction and tag characters go.
    """
    return "".join(map(_show, text))


@lru_cache(maxsize=5000)
def _show(character: str) -> str:
    """What is left of a character."""
    category = unicodedata.category(character)
    if category in {"Cf", "Co", "Cn", "Cs"} or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return unicodedata.normalize("NFKC", character) if _looks_like_ascii(character) else character


def _looks_like_ascii(character: str) -> bool:
    """Whether a character only dresses up an ASCII one, as full-width and mathematical ones do."""
    folded = unicodedata.normalize("NFKC", character)
    return folded != character and folded.isascii() and character not in "…½¼¾²³ªº\u00a0\u202f"


def _sanitise_word(word: str) -> str:
    word = drop_unseen_characters(word).strip()
    markers = "".join(
        f"[{number}]" for match in _MARKER.finditer(word) for number in re.findall(r"\d+", match[1])
    )
    bare = _MARKER.sub("", word)
    if "](" in word or "][" in bare or _LINK.search(bare) or _CODE.search(bare):
        return markers if markers and "](" not in word else ""
    bare = _MARKUP.sub("", _TAG.sub("", bare))
    tail = ""
    if markers:
        stripped = bare.rstrip(".,;:!?…")
        bare, tail = stripped, bare[len(stripped) :]
    return f"{bare}{markers}{tail}"
