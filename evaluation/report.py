"""A run as one calm HTML page that needs no network."""

from collections import Counter
from datetime import datetime
from html import escape
from importlib.resources import files
from string import Template

from evaluation.comparing import VERDICTS, Comparison, Difference
from evaluation.figures import NONE, change, change_interval, figure, interval
from evaluation.metrics import METRICS, Metric
from evaluation.outcomes import HEADINGS, Outcome
from evaluation.running import CitationRecord, QuestionResult, Run

FIRST = 10  # the search is judged by so many articles


def render_report(run: Run, comparison: Comparison | None = None) -> str:
    """Write a run as a page: figures, changes, and every question with answer and gold.

    All texts of the run are escaped; the page's policy allows no request at all.

    Args:
        run: The run.
        comparison: With an earlier run, if there is one.

    Returns:
        The page, HTML, in German.
    """
    template = Template(files("evaluation").joinpath("report.html").read_text(encoding="utf-8"))
    return template.substitute(
        date=escape(_day(run.date)),
        subtitle=escape(_subtitle(run)),
        figures="\n".join(_figure_rows(run)),
        comparison="" if comparison is None else _comparison(comparison, run),
        filters="\n".join(_filters(run)),
        questions="\n".join(map(_question, run.results)),
        setup=escape(_setup(run)),
    )


def _subtitle(run: Run) -> str:
    asked = len(run.results)
    right = sum(result.outcome == "right" for result in run.results)
    return f"{_day(run.date)} · {asked} Fragen, davon {right} richtig"


def _day(date: str) -> str:
    try:
        return datetime.fromisoformat(date).strftime("%d.%m.%Y, %H:%M Uhr %Z").strip()
    except ValueError:
        return date


def _setup(run: Run) -> str:
    known = {**run.settings, **run.versions, "Fragensatz": run.question_set_sha256[:12]}
    return " · ".join(f"{name} {value}" for name, value in known.items())


def _figure_rows(run: Run) -> list[str]:
    rows = []
    for metric in METRICS:
        estimate = run.metrics.get(metric.name)
        if estimate is None or estimate.value is None:
            rows.append(_row(metric, NONE, NONE, "0"))
            continue
        value, span = figure(estimate.value, metric.unit), interval(estimate, metric.unit)
        rows.append(_row(metric, value, span, str(estimate.n)))
    return rows


def _row(metric: Metric, *cells: str, last_class: str = "") -> str:
    columns = [f'<td class="n">{escape(cell)}</td>' for cell in cells]
    if last_class:
        columns[-1] = f'<td class="n {last_class}">{escape(cells[-1])}</td>'
    heading = f"{escape(metric.heading)} <small>{metric.name}</small>"
    return f"<tr><td>{heading}</td>{''.join(columns)}</tr>"


def _comparison(comparison: Comparison, run: Run) -> str:
    texts = {result.question.id: result.question.question for result in run.results}
    head = "".join(
        f'<th class="n">{name}</th>'
        for name in ("vorher", "jetzt", "Änderung", "95-%-Intervall", "p", "Urteil")
    )
    rows = "\n".join(map(_difference, comparison.differences))
    lists = "".join(
        f'<details><summary><span class="asked {kind}">{heading} ({len(ids)})</span></summary><ul>'
        + "".join(f"<li>{escape(texts[each])}</li>" for each in ids)
        + "</ul></details>"
        for kind, heading, ids in (
            ("better", "Jetzt richtig", comparison.better),
            ("worse", "Nicht mehr richtig", comparison.worse),
        )
        if ids
    )
    return (
        f'<h2>Vergleich mit dem früheren Lauf</h2>\n<div class="scroll"><table>'
        f"<thead><tr><th>Kennzahl</th>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
        f"\n{lists}"
    )


def _difference(each: Difference) -> str:
    unit = each.metric.unit
    return _row(
        each.metric,
        figure(each.old, unit),
        figure(each.new, unit),
        change(each.difference, unit),
        change_interval(each.low, each.high, unit),
        figure(each.p, "score"),
        VERDICTS[each.verdict],
        last_class=each.verdict,
    )


def _filters(run: Run) -> list[str]:
    counts = Counter(result.outcome for result in run.results)
    shown: list[tuple[str, str, int]] = [("all", "alle", len(run.results))]
    shown += [(kind, heading, counts[kind]) for kind, heading in HEADINGS.items() if counts[kind]]
    return [
        f'<button type="button" data-show="{kind}" aria-pressed="{str(kind == "all").lower()}">'
        f"{escape(heading)} · {count}</button>"
        for kind, heading, count in shown
    ]


def _question(result: QuestionResult) -> str:
    question, outcome = result.question, result.outcome
    gold = " / ".join(question.answers) if question.answerable else "Die Quellen sagen es nicht."
    entries = [
        ("Vorher gefragt", escape("\n".join(question.history))),
        ("Antwort" if result.status == "answered" else "Ablehnung", escape(result.text)),
        ("Richtig wäre", escape(gold)),
        ("Richtige Stelle", escape("\n".join(question.evidence))),
        ("Zitate", "".join(map(_quote, result.citations))),
        ("Suche", escape(_search(result))),
        (
            "Angaben",
            f"Sicherheit {figure(result.confidence, 'share')} · "
            f"{figure(result.latency_ms, 'ms')} · Frage {escape(question.id)}",
        ),
    ]
    body = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in entries if text)
    return (
        f'<details data-outcome="{outcome}"><summary><span class="asked">'
        f'{escape(question.question)}</span><small class="{outcome}">{_heading(outcome)}</small>'
        f"</summary><dl>{body}</dl></details>"
    )


def _heading(outcome: Outcome) -> str:
    return escape(HEADINGS[outcome])


def _search(result: QuestionResult) -> str:
    gold = result.question.article_id
    if not gold or not result.question.answerable:
        return ""
    if gold not in result.ranking[:FIRST]:
        return f"Artikel {gold} nicht unter den ersten {FIRST}"
    return f"Artikel {gold} auf Rang {result.ranking.index(gold) + 1}"


def _quote(citation: CitationRecord) -> str:
    known = (citation.source, citation.title, citation.published)
    origin = " · ".join(part for part in known if part)
    return (
        f"<blockquote>[{citation.number}] {escape(citation.quote)}"
        f"<small>{escape(origin)} (Zeichen {citation.start} bis {citation.end})</small>"
        "</blockquote>"
    )
