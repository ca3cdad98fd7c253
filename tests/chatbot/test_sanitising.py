import pytest

from chatbot.sanitising import drop_thoughts, sanitise


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Merz zögert [1].", "Merz zögert [1]."),
        ("Merz zögert. [1, 2]", "Merz zögert. [1][2]"),
        ("Merz zögert [ 1 ].", "Merz zögert [1]."),
        ("**Merz** zögert _sehr_ `hier`", "Merz zögert sehr hier"),
        ("- Merz zögert", "Merz zögert"),
        ("# Merz zögert", "Merz zögert"),
        ("1. Merz zögert [1].\n2. Macron nicht [2].\n", "Merz zögert [1]. Macron nicht [2]."),
        ("Es tagen:\n- Merz\n- Macron", "Es tagen: Merz Macron"),
        ("3. Mai 2024 [1].", "3. Mai 2024 [1]."),
        ("Siehe ![Bild](https://evil.example/a.png) dazu", "Siehe dazu"),
        ("Siehe [hier](http://evil.example) dazu", "Siehe dazu"),
        ("Siehe https://evil.example/x dazu", "Siehe dazu"),
        ("Siehe www.evil.example dazu", "Siehe dazu"),
        ("Siehe evil.com/x dazu", "Siehe dazu"),
        ("Mail an a@evil.example bitte", "Mail an bitte"),
        ("Das <b>steht</b> da", "Das steht da"),
        ("Das <script>alert('x')</script> da", "Das da"),
        ("Das &lt;b&gt; da", "Das b da"),
        ("Das ist\u200b so", "Das ist so"),
        ("Es waren 1.500 Leute um 14:30 Uhr, u. a. am 3.5.", "Es waren 1.500 Leute um 14:30 Uhr, "
         "u. a. am 3.5."),
        ("Er sagte: „Ja.“ [1]", "Er sagte: „Ja.“ [1]"),
    ],
)  # fmt: skip
def test_only_words_and_markers_are_left(written, left):
    assert sanitise(written) == left


def test_what_a_model_thinks_aloud_is_no_text():
    assert drop_thoughts("<think>Hm.\nJa.</think>Merz zögert.").strip() == "Merz zögert."
    assert drop_thoughts("<think>Hm, noch nicht").strip() == ""
    assert drop_thoughts("Okay, the user asks.</think>Merz zögert.").strip() == "Merz zögert."
