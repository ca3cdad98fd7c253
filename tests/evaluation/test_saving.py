import json

import pytest

from evaluation import evaluate
from evaluation.errors import (
    NotARunError,
    UnreadableFileError,
    UnwritableError,
    WouldOverwriteError,
)
from evaluation.runs.saving import check_report_target, load_run, save_run, write_atomically
from tests.evaluation.fake_bot import FakeBot
from tests.evaluation.test_running import QUESTIONS, SCRIPT


@pytest.fixture
def run():
    return evaluate(FakeBot(SCRIPT), QUESTIONS).run


def test_a_saved_run_is_read_as_it_was(run, tmp_path):
    path = tmp_path / "lauf.json"

    save_run(run, path)

    assert load_run(path) == run
    assert [entry.name for entry in tmp_path.iterdir()] == ["lauf.json"]


def test_a_run_is_plain_json_that_others_can_read(run, tmp_path):
    path = tmp_path / "lauf.json"
    save_run(run, path)

    document = json.loads(path.read_text(encoding="utf-8"))

    assert document["format"] == "belegt-run-1"
    assert document["run"]["metrics"]["recall@1"]["value"] == pytest.approx(1 / 3)
    assert document["run"]["results"][0]["question"]["question"] == "Warum zögert Merz?"
    assert "zögert" in path.read_text(encoding="utf-8")


def test_an_earlier_run_is_replaced_but_no_other_file(run, tmp_path):
    earlier, article = tmp_path / "lauf.json", tmp_path / "artikel.txt"
    save_run(run, earlier)
    article.write_text("Merz zögert.", encoding="utf-8")

    save_run(run, earlier)
    with pytest.raises(WouldOverwriteError, match=r"artikel\.txt exists"):
        save_run(run, article)

    assert article.read_text(encoding="utf-8") == "Merz zögert."


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "bericht.html"
    path.write_text("alt", encoding="utf-8")

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("evaluation.runs.saving.os.fsync", fail)

    with pytest.raises(UnwritableError, match="No space left"):
        write_atomically(path, "neu")

    assert path.read_text(encoding="utf-8") == "alt"
    assert [entry.name for entry in tmp_path.iterdir()] == ["bericht.html"]


@pytest.mark.parametrize(
    "text", ["", "kein JSON", "[]", '{"format": "belegt-run-1"}', '{"format": "x", "run": {}}']
)
def test_a_file_that_is_no_run_is_refused(tmp_path, text):
    path = tmp_path / "lauf.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(NotARunError, match=r"lauf\.json is not a run of `belegt eval`"):
        load_run(path)


def test_a_missing_run_and_a_missing_folder_are_named(run, tmp_path):
    with pytest.raises(UnreadableFileError, match=r"fehlt\.json"):
        load_run(tmp_path / "fehlt.json")
    with pytest.raises(UnwritableError, match="its folder does not exist"):
        save_run(run, tmp_path / "fehlt" / "lauf.json")
    with pytest.raises(UnwritableError, match="it is a folder"):
        save_run(run, tmp_path)


def test_a_report_replaces_only_pages(tmp_path):
    page, text = tmp_path / "bericht.html", tmp_path / "fragen.jsonl"
    page.write_text("alt", encoding="utf-8")
    text.write_text("{}", encoding="utf-8")

    check_report_target(page)
    check_report_target(tmp_path / "neu.html")
    with pytest.raises(WouldOverwriteError):
        check_report_target(text)
