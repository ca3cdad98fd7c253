import os
import re
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.collecting import read_collection
from ingest.errors import EmptyCollectionError, MissingPathError, WebAddressError
from ingest.folders import SkippedFile

TEXT = "Merz zögert. Er wartet."


def write(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def titles(items):
    return [item.title for item in items if isinstance(item, Article)]


def skipped(items):
    return [item for item in items if isinstance(item, SkippedFile)]


def test_a_folder_is_read_with_its_subfolders_in_the_order_of_names(tmp_path):
    write(tmp_path, b_txt=TEXT, a_md=TEXT, sub__c_markdown=TEXT, z_ndjson='{"text": "Ja. Nein."}')

    assert titles(read_collection([tmp_path])) == ["a", "b", "c", "z, Zeile 1"]


def test_paths_are_read_in_the_order_given_and_no_file_twice(tmp_path):
    write(tmp_path, a_txt=TEXT, b_txt=TEXT)

    items = read_collection([tmp_path / "b.txt", tmp_path, tmp_path / "a.txt"])
    assert titles(items) == ["b", "a"]


def test_hidden_files_and_unknown_suffixes_of_a_folder_are_passed_over(tmp_path):
    write(tmp_path, a_txt=TEXT, bild_png=b"\x89PNG", _versteckt_txt=TEXT, _git__b_txt=TEXT)

    items = list(read_collection([tmp_path]))
    assert titles(items) == ["a"]
    assert skipped(items) == []


@pytest.mark.parametrize("name", ["merz_files", "merz-Dateien", "merz_Dateien"])
def test_what_a_browser_saved_with_a_page_is_no_article(tmp_path, name):
    page = f"<html><body><p>{TEXT}</p></body></html>"
    (tmp_path / name).mkdir()
    (tmp_path / name / "werbung.html").write_text(page)
    (tmp_path / "merz.html").write_text(page)
    (tmp_path / "akten_files").mkdir()
    (tmp_path / "akten_files" / "a.txt").write_text(TEXT)

    assert titles(read_collection([tmp_path])) == ["a", "merz"]


def test_a_file_named_itself_is_read_whatever_its_suffix(tmp_path):
    write(tmp_path, artikel_text=TEXT, README_md=TEXT)

    paths = [tmp_path / "artikel.text", tmp_path / "README.md"]
    assert titles(read_collection(paths)) == ["artikel", "README"]


def test_a_readme_is_an_article_only_with_front_matter(tmp_path):
    write(tmp_path, a_txt=TEXT, README_md="# Sammlung\n\nHier liegen Artikel.")
    write(tmp_path, sub__readme_md=f"---\ntitle: Merz\n---\n{TEXT}")

    assert titles(read_collection([tmp_path])) == ["a", "Merz"]


def test_a_question_set_in_a_folder_is_no_article_file(tmp_path):
    write(tmp_path, a_txt=TEXT, fragen_jsonl='\n{"question": "Warum zögert Merz?"}\n')

    items = list(read_collection([tmp_path]))
    assert titles(items) == ["a"]
    assert skipped(items) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n ", "it is empty"),
        (b"Anzeige", "it holds no article text"),
        (b"%PDF-1.7", "it is damaged; open it in a PDF reader"),
        (b"a\x00b", "it is a binary file"),
    ],
)
def test_one_bad_file_is_reported_and_does_not_stop_the_others(tmp_path, content, reason):
    write(tmp_path, a_txt=TEXT, b_txt=content, c_txt=TEXT)

    items = list(read_collection([tmp_path]))
    assert titles(items) == ["a", "c"]
    [report] = skipped(items)
    assert (report.path, report.line) == (tmp_path / "b.txt", None)
    assert reason in report.reason


def test_broken_front_matter_is_reported(tmp_path):
    write(tmp_path, a_md="---\ntitle: [offen\n---\nMerz zögert.")

    [report] = read_collection([tmp_path])
    assert "front matter is not valid YAML (line 3" in report.reason


def test_a_broken_line_is_reported_with_its_number(tmp_path):
    write(tmp_path, a_jsonl='{"text": "Ja."}\nkaputt\n{"text": "Nein."}\n')

    items = list(read_collection([tmp_path]))
    assert len(titles(items)) == 2
    assert [report.line for report in skipped(items)] == [2]


def test_the_second_article_with_an_id_is_reported(tmp_path):
    write(tmp_path, a_jsonl='{"id": "x", "text": "Ja."}\n{"id": "x", "text": "Nein."}\n')

    article, report = read_collection([tmp_path])
    assert article.body == "Ja."
    assert report.line == 2
    assert "its id 'x' was already read" in report.reason


@pytest.mark.parametrize("fields", ["", '"id": "x", ', '"url": "https://taz.de/x", '])
def test_a_line_with_the_text_of_an_earlier_one_is_reported_as_its_repetition(tmp_path, fields):
    line = f'{{{fields}"text": "Ja. Nein."}}\n'
    write(tmp_path, a_jsonl=line + '{"text": "Doch."}\n' + line)

    *_, report = read_collection([tmp_path])
    assert report.line == 3
    assert report.reason == (
        f"the same text was already read from line 1 of {tmp_path / 'a.jsonl'}; leave it out"
    )


def test_a_text_already_read_from_another_file_is_reported_with_that_file(tmp_path):
    text = "---\nid: x\n---\nJa."
    write(tmp_path, a_md=text, b_md=text)

    _, report = read_collection([tmp_path])
    assert report.reason == f"the same text was already read from {tmp_path / 'a.md'}; leave it out"


def test_a_link_that_leaves_the_folder_is_reported(tmp_path):
    outside = write(tmp_path / "draussen", geheim_txt=TEXT)
    folder = write(tmp_path / "sammlung", a_txt=TEXT)
    (folder / "b.txt").symlink_to(outside / "geheim.txt")
    (folder / "ordner").symlink_to(outside)
    (folder / "c.txt").symlink_to("a.txt")
    (folder / "d.txt").symlink_to("d.txt")

    items = list(read_collection([folder]))
    assert titles(items) == ["a"]
    assert [(report.path.name, report.reason.split(";")[0]) for report in skipped(items)] == [
        ("b.txt", "it links out of the folder"),
        ("d.txt", "it links to nothing"),
        ("ordner", "it links out of the folder"),
    ]


def test_a_named_pipe_is_reported_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")

    [report] = read_collection([tmp_path])
    assert "no regular file" in report.reason


def test_a_file_without_permission_is_reported(tmp_path, monkeypatch):
    write(tmp_path, a_txt=TEXT)

    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root may read everything
    [report] = read_collection([tmp_path])
    assert report.reason == "there is no permission to read it; change its rights"


def test_a_file_that_is_too_large_is_reported(tmp_path, monkeypatch):
    write(tmp_path, a_txt=TEXT)
    monkeypatch.setattr("ingest.collecting.MAX_FILE_BYTES", 10)

    [report] = read_collection([tmp_path])
    assert "it is larger than" in report.reason


def test_a_missing_path_is_refused_at_once(tmp_path):
    with pytest.raises(MissingPathError, match="check the path"):
        read_collection([tmp_path / "fehlt"])


def test_a_folder_without_articles_is_refused_and_the_formats_are_named(tmp_path):
    write(tmp_path, bild_png=b"\x89PNG", README_md="Nur ein Hinweis.")

    with pytest.raises(EmptyCollectionError, match=r"\.txt, \.md, \.markdown, \.jsonl, \.ndjson"):
        read_collection([tmp_path])


def test_a_web_address_is_refused_as_it_was_given():
    with pytest.raises(WebAddressError, match=re.escape("https://taz.de/x is a web address")):
        read_collection([Path("https://taz.de/x")])


def test_an_article_read_again_has_the_same_id_of_safe_characters(tmp_path):
    (tmp_path / "Über Größe & Macht.txt").write_text(TEXT)

    [first] = read_collection([tmp_path])
    [second] = read_collection([tmp_path / "Über Größe & Macht.txt"])
    assert first.id == second.id
    assert re.fullmatch(r"ueber-groesse-macht-[0-9a-f]{6}", first.id)


def test_files_of_the_same_name_have_different_ids(tmp_path):
    write(tmp_path, x__a_txt=TEXT, y__a_txt=TEXT)

    assert len({article.id for article in read_collection([tmp_path])}) == 2


def test_a_text_too_long_for_an_article_is_reported(tmp_path):
    (tmp_path / "a.txt").write_text("Merz zögert noch immer. " * 900_000)

    [report] = read_collection([tmp_path])
    assert report.reason == "it is a text of more than 20 MB; split it"


def test_a_million_nested_tags_are_one_line_and_the_others_are_read(tmp_path):
    nested = "<html><body>" + "<div>" * 1_000_000 + TEXT + "</div>" * 1_000_000
    write(tmp_path, a_html=nested, b_txt=TEXT)

    items = list(read_collection([tmp_path]))
    assert titles(items)[-1] == "b"
    assert len(items) == 2


def test_a_file_that_vanishes_while_others_are_read_is_reported(tmp_path):
    write(tmp_path, a_txt=TEXT, b_txt=TEXT, c_txt=TEXT)

    items = []
    for item in read_collection([tmp_path]):
        (tmp_path / "b.txt").unlink(missing_ok=True)
        items.append(item)
    assert titles(items) == ["a", "c"]
    assert "no regular file" in skipped(items)[0].reason


def test_an_odd_name_is_shown_in_printable_characters(tmp_path):
    (tmp_path / "a\n\x1b[31m.txt").write_bytes(b"\x00")

    [report] = read_collection([tmp_path])
    assert report.place == f"{tmp_path}/a\ufffd\ufffd[31m.txt"


def test_the_progress_is_told_in_files(tmp_path):
    write(tmp_path, a_txt=TEXT, b_txt=b"", c_txt=TEXT)
    told = []

    list(read_collection([tmp_path], on_read=lambda done, total: told.append((done, total))))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_file_name_that_becomes_the_title_has_no_control_characters(tmp_path):
    path = tmp_path / "\x1b]0;Brücke\x07 am\nRhein\u202e.txt"
    path.write_text("Die Brücke ist gesperrt.", encoding="utf-8")

    (article,) = read_collection([path])

    assert article.title == "]0;Brücke am Rhein"
