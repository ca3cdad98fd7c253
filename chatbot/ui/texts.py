"""Every word of the page itself, in German and English."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of the page in one language. Names in braces are filled in when shown."""

    language: Language
    tagline: str
    log_out: str
    welcome: str
    collection_one: str
    collection_many: str
    collection_empty: str
    without_outlet: str
    further_outlets: str
    promise: str
    examples: str
    needs_script: str
    question_label: str
    question_placeholder: str
    send: str
    new_conversation: str
    language_label: str
    conversation_label: str
    you: str
    within: str
    understood: str
    searching: str
    writing: str
    checking: str
    missing: str
    evidence_found: str
    well_supported: str
    supported: str
    weakly_supported: str
    refused: str
    citations_one: str
    citations_many: str
    show_nearest: str
    copy: str
    copy_text: str
    copied: str
    copying_failed: str
    copying_gone: str
    feedback: str
    feedback_use: str
    verdicts: dict[str, str]
    feedback_outcomes: dict[str, str]
    answered_announcement: str
    refused_announcement: str
    evidence: str
    evidence_empty: str
    evidence_refused: str
    nearest: str
    undated: str
    page: str
    copies: str
    disagreement: str
    why: dict[str, str]
    why_checked: str
    open_citation: str
    open_nearest: str
    marker: str
    reader: str
    close: str
    back: str
    previous: str
    next: str
    original: str
    loading: str
    reading_failed: str
    article_gone: str
    article_changed: str
    empty_question: str
    long_question: str
    unusable_question: str
    unusable_filter: str
    busy: str
    too_many_questions: str
    index_unreadable: str
    unexpected_error: str
    answer_outdated: str
    server_gone: str
    keep: str
    forget: str
    forgotten: str
    keys: str


GERMAN = Texts(
    language="de",
    tagline="Antworten mit Belegstelle",
    log_out="Abmelden",
    welcome="Guten Tag. Was möchten Sie wissen?",
    collection_one="In dieser Sammlung liegt ein Artikel.",
    collection_many="In dieser Sammlung liegen {count} Artikel: {outlets}.",
    collection_empty="Diese Sammlung ist noch leer. Artikel kommen mit `belegt ingest` hinein.",
    without_outlet="ohne Angabe des Mediums",
    further_outlets="aus weiteren Medien",
    promise="Jede Antwort zeigt den Satz, auf dem sie beruht. Steht nichts in den Artikeln, "
    "erfahren Sie auch das.",
    examples="Zum Beispiel",
    needs_script="Diese Seite braucht JavaScript; ohne gibt `belegt ask` Antworten.",
    question_label="Ihre Frage",
    question_placeholder="Eine Frage an die Artikel",
    send="Fragen",
    new_conversation="Neues Gespräch",
    language_label="Sprache",
    conversation_label="Gespräch",
    you="Sie fragten:",
    within="Nur {filter}",
    understood="Verstanden als: {question}",
    searching="Die Artikel werden durchsucht …",
    writing="Die Antwort wird geschrieben; die Sätze, auf denen sie beruht, stehen schon da …",
    checking="Wird noch geprüft …",
    missing="Steht nicht in der Quelle: {missing}",
    evidence_found="Gefundene Sätze",
    well_supported="gut belegt",
    supported="belegt",
    weakly_supported="schwach belegt",
    refused="nicht belegt",
    citations_one="1 Beleg",
    citations_many="{count} Belege",
    show_nearest="Nächste Fundstelle",
    copy="Kopieren",
    copy_text="Text mit Quellen",
    copied="Kopiert",
    copying_failed="Der Browser erlaubt das Kopieren nicht.",
    copying_gone="Nicht kopiert: Ein zitierter Artikel hat sich geändert, oder Belegt läuft "
    "nicht mehr.",
    feedback="Stimmt die Antwort?",
    feedback_use="Ihr Urteil kommt in den Ordner des Index und dient als Testfrage.",
    verdicts={"right": "Richtig", "wrong": "Falsch", "misquoted": "Zitat passt nicht"},
    feedback_outcomes={
        "kept": "Danke, gemerkt. Noch ein Klick nimmt es zurück.",
        "taken_back": "Zurückgenommen.",
        "unfit": "Nicht gemerkt: Die zitierten Sätze stehen nicht mehr so in der Sammlung.",
        "unwritable": "Nicht gemerkt: Die Datei der Testfragen ist fehlerhaft oder nicht "
        "beschreibbar; Näheres steht im Protokoll von Belegt.",
        "failed": "Nicht gemerkt. Läuft Belegt noch?",
        "too_many": "Nicht gemerkt: Gerade wird zu viel bewertet. Bitte in einer Minute noch "
        "einmal klicken.",
    },
    answered_announcement="Antwort da, {citations}.",
    refused_announcement="Die Quellen beantworten diese Frage nicht.",
    evidence="Belege",
    evidence_empty="Hier stehen gleich die Sätze, auf denen die Antwort beruht.",
    evidence_refused="Zu dieser Frage gibt es keinen Beleg.",
    nearest="Am nächsten (beantwortet die Frage nicht)",
    undated="ohne Datum",
    page="S. {number}",
    copies="Fast derselbe Text, also keine unabhängige Bestätigung:",
    disagreement="Die Quellen nennen Verschiedenes",
    why={
        "well": "Die Artikel sprechen von dem, wonach Sie fragen, und ein Satz passt gut zur "
        "Frage. Bei Messungen war die Antwort dann in rund neun von zehn Fällen darin zu finden.",
        "fair": "Die Artikel sprechen von dem, wonach Sie fragen. Bei Messungen war die Antwort "
        "dann in sechs bis acht von zehn Fällen darin zu finden: Lesen Sie die Belege nach.",
        "weak": "Es ist unsicher, ob die Artikel diese Frage beantworten. Bei Messungen war es "
        "dann in weniger als sechs von zehn Fällen so: Lesen Sie die Belege unbedingt nach.",
        "refused": "Kein Satz der Artikel beantwortet die Frage sicher genug. Deshalb steht hier "
        "keine Antwort, sondern höchstens, was ihr am nächsten kommt.",
    },
    why_checked="Geprüft ist, was in den Artikeln steht, nicht, ob es stimmt.",
    open_citation="Beleg {number} im Artikel lesen: {source}",
    open_nearest="Nächste Fundstelle im Artikel lesen: {source}",
    marker="Beleg {number}: {source}",
    reader="Artikel",
    close="Schließen",
    back="Zurück zum Gespräch",
    previous="Vorige Stelle",
    next="Nächste Stelle",
    original="Zum Original",
    loading="Der Artikel wird geöffnet …",
    reading_failed="Der Artikel konnte nicht geöffnet werden. Läuft Belegt noch?",
    article_gone="Dieser Artikel ist nicht mehr in der Sammlung.",
    article_changed="Der Artikel wurde seit der Antwort geändert; nicht alle zitierten Stellen "
    "stehen noch darin.",
    empty_question="Bitte geben Sie eine Frage ein, zum Beispiel: Warum zögert Merz?",
    long_question="Die Frage ist zu lang. Bitte kürzen Sie sie.",
    unusable_question="Diese Frage lässt sich so nicht beantworten. Bitte stellen Sie sie anders.",
    unusable_filter="Der Filter ist nicht lesbar. Bitte setzen Sie ihn zurück und fragen Sie noch "
    "einmal.",
    busy="Gerade fragen sehr viele. Bitte stellen Sie die Frage in ein paar Sekunden noch einmal.",
    too_many_questions="Von Ihrem Anschluss kamen sehr viele Fragen. Bitte warten Sie eine Minute.",
    index_unreadable="Die Artikelsammlung ist gerade nicht lesbar. Auf dem Rechner, auf dem Belegt "
    "läuft, hilft der Befehl: belegt doctor",
    answer_outdated="Die Artikel haben sich seit dieser Antwort geändert. Bitte fragen Sie noch "
    "einmal.",
    server_gone="Belegt antwortet nicht. Läuft es noch? Ihre Frage steht wieder im Eingabefeld.",
    keep="Gespräch in diesem Browser merken",
    forget="Vergessen",
    forgotten="Vergessen. In diesem Browser ist nichts mehr gespeichert.",
    keys="Enter fragt · Umschalt + Enter: neue Zeile · Esc schließt",
    unexpected_error="Da ist etwas schiefgegangen. Bitte fragen Sie noch einmal; Näheres steht im "
    "Protokoll von Belegt.",
)

ENGLISH = Texts(
    language="en",
    tagline="Answers with their evidence",
    log_out="Log out",
    welcome="Hello. What would you like to know?",
    collection_one="This collection holds one article.",
    collection_many="This collection holds {count} articles: {outlets}.",
    collection_empty="This collection is still empty. Add articles with `belegt ingest`.",
    without_outlet="no outlet named",
    further_outlets="from further outlets",
    promise="Every answer shows the sentence it rests on. If the articles do not say, you are told "
    "so.",
    examples="For example",
    needs_script="This page needs JavaScript; without it, `belegt ask` gives answers.",
    question_label="Your question",
    question_placeholder="Ask the articles a question",
    send="Ask",
    new_conversation="New conversation",
    language_label="Language",
    conversation_label="Conversation",
    you="You asked:",
    within="Only {filter}",
    understood="Read as: {question}",
    searching="Searching the articles …",
    writing="Writing the answer; the sentences that it rests on are there already …",
    checking="Still being checked …",
    missing="Not in the source: {missing}",
    evidence_found="Sentences found",
    well_supported="well supported",
    supported="supported",
    weakly_supported="weakly supported",
    refused="not supported",
    citations_one="1 citation",
    citations_many="{count} citations",
    show_nearest="Nearest passage",
    copy="Copy",
    copy_text="Text with sources",
    copied="Copied",
    copying_failed="The browser does not allow copying.",
    copying_gone="Not copied: a cited article has changed, or Belegt is no longer running.",
    feedback="Is the answer right?",
    feedback_use="Your verdict goes into the index folder and serves as a test question.",
    verdicts={"right": "Right", "wrong": "Wrong", "misquoted": "Quote does not fit"},
    feedback_outcomes={
        "kept": "Thank you, kept. Another click takes it back.",
        "taken_back": "Taken back.",
        "unfit": "Not kept: the cited sentences no longer stand in the collection like this.",
        "unwritable": "Not kept: the file of test questions is faulty or can't be written; "
        "Belegt's log has the details.",
        "failed": "Not kept. Is Belegt still running?",
        "too_many": "Not kept: too many verdicts just now. Please click again in a minute.",
    },
    answered_announcement="Answer ready, {citations}.",
    refused_announcement="The sources do not answer this question.",
    evidence="Evidence",
    evidence_empty="The sentences that the answer rests on will appear here.",
    evidence_refused="There is no evidence for this question.",
    nearest="Nearest (does not answer the question)",
    undated="undated",
    page="p. {number}",
    copies="Nearly the same text, so no independent confirmation:",
    disagreement="The sources differ",
    why={
        "well": "The articles speak of what you ask, and a sentence fits the question well. In "
        "our measurements they then held the answer in about nine cases out of ten.",
        "fair": "The articles speak of what you ask. In our measurements they then held the "
        "answer in six to eight cases out of ten: please read the citations.",
        "weak": "It is uncertain whether the articles answer this question. In our measurements "
        "they did in fewer than six cases out of ten: be sure to read the citations.",
        "refused": "No sentence of the articles answers the question surely enough. So there is "
        "no answer here, only what comes nearest to one.",
    },
    why_checked="What is checked is what the articles say, not whether it is true.",
    open_citation="Read citation {number} in its article: {source}",
    open_nearest="Read the nearest passage in its article: {source}",
    marker="Citation {number}: {source}",
    reader="Article",
    close="Close",
    back="Back to the conversation",
    previous="Previous passage",
    next="Next passage",
    original="To the original",
    loading="Opening the article …",
    reading_failed="The article could not be opened. Is Belegt still running?",
    article_gone="This article is no longer in the collection.",
    article_changed="The article has changed since the answer; not every cited passage is still in "
    "it.",
    empty_question="Please enter a question, for example: Why is Merz hesitating?",
    long_question="The question is too long. Please shorten it.",
    unusable_question="This question can't be answered as it stands. Please rephrase it.",
    unusable_filter="The filter can't be read. Please reset it and ask again.",
    busy="Very many people are asking right now. Please ask again in a few seconds.",
    too_many_questions="Very many questions came from your connection. Please wait a minute.",
    index_unreadable="The collection can't be read right now. On the computer that runs Belegt, "
    "this command helps: belegt doctor",
    answer_outdated="The articles have changed since this answer. Please ask again.",
    server_gone="Belegt does not respond. Is it still running? Your question is back in the box.",
    keep="Keep this conversation in this browser",
    forget="Forget it",
    forgotten="Forgotten. Nothing is stored in this browser any more.",
    keys="Enter asks · Shift + Enter: new line · Esc closes",
    unexpected_error="Something went wrong. Please ask again; Belegt's log has the details.",
)


def texts_in(language: str) -> Texts:
    """The words of the page in a language; German where it is neither German nor English."""
    return ENGLISH if language == "en" else GERMAN
