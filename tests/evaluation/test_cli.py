import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
import typer
from typer.testing import CliRunner

from evaluation.cli import eval_command
from evaluation.saving import load_run
from index.errors import IndexMissingError
from tests.evaluation.fake_bot import MERZ, FakeBot, answered, cite
from tests.evaluation.test_running import SCRIPT

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
SHORT = {
    "Warum zögert Merz?": SCRIPT["Warum zögert Merz?"],
    "Wie viele?": SCRIPT["Wie viele?"],
}


class FakeChatbot:
    """Stands in for `chatbot.Chatbot`: an index is a folder that exists."""

    built: ClassVar[list[str]] = []

    @classmethod
    def open(cls, index):
        if not Path(index).is_dir():
            raise IndexMissingError(Path(index))
        return FakeBot(SHORT)

    @classmethod
    def from_articles(cls, articles, index):
        cls.built = [article.id for article in articles]
        assert index.parent.is_dir()
        article = MERZ.__class__(id="squad-0-0", title="Merz", body="Merz zögert.")
        reply = answered("Merz [1].", cite(article, "Merz zögert."), found=(article,))
        return FakeBot({"Wer zögert?": reply}, [article])


@pytest.fixture
def belegt_eval(monkeypatch, tmp_path):
    monkeypatch.setattr("evaluation.opening.Chatbot", FakeChatbot)
    monkeypatch.delenv("BELEGT_INDEX_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    (tmp_path / "data" / "index").mkdir(parents=True)
    app = typer.Typer()
    app.command()(eval_command)

    def call(*arguments):
        return CliRunner().invoke(app, list(map(str, arguments)))

    return call


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "fragen.jsonl"
    lines = [
        {
            "id": "warum",
            "question": "Warum zögert Merz?",
            "answers": ["Mehrheit"],
            "evidence": [FEARS],
            "article_id": "merz",
        },
        {"id": "wieviele", "question": "Wie viele?", "answers": ["26"], "article_id": "paris"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_the_figures_are_shown_and_the_status_is_0(belegt_eval, questions):
    result = belegt_eval(questions)

    assert result.exit_code == 0, result.output
    assert "2 Fragen" in result.stdout
    assert "Kennzahl" in result.stdout
    assert "Artikel an erster Stelle" in result.stdout
    assert "50,0" in result.stdout


def test_run_and_report_are_written(belegt_eval, questions, tmp_path):
    result = belegt_eval(questions, "--output", "lauf.json", "--report", "bericht.html")

    assert result.exit_code == 0, result.output
    run = load_run(tmp_path / "lauf.json")
    assert [each.outcome for each in run.results] == ["right", "right"]
    assert run.settings == {
        "Fragen": str(questions),
        "Index": "data/index",
        "Modell": "eingebaut",
    }
    assert "2 Fragen, davon 2 richtig" in Path("bericht.html").read_text(encoding="utf-8")


def test_a_squad_file_brings_its_own_passages(belegt_eval, tmp_path):
    qas = [{"id": "1", "question": "Wer zögert?", "answers": [{"text": "Merz"}]}]
    document = {"data": [{"paragraphs": [{"context": "Merz zögert.", "qas": qas}]}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    result = belegt_eval(path, "--output", "lauf.json")

    assert result.exit_code == 0, result.output
    assert FakeChatbot.built == ["squad-0-0"]
    assert load_run(Path("lauf.json")).metrics["recall@1"].value == 1


def test_a_missed_threshold_ends_with_status_1_and_says_which(belegt_eval, questions):
    result = belegt_eval(
        questions,
        "--fail-under",
        "recall@1=0.9",
        "--fail-under",
        "recall@5=0.9",
        "--fail-under",
        "refusal_recall=0.1",
    )

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-2:] == [
        "Schwelle verfehlt: recall@1 ist 50,0\u00a0%, verlangt 90,0\u00a0%",
        "Schwelle verfehlt: refusal_recall ist nicht bestimmbar, verlangt 10,0\u00a0%",
    ]


def test_a_comparison_is_shown(belegt_eval, questions):
    belegt_eval(questions, "--output", "alt.json")

    result = belegt_eval(questions, "--compare", "alt.json", "--report", "bericht.html")

    assert result.exit_code == 0, result.output
    assert "Vergleich mit dem früheren Lauf" in result.stdout
    assert "Nicht mehr richtig (0): keine" in result.stdout
    assert "Vergleich" in Path("bericht.html").read_text(encoding="utf-8")


def test_the_index_of_the_settings_is_asked_unless_another_is_named(
    belegt_eval, questions, monkeypatch
):
    monkeypatch.setenv("BELEGT_INDEX_DIR", "anderswo")

    assert "no index in 'anderswo'" in one_line_error(belegt_eval(questions))
    assert belegt_eval(questions, "--index", "data/index").exit_code == 0


def one_line_error(result):
    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("belegt eval: ")
    return line


def test_wrong_use_is_one_line_and_status_2(belegt_eval, questions, tmp_path):
    (tmp_path / "kaputt.jsonl").write_text("kaputt", encoding="utf-8")

    assert "cannot read" in one_line_error(belegt_eval("fehlt.jsonl"))
    assert "line 1: no valid JSON" in one_line_error(belegt_eval("kaputt.jsonl"))
    assert "known are recall@1" in one_line_error(belegt_eval(questions, "--fail-under", "x=1"))
    assert "there is no index" in one_line_error(belegt_eval(questions, "--index", "fehlt"))
    assert "is not a run" in one_line_error(belegt_eval(questions, "--compare", questions))


def test_nothing_is_overwritten_that_is_no_result(belegt_eval, questions):
    before = questions.read_text(encoding="utf-8")

    assert "exists" in one_line_error(belegt_eval(questions, "--output", questions))
    assert "exists" in one_line_error(belegt_eval(questions, "--report", questions))
    assert questions.read_text(encoding="utf-8") == before


def test_a_run_over_other_questions_is_refused_before_anything_is_asked(
    belegt_eval, questions, tmp_path
):
    belegt_eval(questions, "--output", "alt.json")
    lines = questions.read_text(encoding="utf-8").splitlines()
    questions.write_text(lines[0], encoding="utf-8")

    result = belegt_eval(questions, "--compare", "alt.json", "--output", "neu.json")

    assert "another question set" in one_line_error(result)
    assert not (tmp_path / "neu.json").exists()


def test_articles_that_the_index_lacks_are_named(belegt_eval, tmp_path):
    path = tmp_path / "fragen.jsonl"
    path.write_text('{"question": "Wer?", "article_id": "scholz"}', encoding="utf-8")

    assert "'scholz'" in one_line_error(belegt_eval(path))


def test_the_command_is_described_without_loading_what_it_needs():
    code = (
        "import sys, evaluation.cli\n"
        "print([name for name in ('numpy', 'ir_measures', 'torch', 'rich.progress')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.strip() == "[]"
