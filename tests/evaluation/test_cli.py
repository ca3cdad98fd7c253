import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
import typer
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from typer.testing import CliRunner

from evaluation.cli import eval_command
from evaluation.runs.saving import load_run
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
    monkeypatch.setattr("evaluation.runs.opening.Chatbot", FakeChatbot)
    monkeypatch.setattr("evaluation.command.read_index_manifest", lambda _: {"generation": "7"})
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
        "questions": str(questions),
        "index": "data/index",
        "embedding_model": "",
        "dense_weight": "0.8",
        "allow_download": "False",
        "reranker": "",
        "reranker_depth": "50",
        "reader": "True",
        "llm": "",
        "llm_base_url": "",
        "llm_timeout": "60.0",
        "unsupported": "mark",
        "jobs": "1",
    }
    assert run.index == {"generation": "7"}
    assert not (tmp_path / "lauf.json.partial").exists()
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


@pytest.fixture
def stopping(monkeypatch):
    """A bot that is stopped by Ctrl-C before the second question, but only the first time."""
    asked = []

    class Stopping(FakeBot):
        def ask(self, question, history=()):
            asked.append(question)
            if asked.count("Wie viele?") == 1 and question == "Wie viele?":
                raise KeyboardInterrupt
            return super().ask(question, history)

    monkeypatch.setattr(FakeChatbot, "open", classmethod(lambda cls, index: Stopping(SHORT)))
    return asked


def test_an_interrupted_run_goes_on_where_it_stopped(belegt_eval, questions, stopping, tmp_path):
    first = belegt_eval(questions, "--output", "lauf.json")
    assert first.exit_code == 130
    assert "derselbe Befehl setzt den Lauf fort" in first.stderr
    assert not (tmp_path / "lauf.json").exists()
    stopping.clear()
    stopping.append("Wie viele?")  # not stopped again

    second = belegt_eval(questions, "--output", "lauf.json")

    assert second.exit_code == 0, second.output
    assert "Fortgesetzt nach 1 Antworten" in second.stderr
    assert "Warum zögert Merz?" not in stopping
    assert len(load_run(tmp_path / "lauf.json").results) == 2
    assert not (tmp_path / "lauf.json.partial").exists()


def test_an_interrupted_run_is_not_continued_with_other_settings(
    belegt_eval, questions, stopping, monkeypatch
):
    belegt_eval(questions, "--output", "lauf.json")
    monkeypatch.setenv("BELEGT_DENSE_WEIGHT", "0.5")
    stopping.clear()
    stopping.append("Wie viele?")

    result = belegt_eval(questions, "--output", "lauf.json")

    assert result.exit_code == 0, result.output
    assert "Fortgesetzt" not in result.stderr
    assert "Warum zögert Merz?" in stopping


def test_an_unfinished_run_never_replaces_another_file(belegt_eval, questions, tmp_path):
    other = tmp_path / "lauf.json.partial"
    other.write_text("Notizen", encoding="utf-8")

    result = belegt_eval(questions, "--output", "lauf.json")

    assert "lauf.json.partial exists" in one_line_error(result)
    assert other.read_text(encoding="utf-8") == "Notizen"


def test_a_run_without_an_earlier_one_cannot_be_worse(belegt_eval, questions):
    assert "--compare" in one_line_error(belegt_eval(questions, "--fail-if-worse"))


def test_a_run_that_got_worse_fails_and_says_in_what(belegt_eval, tmp_path, monkeypatch):
    lines = [
        {"id": str(i), "question": f"Frage {i}?", "answers": ["Merz"], "article_id": "merz"}
        for i in range(12)
    ]
    path = tmp_path / "viele.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    right = answered("Merz [1].", cite(MERZ, "Friedrich Merz zögert."), found=(MERZ,))
    script = {line["question"]: right for line in lines}
    monkeypatch.setattr(FakeChatbot, "open", classmethod(lambda cls, index: FakeBot(script)))
    assert belegt_eval(path, "--output", "alt.json").exit_code == 0
    same = belegt_eval(path, "--compare", "alt.json", "--fail-if-worse")
    monkeypatch.setattr(FakeChatbot, "open", classmethod(lambda cls, index: FakeBot({})))

    worse = belegt_eval(path, "--compare", "alt.json", "--fail-if-worse")

    assert same.exit_code == 0, same.output
    assert worse.exit_code == 1
    assert worse.stderr.splitlines()[-3:] == [
        "Schlechter als zuvor: ndcg@10 um −1,000 (p = 0,001)",
        "Schlechter als zuvor: contains_gold um −100,0\u00a0Punkte (p = 0,001)",
        "Schlechter als zuvor: evidence_cited um −100,0\u00a0Punkte (p = 0,001)",
    ]


def test_the_report_speaks_english_if_asked_to(belegt_eval, questions):
    belegt_eval(questions, "--report", "report.html", "--language", "en")

    assert "2 questions, 2 of them right" in Path("report.html").read_text(encoding="utf-8")


def test_several_questions_at_a_time_are_noted_in_the_run(belegt_eval, questions, tmp_path):
    result = belegt_eval(questions, "--jobs", "2", "--output", "lauf.json")

    assert result.exit_code == 0, result.output
    assert load_run(tmp_path / "lauf.json").settings["jobs"] == "2"


def test_a_judge_that_cannot_be_opened_is_named_before_anything_is_asked(belegt_eval, questions):
    result = belegt_eval(questions, "--judge", "gibtesnicht:modell", "--output", "lauf.json")

    assert "'gibtesnicht:modell' cannot be opened" in one_line_error(result)
    assert not Path("lauf.json.partial").exists()


def test_a_judge_grades_on_top_and_is_pinned_in_the_run(
    belegt_eval, questions, tmp_path, monkeypatch
):
    reply = '{"correct": true, "faithful": true, "reason": "Passt."}'
    model = FakeListChatModel(responses=[reply])
    monkeypatch.setattr("evaluation.judge.llm_judge.init_chat_model", lambda name, **_: model)

    result = belegt_eval(questions, "--judge", "probe:modell-1", "--output", "lauf.json")

    assert result.exit_code == 0, result.output
    run = load_run(tmp_path / "lauf.json")
    assert run.settings["judge"] == "probe:modell-1"
    assert len(run.settings["judge_prompt_sha256"]) == 64
    assert run.judge.graded == 2
    assert run.judge.metrics["judge_correct"].value == 1
