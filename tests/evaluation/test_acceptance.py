"""A worsened setting is noticed, with the real model on a real benchmark."""

import time

import pytest
import typer
from typer.testing import CliRunner

from evaluation.cli import eval_command
from evaluation.runs.comparing import compare
from evaluation.runs.saving import load_run

pytestmark = [pytest.mark.shared, pytest.mark.model, pytest.mark.slow]


@pytest.fixture
def belegt_eval(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(eval_command)

    def call(*arguments):
        return CliRunner().invoke(app, list(map(str, arguments)))

    return call


def test_fusion_off_is_flagged_with_its_significance(belegt_eval, shared, monkeypatch, tmp_path):
    questions = shared / "benchmarks" / "xquad.de.dev.json"
    began = time.monotonic()
    shipped = belegt_eval(questions, "--output", "alt.json", "--report", "bericht.html")
    taken = time.monotonic() - began
    monkeypatch.setenv("BELEGT_DENSE_WEIGHT", "1.0")

    off = belegt_eval(questions, "--output", "neu.json", "--compare", "alt.json", "--fail-if-worse")

    assert shipped.exit_code == 0, shipped.output
    assert taken < 120  # seconds, for 612 questions on two cores, index included
    assert off.exit_code == 1, off.output
    assert "Schlechter als zuvor: ndcg@10" in off.stderr
    comparison = compare(load_run(tmp_path / "alt.json"), load_run(tmp_path / "neu.json"))
    found = {each.metric.name: each for each in comparison.differences}["ndcg@10"]
    assert found.high < 0
    assert found.p < 0.05
    assert [(each.name, each.old, each.new) for each in comparison.changes] == [
        ("dense_weight", "0.8", "1.0")
    ]
