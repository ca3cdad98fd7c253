"""Lines that say who wrote an article, such as "Von Rainer Rupp"."""

import re
from collections.abc import Sequence

HEAD_LINES = 6  # a byline stands above the text, after kicker, headline, subtitle and date,
TAIL_LINES = 3  # or closes it; in between "Von Thomas Mann" is a heading
MAX_BYLINE_CHARS = 120

_PARTICLES = r"(?:von|vom|van|der|den|de|da|di|del|du|la|le|al|ten|ter|bin|zur)"
_WORD = r"[^\W\d_a-zäöüß][\w.’'-]*"  # begins with a capital letter
_NAME = re.compile(rf"{_WORD}(?:\s{_PARTICLES})*(?:\s{_WORD}(?:\s{_PARTICLES})*){{0,3}}\s{_WORD}")
_PLACE = re.compile(rf"{_WORD}")
_KIND = (
    r"(?:Kommentar|Gastkommentar|Analyse|Gastbeitrag|Beitrag|Essay|Kolumne|Bericht|Reportage"
    r"|Interview|Glosse|Rezension|Kritik|Leitartikel|Meinung)"
)
_BYLINE = re.compile(
    rf"(?:(?:(?:Eine?\s)?{_KIND}\s)?(?:[Vv]on|VON|By)|Geschrieben\svon|Written\sby"
    rf"|(?:Autor|Autorin|Autoren|Autorinnen|Text|Interview|Author)\s?:)\s(?P<names>.+)"
)
_SEPARATOR = re.compile(r"\s*(?:,|&|/|\bund\b|\bUND\b|\band\b)\s*")


def read_byline(line: str) -> str:
    """Return the author or authors that a line names, or "" if it is no byline.

    Args:
        line: One line, stripped.

    Returns:
        Names as printed, joined with ", ". Places ("Von Max Müller, Berlin") are left out.
    """
    match = _BYLINE.fullmatch(line) if len(line) <= MAX_BYLINE_CHARS else None
    if match is None or line.endswith("."):
        return ""
    parts = [part for part in _SEPARATOR.split(match["names"].strip()) if part]
    names = [part for part in parts if _NAME.fullmatch(part)]
    rest = [part for part in parts if part not in names]
    if not names or parts[0] != names[0] or not all(_PLACE.fullmatch(part) for part in rest):
        return ""
    return ", ".join(names)


def find_bylines(lines: Sequence[str]) -> dict[int, str]:
    """Find the bylines where they can stand: above the text or below it.

    Args:
        lines: The non-empty lines of an article, stripped.

    Returns:
        Author by line number, counted from 0.
    """
    found = {}
    for number, line in enumerate(lines):
        if HEAD_LINES <= number < len(lines) - TAIL_LINES:
            continue
        author = read_byline(line)
        if author:
            found[number] = author
    return found
