"""Lines that say where and when an article appeared."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ingest.bylines import HEAD_LINES, TAIL_LINES
from ingest.dates import DATE, read_matched_date

MAX_CREDIT_CHARS = 160  # one line about the article; what is longer tells a story
AGENCIES = "dpa-AFX|dpa|AFP|APA|Reuters|rtr|AP|epd|KNA|SID|dts|ddp|Bloomberg|ots"
OUTLET_NAMES = {  # as German outlets name themselves in "aus der ZEIT" and the like
    "ZEIT": "DIE ZEIT",
    "SPIEGEL": "DER SPIEGEL",
    "STANDARD": "DER STANDARD",
    "WELT": "DIE WELT",
    "FAZ": "Frankfurter Allgemeine Zeitung",
    "SZ": "Süddeutsche Zeitung",
    "NZZ": "Neue Zürcher Zeitung",
}

_WEEKDAY = re.compile(
    r"^(?:(?:Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)\w{2,5}|Mo|Di|Mi|Do|Fr|Sa|So)\.?,?\s(?:den\s)?"
)
_DATE_LABEL = re.compile(
    r"(?P<label>Stand|Veröffentlicht|Erschienen|Publiziert|Erstellt|Datum|Published|Posted"
    r"|(?:Zuletzt\s)?aktualisiert|Updated)(?:\s(?:am|on))?\s?:?\s+",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"(?:[\s,|·•–—/-]+(?:um|Uhr|h|MEZ|MESZ|CET|CEST|\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"|(?:\d+|[Ll]esezeit:?)\s(?:\d+\s)?Min(?:\.|uten)(?:\sLesezeit)?"
    r"|(?:[Zz]uletzt\s)?(?:[Aa]ktualisiert|[Uu]pdated|[Ss]tand)\b.*))*\s?[.|]?"
)
_ORIGIN = re.compile(
    r"Dieser\s(?:Artikel|Text|Beitrag|Kommentar)\s(?:stammt|ist|erschien|wurde)\s"
    r"(?:(?:zuerst|erstmals|ursprünglich)\s)?(?:am\s(?P<day>.+?)\s)?"
    r"(?:aus|in|bei|auf|im)\s(?:(?:der|dem|den|die|das)\s)?(?P<outlet>[^.,]{2,60}?)"
    r"(?:\s(?P<issue>Nr\.\s?\d+(?:/\d+)?|\d{1,2}/\d{4}|Ausgabe\s[\d/]+))?"
    r"(?:,?\svom\s(?P<date>.+?))?(?:\s(?:erschienen|veröffentlicht(?:\sworden)?))?\.?"
)
_FIRST_PUBLISHED = re.compile(r"\b(?:zuerst|erstmals|ursprünglich)\b")
_SOURCE = re.compile(r"(?:Quelle|Quellen|Source)\s?:\s*(?P<source>\S.{0,80}?)\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:(?:Quelle|Source|Link|URL)\s?:\s*)?(?P<url>https?://\S+)", re.IGNORECASE)
_DATELINE = re.compile(
    rf"(?:[^\W\d_a-zäöüß][\w./ -]{{1,40}}\s?)?\((?P<agency>{AGENCIES})\b[^)\n]{{0,30}}\)"
)
_CLOSING = re.compile(
    rf"\((?P<names>(?:(?:{AGENCIES}|red|Red|[a-z]{{2,4}})[,/;\s]+)+)(?P<date>[\d.\s]+)\)\s*$"
)
_AGENCY = re.compile(rf"\b(?:{AGENCIES})\b")


class Credit(NamedTuple):
    """What one line states; empty where it does not."""

    source: str = ""
    published: date | None = None
    url: str = ""


def find_date_lines(lines: Sequence[str]) -> dict[int, date]:
    """Find the lines that hold nothing but the day of the article.

    Read are "Stand: 12.03.2024, 14:30 Uhr" and "Veröffentlicht am 3. Mai 2024" anywhere. A bare
    date counts above or below the text if it is the only one: several are headings of a chronicle.

    Args:
        lines: The lines of a text (see `read_lines`).

    Returns:
        Day by line number, counted from 0.
    """
    found: dict[int, date] = {}
    bare: dict[int, date] = {}
    for number, line in enumerate(lines):
        label = _DATE_LABEL.match(line)
        day = _read_date(line[label.end() :] if label else line)
        if day is not None:
            (found if label else bare)[number] = day
    at_edge = [at for at in bare if at < HEAD_LINES or at >= len(lines) - TAIL_LINES]
    if len(bare) == 1 and at_edge:
        found |= bare
    return dict(sorted(found.items()))


def is_update_line(line: str) -> bool:
    """Say whether a date line tells of a later change instead of the publication.

    Args:
        line: One line, stripped.
    """
    return bool(re.match(r"(?:zuletzt\s)?aktualisiert|updated|stand", line, re.IGNORECASE))


def read_origin_line(line: str) -> Credit:
    """Return the outlet and the day in "Dieser Artikel stammt aus der ZEIT Nr. 48 vom 26.11.2015".

    A sentence like "Dieser Text stammt aus dem 15. Jahrhundert." names neither an issue nor a day
    nor a first publication, and is none.

    Args:
        line: One line, stripped.
    """
    match = _ORIGIN.fullmatch(line) if len(line) <= MAX_CREDIT_CHARS else None
    if match is None:
        return Credit()
    stated = DATE.search(match["date"] or match["day"] or "")
    if stated is None and not match["issue"] and not _FIRST_PUBLISHED.search(line):
        return Credit()
    outlet = match["outlet"].strip(" \"“”„»«'")
    published = read_matched_date(stated) if stated else None
    return Credit(source=OUTLET_NAMES.get(outlet, outlet), published=published)


def read_source_line(line: str) -> Credit:
    """Return what "Quelle: taz" or "Quelle: https://…" states.

    Args:
        line: One line, stripped.
    """
    address = _ADDRESS.fullmatch(line)
    if address:
        return Credit(url=address["url"])
    match = _SOURCE.fullmatch(line)
    if match is None:
        return Credit()
    return Credit(source=OUTLET_NAMES.get(match["source"], match["source"]))


def read_agency(first_paragraph: str, last_paragraph: str) -> Credit:
    """Return the agency in a dateline such as "Berlin (dpa) –", or in a closing credit.

    A closing credit such as "(APA, 29.1.2016)" states the day too.

    Args:
        first_paragraph: Where a dateline can stand.
        last_paragraph: Where a closing credit can stand.
    """
    closing = _CLOSING.search(last_paragraph)
    if closing:
        stated = DATE.fullmatch(closing["date"].strip())
        agency = _AGENCY.search(closing["names"])
        return Credit(
            source=agency[0] if agency else "",
            published=read_matched_date(stated) if stated else None,
        )
    dateline = _DATELINE.match(first_paragraph)
    return Credit(source=dateline["agency"]) if dateline else Credit()


def is_credit_line(line: str) -> bool:
    """Say whether a line only says where the article comes from, so that it must not be cited.

    Args:
        line: One line, stripped.
    """
    return read_origin_line(line) != Credit() or read_source_line(line) != Credit()


def _read_date(text: str) -> date | None:
    if len(text) > MAX_CREDIT_CHARS:
        return None
    text = _WEEKDAY.sub("", text, count=1)
    match = DATE.match(text)
    if match is None or not _AFTER_DATE.fullmatch(text, match.end()):
        return None
    return read_matched_date(match)
