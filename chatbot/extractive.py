"""Answers put together from sentences of the sources, word for word. No language model involved."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chatbot.agreement import compare_answers
from chatbot.answer import Citation, Evidence, cite
from chatbot.attribution import describe_source, format_day, put_in_quotes
from chatbot.evidence import ScoredEvidence
from chatbot.numbers import find_years
from chatbot.question import asks_about_now, classify_question
from ingest import Article, Span

MAX_SENTENCES = 3  # the best three hold the answer far more often than the best one
MAX_WORDS = 80
MAX_BEHIND = 2.5  # of a score: sentences further behind the best one are left out
SAME_MEANING = 0.97  # cosine of two sentences from which on the second adds nothing
SAME_MATTER = (
    0.9  # cosine from which on two sentences are about the same, so that they can disagree
)
_WORDS_FOR_CONTEXT = 30  # longest sentence that is added to make another understood

# Forms as in "das neue Werk"; "das sagte Merz" has none of them.
_ADJECTIVE = (
    r"(?:\w+(?:lich|isch|los|bar|sam|haft|ell|al|iv|end|en|er|[^eü]tig|dig|rig|lig)e|ge\w{3,}te"
    r"|neue|große|kleine|alte|junge|ganze|halbe|gute|rote|erste|zweite|dritte|letzte|nächste|beste"
    r"|größte|höchste|neueste|gesamte|deutsche|lange|kurze|hohe|freie|volle)"
)
_LEANS_BACK = re.compile(
    rf"(?:Das(?!\s+(?:{_ADJECTIVE}\s+){{0,2}}[A-ZÄÖÜ])|Dies(?:e[rsmn]?)?"
    r"|Dabei|Dafür|Dagegen|Damit|Daraus|Darüber|Dazu|Dadurch|Deshalb|Daher"
    r"|Er|Sie|Es|Ihr(?:e[rsmn]?)?|Sein(?:e[rsmn]?)?|Beide|Letztere[rs]?|This|That|These|He|She|It"
    r"|They)\b"
)

_SAYS = {
    "de": {"first": "Laut {source}:", "same": "Auch laut {source}:",
           "different": "Laut {source} dagegen:", "before": "Davor heißt es:",
           "newest": "Stand der neuesten Quelle: {day}.",
           "undated": "Wann das erschienen ist, ist nicht bekannt.",
           "past": "Die erste Belegstelle spricht von {year}."},
    "en": {"first": "According to {source}:", "same": "Also according to {source}:",
           "different": "According to {source}, however:", "before": "Before that it says:",
           "newest": "The newest source is of {day}.",
           "undated": "When this was published is not known.",
           "past": "The first quote speaks of {year}."},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Quote:
    """A sentence that is quoted: as evidence, or to make the quote before it understood."""

    evidence: Evidence
    is_context: bool = False


def compose_answer(
    question: str, evidence: Sequence[ScoredEvidence], language: str
) -> tuple[str, tuple[Citation, ...]]:
    """Quote the best sentences: the answering one first, the others grouped by article.

    Where two articles give different quantities or dates, the answer says so.

    Args:
        question: As it is to be understood.
        evidence: Sentences, most promising first, at least one.
        language: Of the words around the quotes, "de" or "en".

    Returns:
        The text, a marker like `[1]` after each quote, and the citations by their numbers.
    """
    says = _SAYS[language]
    kind = classify_question(question)
    citations: list[Citation] = []
    paragraphs = []
    groups = _group_by_article(_add_context(choose_sentences(evidence)))
    leading = groups[0][0].evidence
    vectors = {_place(scored.evidence): scored.vector for scored in evidence}
    for group in groups:
        relation: str = "first"
        if group is not groups[0]:
            nearness = vectors[_place(leading)] @ vectors[_place(group[0].evidence)]
            if nearness >= SAME_MATTER:
                relation = compare_answers(leading, group[0].evidence, kind)
        opening = says.get(relation, says["first"])
        words = [opening.format(source=describe_source(group[0].evidence.article, language))]
        for quote in group:
            differs = relation == "different" and quote is group[0]
            against = citations[0].number if differs else None
            citation = cite(quote.evidence, len(citations) + 1, against=against)
            citations.append(citation)
            if quote.is_context:
                words.append(says["before"])
            words.append(f"{put_in_quotes(citation.quote, language)} [{citation.number}]")
        paragraphs.append(" ".join(words))
    if asks_about_now(question):
        paragraphs.append(_tell_how_new(citations, language))
    return "\n\n".join(paragraphs), tuple(citations)


def choose_sentences(evidence: Sequence[ScoredEvidence]) -> list[Evidence]:
    """The best sentence, and those close behind it that add something and fit in."""
    best = evidence[0]
    chosen = [best]
    words = len(best.evidence.text.split())
    for scored in evidence[1:]:
        if len(chosen) == MAX_SENTENCES:
            break
        if best.evidence.score - scored.evidence.score > MAX_BEHIND:
            break
        length = len(scored.evidence.text.split())
        if words + length > MAX_WORDS or _repeats(scored, chosen):
            continue
        chosen.append(scored)
        words += length
    return [scored.evidence for scored in chosen]


def _place(evidence: Evidence) -> tuple[str, Span]:
    return evidence.article.id, evidence.sentence


def _group_by_article(quotes: Sequence[_Quote]) -> list[list[_Quote]]:
    """The quotes of each article together, in the order in which the articles come first."""
    groups: dict[str, list[_Quote]] = {}
    for quote in quotes:
        groups.setdefault(quote.evidence.article.id, []).append(quote)
    return list(groups.values())


def _tell_how_new(citations: Sequence[Citation], language: str) -> str:
    """How new the newest source is, and of what earlier year the first quote speaks."""
    says = _SAYS[language]
    newest = _newest_day(citation.article for citation in citations)
    if newest is None:
        return says["undated"]
    told = says["newest"].format(day=format_day(newest, language))
    years = [int(year) for year in find_years(citations[0].quote)]
    if years and max(years) < newest.year:
        told += f" {says['past'].format(year=max(years))}"
    return told


def _newest_day(articles: Iterable[Article]) -> date | None:
    return max((article.published for article in articles if article.published), default=None)


def _repeats(scored: ScoredEvidence, chosen: Sequence[ScoredEvidence]) -> bool:
    return any(
        scored.evidence.text == other.evidence.text
        or float(scored.vector @ other.vector) >= SAME_MEANING
        for other in chosen
    )


def _add_context(chosen: Sequence[Evidence]) -> list[_Quote]:
    """Add the sentence before to one that opens by pointing back at it."""
    words = sum(len(item.text.split()) for item in chosen)
    taken = {_place(item) for item in chosen}
    quotes = []
    for item in chosen:
        quotes.append(_Quote(item))
        before = _sentence_before(item)
        if before is None or not _LEANS_BACK.match(item.text):
            continue
        context = replace(item, sentence=before, answer=None)
        length = len(context.text.split())
        if (item.article.id, before) in taken or length > _WORDS_FOR_CONTEXT:
            continue
        if words + length <= MAX_WORDS:
            quotes.append(_Quote(context, is_context=True))
            taken.add((item.article.id, before))
            words += length
    return quotes


def _sentence_before(item: Evidence) -> Span | None:
    """The sentence before one in the same paragraph, if there is one."""
    place = item.passage.sentences.index(item.sentence)
    if place == 0:
        return None
    before = item.passage.sentences[place - 1]
    return None if _paragraph_ends(item.article, before.end, item.sentence.start) else before


def _paragraph_ends(article: Article, start: int, end: int) -> bool:
    return "\n" in article.body[start:end]
