import json
import re
import threading

import anyio
import pytest
from starlette.testclient import TestClient

from chatbot.http import build_server
from chatbot.ui.first_paint import Dress, FirstPaint, dress_page
from tests.chatbot.serving import PATIENCE

PAGE = (
    '<!doctype html>\n<html\n\tlang="en"><head>'
    '<meta property="og:image" content="https://evil.example" />'
    "<script>window.gradio_config = {config};</script>"
    '<link rel="stylesheet" crossorigin href="./assets/a.css"></head>'
    "<body><gradio-app></gradio-app></body></html>"
)
CONFIG = {"components": [{"id": 3, "props": {"value": "Hallo", "label": "Gruß"}},
                         {"id": 4, "props": {"value": "bleibt"}}]}  # fmt: skip


def dressed(props=None, language="de", head="<style></style>", body="<form></form>"):
    page = PAGE.replace("{config}", json.dumps(CONFIG))
    return dress_page(page, language, Dress(head, body, props or {}))


def config_of(page):
    return json.loads(re.search(r"gradio_config = (.*?);</script>", page)[1])


def test_components_are_worded_anew_and_the_others_stay():
    config = config_of(dressed({3: {"value": "Hello"}}, "en"))

    assert config["components"][0]["props"] == {"value": "Hello", "label": "Gruß"}
    assert config["components"][1] == CONFIG["components"][1]


def test_the_page_names_its_language_and_no_other_site():
    page = dressed()

    assert 'lang="de"' in page
    assert "evil.example" not in page
    assert "<style></style></head>" in page


def test_what_is_shown_first_does_not_wait_for_gradios_stylesheets():
    page = dressed()

    assert page.endswith(
        "<gradio-app></gradio-app><form></form>"
        '<link rel="stylesheet" crossorigin href="./assets/a.css"></body></html>'
    )
    assert page.count("stylesheet") == 1


@pytest.mark.parametrize(
    "words", ["</script><script>alert(1)</script>", "<!--", "\u2028", "a\\1&'"]
)
def test_no_word_ends_the_script_it_stands_in(words):
    page = dressed({3: {"value": words}})

    assert page.count("<script>") == page.count("</script>") == 1
    assert config_of(page)["components"][0]["props"]["value"] == words


async def test_while_a_page_is_dressed_the_others_are_served():
    begun, go = threading.Event(), threading.Event()

    def dress(language):
        begun.set()
        assert go.wait(PATIENCE), "the event loop stands still"
        return Dress("", "", {})

    async def app(scope, receive, send):
        pass

    scope = {"type": "http", "path": "/", "headers": []}
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(FirstPaint(app, dress), scope, None, None)
        while not begun.is_set():
            await anyio.sleep(0.01)
        go.set()


@pytest.fixture(scope="module")
def client(bot_of_this_module):
    app = build_server(bot_of_this_module, examples=["<b>Was?</b>"])
    return TestClient(app, base_url="http://localhost")


def test_each_language_is_sent_as_such(client):
    for accepted, language, words in (("de", "de", "Guten Tag."), ("en", "en", "Hello. What")):
        reply = client.get("/", headers={"Accept-Language": accepted})

        assert reply.headers["content-language"] == language
        assert f'lang="{language}"' in reply.text
        assert words in reply.text.partition('<form id="belegt-first"')[2]


def test_the_first_page_escapes_what_the_collection_holds(client):
    body = client.get("/").text.partition('<form id="belegt-first"')[2]

    assert "&lt;b&gt;Was?&lt;/b&gt;" in body
    assert "<b onmouseover" not in body


def test_every_script_of_the_page_is_one_that_the_policy_names(client):
    reply = client.get("/")
    scripts = re.findall(r"<script(?![^>]*src=)[^>]*>", reply.text)

    assert reply.headers["content-security-policy"].count("'sha256-") == len(scripts)
    assert int(reply.headers["content-length"]) == len(reply.content)


def test_the_favicon_is_our_own(client):
    reply = client.get("/favicon.ico")

    assert reply.headers["content-type"].startswith("image/svg+xml")
    assert 'class="cited"' in reply.text
