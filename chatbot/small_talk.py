"""Messages that ask nothing of the sources: greetings, thanks, "what can you do", "everything".

They are recognised as a whole; a question that only opens with a greeting is a question.
"""

import re
from collections.abc import Sequence
from typing import Literal

from chatbot.attribution import describe_source, put_in_quotes
from index import ArticleEntry
from ingest import Article

SmallTalk = Literal["greeting", "thanks", "farewell", "ability"]

_PATTERNS: tuple[tuple[SmallTalk, str], ...] = (
    (
        "greeting",
        r"(?:hallo|hi|hey|moin(?: moin)?|servus|grüß (?:gott|dich)|guten (?:tag|morgen|abend)"
        r"|hello|good (?:morning|afternoon|evening))(?: (?:belegt|zusammen|du|there|bot))?"
        r"(?:,? wie geht(?: es|['’]?s)(?: dir| ihnen)?)?"
        r"(?:,? ich (?:habe|hätte|hab)(?: da)?(?: mal)? eine frage)?"
        r"|wie geht(?: es|['’]?s)(?: dir| ihnen)?|how are you",
    ),
    (
        "thanks",
        r"(?:(?:ok|okay|gut|super),? )?(?:(?:vielen |herzlichen |besten )?dank(?: dir| ihnen)?"
        r"|danke(?: (?:schön|sehr|dir|ihnen|für die (?:hilfe|antwort)))?)"
        r"(?:,? das hilft(?: mir)?(?: sehr| weiter)?)?"
        r"|merci|thanks(?: a lot)?|thank you(?: very much)?"
        r"|ok|okay|alles klar|verstehe|verstanden|super|prima|toll|sehr gut|great|perfect",
    ),
    (
        "farewell",
        r"tschüss|tschüs|ciao|auf wiedersehen|bis (?:bald|später|dann|morgen)|(?:good)?bye|servus",
    ),
    (
        "ability",
        r"w(?:er|as) bist du(?: eigentlich| denn)?|wer (?:sind|seid) (?:sie|ihr)"
        r"|was (?:kannst|machst|weißt) du(?: (?:alles|so|denn|eigentlich))*(?: für mich(?: tun)?)?"
        r"|was können sie(?: alles)?|wie (?:funktionierst du|funktioniert (?:das|belegt))"
        r"|was ist belegt|(?:kannst du|können sie) (?:mir|uns) helfen|hilfe|help"
        r"|bist du (?:eine? )?(?:echte?r? )?(?:ki|bot|chatbot|mensch|roboter|maschine|chatgpt)"
        r"|(?:kannst du|können sie|nennst du)(?: mir)? (?:auch )?(?:die |deine |ihre )?quellen"
        r"(?: (?:an)?(?:geben|zeigen|nennen))?"
        r"|(?:welche|was für|wie viele) (?:artikel|quellen|texte|dokumente)"
        r" (?:hast du|haben sie|kennst du|kennen sie|gibt es|liegen vor|sind (?:das|hier|drin))"
        r"(?: (?:hier|denn|eigentlich|alles))*"
        r"|(?:kannst|sprichst|verstehst) du (?:auch )?(?:englisch|deutsch)"
        r"|woher (?:weißt|hast) du das|do you (?:speak|understand) (?:english|german)"
        r"|wie (?:benutze|bediene|nutze) ich (?:dich|das|belegt)"
        r"|what can you do|who are you|what does (?:this|the) tool do|are you an? (?:ai|bot)"
        r"|how does (?:this|it) work",
    ),
)
_SMALL_TALK = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_MEANS_SOMETHING = re.compile(r"\b(?:sie|ihr|ihnen|das|this|it)\b")  # "Sie" is whom one asks

_COLLECTION = (
    r"(?:de[nmrs]|die(?:se[nrs]?)?|das|ein(?:e[rm]?)?|the|these|this)? ?"
    r"(?:artikeln?|texten?|quellen?|sammlung|dokumenten?|articles?|texts?|collection)"
)
_BROAD = re.compile(
    r"(?:worum|um was) geht(?: es|['’]?s)(?: (?:hier|eigentlich|denn))*(?: (?:in|bei) "
    + _COLLECTION
    + r")?"
    r"|was steht (?:hier drin|drin|(?:alles )?in " + _COLLECTION + r")"
    r"|(?:bitte )?(?:fass|fasse|fassen sie)(?: mir)?(?: bitte)?(?: (?:alles|alle|"
    + _COLLECTION
    + r"))+ zusammen"
    r"|(?:bitte )?(?:fass|fasse|fassen sie)(?: mir)?(?: bitte)? "
    + _COLLECTION
    + r" (?:über|von|zu|aus|der|des) (?P<t5>.+) zusammen"
    r"|alles (?:zu|über|von) (?P<t6>.+?)(?: bitte)?"
    r"|(?:gib|geben sie)(?: mir)?(?: bitte)? einen überblick(?: über (?P<t1>.+))?"
    r"|(?:erzähl|erzähle|erzählen sie)(?: mir)?(?: bitte)?(?: (?:alles|etwas|was|mehr|mal was))"
    r"(?: (?:über|von|zu) (?P<t2>.+))?"
    r"|was (?:weißt du|wissen sie)(?: alles)? (?:über|von) (?P<t3>.+)"
    r"|was gibt(?: es|['’]?s)(?: hier)? (?:neues|alles)"
    r"|summari[sz]e (?:everything|" + _COLLECTION + r")"
    r"|tell me (?:everything|something|more)(?: about (?P<t4>.+))?"
    r"|what (?:is this|are these articles) about"
)

_REPLIES = {
    "de": {
        "greeting": "Hallo! {ability}",
        "thanks": "Gern. Weitere Fragen zu den Artikeln beantworte ich ebenso.",
        "farewell": "Auf Wiedersehen!",
        "ability": "Ich beantworte Fragen zu den {count} Artikeln dieser Sammlung und zeige zu "
        "jedem Satz die Stelle, auf der er beruht. Was nicht in den Artikeln steht, sage ich "
        "nicht.{titles}",
        "titles": " In der Sammlung sind zum Beispiel: {titles}.",
        "broad": "Das ist sehr weit gefragt: Ich belege einzelne Aussagen und fasse nicht ganze "
        "Artikel zusammen.{titles} Frag zum Beispiel, wer etwas tat, wann, wie viele oder warum.",
        "broad_titles": " Dazu passen in der Sammlung: {titles}.",
    },
    "en": {
        "greeting": "Hello! {ability}",
        "thanks": "You're welcome. Ask on about the articles.",
        "farewell": "Goodbye!",
        "ability": "I answer questions about the {count} articles of this collection and show for "
        "each sentence the words it rests on. What the articles do not say, I do not say.{titles}",
        "titles": " The collection holds, for example: {titles}.",
        "broad": "That is a very wide question: I substantiate single statements and do not "
        "summarise whole articles.{titles} Ask, for example, who did something, when, how many, "
        "or why.",
        "broad_titles": " Fitting articles in the collection: {titles}.",
    },
}
_TITLES = 3


def recognise_small_talk(message: str, history: Sequence[str] = ()) -> SmallTalk | None:
    """What a message is, if it is small talk as a whole.

    Args:
        message: What was written.
        history: Earlier questions. After one that asks about something, "Wie funktioniert das?"
            and "Wer sind sie?" mean what that asks about; "Wer sind Sie?" does not.
    """
    plain = _plain(message)
    kind = next((kind for kind, pattern in _SMALL_TALK if pattern.fullmatch(plain)), None)
    if kind not in {"greeting", "ability"} or not _MEANS_SOMETHING.search(message):
        return kind
    has_topic = any(recognise_small_talk(earlier) is None for earlier in history if earlier.strip())
    return None if has_topic else kind


def recognise_broad(message: str) -> str | None:
    """The topic of a message that asks for everything; "" without a topic, None if it does not."""
    found = _BROAD.fullmatch(_plain(message))
    if found is None:
        return None
    return next((topic for topic in found.groups() if topic), "")


def word_small_talk(
    kind: SmallTalk, articles: Sequence[Article | ArticleEntry], language: str
) -> str:
    """The reply to small talk.

    Args:
        kind: What it is.
        articles: The collection; some titles are named.
        language: "de" or "en".
    """
    replies = _REPLIES[language]
    titles = _list_titles(articles, language)
    ability = replies["ability"].format(
        count=len(articles), titles=replies["titles"].format(titles=titles) if titles else ""
    )
    return ability if kind == "ability" else replies[kind].format(ability=ability)


def word_broad(articles: Sequence[Article | ArticleEntry], language: str) -> str:
    """The reply to a question for everything, naming the articles that fit best."""
    replies = _REPLIES[language]
    titles = _list_titles(articles, language)
    named = replies["broad_titles"].format(titles=titles) if titles else ""
    return replies["broad"].format(titles=named)


def _list_titles(articles: Sequence[Article | ArticleEntry], language: str) -> str:
    return "; ".join(
        f"{put_in_quotes(article.title, language)}, {describe_source(article, language)}"
        if article.source or article.author
        else put_in_quotes(article.title, language)
        for article in articles[:_TITLES]
    )


def _plain(message: str) -> str:
    return " ".join(re.sub(r"[.!?…,;:]+(?=\s|$)", " ", message.lower()).split())
