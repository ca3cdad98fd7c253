from datetime import date
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.errors import BrokenFrontMatterError, EmptyArticleError, InvalidFieldError
from ingest.markdown import read_markdown

ORIGIN = Path("merz-wartet.md")


def test_front_matter_states_what_the_article_is():
    text = (
        '---\nid: taz-17\ntitle: "Merz: Zögern"\noutlet: taz\n'
        "authors: [Anna Weber, Ben Groß]\ndate: 2025-09-05\n"
        "url: https://taz.de/x\nlanguage: de-DE\nunbekannt: 1\n---\n\nEr wartet.\n"
    )

    assert read_markdown(text, origin=ORIGIN) == Article(
        id="taz-17",
        title="Merz: Zögern",
        body="Er wartet.",
        source="taz",
        author="Anna Weber, Ben Groß",
        published=date(2025, 9, 5),
        url="https://taz.de/x",
        language="de",
    )


def test_a_top_heading_is_the_title_and_no_part_of_the_body():
    article = read_markdown("# **Merz** zögert #\n\nEr wartet.", origin=ORIGIN)

    assert (article.title, article.body) == ("Merz zögert", "Er wartet.")


def test_a_heading_is_normalised_like_all_text():
    article = read_markdown("# Merz&#x200b;  zo\u0308gert\ud800\n\nEr wartet.", origin=ORIGIN)

    assert (article.title, article.body) == ("Merz zögert\ufffd", "Er wartet.")


def test_the_title_of_the_front_matter_is_preferred_to_the_heading():
    article = read_markdown("---\ntitle: Merz\n---\n# Zögern\n\nEr wartet.", origin=ORIGIN)

    assert (article.title, article.body) == ("Merz", "Zögern\n\nEr wartet.")


def test_the_name_of_the_file_is_the_title_of_last_resort():
    assert read_markdown("Er wartet. Alle warten.", origin=ORIGIN).title == "merz-wartet"


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("Merz **zögert** und *wartet* _still_.", "Merz zögert und wartet still."),
        ("Der [Kanzler](https://bund.de/merz_(cdu)) wartet.", "Der Kanzler wartet."),
        ("Der [Kanzler][1] wartet.\n\n[1]: https://bund.de", "Der Kanzler wartet."),
        ("Er wartet. ![Merz](merz.png)", "Er wartet."),
        ("Er <b>wartet</b>.<br>Sie drängt.", "Er wartet.\n\nSie drängt."),
        ("Er wartet.<!-- geheim -->", "Er wartet."),
        ("<script>alert('x')</script>Er wartet.", "Er wartet."),
        ("> Er wartet,\n> und sie drängt.", "Er wartet, und sie drängt."),
        ("- Er wartet.\n* Sie drängt.\n  Sehr.", "Er wartet.\n\nSie drängt. Sehr."),
        ("Er wartet.\n\n## Und sie? ##\n\nSie drängt.", "Er wartet.\n\nUnd sie?\n\nSie drängt."),
        ("Er wartet.\n\n---\n\nSie drängt.", "Er wartet.\n\nSie drängt."),
        ("Er\nwartet.\n\nSie\ndrängt.", "Er wartet.\n\nSie drängt."),
        ("Er kam am\n3. Mai an.", "Er kam am 3. Mai an."),
        ("`Er` wartet \\*lange\\* &amp; still.", "Er wartet *lange* & still."),
        ("Er nutzt snake_case_namen und 3 * 4 * 5.", "Er nutzt snake_case_namen und 3 * 4 * 5."),
        ("Er wartet.[^1]\n\n[^1]: Laut taz.", "Er wartet.\n\nLaut taz."),
        ("Er wartet.\r\n\r\nSie drängt.", "Er wartet.\n\nSie drängt."),
    ],
)
def test_markup_is_stripped_and_the_words_are_kept(markdown, plain):
    assert read_markdown(markdown, origin=ORIGIN).body == plain


def test_paragraphs_pasted_line_by_line_are_not_glued_to_their_headings():
    first, second = "Merz zögert. " * 20, "Macron drängt. " * 20
    article = read_markdown(f"{first}\nKampf der Systeme\n{second}", origin=ORIGIN)

    assert article.body == f"{first.strip()}\n\nKampf der Systeme\n\n{second.strip()}"


@pytest.mark.parametrize(
    "front_matter",
    ["title: Merz: „Nein“", "title: [offen", "date: 2024-13-45", "a: " + "[" * 5_000],
)
def test_front_matter_that_is_no_yaml_is_refused_with_a_remedy(front_matter):
    with pytest.raises(BrokenFrontMatterError, match="put the value in quotes"):
        read_markdown(f"---\n{front_matter}\n---\nEr wartet.", origin=ORIGIN)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "17"),
        ("id", '""'),
        ("id", "x" * 201),
        ("title", "[a, b]"),
        ("published", "gestern"),
        ("url", "javascript:alert(1)"),
        ("language", "fr"),
        ("author", "3"),
    ],
)
def test_a_field_with_an_unusable_value_is_refused_by_name(field, value):
    with pytest.raises(InvalidFieldError, match=f'the field "{field}" is .*; write '):
        read_markdown(f"---\n{field}: {value}\n---\nEr wartet.", origin=ORIGIN)


def test_two_rules_with_text_between_them_are_no_front_matter():
    article = read_markdown("---\nEr wartet.\n---\nSie drängt.", origin=ORIGIN)

    assert article.body == "Er wartet.\n\nSie drängt."


def test_front_matter_without_text_is_no_article():
    with pytest.raises(EmptyArticleError):
        read_markdown("---\ntitle: Merz\n---\n\n", origin=ORIGIN)
