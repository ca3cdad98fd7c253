"""Writers of documents: PDF in one and two columns, DOCX, ODT, RTF, EPUB, MHTML."""

# ruff: noqa: E501 - markup and RTF are kept as they are written

import zipfile
from email.message import EmailMessage
from html import escape
from io import BytesIO

from tests.ingest.corpus_pages import address, german


def head_lines(story):
    return [
        f"Von {story.author.replace(', ', ' und ')}",
        f"Veröffentlicht am {german(story.published)}",
    ]


def source_line(story):
    return f"Quelle: {story.outlet}"


def write_pdf(story, *, columns=1, hyphens=True, compressed=True):
    """Write a page of a press database: running head, page numbers, divided words."""
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self):
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, f"Pressearchiv Nord - Auszug {story.published:%d.%m.%Y}")
            self.ln(10)

        def footer(self):
            self.set_y(-14)
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, f"Seite {self.page_no()} von {{nb}}", align="C")

    pdf = Paper(format=(148, 210))
    pdf.set_compression(compressed)
    pdf.core_fonts_encoding = "windows-1252"
    pdf.alias_nb_pages()
    pdf.set_margins(14, 14)
    pdf.set_auto_page_break(True, 20)
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 17)
    pdf.multi_cell(0, 8, story.title, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", "I", 9)
    pdf.multi_cell(0, 5, "\n".join(head_lines(story)), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)
    size = 9 if columns == 2 else 11
    texts = [*story.paragraphs, source_line(story)]
    with pdf.text_columns(
        ncols=columns, gutter=7, balance=columns == 2, line_height=1.25
    ) as column:
        for text in texts:
            is_heading = text.startswith("# ")
            pdf.set_font("Helvetica", "B" if is_heading else "", size)
            divided = (
                soft_hyphenate(text) if hyphens and not is_heading else text.removeprefix("# ")
            )
            with column.paragraph(bottom_margin=size * 0.25, wrapmode="WORD") as paragraph:
                paragraph.write(divided)
    return bytes(pdf.output())


def soft_hyphenate(text):
    """Allow a break in the middle of long words; fpdf2 prints a hyphen where it divides one."""
    return " ".join(
        f"{word[: len(word) // 2]}\u00ad{word[len(word) // 2 :]}"
        if len(word) > 9 and word.isalpha()
        else word
        for word in text.split()
    )


def write_scan():
    """Write a PDF that holds a picture and no text."""
    from fpdf import FPDF
    from PIL import Image

    pdf = FPDF()
    pdf.add_page()
    pdf.image(Image.new("RGB", (40, 40), "grey"), 10, 10, 100, 100)
    return bytes(pdf.output())


def write_locked_pdf():
    """Write a PDF that asks for a password."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.cell(0, 10, "Geheim.")
    pdf.set_encryption(owner_password="besitzer", user_password="leser")
    return bytes(pdf.output())


def write_docx(story):
    from docx import Document

    document = Document()
    document.core_properties.author = "python-docx"
    document.core_properties.title = "Dokument1"
    document.sections[0].footer.paragraphs[0].text = "Vertraulich – nicht weitergeben"
    document.add_heading(story.title, level=0)
    for line in head_lines(story):
        document.add_paragraph(line)
    for text in story.paragraphs:
        if text.startswith("# "):
            document.add_heading(text[2:], level=2)
        else:
            paragraph = document.add_paragraph()
            first, _, rest = text.partition(" ")
            paragraph.add_run(first).bold = True
            paragraph.add_run(f" {rest}")
    document.add_paragraph(source_line(story))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_odt(story):
    from odf.opendocument import OpenDocumentText
    from odf.style import Style
    from odf.text import H, P

    document = OpenDocumentText()
    title = Style(name="Title", family="paragraph")
    document.styles.addElement(title)
    document.text.addElement(P(stylename=title, text=story.title))
    for line in head_lines(story):
        document.text.addElement(P(text=line))
    for text in story.paragraphs:
        is_heading = text.startswith("# ")
        document.text.addElement(H(outlinelevel=2, text=text[2:]) if is_heading else P(text=text))
    document.text.addElement(P(text=source_line(story)))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_rtf(story):
    lines = [story.title, *head_lines(story), *story.paragraphs, source_line(story)]
    text = "\\par\n".join(escape_rtf(line.removeprefix("# ")) for line in lines)
    info = r"{\info{\title Dokument1}{\author Benutzer}}"
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}" + info + r"\f0\fs22 "
        f"{text}\\par}}"
    ).encode("ascii")


def escape_rtf(text):
    def one(character):
        if character in "\\{}":
            return f"\\{character}"
        if character.isascii():
            return character
        if character in "äöüÄÖÜß":
            return f"\\'{character.encode('cp1252').hex()}"
        return f"\\u{ord(character)}?"

    return "".join(map(one, text))


def write_epub(*stories, title="", date=""):
    """Write a book of one article, or an issue of several."""
    first = stories[0]
    items = "".join(
        f"<item id='c{n}' href='k{n}.xhtml' media-type='application/xhtml+xml'/>"
        for n, _ in enumerate(stories)
    )
    spine = "".join(f"<itemref idref='c{n}'/>" for n, _ in enumerate(stories))
    creator = f"<dc:creator>{first.author}</dc:creator>" if len(stories) == 1 else ""
    book = (
        "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='3.0'>"
        "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<dc:title>{escape(title or first.title)}</dc:title>{creator}"
        f"<dc:publisher>{first.outlet}</dc:publisher><dc:date>{date or first.published}</dc:date></metadata>"
        "<manifest><item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>"
        f"{items}</manifest><spine><itemref idref='nav'/>{spine}</spine></package>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
            "<rootfile full-path='OEBPS/buch.opf'/></rootfiles></container>",
        )
        archive.writestr("OEBPS/buch.opf", book)
        archive.writestr(
            "OEBPS/nav.xhtml", "<html><body><nav><ol><li>Inhalt</li></ol></nav></body></html>"
        )
        for number, story in enumerate(stories):
            archive.writestr(f"OEBPS/k{number}.xhtml", chapter(story, byline=len(stories) > 1))
    return buffer.getvalue()


def chapter(story, *, byline):
    parts = [
        f"<h2>{escape(t[2:])}</h2>" if t.startswith("# ") else f"<p>{escape(t)}</p>"
        for t in story.paragraphs
    ]
    head = f"<p>{head_lines(story)[0]}</p>" if byline else ""
    return (
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/>"
        f"</head><body><h1>{escape(story.title)}</h1>{head}{''.join(parts)}</body></html>"
    )


def write_mhtml(story, style):
    """Write a page as a browser saves it, with a frame that is no article."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = address(story)
    message["Subject"] = story.title
    message["MIME-Version"] = "1.0"
    message.add_related(style(story), subtype="html", charset="utf-8", cte="quoted-printable")
    message.add_related("<html><body><p>Jetzt Abo testen!</p></body></html>", subtype="html")
    return message.as_bytes()
