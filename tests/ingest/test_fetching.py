"""Fetching, from a server on 127.0.0.1 only."""

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from ingest import web
from ingest.article import Article
from ingest.fetching import Fetcher, FetchError
from ingest.public_addresses import is_public
from ingest.web import read_addresses

TEXT = "Merz zögert noch. Er wartet auf drei Antworten aus Washington."
HTML = (
    f"<html><head><title>Zögern</title></head><body><article><p>{TEXT}</p></article></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        answer = self.server.pages.get(self.path, (404, {}, b"fehlt"))
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as opened:
        opened.daemon_threads = True
        opened.pages, opened.asked = {}, []
        opened.home = f"http://127.0.0.1:{opened.server_port}"
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        yield opened
        opened.shutdown()


@pytest.fixture
def fetcher():
    return Fetcher(allow_loopback=True, max_bytes=100_000, max_seconds=2)


def page(text=TEXT, kind="text/html; charset=utf-8", **headers):
    return 200, {"Content-Type": kind, **headers}, text.encode()


def redirect(target):
    return 302, {"Location": target}, b""


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(host):
    assert not is_public(ip_address(host))


@pytest.mark.parametrize(
    "host", ["193.99.144.80", "2a02:2e0:3fe:1001:302::", "::ffff:193.99.144.80"]
)
def test_addresses_of_the_open_internet_are_public(host):
    assert is_public(ip_address(host))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://0.0.0.0:9/",
        "http://2130706433:9/", "http://0x7f.1:9/", "http://169.254.169.254/latest/meta-data",
    ],
)  # fmt: skip
def test_a_private_address_is_refused_before_any_connection(address):
    with pytest.raises(FetchError, match="private network"):
        Fetcher().fetch(address)


def test_the_address_that_was_checked_is_connected_to(server, fetcher, monkeypatch):
    server.pages["/"] = page()
    answers = iter(["127.0.0.1", "10.0.0.1"])  # a name that points elsewhere when asked again
    asked = []

    def resolve(name, port, **_):
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr("ingest.fetching.socket.getaddrinfo", resolve)
    monkeypatch.setattr("ingest.fetching.socket.create_connection", _connect)
    found = fetcher.fetch(f"http://zeitung.example:{server.server_port}/")

    assert found.data == TEXT.encode()
    assert asked == ["zeitung.example"]


def _connect(host, timeout):
    plain = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    plain.settimeout(timeout)
    plain.connect(host)
    return plain


def test_a_page_is_fetched_over_redirects_and_its_last_address_told(server, fetcher):
    server.pages |= {"/kurz": redirect("/x/../lang?a=ä"), "/lang?a=%C3%A4": page()}
    found = fetcher.fetch(f"{server.home}/kurz")

    assert (found.data, found.content_type) == (TEXT.encode(), "text/html")
    assert found.address.startswith(f"{server.home}/lang")


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://192.168.0.1/x", "http://[fd00::1]/", "//169.254.169.254/"],
)
def test_a_redirect_into_a_private_network_is_refused(server, fetcher, target):
    server.pages["/"] = redirect(target)

    with pytest.raises(FetchError, match="private network"):
        fetcher.fetch(f"{server.home}/")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/", "gopher://a/"])
def test_a_redirect_to_another_scheme_is_refused(server, fetcher, target):
    server.pages["/"] = redirect(target)

    with pytest.raises(FetchError, match="only http and https"):
        fetcher.fetch(f"{server.home}/")


def test_a_circle_of_redirects_ends(server, fetcher):
    server.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}

    with pytest.raises(FetchError, match="more than 5 times"):
        fetcher.fetch(f"{server.home}/a")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}, b""), "answers 404"),
        (page(kind="image/png"), "it is image/png"),
        (page(kind="application/octet-stream"), "it is application/octet-stream"),
        (page("x" * 100_001), "larger than 0 MB"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 50_000_000)), "larger than"),
        ((200, {"Content-Encoding": "gzip"}, b"kaputt"), "connection fails"),
        ((200, {"Content-Encoding": "br"}, b"x"), "packed as br"),
        ((200, {"Content-Length": "50"}, b"zu kurz"), "broke off|longer than"),
        ((200, {"X": "y" * 70_000}, b""), "connection fails"),
    ],
)
def test_what_cannot_be_read_is_one_clear_reason(server, fetcher, answer, reason):
    server.pages["/"] = answer

    with pytest.raises(FetchError, match=reason):
        fetcher.fetch(f"{server.home}/")


def test_a_packed_page_is_unpacked(server, fetcher):
    server.pages["/"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(TEXT.encode()))

    assert fetcher.fetch(f"{server.home}/").data == TEXT.encode()


@pytest.mark.parametrize("part", ["header", "body"])
def test_a_server_that_drips_is_cut_off_in_time(server, fetcher, part):
    def drip(handler):
        if part == "body":
            handler.send_response(200)
            handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    server.pages["/"] = drip
    began = time.monotonic()
    with pytest.raises(FetchError, match="longer than 2 s"):
        fetcher.fetch(f"{server.home}/")

    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://anna:geheim@zeitung.example/", "holds a password"),
        ("http:///x", "only http and https"),
        ("http://a.example:99999/", "no valid web address"),
        ("http://gibt-es-nicht.invalid/", "there is no host"),
        ("http://127.0.0.1:1/", "connection fails"),
    ],
)
def test_an_unusable_address_is_one_clear_reason(fetcher, address, reason):
    with pytest.raises(FetchError, match=reason) as caught:
        fetcher.fetch(address)
    assert "\n" not in str(caught.value)


def test_an_article_from_the_web_has_its_address_and_host(server, fetcher):
    markup = HTML.replace("</head>", '<link rel="canonical" href="https://zeit.de/echt"></head>')
    server.pages["/politik/merz.html"] = page(markup)
    [article] = read_addresses([f"{server.home}/politik/merz.html#kommentare"], fetcher=fetcher)

    assert isinstance(article, Article)
    assert article.body == TEXT
    assert article.url == f"{server.home}/politik/merz.html"
    assert article.id.startswith("merz-")
    [again] = read_addresses([article.url], fetcher=fetcher)
    assert again.id == article.id


def test_a_feed_stands_for_the_pages_it_lists(server, fetcher):
    links = "".join(f"<item><title>{n}</title><link>{server.home}/{n}</link></item>" for n in "123")
    feed = f"<rss version='2.0'><channel><title>A</title>{links}</channel></rss>"
    server.pages |= {"/feed": page(feed, "application/rss+xml")}
    server.pages |= {"/1": page(HTML), "/3": page(HTML.replace("Merz", "Weber"))}
    items = list(read_addresses([f"{server.home}/feed"], fetcher=fetcher))

    assert [type(item).__name__ for item in items] == ["Article", "SkippedFile", "Article"]
    assert items[1].place == f"{server.home}/2"
    assert "answers 404" in items[1].reason


def test_an_index_of_sitemaps_is_followed_up_to_the_cap(server, fetcher, monkeypatch):
    monkeypatch.setattr(web, "MAX_PAGES", 4)
    place = "<url><loc>{}/{}</loc></url>"
    pages = "".join(place.format(server.home, number) for number in range(9))
    index = f"<sitemapindex><sitemap><loc>{server.home}/karte</loc></sitemap></sitemapindex>"
    server.pages |= {"/": page(index, "text/xml"), "/karte": page(f"<urlset>{pages}</urlset>")}
    server.pages |= {f"/{number}": page(HTML) for number in range(9)}
    items = list(read_addresses([f"{server.home}/"], fetcher=fetcher))

    assert len([item for item in items if isinstance(item, Article)]) == 3
    assert "it lists 9 pages, of which 3 are read" in items[0].reason


def test_a_page_listed_twice_is_fetched_once(server, fetcher):
    server.pages["/"] = page(HTML)
    list(read_addresses([f"{server.home}/", f"{server.home}/#oben"], fetcher=fetcher))

    assert server.asked == ["/"]
