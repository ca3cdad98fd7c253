import json
from dataclasses import replace

import pytest

from evaluation import evaluate
from evaluation.errors import WouldOverwriteError
from evaluation.question_sets.question import fingerprint
from evaluation.runs.resuming import drop_partial, keep_results, setup_key
from evaluation.runs.running import Setup
from tests.evaluation.fake_bot import FakeBot
from tests.evaluation.test_running import QUESTIONS, SCRIPT

SETUP = Setup(settings={"dense_weight": "0.8"}, index={"generation": "3"}, versions={"belegt": "1"})
KEY = setup_key(fingerprint(QUESTIONS), SETUP)


@pytest.fixture
def results():
    return evaluate(FakeBot(SCRIPT), QUESTIONS).results


def keep(target, key, *results):
    with keep_results(target, key) as kept:
        for result in results:
            kept.add(result)
        return kept.results


def test_results_kept_before_a_stop_are_there_again(tmp_path, results):
    target = tmp_path / "lauf.json"

    assert keep(target, KEY, *results[:2]) == ()
    assert keep(target, KEY, results[2]) == results[:2]
    assert keep(target, KEY) == results[:3]


def test_something_else_begins_anew(tmp_path, results):
    target = tmp_path / "lauf.json"
    keep(target, KEY, *results)

    assert keep(target, setup_key(fingerprint(QUESTIONS[:2]), SETUP), results[0]) == ()
    assert keep(target, KEY) == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(SETUP, settings={"dense_weight": "1.0"}),
        replace(SETUP, index={"generation": "4"}),
        replace(SETUP, versions={"belegt": "2"}),
    ],
)
def test_settings_index_and_versions_all_matter(other):
    assert setup_key(fingerprint(QUESTIONS), other) != KEY


def test_a_line_cut_off_in_the_middle_is_asked_again(tmp_path, results):
    target = tmp_path / "lauf.json"
    keep(target, KEY, *results[:3])
    partial = tmp_path / "lauf.json.partial"
    partial.write_bytes(partial.read_bytes()[:-20])

    assert keep(target, KEY, results[2]) == results[:2]
    assert keep(target, KEY) == results[:3]


def test_a_line_that_is_no_result_ends_what_is_kept(tmp_path, results):
    target = tmp_path / "lauf.json"
    keep(target, KEY, *results[:2])
    partial = tmp_path / "lauf.json.partial"
    header, first, _ = partial.read_text(encoding="utf-8").splitlines()
    partial.write_text(f"{header}\n{first}\nkaputt\n{first}\n", encoding="utf-8")

    assert keep(target, KEY) == results[:1]


def test_the_file_is_lines_of_json_and_goes_when_the_run_is_saved(tmp_path, results):
    target = tmp_path / "lauf.json"
    keep(target, KEY, results[0])
    lines = (tmp_path / "lauf.json.partial").read_text(encoding="utf-8").splitlines()

    assert json.loads(lines[0]) == {"format": "belegt-partial-1", "key": KEY}
    assert json.loads(lines[1])["question"]["id"] == "warum"
    drop_partial(target)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"Merz z\xf6gert.", "Merz zögert.".encode(), b"{}\n", b"\n"])
def test_a_file_that_is_something_else_is_left_alone(tmp_path, content):
    partial = tmp_path / "lauf.json.partial"
    partial.write_bytes(content)

    with pytest.raises(WouldOverwriteError, match=r"lauf\.json\.partial exists"):
        keep(tmp_path / "lauf.json", KEY)

    assert partial.read_bytes() == content


def test_without_a_file_nothing_is_kept(results):
    with keep_results(None, KEY) as kept:
        kept.add(results[0])

    assert kept.results == ()
