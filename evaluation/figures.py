"""Figures written as German readers expect them."""

from evaluation.metrics import Estimate, Unit

NONE = "–"
UNITS: dict[Unit, str] = {"share": "\u00a0%", "score": "", "ms": "\u00a0ms"}
TENTHS_BELOW = 10  # milliseconds; above, a tenth says nothing
CHANGE_UNITS: dict[Unit, str] = {**UNITS, "share": "\u00a0Punkte"}


def figure(value: float | None, unit: Unit) -> str:
    """Write a figure with its unit.

    Args:
        value: 0..1 for "share" and "score", milliseconds for "ms"; None if undefined.
        unit: Which of them.

    Returns:
        Such as "95,7 %", "0,975" or "1.204 ms"; a dash if undefined.
    """
    return NONE if value is None else _number(value, unit) + UNITS[unit]


def interval(estimate: Estimate, unit: Unit) -> str:
    """Write an interval.

    Args:
        estimate: A figure with its interval.
        unit: Its unit.

    Returns:
        Such as "94,4 bis 96,8 %"; a dash if there is none.
    """
    if estimate.low is None or estimate.high is None:
        return NONE
    return f"{_number(estimate.low, unit)} bis {figure(estimate.high, unit)}"


def change(difference: float, unit: Unit) -> str:
    """Write a difference with its sign.

    Args:
        difference: In the unit.
        unit: Which one; a difference of shares is in percentage points.

    Returns:
        Such as "+1,2 Punkte", "−0,013" or "±0,0 ms".
    """
    return _signed(difference, unit) + CHANGE_UNITS[unit]


def change_interval(low: float, high: float, unit: Unit) -> str:
    """Write the interval of a difference.

    Args:
        low: Lower end.
        high: Upper end.
        unit: As for `change`.

    Returns:
        Such as "−3,1 bis +0,4 Punkte".
    """
    return f"{_signed(low, unit)} bis {change(high, unit)}"


def _signed(difference: float, unit: Unit) -> str:
    text = _number(abs(difference), unit)
    if not text.strip("0,"):  # what is written as nothing has no direction
        return f"±{text}"
    return f"{'+' if difference > 0 else '−'}{text}"


def _number(value: float, unit: Unit) -> str:
    if unit == "share":
        return _german(100 * value, 1)
    if unit == "score":
        return _german(value, 3)
    return _german(value, 1 if value < TENTHS_BELOW else 0)


def _german(value: float, places: int) -> str:
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))
