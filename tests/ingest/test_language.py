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
        ("MERZ ZÖGERT, UND DAS IST NICHT GUT", "de"),
        ("WHAT DOES MACRON WANT?", "en"),
    ],
)
def test_german_is_told_from_english_and_assumed_in_doubt(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "question",
    [
        "Was will Merz?",
        "Was will Macron?",
        "Will Merz Truppen schicken?",
        "Warum zögert Merz?",
        "Wer ist Can Dündar?",
        "Was war in Minsk?",
        "War Merz in Paris?",
        "Hin und her?",
        "Wem gehört Twitter?",
        "Was sagt Will Smith?",
        "Was schreibt The Economist?",
        "Wer schrieb „The Art of War“?",
        "Was plant die WHO?",
        "WHO oder IWF?",
        "Und Macron?",
        "Kiew?",
    ],
)
def test_a_short_german_question_is_german(question):
    assert detect_language(question) == "de"


@pytest.mark.parametrize(
    "question",
    [
        "Why does Merz hesitate?",
        "What does Macron want?",
        "Who is Merz?",
        "Where is Kyiv?",
        "When did Merz resign?",
        "How many soldiers died?",
        "What happened in Paris?",
        "Did Trump agree?",
        "Which countries joined?",
        "Can Merz win?",
        "Has Merz decided?",
        "Will the US leave NATO?",
        "What did Der Spiegel write?",
        "Why not?",
    ],
)
def test_a_short_english_question_is_english(question):
    assert detect_language(question) == "en"
