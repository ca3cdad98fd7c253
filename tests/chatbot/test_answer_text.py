from chatbot.answer import Citation
from chatbot.ui.answer_text import Piece, split_answer
from ingest import Article

BODY = "Die Studie [2] nennt 26 Staaten. Merz zögert. Merz zögert."
ARTICLE = Article(id="a", title="Titel", body=BODY)


def cite(number, start, end):
    return Citation(number, BODY[start:end], start, end, ARTICLE)


def test_quotes_and_markers_are_told_apart():
    pieces = split_answer(f"Laut taz: {BODY[33:45]} [1]", [cite(1, 33, 45)])

    assert pieces == [
        Piece("own", "Laut taz: "),
        Piece("quote", "Merz zögert.", 1),
        Piece("own", " "),
        Piece("marker", "1", 1),
    ]


def test_a_number_in_brackets_within_a_quote_is_no_marker():
    text = f"{BODY[:32]} [1] {BODY[33:45]} [2]"

    pieces = split_answer(text, [cite(1, 0, 32), cite(2, 33, 45)])

    assert [piece.text for piece in pieces if piece.kind == "marker"] == ["1", "2"]
    assert pieces[0] == Piece("quote", "Die Studie [2] nennt 26 Staaten.", 1)


def test_a_marker_without_a_citation_stays_text():
    assert split_answer("Merz zögert [7].", []) == [Piece("own", "Merz zögert [7].")]


def test_the_pieces_put_together_give_the_text_again():
    text = f"Eigene Worte mit Beleg [1][2], dann {BODY[33:45]} [2]."

    pieces = split_answer(text, [cite(1, 0, 32), cite(2, 46, 58)])

    assert text == "".join(
        f"[{piece.text}]" if piece.kind == "marker" else piece.text for piece in pieces
    )
