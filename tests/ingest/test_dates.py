from datetime import date, datetime

import pytest

from ingest.dates import read_stated_date
from ingest.errors import InvalidFieldError


@pytest.mark.parametrize(
    "value",
    [
        date(2024, 5, 3),
        datetime(2024, 5, 3, 12, 30),
        "2024-05-03",
        "2024-05-03T12:30:00+02:00",
        "03.05.2024",
        "3.5.24",
        "3. Mai 2024",
        "May 3, 2024",
        "3 May 2024",
        "Fri, 03 May 2024 12:30:00 GMT",
    ],
)
def test_a_date_is_read_however_it_is_written(value):
    assert read_stated_date("published", value) == date(2024, 5, 3)


def test_austrian_months_and_old_years_are_read():
    assert read_stated_date("published", "1. Jänner 2016") == date(2016, 1, 1)
    assert read_stated_date("published", "9.11.89") == date(1989, 11, 9)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_date_is_no_date(value):
    assert read_stated_date("published", value) is None


@pytest.mark.parametrize("value", ["gestern", "31.02.2024", "2024", 2024, True, ["2024-05-03"]])
def test_what_is_no_date_is_refused_with_an_example(value):
    with pytest.raises(InvalidFieldError, match="write a date like 2024-05-03"):
        read_stated_date("published", value)
