"""The whole way with the real model, over the collection that ships."""

from pathlib import Path

import pytest

from chatbot import (
    Answer,
    Chatbot,
    EmptyQuestionError,
    EvidenceFound,
    QuestionTooLongError,
    TextWritten,
)
from chatbot.reading import NothingReadableError
from index import IndexMissingError
from ingest import IngestError

SAMPLE = Path(__file__).resolve().parents[2] / "sample"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    opened = Chatbot.from_folder(SAMPLE, index=tmp_path_factory.mktemp("index"))
    yield opened
    opened.close()


def test_the_guiding_question_is_answered_from_the_paris_article(bot):
    answer = bot.ask("Warum zögert Merz?")

    assert answer.status == "answered"
    assert answer.citations[0].article.id == "koalition-der-willigen-paris"
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert any(word in quotes for word in ("Skepsis", "skeptisch", "Bedingung", "abhängig"))


@pytest.mark.parametrize(
    "question",
    ["Warum zögert Merz?", "Was besagt Artikel 5?", "Wann wurde das Budapester Memorandum "
     "unterzeichnet?", "Wer gehört zum Weimarer Dreieck?"],
)  # fmt: skip
def test_a_citation_quotes_the_article_character_for_character(bot, question):
    answer = bot.ask(question)

    assert answer.citations
    for citation in answer.citations:
        assert citation.article.body[citation.start : citation.end] == citation.quote
        assert citation.quote in answer.text
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "question",
    ["Wer gewann die Fußball-Weltmeisterschaft 2014?", "Wie backt man einen Apfelkuchen?",
     "Was kostet ein Liter Milch?", "Who won the football world cup in 2014?"],
)  # fmt: skip
def test_what_the_sources_do_not_say_is_refused_with_the_nearest_miss(bot, question):
    answer = bot.ask(question)

    assert answer.status == "refused"
    assert answer.citations == ()
    assert "[1]" not in answer.text
    assert answer.nearest is not None
    assert answer.nearest.text in answer.nearest.article.body
    assert answer.confidence < 0.5


@pytest.mark.parametrize(
    ("question", "quoted"),
    [("Why does Merz hesitate?", "Merz zögert"), ("When did the Iraq war begin?", "20. März 2003"),
     ("How many fighters does IS have?", "30.000 Kämpfer")],
)  # fmt: skip
def test_a_question_in_english_is_answered_from_german_articles(bot, question, quoted):
    answer = bot.ask(question)

    assert answer.status == "answered"
    assert quoted in answer.text
    assert answer.text.startswith("According to")


def test_a_follow_up_is_understood_from_the_question_before(bot):
    answer = bot.ask("Und was will Macron?", history=["Warum zögert Merz?"])

    assert "Macron" in " ".join(citation.quote for citation in answer.citations)


def test_the_evidence_is_streamed_first_and_the_answer_last(bot):
    first, *texts, last = bot.stream("Warum zögert Merz?")

    assert isinstance(first, EvidenceFound)
    assert first.evidence
    assert all(isinstance(event, TextWritten) for event in texts)
    assert isinstance(last, Answer)
    assert "".join(event.text for event in texts) == last.text
    assert last == bot.ask("Warum zögert Merz?")


def test_retrieve_returns_ranked_hits(bot):
    hits = bot.retrieve("Warum zögert Merz?", k=3)

    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits[0].passage.article_id == "koalition-der-willigen-paris"


@pytest.mark.parametrize("question", ["", "   ", "?!"])
def test_a_question_without_words_is_an_error(bot, question):
    with pytest.raises(EmptyQuestionError):
        bot.ask(question)


def test_a_very_long_question_is_an_error(bot):
    with pytest.raises(QuestionTooLongError, match="10000 characters"):
        bot.ask("a" * 10_000)


@pytest.mark.parametrize(
    "question",
    ["Warum zögert \ud800 Merz?", "Warum zö\u00adgert\u200b Merz?", "Warum zo\u0308gert Merz?"],
)
def test_characters_that_no_text_should_hold_do_no_harm(bot, question):
    assert bot.ask(question).citations[0].article.id == "koalition-der-willigen-paris"


def test_a_history_that_is_one_text_is_an_error(bot):
    with pytest.raises(TypeError, match="list of earlier questions"):
        bot.ask("Und Macron?", history="Warum zögert Merz?")


def test_a_file_that_can_not_be_read_for_now_does_not_remove_its_article(tmp_path):
    folder = tmp_path / "artikel"
    folder.mkdir()
    (folder / "eins.txt").write_text("Die Brücke ist seit Montag gesperrt.", encoding="utf-8")
    (folder / "zwei.txt").write_text("Im Zoo kam ein Elefant zur Welt.", encoding="utf-8")
    Chatbot.from_folder(folder, index=tmp_path / "index").close()
    (folder / "zwei.txt").write_bytes(b"")

    again = Chatbot.from_folder(folder, index=tmp_path / "index")
    assert len(again.articles()) == 2
    again.close()

    (folder / "eins.txt").write_bytes(b"")
    with pytest.raises(NothingReadableError, match=r"eins\.txt"):
        Chatbot.from_folder(folder, index=tmp_path / "index")


def test_a_missing_index_is_an_error_that_names_the_remedy(tmp_path):
    with pytest.raises(IndexMissingError, match="belegt ingest"):
        Chatbot.open(tmp_path / "nichts")


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(IngestError):
        Chatbot.from_folder(tmp_path / "nichts", index=tmp_path / "index")


def test_a_folder_read_again_is_mirrored(tmp_path):
    folder = tmp_path / "artikel"
    folder.mkdir()
    (folder / "eins.txt").write_text("Die Brücke ist seit Montag gesperrt.", encoding="utf-8")
    (folder / "zwei.txt").write_text("Im Zoo kam ein Elefant zur Welt.", encoding="utf-8")
    Chatbot.from_folder(folder, index=tmp_path / "index").close()
    (folder / "zwei.txt").unlink()

    again = Chatbot.from_folder(folder, index=tmp_path / "index")

    assert [article.body for article in again.articles()] == [
        "Die Brücke ist seit Montag gesperrt."
    ]
    again.close()
