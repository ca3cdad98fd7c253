"""How a reply is split into sentences with what they cite."""

import pytest

from chatbot.model_reply import ReplyReader

REPLY = "Merz sagte: „Wir zögern nicht. Wir liefern sofort.“ [1] Macron nickte. [2]"


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
