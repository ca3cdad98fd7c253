import pytest

from chatbot.numbers import agree, find_numbers


def texts(text):
    return [detail.text for detail in find_numbers(text)]


def agrees(claim, source):
    claimed = find_numbers(claim)
    given = find_numbers(source)
    assert claimed
    return all(any(agree(one, other) for other in given) for one in claimed)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1234,5 Euro", "1.234,5 Euro"),
        ("1500 Menschen", "1.500 Menschen"),
        ("1.500.000 Euro", "1,5 Millionen Euro"),
        ("3 Mrd. Dollar", "drei Milliarden Dollar"),
        ("3 billion dollars", "drei Milliarden Dollar"),
        ("15 Prozent", "fünfzehn Prozent"),
        ("15 %", "15 Prozent"),
        ("15 percent", "15 Prozent"),
        ("15 Prozent", "15 bis 20 Prozent"),
        ("zwölf Soldaten", "12 Soldaten"),
        ("21 Tage", "einundzwanzig Tage"),
        ("2500 Stück", "zweitausendfünfhundert Stück"),
        ("zwei Männer", "beide Männer"),
        ("am 03.05.", "am 3. Mai"),
        ("am 3. Mai 2015", "am 03.05.2015"),
        ("on May 3, 2015", "am 3. Mai 2015"),
        ("im Mai", "am 3. Mai"),
        ("2015", "am 26.11.2015"),
        ("am Montag", "on Monday"),
        ("in den 70ern", "in den 1970er Jahren"),
        ("50 Prozent", "die Hälfte"),
        ("die zweite Runde", "die 2. Runde"),
        ("am achten Tag", "am 8. Tag"),
        ("zwei Drittel", "zwei Drittel"),
        ("ein Viertel", "25 Prozent"),
        ("ein Drittel", "33 Prozent"),
        ("3 Prozentpunkte", "drei Prozentpunkten"),
    ],
)
def test_the_same_number_written_differently_agrees(claim, source):
    assert agrees(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("28 Prozent", "27 Prozent"),
        ("1,5 Milliarden", "1,5 Millionen"),
        ("1.500", "1.600"),
        ("zwölf", "elf"),
        ("am 4. Mai", "am 3. Mai"),
        ("am 3. Juni", "am 3. Mai"),
        ("am 3. Mai 2016", "am 3. Mai 2015"),
        ("am 3. Mai", "im Mai"),
        ("am Dienstag", "am Montag"),
        ("14:30 Uhr", "14:45 Uhr"),
        ("G7", "G20"),
        ("im Mai 1999", "im Mai"),
        ("ein Viertel", "ein Drittel"),
        ("ein Drittel", "zwei Drittel"),
        ("3 Prozent", "3 Prozentpunkte"),
        ("drei Prozentpunkte", "3 Prozent"),
    ],
)
def test_another_number_does_not(claim, source):
    assert not agrees(claim, source)


@pytest.mark.parametrize(
    "text",
    [
        "Die Kunden achten auf den Preis.",
        "Ein Mann ging, und ein Hund lief.",
        "Das mag so sein.",
        "we may go",
        "Die Elf gewann.",
    ],
)
def test_what_is_no_number_is_none(text):
    assert find_numbers(text) == []


def test_a_number_keeps_its_unit_and_its_place():
    text = "Es waren rund 15 Prozent, am 3. Mai."

    assert texts(text) == ["15 Prozent", "3. Mai"]
    for detail in find_numbers(text):
        assert text[detail.start :].startswith(detail.text)


def test_a_year_may_be_added_to_a_date_where_it_is_known():
    (claimed,) = find_numbers("im Mai 2024")
    (given,) = find_numbers("im Mai")

    assert agree(claimed, given, years=frozenset({"2024"}))
    assert not agree(claimed, given, years=frozenset({"2023"}))
