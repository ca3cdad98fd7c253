"""The tables of a report as HTML: figures, breakdowns, comparison."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from evaluation.metrics.definitions import BY_NAME, Estimate, Unit
from evaluation.reports.figures import NONE, change, change_interval, figure, interval
from evaluation.reports.wording import BREAKDOWNS, KINDS, VERDICTS, Language, metric_heading, say
from evaluation.runs.comparing import HEADLINES, Change, Comparison, Difference

LATENCY = "latency_p50_ms"
CHECKSUM = 64  # characters of a SHA-256; twelve tell it from another
SECTIONS = {  # by how a metric's name begins; the longest beginning decides
    "": "answer",
    **dict.fromkeys(("recall", "mrr", "ndcg"), "article"),
    "passage_": "passage",
    "evidence_": "evidence",
    **dict.fromkeys(("evidence_cited", "citation_", "uncited", "invalid", "verbatim"), "citation"),
    **dict.fromkeys(("refusal_", "coverage", "accuracy", "aurc", "ece"), "refusal"),
    "latency_": "latency",
}


def figures_table(metrics: Mapping[str, Estimate], language: Language) -> str:
    """Lay out figures with their intervals, in sections; undefined ones are left out."""
    sections: dict[str, list[str]] = {}
    for name, found in metrics.items():
        if found.value is not None:
            sections.setdefault(_section(name), []).append(_figure_row(name, found, language))
    bodies = [
        f'<tbody><tr class="section"><th colspan="5" scope="colgroup">'
        f"{escape(say(f'section_{section}', language))}</th></tr>\n" + "\n".join(rows) + "</tbody>"
        for section, rows in sections.items()
    ]
    heads = [say(key, language) for key in ("value", "interval", "n")]
    return _table([say("metric", language), *heads[:1], "", *heads[1:]], bodies, "figures")


def headline_cards(metrics: Mapping[str, Estimate], language: Language) -> str:
    """Show the headline figures large, those that are defined."""
    cards = []
    for name in (*HEADLINES, LATENCY):
        found = metrics.get(name)
        if found is not None and found.value is not None:
            unit = _unit(name)
            cards.append(
                f'<div class="card"><dt>{escape(metric_heading(name, language))} '
                f"<small>{escape(name)}</small></dt>"
                f"<dd><b>{escape(figure(found.value, unit, language))}</b>"
                f"{_bar(found, unit)}<small>{escape(interval(found, unit, language))}</small>"
                "</dd></div>"
            )
    return f'<dl class="cards">{"".join(cards)}</dl>'


def breakdown_tables(
    breakdowns: Mapping[str, Mapping[str, Mapping[str, Estimate]]], language: Language
) -> str:
    """Lay out the headline figures by group; a breakdown into fewer than two says nothing."""
    parts = []
    for name, groups in breakdowns.items():
        if len(groups) > 1:
            heading = BREAKDOWNS[language].get(name, name)
            parts.append(f"<h3>{escape(heading)}</h3>\n{_breakdown(groups, language)}")
    return "\n".join(parts)


def comparison_table(comparison: Comparison, language: Language) -> str:
    """Lay out what changed, figure by figure."""
    keys = ("before", "now", "change", "interval")
    heads = [say("metric", language), *(say(key, language) for key in keys), "p"]
    rows = [_difference(each, language) for each in comparison.differences]
    body = "<tbody>" + "\n".join(rows) + "</tbody>"
    return _table([*heads, say("judgement", language)], [body], "differences")


def changes_table(changes: Sequence[Change], language: Language) -> str:
    """Lay out what was set up otherwise; empty if nothing was."""
    if not changes:
        return ""
    rows = [
        f'<tr><th scope="row">{escape(each.name)}</th><td>{escape(shorten(each.old) or NONE)}</td>'
        f"<td>{escape(shorten(each.new) or NONE)}</td></tr>"
        for each in changes
    ]
    heads = ["", say("before", language), say("now", language)]
    body = "<tbody>" + "\n".join(rows) + "</tbody>"
    return f"<h3>{escape(say('changed', language))}</h3>\n{_table(heads, [body], 'changes')}"


def shorten(value: str) -> str:
    """Cut a checksum to what the eye can compare; other values stay as they are."""
    is_checksum = len(value) == CHECKSUM and all(each in "0123456789abcdef" for each in value)
    return value[:12] if is_checksum else value


def _breakdown(groups: Mapping[str, Mapping[str, Estimate]], language: Language) -> str:
    names = [
        name
        for name in (*HEADLINES, LATENCY)
        if any(_value(figures, name) is not None for figures in groups.values())
    ]
    rows = []
    for group, figures in groups.items():
        cells = "".join(_cell(figures.get(name), _unit(name), language) for name in names)
        size = max((each.n for each in figures.values()), default=0)
        heading = KINDS[language].get(group, group)
        rows.append(
            f'<tr><th scope="row">{escape(heading)}</th><td class="n">{size}</td>{cells}</tr>'
        )
    heads = [say("group", language), say("n", language)]
    heads += [metric_heading(name, language) for name in names]
    return _table(heads, ["<tbody>" + "\n".join(rows) + "</tbody>"], "breakdown")


def _cell(found: Estimate | None, unit: Unit, language: Language) -> str:
    if found is None or found.value is None:
        return f'<td class="n">{NONE}</td>'
    span = interval(found, unit, language)
    return (
        f'<td class="n">{escape(figure(found.value, unit, language))}'
        f"<small>{escape(span)}</small></td>"
    )


def _figure_row(name: str, found: Estimate, language: Language) -> str:
    unit = _unit(name)
    return (
        f"<tr>{_heading(name, language)}"
        f'<td class="n">{escape(figure(found.value, unit, language))}</td>'
        f'<td class="bar-cell">{_bar(found, unit)}</td>'
        f'<td class="n">{escape(interval(found, unit, language))}</td>'
        f'<td class="n">{found.n}</td></tr>'
    )


def _difference(each: Difference, language: Language) -> str:
    unit = each.metric.unit
    cells = (
        figure(each.old, unit, language),
        figure(each.new, unit, language),
        change(each.difference, unit, language),
        change_interval(each.low, each.high, unit, language),
        figure(each.p, "score", language),
    )
    shown = "".join(f'<td class="n">{escape(cell)}</td>' for cell in cells)
    verdict = f'<td class="n {each.verdict}">{VERDICTS[language][each.verdict]}</td>'
    return f"<tr>{_heading(each.metric.name, language)}{shown}{verdict}</tr>"


def _heading(name: str, language: Language) -> str:
    heading = metric_heading(name, language)
    plain = "" if heading == name else f" <small>{escape(name)}</small>"
    return f'<th scope="row">{escape(heading)}{plain}</th>'


def _bar(found: Estimate, unit: Unit) -> str:
    """Show where a figure and its interval lie between 0 and 1."""
    if unit not in {"share", "score"} or found.value is None:
        return '<span class="span none"></span>'
    low, high = (found.value if end is None else end for end in (found.low, found.high))
    places = (max(0.0, min(1.0, each)) * 100 for each in (found.value, low, high))
    at, left, right = (f"{place:.1f}%" for place in places)
    return (
        f'<span class="span" aria-hidden="true" style="--at:{at};--low:{left};--high:{right}">'
        "</span>"
    )


def _table(heads: Sequence[str], bodies: Iterable[str], style: str) -> str:
    first, *others = heads
    columns = "".join(f'<th class="n" scope="col">{escape(head)}</th>' for head in others)
    return (
        f'<div class="scroll" tabindex="0"><table class="{style}"><thead><tr>'
        f'<th scope="col">{escape(first)}</th>{columns}</tr></thead>\n'
        + "\n".join(bodies)
        + "</table></div>"
    )


def _section(name: str) -> str:
    return SECTIONS[max((each for each in SECTIONS if name.startswith(each)), key=len)]


def _unit(name: str) -> Unit:
    return BY_NAME[name].unit if name in BY_NAME else "score"


def _value(figures: Mapping[str, Estimate], name: str) -> float | None:
    found = figures.get(name)
    return None if found is None else found.value
