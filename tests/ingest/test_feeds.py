from datetime import date
from pathlib import Path

import pytest

from ingest.assembling import NOTHING_STATED
from ingest.errors import UnreadableFileError
from ingest.feeds import list_links, read_feed, read_sitemap

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Stadtbote</title><language>de-DE</language>
<item><title>Br&#252;cke &amp; Fluss</title><link>https://stadtbote.example/bruecke</link>
<dc:creator>Anna Weber</dc:creator><pubDate>Fri, 03 May 2024 06:00:00 GMT</pubDate>
<description>Kurz.</description>
<content:encoded><![CDATA[<p>Die Brücke ist gesperrt.</p><p>Der Fluss steigt.</p>]]>
</content:encoded>
</item>
<item><title>Zoo</title><link>https://stadtbote.example/zoo</link>
<description>Ein Elefant kam zur Welt.</description></item>
<item><title>Leer</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tagblatt</title>
<entry><title>Zögern</title><link href="https://tagblatt.example/1"/>
<updated>2024-05-04T10:00:00Z</updated><published>2024-05-03T10:00:00Z</published>
<author><name>Max Müller</name></author>
<content type="html">&lt;p&gt;Merz zögert.&lt;/p&gt;</content></entry></feed>"""


def read(text):
    return list(read_feed(text.encode(), origin=Path("feed.xml"), stated=NOTHING_STATED))


def test_an_entry_is_read_with_all_that_the_feed_says_of_it():
    (_, article), *_ = read(RSS)

    assert (article.title, article.source) == ("Brücke & Fluss", "Stadtbote")
    assert (article.author, article.published) == ("Anna Weber", date(2024, 5, 3))
    assert (article.url, article.language) == ("https://stadtbote.example/bruecke", "de")
    assert article.body == "Die Brücke ist gesperrt.\n\nDer Fluss steigt."


def test_a_summary_is_the_text_where_there_is_no_other_and_an_empty_entry_is_reported():
    _, (_, zoo), (number, empty) = read(RSS)

    assert zoo.body == "Ein Elefant kam zur Welt."
    assert (number, "no article text" in empty.reason) == (3, True)


def test_an_atom_feed_is_read():
    [(_, article)] = read(ATOM)

    assert (article.source, article.author) == ("Tagblatt", "Max Müller")
    assert (article.published, article.body) == (date(2024, 5, 3), "Merz zögert.")


def test_entities_of_other_files_are_not_read(tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("GEHEIM")
    attack = RSS.replace("<rss", f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<rss', 1)
    items = read(attack.replace("Kurz.", "&x;").replace("Elefant", "&x;"))

    assert "GEHEIM" not in repr(items)


def test_a_text_that_is_a_file_name_is_not_opened():
    with pytest.raises(UnreadableFileError, match="without entries"):
        read("/etc/passwd")


def test_links_of_feeds_and_sitemaps_are_listed_once():
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<url><loc>https://a.example/1?x=1&amp;y=2</loc></url>"
        "<url><loc> <![CDATA[https://a.example/2]]> </loc></url>"
        "<url><loc>https://a.example/2</loc></url><url><loc>file:///etc/passwd</loc></url></urlset>"
    )

    assert list_links(sitemap.encode(), origin=Path("s.xml")) == [
        "https://a.example/1?x=1&y=2",
        "https://a.example/2",
    ]
    assert list_links(RSS.encode(), origin=Path("f.xml")) == [
        "https://stadtbote.example/bruecke",
        "https://stadtbote.example/zoo",
    ]


def test_a_sitemap_as_a_file_is_refused_with_the_way_to_read_it():
    with pytest.raises(UnreadableFileError, match="give its web address"):
        list(read_sitemap(b"<urlset/>", origin=Path("s.xml"), stated=NOTHING_STATED))
