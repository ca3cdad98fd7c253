"""Whether the evidence that a generated sentence cites supports it.

Nothing here knows a language model. What can be checked letter by letter is: numbers, dates, names
and everything in quotation marks. For the rest, the sentence's content words must be those of the
source, or mean the same.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chatbot.answer import Finding
from chatbot.names import Certainty, find_capitalised, fold_words, is_misspelt, is_named
from chatbot.numbers import agree, find_numbers
from chatbot.quotations import drop_quotations, find_quotations, is_quoted_from
from index.stop_words import STOP_WORDS
from ingest import detect_language

# Chosen on the altered and unaltered sentences of benchmarks/results/verification.md:
ENOUGH_COVERAGE = 0.6  # share of a sentence's content words that its source has: supported
LITTLE_COVERAGE = 0.34  # below it the sentence is about something else
SAME_MEANING = 4.0  # standard deviations above unrelated texts; a guess, not yet measured
_SHORTEST_PART = 5  # letters that two terms share at one end to count as the same
_SHORT = 4  # words; a shorter one is no sentence, and must answer what was asked

_TELLING_TEXT = """
    laut zufolge bericht berichtet berichten berichtete schreibt schrieb artikel quelle quellen text
    angaben demnach heißt lautet besagt frage antwort according says said reports reported article
    source sources states
"""
_TELLING = frozenset(_TELLING_TEXT.split())
"""Words that say where something stands, not what."""
_CONNECTING_TEXT = """
    folgende folgendes folgenden mehrere gründe grund dafür hierfür zusammengefasst kurz insgesamt
    außerdem zudem hinzu kommt verschiedene aspekte punkte überblick hier gibt nennen nennt genannt
    werden lässt sagen following several reasons reason there summary moreover addition further
    points
"""
_CONNECTING = _TELLING | frozenset(_CONNECTING_TEXT.split())
_LONGEST_CONNECTIVE = 10  # words
# "Ja, das will er.", but not "Doch es gibt mehrere Gründe:".
_REPLY = re.compile(r"\b(?:ja|jawohl|nein|yes|no)\b|\bdoch\s*(?:[,.!]|\Z)", re.IGNORECASE)
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+(?:[-–]\w+)*")
_DENIALS = re.compile(
    r"\b(?:nicht|nichts|kein(?:e[rsnm]?)?|nie|niemals|niemand|nirgends|weder|ohne|not|no|never"
    r"|none|nobody|without|neither|cannot)\b|n't\b",
    re.IGNORECASE,
)
# Those whose loss turns a clause round; "nicht nur" and "not only" add something.
_TURNING = re.compile(
    r"\b(?:nicht(?!\s+(?:nur|zuletzt|bloß|allein)\b)|kein(?:e[rsnm]?)?|nie|niemals|weder|never"
    r"|not(?!\s+only\b)|cannot)\b|n't\b",
    re.IGNORECASE,
)
# What says no without a "nicht", as in "lehnt die Lieferung ab".
_REFUSING = re.compile(
    r"\b(?:abgelehnt|ablehn|lehn|ver?weiger|weiger|verzicht|ausgeschlossen|ausschließ|schließ"
    r"|fehl|mangel|bestreit|dementier|un[a-zäöü]{4}|refus|reject|den(?:y|ied|ies)\b|lack)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[,;:–—()„“”\"»«\n]|\b(?:und|aber|sondern|doch|oder|and|but|or)\b", re.IGNORECASE
)
# In an answer, nobody but a source speaks of himself.
_SPEAKER = re.compile(r"\b(?:[Ii]ch|[Mm]ich|[Mm]ein(?:e[rsnm]?)?|I|[Mm]y|[Mm]yself)\b")
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})", re.IGNORECASE), re.compile(rf"\b(?:{other})", re.IGNORECASE))
    for one, other in (
        (r"(?:ge)?stieg|steig|anstieg|erhöh|zunahm|zugenommen|wuchs|gewachsen|increas|rose\b|rise",
         r"(?:ge)?sunk|sink|sank|senk|gesenkt|rückgang|abnahm|abgenommen|decreas|fell\b|drop"),
        (r"mehr als|more than", r"weniger als|less than|fewer than"),
        (r"mindestens|at least", r"höchstens|at most"),
        (r"gewann|gewonnen|gewinn|siegt|won\b", r"verlor|verlier|unterlag|lost\b"),
        (r"erlaub|allow", r"verbot|verbiet|untersag|forbid|banned"),
        (r"zustimm|stimmte zu|befürwort|approv", r"ablehn|lehnte|abgelehnt|reject"),
    )
)  # fmt: skip

Terms = Callable[[str], list[str]]
"""Makes the search terms of a text; see `SearchIndex.terms`."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation number points at.

    Attributes:
        quote: The sentence cited.
        context: It with its neighbours, in reading order.
        attribution: Outlet, author, title and day, which an answer may name as well.
        orders: Sentences near it that give orders; what only they say supports nothing.
    """

    quote: str
    context: str
    attribution: str = ""
    orders: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What checking one sentence came to; see `Verdict`."""

    finding: Finding
    missing: tuple[str, ...] = ()


def check_sentence(
    sentence: str,
    cited: Sequence[Source],
    terms: Terms,
    *,
    question: str = "",
    similarity: Callable[[], float] = lambda: 0.0,
) -> Check:
    """Check a sentence against what it cites.

    Args:
        sentence: Without its citation markers.
        cited: What it cites; empty if it cites nothing.
        terms: Makes content words comparable.
        question: What was asked. A reply of a few words, as in "27 Prozent", is only supported by
            a source that speaks of what was asked.
        similarity: Measures that of the sentence to what it cites, in standard deviations above
            unrelated texts; only asked where words alone do not decide.

    Returns:
        "supported" if every number, date, name and quotation stands in what is cited or beside it
        and most content words do; "not_found" if one of the former does not, nothing is cited,
        there is nothing to compare, or the words are others; "partly" in between, and where the
        source denies what the sentence does not. A connective, as in "Dafür gibt es mehrere
        Gründe:", states nothing and needs no source.
    """
    if is_connective(sentence):
        return Check("supported")
    contexts = [f"{source.attribution}\n{source.context}" for source in cited]
    context = "\n".join(contexts)
    quotes = "\n".join(source.quote for source in cited)
    wrong = dict.fromkeys(
        (
            *_missing_quotations(sentence, contexts),
            *_missing_numbers(sentence, cited),
            *_missing_names(sentence, context, "name"),
            *_misspelt_words(sentence, context),
            *_swapped_words(sentence, quotes),
            *_reversed_words(sentence, quotes, context),
            *_ordered_words(sentence, "\n".join(source.orders for source in cited), context),
            *_speakers(sentence, quotes),
        )
    )
    short = len(sentence.split()) < _SHORT
    if not cited or wrong or (short and not _speaks_of(question, quotes, terms)):
        return Check("not_found", tuple(wrong))
    return _check_words(sentence, cited, terms, similarity)


def _check_words(
    sentence: str, cited: Sequence[Source], terms: Terms, similarity: Callable[[], float]
) -> Check:
    """Check the words of a sentence whose numbers, names and quotations are in the source."""
    context = "\n".join(source.context for source in cited)
    attribution = "\n".join(source.attribution for source in cited)
    coverage, unknown = _cover(sentence, context, attribution, terms)
    unsure = _missing_names(sentence, f"{context}\n{attribution}", "perhaps")
    if coverage < LITTLE_COVERAGE:  # about something else, or in another language
        translated = detect_language(sentence) != detect_language(context) and not unsure
        same = translated and similarity() >= SAME_MEANING
        return Check("supported") if same else Check("not_found", unknown)
    if unsure or (coverage < ENOUGH_COVERAGE and similarity() < SAME_MEANING):
        return Check("partly", unsure or unknown)
    denied = _denied_words(sentence, "\n".join(source.quote for source in cited), terms)
    return Check("partly", denied) if denied else Check("supported")


def _cover(
    sentence: str, context: str, attribution: str, terms: Terms
) -> tuple[float, tuple[str, ...]]:
    """The share of a sentence's content words that the context has, and the other words.

    Where the sentence tells who says something ("Laut …"), the words of the attribution don't
    count; but then, too, the context must have one at least.
    """
    stated = _content(sentence, terms)
    if not stated:
        return (1.0, ()) if find_numbers(sentence) else (0.0, tuple(_WORD.findall(sentence)))
    given = set(terms(context))
    naming = set(terms(attribution)) if _tells(sentence) else set()
    content = [term for term in stated if term in given or term not in naming]
    known = [term for term in content if _is_among(term, given)]
    unknown = set(content if known else stated) - set(known)
    words = (word for word in _WORD.findall(sentence) if unknown & set(terms(word)))
    return len(known) / max(len(content), 1), tuple(dict.fromkeys(words))


def _tells(sentence: str) -> bool:
    return any(word in _TELLING for word in re.findall(r"\w+", sentence.casefold()))


def _denied_words(sentence: str, quotes: str, terms: Terms) -> tuple[str, ...]:
    """Words that a clause of the source denies and a sentence that says much the same does not."""
    if _DENIALS.search(sentence) or _REFUSING.search(sentence):
        return ()
    stated = set(_content(sentence, terms))
    clauses = _CLAUSE_END.split(quotes)
    if any(
        stated <= set(_content(clause, terms)) for clause in clauses if not _TURNING.search(clause)
    ):
        return ()
    denied: set[str] = set()
    for clause in clauses:
        turning = _TURNING.search(clause)
        said = _content(clause, terms)
        if not turning or not said:
            continue
        after = _content(clause[turning.end() :], terms)
        target = after[0] if after else said[-1]
        shared = sum(_is_among(term, stated) for term in said) / len(said)
        if _is_among(target, stated) and shared >= ENOUGH_COVERAGE:
            denied.add(target)
    return tuple(
        word
        for word in _WORD.findall(sentence)
        if any(_is_among(term, denied) for term in terms(word))
    )


def is_connective(sentence: str) -> bool:
    """Whether a sentence only leads over to what follows and states nothing itself."""
    words = re.findall(r"\w+", sentence.casefold())
    if not words:
        return True
    if len(words) > _LONGEST_CONNECTIVE or find_numbers(sentence) or find_quotations(sentence):
        return False
    if _REPLY.search(sentence) or _DENIALS.search(sentence):
        return False
    leads = sentence.rstrip().endswith(":") or any(word in _CONNECTING for word in words)
    return leads and all(word in STOP_WORDS or word in _CONNECTING for word in words)


def _missing_quotations(sentence: str, contexts: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        quotation
        for quotation in find_quotations(sentence)
        if not any(is_quoted_from(quotation, context) for context in contexts)
    )


def _missing_numbers(sentence: str, cited: Sequence[Source]) -> tuple[str, ...]:
    """Numbers that the context lacks, and dates that the attribution lacks, too."""
    context = find_numbers("\n".join(source.context for source in cited))
    attribution = find_numbers("\n".join(source.attribution for source in cited))
    dates = [detail for detail in attribution if detail.is_date]
    years = frozenset(reading[3] for date in dates for reading in date.readings if len(reading) > 3)  # noqa: PLR2004 - day, month, year
    return tuple(
        claimed.text
        for claimed in find_numbers(sentence)
        if not any(
            agree(claimed, other, years=years)
            for other in (*context, *(dates if claimed.is_date else ()))
        )
    )


def _missing_names(sentence: str, context: str, certainty: Certainty) -> tuple[str, ...]:
    words = fold_words(context)
    numbers = {detail.text.casefold() for detail in find_numbers(sentence)}
    return tuple(
        word.text
        for word in find_capitalised(sentence)
        if word.certainty == certainty
        and word.text.casefold() not in _TELLING
        and not any(word.text.casefold() in number for number in numbers)
        and not is_named(word.text, words)
    )


def _misspelt_words(sentence: str, context: str) -> tuple[str, ...]:
    """Capitalised words that one letter sets apart from one that the source has."""
    if detect_language(sentence) != detect_language(context):  # "American", "amerikanisch"
        return ()
    words = fold_words(context)
    given = frozenset().union(*(fold_words(word.text) for word in find_capitalised(context)))
    return tuple(
        word.text
        for word in find_capitalised(sentence)
        if not is_named(word.text, words) and is_misspelt(word.text, given)
    )


def _speakers(sentence: str, quotes: str) -> tuple[str, ...]:
    """An "ich" outside quotation marks that is not the source's own."""
    spoken = _SPEAKER.findall(drop_quotations(sentence))
    return () if _SPEAKER.search(quotes) else tuple(spoken)


def _ordered_words(sentence: str, orders: str, context: str) -> tuple[str, ...]:
    """Capitalised words that only orders in the source have."""
    ordered = fold_words(orders) - fold_words(context)
    return tuple(
        word.text for word in find_capitalised(sentence) if fold_words(word.text) & ordered
    )


def _swapped_words(sentence: str, quotes: str) -> tuple[str, ...]:
    """Capitalised words and numbers that stand where the source has others.

    That is, between the same two words. A name that a neighbouring sentence has is noticed so; one
    that the cited sentence has as well is not.
    """
    given: dict[tuple[str, str], list[str]] = {}
    for quote in quotes.split("\n"):
        for before, word, after in _in_threes(quote):
            given.setdefault((before, after), []).append(word)
    swapped = []
    for before, word, after in _in_threes(sentence):
        others = given.get((before, after), [])
        if _stands_for_something(word) and others and all(map(_stands_for_something, others)):
            folded = fold_words(" ".join(others))
            numbers = find_numbers(" ".join(others))
            same = word in others or (word[0].isalpha() and is_named(word, folded))
            same = same or any(agree(a, b) for a in find_numbers(word) for b in numbers)
            same = same or _occurs(word, quotes)
            if not same and not any(_is_among(stem, set(folded)) for stem in fold_words(word)):
                swapped.append(word)
    return tuple(swapped)


def _occurs(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


def _in_threes(text: str) -> list[tuple[str, str, str]]:
    """Each word of a text with the one before and the one after it, these in small letters."""
    words = ["", *_WORD.findall(text), ""]
    return [
        (words[place - 1].casefold(), words[place], words[place + 1].casefold())
        for place in range(1, len(words) - 1)
    ]


def _stands_for_something(word: str) -> bool:
    return (word[0].isupper() or word[0].isdigit()) and word.casefold() not in STOP_WORDS


def _reversed_words(sentence: str, quotes: str, context: str) -> tuple[str, ...]:
    """Denials and directions that the source does not have, or has the other way round."""
    found = []
    denial = _DENIALS.search(sentence)
    if denial and not _DENIALS.search(quotes) and not _DENIALS.search(context):
        found.append(denial[0])
    for pair in _OPPOSITES:
        for said, opposite in (pair, pair[::-1]):
            match = said.search(sentence)
            if match and not said.search(context) and opposite.search(quotes):
                found.append(match[0])
    return tuple(found)


def _content(sentence: str, terms: Terms) -> list[str]:
    """The content words of a sentence; numbers were checked as such, and telling is no content."""
    telling = {term for word in _TELLING for term in terms(word)}
    bare = sentence
    for detail in reversed(find_numbers(sentence)):
        bare = f"{bare[: detail.start]} {bare[detail.start + len(detail.text) :]}"
    return [term for term in terms(bare) if term not in telling and not term.isdigit()]


def _is_among(term: str, given: set[str]) -> bool:
    """Whether a term is given, by itself or as beginning or end of a longer or shorter one."""
    if term in given:
        return True
    return any(
        len(shorter) >= _SHORTEST_PART and (longer.startswith(shorter) or longer.endswith(shorter))
        for shorter, longer in (sorted((term, other), key=len) for other in given)
    )


def _speaks_of(question: str, quotes: str, terms: Terms) -> bool:
    asked = set(terms(question))
    return not asked or bool(asked & set(terms(quotes)))
