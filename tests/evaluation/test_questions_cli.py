import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from evaluation import load_questions
from evaluation.questions_cli import app
from index.errors import IndexMissingError
from tests.evaluation.test_composing import Searching


class FakeChatbot(Searching):
    """Stands in for `chatbot.Chatbot`: an index is a folder that exists."""

    @classmethod
    def open(cls, index):
        if index is not None and not Path(index).is_dir():
            raise IndexMissingError(Path(index))
        return cls()

    def close(self):
        pass


@pytest.fixture
def belegt(monkeypatch, tmp_path):
    monkeypatch.setattr("chatbot.Chatbot", FakeChatbot)
    monkeypatch.chdir(tmp_path)
    whole = typer.Typer()
    whole.add_typer(app, name="questions")

    def call(*arguments, typed=""):
        return CliRunner().invoke(whole, list(map(str, arguments)), input=typed)

    return call


def test_questions_are_typed_and_saved_until_the_input_ends(belegt, tmp_path):
    result = belegt("questions", "new", "fragen.jsonl", typed="Wer gewinnt?\nunbeantwortbar\n")

    assert result.exit_code == 0, result.output
    assert "1 neue Frage in fragen.jsonl." in result.stdout
    assert [each.id for each in load_questions(tmp_path / "fragen.jsonl")] == ["wer-gewinnt"]


def test_wrong_use_is_one_line_and_status_2(belegt, tmp_path):
    (tmp_path / "kaputt.jsonl").write_text("kaputt", encoding="utf-8")

    for arguments, words in (
        (("fragen.csv",), "a question set ends in .jsonl"),
        (("kaputt.jsonl",), "line 1: no valid JSON"),
        (("fehlt/fragen.jsonl",), "its folder does not exist"),
        (("fragen.jsonl", "--index", "fehlt"), "fehlt"),
    ):
        result = belegt("questions", "new", *arguments)
        assert result.exit_code == 2
        (line,) = result.stderr.strip().splitlines()
        assert line.startswith("belegt questions: ")
        assert words in line


def test_the_command_is_part_of_belegt_and_loads_nothing_heavy():
    (found,) = entry_points(group="belegt.commands", name="questions")
    assert found.value == "evaluation.questions_cli:app"
    code = (
        "import sys, evaluation.questions_cli\n"
        "print([name for name in ('numpy', 'ir_measures', 'torch') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.strip() == "[]"


def test_verdicts_from_the_chat_are_listed_with_their_quotes(belegt, tmp_path):
    assert "Noch kein Urteil" in belegt("questions", "list", "--index", tmp_path).stdout
    (tmp_path / "objections.jsonl").write_text(
        '{"question": "Und er?", "history": ["Wer?"], "verdict": "wrong", "rejected": ["Nie."]}\n',
        encoding="utf-8",
    )

    result = belegt("questions", "list", "--index", tmp_path)

    assert result.exit_code == 0
    assert result.stdout == "falsch: Wer? → Und er?\n    „Nie.“\n"
