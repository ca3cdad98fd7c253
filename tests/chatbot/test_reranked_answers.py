"""A CrossEncoder in the settings: every way in asks it. Here it is a tiny one, made by the test."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.settings import Settings
from evaluation.runs.noting import note_settings
from index import load_reranker
from tests.index.tiny_cross_encoder import save_cross_encoder

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
BELEGT = Path(sys.executable).with_name("belegt")
QUESTION = "Warum zögert Merz?"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reranker(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reranker")
    save_cross_encoder(folder)
    return str(folder)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    Chatbot.from_folder(SAMPLE, index=folder).close()
    return folder


def open_bot(index, **settings):
    return Chatbot.open(index, settings=Settings(**settings))


def test_passages_come_in_the_order_of_the_reranker_in_the_settings(index, reranker):
    plain = open_bot(index)
    before = plain.retrieve(QUESTION, 8)
    titles = {article.id: article.title for article in plain.articles()}
    plain.close()

    bot = open_bot(index, reranker=reranker, reranker_depth=8)
    after = bot.retrieve(QUESTION, 8)
    bot.close()

    texts = [
        f"{titles[hit.passage.article_id][:120]}\n{hit.passage.text}" if hit.passage.start
        else hit.passage.text
        for hit in before
    ]  # fmt: skip
    scores = load_reranker(reranker).score(QUESTION, texts)
    best_first = sorted(range(len(before)), key=lambda place: -scores[place])
    assert [hit.passage.id for hit in after] == [before[place].passage.id for place in best_first]
    assert (after[0].score, after[-1].score) == (1, 0)
    assert [hit.passage.id for hit in after] != [hit.passage.id for hit in before]


def test_answers_report_the_passages_as_the_reranker_put_them(index, reranker):
    bot = open_bot(index, reranker=reranker)
    answer = bot.ask(QUESTION)
    expected = bot.retrieve(QUESTION, len(answer.hits))
    bot.close()

    assert list(answer.hits) == expected
    for citation in answer.citations:
        assert citation.article.body[citation.start : citation.end] == citation.quote


def test_the_command_line_takes_the_reranker_from_the_environment(index, reranker, tmp_path):
    def ask(**variables):
        return subprocess.run(
            [BELEGT, "ask", QUESTION, "--index", index, "--json"],
            capture_output=True, text=True, check=False, timeout=240, cwd=tmp_path,
            env={**os.environ, **variables},
        )  # fmt: skip

    bot = open_bot(index, reranker=reranker)
    expected = bot.ask(QUESTION)
    bot.close()

    found = json.loads(ask(BELEGT_RERANKER=reranker).stdout)
    assert (found["status"], found["text"]) == (expected.status, expected.text)
    wrong = ask(BELEGT_RERANKER=str(tmp_path / "fehlt"))
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
    last = wrong.stderr.strip().splitlines()[-1]
    assert last.startswith("belegt: der Reranker")
    assert "BELEGT_RERANKER weglassen" in last


def test_without_a_reranker_none_is_loaded():
    assert Settings().load_reranker() is None


def test_a_run_notes_its_reranker():
    noted = note_settings(Settings(reranker="mein-modell", reranker_depth=20))

    assert (noted["reranker"], noted["reranker_depth"]) == ("mein-modell", "20")
