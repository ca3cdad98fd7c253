from dataclasses import replace
from xml.etree import ElementTree

import pytest

from evaluation import evaluate
from evaluation.reports.plots import (
    plot_changes,
    plot_latency,
    plot_recall,
    plot_reliability,
    plot_risk,
)
from evaluation.reports.svg import Axis, Frame, nice_ticks
from evaluation.runs.comparing import compare
from tests.evaluation.fake_bot import FakeBot
from tests.evaluation.test_running import QUESTIONS, SCRIPT

DRAW = [plot_recall, plot_risk, plot_reliability, plot_latency]


def parse(figure):
    return ElementTree.fromstring(figure)  # noqa: S314 - our own


@pytest.fixture
def results():
    return evaluate(FakeBot(SCRIPT), QUESTIONS).results


@pytest.mark.parametrize("draw", DRAW)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_plot_has_title_description_and_axis_labels(draw, language, results):
    figure = parse(draw(results, language))
    (svg,) = figure.findall("svg")
    named = svg.get("aria-labelledby").split()

    assert [svg.find(tag).get("id") for tag in ("title", "desc")] == named
    assert all(svg.find(tag).text for tag in ("title", "desc"))
    labels = [each.text for each in svg.iter("text") if "label" in each.get("class")]
    assert len(labels) == 2
    assert all(labels)


def test_plots_of_one_page_share_no_id(results):
    drawn = [parse(draw(results, "de")) for draw in DRAW]
    ids = [each.get("id") for figure in drawn for each in figure.iter() if each.get("id")]

    assert len(ids) == len(set(ids)) == 12


def test_everything_drawn_lies_in_the_picture(results):
    for draw in DRAW:
        for mark in parse(draw(results, "de")).iter():
            for point in mark.get("points", "").split():
                x, y = map(float, point.split(","))
                assert 0 <= x <= 440
                assert 0 <= y <= 290


def test_confidence_is_checked_only_where_there_are_questions_of_both_kinds(results):
    assert plot_reliability(results[:3], "de") == ""
    assert plot_reliability(results[3:], "de") == ""


def test_without_gold_and_without_judgement_nothing_is_drawn(results):
    nothing = [replace(results[0], question=replace(QUESTIONS[0], article_id=""))]
    unjudged = [replace(results[0], outcome="unjudged")]

    assert plot_recall(nothing, "de") == ""
    assert plot_risk(unjudged, "de") == ""


def test_the_comparison_shows_headline_figures_with_their_p_value(results):
    run = evaluate(FakeBot(SCRIPT), QUESTIONS).run

    figure = parse(plot_changes(compare(run, run).differences, "de"))
    rows = [each.text for each in figure.iter("text") if each.get("class") == "row"]

    assert rows == [
        "Güte der Rangfolge",
        "Richtige Antwort enthalten",
        "Richtige Stelle belegt",
        "Trennschärfe",
    ]
    assert any("p\u00a0=\u00a01,000" in (each.text or "") for each in figure.iter("text"))
    assert plot_changes([], "de") == ""


@pytest.mark.parametrize(
    ("high", "expected"),
    [
        (100, [0, 20, 40, 60, 80, 100]),
        (0.07, [0, 0.02, 0.04, 0.06, 0.08]),
        (46, [0, 10, 20, 30, 40, 50]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (11, [0, 2.5, 5, 7.5, 10, 12.5]),
    ],
)
def test_ticks_are_round_and_reach_the_highest_value(high, expected):
    assert nice_ticks(high) == pytest.approx(expected)


def test_a_point_lies_where_its_values_say():
    frame = Frame(Axis(0, 10, "x", (), str), Axis(0, 1, "y", (), str))

    assert frame.at(0, 0) == (72, 240)  # the lower left corner between the margins
    assert frame.at(10, 1) == (420, 12)
    assert frame.at(5, 0.5) == (246, 126)
    assert frame.at(99, -3) == (420, 240)  # what is beyond lies at the edge
