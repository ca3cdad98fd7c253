import math

import pytest

from evaluation import Question, Report, evaluate, load_report
from evaluation.errors import WouldOverwriteError
from tests.evaluation.fake_bot import FakeBot
from tests.evaluation.test_running import QUESTIONS, SCRIPT


@pytest.fixture
def report():
    return evaluate(FakeBot(SCRIPT), QUESTIONS)


def test_a_table_has_a_row_for_each_question_and_a_column_for_each_score(report):
    frame = report.to_dataframe()

    assert list(frame.index) == ["warum", "wieviele", "wetter", "sieger", "verlierer"]
    assert frame.loc["wieviele", "recall@1"] == 0
    assert frame.loc["wieviele", "recall@5"] == 1
    assert frame.loc["wieviele", "outcome"] == "not_cited"
    assert frame.loc["warum", "citations"] == 1
    assert math.isnan(frame.loc["sieger", "recall@1"])
    assert frame["recall@5"].mean() == pytest.approx(report.metrics["recall@5"].value)
    assert "judge_correct" not in frame


def test_a_report_is_saved_as_a_page_in_either_language(report, tmp_path):
    report.save_html(tmp_path / "bericht.html")
    report.save_html(str(tmp_path / "report.html"), language="en")

    assert "Auswertung" in (tmp_path / "bericht.html").read_text(encoding="utf-8")
    assert "Evaluation" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_saved_run_comes_back_as_the_same_report(report, tmp_path):
    report.save_json(tmp_path / "lauf.json")

    assert load_report(tmp_path / "lauf.json") == report


def test_two_reports_are_set_side_by_side(report):
    script = {**SCRIPT, "Wer gewinnt?": SCRIPT["Wer verliert?"]}

    both = evaluate(FakeBot(script), QUESTIONS).compared_with(report)

    assert isinstance(both, Report)
    assert both.comparison.worse == ("sieger",)
    assert report.comparison is None


def test_neither_page_nor_run_replaces_another_file(report, tmp_path):
    article = tmp_path / "artikel.txt"
    article.write_text("Merz zögert.", encoding="utf-8")

    with pytest.raises(WouldOverwriteError):
        report.save_html(article)
    with pytest.raises(WouldOverwriteError):
        report.save_json(article)

    assert article.read_text(encoding="utf-8") == "Merz zögert."


def test_the_collection_is_noted_in_the_run_if_it_is_known():
    bot = FakeBot({})
    question = Question(id="1", question="Wer?")

    known = evaluate(bot, [question], articles=bot.articles())

    assert known.run.index["articles"] == "3"
    assert len(known.run.index["articles_sha256"]) == 64
    assert evaluate(bot, [question]).run.index == {}
