import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InvalidFieldError
from ingest.identity import check_given_id, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Über Größe & Macht", "ueber-groesse-macht"),
        ("Élysée_2025", "elysee-2025"),
        ("../../etc", "etc"),
        ("Киев", "artikel"),
        ("x" * 99, "x" * 60),
    ],
)
def test_a_slug_is_readable_ascii(text, slug):
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_never_empty_and_safe_everywhere(text):
    slug = slugify(text)

    assert slug.isascii()
    assert slug.replace("-", "").isalnum()


@pytest.mark.parametrize("value", ["taz-17", "https://taz.de/x?y=1#z", "Artikel 17", "x" * 200])
def test_a_given_id_is_kept(value):
    assert check_given_id(value) == value


@pytest.mark.parametrize("value", [17, "", " ", "a\nb", "x" * 201, ["a"], "\ud800", " a"])
def test_an_unusable_id_is_refused(value):
    with pytest.raises(InvalidFieldError, match='the field "id"'):
        check_given_id(value)
