"""Ten ways in which German news pages are built, with all that stands around the article."""

# ruff: noqa: E501 - markup and RTF are kept as they are written

import json
from html import escape

MONTHS_TEXT = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
MONTHS = MONTHS_TEXT.split()
COOKIES = (
    "<div class='consent-layer'><p>Wir und unsere 213 Partner speichern Informationen auf Ihrem "
    "Gerät und verarbeiten personenbezogene Daten, um Ihnen Werbung zu zeigen.</p>"
    "<button>Alle akzeptieren</button> <a href='/datenschutz'>Datenschutzerklärung</a></div>"
)
MENU = (
    "<nav><ul>"
    + "".join(
        f"<li><a href='/{name.lower()}'>{name}</a></li>"
        for name in (
            "Startseite",
            "Politik",
            "Wirtschaft",
            "Sport",
            "Kultur",
            "Wissen",
            "Regionales",
        )
    )
    + "</ul></nav>"
)
FOOTER = (
    "<footer><p>© 2024 Alle Rechte vorbehalten</p><ul><li><a href='/impressum'>Impressum</a></li>"
    "<li><a href='/agb'>Allgemeine Geschäftsbedingungen</a></li></ul></footer>"
)
RELATED = (
    "<div class='related-articles'><h3>Das könnte Sie auch interessieren</h3><ul>"
    "<li><a href='/a'>Wie der Wolf nach Brandenburg kam und warum er bleibt</a></li>"
    "<li><a href='/b'>Zehn Rezepte gegen den Winterblues, die wirklich jeder kann</a></li></ul></div>"
)
COMMENTS = (
    "<section id='comments' class='comments'><h2>Kommentare (2)</h2>"
    "<div class='comment'><b>Leser_77</b> <p>Das ist doch alles seit Jahren bekannt, und niemand "
    "hat etwas getan. Ich kann darüber nur den Kopf schütteln.</p></div>"
    "<div class='comment'><b>Oma Erna</b> <p>Ein sehr schöner Artikel, vielen Dank dafür!</p></div>"
    "<form><textarea></textarea><button>Schreiben Sie einen Kommentar</button></form></section>"
)
FIGURE = (
    "<figure><img src='x.jpg' alt=''><figcaption>Ein Archivbild zeigt die Lage vor zwei Jahren. "
    "Foto: Kai Knipser/dpa</figcaption></figure>"
)


def german(day):
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def paragraphs(story, *, heading="h2", between=""):
    parts = [
        f"<{heading}>{escape(text[2:])}</{heading}>"
        if text.startswith("# ")
        else f"<p>{escape(text)}</p>"
        for text in story.paragraphs
    ]
    return "\n".join((*parts[:2], between, *parts[2:]))


def address(story):
    host = story.outlet.lower().replace(" ", "-")
    return f"https://www.{host}.example/{story.published:%Y/%m}/artikel-{len(story.title)}.html"


def news_article(story, **more):
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{story.published}T08:15:00+01:00",
        "dateModified": "2025-09-09T10:00:00+02:00",
        "author": [{"@type": "Person", "name": name} for name in story.author.split(", ")],
        "publisher": {"@type": "NewsMediaOrganization", "name": story.outlet},
        **more,
    }


def script(value):
    return f"<script type='application/ld+json'>{json.dumps(value, ensure_ascii=False)}</script>"


def page(head, body):
    return f"<!DOCTYPE html>\n<html lang='de'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def magazine(story):
    """JSON-LD in a list beside other objects, a photo, a related box within the text."""
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "name": "Politik"}],
    }
    head = f"<title>{escape(story.title)} - {story.outlet}</title>" + script(
        [crumbs, news_article(story)]
    )
    body = paragraphs(story, between=RELATED)
    return page(
        head,
        f"{COOKIES}<header>{MENU}</header><main><article><header><span>Nahverkehr</span>"
        f"<h1>{escape(story.title)}</h1><time datetime='2025-09-09T10:00:00'>09.09.2025</time></header>"
        f"{FIGURE}<div class='article-body'>{body}</div></article></main>{COMMENTS}{FOOTER}",
    )


def blog(story):
    """A WordPress blog: @graph with references, share buttons, a comment form."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": "#org", "name": story.outlet},
            {"@type": "Person", "@id": "#p", "name": story.author},
            {"@type": "WebPage", "@id": address(story), "name": f"{story.title} - {story.outlet}"},
            {
                "@type": "Article", "headline": story.title, "author": {"@id": "#p"},
                "publisher": {"@id": "#org"}, "datePublished": f"{story.published}T06:00:00+00:00",
                "mainEntityOfPage": {"@id": address(story)},
            },
        ],
    }  # fmt: skip
    return page(
        f"<title>{escape(story.title)} - {story.outlet}</title>" + script(graph),
        f"{MENU}<div id='content'><article class='post'><h1 class='entry-title'>{escape(story.title)}</h1>"
        f"<div class='entry-meta'>Veröffentlicht am {german(story.published)} von {story.author}</div>"
        f"<div class='entry-content'>{paragraphs(story, heading='h3')}<div class='sharedaddy'>"
        "<h3>Teilen mit:</h3><ul><li>Twitter</li><li>Facebook</li></ul></div></div></article>"
        "<div id='respond'><h3>Schreibe einen Kommentar</h3><p>Deine E-Mail-Adresse wird nicht "
        f"veröffentlicht. Erforderliche Felder sind mit * markiert</p></div></div>{FOOTER}",
    )


def open_graph(story):
    """OpenGraph only, the outlet in the title, teasers beside the text."""
    head = (
        f"<title>{escape(story.title)} | {story.outlet}</title>"
        f"<meta property='og:title' content='{escape(story.title)} | {story.outlet}'>"
        f"<meta property='og:site_name' content='{story.outlet}'>"
        f"<meta name='author' content='Von {story.author.replace(', ', ' und ')}'>"
        f"<meta property='article:published_time' content='{story.published}T17:40:00+0100'>"
        f"<meta property='og:url' content='{address(story)}'>"
    )
    return page(
        head,
        f"{COOKIES}{MENU}<main><article><h1>{escape(story.title)}</h1>{paragraphs(story)}"
        "<p class='readmore'><strong>Lesen Sie auch:</strong> <a href='/x'>Was jetzt wichtig wird</a></p>"
        f"</article><aside><h2>Meistgelesen</h2><p>Warum alle über diesen Trick reden.</p></aside></main>{FOOTER}",
    )


def microdata(story):
    """schema.org in the markup itself."""
    authors = "".join(
        f"<span itemprop='author' itemscope><span itemprop='name'>{name}</span></span> "
        for name in story.author.split(", ")
    )
    return page(
        f"<title>{escape(story.title)}</title><meta name='publisher' content='{story.outlet}'>"
        f"<link rel='canonical' href='{address(story)}'>",
        f"{MENU}<article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>"
        f"{escape(story.title)}</h1><p class='byline'>Von {story.author.replace(', ', ' und ')}</p>"
        f"<time itemprop='datePublished' datetime='{story.published}'>{german(story.published)}</time>"
        f"{authors}<div itemprop='articleBody'>{paragraphs(story)}</div></article>{COMMENTS}{FOOTER}",
    )


def regional(story):
    """No metadata at all: headline, byline and date as one sees them."""
    return page(
        f"<title>{escape(story.title)} - {story.outlet}</title>",
        f"<div id='top'>{MENU}</div><div id='main'><div class='kicker'>Aus der Region</div>"
        f"<h1>{escape(story.title)}</h1><div class='meta'><span>Von {story.author.replace(', ', ' und ')}</span>"
        f"</div><div class='date'>{german(story.published)}, 14:30 Uhr</div><div class='text'>"
        f"{paragraphs(story, heading='h3')}</div><div class='tools'>Drucken | Teilen</div></div>{RELATED}{FOOTER}",
    )


def broadcaster(story):
    """A public broadcaster: date as "Stand", the outlet from og:site_name."""
    return page(
        f"<title>{escape(story.title)}</title><meta property='og:site_name' content='{story.outlet}'>"
        f"<meta property='og:title' content='{escape(story.title)}'>",
        f"{MENU}<main><h1>{escape(story.title)}</h1><p>Stand: {story.published:%d.%m.%Y}, 09:12 Uhr</p>"
        f"<p>Von {story.author.replace(', ', ' und ')}</p>{paragraphs(story)}"
        f"</main>{FOOTER}",
    )


def dublin_core(story):
    """DC metadata, text in plain <div>s, a newsletter box in between."""
    box = "<div class='newsletter-box'><p>Melden Sie sich für unseren Newsletter an!</p></div>"
    return page(
        f"<title>{escape(story.title)}</title><meta name='DC.Title' content='{escape(story.title)}'>"
        f"<meta name='DC.Creator' content='{story.author}'><meta name='DC.Date' content='{story.published}'>"
        f"<meta name='DC.Publisher' content='{story.outlet}'>",
        f"{MENU}<div class='content'><h1>{escape(story.title)}</h1>"
        f"<div class='article-text'>{paragraphs(story, between=box)}</div></div>{FOOTER}",
    )


def broken(story):
    """Unclosed tags, a broken and a commented JSON-LD block, entities instead of umlauts."""
    good = json.dumps(news_article(story, author=story.author))
    text = paragraphs(story).replace("</p>", "").encode("ascii", "xmlcharrefreplace").decode()
    return page(
        '<title>Seite</title><script type=\'application/ld+json\'>{"@type": "WebSite",}</script>'
        f"<script type='application/ld+json'><!-- {good} --></script>",
        f"{MENU}<article><h1>{escape(story.title)}</h1>{text}</article>{FOOTER}",
    )


def print_view(story):
    """The print version of an old page: a table, line breaks instead of paragraphs."""
    text = "<br><br>\n".join(escape(text.removeprefix("# ")) for text in story.paragraphs)
    return (
        f"<html><head><title>{story.outlet}: Druckansicht</title></head><body><table><tr><td>"
        f"<h1>{escape(story.title)}</h1><i>Von {story.author.replace(', ', ' und ')}</i><br>"
        f"<b>{story.published:%d.%m.%Y}</b><br><br>{text}<br><br>Quelle: {story.outlet}"
        "</td></tr></table></body></html>"
    )


def portal(story):
    """A web portal: the article among three others, JSON-LD of each, the own one first."""
    others = [news_article(story, headline=f"Anderer Artikel {n}", url=f"/{n}") for n in (1, 2)]
    teasers = "".join(
        f"<div class='teaser'><h3>Anderer Artikel {n}</h3><p>Hier steht der Anfang eines anderen "
        "Artikels, der mit diesem nichts zu tun hat.</p></div>"
        for n in (1, 2)
    )
    return page(
        f"<title>{escape(story.title)}</title>" + script(news_article(story)) + script(others),
        f"{COOKIES}{MENU}<main><article><h1>{escape(story.title)}</h1>{FIGURE}{paragraphs(story)}"
        f"</article><section class='teaser-list'>{teasers}</section></main>{FOOTER}",
    )


STYLES = (
    magazine, blog, open_graph, microdata, regional, broadcaster, dublin_core, broken, print_view,
    portal,
)  # fmt: skip
