"""The collection changed over HTTP, and that nothing changes it unless it was switched on."""

import io
import json
import threading
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from chatbot import ArticleFilter, Chatbot
from chatbot.editing import CollectionEditor, prepare_collection
from chatbot.http import build_server
from chatbot.server.changing import safe_name
from chatbot.settings import Settings
from index import SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from tests.chatbot.conftest import MALI, PARIS

HARBOUR = """---
title: Der Hafen wächst
source: Ostsee-Zeitung
published: 2024-05-03
---
Der Hafen in Rostock wächst um drei Hektar. Das kostet zehn Millionen Euro.
"""
ROUTES = ["upload", "remove", "undo", "edit"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.add([PARIS, MALI])
    return folder


@pytest.fixture(scope="module")
def served(folder):
    """One bot and one server for all tests of this module."""
    bot = Chatbot(SearchIndex(folder, FakeEmbedder()))
    app = build_server(bot, examples=[], editor=bot.edit_collection())
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield bot, client
    bot.close()


@pytest.fixture
def bot(folder, served):
    """The bot, its collection as it was at first."""
    bot, _ = served
    if ids(bot) != ["paris", "mali"] or bot.article("mali") != MALI:
        with open_for_writing(folder, FakeEmbedder()) as writer:
            writer.remove(ids(bot))
            writer.add([PARIS, MALI])
    return bot


@pytest.fixture
def client(bot, served):
    return served[1]


@pytest.fixture(scope="module")
def closed_client(bot_of_this_module):
    app = build_server(bot_of_this_module, examples=[])
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client


def send(client, *files):
    """Upload files; the lines of progress, and the last line."""
    sent = [
        ("files", (name, text.encode() if isinstance(text, str) else text)) for name, text in files
    ]
    response = client.post("/api/collection/upload", files=sent)
    assert response.status_code == 200, response.text
    *progress, last = map(json.loads, response.text.splitlines())
    return progress, last


def ids(bot):
    return [entry.id for entry in bot.entries()]


@pytest.mark.parametrize("route", ROUTES)
def test_there_is_no_route_unless_it_was_switched_on(closed_client, route):
    for method in ("GET", "POST", "PUT", "DELETE"):
        response = closed_client.request(method, f"/api/collection/{route}", json={})
        assert response.status_code == 404


def test_gradio_s_own_upload_stays_closed(client):
    response = client.post("/gradio_api/upload", files=[("files", ("a.md", b"Text"))])

    assert response.status_code == 404


@pytest.mark.parametrize("route", ROUTES)
def test_another_website_can_change_nothing(client, bot, route):
    response = client.post(
        f"/api/collection/{route}",
        files=[("files", ("a.md", HARBOUR.encode()))],
        headers={"Origin": "https://angreifer.example"},
    )

    assert response.status_code == 403
    assert ids(bot) == ["paris", "mali"]


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(client):
    response = client.post(
        "/api/collection/upload", content=b"", headers={"Content-Length": "250000001"}
    )

    assert response.status_code == 413


def test_a_sent_file_is_answered_from_at_once(client, bot):
    progress, report = send(client, ("hafen.md", HARBOUR))

    assert [article["title"] for article in report["new"]] == ["Der Hafen wächst"]
    assert (report["changed"], report["unchanged"], report["skipped"]) == ([], 0, [])
    assert {"step": "reading", "done": 1, "of": 1} in progress
    assert {"step": "embedding", "done": 1, "of": 1} in progress
    answer = bot.ask("Was kostet der Hafen in Rostock?")
    assert answer.citations[0].article.source == "Ostsee-Zeitung"
    within = ArticleFilter(sources=("ostsee-zeitung",))
    assert bot.ask("Was kostet der Hafen?", within=within).status == "answered"


def test_several_files_of_all_kinds_are_told_apart(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "Im Zoo kam ein Elefant zur Welt. Er wiegt hundert Kilogramm.")
        page = "<article><h1>Schule</h1><p>Die Grundschule öffnet im Herbst.</p></article>"
        archive.writestr("b.html", f"<html><body>{page}</body></html>")
    lines = json.dumps({"id": "eigene", "text": "Der Wald brennt seit Montag. Es ist trocken."})

    _, report = send(
        client,
        ("archiv.zip", packed.getvalue()),
        ("liste.jsonl", lines),
        ("bild.png", b"\x89PNG\r\n\x1a\n0000"),
        ("leer.txt", b""),
    )

    assert len(report["new"]) == 3
    assert "eigene" in [article["id"] for article in report["new"]]
    assert {item["name"] for item in report["skipped"]} == {"bild.png", "leer.txt"}
    assert {item["german"] for item in report["skipped"]} == {
        "ist ein PNG-Bild; als reinen Text (UTF-8) speichern",
        "ist leer; Text ergänzen oder die Datei weglassen",
    }


def test_a_sidecar_states_what_its_file_does_not(client, bot):
    send(client, ("zoo.txt", "Im Zoo kam ein Elefant zur Welt."), ("zoo.yaml", "source: Tierpost"))

    assert [entry.source for entry in bot.entries()][-1] == "Tierpost"
    assert len(ids(bot)) == 3


def test_the_same_file_again_changes_nothing(client):
    send(client, ("hafen.md", HARBOUR))

    _, report = send(client, ("hafen.md", HARBOUR))

    assert (report["new"], report["changed"], report["unchanged"]) == ([], [], 1)
    assert report["undo"] == ""


def test_a_changed_file_of_the_same_name_replaces_the_article(client, bot):
    send(client, ("hafen.md", HARBOUR))

    _, report = send(client, ("hafen.md", HARBOUR.replace("zehn", "zwölf")))

    assert [article["title"] for article in report["changed"]] == ["Der Hafen wächst"]
    assert len(ids(bot)) == 3
    client.post("/api/collection/undo", json={"token": report["undo"]})
    assert "zehn" in bot.article(report["changed"][0]["id"]).body


def test_another_text_under_the_same_name_is_another_article(client, bot):
    send(client, ("index.md", HARBOUR))
    other = "# Nachwuchs\n\nIm Zoo kam ein Elefant zur Welt. Er wiegt hundert Kilogramm."

    _, report = send(client, ("index.md", other))
    _, again = send(client, ("index.md", other))

    assert [article["title"] for article in report["new"]] == ["Nachwuchs"]
    assert (again["new"], again["changed"], again["unchanged"]) == ([], [], 1)
    assert len(ids(bot)) == 4


def test_other_texts_without_a_headline_do_not_replace_each_other(client, bot):
    send(client, ("artikel.txt", "Im Zoo kam ein Elefant zur Welt. Er wiegt hundert Kilogramm."))

    _, report = send(client, ("artikel.txt", "Die Schule öffnet im Herbst. Hundert Kinder kommen."))

    assert (len(report["new"]), report["changed"]) == (1, [])
    assert len(ids(bot)) == 4


def test_files_whose_names_are_long_or_taken_are_all_read(client, bot):
    texts = [f"In Ort {n} wurde die Brücke {n} gebaut. Sie ist {n} Meter lang." for n in range(5)]
    names = ["a.txt", "a 2.txt", "a.txt", "新" * 120 + ".txt", "a.txt/b.txt"]

    _, report = send(client, *zip(names, texts, strict=True))

    assert len(report["new"]) == 5
    assert {bot.article(new["id"]).body for new in report["new"]} == set(texts)


def test_an_upload_can_be_undone(client, bot):
    _, report = send(client, ("hafen.md", HARBOUR))

    response = client.post("/api/collection/undo", json={"token": report["undo"]})

    assert response.status_code == 200
    assert ids(bot) == ["paris", "mali"]


def test_undo_brings_back_an_article_whose_words_stand_in_another_one(folder, client, bot):
    plain = replace(MALI, id="abschrift", source="", published=None, url="")
    fuller = replace(MALI, source="Neue Zeitung")
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.remove(["mali"])
        writer.add([plain])
        writer.add([fuller])
    assert set(ids(bot)) == {"paris", "abschrift", "mali"}

    removed = client.post("/api/collection/remove", json={"ids": ["abschrift"]}).json()
    client.post("/api/collection/undo", json={"token": removed["undo"]})

    assert set(ids(bot)) == {"paris", "abschrift", "mali"}
    assert bot.article("abschrift").body == MALI.body


def test_undo_brings_back_what_an_upload_made_a_copy_of_another_article(client, bot):
    text = " ".join(f"Der Rat beriet Posten {n} und Posten {n + 50} in Halle." for n in range(9))
    _, first = send(client, ("rat.md", f"# Der Rat\n\n{text} Danach war Schluss."))
    send(client, ("anders.md", f"---\ntitle: Der Rat\nsource: Bote\n---\n{text}"))
    (article,) = first["new"]

    _, report = send(client, ("rat.md", f"# Der Rat\n\n{text}"))
    assert (report["new"], report["changed"], report["copies"]) == ([], [], 1)
    assert bot.article(article["id"]) is None
    response = client.post("/api/collection/undo", json={"token": report["undo"]})

    assert response.status_code == 200
    assert bot.article(article["id"]).body.endswith("Danach war Schluss.")


@pytest.mark.parametrize("wish", ["an edit that fails", "an upload that changes nothing"])
def test_what_changes_nothing_leaves_the_undo_as_it_is(client, bot, wish):
    send(client, ("hafen.md", HARBOUR))
    removed = client.post("/api/collection/remove", json={"ids": ["mali"]}).json()

    if wish == "an edit that fails":
        client.post("/api/collection/edit", json={"id": "mond", "fields": {"title": "T"}})
    else:
        send(client, ("hafen.md", HARBOUR))

    response = client.post("/api/collection/undo", json={"token": removed["undo"]})
    assert response.status_code == 200
    assert "mali" in ids(bot)


def test_an_upload_that_fails_half_way_leaves_nothing_behind(folder, client, bot, tmp_path):
    class OutOfMemory(FakeEmbedder):
        calls = 0

        def encode_passages(self, passages):
            self.calls += 1
            if self.calls > 1:
                raise MemoryError
            return super().encode_passages(passages)

    lines = [json.dumps({"text": f"In Ort {n} wurde die Brücke {n} gebaut."}) for n in range(40)]
    editor = CollectionEditor(folder, OutOfMemory())
    sent = tmp_path / "gesendet"
    sent.mkdir()
    (sent / "liste.jsonl").write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(MemoryError):
        editor.upload(sent, on_step=lambda *_: None)

    client.post("/api/collection/remove", json={"ids": ["mali"]})
    assert ids(bot) == ["paris"]


def test_removed_articles_come_back_with_what_was_edited_in_them(client, bot):
    edit = {"id": "mali", "fields": {"source": "die tageszeitung", "section": "Ausland"}}
    assert client.post("/api/collection/edit", json=edit).json()["section"] == "Ausland"

    removed = client.post("/api/collection/remove", json={"ids": ["mali", "paris"]}).json()
    assert ids(bot) == []
    assert bot.ask("Wie viele Soldaten waren in Mali?").status == "refused"
    response = client.post("/api/collection/undo", json={"token": removed["undo"]})

    assert response.status_code == 200
    assert set(ids(bot)) == {"paris", "mali"}
    assert bot.article("mali").source == "die tageszeitung"
    undone = client.post("/api/collection/edit", json={"id": "mali", "undo": ["source"]}).json()
    assert (undone["source"], undone["section"]) == ("taz", "Ausland")


def test_only_the_last_change_can_be_undone(client, bot):
    first = client.post("/api/collection/remove", json={"ids": ["mali"]}).json()
    second = client.post("/api/collection/remove", json={"ids": ["paris"]}).json()

    response = client.post("/api/collection/undo", json={"token": first["undo"]})
    assert response.status_code == 409
    assert "nicht mehr rückgängig" in response.json()["german"]
    for expected in (200, 409):
        response = client.post("/api/collection/undo", json={"token": second["undo"]})
        assert response.status_code == expected
    assert ids(bot) == ["paris"]


@pytest.mark.parametrize(
    ("route", "wish", "expected"),
    [
        ("remove", {"ids": ["mond"]}, (404, "es gibt keinen Artikel 'mond'")),
        ("remove", {"ids": []}, (422, "")),
        ("remove", {"ids": ["mali"], "all": True}, (422, "")),
        ("edit", {"id": "mond", "fields": {"title": "T"}}, (404, "es gibt keinen Artikel 'mond'")),
        ("edit", {"id": "mali", "fields": {"published": "gestern"}}, (422, "ein Datum wie")),
        ("edit", {"id": "mali", "fields": {"title": " "}}, (422, "einen Titel eintragen")),
        ("edit", {"id": "mali", "fields": {"body": "Text"}}, (422, "eines von diesen angeben")),
        ("edit", {"id": "mali", "undo": ["title"]}, (409, "wurde nicht geändert")),
        ("undo", {"token": ""}, (409, "nicht mehr rückgängig")),
        ("undo", {"token": "falsch"}, (409, "nicht mehr rückgängig")),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(client, bot, route, wish, expected):
    status, named = expected
    response = client.post(f"/api/collection/{route}", json=wish)

    assert response.status_code == status
    assert response.json()["error"]
    assert named in response.json().get("german", "")
    assert ids(bot) == ["paris", "mali"]
    assert bot.article("mali") == MALI


def test_all_articles_that_are_gone_already_are_named(client, bot):
    response = client.post("/api/collection/remove", json={"ids": ["mond", "mali", "mars"]})

    assert (response.status_code, response.json()["gone"]) == (404, ["mond", "mars"])
    assert ids(bot) == ["paris", "mali"]


def test_while_another_process_writes_the_reader_is_told_to_wait(client, bot, folder):
    with open_for_writing(folder, FakeEmbedder()):
        response = client.post("/api/collection/remove", json={"ids": ["mali"]})
        _, report = send(client, ("hafen.md", HARBOUR))

    assert response.status_code == 503
    assert "schreibt gerade" in response.json()["german"]
    assert "schreibt gerade" in report["german"]
    assert ids(bot) == ["paris", "mali"]


def test_an_upload_does_not_keep_the_server_from_stopping(bot):
    app = build_server(bot, examples=[], editor=bot.edit_collection())
    client = TestClient(app, base_url="http://127.0.0.1:7860")
    app.state.desk.close()

    _, report = send(client, ("hafen.md", HARBOUR))

    assert "wird gerade beendet" in report["german"]
    assert ids(bot) == ["paris", "mali"]


def test_changes_at_the_same_time_wait_for_each_other(client, bot):
    replies = []

    def add(number):
        text = f"# Meldung {number}\n\nIn Ort {number} wurde die Brücke {number} gebaut."
        replies.append(send(client, (f"m{number}.md", text))[1])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [len(reply["new"]) for reply in replies] == [1, 1, 1]
    assert len(ids(bot)) == 5


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hafen.md", "hafen.md"),
        ("ordner/zwei/hafen.md", "ordner/zwei/hafen.md"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/cron.d/x", "etc/cron.d/x"),
        ("C:\\Users\\a.md", "C_/Users/a.md"),
        ("..", "datei"),
        ("", "datei"),
        ("a\x00b\n.md", "a_b_.md"),
        ("x" * 300 + ".md", "x" * 117 + ".md"),
        ("1/2/3/4/5.md", "3/4/5.md"),
        ("新" * 120 + ".md", "新" * 39 + ".md"),
        ("ä" * 300 + ".md", "ä" * 58 + ".md"),
    ],
)
def test_the_name_of_a_sent_file_leads_nowhere_else(name, expected):
    assert safe_name(name) == expected


def test_a_hostile_name_is_told_as_it_was_meant_and_writes_nothing_elsewhere(client, tmp_path):
    _, report = send(client, ("../../<img src=x onerror=alert(1)>.png", b"\x89PNG\r\n\x1a\n00"))

    assert [item["name"] for item in report["skipped"]] == ["_img src=x onerror=alert(1)_.png"]
    assert list(tmp_path.parent.glob("*.png")) == []


def test_an_index_that_is_not_there_is_begun_and_one_that_is_stays(tmp_path):
    settings = Settings(index_dir=tmp_path / "neu")
    assert settings.allow_editing is False
    settings = SimpleNamespace(index_dir=settings.index_dir, load_embedder=FakeEmbedder)

    prepare_collection(settings)
    bot = Chatbot(SearchIndex(settings.index_dir, FakeEmbedder()))
    assert ids(bot) == []
    assert bot.ask("Warum zögert Merz?").status == "refused"
    with open_for_writing(settings.index_dir, FakeEmbedder()) as writer:
        writer.add([MALI])
    prepare_collection(settings)

    assert ids(bot) == ["mali"]
    bot.close()
