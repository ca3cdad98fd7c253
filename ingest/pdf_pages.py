"""Where the printed pages of a PDF begin in the article made of it."""

from collections.abc import Sequence

from ingest.article import PageStart
from ingest.decoding import normalise_text
from ingest.mending import mend_text

PROBE_LETTERS = 40  # so many in a row stand at one place only
MIN_PROBE_LETTERS = 15  # of a single line whose successor is not in the article


def find_pages(body: str, pages: Sequence[Sequence[str]]) -> tuple[PageStart, ...]:
    """Find where each page begins, by the letters that stand first on it.

    Args:
        body: The article's text: cleaned, its words whole and its paragraphs joined.
        pages: The lines of each page in reading order, without running heads.

    Returns:
        Pages in their order; a page of which nothing is found in the article is left out.
    """
    letters, offsets = _keep_letters(body)
    found: list[PageStart] = []
    position = 0
    for number, lines in enumerate(pages, start=1):
        place = _find_first_line(lines, letters, position)
        if place is None:
            continue
        found.append(PageStart(number, offsets[place] if found else 0))
        position = place + 1
    return tuple(found)


def _find_first_line(lines: Sequence[str], letters: str, position: int) -> int | None:
    """Return where the first line stands that is in the article, counted in its letters."""
    kept = [_keep_letters(normalise_text(mend_text(line)))[0] for line in lines]
    for at, line in enumerate(kept):
        probes = ["".join(kept[at:])[:PROBE_LETTERS]] if line else []
        probes += [line[:PROBE_LETTERS]] if len(line) >= MIN_PROBE_LETTERS else []
        for probe in probes:
            place = letters.find(probe, position)
            if place >= 0:
                return place
    return None


def _keep_letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text in small letters, and the offset of each."""
    kept = [(letter, at) for at, sign in enumerate(text) if sign.isalnum()
            for letter in sign.casefold()]  # fmt: skip
    return "".join(letter for letter, _ in kept), [at for _, at in kept]
