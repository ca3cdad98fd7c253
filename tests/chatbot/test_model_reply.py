"""A reply that comes in pieces."""

import pytest

from chatbot.model_reply import ReplyError, ReplyReader, WrittenSentence

REPLY = "Merz sagte: „Wir zögern nicht. Wir liefern sofort.“ [1] Macron nickte. [2]"


def read(*pieces):
    reader = ReplyReader()
    found = [sentence for piece in pieces for sentence in reader.feed(piece)]
    return found + reader.finish()


@pytest.mark.parametrize(
    "reply",
    [
        "Merz zögert seit Monaten. [1, 2] Macron drängt [3].",
        "Merz zögert seit Monaten [1, 2]. Macron drängt. [3]",
        "1. Merz zögert seit Monaten [1][2].\n2. Macron drängt [3].",
    ],
)
def test_a_reply_reads_the_same_in_whatever_pieces_it_comes(reply):
    expected = [
        WrittenSentence("Merz zögert seit Monaten.", (1, 2)),
        WrittenSentence("Macron drängt.", (3,)),
    ]

    assert read(reply) == expected
    assert read(*reply) == expected
    assert read(*(reply[n : n + 3] for n in range(0, len(reply), 3))) == expected


def test_thoughts_that_were_taken_for_the_answer_end_the_reply():
    with pytest.raises(ReplyError):
        read(
            "The user asks ", "about Merz. He ", "hesitates. So what? ", "</think>Merz ", "zögert."
        )


@pytest.mark.parametrize("at_once", [1, 7, 200])
def test_a_quotation_of_several_sentences_stays_in_one(at_once):
    reader = ReplyReader()
    found = []
    for start in range(0, len(REPLY), at_once):
        found += reader.feed(REPLY[start : start + at_once])
    found += reader.finish()

    assert [(sentence.text, sentence.numbers) for sentence in found] == [
        ("Merz sagte: „Wir zögern nicht. Wir liefern sofort.“", (1,)),
        ("Macron nickte.", (2,)),
    ]


def test_a_mark_that_is_never_closed_does_not_swallow_the_rest():
    reader = ReplyReader()
    found = reader.feed("Merz sagte: „Wir zögern nicht [1]. Macron nickte [2]. ")
    found += reader.finish()

    assert [sentence.numbers for sentence in found] == [(1,), (2,)]
