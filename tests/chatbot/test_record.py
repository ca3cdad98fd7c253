"""What comes back from the browser is checked before it is believed."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import ArticleFilter, Verdict
from chatbot.ui.record import TurnGoneError, read_turn, record_turn
from chatbot.ui.turn import Turn
from ingest import Span
from tests.chatbot.conftest import FakeBot, refuse

BOT = FakeBot()


def turn_of(answer, earlier=("Wer ist Merz?",)):
    return Turn(answer.question, earlier, text=answer.text, answer=answer)


def to_json(turn):
    return json.loads(record_turn(turn, turn.answer).model_dump_json())


ANSWERED = turn_of(BOT.ask("Warum zögert Merz?"))


@pytest.mark.parametrize("question", ["Warum zögert Merz?", "Böse?", "Wie war es in Mali?"])
def test_an_answered_turn_comes_back_as_it_was(question):
    turn = turn_of(BOT.ask(question))

    assert read_turn(to_json(turn), BOT) == turn


def test_answer_spans_contradictions_and_verdicts_come_back_too():
    answer = ANSWERED.answer
    first, *others = answer.citations
    first = replace(first, answer=Span(first.start, first.start + 4), against=2)
    turn = turn_of(replace(answer, citations=(first, *others), notice="model_failed",
                           verdicts=(Verdict(0, 9, "partly", ("35",)),)))  # fmt: skip

    assert read_turn(to_json(turn), BOT) == turn


def test_filter_and_reading_of_a_follow_up_come_back_too():
    within = ArticleFilter(sources=("taz",), published_from=date(2025, 1, 31))
    turn = replace(ANSWERED, within=within,
                   answer=replace(ANSWERED.answer, understood="Warum zögert Merz?"))  # fmt: skip

    assert read_turn(to_json(turn), BOT) == turn


def test_a_filter_that_ends_before_it_begins_is_not_believed():
    record = to_json(ANSWERED)
    record["within"] |= {"published_from": "2025-01-31", "published_to": "2024-01-31"}

    with pytest.raises(TurnGoneError):
        read_turn(record, BOT)


def test_a_refused_turn_comes_back_with_its_nearest_miss():
    back = read_turn(to_json(turn_of(refuse("Wer wurde Weltmeister?"))), BOT)

    assert back.answer.status == "refused"
    assert back.answer.nearest.text == "Im Norden lag die Obergrenze bei 150."


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("citations", 0, "quote"), "Merz handelt."),
        (("citations", 0, "start"), 3),
        (("citations", 0, "article_id"), "fehlt"),
        (("citations", 0, "number"), 2),
        (("citations", 0, "answer"), [0, 4]),
        (("verdicts",), [{"start": 5, "end": 99999, "finding": "partly", "missing": []}]),
        (("verdicts",), [{"start": 5, "end": 2, "finding": "partly", "missing": []}]),
        (("status",), "<b>"),
        (("reason",), "weil"),
        (("confidence",), 7),
        (("text",), "x" * 20_001),
        (("earlier",), ["x"] * 31),
        (("extra",), 1),
    ],
)
def test_a_record_that_was_tampered_with_is_not_believed(place, value):
    record = to_json(ANSWERED)
    target = record
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value

    with pytest.raises(TurnGoneError):
        read_turn(record, BOT)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(record=_json, name=st.sampled_from(sorted(to_json(ANSWERED))))
def test_any_rubbish_is_refused_or_read_but_never_breaks(record, name):
    for rubbish in (record, to_json(ANSWERED) | {name: record}):
        with suppress(TurnGoneError):
            read_turn(rubbish, BOT)
