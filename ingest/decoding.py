"""Bytes of a file to text, and any text to the one form that all offsets count in."""

import re
import unicodedata
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import UnreadableFileError

MAX_CONTROL_SHARE = 0.02  # text has next to none; random bytes have about 12 %
MAX_DAMAGE_SHARE = 0.02  # damaged bytes per other non-ASCII character in what is still UTF-8
MIN_PLAUSIBLE_SHARE = 0.9  # of the non-ASCII characters, so that a name like Erdoğan is no obstacle

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),  # before UTF-16, whose mark it begins with
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an audio, video or image file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)
_GERMAN_NON_ASCII = frozenset("äöüÄÖÜßéèêáàâçñíóúøåæ„“”‚‘’»«›‹–—…€°§²·•©®´½\u00a0\u00ad")

_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters but the line feed
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, fillers
    r"\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"  # marks, bidi
    r"\U000e0000-\U000e0fff]"  # tags, which can hide whole instructions in a text
)
_JOINABLE = (  # symbols, and scripts beyond Latin, Greek and Cyrillic
    r"\u0590-\u1aaf\u1b00-\u1d7f\u2190-\u2bff\u2e80-\ua6ff\ua800-\uaaff\uabc0-\ufaff"
    r"\ufb13-\ufdff\ufe70-\ufeff\U00010000-\U000dffff"
)
_NEEDLESS_JOINERS = re.compile(rf"(?<![{_JOINABLE}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINABLE}])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode_text(data: bytes, *, path: Path) -> str:
    """Decode the bytes of a file: UTF-8 first, then UTF-16, then what old German files use.

    Args:
        data: The whole file.
        path: Where it comes from, for the error.

    Returns:
        The text as it is written, not normalised yet (see `normalise_text`).

    Raises:
        UnreadableFileError: If the file is binary or its encoding cannot be told.
    """
    for magic, name in _BINARY_FORMATS:
        if data.startswith(magic):
            raise UnreadableFileError(path, f"it is {name}; save it as plain text (UTF-8)")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, path=path)
    if b"\x00" in data:
        raise UnreadableFileError(path, "it is a binary file; save it as plain text (UTF-8)")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_legacy(data, path=path)
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise UnreadableFileError(path, "it is a binary file; save it as plain text (UTF-8)")
    return text


def normalise_text(text: str) -> str:
    """Bring a text to the form that every offset in the project counts in.

    Unicode NFC; line feeds as the only line breaks; plain spaces as the only spaces; no control,
    zero-width, direction or tag characters, no soft hyphens and no half surrogate pairs. Joiners
    stay where they belong: within an emoji like 👨‍👩‍👧, and in scripts such as Persian and Hindi.

    Args:
        text: Any text.

    Returns:
        The normalised text; normalising it again changes nothing.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _LINE_BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _NEEDLESS_JOINERS.sub("", text))


def _decode_marked(data: bytes, encoding: str, *, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        reason = f"it begins like {encoding} but is damaged; save it as plain text (UTF-8)"
        raise UnreadableFileError(path, reason) from None


def _decode_legacy(data: bytes, *, path: Path) -> str:
    repaired = data.decode("utf-8", "replace")
    damaged = repaired.count("\ufffd")
    whole = sum(not character.isascii() for character in repaired) - damaged
    if damaged <= max(1, MAX_DAMAGE_SHARE * whole) and whole > damaged:
        return repaired  # UTF-8 cut or damaged in places; U+FFFD shows where
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and _looks_german(western):
        return western
    best = from_bytes(data).best()
    if best is None:
        reason = "its encoding cannot be told; save it as plain text (UTF-8)"
        raise UnreadableFileError(path, reason)
    return str(best)


def _looks_german(text: str) -> bool:
    special = [character for character in text if not character.isascii()]
    plausible = sum(character in _GERMAN_NON_ASCII for character in special)
    return plausible >= MIN_PLAUSIBLE_SHARE * len(special)
