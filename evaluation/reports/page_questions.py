"""The questions of a report as HTML: what was asked, answered, cited, and how to filter them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from chatbot.question import classify_question
from evaluation.metrics.outcomes import HEADINGS
from evaluation.reports.figures import figure
from evaluation.reports.wording import KINDS, OUTCOMES, Language, say
from evaluation.runs.run import CitationRecord, QuestionResult, Verdict

FIRST = 10  # the search is judged by so many articles


def question_entry(result: QuestionResult, flip: str, language: Language) -> str:
    """Show one question with its answer, gold and citations.

    Args:
        result: The question answered.
        flip: "better" or "worse" if that is what became of it since an earlier run, else "".
        language: Of the headings; the texts are shown as they are.

    Returns:
        A `details` element, all texts escaped.
    """
    question, outcome = result.question, result.outcome
    parts = [(key, body) for key, body in _parts(result, language) if body]
    body = "".join(f"<dt>{escape(say(key, language))}</dt><dd>{text}</dd>" for key, text in parts)
    return (
        f'<details data-outcome="{outcome}" data-kind="{classify_question(question.question)}"'
        f' data-flip="{flip}"><summary><span class="asked">{escape(question.question)}</span>'
        f'<small class="chip {outcome}">{escape(OUTCOMES[language][outcome])}</small></summary>'
        f"<dl>{body}</dl></details>"
    )


def outcome_bar(results: Sequence[QuestionResult], language: Language) -> str:
    """Show the outcomes as parts of one bar."""
    counts = Counter(result.outcome for result in results)
    parts = [(kind, counts[kind]) for kind in HEADINGS if counts[kind]]
    named = [f"{OUTCOMES[language][kind]}: {count}" for kind, count in parts]
    segments = "".join(
        f'<span class="{kind}" style="flex-grow:{count}" title="{escape(name)}"></span>'
        for (kind, count), name in zip(parts, named, strict=True)
    )
    label = escape(f"{say('outcomes', language)}: {', '.join(named)}")
    legend = "".join(
        f'<li><i class="{kind}"></i>{escape(OUTCOMES[language][kind])} <b>{count}</b></li>'
        for kind, count in parts
    )
    return (
        f'<div class="outcomes" role="img" aria-label="{label}">{segments}</div>'
        f'<ul class="legend">{legend}</ul>'
    )


def filter_controls(
    results: Sequence[QuestionResult], flips: Mapping[str, str], language: Language
) -> str:
    """Offer filters by outcome, by change, by kind of question and by text."""
    outcomes = Counter(result.outcome for result in results)
    buttons = [_button("outcome", "", say("all", language), len(results))]
    buttons += [
        _button("outcome", kind, OUTCOMES[language][kind], outcomes[kind])
        for kind in HEADINGS
        if outcomes[kind]
    ]
    changed = Counter(flips.values())
    buttons += [
        _button("flip", flip, say(key, language), changed[flip])
        for flip, key in (("better", "now_right"), ("worse", "now_wrong"))
        if changed[flip]
    ]
    group = escape(say("by_outcome", language))
    search = escape(say("search", language))
    return (
        f'<div class="filters" role="group" aria-label="{group}">{"".join(buttons)}</div>\n'
        f'<div class="filters">{_kinds(results, language)}'
        f'<input type="search" id="search" placeholder="{search}" aria-label="{search}"></div>\n'
        f'<p class="quiet" role="status"><span id="shown">{len(results)}</span> '
        f"{escape(say('shown', language))}</p>"
    )


def _button(name: str, value: str, heading: str, count: int) -> str:
    pressed = str(not value).lower()
    return (
        f'<button type="button" data-{name}="{value}" aria-pressed="{pressed}">'
        f'{escape(heading)} <span class="count">{count}</span></button>'
    )


def _kinds(results: Sequence[QuestionResult], language: Language) -> str:
    counts = Counter(str(classify_question(result.question.question)) for result in results)
    options = "".join(
        f'<option value="{kind}">{escape(heading)} ({counts[kind]})</option>'
        for kind, heading in KINDS[language].items()
        if counts[kind]
    )
    return (
        f'<select id="kind" aria-label="{escape(say("kind", language))}">'
        f'<option value="">{escape(say("all_kinds", language))}</option>{options}</select>'
    )


def _parts(result: QuestionResult, language: Language) -> Iterator[tuple[str, str]]:
    question = result.question
    yield "asked_before", escape("\n".join(question.history))
    yield "answer" if result.status == "answered" else "refusal", escape(result.text)
    gold = " / ".join(question.answers) if question.answerable else say("no_gold", language)
    yield "gold", escape(gold)
    yield "evidence", escape("\n".join(question.evidence))
    yield "quotes", "".join(_passages(result.citations, language))
    yield "retrieval", escape(_search(result, language))
    yield "judge", _verdict(result.verdict, language)
    known = (
        f"{say('confidence', language)} {figure(result.confidence, 'share', language)}",
        figure(result.latency_ms, "ms", language),
        f"{say('question', language)} {question.id}",
    )
    yield "details", escape(" · ".join(known))


def _passages(citations: Sequence[CitationRecord], language: Language) -> Iterator[str]:
    """Each passage once, with all that is cited from it marked."""
    ordered = sorted(citations, key=_place)
    for _, group in groupby(ordered, key=lambda each: _place(each)[:2]):
        cited = list(group)
        first = cited[0]
        origin = " · ".join(filter(None, (first.source, first.title, first.published)))
        places = ", ".join(
            say("characters", language).format(start=each.start, end=each.end) for each in cited
        )
        yield (
            f"<blockquote>{_marked(cited)}<small>{escape(origin)} ({escape(places)})</small>"
            "</blockquote>"
        )


def _place(citation: CitationRecord) -> tuple[str, int, int]:
    # A citation without its passage stands alone.
    begins = citation.passage_start if citation.passage else citation.start
    return citation.article_id, begins, citation.start


def _marked(cited: Sequence[CitationRecord]) -> str:
    passage, offset, done, pieces = cited[0].passage, cited[0].passage_start, 0, []
    for each in cited:
        start, end = each.start - offset, each.end - offset
        if passage[start:end] != each.quote or start < done:
            pieces.append(f"{_mark(each)} ")  # it overlaps the one before, or stands elsewhere
            continue
        pieces.append(f"{escape(passage[done:start])}{_mark(each)}")
        done = end
    return "".join([*pieces, escape(passage[done:])])


def _mark(citation: CitationRecord) -> str:
    return f"<mark><sup>{citation.number}</sup>{escape(citation.quote)}</mark>"


def _search(result: QuestionResult, language: Language) -> str:
    if not result.question.answerable:
        return ""
    lines = []
    for gold in result.question.relevant_articles:
        if gold in result.ranking[:FIRST]:
            rank = result.ranking.index(gold) + 1
            lines.append(say("found", language).format(id=gold, rank=rank))
        else:
            lines.append(say("not_found", language).format(id=gold, first=FIRST))
    return "\n".join(lines)


def _verdict(verdict: Verdict | None, language: Language) -> str:
    if verdict is None:
        return ""
    if verdict.correct is None or verdict.faithful is None:
        said = say("judge_none", language)
    else:
        keys = (
            "judge_correct" if verdict.correct else "judge_incorrect",
            "judge_faithful" if verdict.faithful else "judge_unfaithful",
        )
        said = ", ".join(say(key, language) for key in keys)
    return escape(f"{said}: {verdict.reason}" if verdict.reason else said)
