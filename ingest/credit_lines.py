"""Lines that say where and when an article appeared."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import NamedTuple

from ingest.bylines import HEAD_LINES, find_bylines, find_edges
from ingest.dates import DATE, MONTHS, Moment, read_matched_date, read_time_after

MAX_CREDIT_CHARS = 160  # one line about the article; what is longer tells a story
MAX_OUTLET_WORDS = 5  # a name; what is longer tells where a figure or a letter comes from
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
REPORTING_VERBS = (
    r"(?:(?:sag|warn|forder|rüg|mein|erklär|beton|kritisier|lob|mahn|klag|bericht|glaub|frag|hoff"
    r"|antwort|urteil|verlang|behaupt|versicher|spott|scherz|droh|ergänz|teil|beteuer|kündig|räum"
    r"|appellier|vermut|erzähl|begründ)(?:e?te?n?|e?n)"
    r"|rät|raten|rieten?|schreib(?:t|en)|schrieb(?:en)?|heißt|hieß|findet|fand(?:en)?|bittet|bat"
    r"|entschied(?:en)?|ruft|rief(?:en)?|empfiehlt|empfahl|nennt|nannten?|spricht|sprach)"
)

_WEEKDAY = re.compile(
    r"^(?:(?:Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)\w{2,5}|Mo|Di|Mi|Do|Fr|Sa|So)\.?,?\s(?:den\s)?"
)
_DATE_LABEL = re.compile(
    r"(?P<label>Stand|Veröffentlicht|Erschienen|Publiziert|Erstellt|Datum|Published|Posted"
    r"|(?:Zuletzt\s)?aktualisiert|Updated)(?:\s(?:am|on))?\s?:?\s+",
    re.IGNORECASE,
)
_UPDATE_LABEL = re.compile(r"\b(?:aktualisiert|updated|stand)\b", re.IGNORECASE)
_LOOSE_LABEL = re.compile(r"Stand|Datum", re.IGNORECASE)  # they date a figure or an event too
_AFTER_DATE = re.compile(
    r"(?:[\s,|·•–—/-]+(?:um|Uhr|h|MEZ|MESZ|CET|CEST|\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"|(?:\d+|[Ll]esezeit:?)\s(?:\d+\s)?Min(?:\.|uten)(?:\sLesezeit)?"
    r"|(?:[Zz]uletzt\s)?(?:[Aa]ktualisiert|[Uu]pdated|[Ss]tand)\b.*))*\s?[.|]?"
)
_ORIGIN = re.compile(
    r"Dieser\s(?:Artikel|Text|Beitrag|Kommentar)\s(?P<verb>stammt|ist|erschien|wurde)\s"
    r"(?:(?:zuerst|erstmals|ursprünglich)\s)?(?:am\s(?P<day>.+?)\s)?"
    r"(?P<preposition>aus|in|bei|auf|im)\s(?:(?:der|dem|den|die|das)\s)?(?P<outlet>[^.,]{2,60}?)"
    r"(?:\s(?P<issue>Nr\.\s?\d+(?:/\d+)?|\d{1,2}/\d{4}|Ausgabe\s[\d/]+))?"
    r"(?:,?\svom\s(?P<date>.+?))?(?P<participle>\s(?:erschienen|veröffentlicht(?:\sworden)?))?\.?"
)
_FIRST_PUBLISHED = re.compile(r"\b(?:zuerst|erstmals|ursprünglich)\b")
_NO_OUTLET = re.compile(  # a language, a time, or words that begin like those of a sentence
    r"(?:\w+isch|Deutsch)\b(?!\s[A-ZÄÖÜ])|[a-zäöüß]\S*\s|(?:Internet|Netz|Jahre?|Frühjahr|Frühling"
    rf"|Sommer|Herbst|Winter|(?i:{'|'.join(MONTHS)}))\b"
)
_PARTICIPLE = re.compile(
    r"\b(?:[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|(?:be|emp|ent|er|miss|über|unter|ver|wider|zer)"
    r"[a-zäöüß]{2,}(?:t|en)|[a-zäöüß]+iert)\b"
)
_VERB = re.compile(
    r"\b(?:ist|sind|war|waren|hat|haben|hatten?|wird|werden|wurden?|sei|seien|kann|können|konnten?"
    r"|soll|sollen|sollten?|will|wollen|wollten?|muss|müssen|mussten?|darf|dürfen|bleibt|blieb"
    rf"|gibt|gab|weiß|{REPORTING_VERBS})\b"
)
_SOURCE = re.compile(r"(?:Quelle|Quellen|Source)\s?:\s*(?P<source>\S.{0,80}?)\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:(?:Quelle|Source|Link|URL)\s?:\s*)?(?P<url>https?://\S+)", re.IGNORECASE)
_DATELINE = re.compile(
    rf"(?:(?!(?:Der|Die|Das)\s)(?P<place>[^\W\d_a-zäöüß][\w./ -]{{1,40}})\s?)?"
    rf"\((?P<agency>{AGENCIES})\b[^)\n]{{0,30}}\)(?(place)\s*[–—:-])"
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

    Read are "Veröffentlicht am 3. Mai 2024" anywhere, and "Stand: 12.03.2024, 14:30 Uhr" above or
    below the text. So is a bare date if it is the only one: several are headings of a chronicle. A
    first line that is nothing but "3. Oktober 1990" is a heading too, unless a byline follows.

    Args:
        lines: The lines of a text (see `read_lines`).

    Returns:
        Day by line number, counted from 0.
    """
    found: dict[int, date] = {}
    bare: dict[int, date] = {}
    edges = find_edges(lines)
    for number, line in enumerate(lines):
        label = _DATE_LABEL.match(line)
        day = _read_date(line[label.end() :] if label else line)
        if day is None:
            continue
        if label is None:
            bare[number] = day
        elif number in edges or not _LOOSE_LABEL.fullmatch(label["label"]):
            found[number] = day
    if len(bare) == 1 and bare.keys() <= find_edges(lines, leads=1):
        found |= {at: day for at, day in bare.items() if at or not _is_heading_date(lines)}
    return dict(sorted(found.items()))


def is_update_line(line: str) -> bool:
    """Say whether a date line tells of a later change instead of the publication.

    Args:
        line: One line, stripped.
    """
    return bool(re.match(r"(?:zuletzt\s)?aktualisiert|updated|stand", line, re.IGNORECASE))


def read_line_time(line: str) -> time | None:
    """Return the time of day that stands behind the day of a date line, or None.

    Args:
        line: A line that `find_date_lines` found.
    """
    match = DATE.search(line)
    return read_time_after(line, match.end()) if match else None


def read_line_update(line: str) -> Moment | None:
    """Return when the article was changed according to a date line, or None if it doesn't say.

    Args:
        line: As in "Stand: 12.03.2024, 14:30 Uhr" or "3. Mai 2024 | aktualisiert am 4. Mai 2024".
    """
    label = _UPDATE_LABEL.search(line)
    match = DATE.search(line, label.end()) if label else None
    day = read_matched_date(match) if match else None
    return Moment(day, read_time_after(line, match.end())) if match and day else None


def read_origin_line(line: str) -> Credit:
    """Return the outlet and the day in "Dieser Artikel stammt aus der ZEIT Nr. 48 vom 26.11.2015".

    A sentence like "Dieser Text stammt aus dem 15. Jahrhundert." names neither an issue nor a day
    nor a first publication, and is none; "erschien zuerst auf Englisch" names no outlet.

    Args:
        line: One line, stripped.
    """
    match = _ORIGIN.fullmatch(line) if len(line) <= MAX_CREDIT_CHARS else None
    if match is None or not _tells_of_publication(match):
        return Credit()
    stated = DATE.search(match["date"] or match["day"] or "")
    is_first = match["verb"] != "stammt" and _FIRST_PUBLISHED.search(line)
    outlet = match["outlet"].strip(" \"“”„»«'")
    if (stated is None and not match["issue"] and not is_first) or not _is_outlet(outlet):
        return Credit()
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
    outlet = _read_source(line)
    if "," in outlet or len(outlet.split()) > MAX_OUTLET_WORDS:
        return Credit()
    return Credit(source=OUTLET_NAMES.get(outlet, outlet))


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
    is_source = bool(_ADDRESS.fullmatch(line) or _read_source(line))
    return is_source or read_origin_line(line) != Credit()


def _read_date(text: str) -> date | None:
    if len(text) > MAX_CREDIT_CHARS:
        return None
    text = _WEEKDAY.sub("", text, count=1)
    match = DATE.match(text)
    if match is None or not _AFTER_DATE.fullmatch(text, match.end()):
        return None
    return read_matched_date(match)


def _is_heading_date(lines: Sequence[str]) -> bool:
    """Say whether the first line is a day in words and no byline is near, as in a kicker."""
    match = DATE.fullmatch(lines[0])
    in_words = match and (match["named_year"] or match["us_year"])
    return bool(in_words) and not any(at < HEAD_LINES for at in find_bylines(lines))


def _tells_of_publication(match: re.Match[str]) -> bool:
    if match["verb"] == "stammt":
        return match["preposition"] == "aus"
    return match["verb"] == "erschien" or bool(match["participle"])


def _is_outlet(name: str) -> bool:
    return not _NO_OUTLET.match(name) and not _PARTICIPLE.search(name)


def _read_source(line: str) -> str:
    """Return what stands after "Quelle:", or "" if that is a sentence."""
    match = _SOURCE.fullmatch(line)
    if match is None or _VERB.search(match["source"]) or match["source"][-1] in "?!":
        return ""
    return match["source"]
