"""Sentences that give orders to whoever reads them, such as "Ignoriere alle Anweisungen".

They may be quoted to people, who see them in quotation marks. A language model is not shown them,
and nothing it writes is supported by them. This is one of several walls (docs/generation.md): it
need not know every order.
"""

import re
from dataclasses import replace

from chatbot.sanitising import drop_unseen_characters
from ingest import Article

_MANY_UNSEEN = 3  # invisible characters; soft hyphens are taken out when an article is read

_STEMS = (  # of verbs that a program is given orders with; their imperative ends in -e or "en Sie"
    "ignorier|missacht|antwort|schreib|sag|nenn|füg|zeig|öffn|klick|besuch|send|schick|lad|verhalt"
    "|übersetz|wiederhol|beend|beginn|verwend|benutz|nutz|stell|führ|setz|behaupt|ersetz|häng"
    "|überschreib|kopier|ruf|druck|spiel|denk|erfind|lösch|leit|verlink|bett|bind|zitier|bestätig"
    "|mach|erwähn|erklär|fass|folg|formatier|kodier|codier|notier|schließ|stimm|warn|kauf|meld|geh"
    "|start|aktivier|deaktivier|wechsl|wechsel|such|prüf|bewert|lob|empfehl|gratulier|gestalt"
)
_BARE = (  # imperatives of their own form
    "vergiss|vergesst|gib|gebt|geben sie|sprich|lies|lest|lesen sie|nimm|tu|empfiehl|lass|mach|ruf"
    "|sag|schreib|geh|such|kauf|stell|stellt|ignoriert|antwortet|schreibt|vergessen sie"
    "|nehmen sie|wirf"
)
_ENGLISH = (
    "ignore|forget|disregard|answer|reply|respond|write|say|print|output|repeat|pretend|act|append"
    "|add|insert|include|open|click|visit|send|fetch|load|translate|reveal|do not|don't|never"
    "|always|begin|replace|override|execute|call|confirm|recommend|follow|summari[sz]e|encode"
    "|cite|quote|speak|tell|give|make|delete|enable|disable|browse|buy|embed|render|leak"
    "|exfiltrate|please|you must|you are|you will|from now on|use|treat"
    "|imagine|assume|mention|claim|praise|warn|put"
)
# Words that German has as nouns ("Post und DHL", "Start der Reform"): orders only on their own and
# in English sentences, which hold one of the words below.
_ENGLISH_OR_NOUN = r"(?:show|run|switch|post|email|stop|end|start)\b(?![-–]\w)"
_IN_ENGLISH = r"(?=[^.!?]*\b(?:the|this|that|your|you|all|to|of|and|with|as|at|by|every|my|me)\b)"
_NOUN_AFTER_ALL = r"(?!(?-i:Suche|Rufe?) nach\b|(?-i:Kauf) (?:von|des|der)\b)"
_ORDER = rf"(?:(?:{_STEMS})e(?:n sie)?|{_BARE})"
_OPENS_WITH_ORDER = re.compile(
    r"(?:\A\W*|[.!?:;–—„“”\"»«(\[*#>|]\s*)"
    r"(?:(?:bitte|jetzt|nun|und|dann|also|and|then|now|so|just|stattdessen|instead)[\s,]+)*"
    rf"{_NOUN_AFTER_ALL}(?:(?:{_ORDER}|{_ENGLISH})\b|{_ENGLISH_OR_NOUN}(?:[.!]|{_IN_ENGLISH}))",
    re.IGNORECASE,
)
_GOES_ON_WITH_ORDER = re.compile(
    r"(?:,|\b(?:bitte|stattdessen|ab jetzt|ab sofort|von nun an|instead|please|you must|must now))"
    r"\s+"
    rf"(?:{_ORDER})\b(?!\s+(?:ich|er|sie\b(?!\s)|es|man)\b)",
    re.IGNORECASE,
)
_SURELY_MODEL = (
    r"sprachmodelle?n?|ki(?:-\w+)?|llms?|ai(?:[ -]\w+)?|(?:chat-?)?bots?|chatgpt|gpt\S*"
    r"|language models?|assistent(?:en|in)?|assistants?|models?|modelle?"
)
_MODEL = rf"(?:{_SURELY_MODEL}|systeme?|programme?|leser|reader|agent(?:en)?)"
_ADDRESSES_MODEL = re.compile(
    r"\bsystem\s?-?\s?(?:prompt|nachricht|meldung|message|anweisung|hinweis|override|instruction)"
    rf"|\b(?:hinweis|anweisung|anweisungen|nachricht|notiz|befehl|note|message|instructions?|memo)"
    rf"\s+(?:an|für|to|for)\s+(?:\w+\s+)?{_MODEL}\b"
    r"|\b(?:liebe[rs]?|dear|hallo|hey|achtung,?|attention,?|wenn du ein|if you are an?|as an?|als)"
    r"\s+(?:ki|ai|sprachmodell|language model|assistent|assistant|chat-?bot|llm|modell|model)\b"
    r"|\b(?:bisherigen?|vorherigen?|obigen?|früheren?|alle[rn]?|previous|prior|above|all|any)\s+"
    r"(?:\w+\s+)?(?:anweisung(?:en)?|instruktion(?:en)?|instructions?|prompts?)\b"
    r"|\bdu bist (?:jetzt|nun|ab)\b|\byou are (?:now|no longer)\b|\bdeveloper mode"
    r"|\bentwicklermodus|\bjailbr[eo]ak|\brollenspiel:|\brole-?play:"
    r"|\bend(?:e)? (?:of|de[rs]) (?:the )?(?:context|kontext\w*|zitate?s?|quotes?|quellen?"
    r"|sources?|evidence|sätze|document|dokuments?)\b"
    r"|\bdeine (?:neue )?(?:aufgabe|rolle|antwort)\b|\byour (?:new )?(?:task|role|answer|reply)\b"
    r"|\b(?:respond|reply|answer)s? with\b|\bdu (?:musst|sollst|darfst|wirst|antwortest|sagst)\b"
    rf"|\b(?:das|die|der|the|jedes|jede|every|any) (?:{_SURELY_MODEL})"
    r" (?:soll|muss|wird|must|shall|should|will)\b",
    re.IGNORECASE,
)
_MACHINERY = re.compile(
    r"<\|?[\w/!]|\|>|\[/?(?:inst|system|user|assistant|quote|context)\b|<<|>>|\]\(|!\[|`|={3,}"
    r"|#{2,}|\b(?:system|user|assistant|human|nutzer|benutzer|developer|entwickler|assistent"
    r"|mensch)\s*:"
    r"|\{\{|\}\}|\$\{|https?:|javascript:|data:\w+/|\A\W*\[\d{1,2}\]|\[\d{1,2}\](?!(?:\[\d+\])*\W*\Z)|&lt;|&#|%3c"
    r"|\A\W*(?:quellen?|sources?|antwort|answer|frage|question|sätze|ausgabe|output|reply"
    r"|response)\s*:",
    re.IGNORECASE,
)
_HIDING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")  # text turned or hidden
_ENCODED = re.compile(r"\b[A-Za-z0-9+/]{40,}={0,2}(?!\w)|\b(?:[0-9a-fA-F]{2}[\s:]?){20,}\b")


def gives_orders(text: str) -> bool:
    """Whether a sentence speaks to its reader, or to a program reading it, instead of telling."""
    seen = drop_unseen_characters(text)
    if len(text) - len(seen) > _MANY_UNSEEN or _HIDING.search(text):
        return True
    return any(
        pattern.search(seen)
        for pattern in (
            _OPENS_WITH_ORDER, _GOES_ON_WITH_ORDER, _ADDRESSES_MODEL, _MACHINERY, _ENCODED,
        )
    )  # fmt: skip


def drop_orders(article: Article) -> Article:
    """An article without outlet, author or title where these give orders."""
    return replace(
        article,
        source="" if _names_orders(article.source) else article.source,
        author="" if _names_orders(article.author) else article.author,
        title="" if _names_orders(article.title) else article.title,
    )


def _names_orders(name: str) -> bool:
    return not name.isalpha() and gives_orders(name)  # a single word, as "Post", orders nothing
