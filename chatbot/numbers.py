"""Numbers and dates in German and English text, however they are written.

"1.234,5", "zwölf", "15 %" and "fünfzehn Prozent", "3. Mai" and "03.05." become values that can be
compared. What can be read in two ways ("1.500" is 1500 in German, 1.5 in English) keeps both.
"""

import re
from dataclasses import dataclass

Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """Something in a text that is either there or not.

    Attributes:
        text: As it stands in the text.
        start: Offset of it.
        readings: What it can mean; two details agree if they share a reading.
    """

    text: str
    start: int
    readings: frozenset[Reading]

    @property
    def is_date(self) -> bool:
        """Whether it is a date or a weekday."""
        return all(reading[0] in {"date", "weekday"} for reading in self.readings)


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner january jan", "februar feber february feb", "märz march mär mrz",
            "april apr", "mai may", "juni june jun", "juli july jul", "august aug",
            "september sept sep", "oktober october okt oct", "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "montag monday", "dienstag tuesday", "mittwoch wednesday", "donnerstag thursday",
            "freitag friday", "samstag sonnabend saturday", "sonntag sunday",
        )
    )
    for name in names.split()
}  # fmt: skip
_UNITS = {
    "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15,
    "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
    "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_ENGLISH = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "dozen": 12,
}  # fmt: skip
_ORDINALS = {
    "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9,
    "zehnt": 10, "elft": 11, "zwölft": 12,
}  # fmt: skip
_ENGLISH_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_OTHERS = {"eins": 1, "dutzend": 12, "beide": 2, "beiden": 2, "beider": 2, "both": 2, "zweimal": 2,
           "dreimal": 3, "viermal": 4, "twice": 2}  # fmt: skip
_SCALES = (
    (re.compile(r"(?:mio\b\.?|million)", re.IGNORECASE), 10**6),
    (re.compile(r"(?:mrd\b\.?|milliarde)", re.IGNORECASE), 10**9),
    (re.compile(r"billion(?!en\b)(?:s\b|\b)"), 10**9),  # English, in small letters
    (re.compile(r"(?:Billion|trillion)"), 10**12),
    (re.compile(r"(?:tausend|thousand|tsd\b)", re.IGNORECASE), 10**3),
)
_GAP = re.compile(r"[\s\u00a0-]{0,2}")
_POINTS = re.compile(
    r"[\s\u00a0-]{0,2}(?:prozentpunkt(?:en?)?|percentage points?)\b", re.IGNORECASE
)
_PERCENT = re.compile(r"[\s\u00a0-]{0,2}(?:%|prozent|percent|per cent)", re.IGNORECASE)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(r"\b(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.(?:\s?(?P<year>\d{4}|\d{2})\b)?"),
    re.compile(
        rf"\b(?:(?P<day>[0-3]?\d)(?:\.|st|nd|rd|th)?\s+(?:of\s+)?)?(?P<name>{_MONTH})\b\.?"
        r"(?:\s+(?P<late>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d)(?=,|\s*\Z|\s+\d{4}))?"
        r"(?:,?\s+(?P<year>\d{4})\b)?",
        re.IGNORECASE,
    ),
)
_FRACTION = re.compile(
    r"\b(?P<how_many>ein(?:e[rsnm]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun)\s+"
    r"(?P<of>Drittel|Viertel|Fünftel|Sechstel|Achtel|Zehntel)n?\b"
)
_PARTS = {"drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "achtel": 8, "zehntel": 10}
# "Die Kunden achten auf den Preis", but "am achten Tag":
_BEFORE_ORDINAL = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|zum|zur|am|im|vom|beim|(?:jed|ein|ihr|sein)e?[rsnm]?)\s+\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_DIGITS = re.compile(r"\d+(?:[.,:\u202f']\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,\u202f']\d{3})+")
_YEARS_OF_TWO_DIGITS = 100
_SHARES = frozenset({"percent", "points"})


def find_numbers(text: str) -> list[Detail]:
    """Every number, date and weekday of a text, in reading order.

    A date's readings are its day, month and year, as far as each is given; see `agree`.
    """
    longer = [*_find_dates(text), *_find_fractions(text)]
    taken = [(detail.start, detail.start + len(detail.text)) for detail in longer]
    found = [
        detail
        for detail in (*_find_digits(text), *_find_words(text))
        if not any(start <= detail.start < end for start, end in taken)
    ]
    return sorted([*longer, *found], key=lambda detail: detail.start)


def find_years(text: str) -> list[str]:
    """Numbers from 1500 to 2099, which are mostly years, as they stand in a text."""
    return _YEAR.findall(text)


def agree(claimed: Detail, given: Detail, *, years: frozenset[str] = frozenset()) -> bool:
    """Whether a number or date of a claim is one that is given in a source.

    A date agrees if all that the claim says of it is the same; a percentage agrees with a bare
    number too, for in "15 bis 20 Prozent" only the second one has its unit. It does not with
    percentage points.

    Args:
        claimed: Of the claim.
        given: Of the source.
        years: Those that a claim may add to a date that is given without one.
    """
    for reading in claimed.readings:
        for other in given.readings:
            if reading == other:
                return True
            if reading[0] == "date" == other[0] and _same_date(reading, other, years):
                return True
            if reading[0] in _SHARES and other == ("number", reading[1]):
                return True
            if reading[0] == "number" and other[0] in _SHARES and reading[1] == other[1]:
                return True
            if reading[0] == "number" and other[0] == "date" and reading[1] in other[1:]:
                return True
    return False


def _same_date(claimed: Reading, given: Reading, years: frozenset[str]) -> bool:
    """Whether day, month and year are the same wherever both have them, and one is shared."""
    pairs = list(zip(claimed[1:], given[1:], strict=True))
    both = [(a, b) for a, b in pairs if a and b]
    # A claim may say less than the source, or add the year that the source leaves to its date.
    _, day, _, year = claimed
    added = bool(day and not given[1]) or bool(year and not given[3] and year not in years)
    return bool(both) and all(a == b for a, b in both) and not added


def _find_dates(text: str) -> list[Detail]:
    found: list[Detail] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(
                detail.start < match.end() and match.start() < detail.start + len(detail.text)
                for detail in found
            ):
                continue
            reading = _read_date(match)
            if reading is not None:
                text_of_it = match[0].rstrip(". ") if match.groupdict().get("name") else match[0]
                found.append(Detail(text_of_it, match.start(), frozenset({reading})))
    for match in _WORD.finditer(text):
        day = _WEEKDAYS.get(match[0].lower().removesuffix("s"))
        if day is not None and match[0][0].isupper():
            found.append(Detail(match[0], match.start(), frozenset({("weekday", str(day))})))
    return found


def _find_fractions(text: str) -> list[Detail]:
    """Fractions such as "zwei Drittel"; as a percentage they may be rounded."""
    found = []
    for match in _FRACTION.finditer(text):
        share = _UNITS.get(match["how_many"], 1) / _PARTS[match["of"].lower()]
        percents = {_tidy(100 * share), str(round(100 * share))}
        readings = {("number", _tidy(share)), *(("percent", percent) for percent in percents)}
        found.append(Detail(match[0], match.start(), frozenset(readings)))
    return found


def _read_date(match: re.Match[str]) -> Reading | None:
    groups = match.groupdict()
    name = groups.get("name")
    if name:
        if name.islower():  # "may"
            return None
        month = _MONTHS[name.lower()]
    else:
        month = int(groups["month"])
    day = int(groups.get("day") or groups.get("late") or 0)
    if not 1 <= month <= 12 or not 0 <= day <= 31:  # noqa: PLR2004
        return None
    year = int(groups.get("year") or 0)
    if 0 < year < _YEARS_OF_TWO_DIGITS:
        year += 2000 if year < 50 else 1900  # noqa: PLR2004
    return ("date", *(str(part) if part else "" for part in (day, month, year)))


def _find_digits(text: str) -> list[Detail]:
    found = []
    for match in _DIGITS.finditer(text):
        values = _read_digits(match[0])
        scaled, end = _scale(text, match.end())
        if scaled > 1:
            values = {_tidy(float(value) * scaled) for value in values if _is_plain(value)}
        if re.match(r"er(?:n|s)?\b", text[end : end + 4]) and len(match[0]) == 2:  # noqa: PLR2004
            values |= {f"19{match[0]}", f"20{match[0]}"}  # "in den 70ern"
        kind, stop = _read_unit(text, end)
        found.append(
            Detail(
                text[match.start() : stop],
                match.start(),
                frozenset((kind, value) for value in values),
            )
        )
    return found


def _read_unit(text: str, end: int) -> tuple[str, int]:
    """The kind of a number that ends there, and where its unit ends."""
    for kind, pattern in (("points", _POINTS), ("percent", _PERCENT)):
        unit = pattern.match(text, end)
        if unit:
            return kind, unit.end()
    return "number", end


def _read_digits(digits: str) -> set[str]:
    """The values that digits with their separators can have."""
    bare = re.sub(r"[.,\u202f']", "", digits)
    if ":" in digits:
        return {digits.lstrip("0") or "0"}
    readings = set()
    if _THOUSANDS.fullmatch(digits):
        readings.add(_tidy(float(bare)))
    marks = [mark for mark in digits if not mark.isdigit()]
    if not marks:
        readings.add(_tidy(float(digits)))
    elif len(marks) == 1:
        readings.add(_tidy(float(digits.replace(",", ".").replace("'", "").replace("\u202f", ""))))
    elif len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:  # 1.234,5 and 1,234.5
        head, tail = digits.rsplit(marks[-1], 1)
        readings.add(_tidy(float(f"{re.sub(r'[^0-9]', '', head)}.{tail}")))
    else:
        readings.add(digits)
    return readings


def _find_words(text: str) -> list[Detail]:
    found = []
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if match[0][0].isupper() and word in _UNITS and match.start():
            continue  # "die Elf", "Acht geben"
        if word in {"achte", "achten"} and not _BEFORE_ORDINAL.search(text[: match.start()]):
            continue
        if word in {"hälfte", "halbe", "half"}:
            readings = frozenset({("number", "0.5"), ("percent", "50")})
            found.append(Detail(match[0], match.start(), readings))
            continue
        value = _read_word(word)
        if value is None:
            continue
        scaled, end = _scale(text, match.end())
        kind, stop = _read_unit(text, end)
        reading = (kind, _tidy(float(value * scaled)))
        found.append(Detail(text[match.start() : stop], match.start(), frozenset({reading})))
    return found


def _read_word(word: str) -> int | None:
    """The value of a number word in small letters; None if it is none."""
    for known in (_UNITS, _TENS, _ENGLISH, _OTHERS, _ENGLISH_ORDINALS):
        if word in known:
            return known[word]
    if word in {"hundert", "tausend"}:
        return None  # "Hunderte", "tausend Dank": too vague to be held against anybody
    for stem, value in _ORDINALS.items():
        if re.fullmatch(rf"{stem}e[rsnm]?", word):
            return value
    return _read_compound(word)


def _read_compound(word: str) -> int | None:
    """The value of a German number word put together, as in "einundzwanzig", "dreihundert"."""
    total = 0
    rest = word
    for part, factor in (("tausend", 1000), ("hundert", 100)):
        head, found, tail = rest.partition(part)
        if found:
            value = 1 if head in {"", "ein"} else _read_below_hundred(head, total=0)
            if value is None:
                return None
            total += value * factor
            rest = tail.removeprefix("und")
    if not rest:
        return total or None
    if total == 0 and rest == word and "und" not in word:
        return None
    below = _read_below_hundred(rest, total=total)
    return None if below is None else total + below


def _read_below_hundred(word: str, *, total: int) -> int | None:
    if word in {"ein", "eins"} and total:
        return 1
    if word in _UNITS or word in _TENS:
        return _UNITS.get(word) or _TENS.get(word)
    unit, found, tens = word.partition("und")
    value = 1 if unit == "ein" else _UNITS.get(unit)
    if found and value and tens in _TENS:
        return _TENS[tens] + value
    return None


def _scale(text: str, start: int) -> tuple[int, int]:
    """What a "Millionen" behind a number multiplies it by, and where it ends."""
    gap = _GAP.match(text, start)
    place = gap.end() if gap else start
    for pattern, scale in _SCALES:
        match = pattern.match(text, place)
        if match:
            word = _WORD.match(text, place)
            return scale, max(match.end(), word.end() if word else 0)
    return 1, start


def _is_plain(value: str) -> bool:
    return value.replace(".", "", 1).isdigit()


def _tidy(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
