"""Error messages in German, for the command line. English is what the modules themselves say.

A message is a problem and, after a semicolon, its remedy; each has its German wording here. Words
in braces stand for what is filled in; `reason` and `problem` are put into German themselves. What
is not known here stays English.
"""

import re
from functools import lru_cache

_WORDINGS = {
    # server
    "the chat is being stopped": "der Chat wird gerade beendet",
    "ask again when it runs": "noch einmal versuchen, sobald er wieder läuft",
    # files
    "{path} cannot be read: {reason}": "{path} ist nicht lesbar: {reason}",
    "{path} can't be read: {reason}": "{path} ist nicht lesbar: {reason}",
    "it is empty": "ist leer",
    "add the text or leave the file out": "Text ergänzen oder die Datei weglassen",
    "it holds no article text": "enthält keinen Artikeltext",
    "it is no regular file": "ist keine gewöhnliche Datei",
    "give a regular file": "eine gewöhnliche Datei angeben",
    "there is no permission to read it": "darf nicht gelesen werden",
    "there is no permission to look at it": "darf nicht angesehen werden",
    "change its rights": "die Rechte ändern",
    "the folder cannot be opened ({why})": "der Ordner lässt sich nicht öffnen ({why})",
    "the system reports {why}": "das System meldet {why}",
    "check the file": "die Datei prüfen",
    "check the path": "den Pfad prüfen",
    "it is larger than 1 MB": "ist größer als 1 MB",
    "it is larger than {limit}": "ist größer als {limit}",
    "split it": "aufteilen",
    "it is a text of more than {limit}": "ist ein Text von mehr als {limit}",
    "it is a page of more than {limit}": "ist eine Seite von mehr als {limit}",
    "it is an RTF document of more than {limit}": "ist ein RTF-Dokument von mehr als {limit}",
    "it has more than {limit} pages": "hat mehr als {limit} Seiten",
    "it has more than {limit} parts": "hat mehr als {limit} Teile",
    "it has more than {limit} million characters": "hat mehr als {limit} Millionen Zeichen",
    "it has more than {limit}": "hat mehr als {limit}",
    "it links to nothing": "verweist ins Leere",
    "remove the link": "den Verweis entfernen",
    "it links out of the folder": "verweist aus dem Ordner hinaus",
    "name its target itself": "das Ziel selbst angeben",
    "the same text was already read from line {line} of {path}": (
        "derselbe Text wurde schon aus Zeile {line} von {path} gelesen"
    ),
    "the same text was already read from {path}": "derselbe Text wurde schon aus {path} gelesen",
    "its id {id} was already read from {path}": "die ID {id} kam schon in {path} vor",
    "give it another": "eine andere vergeben",
    "leave it out": "weglassen",
    "there is no file or folder {path}": "es gibt keine Datei und keinen Ordner {path}",
    "{path} holds no articles": "{path} enthält keine Artikel",
    "put files in it that end in {names}": "Dateien mit einer dieser Endungen hineinlegen: {names}",
    "no article could be read: {place}: {reason} (and {count} more)": (
        "kein Artikel war lesbar: {place}: {reason} (und {count} weitere)"
    ),
    "no article could be read: {place}: {reason}": "kein Artikel war lesbar: {place}: {reason}",
    # encodings
    "it is a binary file": "ist eine Binärdatei",
    "it is a PDF": "ist ein PDF",
    "it is a zip archive or an Office document": "ist ein ZIP-Archiv oder Office-Dokument",
    "it is an old Office document": "ist ein altes Office-Dokument",
    "it is an RTF document": "ist ein RTF-Dokument",
    "it is a PNG image": "ist ein PNG-Bild",
    "it is a JPEG image": "ist ein JPEG-Bild",
    "it is a GIF image": "ist ein GIF-Bild",
    "it is an audio, video or image file": "ist eine Ton-, Film- oder Bilddatei",
    "it is a gzip archive": "ist ein gzip-Archiv",
    "it is a 7z archive": "ist ein 7z-Archiv",
    "save it as plain text (UTF-8)": "als reinen Text (UTF-8) speichern",
    "save it as plain text": "als reinen Text speichern",
    "it begins like {encoding} but is damaged": "beginnt wie {encoding}, ist aber beschädigt",
    "its encoding cannot be told": "die Kodierung ist nicht zu erkennen",
    # limits
    "reading it took longer than {seconds} s": "das Lesen dauerte länger als {seconds} s",
    "split it or save it as plain text": "aufteilen oder als reinen Text speichern",
    "it made the reader crash": "brachte das Leseprogramm zum Absturz",
    "reading it takes too much memory": "das Lesen braucht zu viel Speicher",
    "its reader failed ({name})": "das Leseprogramm scheiterte ({name})",
    # documents
    "it is damaged": "ist beschädigt",
    "it is damaged ({why})": "ist beschädigt ({why})",
    "it is damaged or protected by a password": "ist beschädigt oder passwortgeschützt",
    "it is protected by a password": "ist passwortgeschützt",
    "it is copy-protected": "ist kopiergeschützt",
    "give a file without protection": "eine Datei ohne Schutz angeben",
    "save it without one": "ohne Passwort speichern",
    "save it again without one": "ohne Passwort neu speichern",
    "it has no text layer (scanned pages)": "hat keine Textebene (eingescannte Seiten)",
    "add one, for example with `ocrmypdf`": "eine ergänzen, zum Beispiel mit `ocrmypdf`",
    "page {number} is damaged": "Seite {number} ist beschädigt",
    "open it in a PDF reader and save it again": "in einem PDF-Programm öffnen und neu speichern",
    "open it in its program and save it again": "in seinem Programm öffnen und neu speichern",
    "get the file again": "die Datei neu beschaffen",
    "a part of it is larger than {limit} when unpacked": (
        "ein Teil davon ist entpackt größer als {limit}"
    ),
    "there is no HTML in it": "enthält kein HTML",
    "there is no web page in it": "enthält keine Webseite",
    "save the page again": "die Seite neu speichern",
    # archives
    "the archive is damaged": "das Archiv ist beschädigt",
    "pack it anew": "neu packen",
    "the archive has more than {limit} files": "das Archiv hat mehr als {limit} Dateien",
    "the archive holds no articles": "das Archiv enthält keine Artikel",
    "it is an archive in an archive in an archive": "ist ein Archiv in einem Archiv im Archiv",
    "unpack the outer one": "das äußere entpacken",
    "it is a link": "ist ein Verweis",
    "pack its target itself": "das Ziel selbst packen",
    "it is encrypted": "ist verschlüsselt",
    "unpack it with its password": "mit dem Passwort entpacken",
    "unpacked it is larger than {limit} allowed": "ist entpackt größer als die erlaubten {limit}",
    "its name leads out of the archive": "der Name führt aus dem Archiv hinaus",
    "rename it": "umbenennen",
    # records
    'the field "{name}" is missing': "das Feld „{name}“ fehlt",
    'the field "{name}" is {value}': "das Feld „{name}“ hat den Wert {value}",
    "write the text of the article": "den Text des Artikels eintragen",
    "write a text (in quotes)": "einen Text (in Anführungszeichen) eintragen",
    "write a web address that begins with https://, or nothing": (
        "eine Webadresse mit https:// eintragen oder nichts"
    ),
    'write "de" or "en"': "„de“ oder „en“ eintragen",
    "write a date like 2024-05-03 or 3. Mai 2024": (
        "ein Datum wie 2024-05-03 oder 3. Mai 2024 eintragen"
    ),
    "write a headline": "einen Titel eintragen",
    "write one of {names}": "eines von diesen angeben: {names}",
    'write a text in quotes, as in id: "17"': 'einen Text in Anführungszeichen eintragen: id: "17"',
    "write 1 to {limit} printable characters without spaces around them": (
        "1 bis {limit} druckbare Zeichen ohne Leerraum am Rand eintragen"
    ),
    'it is {value}; write one JSON object, as in {{"text": "…"}}': (
        'ist {value}; ein JSON-Objekt schreiben: {{"text": "…"}}'
    ),
    "the front matter is not valid YAML ({why})": "der Dateikopf ist kein gültiges YAML ({why})",
    "put the value in quotes": "den Wert in Anführungszeichen setzen",
    "its sidecar {name} cannot be used: {problem}": (
        "die Beidatei {name} ist nicht brauchbar: {problem}"
    ),
    "keep metadata only": "nur Angaben zum Artikel darin lassen",
    "it is not valid ({why})": "ist nicht gültig ({why})",
    "it is no mapping": "enthält keine benannten Felder",
    "write fields such as `source: taz`": "Felder wie `source: taz` schreiben",
    "it is not valid JSON ({why})": "ist kein gültiges JSON ({why})",
    "it is not valid JSON that could be articles": "ist kein gültiges JSON mit Artikeln",
    "it is not valid JSON that could be an article": "ist kein gültiges JSON mit einem Artikel",
    "correct it": "berichtigen",
    "it holds no articles": "enthält keine Artikel",
    'write objects with a field "text"': "Objekte mit einem Feld „text“ schreiben",
    "it holds no rows": "enthält keine Zeilen",
    "add articles or leave it out": "Artikel ergänzen oder die Datei weglassen",
    "it has no column of texts": "hat keine Spalte mit Texten",
    'name the column with the articles "text"': "die Spalte mit den Artikeln „text“ nennen",
    # mails, feeds
    "it has no mail headers": "hat keinen Mailkopf",
    "save it as a .txt file": "als .txt-Datei speichern",
    "its mail headers are damaged": "der Mailkopf ist beschädigt",
    "save its text": "den Text speichern",
    "it is a sitemap and only lists addresses": "ist eine Sitemap und nennt nur Adressen",
    "give its web address to have them read": "ihre Webadresse angeben, dann werden sie gelesen",
    "it is a feed without entries": "ist ein Feed ohne Einträge",
    # the web
    "there is no host {name}": "es gibt keinen Rechner {name}",
    "check the address and the connection": "Adresse und Verbindung prüfen",
    "{name} is in a private network ({address})": "{name} liegt in einem privaten Netz ({address})",
    "save the page and give its path": "die Seite speichern und ihren Pfad angeben",
    "the server answers {status}": "der Server antwortet mit {status}",
    "check it": "prüfen",
    "it leads on more than {count} times": "leitet mehr als {count}-mal weiter",
    "name the last one": "die letzte Adresse angeben",
    "it is {kind}, not text": "ist {kind}, kein Text",
    "name the page itself": "die Seite selbst angeben",
    "the connection broke off": "die Verbindung brach ab",
    "try again": "noch einmal versuchen",
    "it is packed as {encoding}": "ist als {encoding} gepackt",
    "save the part that matters": "den wichtigen Teil speichern",
    "it is no valid web address": "ist keine gültige Webadresse",
    "it leads to {address}": "führt zu {address}",
    "only http and https are read": "nur http und https werden gelesen",
    "it holds a password": "enthält ein Passwort",
    "it took longer than {seconds} s": "dauerte länger als {seconds} s",
    "try again later": "später noch einmal versuchen",
    "its certificate cannot be trusted ({why})": "dem Zertifikat ist nicht zu trauen ({why})",
    "the connection fails ({why})": "die Verbindung kommt nicht zustande ({why})",
    "it lists {count} pages, of which {room} are read": (
        "nennt {count} Seiten, von denen {room} gelesen werden"
    ),
    "name the others": "die anderen einzeln angeben",
    "{address} is a web address, which only `belegt ingest` and `read_addresses` read": (
        "{address} ist eine Webadresse, die nur `belegt ingest` und `read_addresses` lesen"
    ),
    # ingest and the index
    "interrupted": "unterbrochen",
    "what was embedded is kept, run the same command again to go on there": (
        "was eingebettet ist, bleibt; derselbe Befehl macht dort weiter"
    ),
    "web addresses can't be watched": "Webadressen lassen sich nicht beobachten",
    "name a folder or a file": "einen Ordner oder eine Datei angeben",
    "there is no index in {folder}": "in {folder} ist kein Index",
    "make one with {command}": "anlegen mit {command}",
    "the index in {folder} is damaged: {what}": "der Index in {folder} ist beschädigt: {what}",
    "repair it with {command}": "reparieren mit {command}",
    "the articles in {folder} can't be read: {what}": (
        "die Artikel in {folder} sind nicht lesbar: {what}"
    ),
    "ingest them anew with {command}": "neu einlesen mit {command}",
    "nothing is published in {folder} yet, as after an interrupted ingest": (
        "in {folder} ist noch nichts veröffentlicht, wie nach einem unterbrochenen Einlesen"
    ),
    "run it again, or {command} to publish the articles stored so far": (
        "noch einmal einlesen, oder {command} veröffentlicht, was schon gespeichert ist"
    ),
    "the index in {folder} can't be written: {reason}": (
        "der Index in {folder} ist nicht beschreibbar: {reason}"
    ),
    "[Errno 28] No space left on device": "auf dem Datenträger ist kein Platz mehr",
    "[Errno 28] No space left on device: {path}": (
        "auf dem Datenträger ist kein Platz mehr: {path}"
    ),
    "database or disk is full": "auf dem Datenträger ist kein Platz mehr",
    "[Errno 30] Read-only file system: {path}": "der Datenträger ist schreibgeschützt: {path}",
    "generation {number}, {name} was altered": "Generation {number}, {name} wurde verändert",
    "generation {number}, {name} is missing": "Generation {number}, {name} fehlt",
    "generation {number} lacks {name}": "Generation {number} fehlt {name}",
    "the files of generation {number} are of {other}": (
        "die Dateien von Generation {number} gehören zu {other}"
    ),
    "another Belegt wrote generation {number}": "Generation {number} schrieb ein anderes Belegt",
    "the search files and the articles are not of the same time": (
        "Suchdateien und Artikel sind nicht vom selben Stand"
    ),
    "{count} of them were altered, {id} first": "{count} davon wurden verändert, zuerst {id}",
    "the vectors of passage {id} were altered": "die Vektoren des Abschnitts {id} wurden verändert",
    "articles{name}.sqlite is missing": "articles{name}.sqlite fehlt",
    "CURRENT names no generation": "CURRENT nennt keine Generation",
    "an interrupted ingest was completed with the articles stored so far": (
        "ein unterbrochenes Einlesen wurde mit den gespeicherten Artikeln abgeschlossen"
    ),
    "what was published before is untouched. Make room or mend the rights, then try again": (
        "was vorher veröffentlicht war, ist unberührt. Platz schaffen oder die Rechte ändern, dann "
        "noch einmal versuchen"
    ),
    "the index in {folder} has format {found}, this Belegt reads format {supported}": (
        "der Index in {folder} hat Format {found}, dieses Belegt liest Format {supported}"
    ),
    "use a newer Belegt": "ein neueres Belegt verwenden",
    "let {command} bring it up to date on a writable disk, or rebuild it with {other}": (
        "mit {command} auf einem beschreibbaren Datenträger erneuern oder neu aufbauen mit {other}"
    ),
    "the reranker {model} can't be used ({reason})": (
        "der Reranker {model} ist nicht zu gebrauchen ({reason})"
    ),
    "it is no CrossEncoder: nothing in it was trained to score": (
        "er ist kein CrossEncoder: nichts darin hat gelernt zu bewerten"
    ),
    "it gives {count} scores for each text, not one": "er gibt je Text {count} Werte statt einem",
    "its scores are no numbers": "seine Werte sind keine Zahlen",
    "name the folder of a sentence-transformers CrossEncoder in BELEGT_RERANKER, set "
    "BELEGT_ALLOW_DOWNLOAD=true to fetch the model from its hub, or leave BELEGT_RERANKER unset to "
    "do without one": (
        "in BELEGT_RERANKER den Ordner eines CrossEncoders von sentence-transformers angeben, mit "
        "BELEGT_ALLOW_DOWNLOAD=true das Modell herunterladen oder, um ohne auszukommen, "
        "BELEGT_RERANKER weglassen"
    ),
    "the index in {folder} is being written by {holder}": (
        "in den Index in {folder} schreibt gerade {holder}"
    ),
    "process {number}": "Prozess {number}",
    "another process": "ein anderer Prozess",
    "wait for it to end and try again": "das Ende abwarten und noch einmal versuchen",
    "the collection holds no outlet {name}": "die Sammlung enthält kein Medium {name}",
    "the collection holds no author {name}": "die Sammlung enthält keinen Autor {name}",
    "the collection holds no section {name}": "die Sammlung enthält kein Ressort {name}",
    "it holds, for example: {names}": "es gibt zum Beispiel: {names}",
    "the range of days ends ({last}) before it begins ({first})": (
        "der Zeitraum endet ({last}), bevor er beginnt ({first})"
    ),
    "swap them": "beide vertauschen",
    "this can't be undone any more, for the collection has changed since": (
        "das lässt sich nicht mehr rückgängig machen, denn die Sammlung hat sich seitdem geändert"
    ),
    "add or remove the articles by hand": "die Artikel von Hand hinzufügen oder entfernen",
    "the field {field} of {id} was not edited": "das Feld {field} von {id} wurde nicht geändert",
    "{command} tells what was": "{command} zeigt, was geändert wurde",
    "there is no article {id}": "es gibt keinen Artikel {id}",
    "{command} shows all of them": "{command} zeigt alle",
    # the server
    "other computers could reach the chat on {host} without a password": (
        "auf {host} könnten andere Rechner den Chat ohne Passwort erreichen"
    ),
    "set BELEGT_PASSWORD for people or BELEGT_TOKEN for programs, or use {option}": (
        "BELEGT_PASSWORD (für Menschen) oder BELEGT_TOKEN (für Programme) setzen, oder {option}"
    ),
    "{host} is no address": "{host} ist keine Adresse",
    "give one of this computer's, as in {option}, or {other} for all of them": (
        "eine dieses Rechners angeben, etwa {option}, oder {other} für alle"
    ),
    "the setting {name} can't be used: Value error, it has fewer than {least} characters": (
        "die Einstellung {name} ist zu kurz: weniger als {least} Zeichen"
    ),
    "mend the variable BELEGT_... or the line in belegt.toml": (
        "die Variable BELEGT_... oder die Zeile in belegt.toml ändern"
    ),
    "port {port} is in use, perhaps by another Belegt": (
        "Port {port} ist belegt, vielleicht von einem anderen Belegt"
    ),
    "choose a free one, as in {option}": "einen freien wählen, etwa {option}",
}
_NESTED = ("reason", "problem", "what", "holder")


def to_german(message: str) -> str:
    """Put an error message into German, as far as its wording is known.

    Args:
        message: Of an exception or a skipped file.
    """
    whole = _find_wording(message)
    return whole if whole is not None else "; ".join(map(_word, message.split("; ")))


def is_known(message: str) -> bool:
    """Say whether every part of a message has a German wording."""
    return _find_wording(message) is not None or all(
        _find_wording(clause) is not None for clause in message.split("; ")
    )


def _word(clause: str) -> str:
    found = _find_wording(clause)
    return clause if found is None else found


def _find_wording(text: str) -> str | None:
    for pattern, german in _compile():
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict()
            nested = {name: to_german(parts[name]) for name in _NESTED if name in parts}
            return german.format(**parts | nested)
    return None


@lru_cache(maxsize=1)
def _compile() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The wordings as patterns; those with the most words of their own first."""
    ordered = sorted(_WORDINGS, key=lambda english: -len(re.sub(r"\{\w+\}", "", english)))
    return tuple((_to_pattern(english), _WORDINGS[english]) for english in ordered)


def _to_pattern(english: str) -> re.Pattern[str]:
    """A blank is filled with anything, but only a nested message has a semicolon in it."""
    pattern = re.escape(english).replace(r"\{\{", r"\{").replace(r"\}\}", r"\}")
    for name in re.findall(r"(?<!\{)\{(\w+)\}", english):
        held = ".+" if name in _NESTED else "(?:(?!; ).)+?"
        pattern = pattern.replace(rf"\{{{name}\}}", f"(?P<{name}>{held})")
    return re.compile(pattern, re.DOTALL)
