"""Do verdicts notice what was altered? `python -m benchmarks verification`.

True sentences are altered in one place (a number, a name, a word within quotation marks) and held
against the sentence that they were made from; unaltered ones are held against it word for word and
rewritten. What is altered is found by gold answers and plain lists, not by the code that is tested.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.collections import read_news, read_news_questions, read_xquad
from chatbot.verification import Check, Source, Terms, check_sentence
from index.terms import Analyzer, count_vocabulary
from ingest import Article, split_sentences

EACH = 500  # sentences of each kind at most
SEED = 4
_LONGEST_NAME = 4  # words

_NUMBER_WORDS_TEXT = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig"
_NUMBER_WORDS = _NUMBER_WORDS_TEXT.split()
_MONTHS_TEXT = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_MONTHS = _MONTHS_TEXT.split()
_NAMES_TEXT = """
Wien Berlin Brüssel London Paris Moskau Washington Salzburg Graz Linz Rom Athen Peking Tokio Madrid
Deutschland Österreich Frankreich Italien Griechenland Spanien Russland China Japan Polen Ungarn
Merkel Obama Putin Faymann Mitterlehner Strache Schäuble Hollande Cameron Tsipras Erdogan Häupl
SPÖ ÖVP FPÖ NEOS EU USA UNO NATO EZB IWF ORF ARD BBC NSA CIA AMS ÖBB AUA BMW
Google Apple Microsoft Facebook Samsung Amazon Siemens Telekom Volkswagen Sony Intel Twitter Nokia
"""
_NAMES = [line.split() for line in _NAMES_TEXT.strip().splitlines()]  # one kind a line
_QUOTATION = re.compile(r"[„\"“»](?P<words>[^„“”\"»«]{12,})[“”\"«]")
_REWRITTEN_NUMBERS = tuple(zip(_NUMBER_WORDS[:11], map(str, range(2, 13)), strict=True))


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to be checked.

    Attributes:
        kind: What was done to it.
        sentence: As it would stand in an answer.
        source: What it cites.
        altered: Whether it is no longer true.
    """

    kind: str
    sentence: str
    source: Source
    altered: bool


@dataclass(frozen=True, slots=True)
class Original:
    """A sentence of an article.

    Attributes:
        text: The sentence.
        source: It and its neighbours, as a citation would give them.
        outlet: Of the article; may be empty.
        article_id: Of the article.
    """

    text: str
    source: Source
    outlet: str
    article_id: str


def run() -> str:
    """The table, in Markdown."""
    news, (xquad, questions) = read_news(), read_xquad()
    analyzer = Analyzer(count_vocabulary(article.body for article in (*news, *xquad)))
    news_sentences = list(_originals(news))
    names = _answers_to_who([(q.question, q.answers) for q in questions if q.answers]) + [
        q.answer for q in read_news_questions() if q.answer and q.question.startswith("Wer ")
    ]
    asked = {
        "news": [(q.question, q.article_id, q.answer) for q in read_news_questions() if q.answer],
        "XQuAD-de": [(q.question, q.article_id, q.answers[0]) for q in questions if q.answers],
    }
    lines = [
        "# Verdicts on altered and unaltered sentences",
        "",
        "Caught is what is not called supported. Each sentence cites the one it was made from, "
        "whose neighbours count as well. The two lines in the words of a question stand by "
        'themselves: such questions say more than the cited sentence does, so that "partly" and '
        '"not found" are often right for them.',
        "",
        "| collection | what was done | sentences | supported | partly | not found | caught |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, originals in (("news", news_sentences), ("XQuAD-de", list(_originals(xquad)))):
        cases = list(make_cases(originals, names, random.Random(SEED)))  # noqa: S311
        cases += make_statements(asked[name], originals, random.Random(SEED))  # noqa: S311
        for kind in dict.fromkeys(case.kind for case in cases):
            lines.append(_row(name, kind, [case for case in cases if case.kind == kind], analyzer))
        for altered, label in ((True, "**all altered**"), (False, "**all unaltered**")):
            chosen = [
                case
                for case in cases
                if case.altered is altered and not case.kind.startswith("question")
            ]
            lines.append(_row(name, label, chosen, analyzer))
    return "\n".join(lines) + "\n"


def make_cases(
    originals: Sequence[Original], names: Sequence[str], chance: random.Random
) -> Iterator[Case]:
    """Alter and rewrite sentences, at most `EACH` in each way."""
    shuffled = list(originals)
    chance.shuffle(shuffled)
    vocabulary = [
        word for item in shuffled[:2000] for word in re.findall(r"\b[a-zäöüß]{6,}\b", item.text)
    ]
    ways: tuple[tuple[str, bool, Callable[[str], str | None]], ...] = (
        ("number altered", True, lambda text: _alter_digits(text, chance)),
        ("number word altered", True, lambda text: _alter_listed(text, (_NUMBER_WORDS,), chance)),
        ("month altered", True, lambda text: _alter_listed(text, (_MONTHS,), chance)),
        ("name altered", True, lambda text: _alter_listed(text, _NAMES, chance)),
        ("name of a gold answer altered", True, lambda text: _alter_answer(text, names, chance)),
        ("name misspelt", True, lambda text: _misspell(text, chance)),
        ("quotation altered", True, lambda text: _alter_quotation(text, vocabulary, chance)),
        ("rewritten, then number altered", True,
         lambda text: _apply(_rewrite, lambda text: _alter_digits(text, chance), text)),
        ("rewritten, then name altered", True,
         lambda text: _apply(_rewrite, lambda text: _alter_listed(text, _NAMES, chance), text)),
        ("word for word", False, lambda text: text),
        ("attributed", False, lambda text: None),
        ("clause left out", False, _leave_clause_out),
        ("number written differently", False, _rewrite_numbers),
        ("parts of the sentence moved", False, _move_parts),
        ("put into indirect speech", False, _report_indirectly),
        ("joined with the next sentence", False, lambda text: None),
    )  # fmt: skip
    for kind, altered, change in ways:
        count = 0
        for original in shuffled:
            changed = change(original.text)
            if kind == "attributed" and original.outlet:
                changed = f"Laut {original.outlet}: {original.text}"
            if kind == "joined with the next sentence":
                changed = _join(original)
            if changed is None or (altered and changed == original.text):
                continue
            if altered and changed in original.source.context:
                continue
            yield Case(kind, changed, original.source, altered)
            count += 1
            if count == EACH:
                break


def make_statements(
    asked: Sequence[tuple[str, str, str]], originals: Sequence[Original], chance: random.Random
) -> Iterator[Case]:
    """Questions, in their asker's words, with their own answer and with another one's.

    Only answers of up to six words that hold a number or a name, because others are no facts that
    could be altered in one place.
    """
    of_article: dict[str, list[Original]] = {}
    for original in originals:
        of_article.setdefault(original.article_id, []).append(original)
    facts = [
        (question, article_id, answer)
        for question, article_id, answer in asked
        if len(answer.split()) <= 6 and re.search(r"\d|\b[A-ZÄÖÜ]", answer)  # noqa: PLR2004
    ]
    chance.shuffle(facts)
    for question, article_id, answer in facts[:EACH]:
        held = [item for item in of_article.get(article_id, ()) if answer in item.text]
        if not held:
            continue
        numeric = answer[0].isdigit()
        other = chance.choice(
            [text for _, _, text in facts if text[0].isdigit() == numeric
             and text not in held[0].source.context]
        )  # fmt: skip
        said = re.sub(r"\A(?:W\w+|In welche\w+|An w\w+)\s+(?:viele?\s+)?", "", question).rstrip("?")
        said = said[:1].upper() + said[1:]
        yield Case("question with its answer", f"{said}: {answer}.", held[0].source, altered=False)
        yield Case(
            "question with another answer", f"{said}: {other}.", held[0].source, altered=True
        )


def _originals(articles: Sequence[Article]) -> Iterator[Original]:
    for article in articles:
        spans = split_sentences(article.body)
        for place, span in enumerate(spans):
            text = article.body[span.start : span.end]
            if not 8 <= len(text.split()) <= 40:  # noqa: PLR2004
                continue
            first, last = spans[max(place - 1, 0)], spans[min(place + 1, len(spans) - 1)]
            context = article.body[first.start : last.end]
            attribution = f"{article.source} {article.title}"
            yield Original(text, Source(text, context, attribution), article.source, article.id)


def _answers_to_who(questions: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    return [
        answers[0]
        for question, answers in questions
        if re.match(r"(?:Wer|Wem|Wen|Wessen)\b", question) and answers[0][:1].isupper()
    ]


def _alter_digits(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\d+(?:[.,]\d+)*", text))
    if not found:
        return None
    match = chance.choice(found)
    digits = list(match[0])
    place = chance.choice([n for n, digit in enumerate(digits) if digit.isdigit()])
    digits[place] = chance.choice([d for d in "123456789" if d != digits[place]])
    return text[: match.start()] + "".join(digits) + text[match.end() :]


def _alter_listed(text: str, lists: Sequence[Sequence[str]], chance: random.Random) -> str | None:
    found = [
        (match, words)
        for words in lists
        for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", text)
    ]
    if not found:
        return None
    match, words = chance.choice(found)
    other = chance.choice([word for word in words if word not in text])
    return text[: match.start()] + other + text[match.end() :]


def _alter_answer(text: str, names: Sequence[str], chance: random.Random) -> str | None:
    held = [name for name in names if name in text and len(name.split()) <= _LONGEST_NAME]
    if not held:
        return None
    name = max(held, key=len)
    other = chance.choice(
        [n for n in names if n[:1].isupper() and len(n.split()) <= _LONGEST_NAME and n not in text]
    )
    return text.replace(name, other, 1)


def _misspell(text: str, chance: random.Random) -> str | None:
    """A letter left out, doubled or swapped with its neighbour, within a name."""
    words = [name for names in _NAMES for name in names if len(name) >= 4 and not name.isupper()]  # noqa: PLR2004
    found = list(re.finditer(rf"\b(?:{'|'.join(words)})\b", text))
    if not found:
        return None
    match = chance.choice(found)
    name = match[0]
    place = chance.randrange(1, len(name) - 2)
    one, other = name[place : place + 2]
    changed = chance.choice([other, one + one + other, other + one])
    return text[: match.start() + place] + changed + text[match.start() + place + 2 :]


def _alter_quotation(text: str, vocabulary: Sequence[str], chance: random.Random) -> str | None:
    match = _QUOTATION.search(text)
    if match is None:
        return None
    words = list(re.finditer(r"\b[^\W\d_]{5,}\b", match["words"]))
    if not words:
        return None
    word = chance.choice(words)
    start = match.start("words")
    other = chance.choice(vocabulary)
    return text[: start + word.start()] + other + text[start + word.end() :]


def _leave_clause_out(text: str) -> str | None:
    """The sentence without what stands between two commas."""
    parts = re.split(r", ", text)
    if len(parts) < 3 or _QUOTATION.search(text):  # noqa: PLR2004
        return None
    return f"{parts[0]} {', '.join(parts[2:])}"


def _rewrite_numbers(text: str) -> str | None:
    changed = text
    for word, digits in _REWRITTEN_NUMBERS:
        changed = re.sub(rf"\b{word}\b", digits, changed)
    changed = re.sub(r"(\d) Prozent\b", r"\1 %", changed)
    changed = re.sub(
        rf"\b(\d\d?)\. ({'|'.join(_MONTHS)})\b",
        lambda m: f"{int(m[1]):02}.{_MONTHS.index(m[2]) + 1:02}.",
        changed,
    )
    changed = re.sub(r"\b(\d),(\d) Millionen", r"\1.\g<2>00.000", changed)
    return None if changed == text else changed


def _move_parts(text: str) -> str | None:
    """The last clause put first."""
    if text.count(", ") != 1 or _QUOTATION.search(text):
        return None
    head, tail = text.rstrip(".").split(", ")
    return f"{tail[0].upper()}{tail[1:]}, {head[0].lower()}{head[1:]}."


def _report_indirectly(text: str) -> str | None:
    if _QUOTATION.search(text) or not text.endswith("."):
        return None
    for plain, reported in ((" ist ", " sei "), (" hat ", " habe "), (" sind ", " seien "),
                            (" wird ", " werde "), (" kann ", " könne ")):  # fmt: skip
        if plain in text:
            return f"Dem Artikel zufolge gilt: {text.replace(plain, reported)}"
    return None


def _rewrite(text: str) -> str | None:
    return _move_parts(text) or _leave_clause_out(text) or _report_indirectly(text)


def _apply(
    first: Callable[[str], str | None], then: Callable[[str], str | None], text: str
) -> str | None:
    changed = first(text)
    return None if changed is None else then(changed)


def _join(original: Original) -> str | None:
    """The sentence run together with the one that follows it."""
    place = original.source.context.find(original.text)
    rest = original.source.context[place + len(original.text) :].strip()
    if not rest or "\n" in rest or _QUOTATION.search(rest) or _QUOTATION.search(original.text):
        return None
    return f"{original.text.rstrip('.!?')}, und {rest}"


def _row(collection: str, kind: str, cases: Sequence[Case], analyzer: Analyzer) -> str:
    checks = [_check(case, analyzer.terms) for case in cases]
    counts = Counter(check.finding for check in checks)
    total = max(len(checks), 1)
    shares = [counts[finding] / total for finding in ("supported", "partly", "not_found")]
    cells = " | ".join(f"{share:.3f}" for share in (*shares, 1 - shares[0]))
    return f"| {collection} | {kind} | {len(checks)} | {cells} |"


def _check(case: Case, terms: Terms) -> Check:
    return check_sentence(case.sentence, [case.source], terms)
