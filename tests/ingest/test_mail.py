from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.assembling import NOTHING_STATED
from ingest.errors import EmptyArticleError, UnreadableFileError
from ingest.mail import read_mail, read_mailbox

TEXT = "Merz zögert noch.\n\nEr wartet auf drei Antworten."
ORIGIN = Path("post.eml")


def make(text=TEXT, markup="", **headers):
    message = EmailMessage()
    message["Subject"] = "Zögern in Berlin"
    message["From"] = "Anna Weber <weber@example.org>"
    message["Date"] = "Fri, 03 May 2024 08:00:00 +0200"
    message["Message-ID"] = "<1@example.org>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text, cte="quoted-printable")
    if markup:
        message.add_alternative(markup, subtype="html")
    return message.as_bytes()


def read(data):
    [(number, article)] = read_mail(data, origin=ORIGIN, stated=NOTHING_STATED)
    assert number is None
    return article


def test_subject_sender_and_date_are_read():
    article = read(make())

    assert (article.title, article.author) == ("Zögern in Berlin", "Anna Weber")
    assert (article.source, article.published) == ("", date(2024, 5, 3))
    assert article.body == TEXT


def test_the_sender_of_a_newsletter_is_the_outlet():
    article = read(make(From="taz am Morgen <news@taz.de>", List_Id="<morgen.taz.de>"))

    assert (article.source, article.author) == ("taz am Morgen", "")


@pytest.mark.parametrize("subject", ["WG: AW: Zögern", "Fwd: Zögern", "Re[2]: Zögern", "Zögern"])
def test_marks_of_replies_are_no_part_of_the_title(subject):
    assert read(make(Subject=subject)).title == "Zögern"


def test_a_mail_in_html_alone_is_read():
    markup = "<style>p {color: red}</style><p>Merz zögert <b>noch</b>.</p><p>Er wartet.</p>"
    article = read(make(text="", markup=markup))

    assert article.body == "Merz zögert noch.\n\nEr wartet."


def test_a_plain_part_that_only_points_to_the_html_is_not_taken():
    article = read(make("Bitte als HTML lesen.", f"<p>{'Merz zögert noch immer. ' * 9}</p>"))

    assert article.body == " ".join(["Merz zögert noch immer."] * 9)


def test_the_signature_is_no_text():
    assert read(make(f"{TEXT}\n-- \nAnna Weber\nTelefon 030 1234\n")).body == TEXT


def test_the_same_mail_has_the_same_id_wherever_it_lies():
    [(_, moved)] = read_mail(make(), origin=Path("anders/x.eml"), stated=NOTHING_STATED)

    assert moved.id == read(make()).id
    assert read(make(Message_ID="<2@example.org>")).id != moved.id


def test_a_charset_that_does_not_exist_or_is_wrong_does_no_harm():
    body = "Die Brücke ist gesperrt – seit Montag.".encode("cp1252")
    for charset in (b"utf-8", b"x-unbekannt"):
        head = b"Subject: A\nContent-Type: text/plain; charset=" + charset + b"\n\n"
        assert read(head + body).body == "Die Brücke ist gesperrt – seit Montag."


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"\n\nkein Kopf", UnreadableFileError), (b"Subject: A\n\n", EmptyArticleError)],
)
def test_what_is_no_mail_or_empty_is_refused(data, error):
    with pytest.raises(error):
        read(data)


def test_a_mailbox_holds_one_article_a_mail():
    first = make(f"{TEXT}\n\nFrom Berlin kam nichts Neues.", Subject="Eins")
    first = first.replace(b"\nFrom Berlin", b"\n>From Berlin")
    second = make(Subject="Zwei", Message_ID="<2@example.org>")
    box = b"".join(
        b"From weber@example.org Fri May  3 08:00:00 2024\n" + mail + b"\n"
        for mail in (first, b"Subject: Leer\n\n", second)
    )
    items = list(read_mailbox(box, origin=Path("post.mbox"), stated=NOTHING_STATED))

    assert [(n, item.title) for n, item in items if isinstance(item, Article)] == [
        (1, "Eins"),
        (3, "Zwei"),
    ]
    assert items[0][1].body.endswith("From Berlin kam nichts Neues.")
    assert "no article text" in items[1][1].reason
