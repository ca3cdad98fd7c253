"""What stands in quotation marks of any kind, closed or not."""

import re

_QUOTED = re.compile(
    r"„([^„“”\"]*)[“”\"]|“([^“”]*)”|»([^»«]*)«|«([^»«]*)»|\"([^\"]*)\"|‚([^‚‘’]*)[‘’]|›([^›‹]*)‹"
)
_OPENING = re.compile(r"(?:\A|(?<=[\s(\[–—:]))[„“”\"»«‚›](?=[^\s.,;:!?])")
_MARKS = re.compile(r"[„“”\"»«‚‘’'›‹]")
_ELISION = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3})\s*")


def find_quotations(text: str) -> list[str]:
    """What stands in quotation marks, without them; the last one may never be closed."""
    closed = [next(filter(None, match.groups()), "") for match in _QUOTED.finditer(text)]
    unclosed = find_unclosed(text)
    return [*closed, unclosed] if unclosed else closed


def find_unclosed(text: str) -> str:
    """What stands behind a quotation mark that is opened and not closed; "" if there is none."""
    rest = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    opening = _OPENING.search(rest)
    return text[opening.end() :] if opening else ""


def drop_quotations(text: str) -> str:
    """A text without what stands between two marks."""
    return _QUOTED.sub("", text)


def is_quoted_from(quotation: str, source: str) -> bool:
    """Whether a source has a quotation word for word; what "[…]" parts, in the same order."""
    source = _flatten(source)
    place = 0
    for piece in _ELISION.split(quotation):
        words = _flatten(piece).strip(" .,;:!?")
        places = [source.find(form, place) for form in (words, _uncapitalise(words))]
        found = [each for each in places if each >= 0]
        if not found:
            return False
        place = min(found) + len(words)
    return True


def _flatten(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())


def _uncapitalise(text: str) -> str:
    return text[:1].lower() + text[1:] if text[:1].isupper() else text[:1].upper() + text[1:]
