"""The five plots of a report."""

from collections.abc import Callable, Sequence
from math import sqrt

from evaluation.metrics.calibration import reliability_bins
from evaluation.metrics.selective import RiskAtCoverage, risk_coverage_curve
from evaluation.metrics.statistics import percentile
from evaluation.reports.curves import MOST, latency_histogram, recall_over_k
from evaluation.reports.figures import change, figure
from evaluation.reports.svg import (
    WIDTH,
    Axis,
    Frame,
    area,
    dot,
    draw_figure,
    draw_plot,
    line,
    nice_ticks,
    text,
)
from evaluation.reports.wording import Language, metric_heading, say
from evaluation.runs.comparing import HEADLINES, Difference
from evaluation.runs.run import QuestionResult

FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
GAP = 0.15  # of a step, between the bars of a histogram
LARGEST = 13  # radius of a dot that stands for all questions
SMALLEST = 3  # radius below which a dot is hard to see
POINTS = 200  # of a curve; more would not show
ROW = 40  # height of a row of the comparison
EDGE = 8  # of the comparison, left and right


def plot_recall(results: Sequence[QuestionResult], language: Language) -> str:
    """Draw recall over k with its intervals; empty without gold articles."""
    curve = recall_over_k(results)
    if not curve:
        return ""
    lowest = min(each.low if each.low is not None else each.value or 0 for each in curve)
    low = min(0.8, int(lowest * 5) / 5)  # from the next fifth below, so that the top is not flat
    ticks = [round(low + (1 - low) * step / 4, 3) for step in range(5)]
    frame = Frame(
        Axis(0.5, MOST + 0.5, say("plot_recall_x", language), range(1, MOST + 1), str),
        Axis(low, 1, say("plot_recall_y", language), ticks, _percent(language)),
    )
    points = [(k, each.value or 0) for k, each in enumerate(curve, start=1)]
    spans = [(k, each) for k, each in enumerate(curve, start=1) if each.low is not None]
    band = [frame.at(k, each.low or 0) for k, each in spans]
    band += [frame.at(k, each.high or 0) for k, each in reversed(spans)]
    marks = [area(band, "band"), line([frame.at(*point) for point in points], "curve")]
    marks += [
        dot(frame.at(k, value), 4, "point", f"k = {k}: {figure(value, 'share', language)}")
        for k, value in points
    ]
    return _plot(frame, marks, "recall", language)


def plot_risk(results: Sequence[QuestionResult], language: Language) -> str:
    """Draw the risk-coverage curve; empty where no answer can be judged."""
    judged = [each for each in results if each.outcome != "unjudged"]
    if not judged:
        return ""
    # As `evaluation.metrics.scoring` has it: a refusal gives no right answer, even where refusing
    # is right.
    right = [each.status == "answered" and each.outcome == "right" for each in judged]
    curve = risk_coverage_curve([each.confidence for each in judged], right)
    ticks = nice_ticks(max(0.05, *(each.risk for each in curve)))
    frame = Frame(
        Axis(0, 1, say("plot_risk_x", language), FIFTHS, _percent(language)),
        Axis(0, ticks[-1], say("plot_risk_y", language), ticks, _percent(language)),
    )
    kept = [*curve[:: len(curve) // POINTS + 1], curve[-1]]
    points = [frame.at(each.coverage, each.risk) for each in kept]
    shape = [(points[0][0], frame.at(0, 0)[1]), *points, frame.at(1, 0)]
    answered = sum(each.status == "answered" for each in judged)
    tips = [
        dot(frame.at(each.coverage, each.risk), 4.5, "point", _risk_tip(each, language))
        for each in (curve[answered - 1 :][:1] if answered else [])
    ]
    return _plot(frame, [area(shape, "band"), line(points, "curve"), *tips], "risk", language)


def plot_reliability(results: Sequence[QuestionResult], language: Language) -> str:
    """Draw the reliability diagram; empty unless there are questions of both kinds."""
    answerable = [each.question.answerable for each in results]
    if all(answerable) or not any(answerable):
        return ""
    bins = reliability_bins([each.confidence for each in results], answerable)
    frame = Frame(
        Axis(0, 1, say("plot_reliability_x", language), FIFTHS, _percent(language)),
        Axis(0, 1, say("plot_reliability_y", language), FIFTHS, _percent(language)),
    )
    marks = [line([frame.at(0, 0), frame.at(1, 1)], "ideal")]
    filled = [each for each in bins if each.count]
    marks.append(line([frame.at(each.confidence, each.answerable) for each in filled], "thin"))
    for each in filled:
        radius = max(SMALLEST, LARGEST * sqrt(each.count / len(results)))
        tip = f"{figure(each.answerable, 'share', language)}, n = {each.count}"
        marks.append(dot(frame.at(each.confidence, each.answerable), radius, "bubble", tip))
    return _plot(frame, marks, "reliability", language)


def plot_latency(results: Sequence[QuestionResult], language: Language) -> str:
    """Draw the histogram of response times with median and 95th percentile."""
    histogram = latency_histogram(results)
    across, up = nice_ticks(histogram.edges[-1]), nice_ticks(max(histogram.counts))
    frame = Frame(
        Axis(0, across[-1], say("plot_latency_x", language), across, _plain(language)),
        Axis(0, up[-1], say("plot_latency_y", language), up, _plain(language)),
    )
    step = histogram.edges[1] - histogram.edges[0]
    marks = []
    for low, count in zip(histogram.edges, histogram.counts, strict=False):
        left, right = low + GAP * step / 2, low + step - GAP * step / 2
        corners = [(left, 0), (left, count), (right, count), (right, 0)]
        if count:
            marks.append(area([frame.at(*corner) for corner in corners], "bar"))
    for share in (0.5, 0.95):
        value = percentile([each.latency_ms for each in results], share) or 0
        marks.append(line([frame.at(value, 0), frame.at(value, up[-1])], "ideal"))
        top = frame.at(value, up[-1])
        written = figure(value, "ms", language)
        marks.append(text((top[0] + 4, top[1] + 10), written, "tick"))
    return _plot(frame, marks, "latency", language)


def plot_changes(differences: Sequence[Difference], language: Language) -> str:
    """Draw old and new as a dumbbell for each headline figure and each that changed beyond chance.

    Times and words are left out, for they have no common axis with shares; empty if none is left.
    """
    rows = [
        each
        for each in differences
        if each.metric.unit in {"share", "score"}
        and (each.metric.name in HEADLINES or each.verdict != "open")
    ]
    if not rows:
        return ""
    marks = []
    for number, each in enumerate(rows):
        down = number * ROW + 30
        ends = [(_across(value), down) for value in (each.old, each.new)]
        moved = change(each.difference, each.metric.unit, language)
        p = figure(each.p, "score", language)
        heading = metric_heading(each.metric.name, language)
        marks += [
            text((EDGE, down - 10), heading, "row"),
            text(
                (WIDTH - EDGE, down - 10), f"{moved}, p\u00a0=\u00a0{p}", f"row end {each.verdict}"
            ),
            line([(_across(0), down), (_across(1), down)], "grid"),
            line(ends, f"bridge {each.verdict}"),
            dot(ends[0], 4.5, "ring", figure(each.old, each.metric.unit, language)),
            dot(
                ends[1], 5, f"end-dot {each.verdict}", figure(each.new, each.metric.unit, language)
            ),
        ]
    bottom = len(rows) * ROW + 24
    marks += [
        text((_across(tick), bottom), figure(tick, "share", language), f"tick {anchor}")
        for tick, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    ]
    key = "plot-change"
    title, note = say("plot_change", language), say("plot_change_note", language)
    return draw_figure("\n".join(marks), height=bottom + 8, key=key, title=title, note=note)


def _plot(frame: Frame, marks: Sequence[str], name: str, language: Language) -> str:
    title, note = say(f"plot_{name}", language), say(f"plot_{name}_note", language)
    return draw_plot(frame, marks, key=f"plot-{name}", title=title, note=note)


def _across(value: float) -> float:
    return round(EDGE + value * (WIDTH - 2 * EDGE), 1)


def _percent(language: Language) -> Callable[[float], str]:
    def write(value: float) -> str:
        number = f"{100 * value:.1f}".removesuffix(".0")
        return (number.replace(".", ",") if language == "de" else number) + "\u00a0%"

    return write


def _plain(language: Language) -> Callable[[float], str]:
    def write(value: float) -> str:
        number = f"{value:,.1f}".removesuffix(".0")
        return number.translate(str.maketrans(",.", ".,")) if language == "de" else number

    return write


def _risk_tip(point: RiskAtCoverage, language: Language) -> str:
    coverage, risk = (figure(value, "share", language) for value in point)
    return f"{coverage}: {risk}"
