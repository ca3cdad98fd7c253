from collections import Counter

import pytest

from index.fake_embedder import FakeEmbedder
from ingest import Span
from training.examples import ReadingQuestion, Rival, WindowCutter
from training.rivals import find_rivals

BRIDGE = "Die Brücke ist seit Montag gesperrt. Autos fahren einen Umweg."
ZOO = "Die Brücke im Zoo ist seit Dienstag offen. Kinder freuen sich."
SCHOOL = "Die Brücke zur Schule bleibt bis Montag zu."


def question(text, answer, title="", origin="news"):
    start = text.find(answer) if answer else -1
    span = Span(start, start + len(answer)) if answer else None
    return ReadingQuestion(origin, "Seit wann ist die Brücke gesperrt?", title, text, span)


@pytest.fixture
def questions():
    return [
        question(BRIDGE, "Montag", "Verkehr"),
        question(ZOO, None, "Tiere"),
        question(SCHOOL, None, "Bildung"),
        question("Ein Text auf Englisch.", None, origin="squad2"),
    ]


def test_rivals_are_of_other_texts_of_the_same_origin_and_do_not_hold_the_answer(questions):
    rivals = find_rivals(questions, FakeEmbedder())

    assert rivals[questions[0]] == [Rival("Tiere", ZOO, opens=True)]
    assert {rival.text for rival in rivals[questions[1]]} == {BRIDGE, SCHOOL}
    assert rivals[questions[3]] == []


def test_questions_in_the_same_words_over_other_texts_have_rivals_of_their_own(questions):
    rivals = find_rivals(questions, FakeEmbedder())

    assert all(rival.text != each.text for each, found in rivals.items() for rival in found)
    assert len(rivals) == 4


@pytest.mark.parametrize(("opens", "titled"), [(False, 0.8), (True, 0.0)])
def test_a_rival_has_its_title_as_often_as_other_windows(opens, titled):
    asked = question(BRIDGE, "Montag", "Verkehr")
    rivals = {asked: [Rival("Tiere", ZOO, opens=opens)]}
    cutter = WindowCutter([asked], rivals, seed=1)

    windows = [cutter.cut_without_answer(asked) for _ in range(2000)]
    shown = [window for window in windows if window is not None and window.text == ZOO]
    titles = Counter(window.title for window in shown)
    assert set(titles) <= {"Tiere", ""}
    assert titles["Tiere"] / len(shown) == pytest.approx(titled, abs=0.05)
    assert all(window.answer is None for window in shown)
