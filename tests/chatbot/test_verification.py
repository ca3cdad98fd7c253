import pytest

from chatbot.quotations import find_quotations
from chatbot.verification import Source, check_sentence, is_connective
from index.terms import Analyzer

QUOTE = (
    "Bundeskanzler Friedrich Merz zögert, weil die Skepsis gegenüber Militäreinsätzen in "
    "Deutschland Tradition hat."
)
SOURCE = Source(
    QUOTE,
    f"In Paris berieten 35 Staaten am 3. Mai über Sicherheiten für die Ukraine. {QUOTE} „Erst "
    "müssen drei Fragen geklärt sein“, sagte er; 27 Prozent der Deutschen stimmen ihm zu.",
    "DIE ZEIT Anna Beispiel Pariser Gipfel 08.01.2026",
)


def check(sentence, *sources, question="Warum zögert Merz?", **options):
    terms = Analyzer().terms
    return check_sentence(sentence, sources or (SOURCE,), terms, question=question, **options)


@pytest.mark.parametrize(
    "sentence",
    [
        QUOTE,
        "Merz zögert, denn in Deutschland hat die Skepsis gegenüber Militäreinsätzen Tradition.",
        "Friedrich Merz zögert wegen der Skepsis gegenüber Militäreinsätzen.",
        "Laut DIE ZEIT (08.01.2026) zögert Merz, weil die Skepsis Tradition hat.",
        "Merz sagte: „Erst müssen drei Fragen geklärt sein“.",
        "Merz sagte: »erst müssen drei Fragen geklärt sein«.",
        "Über Sicherheiten berieten fünfunddreißig Staaten in Paris.",
        "Am 03.05. berieten 35 Staaten über Sicherheiten für die Ukraine.",
        "27 % der Deutschen stimmen ihm zu.",
    ],
)
def test_what_the_source_says_is_supported(sentence):
    assert check(sentence).finding == "supported"


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("In Paris berieten 36 Staaten über Sicherheiten.", "36"),
        ("Am 4. Mai berieten Staaten über Sicherheiten für die Ukraine.", "4. Mai"),
        ("28 Prozent der Deutschen stimmen ihm zu.", "28 Prozent"),
        ("Bundeskanzler Friedrich Scholz zögert, weil die Skepsis Tradition hat.", "Scholz"),
        ("Die NATO zögert, weil die Skepsis gegenüber Militäreinsätzen Tradition hat.", "NATO"),
        ("Merz sagte: „Erst müssen vier Dinge sein“.", "Erst müssen vier Dinge sein"),
        ('Merz sagte: "Niemals".', "Niemals"),
        ("Merz zögert nie, obwohl die Skepsis gegenüber Militäreinsätzen Tradition hat.", "nie"),
    ],
)  # fmt: skip
def test_an_altered_number_name_or_quotation_is_not_found_and_named(sentence, missing):
    result = check(sentence)

    assert result.finding == "not_found"
    assert missing in result.missing


def test_a_name_in_the_place_of_another_is_noticed_even_if_it_stands_elsewhere_in_the_source():
    source = Source("In Wien tagte der Rat.", "Berlin war zuvor dran. In Wien tagte der Rat.")

    assert check("In Berlin tagte der Rat.", source).finding == "not_found"
    assert check("In Wien tagte der Rat.", source).finding == "supported"


@pytest.mark.parametrize("name", ["Merkz", "Mrez", "Mertz"])
def test_a_misspelt_name_is_not_found_and_named(name):
    result = check(f"{name} zögert, weil die Skepsis gegenüber Militäreinsätzen Tradition hat.")

    assert result.finding == "not_found"
    assert result.missing == (name,)


@pytest.mark.parametrize("name", ["Merz", "Merz’", "Merzens", "Erdogan", "Die Kanzlerin Merz"])
def test_inflection_accents_and_other_words_are_no_misspellings(name):
    source = Source(QUOTE, f"Bundeskanzler Merz sprach mit Erdoğan. {QUOTE}")

    result = check(f"{name} zögert wegen der Skepsis gegenüber Militäreinsätzen.", source)

    assert result.finding != "not_found"


def test_the_opposite_direction_is_not_found():
    source = Source("Der Umsatz sank um drei Prozent.", "Der Umsatz sank um drei Prozent.")

    assert check("Der Umsatz stieg um drei Prozent.", source).finding == "not_found"


def test_a_single_name_that_may_be_a_noun_makes_it_partly_supported():
    result = check("Soldaten zögern, weil die Skepsis gegenüber Militäreinsätzen Tradition hat.")

    assert result.finding == "partly"
    assert result.missing == ("Soldaten",)


def test_other_words_are_not_found_however_similar_they_look():
    sentence = "die Zurückhaltung beim Entsenden bewaffneter Verbände ist überliefert worden"

    assert check(sentence, similarity=lambda: 9.0).finding == "not_found"


def test_another_language_is_supported_if_it_means_the_same_and_has_the_same_names():
    english = "Merz is hesitating because such scepticism is a tradition there"

    assert check(english, similarity=lambda: 9.0).finding == "supported"
    assert check(english, similarity=lambda: 0.0).finding != "supported"
    other = "Scholz is hesitating because such scepticism is a tradition there"
    assert check(other, similarity=lambda: 9.0).finding != "supported"


def test_without_a_citation_a_statement_is_not_found():
    result = check_sentence("Merz zögert.", (), Analyzer().terms)

    assert result.finding == "not_found"


def test_a_connective_states_nothing():
    assert is_connective("Dafür gibt es mehrere Gründe:")
    assert not is_connective("Dafür gibt es drei Gründe:")
    assert not is_connective("Merz zögert.")
    assert (
        check_sentence("Dafür gibt es mehrere Gründe:", (), Analyzer().terms).finding == "supported"
    )


def test_a_few_words_are_only_supported_by_a_source_that_speaks_of_what_was_asked():
    source = Source("Der Anteil liegt bei 27 Prozent.", "Der Anteil liegt bei 27 Prozent.")

    assert check("27 Prozent.", source, question="Wie hoch ist der Anteil?").finding == "supported"
    assert check("27 Prozent.", source, question="Warum zögert Merz?").finding == "not_found"


@pytest.mark.parametrize(
    "text", ["„Ja“", "“Ja”", "»Ja«", "«Ja»", '"Ja"', "„Ja”", '„Ja"', "‚Ja‘", "›Ja‹"]
)
def test_quotation_marks_of_every_kind_are_seen(text):
    assert find_quotations(f"Er sagte {text}.") == ["Ja"]


def test_a_shortened_quotation_must_hold_in_all_its_pieces():
    assert check("Merz sagte: „Erst müssen […] geklärt sein“.").finding == "supported"
    assert check("Merz sagte: „Erst müssen […] vertagt sein“.").finding == "not_found"


def test_several_sources_support_together():
    other = Source("Macron will handeln.", "Macron will handeln.")

    assert check("Merz zögert, Macron will handeln.", SOURCE, other).finding == "supported"
    assert check("Merz zögert, Macron will handeln.", SOURCE).finding != "supported"


def test_the_title_alone_supports_nothing():
    source = Source("Der Kanzler schweigt.", "Der Kanzler schweigt.", "Post\nTritt Merz zurück?")

    assert check("Merz tritt zurück.", source).finding == "not_found"
    assert check("Laut Post tritt Merz zurück.", source).finding == "not_found"


@pytest.mark.parametrize(
    "sentence", ["Ja.", "Nein.", "Ja, das will er.", "Doch, das ist so.", "Das ist nicht so."]
)
def test_a_yes_or_no_states_something(sentence):
    assert not is_connective(sentence)
    assert check(sentence).finding != "supported"


@pytest.mark.parametrize(
    ("sentence", "source", "finding"),
    [
        ("Merz will die Raketen liefern.", "Merz will die Raketen nicht liefern.", "partly"),
        ("Merz zögert, weil er wartet.", "Merz zögert nicht, weil er wartet.", "partly"),
        ("Merz liefert Raketen.", "Merz liefert keine Raketen.", "partly"),
        ("Merz liefert Panzer.", "Merz liefert Panzer, aber keine Raketen.", "supported"),
        ("Macron will liefern.", "Macron will liefern, Merz will nicht liefern.", "supported"),
        ("Merz liefert Raketen.", "Nicht nur Merz liefert Raketen.", "supported"),
        ("Merz reiste nach Paris.", "Merz reiste nicht allein nach Paris.", "supported"),
        ("Merz liefert keine Raketen.", "Merz liefert keine Raketen.", "supported"),
    ],
)
def test_a_denial_left_out_makes_it_partly_supported(sentence, source, finding):
    assert check(sentence, Source(source, source)).finding == finding


def test_a_bare_number_is_not_supported_by_the_day_of_the_article():
    quote = "Das Werk streicht viele Stellen."
    source = Source(quote, quote, "Lokalpost\n03.02.2024")

    assert check("Das Werk streicht drei Stellen.", source).missing == ("drei",)
    assert check("Das Werk streicht 2024 Stellen.", source).missing == ("2024",)
    assert check("Am 03.02.2024 streicht das Werk viele Stellen.", source).finding == "supported"


def test_only_the_year_of_the_article_may_be_added_to_a_date():
    quote = "Das Werk schließt im Mai."
    source = Source(quote, quote, "Lokalpost\n03.02.2024")

    assert check("Das Werk schließt im Mai 2024.", source).finding == "supported"
    assert check("Das Werk schließt im Mai 1999.", source).missing == ("Mai 1999",)


def test_names_that_end_like_nouns_are_missed():
    source = Source("Der Prozess begann in München.", "Der Prozess begann in München.")

    result = check("In Aachen begann der Prozess.", source)

    assert result.finding == "partly"
    assert result.missing == ("Aachen",)


def test_a_quotation_that_is_never_closed_is_compared_to_its_end():
    source = "Merz sagte: „Wir liefern nicht sofort alles, was wir haben.“"

    assert check("Merz sagte: „Wir liefern sofort alles", Source(source, source)).missing == (
        "Wir liefern sofort alles",
    )
    assert check("Merz sagte: „Wir liefern nicht sofort", Source(source, source)).missing == ()


def test_the_pieces_of_a_shortened_quotation_must_be_in_order():
    assert check("Merz sagte: „geklärt sein […] Erst müssen“.").finding == "not_found"


def test_what_is_missing_is_told_in_the_words_of_the_sentence():
    sentence = "Merz zögert wegen gewaltiger innenpolitischer Verwerfungen und Streitigkeiten."

    missing = check(sentence).missing

    assert missing
    assert set(missing) <= set(sentence.rstrip(".").split())
