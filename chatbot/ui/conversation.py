"""The conversation as HTML: questions, answers with markers, and how well they are supported."""

from collections.abc import Sequence
from html import escape

from chatbot.answer import TALK, Answer
from chatbot.attribution import describe_source
from chatbot.filter_words import describe_filter
from chatbot.ui.answer_text import Piece, split_answer, split_markers
from chatbot.ui.collection import Collection, word_collection
from chatbot.ui.copying import render_copy_menu
from chatbot.ui.feedback import render_feedback, render_outcomes
from chatbot.ui.record import record_turn
from chatbot.ui.texts import Texts
from chatbot.ui.turn import Turn
from chatbot.wording import word_notice

# What is answered at all lies above the threshold of chatbot/refusal.py.
SUPPORTED = 0.4  # six in ten of those near it can be answered, benchmarks/results/refusal.md
WELL_SUPPORTED = 0.65  # and here about nine in ten


def render_welcome(collection: Collection, texts: Texts) -> str:
    """What stands where the conversation will be, before the first question."""
    return (
        f'<section class="belegt-welcome" data-articles="{collection.count}">'
        f"<h2>{escape(texts.welcome)}</h2>"
        f"<p>{escape(word_collection(collection, texts))}</p>"
        f"<p>{escape(texts.promise)}</p>"
        "</section>"
    )


def render_conversation(turns: Sequence[Turn], texts: Texts, *, savable: bool = False) -> str:
    """All turns, oldest first; if `savable`, with buttons to judge the answers."""
    rendered = "".join(
        _render_turn(place, turn, texts, savable=savable) for place, turn in enumerate(turns)
    )
    label = escape(texts.conversation_label)
    outcomes = f' data-outcomes="{render_outcomes(texts)}"' if savable else ""
    return f'<ol class="belegt-turns" aria-label="{label}"{outcomes}>{rendered}</ol>'


def word_confidence(confidence: float, texts: Texts) -> str:
    """How well an answer is supported, in words."""
    if confidence >= WELL_SUPPORTED:
        return texts.well_supported
    return texts.supported if confidence >= SUPPORTED else texts.weakly_supported


def count_citations(answer: Answer, texts: Texts) -> str:
    """How many citations an answer has, in words."""
    count = len(answer.citations)
    return texts.citations_one if count == 1 else texts.citations_many.format(count=count)


def _render_turn(place: int, turn: Turn, texts: Texts, *, savable: bool) -> str:
    record = turn.record
    if turn.answer is not None and turn.problem is None:
        record = record_turn(turn, turn.answer).model_dump_json()
    record = f' data-record="{escape(record)}"' if record else ""
    return (
        f'<li class="belegt-turn" data-turn="{place}" data-announce="{_announce(turn, texts)}"'
        f"{record}>"
        f'<h2 class="belegt-question"><span class="belegt-hidden">{escape(texts.you)} </span>'
        f"{escape(turn.question)}</h2>{_render_understood(turn, texts)}"
        f"{_render_filter(turn, texts)}"
        f"{_render_reply(turn, texts, savable=savable)}</li>"
    )


def _render_understood(turn: Turn, texts: Texts) -> str:
    """How a follow-up was read, where that is not as it was asked."""
    if turn.answer is None or not turn.answer.understood:
        return ""
    words = texts.understood.format(question=turn.answer.understood)
    return f'<p class="belegt-within">{escape(words)}</p>'


def _render_filter(turn: Turn, texts: Texts) -> str:
    """What the question was restricted to."""
    if not turn.within.restricts:
        return ""
    words = texts.within.format(filter=describe_filter(turn.within, texts.language))
    return f'<p class="belegt-within">{escape(words)}</p>'


def _render_reply(turn: Turn, texts: Texts, *, savable: bool) -> str:
    if turn.problem is not None:
        line = escape(getattr(texts, turn.problem))
        return f'<p class="belegt-problem" data-problem="{turn.problem}">{line}</p>'
    if turn.answer is not None:
        if turn.answer.reason in TALK:
            return _render_answer(turn.answer, texts)
        # A test question knows no filter: its answer would be another one.
        kept = savable and not turn.within.restricts
        feedback = render_feedback(turn.answer, texts) if kept else ""
        return (
            f"{_render_answer(turn.answer, texts)}{_render_verdict(turn.answer, texts)}{feedback}"
        )
    if turn.text or turn.draft:
        gap = " " if turn.text and turn.draft else ""
        draft = f'<span class="belegt-draft">{gap}{escape(turn.draft)}</span>' if turn.draft else ""
        checking = f'<p class="belegt-searching">{escape(texts.checking)}</p>'
        return (
            f'<div class="belegt-answer">{escape(turn.text)}{draft}</div>'
            f"{checking if turn.draft else ''}"
        )
    if turn.evidence:
        return f'<p class="belegt-searching">{escape(texts.writing)}</p>'
    return f'<p class="belegt-searching">{escape(texts.searching)}</p>'


def _render_answer(answer: Answer, texts: Texts) -> str:
    sources = {
        str(citation.number): describe_source(citation.article, texts.language)
        for citation in answer.citations
    }
    if answer.verdicts:
        body = _render_checked(answer, sources, texts)
    else:
        pieces = split_answer(answer.text, answer.citations)
        body = _render_pieces(pieces, sources, texts)
    notice = (
        f'<p class="belegt-notice">{escape(word_notice(answer.notice, texts.language))}</p>'
        if answer.notice
        else ""
    )
    return f'<div class="belegt-answer" data-status="{answer.status}">{body}</div>{notice}'


def _render_checked(answer: Answer, sources: dict[str, str], texts: Texts) -> str:
    """A generated answer: what its sources do not support is marked, and says what is missing."""
    rendered = ""
    done = 0
    for verdict in answer.verdicts:
        rendered += escape(answer.text[done : verdict.start])
        pieces = split_markers(answer.text[verdict.start : verdict.end], answer.citations)
        sentence = _render_pieces(pieces, sources, texts)
        missing = ", ".join(verdict.missing)
        title = escape(texts.missing.format(missing=missing)) if missing else ""
        rendered += (
            f'<span class="belegt-written" data-finding="{verdict.finding}" title="{title}">'
            f"{sentence}</span>"
        )
        done = verdict.end
    rest = escape(answer.text[done:])
    return rendered + rest


def _render_pieces(pieces: Sequence[Piece], sources: dict[str, str], texts: Texts) -> str:
    """The pieces, each marker on the same line as the word that it stands behind."""
    rendered = ""
    for place, piece in enumerate(pieces):
        before = pieces[place - 1].text if place and pieces[place - 1].kind == "own" else ""
        if piece.kind == "marker" and before:
            word = escape(before[before.rstrip().rfind(" ") + 1 :])
            marker = _render_piece(piece, sources, texts)
            rendered = (
                f'{rendered.removesuffix(word)}<span class="belegt-glued">{word}{marker}</span>'
            )
        else:
            rendered += _render_piece(piece, sources, texts)
    return rendered


def _render_piece(piece: Piece, sources: dict[str, str], texts: Texts) -> str:
    if piece.kind == "own":
        return escape(piece.text)
    if piece.kind == "quote":
        quoted = escape(piece.text)
        return f'<span class="belegt-quoted" data-number="{piece.number}">{quoted}</span>'
    label = escape(texts.marker.format(number=piece.text, source=sources[piece.text]))
    # The brackets are not seen but copied along, so that a pasted answer keeps its markers.
    return (
        f'<button type="button" class="belegt-marker" data-number="{piece.text}" '
        f'aria-label="{label}" title="{label}"><span>[</span>{piece.text}<span>]</span></button>'
    )


def _render_verdict(answer: Answer, texts: Texts) -> str:
    if answer.status == "refused":
        words, action = texts.refused, texts.show_nearest if answer.nearest else ""
    else:
        words, action = word_confidence(answer.confidence, texts), count_citations(answer, texts)
    button = f'<button type="button" class="belegt-show">{escape(action)}</button>'
    level = "refused" if answer.status == "refused" else _level(answer.confidence)
    why = escape(f"{texts.why[level]} {texts.why_checked}")
    return (
        '<div class="belegt-verdict"><details class="belegt-why">'
        f'<summary class="belegt-confidence" data-level="{level}">{escape(words)}</summary>'
        f"<p>{why}</p></details>{button if action else ''}{render_copy_menu(answer, texts)}</div>"
    )


def _level(confidence: float) -> str:
    if confidence >= WELL_SUPPORTED:
        return "well"
    return "fair" if confidence >= SUPPORTED else "weak"


def _announce(turn: Turn, texts: Texts) -> str:
    """What a screen reader is told once the turn has come to its end; empty until then."""
    if turn.problem is not None:
        return escape(getattr(texts, turn.problem))
    if turn.answer is None:
        return ""
    if turn.answer.reason in TALK:
        return escape(turn.answer.text)
    if turn.answer.status == "refused":
        return escape(texts.refused_announcement)
    citations = count_citations(turn.answer, texts)
    return escape(texts.answered_announcement.format(citations=citations))
