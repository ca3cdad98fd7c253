"""A reply that comes in pieces."""

import pytest

from chatbot.model_reply import ReplyError, ReplyReader, WrittenSentence


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
