"""One record of an export, a row or a JSON object, to an article."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.article import Article
from ingest.assembling import StatedFields, assemble_article, read_stated_fields
from ingest.decoding import normalise_text
from ingest.errors import InvalidFieldError
from ingest.fragments import fragment_to_text, is_fragment
from ingest.identity import identify_record, slugify

MAX_ID_DIGITS = 18  # a number that long is a key; it is unique in its own export only

_NAMES_TEXT = {
    "text": """
        text body content inhalt volltext artikeltext fulltext articlebody haupttext beitrag
        artikel meldung nachricht contenttext contenthtml bodytext fliesstext
    """,
    "title": "title titel headline überschrift ueberschrift schlagzeile articletitle",
    "source": """
        source outlet quelle medium zeitung publisher publication herausgeber publikation
        sourcename sitename
    """,
    "published": """
        published date datum veröffentlicht veroeffentlicht erschienen erscheinungsdatum
        veröffentlichungsdatum veroeffentlichungsdatum datepublished publishedat publisheddate
        publishdate publicationdate pubdate erschienenam veröffentlichtam
    """,
    "url": "url link adresse webadresse permalink uri weblink articleurl sourceurl",
    "author": """
        author authors autor autorin autoren autorinnen verfasser verfasserin verfasserinnen byline
        creator
    """,
    "modified": """
        modified updated aktualisiert geändert geaendert änderungsdatum aenderungsdatum
        datemodified modifiedat updatedat lastmodified lastupdated zuletztaktualisiert
    """,
    "section": "section ressort rubrik articlesection sparte",
    "language": "language sprache lang inlanguage",
    "id": "id articleid artikelid",
}
_FIELD_OF = {name: field for field, names in _NAMES_TEXT.items() for name in names.split()}
_NO_VALUE = frozenset(("", "-", "–", "—", "n/a", "na", "nan", "null", "none", "k.a.", "k. a."))


def find_field(name: str) -> str:
    """Return which field of an article a column or key names, in German or English, or ""."""
    plain = "".join(character for character in name.casefold() if character.isalpha())
    return _FIELD_OF.get(plain, "")


def name_fields(record: Mapping[str, object]) -> dict[str, object]:
    """Return what a record says of an article, by the names of our fields.

    Args:
        record: With any names; the first that names a field and holds something counts.
    """
    named: dict[str, object] = {}
    for name, value in record.items():
        field = find_field(name)
        plain = _flatten(value)
        if field and field not in named and plain not in (None, "", []):
            named[field] = plain
    return named


def read_record(
    record: Mapping[str, object], *, number: int, origin: Path, stated: StatedFields
) -> Article:
    """Read an article from one record of an export.

    Args:
        record: Its values by the names the export gives them.
        number: Place of the record, from 1; names the article if nothing else does.
        origin: The export.
        stated: What a sidecar states about the whole export; the record wins.

    Raises:
        InvalidFieldError: If there is no text, or a field has a value that cannot be used.
        EmptyArticleError: If the text holds no article.
    """
    named = name_fields(record)
    text = named.pop("text", None)
    if not isinstance(text, str):
        raise InvalidFieldError("text", text, "the text of the article")
    given = named.get("id")
    if isinstance(given, int) or (isinstance(given, str) and given.isdecimal()):
        named["id"] = f"{slugify(origin.stem)}-{str(given)[:MAX_ID_DIGITS]}"
    own = read_stated_fields(named, origin="record of the file").or_else(stated)
    return assemble_article(
        fragment_to_text(text) if is_fragment(text) else text,
        own,
        fallback_id=identify_record(origin.stem, own.url or normalise_text(text)),
        fallback_title=f"{origin.stem}, Zeile {number}",
    )


def count_fields(names: Iterable[str]) -> int:
    """How many different fields of an article some names stand for."""
    return len({find_field(name) for name in names} - {""})


def _flatten(value: object) -> object:
    """Return the words of a value as exports nest them, such as `{"name": "Anna Weber"}`."""
    if isinstance(value, str):
        return "" if value.strip().casefold() in _NO_VALUE else value
    if isinstance(value, Mapping):
        inner = (value.get(key) for key in ("name", "rendered", "title", "value"))
        return next((item for item in inner if isinstance(item, str)), None)
    if isinstance(value, list):
        return [item for item in map(_flatten, value) if isinstance(item, str) and item]
    return value
