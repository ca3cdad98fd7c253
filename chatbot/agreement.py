"""Whether two sources that answer the same question agree: decided from the answers' own words.

Only quantities and dates are compared, because only there words show a contradiction: two answers
of the same unit with different numbers. Anything else counts as said beside each other, and so do
numbers that are only roughly given ("rund 3 Milliarden") unless they are the same.
"""

import re
from typing import Literal

from chatbot.answer import Evidence
from chatbot.numbers import find_numbers, find_years
from chatbot.question import QuestionKind

Relation = Literal["same", "different", "unclear"]

_ONE = re.compile(r"\beine[rn]?\b(?=\s+(?:million|milliarde|billion))", re.IGNORECASE)
_INCOMPARABLE = re.compile(  # what `find_numbers` does not read as a part of its number
    r"minus|[-−–]\s?\d|halb|dutzend|drittel|viertel|hälfte|half|dozen", re.IGNORECASE
)
_VAGUE = re.compile(
    r"\b(?:rund|etwa|circa|ca|ungefähr|knapp|fast|gut|über|unter|mehr|weniger|mindestens|höchstens"
    r"|bis|about|around|nearly|almost|over|under|more|less|least|most|up)\b",
    re.IGNORECASE,
)
_SEVERAL_DAYS = re.compile(r"\d\.?(?:\s*(?:bis|und|oder|–|/)\s*|\s+-\s+)\d")


def compare_answers(first: Evidence, second: Evidence, kind: QuestionKind) -> Relation:
    """How the answer of one source stands to that of another.

    Args:
        first: Evidence with its answer.
        second: Evidence of another article.
        kind: What was asked for.
    """
    texts = [_answer_text(evidence) for evidence in (first, second)]
    if not all(texts):
        return "unclear"
    if texts[0].casefold() == texts[1].casefold():
        return "same"
    if kind == "date":
        return _compare_sets(*(_date_parts(text) for text in texts))
    if kind != "quantity":
        return "unclear"
    return _compare_quantities(*texts)


def _answer_text(evidence: Evidence) -> str:
    if evidence.answer is None:
        return ""
    return evidence.article.body[evidence.answer.start : evidence.answer.end]


def _compare_quantities(first: str, second: str) -> Relation:
    (values, unit), (other_values, other_unit) = _quantity(first), _quantity(second)
    if not values or not other_values or unit != other_unit:
        return "unclear"
    if values[-1] == other_values[-1]:
        return "same"
    if set(values) & set(other_values) or _VAGUE.search(first) or _VAGUE.search(second):
        return "unclear"
    return "different"


def _quantity(text: str) -> tuple[list[str], str]:
    """What the number of an answer can mean, the likeliest last, and its unit.

    No meanings if there is not just one number, or if it is put in a way that is not compared.
    """
    text = _ONE.sub("1", text)
    found = find_numbers(text)
    if len(found) != 1 or _INCOMPARABLE.search(text):
        return [], ""
    readings = sorted(found[0].readings, key=lambda each: ("." not in each[1], len(each[1])))
    kind = readings[-1][0]
    if kind not in {"number", "percent"}:
        return [], ""
    rest = text[: found[0].start] + text[found[0].start + len(found[0].text) :]
    words = re.findall(r"[^\W\d_]+|€|\$", rest.casefold())
    return [reading[1] for reading in readings], f"{kind} {words[-1][:5] if words else ''}"


def _date_parts(text: str) -> dict[str, str]:
    """Year, month and day of the month, as far as a text names them and one day only."""
    dates = [
        reading
        for detail in find_numbers(text)
        for reading in detail.readings
        if reading[0] == "date"
    ]
    if len(dates) > 1 or _SEVERAL_DAYS.search(text):
        return {}
    if dates:
        day, month, year = dates[0][1:]
        parts = {"day": day, "month": month, "year": year}
        return {name: part for name, part in parts.items() if part}
    years = find_years(text)
    return {"year": years[0]} if years else {}


def _compare_sets(first: dict[str, str], second: dict[str, str]) -> Relation:
    shared = first.keys() & second.keys()
    if not shared:
        return "unclear"
    return "same" if all(first[part] == second[part] for part in shared) else "different"
