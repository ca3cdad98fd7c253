import pytest

from chatbot.follow_up import leans_on_history, make_standalone, resolve_pronoun


@pytest.mark.parametrize(
    "question",
    ["Und was sagt Macron dazu?", "Warum nicht?", "Seit wann?", "Was sagt er dazu?",
     "Aber wer bezahlt das?", "And who pays?", "Welchen Grund nannte er?",
     "Wie viele Soldaten will sie schicken?"],
)  # fmt: skip
def test_ellipses_and_pronouns_lean_on_the_question_before(question):
    assert leans_on_history(question)


@pytest.mark.parametrize(
    "question",
    ["Warum zögert Merz?", "Was ist das Budapester Memorandum?", "Wer führt die Koalition an?",
     "Welche Waffen liefert Berlin an die Ukraine?", "Können Sie mir den Vertrag erklären?",
     "Warum sagt Merz, dass er zögert?"],
)  # fmt: skip
def test_full_questions_stand_alone(question):
    assert not leans_on_history(question)


def test_a_follow_up_is_searched_for_with_the_question_it_leans_on():
    assert make_standalone("Und was sagt Macron dazu?", ["Warum zögert Merz?"]) == (
        "Warum zögert Merz? Und was sagt Macron dazu?"
    )


def test_a_chain_of_follow_ups_goes_back_to_the_one_that_stands_alone():
    history = ["Was ist Artikel 5?", "Warum zögert Merz?", "Und Macron?"]

    assert make_standalone("Seit wann?", history) == "Warum zögert Merz? Und Macron? Seit wann?"


def test_a_new_topic_leaves_the_history_behind():
    assert make_standalone("Was ist Artikel 5 der NATO?", ["Warum zögert Merz?"]) == (
        "Was ist Artikel 5 der NATO?"
    )


def test_without_history_a_question_stays_as_it_is():
    assert make_standalone("Und was sagt er?", []) == "Und was sagt er?"


@pytest.mark.parametrize(
    ("question", "history", "read"),
    [
        ("Was sagt er dazu?", ["Warum zögert Merz?"], "Was sagt Merz dazu?"),
        ("Wo lebt sie heute?", ["Wer ist Angela Merkel?"], "Wo lebt Angela Merkel heute?"),
        ("Wann kam er an?", ["Wie viele Soldaten will Macron schicken?"], "Wann kam Macron an?"),
        ("Und was will er?", ["Warum zögert Merz?", "Seit wann?"], "Und was will Merz?"),
        ("Was kostet das?", ["Warum zögert Merz?"], "Was kostet das?"),
        ("Was sagt er?", ["Warum ist das so?"], "Was sagt er?"),
        ("Was sagt er?", [], "Was sagt er?"),
        ("What does he say?", ["Why does Merz hesitate?"], "What does Merz say?"),
        ("Und warum will er das?", ["Was sagt Merz zu Waffenlieferungen?"],
         "Und warum will Merz das?"),
        ("Warum will er das?", ["Wann kommt Merz nach Paris?"], "Warum will Merz das?"),
        ("Was will er?", ["Warum verweigert Merz Lieferungen?"], "Was will Merz?"),
        ("Was will er?", ["Was sagt Merz zu Putin und Trump?"], "Was will Merz?"),
        ("Wo lebt er?", ["Was weiß man über Merz?"], "Wo lebt Merz?"),
        ("Was will er?", ["Was geschah in Paris?"], "Was will er?"),
        ("Welchen Grund nannte er?", ["Warum zögert Merz?"], "Welchen Grund nannte Merz?"),
        ("Wann traf Macron ihn?", ["Warum zögert Merz?"], "Wann traf Macron Merz?"),
        ("Wissen Sie, was er sagt?", ["Warum zögert Merz?"], "Wissen Sie, was Merz sagt?"),
    ],
)  # fmt: skip
def test_a_pronoun_is_read_as_the_name_asked_about_before(question, history, read):
    assert resolve_pronoun(question, history) == read


@pytest.mark.parametrize(
    "question",
    ["Warum sagt die Regierung, dass sie spart?", "Und warum sagt Macron, dass er liefert?",
     "Warum sagt Macron dass er liefert?", "Und was wissen Sie über Scholz?",
     "Why does Macron say he delivers?"],
)  # fmt: skip
def test_a_pronoun_that_the_question_itself_explains_stays(question):
    assert resolve_pronoun(question, ["Warum zögert Merz?"]) == question
