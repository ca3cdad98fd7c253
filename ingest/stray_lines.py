"""Lines that come along when an article is copied from a page, but are none of its text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from ingest.bylines import find_bylines, find_edges, read_byline
from ingest.credit_lines import AGENCIES, REPORTING_VERBS, find_date_lines, is_credit_line

MAX_STRAY_CHARS = 200  # page furniture is short; anything longer is kept, whatever it says
CACHED_LINES = 4_096  # the lines of a long article: each is judged three times
MAX_TEASER_CHARS = 120  # as long as a headline

_LABELS_TEXT = """
    teilen drucken newsletter merken speichern vorlesen anhören kommentieren kommentar
    kommentare anzeige werbung advertisement anzeigen startseite weiterlesen impressum share save
    rss login anmelden registrieren kopieren
"""
_WORD_LABELS_TEXT = """
    facebook twitter x whatsapp linkedin xing pocket telegram instagram threads mastodon bluesky
    pinterest flipboard reddit signal mail e-mail email print abo suche menü pdf link artikel
    folgen feedback datenschutz
"""
_WORD_LABELS = frozenset(_WORD_LABELS_TEXT.split())  # could be a list item or a heading too
_LABELS = frozenset(_LABELS_TEXT.split()) | _WORD_LABELS
_LABEL_PHRASES = frozenset(
    (
        "zur startseite",
        "nach oben",
        "zurück zur startseite",
        "link kopieren",
        "per e-mail teilen",
        "auf facebook teilen",
        "auf twitter teilen",
        "artikel merken",
        "artikel anhören",
        "artikel teilen",
        "artikel drucken",
        "mehr lesen",
        "mehr anzeigen",
        "alle anzeigen",
        "das könnte sie auch interessieren",
        "das könnte dich auch interessieren",
        "das könnte ihnen auch gefallen",
        "ähnliche artikel",
        "weitere artikel",
        "verwandte artikel",
        "verwandte themen",
        "empfohlener redaktioneller inhalt",
        "empfohlener externer inhalt",
        "externer inhalt",
        "nur für abonnenten",
        "alle rechte vorbehalten",
        "alle akzeptieren",
        "cookies akzeptieren",
        "akzeptieren und weiter",
        "zustimmen und weiter",
        "anzeige – scrollen sie weiter",
        "read more",
        "leave a reply",
        "leave a comment",
        "meistgelesen",
    )
)
_RELATED = (
    r"(?:lesen sie (?:auch|dazu|mehr|hier)(?: (?:auch|hier|dazu|mehr))?|lies auch|mehr zum thema"
    r"|mehr dazu|mehr über|auch interessant|siehe auch|passend dazu|zum weiterlesen|lesetipp"
    r"|weiterlesen|hintergrund zum thema|read also|read more|see also|related)"
)
_NO_ADVICE = r"(?!.*\b(?:nicht|nie|niemals|kein \S*abo)\b)"  # a page never warns against itself
_PICTURE_AGENCY = r"(?:picture[ -]alliance|getty images|imago images|ap photo)"
_HOLDERS = (  # names; the words of a sentence begin with small letters
    rf"(?:(?>(?-i:(?:{AGENCIES}|by|von|via|und|www\.[^\s,/|]*)(?![^\s,/|])|[^\sa-zäöüß,/|][^\s,/|]*))"
    r"(?:[ ,/|]+|$))+"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_RELATED}(?:\s*[:–—|-]\s*.*)?",
        r"(?:lesen|hören|sehen) sie (?:auch|hier|dazu|außerdem"
        r"|mehr (?:dazu|darüber|zum|zur|über|hier|im|in))\b[^?]*",
        # comments
        r"(?:schreibe|schreib|schreiben sie|hinterlasse|hinterlassen sie) (?:einen|ihren|deinen) "
        r"kommentar(?: zu .*| antworten? abbrechen|[.!])?",
        r"(?:einen )?kommentar (?:schreiben|verfassen|abgeben|hinterlassen|hinzufügen|absenden)",
        r"(?:jetzt|hier|selbst) (?:mit)?(?:kommentieren|diskutieren)",
        r"diskutieren sie mit(?:[.!:]?| (?:uns|anderen|auf|in|im|unter|hier)\b.{0,60})",
        r"(?:\d+|keine|alle) kommentare?(?: (?:anzeigen|lesen|ansehen))?",
        r"kommentare \(\d+\)|comments \(\d+\)|\d+ comments?",
        r"(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht\b.*",
        r"erforderliche felder sind (?:mit )?\W?\*?\W? ?markiert\.?|antworten? abbrechen",
        # consent
        r"(?:wir|diese (?:web)?seite|diese website) "
        r"(?:verwenden|nutzen|verwendet|nutzt|benutzt|setzen) cookies\b.*",
        r"(?:an dieser stelle finden sie|um diesen inhalt anzuzeigen)\b.*",
        r"mit ihrer zustimmung\b.*\b(?:cookies?|inhalte?|daten|dienste?|drittanbieter\w*|partner\w*"
        r"|anzeigen|geladen)\b.*",
        r"cookie-?\s?(?:einstellungen|richtlinie|hinweis)(?: (?:ändern|öffnen|verwalten))?",
        # teasers for podcasts, newsletters and subscriptions
        rf"(?:abonnieren|bestellen|melden|registrieren|laden|testen) sie {_NO_ADVICE}.*"
        r"\b(?:newsletter|podcast|app|kanal|abo|probemonat)\b.*",
        r"(?:folgen|folge|besuchen) (?:sie )?uns (?:auf|bei|in)\b.*",
        r"(?:podcast|newsletter|livestream|liveblog|live-?ticker|quiz)"
        r"(?:\s?[:|]|\s[–-]\s)[^.!]*",
        # rights and pictures
        r"(?:copyright\s?)?©.*|copyright(?::\s?\S+|\s\(c\).*)",
        rf"(?:\(c\)\s?|copyright:?\s)(?:\d{{4}}\b.*|{_HOLDERS}(?<![.!?]))",
        r"\(?(?:foto|fotos|bild|bilder|grafik|illustration|collage|symbolbild|symbolfoto|archivbild"
        r"|archivfoto|titelbild|photo|image)s?(?:credit|nachweis|rechte)?\s?[:/©]"
        rf"(?:.*[^.!?…\"“”»«]|.*[/©].*|\s?{_HOLDERS})",
        rf"(?:.{{0,80}}[/©:|(–]\s?)?{_PICTURE_AGENCY}[ ,/|)]*(?:{_HOLDERS})?",
        rf"(?:(?:.{{0,80}}\s)?(?-i:[^\W\d_a-zäöüß]\S*)\s)?{_PICTURE_AGENCY}",
        # reading aids
        r"(?:lesezeit|lesedauer)\s?:?\s?\d.*",
        r"(?:ca\. )?\d+ min(?:\.|uten)? ?(?:lesezeit|lesedauer)?",
        r"(?:dpa|afp|apa|reuters|epd|kna|ap|red|[/, ])+",
        r"[\W_]+",
    )
)
_PARTICIPANTS = re.compile(  # who else took part; these are no authors
    r"(?:(?:mitarbeit|redaktion|redaktionelle mitarbeit|bearbeitung|übersetzung|produktion"
    r"|dokumentation|recherche|lektorat)\s?:|(?:aus dem (?:\w+ischen )?(?:\w+isch(?:en)?|deutschen)"
    r"(?: übersetzt)?|übersetzt|bearbeitet) von)\s(?P<names>.+)",
    re.IGNORECASE,
)
_START = r"^|[:|–—-]\s"  # what follows a colon or a dash can be a teaser of its own
_TEASER = re.compile(
    rf"(?:(?:{_START})(?:der|unser|neuer|the)|\bals)\s(?:\S+-)?(?:podcast|newsletter|liveblog)(?:\s?:|$)"
    rf"|(?:{_START})(?:(?:der|den|unser|unseren|neuer|the)\s)?(?:\S+-)?(?:podcast|newsletter)\s"
    r"(?:abonnieren|anhören|bestellen|(?:mit|von|with|by)(?:\s(?:und|and|&|(?-i:[A-ZÄÖÜ]\S*)))+)$"
    r"|^(?:jetzt|hier)\s(?!.*\b(?:kann|konnte|soll|sollte|will|wollen|wollte|muss|müssen|musste|darf"
    r"|dürfen|möchte|lässt|wird|werden|können(?! sie\b))\b)"
    r".*\b(?:abonnieren|anhören|bestellen|testen|lesen|anmelden)$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    rf",\s(?:{REPORTING_VERBS}\s(?!wir\b)|so\s(?:der|die|das|ein|eine|[A-ZÄÖÜ]\S*)\s)"
)
_SENTENCE_END = re.compile(r"[.!?…][\"“”»«’'›‹)\]]*$")
_LABEL_SEPARATOR = re.compile(r"\s*[/|·•,–]\s*|\s+")


def find_stray_lines(lines: Sequence[str]) -> frozenset[int]:
    """Find the lines that are none of the article's text.

    Args:
        lines: The lines of a text (see `read_lines`).

    Returns:
        Their numbers, counted from 0. Bylines and dates count only where they can stand, above
        and below the text.
    """
    words = _find_word_labels(lines)
    stray = {number for number, line in enumerate(lines) if is_stray_line(line)} - words.keys()
    stray |= {number for number, is_stray in words.items() if is_stray}
    return frozenset((*stray, *find_bylines(lines), *find_date_lines(lines)))


@lru_cache(maxsize=CACHED_LINES)
def is_stray_line(line: str) -> bool:
    """Say whether a line is page furniture: a button, a teaser, a credit, a comment prompt.

    Only short lines can be; a line that ends like a sentence must match a whole phrase, and what
    somebody said is text. A single "Signal" could be a list item: `find_stray_lines` looks around.

    Args:
        line: One line or paragraph, stripped, without Markdown.

    Returns:
        True if the line must not become part of the article.
    """
    if len(line) > MAX_STRAY_CHARS or (_SENTENCE_END.search(line) and _REPORTED.search(line)):
        return False
    labels = _read_labels(line)
    if labels and (len(labels) > 1 or labels[0] not in _WORD_LABELS):
        return True
    if _bare(line) in _LABEL_PHRASES or is_credit_line(line) or _names_participants(line):
        return True
    if any(pattern.fullmatch(line) for pattern in _PATTERNS):
        return True
    return is_headline_like(line) and bool(_TEASER.search(line))


def is_headline_like(line: str) -> bool:
    """Say whether a line is as short as a headline and does not end like a sentence."""
    return len(line) <= MAX_TEASER_CHARS and not _SENTENCE_END.search(line)


def _bare(line: str) -> str:
    return line.casefold().strip(" :.>»›→+*–—-")


def _read_labels(line: str) -> list[str]:
    """Return the labels that a line consists of, or nothing if it holds other words."""
    if len(line) > MAX_STRAY_CHARS:
        return []
    words = [word for word in _LABEL_SEPARATOR.split(_bare(line)) if word]
    return words if all(word in _LABELS for word in words) else []


def _find_word_labels(lines: Sequence[str]) -> dict[int, bool]:
    """Find the labels that could be list items or headings, and say which are stray all the same.

    Stray are several labels in a row, and any above or below the text, but not after a colon.
    """
    edges = find_edges(lines)
    labels = [_read_labels(line) for line in lines]
    found: dict[int, bool] = {}
    for is_run, run in groupby(range(len(lines)), key=lambda at: bool(labels[at])):
        numbers = list(run)
        if not is_run:
            continue
        after_colon = numbers[0] > 0 and lines[numbers[0] - 1].endswith(":")
        several = sum(len(labels[at]) for at in numbers) > 1
        for at in numbers:
            if _WORD_LABELS.issuperset(labels[at]):
                found[at] = not after_colon and (several or at in edges)
    return found


def _names_participants(line: str) -> bool:
    match = _PARTICIPANTS.fullmatch(line)
    return match is not None and bool(read_byline(f"Von {match['names']}"))
