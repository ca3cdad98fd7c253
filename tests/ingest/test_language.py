import pytest

from ingest.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Kanzler zögert, und das ist nicht gut für die Ukraine.", "de"),
        ("The chancellor hesitates, and that is not good for Ukraine.", "en"),
        ("Die Rede von “Fortress Ukraine” ist in der Welt, sagt The Economist.", "de"),
        ("", "de"),
        ("Kiew 2022", "de"),
    ],
)
def test_german_is_told_from_english_and_assumed_in_doubt(text, language):
    assert detect_language(text) == language
