import pytest

from chatbot.ui.preferring import choose_language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("DE-ch", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("en;q=0.3, de;q=0.8", "de"),
        ("fr-FR, de;q=0.5", "en"),
        ("den", "en"),
        ("*", "de"),
        ("", "de"),
        ("de;q=kaputt, fr;q=0.1", "en"),
        (",;,", "en"),
    ],
)
def test_german_for_those_who_prefer_it_and_english_for_all_others(accepted, language):
    assert choose_language("", accepted) == language


@pytest.mark.parametrize(
    ("cookies", "language"),
    [
        ("belegt-language=en", "en"),
        ("a=b; belegt-language=de", "de"),
        ("belegt-language=fr", "en"),
        ("belegt-language=<script>", "en"),
        ("=;;kaputt", "en"),
    ],
)
def test_what_was_chosen_before_wins_if_it_is_a_language(cookies, language):
    assert choose_language(cookies, "fr") == language
