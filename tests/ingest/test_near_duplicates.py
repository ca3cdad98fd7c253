from dataclasses import replace
from datetime import date

from ingest.article import Article
from ingest.near_duplicates import Group, group_duplicates

LEAD = "Die Rheinbrücke bei Neustadt ist seit Montagmorgen für den gesamten Verkehr gesperrt."
BODY = (
    "Bei einer Prüfung fanden Fachleute Risse in zwei Stahlträgern aus dem Jahr 1968. "
    "Die Stadt rechnet mit Kosten von drei Millionen Euro und einer Bauzeit bis zum Herbst. "
    "Bürgermeisterin Anna Weber sprach von einem schweren Schlag für die Pendler der Region. "
    "Ein Ersatzverkehr mit Bussen soll am Mittwoch beginnen, teilte das Verkehrsamt mit."
)
OTHER_LEAD = "Pendler in Neustadt müssen sich auf lange Umwege einstellen, weil eine Brücke zu ist."


def article(name, body, **fields):
    return Article(id=name, title=name, body=body, **fields)


ORIGINAL = article("dpa", f"{LEAD} {BODY}", source="dpa", published=date(2024, 5, 3))


def only_group(*articles):
    [group] = group_duplicates(articles)
    return group


def test_an_article_that_is_like_no_other_stands_alone():
    zoo = article("zoo", "Im Zoo kam ein Elefant zur Welt. " * 3)

    assert group_duplicates([ORIGINAL, zoo]) == [Group(ORIGINAL), Group(zoo)]


def test_an_agency_copy_with_another_lead_follows_the_original():
    copy = article("taz", f"{OTHER_LEAD} {BODY}", source="taz", published=date(2024, 5, 4))

    assert only_group(copy, ORIGINAL) == Group(ORIGINAL, (copy,))


def test_reordered_paragraphs_are_the_same_text():
    sentences = BODY.split(". ")
    copy = article("taz", ". ".join(reversed(sentences)), source="taz")

    assert only_group(ORIGINAL, copy).others == (copy,)


def test_a_shortened_copy_never_leads_even_if_it_came_first():
    short = article("kurz", BODY[: len(BODY) * 3 // 4], source="taz", published=date(2024, 5, 1))

    assert only_group(short, ORIGINAL) == Group(ORIGINAL, (short,))


def test_an_update_supersedes_the_earlier_version_of_the_same_outlet():
    body = f"{LEAD} {BODY} Am Abend wurde der Plan bestätigt."
    update = replace(ORIGINAL, id="update", body=body, published=date(2024, 5, 5))

    assert only_group(ORIGINAL, update) == Group(update, (ORIGINAL,))


def test_the_same_body_under_another_id_is_a_copy():
    again = replace(ORIGINAL, id="kopie", source="")

    assert only_group(ORIGINAL, again) == Group(ORIGINAL, (), (again,))


def test_the_same_body_in_another_outlet_is_a_version_and_no_copy():
    taz = replace(ORIGINAL, id="taz", source="taz")

    assert only_group(ORIGINAL, taz) == Group(ORIGINAL, (taz,))


def test_short_notices_are_grouped_only_if_they_are_equal():
    one = article("a", "Kurz gemeldet: In Neustadt fiel am Montag der Strom aus.")
    two = article("b", "Kurz gemeldet: In Neustadt fiel am Dienstag der Strom aus.")

    assert group_duplicates([one, two]) == [Group(one), Group(two)]
    assert only_group(one, replace(one, id="c")).copies[0].id == "c"


def test_the_same_report_with_other_numbers_is_another_report():
    report = (
        "Der Leitindex schloss am Abend bei {} Punkten und damit {} Prozent über dem Vortag. "
        "Der Euro notierte zuletzt bei {} Dollar, ein Fass Öl der Sorte Brent kostete {} Dollar. "
        "Händler verwiesen auf die anstehende Sitzung der Notenbank und auf ruhige Umsätze im "
        "Handel, am Markt für Anleihen blieb die Rendite bei {} Prozent und damit nahezu "
        "unverändert, wie die Börse in Frankfurt am Abend nach Schluss des Handels mitteilte."
    )
    monday = article("mo", report.format("18.405", "0,7", "1,0842", "83,20", "2,47"))
    tuesday = article("di", report.format("18.236", "1,1", "1,0799", "81,95", "2,51"))

    assert len(group_duplicates([monday, tuesday])) == 2


def test_every_member_resembles_the_leader_and_not_only_a_neighbour():
    words = [f"wort{number}" for number in range(300)]
    chain = [
        article(str(start), " ".join(words[start : start + 100]), published=date(2024, 1, 1))
        for start in (0, 30, 60, 90)
    ]

    groups = group_duplicates(chain)
    assert [(group.leader.id, [other.id for other in group.others]) for group in groups] == [
        ("0", ["30"]),
        ("60", ["90"]),
    ]


def test_each_article_is_in_exactly_one_group_in_the_order_given():
    zoo = article("zoo", "Im Zoo kam ein Elefant zur Welt.")
    copy = replace(ORIGINAL, id="taz", source="taz")

    groups = group_duplicates([zoo, ORIGINAL, copy])
    assert [group.leader.id for group in groups] == ["zoo", "dpa"]
    assert group_duplicates([]) == []
