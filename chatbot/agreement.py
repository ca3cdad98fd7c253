"""Whether two sources that answer the same question agree: decided from the answers' own words.

Only quantities and dates are compared, because only there words show a contradiction: two answers
of the same unit with different numbers. Anything else counts as said beside each other.
"""

import re
from typing import Literal

from chatbot.answer import Evidence
from chatbot.question import QuestionKind

Relation = Literal["same", "different", "unclear"]

_NUMBER = re.compile(r"\d+(?:[.\u202f ]\d{3})*(?:,\d+)?|\d+(?:\.\d+)?")
_WORDS = {
    "ein": 1, "eine": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "hundert": 100,
    "tausend": 1000,
}  # fmt: skip
_SCALES = {"tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9,
           "milliarden": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12}  # fmt: skip
_MONTHS = (
    "jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez",
)  # fmt: skip
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


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
    (number, unit), (other, other_unit) = (_quantity(text) for text in texts)
    if number is None or other is None or unit != other_unit:
        return "unclear"
    return "same" if number == other else "different"


def _answer_text(evidence: Evidence) -> str:
    if evidence.answer is None:
        return ""
    return evidence.article.body[evidence.answer.start : evidence.answer.end]


def _quantity(text: str) -> tuple[float | None, str]:
    """Number and unit of an answer as in "rund 3,2 Milliarden Euro"; None if there is no one."""
    words = re.findall(r"[^\W\d_]+|%|€|\$", text.casefold().replace("prozent", "%"))
    numbers = [_value(found) for found in _NUMBER.findall(text)]
    if not numbers:
        numbers = [float(_WORDS[word]) for word in words if word in _WORDS]
    if len(numbers) != 1:
        return None, ""
    number = numbers[0]
    for word in words:
        number *= _SCALES.get(word, 1.0)
    units = [word for word in words if word not in _SCALES and word not in _WORDS]
    return number, units[-1][:5] if units else ""


def _value(number: str) -> float:
    """A number as it is written in German, or with an English decimal point."""
    if "," in number or re.search(r"[.\u202f ]\d{3}(?!\d)", number):
        number = re.sub(r"[.\u202f ]", "", number).replace(",", ".")
    return float(number)


def _date_parts(text: str) -> dict[str, str]:
    """Year, month and day of the month, as far as a text names them."""
    parts = {}
    if year := _YEAR.search(text):
        parts["year"] = year[0]
    if full := re.search(r"\b(\d{1,2})\.\s*(\d{1,2})\.", text):
        parts["day"], parts["month"] = str(int(full[1])), str(int(full[2]))
        return parts
    lower = text.casefold().replace("jänner", "januar").replace("feber", "februar")
    if month := re.search(rf"\b({'|'.join(_MONTHS)})\w*", lower):
        parts["month"] = str(_MONTHS.index(month[1]) + 1)
    if day := re.search(r"\b(\d{1,2})\.", text):
        parts["day"] = str(int(day[1]))
    return parts


def _compare_sets(first: dict[str, str], second: dict[str, str]) -> Relation:
    shared = first.keys() & second.keys()
    if not shared:
        return "unclear"
    return "same" if all(first[part] == second[part] for part in shared) else "different"
