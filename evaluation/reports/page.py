"""A run as one calm HTML page that needs no network."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from string import Template

from evaluation.metrics.definitions import Estimate, Unit
from evaluation.reports import plots
from evaluation.reports.figures import figure, interval
from evaluation.reports.page_questions import filter_controls, outcome_bar, question_entry
from evaluation.reports.page_tables import (
    breakdown_tables,
    changes_table,
    comparison_table,
    figures_table,
    headline_cards,
    shorten,
)
from evaluation.reports.wording import JUDGED, Language, say
from evaluation.runs.comparing import Comparison
from evaluation.runs.run import JudgeSummary, Run

HEADINGS = (
    *("title", "outcomes", "plots", "figures", "intervals_note"),
    *("questions", "none_shown", "setup"),
)
LISTED = 10  # flipped questions beside the plot; the filters show all


def render_page(run: Run, comparison: Comparison | None = None, language: Language = "de") -> str:
    """Write a run as a page: figures, plots, changes, and every question with answer and gold.

    All texts of the run are escaped; the page's policy allows no request at all.

    Args:
        run: The run.
        comparison: With an earlier run, if there is one.
        language: Of headings and figures; questions and answers are shown as they are.

    Returns:
        The page, HTML.
    """
    flips = _flips(comparison)
    return Template(_read("report.html")).substitute(
        {f"say_{key}": escape(say(key, language)) for key in HEADINGS},
        language=language,
        style=_read("report.css"),
        script=_read("report.js"),
        date=escape(_day(run.date, language)),
        summary=escape(_summary(run, language)),
        headlines=headline_cards(run.metrics, language),
        outcomes=outcome_bar(run.results, language),
        comparison="" if comparison is None else _comparison(run, comparison, language),
        figures=figures_table(run.metrics, language),
        breakdowns=breakdown_tables(run.breakdowns, language),
        plots=_plots(run, language),
        judge="" if run.judge is None else _judge(run.judge, language),
        filters=filter_controls(run.results, flips, language),
        questions="\n".join(
            question_entry(result, flips.get(result.question.id, ""), language)
            for result in run.results
        ),
        setup=_setup(run, language),
    )


def _read(name: str) -> str:
    return files("evaluation.reports").joinpath(name).read_text(encoding="utf-8")


def _flips(comparison: Comparison | None) -> dict[str, str]:
    if comparison is None:
        return {}
    better = dict.fromkeys(comparison.better, "better")
    return better | dict.fromkeys(comparison.worse, "worse")


def _summary(run: Run, language: Language) -> str:
    right = sum(result.outcome == "right" for result in run.results)
    return say("summary", language).format(asked=len(run.results), right=right)


def _day(date: str, language: Language) -> str:
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return date
    pattern = "%d.%m.%Y, %H:%M Uhr %Z" if language == "de" else "%Y-%m-%d, %H:%M %Z"
    return moment.strftime(pattern).strip()


def _plots(run: Run, language: Language) -> str:
    drawn = (
        plots.plot_recall(run.results, language),
        plots.plot_risk(run.results, language),
        plots.plot_reliability(run.results, language),
        plots.plot_latency(run.results, language),
    )
    return "\n".join(filter(None, drawn))


def _comparison(run: Run, comparison: Comparison, language: Language) -> str:
    date = say("compared_date", language).format(date=_day(comparison.old_date, language))
    texts = {result.question.id: result.question.question for result in run.results}
    flipped = "".join(
        _flipped(kind, say(key, language), [texts[each] for each in ids])
        for kind, key, ids in (
            ("worse", "now_wrong", comparison.worse),
            ("better", "now_right", comparison.better),
        )
    )
    return (
        f'<section id="comparison"><h2>{escape(say("compared", language))}</h2>\n'
        f'<p class="quiet">{escape(date)}</p>\n'
        f'<div class="beside">{plots.plot_changes(comparison.differences, language)}'
        f"<div>{changes_table(comparison.changes, language)}{flipped}</div></div>\n"
        f"<details><summary>{escape(say('all_figures', language))}</summary>"
        f"{comparison_table(comparison, language)}</details></section>"
    )


def _flipped(kind: str, heading: str, questions: Sequence[str]) -> str:
    more = f"<li>… {len(questions) - LISTED}</li>" if len(questions) > LISTED else ""
    items = "".join(f"<li>{escape(each)}</li>" for each in questions[:LISTED])
    return (
        f'<h3 class="{kind}">{escape(heading)} ({len(questions)})</h3>'
        f'<ul class="flipped">{items}{more}</ul>'
    )


def _judge(judge: JudgeSummary, language: Language) -> str:
    counts = say("judge_counts", language).format(graded=judge.graded, missing=judge.no_verdict)
    model = ", ".join([judge.model, *(f"→ {name}" for name in judge.answered_as)])
    rows = _judge_rows(judge.metrics, "share", language)
    rows += _judge_rows(judge.agreement, "score", language)
    heads = "".join(
        f'<th class="n" scope="col">{escape(say(key, language))}</th>'
        for key in ("value", "interval", "answers")
    )
    return (
        f'<section id="judge"><h2>{escape(say("judge", language))}</h2>\n'
        f'<p class="quiet">{escape(say("judge_model", language))}: {escape(model)} · '
        f"{escape(counts)}</p>\n"
        f'<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">'
        f"{escape(say('metric', language))}</th>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"</div>\n<details><summary>{escape(say('judge_prompt', language))}</summary>"
        f"<pre>{escape(judge.prompt)}</pre></details></section>"
    )


def _judge_rows(figures: Mapping[str, Estimate], unit: Unit, language: Language) -> str:
    return "".join(
        f'<tr><th scope="row">{escape(JUDGED[language].get(name, name))}</th>'
        f'<td class="n">{escape(figure(found.value, unit, language))}</td>'
        f'<td class="n">{escape(interval(found, unit, language))}</td>'
        f'<td class="n">{found.n}</td></tr>'
        for name, found in figures.items()
    )


def _setup(run: Run, language: Language) -> str:
    question_set = {"sha256": run.question_set_sha256}
    return "\n".join(
        _list(say(key, language), values)
        for key, values in (
            ("settings", run.settings),
            ("index", run.index),
            ("question_set", question_set),
            ("versions", run.versions),
        )
        if values
    )


def _list(heading: str, values: Mapping[str, str]) -> str:
    entries = "".join(
        f'<dt>{escape(name)}</dt><dd title="{escape(value)}">{escape(shorten(value)) or "–"}</dd>'
        for name, value in values.items()
    )
    return f"<div><h3>{escape(heading)}</h3><dl>{entries}</dl></div>"
