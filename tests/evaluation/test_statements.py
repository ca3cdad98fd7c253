from evaluation.metrics.statements import Statement, find_statements, invalid_share, uncited_share
from tests.evaluation.fake_bot import MERZ, cite

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
URGES = "Paris drängt."
CITED = (cite(MERZ, FEARS, 1), cite(MERZ, URGES, 2))


def test_a_marker_belongs_to_the_sentence_it_stands_in_or_behind():
    text = f"Laut DIE ZEIT: {FEARS} [1] Paris drängt [2]. Niemand weiß es.\n\nOder [1][2] doch?"

    assert find_statements(text, CITED) == [
        Statement(f"Laut DIE ZEIT: {FEARS}", (1,)),
        Statement("Paris drängt.", (2,)),
        Statement("Niemand weiß es.", ()),
        Statement("Oder doch?", (1, 2)),
    ]


def test_an_empty_text_has_no_statements_and_a_marker_before_all_belongs_to_none():
    assert find_statements("") == []
    assert find_statements("[1]") == []
    assert find_statements("[1] Er zögert.") == [Statement("Er zögert.", ())]


def test_the_uncited_share_counts_sentences_without_a_valid_number():
    assert uncited_share(f"{FEARS} [1] {URGES} [2]", CITED) == 0
    assert uncited_share(f"{FEARS} [1] {URGES}", CITED) == 0.5
    assert uncited_share(f"{FEARS} [3] {URGES} [2]", CITED) == 0.5
    assert uncited_share("Er zögert.", ()) == 1
    assert uncited_share("", ()) is None


def test_the_invalid_share_counts_markers_that_lead_nowhere():
    assert invalid_share(f"{FEARS} [1] {URGES} [2]", CITED) == 0
    assert invalid_share(f"{FEARS} [1][7] {URGES} [2][8]", CITED) == 0.5
    assert invalid_share(f"{FEARS} [1]", ()) == 1
    assert invalid_share("Er zögert.", CITED) is None


def test_a_number_in_brackets_within_a_quote_is_the_articles_own():
    quote = "Das sagt die Studie [7] deutlich."
    article = MERZ.__class__(id="studie", title="Studie", body=quote)
    citations = [cite(article, quote)]

    assert invalid_share(f"{quote} [1]", citations) == 0
    assert find_statements(f"{quote} [1]", citations) == [Statement(quote, (1,))]
