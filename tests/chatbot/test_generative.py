"""Answers phrased by a chat model, over a real OpenAI-compatible server."""

import pytest

from chatbot import Answer, Chatbot, DraftWritten, EvidenceFound, TextWithdrawn, TextWritten
from chatbot.chat_model import LangChainWriter, open_chat_model
from chatbot.generative import AnswerWriter
from chatbot.settings import Settings
from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from ingest import Article
from tests.chatbot.openai_stub import running_stub

pytest.importorskip("langchain_openai")

BRIDGE = Article(
    "bruecke",
    "Sperrung der Rheinbrücke",
    "Die Rheinbrücke ist seit Montag gesperrt. Grund der Sperrung der Rheinbrücke sind 27 Risse im "
    "Stahl, sagte Bürgermeisterin Anna Kern. „Wir öffnen nicht vor Mai“, sagte Kern. Pendler "
    "müssen über die Autobahn ausweichen.",
    "Lokalpost",
)
ZOO = Article("zoo", "Zoo", "Im Zoo kam am 3. Mai ein Elefant zur Welt.", "Tierpost")
QUESTION = "Warum ist die Rheinbrücke gesperrt?"
GOOD = "Grund der Sperrung sind 27 Risse im Stahl [{risse}]."


@pytest.fixture(scope="module")
def server():
    with running_stub() as stub:
        yield stub


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    embedder = FakeEmbedder()
    with open_for_writing(folder, embedder) as writer:
        writer.add([BRIDGE, ZOO])
    opened = SearchIndex(folder, embedder)
    yield opened
    opened.close()


@pytest.fixture
def stub(server):
    server.reset()
    return server


@pytest.fixture
def make_bot(index, stub):
    def make(**settings):
        defaults = {"llm": "openai:stub", "llm_base_url": stub.address, "llm_timeout": 5}
        chosen = Settings(**{**defaults, **settings})
        writer = AnswerWriter(
            LangChainWriter(open_chat_model(chosen)),
            index.terms,
            index.highest_similarity,
            unsupported=chosen.unsupported,
            timeout=chosen.llm_timeout,
        )
        return Chatbot(index, writer=writer)

    return make


@pytest.fixture
def bot(make_bot):
    return make_bot()


@pytest.fixture
def quoted(index):
    return Chatbot(index).ask(QUESTION)


def say(stub, text):
    """Have the model reply; {risse} and so on become the number of the sentence with that word."""

    def reply(request):
        lines = request["messages"][-1]["content"].splitlines()
        numbers = {
            word: next((line[1] for line in lines if line.startswith("[") and full in line), "9")
            for word, full in (("risse", "27 Risse"), ("montag", "seit Montag"), ("mai", "vor Mai"))
        }
        return text.format(**numbers)

    stub.reply = reply


def test_a_supported_reply_becomes_the_answer_with_its_citation(bot, stub):
    say(stub, GOOD)

    answer = bot.ask(QUESTION)

    assert answer.text == "Grund der Sperrung sind 27 Risse im Stahl [1]."
    assert answer.notice is None
    assert [verdict.finding for verdict in answer.verdicts] == ["supported"]
    assert [citation.number for citation in answer.citations] == [1]
    assert "27 Risse" in answer.citations[0].quote
    assert answer.status == "answered"


def test_citations_are_numbered_as_they_are_mentioned(bot, stub):
    say(stub, "27 Risse sind im Stahl [{risse}]. Gesperrt ist sie seit Montag. [{montag}]")

    answer = bot.ask(QUESTION)

    assert answer.text == "27 Risse sind im Stahl [1]. Gesperrt ist sie seit Montag [2]."
    assert "27 Risse" in answer.citations[0].quote
    assert "seit Montag" in answer.citations[1].quote


def test_a_verdict_covers_its_sentence(bot, stub):
    say(stub, "27 Risse sind im Stahl [{risse}]. Es waren 99 Risse im Stahl [{risse}].")

    answer = bot.ask(QUESTION)

    assert [answer.text[verdict.start : verdict.end] for verdict in answer.verdicts] == [
        "27 Risse sind im Stahl [1].",
        "Es waren 99 Risse im Stahl.",
    ]


def test_an_unknown_number_is_dropped(bot, stub):
    say(stub, "27 Risse sind im Stahl [{risse}][17]. Gesperrt ist sie seit Montag [42].")

    answer = bot.ask(QUESTION)

    assert answer.text == (
        "27 Risse sind im Stahl [1]. Gesperrt ist sie seit Montag. (nicht belegt)"
    )
    assert len(answer.citations) == 1


def test_a_wrong_number_is_put_right_where_other_evidence_supports_the_sentence(bot, stub):
    say(stub, "27 Risse sind im Stahl [{montag}].")

    answer = bot.ask(QUESTION)

    assert answer.verdicts[0].finding == "supported"
    assert "27 Risse" in answer.citations[0].quote


def test_what_is_not_in_the_source_is_marked_and_cites_nothing(bot, stub):
    say(stub, GOOD + " Der Umbau kostet 12 Millionen Euro [{risse}].")

    answer = bot.ask(QUESTION)

    assert answer.text.endswith("Der Umbau kostet 12 Millionen Euro. (nicht belegt)")
    assert answer.verdicts[1].finding == "not_found"
    assert "12 Millionen" in answer.verdicts[1].missing


def test_or_quotes_take_its_place(make_bot, stub, quoted):
    say(stub, GOOD + " Der Umbau kostet 12 Millionen Euro [{risse}].")

    answer = make_bot(unsupported="replace").ask(QUESTION)

    assert answer.text == quoted.text
    assert answer.citations == quoted.citations
    assert answer.notice == "reply_unsupported"
    assert answer.verdicts == ()


@pytest.mark.parametrize(
    ("reply", "notice"),
    [
        ("", "reply_empty"),
        ("<think>Was nun?</think>", "reply_empty"),
        ("Dafür gibt es mehrere Gründe.", "reply_uncited"),
        ("Der Umbau kostet 12 Millionen Euro [{risse}].", "reply_unsupported"),
        ("Die Katze schläft auf dem warmen Sofa [1].", "reply_unsupported"),
    ],
)
def test_a_reply_that_will_not_do_leaves_the_quotes_with_a_notice(bot, stub, quoted, reply, notice):
    say(stub, reply)

    answer = bot.ask(QUESTION)

    assert answer.notice == notice
    assert answer.text == quoted.text
    assert answer.citations == quoted.citations


@pytest.mark.parametrize(
    ("status", "notice"),
    [(429, "model_overloaded"), (503, "model_overloaded"), (500, "model_failed"),
     (401, "model_failed"), (404, "model_failed")],
)  # fmt: skip
def test_a_server_that_refuses_leaves_the_quotes_with_a_notice(bot, stub, quoted, status, notice):
    stub.status = status

    answer = bot.ask(QUESTION)

    assert answer.notice == notice
    assert answer.text == quoted.text


def test_a_dead_server_leaves_the_quotes_with_a_notice(make_bot, quoted):
    answer = make_bot(llm_base_url="http://127.0.0.1:9/v1").ask(QUESTION)

    assert answer.notice == "model_unreachable"
    assert answer.text == quoted.text


def test_a_silent_server_leaves_the_quotes_when_the_time_is_over(make_bot, stub, quoted):
    stub.pause = 3

    answer = make_bot(llm_timeout=0.5).ask(QUESTION)

    assert answer.notice == "model_timed_out"
    assert answer.text == quoted.text


def test_a_server_that_falls_silent_halfway_does_not_hold_the_answer_up(
    make_bot, stub, quoted, monkeypatch
):
    monkeypatch.setattr("chatbot.model_reply.SECONDS_BETWEEN", 0.3)
    say(stub, GOOD)
    stub.gap = 2

    answer = make_bot(llm_timeout=30).ask(QUESTION)

    assert answer.notice == "model_timed_out"
    assert answer.text == quoted.text


def test_an_endless_reply_is_cut_off_and_what_was_shown_of_it_withdrawn(make_bot, stub, quoted):
    say(stub, GOOD + " ")
    stub.endless = True

    events = list(make_bot(llm_timeout=120).stream(QUESTION))

    answer = events[-1]
    assert answer.notice == "reply_endless"
    assert answer.text == quoted.text
    withdrawn = max(n for n, event in enumerate(events) if isinstance(event, TextWithdrawn))
    texts = [event.text for event in events[withdrawn:] if isinstance(event, TextWritten)]
    assert "".join(texts) == answer.text


def test_evidence_comes_first_then_drafts_and_checked_text_then_the_answer(bot, stub):
    say(stub, "27 Risse sind im Stahl [{risse}]. Gesperrt ist sie seit Montag [{montag}].")

    first, *others, last = bot.stream(QUESTION)

    assert isinstance(first, EvidenceFound)
    assert first.evidence
    assert isinstance(last, Answer)
    texts = [event.text for event in others if isinstance(event, TextWritten)]
    assert len(texts) == 2
    assert "".join(texts) == last.text
    drafts = [event.text for event in others if isinstance(event, DraftWritten)]
    assert any(draft.startswith("27 Risse sind") for draft in drafts)


def test_nothing_is_shown_as_text_before_something_is_supported(bot, stub):
    say(stub, "Der Umbau kostet 12 Millionen Euro. Er dauert lange. " + GOOD)

    events = list(bot.stream(QUESTION))

    first_text = next(n for n, event in enumerate(events) if isinstance(event, TextWritten))
    later = [event for event in events[first_text:] if isinstance(event, TextWritten)]
    assert "".join(event.text for event in later).endswith("27 Risse im Stahl [1].")


def test_a_refusal_never_reaches_the_model(bot, stub):
    answer = bot.ask("Wie backt man einen Apfelkuchen?")

    assert answer.status == "refused"
    assert stub.requests == []


def test_the_model_gets_numbered_sentences_and_a_worked_example(bot, stub):
    say(stub, GOOD)

    bot.ask(QUESTION)

    roles = [message["role"] for message in stub.requests[0]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    asked = stub.requests[0]["messages"][-1]["content"]
    assert f"Frage: {QUESTION}" in asked
    assert "[1] Lokalpost: " in asked
    assert stub.requests[0]["stream"] is True


def test_an_english_question_is_answered_in_english(bot, stub):
    say(stub, "27 Risse im Stahl [{risse}]. It costs 12 million euros [{risse}].")

    answer = bot.ask("Why is the Rheinbrücke gesperrt with Risse?")

    if answer.status == "answered":
        assert "Answer in English" in stub.prompt()
        assert answer.text.endswith("(not supported)")


def test_the_key_of_another_provider_is_never_sent_to_a_server_of_ones_own(
    make_bot, stub, monkeypatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-geheim")
    say(stub, GOOD)

    make_bot().ask(QUESTION)
    make_bot(llm_api_key="sk-eigen").ask(QUESTION)

    assert stub.keys == ["Bearer none", "Bearer sk-eigen"]


def test_the_key_is_not_shown_with_the_settings():
    assert "sk-eigen" not in repr(Settings(llm_api_key="sk-eigen"))


def test_a_model_that_does_not_exist_is_one_clear_line():
    with pytest.raises(Exception, match="BELEGT_LLM"):
        open_chat_model(Settings(llm="gibtesnicht:modell"))
