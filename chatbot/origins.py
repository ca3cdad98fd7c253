"""How a value of an article's metadata was found, in German."""

import re

_WORDS = {
    "not stated": "nicht angegeben",
    "first line": "erste Zeile des Textes",
    "top heading": "oberste Überschrift",
    "name of the file": "Name der Datei",
    "words of the text": "Wörter des Textes",
    "a record": "Angabe zur Datei",
    "front matter": "Kopf der Datei (Front Matter)",
    "record of the file": "Datensatz der Datei",
    "mail header": "Kopf der Mail",
    "entry of the feed": "Eintrag des Feeds",
    "address of the page": "Adresse der Seite",
    "host of the address": "Rechnername der Adresse",
    "address that was fetched": "abgerufene Adresse",
    "title of the page": "Titel der Seite",
    "top heading of the page": "Hauptüberschrift der Seite",
    "largest print": "größte Schrift der ersten Seite",
    "properties of the document": "Eigenschaften des Dokuments",
    "news agency named in the text": "im Text genannte Agentur",
    "closing credit of the text": "Kürzel am Ende des Textes",
    "heading": "Überschrift",
    "heading of the document": "Überschrift im Dokument",
    "htmldate, which guesses from the whole page": "aus der ganzen Seite geschätzt (htmldate)",
    "edited by hand": "von Hand geändert",
}
_PATTERNS = (
    (re.compile(r'line "(.*)"', re.DOTALL), r"Zeile „\1“"),
    (re.compile(r'meta "(.*)"'), r"Meta-Angabe „\1“"),
    (re.compile(r'link "(.*)"'), r"Verweis „\1“"),
    (re.compile(r'(JSON-LD|EPUB) "(.*)"'), r"\1 „\2“"),
    (re.compile(r"sidecar (.*)"), r"Beidatei \1"),
    (re.compile(r"paragraph of the style '(.*)'"), r"Absatz mit der Formatvorlage „\1“"),
    (re.compile(r"place of the author in the page: '(.*)'"), r"Autorenangabe der Seite: „\1“"),
    (re.compile(r"place of the date in the page: '(.*)'"), r"Datumsangabe der Seite: „\1“"),
)


def describe_origin(how: str) -> str:
    """Say in German how a value was found.

    Args:
        how: As in `Article.origins`; what is not known here stays as it is.
    """
    for pattern, replacement in _PATTERNS:
        if pattern.fullmatch(how):
            return pattern.sub(replacement, how)
    return _WORDS.get(how, how)
