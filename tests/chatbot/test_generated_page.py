"""How a generated answer is shown: on the page, in the terminal, to programs."""

from dataclasses import replace

import pytest
from rich.console import Console

from chatbot import Answer, Verdict
from chatbot.answer import Notice
from chatbot.events import DraftWritten, EvidenceFound, TextWithdrawn, TextWritten
from chatbot.json_answer import answer_to_completion, answer_to_json
from chatbot.server.completions import CompletionWriter
from chatbot.terminal import print_answer
from chatbot.ui.conversation import render_conversation
from chatbot.ui.evidence_panel import render_evidence
from chatbot.ui.texts import ENGLISH, GERMAN
from chatbot.ui.turn import Turn, follow
from chatbot.wording import word_notice
from tests.chatbot.conftest import MALI, cite, refuse

FIRST = "In Mali waren zwölf Soldaten im Einsatz [1]."
SECOND = "Es waren <b>99</b> Panzer dabei."
TEXT = f"{FIRST} {SECOND} (nicht belegt)"
ANSWER = Answer(
    "Wie viele waren in Mali?",
    TEXT,
    "answered",
    (cite(MALI, 1, "Im Einsatz waren zwölf Soldaten."),),
    confidence=0.9,
    verdicts=(
        Verdict(0, len(FIRST), "supported"),
        Verdict(len(FIRST) + 1, len(FIRST) + 1 + len(SECOND), "not_found", ("99", "Panzer")),
    ),
)
QUOTED = replace(ANSWER, verdicts=(), notice="model_timed_out")


def show(answer, texts=GERMAN):
    return render_conversation([Turn(answer.question, answer=answer)], texts)


def test_the_page_marks_what_was_not_found_and_says_what_is_missing():
    html = show(ANSWER)

    assert 'data-finding="supported"' in html
    assert 'data-finding="not_found" title="Steht nicht in der Quelle: 99, Panzer"' in html
    assert "&lt;b&gt;99&lt;/b&gt; Panzer dabei." in html
    assert "(nicht belegt)" in html
    assert 'class="belegt-marker" data-number="1"' in html


def test_the_page_shows_the_notice_in_its_own_language():
    assert "hat zu lange gebraucht" in show(QUOTED)
    assert "took too long" in show(QUOTED, ENGLISH)
    assert "belegt-notice" not in show(ANSWER)


def test_every_notice_has_words_in_both_languages():
    for notice in Notice.__args__:
        assert word_notice(notice, "de") != word_notice(notice, "en")


def test_the_evidence_stands_on_the_page_before_the_answer_does():
    nearest = refuse("Warum?").nearest
    turn = follow(Turn("Warum?"), EvidenceFound((nearest,)))

    panel = render_evidence([turn], GERMAN)

    assert "Im Norden lag die Obergrenze bei 150." in panel
    assert "belegt-number" not in panel
    assert "wird geschrieben" in render_conversation([turn], GERMAN)


def test_a_draft_is_shown_as_one_and_gives_way_to_checked_text():
    turn = follow(Turn("Warum?"), DraftWritten("Merz <zögert"))
    drafted = render_conversation([turn], GERMAN)
    turn = follow(turn, TextWritten("Merz zögert [1]."))
    checked = render_conversation([turn], GERMAN)

    assert '<span class="belegt-draft">Merz &lt;zögert</span>' in drafted
    assert "belegt-draft" not in checked
    assert "Merz zögert [1]." in checked
    assert follow(turn, TextWithdrawn()).text == ""


def test_programs_get_verdicts_and_notice():
    assert answer_to_json(ANSWER)["verdicts"][1] == {
        "start": len(FIRST) + 1,
        "end": len(FIRST) + 1 + len(SECOND),
        "finding": "not_found",
        "missing": ["99", "Panzer"],
    }
    assert answer_to_json(ANSWER)["notice"] is None
    notice = answer_to_json(QUOTED)["notice"]
    assert notice["code"] == "model_timed_out"
    assert "zu lange gebraucht" in notice["text"]


def test_openais_clients_read_the_notice_below_the_text():
    content = answer_to_completion(QUOTED)["choices"][0]["message"]["content"]

    # What a client could take for HTML is broken up.
    assert content.startswith(TEXT.replace("<b>", "< b>").replace("</b>", "< /b>"))
    assert "(Das Sprachmodell hat zu lange gebraucht" in content


def test_a_stream_sends_checked_text_only_and_says_where_it_begins_anew():
    events = [EvidenceFound(()), DraftWritten("Entwurf"), TextWritten("Falsch."), TextWithdrawn(),
              TextWritten("Richtig."), QUOTED]  # fmt: skip

    writer = CompletionWriter()
    sent = "".join(map(writer.write, events))

    assert "Entwurf" not in sent
    assert sent.index("Falsch.") < sent.index("---") < sent.index("Richtig.")


@pytest.mark.parametrize("answer", [ANSWER, QUOTED])
def test_the_terminal_shows_text_and_notice(answer):
    console = Console(record=True, width=200, file=None, force_terminal=False, quiet=False)
    with console.capture() as captured:
        print_answer(answer, console)

    assert "(nicht belegt)" in captured.get()
    assert ("zu lange gebraucht" in captured.get()) == (answer.notice is not None)
