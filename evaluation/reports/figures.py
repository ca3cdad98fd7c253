"""Figures written as German or English readers expect them."""

from evaluation.metrics.definitions import Estimate, Unit
from evaluation.reports.wording import Language

NONE = "–"
UNITS: dict[Unit, str] = {"share": "\u00a0%", "score": "", "ms": "\u00a0ms", "words": ""}
TENTHS_BELOW = 10  # milliseconds; above, a tenth says nothing
POINTS: dict[Language, str] = {"de": "\u00a0Punkte", "en": "\u00a0points"}
TO: dict[Language, str] = {"de": "bis", "en": "to"}


def figure(value: float | None, unit: Unit, language: Language = "de") -> str:
    """Write a figure with its unit.

    Args:
        value: 0..1 for "share" and "score", milliseconds for "ms"; None if undefined.
        unit: Which of them.
        language: Whose marks to use.

    Returns:
        Such as "95,7 %", "0,975" or "1.204 ms" in German, "95.7 %" in English; a dash if
        undefined.
    """
    return NONE if value is None else _number(value, unit, language) + UNITS[unit]


def interval(estimate: Estimate, unit: Unit, language: Language = "de") -> str:
    """Write an interval.

    Args:
        estimate: A figure with its interval.
        unit: Its unit.
        language: To write it in.

    Returns:
        Such as "94,4 bis 96,8 %"; a dash if there is none.
    """
    if estimate.low is None or estimate.high is None:
        return NONE
    low = _number(estimate.low, unit, language)
    return f"{low} {TO[language]} {figure(estimate.high, unit, language)}"


def change(difference: float, unit: Unit, language: Language = "de") -> str:
    """Write a difference with its sign.

    Args:
        difference: In the unit.
        unit: Which one; a difference of shares is in percentage points.
        language: To write it in.

    Returns:
        Such as "+1,2 Punkte", "−0,013" or "±0,0 ms".
    """
    ending = POINTS[language] if unit == "share" else UNITS[unit]
    return _signed(difference, unit, language) + ending


def change_interval(low: float, high: float, unit: Unit, language: Language = "de") -> str:
    """Write the interval of a difference.

    Args:
        low: Lower end.
        high: Upper end.
        unit: As for `change`.
        language: To write it in.

    Returns:
        Such as "−3,1 bis +0,4 Punkte".
    """
    return f"{_signed(low, unit, language)} {TO[language]} {change(high, unit, language)}"


def _signed(difference: float, unit: Unit, language: Language) -> str:
    text = _number(abs(difference), unit, language)
    if not text.strip("0,."):  # what is written as nothing has no direction
        return f"±{text}"
    return f"{'+' if difference > 0 else '−'}{text}"


def _number(value: float, unit: Unit, language: Language) -> str:
    if unit == "share":
        return _marked(100 * value, 1, language)
    if unit == "score":
        return _marked(value, 3, language)
    return _marked(value, 1 if value < TENTHS_BELOW else 0, language)


def _marked(value: float, places: int, language: Language) -> str:
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text
