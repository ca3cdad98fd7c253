"""Lines that come along when an article is copied from a page, but are none of its text."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.bylines import find_bylines
from ingest.credit_lines import find_date_lines, is_credit_line

MAX_STRAY_CHARS = 200  # page furniture is short; anything longer is kept, whatever it says
CACHED_LINES = 4_096  # the lines of a long article: each is judged three times
MAX_TEASER_CHARS = 120  # as long as a headline

_LABELS_TEXT = """
    teilen drucken newsletter merken speichern vorlesen anhören kommentieren kommentar
    kommentare folgen anzeige werbung advertisement anzeigen startseite weiterlesen impressum
    datenschutz feedback facebook twitter x whatsapp linkedin xing pocket telegram instagram
    threads mastodon bluesky pinterest flipboard reddit signal mail e-mail email share print
    save rss abo login anmelden registrieren suche menü pdf link kopieren artikel
"""
_LABELS = frozenset(_LABELS_TEXT.split())
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
        "artikel",
        "meistgelesen",
    )
)
_RELATED = (
    r"(?:lesen sie (?:auch|dazu|mehr|hier)(?: (?:auch|hier|dazu|mehr))?|lies auch|mehr zum thema"
    r"|mehr dazu|mehr über|auch interessant|siehe auch|passend dazu|zum weiterlesen|lesetipp"
    r"|weiterlesen|hintergrund zum thema|read also|read more|see also|related)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_RELATED}(?:\s*[:–—|-]\s*.*)?",
        r"(?:lesen|hören|sehen) sie (?:auch|hier|dazu|mehr|außerdem)\b[^?]*",
        # comments
        r"(?:schreibe|schreib|schreiben sie|hinterlasse|hinterlassen sie) (?:einen|ihren|deinen) "
        r"kommentar(?: zu .*| antworten? abbrechen|[.!])?",
        r"(?:einen )?kommentar (?:schreiben|verfassen|abgeben|hinterlassen|hinzufügen|absenden)",
        r"(?:jetzt|hier|selbst) (?:mit)?(?:kommentieren|diskutieren)",
        r"diskutieren sie mit\b.{0,60}",
        r"(?:\d+|keine|alle) kommentare?(?: (?:anzeigen|lesen|ansehen))?",
        r"kommentare \(\d+\)|comments \(\d+\)|\d+ comments?",
        r"(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht\b.*",
        r"erforderliche felder sind (?:mit )?\W?\*?\W? ?markiert\.?|antworten? abbrechen",
        # consent
        r"(?:wir|diese (?:web)?seite|diese website) "
        r"(?:verwenden|nutzen|verwendet|nutzt|benutzt|setzen) cookies\b.*",
        r"(?:mit ihrer zustimmung|an dieser stelle finden sie|um diesen inhalt anzuzeigen)\b.*",
        r"cookie-?\s?(?:einstellungen|richtlinie|hinweis)(?: (?:ändern|öffnen|verwalten))?",
        # teasers for podcasts, newsletters and subscriptions
        r"(?:abonnieren|bestellen|melden|registrieren|laden|testen) sie (?:sich )?.*"
        r"\b(?:newsletter|podcast|app|kanal|abo|probemonat)\b.*",
        r"(?:folgen|folge|besuchen) (?:sie )?uns (?:auf|bei|in)\b.*",
        r"(?:podcast|newsletter|video|audio|livestream|liveblog|live-?ticker|quiz)"
        r"(?:\s?[:|]|\s[–-]\s)[^.!]*",
        # rights and pictures
        r"(?:©|\(c\)|copyright\b).*",
        r"\(?(?:foto|fotos|bild|bilder|grafik|illustration|collage|symbolbild|symbolfoto|archivbild"
        r"|archivfoto|titelbild|photo|image)s?(?:credit|nachweis|rechte)?\s?[:/©].*",
        r".{0,80}\b(?:picture[ -]alliance|getty images|imago images|ap photo)\b[^.!?]{0,60}",
        # who else took part; these are no authors
        r"(?:mitarbeit|redaktion|redaktionelle mitarbeit|bearbeitung|bearbeitet von|übersetzung"
        r"|produktion|dokumentation|recherche|lektorat)\s?:\s.*",
        r"(?:aus dem \w+(?: übersetzt)? von|übersetzt von|bearbeitet von) [^.!?]*",
        # reading aids
        r"(?:lesezeit|lesedauer)\s?:?\s?\d.*",
        r"(?:ca\. )?\d+ min(?:\.|uten)? ?(?:lesezeit|lesedauer)?",
        r"(?:dpa|afp|apa|reuters|epd|kna|ap|red|[/, ])+",
        r"[\W_]+",
    )
)
_TEASER = re.compile(
    r"\b(?:der|unser|neuer|als|the)\s(?:\S+-)?(?:podcast|newsletter|liveblog)(?:\s?:|$)"
    r"|\b(?:podcast|newsletter)\s(?:mit|von|with|by|abonnieren|anhören|bestellen)\b"
    r"|^(?:jetzt|hier)\s.*\b(?:abonnieren|anhören|bestellen|testen|lesen|anmelden)$",
    re.IGNORECASE,
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
    stray = (number for number, line in enumerate(lines) if is_stray_line(line))
    return frozenset((*stray, *find_bylines(lines), *find_date_lines(lines)))


@lru_cache(maxsize=CACHED_LINES)
def is_stray_line(line: str) -> bool:
    """Say whether a line is page furniture: a button, a teaser, a credit, a comment prompt.

    Only short lines can be; a line that ends like a sentence must match a whole phrase.

    Args:
        line: One line or paragraph, stripped, without Markdown.

    Returns:
        True if the line must not become part of the article.
    """
    if len(line) > MAX_STRAY_CHARS:
        return False
    phrase = line.casefold().strip(" :.>»›→+*–—-")
    if phrase in _LABEL_PHRASES or _is_label_row(phrase) or is_credit_line(line):
        return True
    if any(pattern.fullmatch(line) for pattern in _PATTERNS):
        return True
    return is_headline_like(line) and bool(_TEASER.search(line))


def is_headline_like(line: str) -> bool:
    """Say whether a line is as short as a headline and does not end like a sentence."""
    return len(line) <= MAX_TEASER_CHARS and not _SENTENCE_END.search(line)


def _is_label_row(phrase: str) -> bool:
    words = [word for word in _LABEL_SEPARATOR.split(phrase) if word]
    return bool(words) and all(word in _LABELS for word in words)
