"""Article text stays what it is on its way to programs, chat clients, assistants and terminals."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from html import unescape
from io import StringIO
from pathlib import Path

import httpx
import pytest
from markdown_it import MarkdownIt
from mcp.client.client import Client
from rich.console import Console

from chatbot.defusing import defuse_markdown
from chatbot.exporting import export
from chatbot.json_answer import answer_to_json
from chatbot.mcp.server import build_mcp_server
from chatbot.terminal import print_answer, print_article, print_articles
from ingest import normalise_text
from tests.chatbot.browsing import served
from tests.chatbot.hostile_collection import (
    BROKEN_FILE,
    FILE_NAMES,
    UNRELATED,
    open_hostile_collection,
    plan_articles,
)
from tests.chatbot.payloads import DANGEROUS, PAYLOADS

BELEGT = Path(sys.executable).with_name("belegt")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    with open_hostile_collection(tmp_path_factory.mktemp("boese")) as opened:
        yield opened


@pytest.fixture(scope="module")
def chat(hostile):
    with served(hostile.bot, []) as address:
        yield address


def test_there_are_at_least_150_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 150


def test_payloads_pass_ingest_as_they_are_from_files_of_every_kind(hostile):
    by_id = {article.id: article for article in hostile.articles}
    kept = [
        payload
        for each in plan_articles()
        for payload in each.payloads
        if normalise_text(payload) in by_id[each.id].body
    ]
    assert len(kept) >= 240  # the others lose Markdown's signs or get a line break
    for payload in DANGEROUS:
        article = by_id[payload]
        assert {article.title, article.source, article.author, article.section} == {payload}
        notes = [a for a in hostile.articles if a.title == payload and "In der Notiz" in a.body]
        read = {payload, unescape(payload)}  # what is escaped twice is read as if it were once
        pages = [a for a in hostile.articles if a.body.startswith("Auf der Seite")]
        pages = [a for a in pages if any(text in a.body for text in read)]
        assert len(notes) == 1
        assert pages
    names = {article.title for article in hostile.articles}
    assert {normalise_text(name) for name in FILE_NAMES} <= names


def test_programs_get_every_citation_as_it_stands(hostile, chat):
    bot = hostile.bot
    cited = []
    with httpx.Client(base_url=chat, trust_env=False, timeout=60) as client:
        for question in hostile.questions:
            answer = client.post("/api/ask", json={"question": question}).json()
            assert answer["question"] == normalise_text(question)
            assert answer == answer_to_json(bot.ask(question))
            cited += [(each["article_id"], each["quote"]) for each in answer["citations"]]
    for article_id, quote in cited:
        assert quote in bot.article(article_id).body


def rendered(text):
    """The HTML, pictures and addresses of links that a Markdown program would make of a text."""
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
    inner = [child for token in tokens for child in token.children or []]
    return [
        token.attrs.get("href", token.content)
        for token in (*tokens, *inner)
        if token.type in {"html_block", "html_inline", "image", "link_open"}
    ]


def test_chat_clients_that_render_markdown_get_nothing_to_render(hostile, chat):
    bot = hostile.bot
    with httpx.Client(base_url=chat, trust_env=False, timeout=60) as client:
        for question in hostile.questions:
            messages = [{"role": "user", "content": question}]
            body = {"model": "belegt", "messages": messages}
            reply = client.post("/v1/chat/completions", json=body).json()
            streamed = client.post("/v1/chat/completions", json={**body, "stream": True}).text
            content = reply["choices"][0]["message"]["content"]
            assert rendered(content) == []
            pieces = [
                json.loads(line[6:]) for line in streamed.splitlines() if line[:7] == "data: {"
            ]
            deltas = [piece["choices"][0]["delta"].get("content", "") for piece in pieces]
            assert "".join(deltas) == content
            quotes = [citation["quote"] for citation in reply["citations"]]
            assert quotes == [citation.quote for citation in bot.ask(question).citations]


def test_a_backslash_before_it_does_not_bring_a_picture_back():
    told = defuse_markdown("\\<img src=x> \\\\![x](https://evil.example/p) [1] [1][2]")

    assert told == "\\< img src=x> \\\\![x] (https://evil.example/p) [1] [1][2]"


def test_what_is_taken_along_as_markdown_links_to_the_originals_only(hostile):
    for question in hostile.questions:
        links = rendered(export(hostile.bot.ask(question), "markdown"))
        assert all(link.startswith("https://example.org/") for link in links)


def test_what_is_taken_along_for_reference_managers_stays_within_its_fields(hostile):
    for question in hostile.questions:
        answer = hostile.bot.ask(question)
        articles = list(dict.fromkeys(citation.article for citation in answer.citations))
        assert count_entries(export(answer, "bibtex")) == len(articles)
        items = json.loads(export(answer, "csl"))
        assert [item["title"] for item in items] == [article.title for article in articles]


def count_entries(bibtex):
    """How many entries a BibTeX text has; its braces must be in order."""
    depth = entries = 0
    for mark in re.findall(r"\\.|[@{}]", bibtex):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        entries += mark == "@" and depth == 0
        assert depth >= 0
    assert depth == 0
    return entries


async def test_assistants_get_every_text_as_it_stands(hostile):
    async with Client(build_mcp_server(hostile.bot)) as client:
        for article in hostile.articles:
            read = await client.call_tool("read_article", {"article_id": article.id})
            assert read.structured_content["text"] == article.body
            assert read.content[1].text == article.body
            assert "\n" not in read.content[0].text


_DANGEROUS_IN_A_TERMINAL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_a_terminal_gets_no_control_characters(hostile):
    shown = StringIO()
    console = Console(file=shown, force_terminal=True, color_system=None, width=200)
    print_articles(hostile.articles, console)
    for article in hostile.articles:
        print_article(article, console)
    for question in [*hostile.questions, UNRELATED]:
        print_answer(hostile.bot.ask(question), console)

    printed = re.sub(r"\x1b\[\d+m", "", shown.getvalue())  # bold and dim, of Belegt's own
    assert "canary" in printed
    assert not _DANGEROUS_IN_A_TERMINAL.search(printed)


@pytest.mark.parametrize("name", ["missing\x1b]0;canary\x07\x1b[2J\x9b31m", "."])
def test_an_error_about_a_file_gets_no_control_characters_into_a_terminal(tmp_path, name):
    (tmp_path / BROKEN_FILE).write_text('{"text": ', encoding="utf-8")
    command = [BELEGT, "ingest", tmp_path / name, "--index", tmp_path / "index"]
    ours, theirs = os.openpty()  # for what is no terminal, colours are taken out anyway
    plain = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=plain)
    os.close(theirs)
    shown = read_terminal(ours)

    assert process.wait(120) == 2
    assert "canary" in shown
    assert not _DANGEROUS_IN_A_TERMINAL.search(shown.replace("\r\n", "\n"))


def read_terminal(descriptor):
    read = b""
    with suppress(OSError):  # as which the end shows
        while part := os.read(descriptor, 4096):
            read += part
    os.close(descriptor)
    return read.decode()
