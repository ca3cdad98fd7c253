"""Dates as German and English news print them."""

import re
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ingest.errors import InvalidFieldError

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january",
            "februar feber feb february",
            "märz mär mrz march mar",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sept sep",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
GERMAN_TIME = "Europe/Berlin"  # of Vienna and Zurich too
CENTURY_TURN = 70  # a two-digit year below it is of this century, as in POSIX

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = re.compile(
    r"(?<![\d.])(?:"
    r"(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})"
    r"|(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})"
    rf"|(?P<named_day>\d{{1,2}})\.?\s(?P<named_month>{_MONTH})\b\.?\s(?P<named_year>\d{{4}})"
    rf"|(?P<us_month>{_MONTH})\b\.?\s(?P<us_day>\d{{1,2}}),\s(?P<us_year>\d{{4}})"
    r")(?!\d)",
    re.IGNORECASE,
)

HOURS, MINUTES = 24, 60

_TIME = re.compile(
    r"(?:\s?[,|·•–—-]\s?|T|\s)\s?(?:um\s|at\s)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?"
    r"(?::\d{2})?(?:\s?(?P<word>Uhr|h)\b)?(?![\d.:]?\d)",
    re.IGNORECASE,
)


def read_matched_date(match: re.Match[str]) -> date | None:
    """Turn a match of `DATE` into a day, or None if the calendar has no such day.

    Args:
        match: A match of `DATE`.

    Returns:
        The day; None for the likes of 31.02.2024.
    """
    parts = match.groupdict()
    if parts["iso_year"]:
        year, month, day = (int(parts[key]) for key in ("iso_year", "iso_month", "iso_day"))
    elif parts["year"]:
        year, month, day = (int(parts[key]) for key in ("year", "month", "day"))
        if len(parts["year"]) == len("24"):
            year += 2000 if year < CENTURY_TURN else 1900
    else:
        style = "named" if parts["named_year"] else "us"
        year, day = int(parts[f"{style}_year"]), int(parts[f"{style}_day"])
        month = MONTHS[parts[f"{style}_month"].lower()]
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Moment(NamedTuple):
    """A day, and the time of day where it is stated.

    Attributes:
        day: The day.
        at: Time of day to the minute, or None; midnight counts as none, for programs write it
            where they know the day only.
    """

    day: date
    at: time | None = None


def read_stated_date(field: str, value: object) -> date | None:
    """Read the day that a record states; see `read_stated_moment`."""
    moment = read_stated_moment(field, value)
    return moment.day if moment else None


def read_stated_moment(field: str, value: object) -> Moment | None:
    """Read the day and the time that a record states, as they are written there.

    Args:
        field: Name of the field, for the error.
        value: What stands there: a date, a text or nothing.

    Returns:
        The moment, or None if the field is empty.

    Raises:
        InvalidFieldError: If something stands there that is no date.
    """
    if isinstance(value, datetime):
        return _to_moment(value)
    if value is None:
        return None
    if isinstance(value, date):
        return Moment(value)
    if isinstance(value, str):
        if not value.strip():
            return None
        match = DATE.search(value)
        day = read_matched_date(match) if match else None
        moment = (
            Moment(day, read_time_after(value, match.end()))
            if match and day
            else _read_mail_date(value)
        )
        if moment is not None:
            return moment
    raise InvalidFieldError(field, value, "a date like 2024-05-03 or 3. Mai 2024")


def read_timestamp(value: str) -> date | None:
    """Return the day of a machine-readable point in time, or None; see `read_moment`."""
    moment = read_moment(value)
    return moment.day if moment else None


def read_moment(value: str) -> Moment | None:
    """Return day and time of a machine-readable point in time, or None if it is none.

    A time in UTC ("Z") is a machine's: it is taken as a German reader saw it. Any other offset is
    the outlet's own, and its day and time stand as printed.

    Args:
        value: As in `datePublished`: "2024-05-03", "2024-05-02T22:30:00Z", a date as in mails, or
            a German one.
    """
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        match = DATE.match(value)
        try:
            if match is None:
                return _read_mail_date(value)
            day = read_matched_date(match)
            return Moment(day, read_time_after(value, match.end())) if day else None
        except (TypeError, IndexError, OverflowError):
            return None
    if value.endswith(("Z", "z")):
        try:
            return _to_moment(moment.astimezone(ZoneInfo(GERMAN_TIME)))
        except OverflowError:  # the last hours of the year 9999
            return None
    return _to_moment(moment)


def read_time_after(text: str, position: int) -> time | None:
    """Return the time of day that follows a date, as in "3. Mai 2024, 14:30 Uhr", or None.

    Args:
        text: The text.
        position: Where the date ends.
    """
    match = _TIME.match(text, position)
    if match is None or not (match["minute"] or match["word"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    is_time = hour < HOURS and minute < MINUTES and (hour or minute)
    return time(hour, minute) if is_time else None


def _to_moment(moment: datetime) -> Moment:
    at = time(moment.hour, moment.minute)
    return Moment(moment.date(), at if moment.hour or moment.minute else None)


def _read_mail_date(value: str) -> Moment | None:
    try:
        return _to_moment(parsedate_to_datetime(value))
    except ValueError:
        return None
