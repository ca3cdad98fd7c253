"""Articles that consist of payloads, as files, and the questions by which all of them are cited."""

import json
import re
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import escape

from chatbot import Chatbot
from chatbot.reading import read_articles
from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from ingest import Article
from tests.chatbot.payloads import DANGEROUS, PAYLOADS

IN_ONE_ARTICLE = 5
IN_ONE_ANSWER = 2  # articles
FILE_NAMES = (
    "<img src=x onerror=canary()>",
    '"><img src=x onerror=canary()>',
    "' onmouseover='canary()",
    "${canary()} {{canary()}}",
    "';canary();'",
    "![x](https:evil.example)",
    "\x1b]0;canary\x07\x1b[2J",
    "\x9b31mcanary",
    "\u202egpj.canary",
)
UNRELATED = "Wer gewann die Weltmeisterschaft im Rudern?"
BROKEN_FILE = "<svg onload=canary()>\x1b[2J\x1b]0;canary\x07.jsonl"


class HeedingNames(FakeEmbedder):
    """Takes birds' names for more than all other words, so that payloads don't drown them."""

    def _vector(self, text):
        names = re.findall(r"(?:Kranich|Reiher|Storch)\w+", text)
        return super()._vector(" ".join([*names * 2, text]))


@dataclass(frozen=True)
class Planted:
    """An article that was written to a file.

    Attributes:
        id: Its id, if the file states it.
        bird: Its own name, which no other article has.
        flock: A name that it shares with its neighbour.
        payloads: Those in its text.
    """

    id: str
    bird: str
    flock: str
    payloads: tuple[str, ...]

    @property
    def text(self):
        words = " ".join(self.payloads)
        return f"Die {self.flock} und die {self.bird} riefen am Hafen: {words} und flogen."


def question_about(bird, payloads=()):
    return " ".join([f"Was riefen die {bird}?", *payloads])


def plan_articles():
    """Every payload in a text; the first of each article in its other fields as well."""
    parts = [PAYLOADS[at : at + IN_ONE_ARTICLE] for at in range(0, len(PAYLOADS), IN_ONE_ARTICLE)]
    flocks = [_name("Kranich", number // IN_ONE_ANSWER) for number in range(len(parts))]
    return [
        Planted(f"a{number}", _name("Reiher", number), flock, part)
        for number, (flock, part) in enumerate(zip(flocks, parts, strict=True))
    ]


def plan_dangerous():
    """Each dangerous payload in all fields of an article."""
    return [
        Planted(payload, _name("Storch", number), "Störche", (payload,))
        for number, payload in enumerate(DANGEROUS)
    ]


def write_files(folder):
    """Write the collection, and a file that can't be read."""
    records = []
    for planted in plan_articles():
        title, source, author, section, _ = (*planted.payloads, "", "", "", "")[:5]
        records.append(
            {"id": planted.id, "text": planted.text, "title": title, "source": source,
             "author": author, "section": section}
        )  # fmt: skip
    for planted in plan_dangerous():
        (payload,) = planted.payloads
        fields = dict.fromkeys(("id", "title", "source", "author", "section"), payload)
        url = f"https://example.org/{payload}"
        records.append({**fields, "text": planted.text, "url": url, "published": "2024-05-03"})
    lines = "\n".join(json.dumps(record) for record in records)
    (folder / "artikel.jsonl").write_text(lines, encoding="utf-8")
    for number, payload in enumerate(DANGEROUS):
        (folder / f"seite{number}.html").write_text(_page(payload, number), encoding="utf-8")
        (folder / f"notiz{number}.md").write_text(_note(payload, number), encoding="utf-8")
    for number, name in enumerate(FILE_NAMES):
        text = f"Die Datei {number} nennt nur sich <b onclick=canary()>."
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / BROKEN_FILE).write_text('{"text": ', encoding="utf-8")


@dataclass(frozen=True)
class HostileCollection:
    """The collection, opened.

    Attributes:
        articles: As they were read from the files.
        bot: Answers from them.
        questions: With payloads in them; together they cite every planted article.
    """

    articles: list[Article]
    bot: Chatbot
    questions: list[str]


@contextmanager
def open_hostile_collection(folder):
    """Write the files into a folder, read them, index them and open the index."""
    files = folder / "files"
    files.mkdir()
    write_files(files)
    articles, skipped = read_articles([files])
    assert [item.path.name for item in skipped] == [BROKEN_FILE]
    embedder = HeedingNames()
    with open_for_writing(folder / "index", embedder) as writer:
        writer.add(articles)
    with closing(Chatbot(SearchIndex(folder / "index", embedder))) as bot:
        yield HostileCollection(articles, bot, _choose_questions(bot))


def _choose_questions(bot):
    planned = plan_articles()
    missing = {each.id: each for each in (*planned, *plan_dangerous())}
    chosen = []

    def try_out(question):
        cited = {citation.article.id for citation in bot.ask(question).citations}
        if cited & missing.keys():
            chosen.append(question)
            for each in cited:
                missing.pop(each, None)

    for flock in dict.fromkeys(each.flock for each in planned):
        payloads = [text for each in planned if each.flock == flock for text in each.payloads]
        try_out(question_about(flock, payloads))
    for each in list(missing.values()):
        try_out(question_about(each.bird, each.payloads))
    assert not missing
    return chosen


def _name(kind, number):
    return f"{kind}{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}"


def _page(payload, number):
    """A web page whose markup is in order and whose words are a payload."""
    words = escape(payload)
    data = json.dumps({"@type": "NewsArticle", "headline": payload, "author": payload})
    data = data.replace("<", "\\u003c")
    return (
        f'<!doctype html><html lang="de"><head><title>{words}</title>'
        f'<meta property="og:site_name" content="{words}"><meta name="author" content="{words}">'
        f'<script type="application/ld+json">{data}</script></head><body><article><h1>{words}</h1>'
        f"<p>Auf der Seite {number} stand am Morgen {words} und sonst wenig, denn der Wind hatte "
        f"in der Nacht alle anderen Wörter von der Tafel im Hafen geweht.</p>"
        f"<p>Gegen Mittag {number} kam ein Maler und schrieb noch einmal {words} darunter.</p>"
        f"</article></body></html>"
    )


def _note(payload, number):
    head = "\n".join(f"{name}: {json.dumps(payload)}" for name in ("title", "source", "author"))
    return f"---\n{head}\n---\nIn der Notiz {number} steht: {payload} und mehr nicht.\n"
