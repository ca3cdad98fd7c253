import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.docx import read_docx
from ingest.epub import read_epub
from ingest.errors import UnreadableFileError
from ingest.odt import read_odt
from ingest.pdf import read_pdf
from ingest.rtf import read_rtf
from tests.ingest.corpus_articles import STORIES
from tests.ingest.corpus_documents import (
    write_docx,
    write_epub,
    write_locked_pdf,
    write_pdf,
    write_scan,
)

ORIGIN = Path("merz-wartet.docx")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pack(**members):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


def docx(body, declaration=""):
    document = f'{declaration}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return pack(word__document_xml=document)


def paragraph(text, before=""):
    return f"<w:p>{before}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_deleted_text_of_a_word_document_is_left_out_and_inserted_text_read():
    deleted = "<w:del><w:r><w:t>Nie. </w:t></w:r></w:del>"
    inserted = "<w:ins><w:r><w:t>Doch: </w:t></w:r></w:ins>"

    article = read_docx(docx(paragraph("Er wartet.", deleted + inserted)), origin=ORIGIN)
    assert article.body == "Doch: Er wartet."


def test_account_names_and_made_up_titles_in_the_properties_are_not_believed():
    article = read_docx(write_docx(STORIES[0]), origin=ORIGIN)

    assert (article.title, article.author) == (STORIES[0].title, "Anna Weber")


@pytest.mark.parametrize(
    ("creator", "author"),
    [("Anna Weber", "Anna Weber"), ("Microsoft Office User", ""), ("aweber", ""), ("Benutzer", "")],
)
def test_a_person_in_the_properties_is_the_author_if_the_text_names_none(creator, author):
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{creator}</dc:creator></c>'
    document = f'<w:document xmlns:w="{WORD}">{paragraph("Er wartet.")}</w:document>'

    data = pack(word__document_xml=document, docProps__core_xml=core)
    assert read_docx(data, origin=ORIGIN).author == author


def test_a_file_named_in_an_entity_is_not_read():
    entity = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

    article = read_docx(docx(paragraph("Er wartet. &x;"), entity), origin=ORIGIN)
    assert article.body == "Er wartet."


def test_a_document_that_unpacks_to_far_more_than_text_is_refused():
    with pytest.raises(UnreadableFileError, match="larger than 50 MB when unpacked; split it"):
        read_docx(docx(paragraph("A" * 60_000_000)), origin=ORIGIN)


@pytest.mark.parametrize("read", [read_docx, read_odt])
@pytest.mark.parametrize("data", [b"PK\x03\x04", pack(anders_xml="<a/>"), b"Er wartet."])
def test_a_damaged_document_is_refused_with_a_remedy(read, data):
    with pytest.raises(UnreadableFileError, match="save it again"):
        read(data, origin=ORIGIN)


def test_a_billion_spaces_of_an_open_document_are_few():
    body = (
        '<o:x xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>'
        '<t:p>Er <t:span>war</t:span>tet.<t:s t:c="9999999999"/>Sie<t:tab/>auch.'
        "<t:note><t:note-body><t:p>Fußnote.</t:p></t:note-body></t:note></t:p>"
        "</o:text></o:body></o:x>"
    )

    assert read_odt(pack(content_xml=body), origin=ORIGIN).body == "Er wartet. Sie auch."


def test_rtf_is_read_with_umlauts_quotation_marks_and_properties():
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\info{\title Merz z\'f6gert noch}{\author Anna Weber}}"
        rb"\b Er\b0  sagt: \u8222?Ja\u8220?.\par Alle warten.}"
    )
    article = read_rtf(data, origin=ORIGIN)

    assert article.body == "Er sagt: „Ja“.\n\nAlle warten."
    assert (article.title, article.author) == ("Merz zögert noch", "Anna Weber")


def test_an_epub_of_several_articles_is_each_of_them():
    [first, second] = read_epub(write_epub(STORIES[0], STORIES[1]), origin=ORIGIN)

    assert [first[0], second[0]] == [1, 2]
    assert first[1].id != second[1].id
    assert (second[1].title, second[1].author) == (STORIES[1].title, STORIES[1].author)
    assert second[1].body == STORIES[1].body


def test_an_epub_without_publisher_is_named_by_its_title():
    data = write_epub(STORIES[0], STORIES[1], title="Die Woche 18/2024")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["OEBPS/buch.opf"] = members["OEBPS/buch.opf"].replace(b"dc:publisher", b"dc:other")
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)

    assert [article.source for _, article in read_epub(buffer.getvalue(), origin=ORIGIN)] == [
        "Die Woche 18/2024"
    ] * 2


@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_is_read_column_by_column_without_running_heads(columns):
    article = read_pdf(write_pdf(STORIES[1], columns=columns), origin=ORIGIN)

    assert article.title == STORIES[1].title
    assert article.body == STORIES[1].body


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (write_scan(), "it has no text layer \\(scanned pages\\); add one"),
        (write_locked_pdf(), "it is protected by a password; save it without one"),
        (b"%PDF-1.7 kaputt", "it is damaged; open it in a PDF reader"),
    ],
)
def test_a_pdf_without_readable_text_is_refused_with_a_remedy(data, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        read_pdf(data, origin=ORIGIN)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read(degrees):
    writer = PdfWriter()
    for page in PdfReader(BytesIO(write_pdf(STORIES[1], columns=2))).pages:
        writer.add_page(page).rotate(degrees).transfer_rotation_to_content()
    buffer = BytesIO()
    writer.write(buffer)

    assert read_pdf(buffer.getvalue(), origin=ORIGIN).body == STORIES[1].body
