"""The command line, run as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.locking import hold_writer_lock

ROOT = Path(__file__).resolve().parents[2]
BELEGT = Path(sys.executable).with_name("belegt")
FIELDS = {"number", "quote", "start", "end", "article_id", "title", "source", "author",
          "published", "url"}  # fmt: skip

pytestmark = pytest.mark.model


def run(*arguments, cwd=None, **variables):
    return subprocess.run(
        [BELEGT, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **variables},
        check=False,
        timeout=120,
    )


def assert_one_clear_line(result):
    assert result.returncode == 2
    lines = result.stderr.strip().splitlines()
    assert lines[-1].startswith("belegt: ")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli") / "index"
    result = run("ingest", ROOT / "sample", "--index", folder)
    assert result.returncode == 0, result.stderr
    assert "12 neu" in result.stderr
    return folder


def test_an_answer_as_json_has_the_fields_of_the_contract(index):
    result = run("ask", "Warum zögert Merz?", "--index", index, "--json")

    answer = json.loads(result.stdout)
    assert result.returncode == 0
    assert {"question", "status", "text", "confidence", "citations"} <= set(answer)
    assert answer["status"] == "answered"
    assert all(set(citation) >= FIELDS for citation in answer["citations"])
    assert answer["citations"][0]["article_id"] == "koalition-der-willigen-paris"


def test_an_answer_is_taken_along_in_the_format_asked_for(index):
    bibtex = run("ask", "Warum zögert Merz?", "--index", index, "--format", "bibtex")
    text = run("ask", "Warum zögert Merz?", "--index", index, "--format", "text")

    assert bibtex.returncode == 0
    assert bibtex.stdout.startswith("@article{")
    assert bibtex.stdout.count("@article{") == bibtex.stdout.count("\n}\n")
    assert "\nQuellen:\n[1] " in text.stdout
    wrong = run("ask", "Warum?", "--index", index, "--format", "ris")
    assert wrong.returncode == 2
    assert "text, markdown, bibtex oder csl" in wrong.stderr.replace("\n", " ")


def test_a_refusal_exits_with_3(index):
    result = run("ask", "Wer gewann die Fußball-Weltmeisterschaft 2014?", "--index", index,
                 "--json")  # fmt: skip

    assert result.returncode == 3
    answer = json.loads(result.stdout)
    assert answer["status"] == "refused"
    assert answer["citations"] == []


def test_an_answer_within_a_filter_cites_nothing_else(index):
    listed = json.loads(run("list", "--index", index, "--json").stdout)
    outlets = {article["source"] for article in listed if "ZEIT" in article["source"]}
    chosen = [part for outlet in outlets for part in ("--source", outlet.lower())]

    result = run("ask", "Warum misstrauen die Verbündeten gegen den IS einander?", *chosen,
                 "--to", "31.12.2015", "--index", index, "--json")  # fmt: skip

    answer = json.loads(result.stdout)
    assert answer["status"] == "answered", result.stderr
    assert {citation["source"] for citation in answer["citations"]} <= outlets


def test_an_outlet_that_is_not_there_is_told_with_some_that_are(index):
    result = run("ask", "Warum zögert Merz?", "--source", "Bild", "--index", index)

    assert_one_clear_line(result)
    assert "kein Medium 'Bild'; es gibt zum Beispiel: " in result.stderr


def test_a_filter_that_leaves_nothing_is_a_refusal_that_names_it(index):
    result = run("ask", "Warum zögert Merz?", "--to", "1900-01-01", "--index", index)

    assert result.returncode == 3
    assert "Kein Artikel passt zum Filter (bis 01.01.1900)." in result.stdout


def test_the_same_collection_again_changes_nothing(index):
    result = run("ingest", ROOT / "sample", "--index", index)

    assert result.returncode == 0
    assert "12 unverändert" in result.stderr


def test_articles_are_listed_and_shown(index):
    listed = json.loads(run("list", "--index", index, "--json").stdout)
    shown = json.loads(run("show", listed[0]["id"], "--index", index, "--json").stdout)

    assert len(listed) == 12
    assert shown["id"] == listed[0]["id"]
    assert len(shown["text"]) > 200
    assert run("list", "--index", index).returncode == 0
    assert shown["title"] in " ".join(run("show", shown["id"], "--index", index).stdout.split())


def write_articles(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


AGENCY = " ".join(
    f"Der Stadtrat beriet am {n}. Tag über Posten Nummer {n * 7} in Halle." for n in range(2, 14)
)


def test_agency_copies_stand_behind_the_original_in_every_output(tmp_path):
    folder = write_articles(
        tmp_path / "artikel",
        eins=f"---\nid: eins\nsource: dpa\ndate: 2024-05-03\n---\n{AGENCY}\n",
        zwei=f"---\nid: zwei\nsource: taz\ndate: 2024-05-04\n---\n{AGENCY} Mehr folgt.\n",
        drei=f"---\nid: drei\nsource: dpa\ndate: 2024-05-03\n---\n{AGENCY}\n",
    )
    index = tmp_path / "index"
    result = run("ingest", folder, "--index", index)
    listed = {a["id"]: a for a in json.loads(run("list", "--index", index, "--json").stdout)}
    question = "Über welche Posten beriet der Stadtrat in Halle?"
    answer = json.loads(run("ask", question, "--index", index, "--json").stdout)

    assert "2 neu, 1 doppelt" in result.stderr
    assert "1 davon mit fast demselben Text" in result.stderr
    assert listed["zwei"]["duplicate_of"] == "drei"  # which was read first
    assert [copy["article_id"] for copy in answer["citations"][0]["copies"]] == ["zwei"]
    assert "+1 weitere: taz (04.05.2024)" in run("ask", question, "--index", index).stdout


def test_metadata_is_shown_with_how_it_was_found_and_mended_by_hand(tmp_path):
    folder = write_articles(
        tmp_path / "artikel",
        merz="---\nid: merz\nsource: taz\n---\nMerz zögert\n\nVon Anna Weber\n\n"
        "Stand: 12.03.2024, 14:30 Uhr\n\nMerz zögert noch immer. Er wartet auf drei Antworten.\n",
    )
    index = tmp_path / "index"
    run("ingest", folder, "--index", index)
    shown = run("show", "merz", "--index", index).stdout
    assert "Kopf der Datei (Front Matter)" in shown
    assert "Zeile „Von Anna Weber“" in shown
    assert "12.03.2024, 14:30 Uhr" in shown

    edited = run("edit", "merz", "--source", "DIE ZEIT", "--index", index)
    assert edited.returncode == 0, edited.stderr
    assert "1 unverändert" in run("ingest", folder, "--index", index).stderr
    article = json.loads(run("show", "merz", "--index", index, "--json").stdout)
    assert article["source"] == "DIE ZEIT"
    assert article["origins"]["source"] == "edited by hand"

    assert run("edit", "merz", "--undo", "source", "--index", index).returncode == 0
    article = json.loads(run("show", "merz", "--index", index, "--json").stdout)
    assert article["source"] == "taz"
    assert_one_clear_line(run("edit", "merz", "--undo", "source", "--index", index))
    assert_one_clear_line(run("edit", "merz", "--published", "gestern", "--index", index))
    assert run("edit", "merz", "--index", index).returncode == 2


def test_the_doctor_finds_a_sound_index_in_order(index):
    result = run("doctor", "--index", index)

    assert result.returncode == 0
    assert "in Ordnung" in result.stdout


def test_a_removed_article_is_gone_and_an_unknown_one_is_an_error(tmp_path):
    (tmp_path / "eins.md").write_text("---\nid: eins\n---\nDie Brücke ist gesperrt.\n")
    (tmp_path / "zwei.md").write_text("---\nid: zwei\n---\nIm Zoo wohnt ein Elefant.\n")
    index = tmp_path / "index"
    run("ingest", tmp_path, "--index", index)

    assert run("remove", "eins", "--index", index).returncode == 0
    assert [a["id"] for a in json.loads(run("list", "--index", index, "--json").stdout)] == ["zwei"]
    assert_one_clear_line(run("remove", "eins", "--index", index))
    assert_one_clear_line(run("show", "eins", "--index", index))


@pytest.mark.parametrize("command", [["ask", "Warum?"], ["list"], ["show", "x"], ["remove", "x"],
                                     ["doctor"], ["chat"]])  # fmt: skip
def test_a_missing_index_is_one_clear_line_and_nothing_is_made(tmp_path, command):
    result = run(*command, "--index", tmp_path / "nichts")

    assert_one_clear_line(result)
    assert "belegt ingest" in result.stderr
    assert not (tmp_path / "nichts").exists()


def test_a_missing_path_is_one_clear_line(tmp_path):
    result = run("ingest", tmp_path / "nichts", "--index", tmp_path / "index")

    assert_one_clear_line(result)
    assert not (tmp_path / "index").exists()


def test_an_empty_folder_is_one_clear_line(tmp_path):
    (tmp_path / "leer").mkdir()

    assert_one_clear_line(run("ingest", tmp_path / "leer", "--index", tmp_path / "index"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.txt", b""),
        ("leerraum.txt", b" \n\n \t"),
        ("bild.txt", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("nullen.txt", b"Ein Satz.\x00\x00\x00Noch einer."),
        ("kaputt.jsonl", b'{"text": "Ein Satz."\n'),
    ],
)
def test_one_bad_file_is_one_clear_line_and_never_stops_the_others(tmp_path, name, content):
    folder = tmp_path / "artikel"
    folder.mkdir()
    (folder / name).write_bytes(content)
    assert_one_clear_line(run("ingest", folder, "--index", tmp_path / "index"))
    assert not (tmp_path / "index").exists()

    (folder / "gut.txt").write_text("Die Brücke ist seit Montag gesperrt.", encoding="utf-8")
    result = run("ingest", folder, "--index", tmp_path / "index")

    assert result.returncode == 0
    assert f"übersprungen: {folder / name}" in result.stderr.replace("\n", "")
    assert "1 neu, 1 übersprungen" in result.stderr


def test_a_file_in_another_encoding_is_read(tmp_path):
    path = tmp_path / "alt.txt"
    path.write_bytes("Die Brücke über die Spree – seit Montag „gesperrt“.".encode("cp1252"))
    index = tmp_path / "index"

    assert run("ingest", path, "--index", index).returncode == 0
    (article,) = json.loads(run("list", "--index", index, "--json").stdout)
    shown = json.loads(run("show", article["id"], "--index", index, "--json").stdout)
    assert shown["text"] == "Die Brücke über die Spree – seit Montag „gesperrt“."


@pytest.mark.parametrize("question", ["", "   ", "?", "a" * 10_000])
def test_an_unusable_question_is_one_clear_line(index, question):
    assert_one_clear_line(run("ask", question, "--index", index))


@pytest.mark.parametrize(
    ("name", "value"),
    [("BELEGT_PORT", "viel"), ("BELEGT_PORT", "99999"), ("BELEGT_DENSE_WEIGHT", "2")],
)
def test_a_setting_that_can_not_be_used_is_one_clear_line(index, name, value):
    assert_one_clear_line(run("ask", "Warum?", "--index", index, **{name: value}))


def test_an_unknown_model_is_one_clear_line(index, tmp_path):
    result = run("ask", "Warum?", "--index", index, BELEGT_EMBEDDING_MODEL=str(tmp_path / "fehlt"))

    assert_one_clear_line(result)
    assert_one_clear_line(run("ask", "Warum?", "--index", index, BELEGT_EMBEDDING_MODEL="a/b"))


def test_an_index_made_with_another_model_is_one_clear_line(tmp_path, index):
    from index import open_for_writing
    from index.fake_embedder import FakeEmbedder
    from ingest import Article

    with open_for_writing(tmp_path / "index", FakeEmbedder()) as writer:
        writer.add([Article("a", "A", "Die Brücke ist gesperrt.")])

    assert_one_clear_line(run("ask", "Warum?", "--index", tmp_path / "index"))


def test_wrong_use_exits_with_2():
    assert run("ask").returncode == 2
    assert run("frage").returncode == 2


def test_settings_come_from_the_environment_and_from_a_file(index, tmp_path):
    (tmp_path / "belegt.toml").write_text(f'index_dir = "{index}"\n', encoding="utf-8")

    assert run("list", cwd=tmp_path).returncode == 0
    assert run("list", cwd=tmp_path, BELEGT_INDEX_DIR=str(tmp_path / "nichts")).returncode == 2


@pytest.mark.shared
def test_the_four_real_articles_answer_the_guiding_question(tmp_path, shared):
    index = tmp_path / "index"
    assert run("ingest", shared / "articles", "--index", index).returncode == 0

    result = run("ask", "Warum zögert Merz?", "--index", index, "--json")
    answer = json.loads(result.stdout)
    assert result.returncode == 0
    assert answer["citations"][0]["article_id"].startswith("2025-koalition-der-willigen-paris")
    assert "Skepsis" in answer["text"]

    other = run("ask", "Wer gewann die Fußball-Weltmeisterschaft 2014?", "--index", index)
    assert other.returncode == 3


def test_who_does_not_wait_for_another_writer_is_told_its_number(index):
    with hold_writer_lock(index):
        result = run("doctor", "--index", index, "--wait", 0)

    assert_one_clear_line(result)
    assert f"schreibt gerade Prozess {os.getpid()}; das Ende abwarten" in result.stderr
