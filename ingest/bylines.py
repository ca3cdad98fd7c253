"""Lines that say who wrote an article, such as "Von Rainer Rupp"."""

import re
from collections.abc import Sequence

HEAD_LINES = 6  # a byline stands above the text, after kicker, headline, subtitle and date,
TAIL_LINES = 3  # or closes it; in between "Von Thomas Mann" is a heading
MAX_BYLINE_CHARS = 120
MAX_LEAD_CHARS = 200  # in a short text, a longer paragraph is no lead: the text has begun

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
    rf"|(?:Autor|Autorin|Autoren|Autorinnen|Text|Author)\s?:)\s(?P<names>.+)"
)
_STATEMENT_END = re.compile(r"[.…][\"“”»«’'›‹)\]]*$")
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


def find_edges(lines: Sequence[str], *, leads: int = 0) -> frozenset[int]:
    """Find the lines above and below the text, where an article says things about itself.

    These are the first six lines, as far as no sentences stand above them, and the last three. In
    a text of nine lines or fewer, a long paragraph ends the first, and no sentence may follow the
    last, because a heading or a chart within the text could stand there too.

    Args:
        lines: The non-empty lines of an article, stripped.
        leads: How many paragraphs may stand above, such as the lead above a byline.

    Returns:
        Their numbers, counted from 0; the last line is always one of them.
    """
    sentences = [at for at, line in enumerate(lines) if _STATEMENT_END.search(line[-10:])]
    long = [at for at, line in enumerate(lines) if len(line) > MAX_LEAD_CHARS]
    is_short = len(lines) <= HEAD_LINES + TAIL_LINES
    text_begins = [*sentences[leads : leads + 1], *(long[:1] if is_short else ())]
    text_ends = [at + 1 for at in (sentences if is_short else long)]
    last = len(lines) - 1
    head = range(min(HEAD_LINES, len(lines), *text_begins))
    tail = range(min(max(len(lines) - TAIL_LINES, 0, *text_ends), last), len(lines))
    return frozenset((*head, *tail)) if lines else frozenset()


def find_bylines(lines: Sequence[str]) -> dict[int, str]:
    """Find the bylines where they can stand: above the text or below it.

    Args:
        lines: The non-empty lines of an article, stripped.

    Returns:
        Author by line number, counted from 0.
    """
    authors = {at: read_byline(lines[at]) for at in sorted(find_edges(lines, leads=1))}
    return {at: author for at, author in authors.items() if author}
