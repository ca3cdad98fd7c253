import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import Article
from ingest.headings import find_headings
from ingest.passages import LEAD_CHARS, find_context, find_sentences, split_passages


def make_article(body):
    return Article(id="merz", title="Merz zögert", body=body)


def texts(body, **lengths):
    return [passage.text for passage in split_passages(make_article(body), **lengths)]


def test_short_paragraphs_are_joined_up_to_the_target():
    body = "Merz zögert.\n\nEr wartet.\n\nMacron drängt."  # 12 + 2 + 10 = 24, + 2 + 14 = 40

    assert texts(body, target_chars=39, max_chars=39) == [
        "Merz zögert.\n\nEr wartet.",
        "Macron drängt.",
    ]
    assert texts(body, target_chars=40, max_chars=40) == [body]


def test_a_paragraph_that_fits_is_kept_whole_beyond_the_target():
    body = "Merz zögert. Er wartet.\n\nMacron drängt."

    assert texts(body, target_chars=14, max_chars=23) == [
        "Merz zögert. Er wartet.",
        "Macron drängt.",
    ]


def test_a_long_paragraph_is_cut_between_sentences():
    body = "Merz zögert. Er wartet. Macron drängt."

    assert texts(body, target_chars=23, max_chars=23) == [
        "Merz zögert. Er wartet.",
        "Macron drängt.",
    ]


def test_a_sentence_that_is_too_long_is_a_passage_of_its_own():
    body = "Merz zögert. Der Kanzler wartet noch immer auf Washington. Macron drängt."

    assert texts(body, target_chars=20, max_chars=20) == [
        "Merz zögert.",
        "Der Kanzler wartet noch immer auf Washington.",
        "Macron drängt.",
    ]


def test_a_heading_goes_with_the_paragraph_below_it_and_is_no_sentence():
    body = "Merz zögert lange.\n\nKampf der Systeme\n\nMacron drängt ihn."
    first, second = split_passages(make_article(body), target_chars=40, max_chars=40)

    assert first.text == "Merz zögert lange."
    assert second.text == "Kampf der Systeme\n\nMacron drängt ihn."
    assert [body[start:end] for start, end in second.sentences] == ["Macron drängt ihn."]


def test_the_heading_of_a_paragraph_that_is_cut_stays_with_its_first_part():
    body = "Kampf der Systeme\n\nMerz zögert. Macron drängt."

    assert texts(body, target_chars=32, max_chars=32) == [
        "Kampf der Systeme\n\nMerz zögert.",
        "Macron drängt.",
    ]


def test_passages_are_numbered_from_zero_and_name_their_article():
    passages = split_passages(
        make_article("Merz zögert. Er wartet."), target_chars=12, max_chars=12
    )

    assert [(passage.id, passage.article_id) for passage in passages] == [
        ("merz#0", "merz"),
        ("merz#1", "merz"),
    ]


def test_a_small_rest_is_joined_to_the_passage_before_it():
    body = "Der Kanzler wartet auf Washington.\n\nNur so."

    assert texts(body, target_chars=34, max_chars=60) == [body]


def test_an_article_of_one_line_is_one_passage_with_one_sentence():
    [passage] = split_passages(make_article("Kampf der Systeme"))

    assert passage.sentences == ((0, 17),)


@pytest.mark.parametrize(("target", "most"), [(0, 10), (11, 10), (-1, -1)])
def test_lengths_that_contradict_each_other_are_refused(target, most):
    with pytest.raises(ValueError, match="target_chars must be between 1 and max_chars"):
        split_passages(make_article("Merz zögert."), target_chars=target, max_chars=most)


BODIES = st.lists(
    st.one_of(
        st.sampled_from(["Kampf der Systeme", "Und der Westen?", "Merz sagte dazu:", "Ja\nNein."]),
        st.lists(
            st.sampled_from(["Merz zögert.", "Der Kanzler wartet.", "„Nein!“", "Am 3. Mai"])
        ).map(" ".join),
        st.text(),
    ),
    max_size=12,
).map("\n\n".join)


@given(BODIES, st.integers(1, 60), st.integers(0, 60))
def test_every_sentence_is_in_exactly_one_passage_and_offsets_are_exact(body, target, more):
    passages = split_passages(make_article(body), target_chars=target, max_chars=target + more)

    position = 0
    for passage in passages:
        assert position <= passage.start < passage.end
        assert passage.text == body[passage.start : passage.end] == passage.text.strip()
        assert all(passage.start <= s.start < s.end <= passage.end for s in passage.sentences)
        assert passage.sentences
        position = passage.end
    inside = [sentence for passage in passages for sentence in passage.sentences]
    assert inside == find_sentences(body)
    covered = sorted(inside + find_headings(body))
    rest = body
    for start, end in reversed(covered):
        rest = rest[:start] + rest[end:]
    assert rest.strip() == ""


@given(BODIES, st.integers(1, 60), st.integers(0, 60))
def test_only_a_single_sentence_makes_a_passage_longer_than_the_maximum(body, target, more):
    for passage in split_passages(make_article(body), target_chars=target, max_chars=target + more):
        assert len(passage.text) <= target + more or len(passage.sentences) == 1


def contexts(article):
    passages = split_passages(article, target_chars=30, max_chars=60)
    return [find_context(article.title, article.body, passage) for passage in passages]


def test_the_context_of_a_passage_is_the_title_and_the_lead_before_it():
    article = make_article("Der Kanzler wartet ab,\nsagt er.\n\nMacron drängt in Paris zur Eile.")

    assert contexts(article) == ["Merz zögert", "Merz zögert\nDer Kanzler wartet ab, sagt er."]


def test_a_title_that_the_lead_repeats_is_not_said_twice():
    article = make_article("Merz zögert. Er wartet ab.\n\nMacron drängt in Paris zur Eile.")

    assert contexts(article)[1] == "Merz zögert. Er wartet ab."


def test_a_long_lead_ends_with_a_whole_word():
    body = "Der Kanzler wartet ab. " * 80
    article = make_article(body + "\n\nMacron drängt.")
    last = find_context(article.title, article.body, split_passages(article)[-1])

    lead = last.removeprefix("Merz zögert\n")
    # 13 sentences of 23 characters are 299; the 300th character is the next "D".
    assert lead == ("Der Kanzler wartet ab. " * 13).strip()
    assert len(lead) <= LEAD_CHARS
