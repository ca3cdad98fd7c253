from ingest.pdf_layout import read_paragraphs
from ingest.pdf_lines import Line, Page

LEFT = [
    "Der Kanzler zögert mit der Zu-",
    "sage und wartet weiter auf ein",
    "Zeichen aus den USA, denn dort",
    "regiert nun ein anderer Mann.",
]
RIGHT = [
    "Macron drängt ihn seit langem,",
    "doch in Berlin will sich keiner",
    "festlegen lassen, bevor klar ist,",
    "was die Amerikaner vorhaben.",
]
TEXT = [
    "Der Kanzler zögert mit der Zusage und wartet weiter auf ein Zeichen aus den USA, denn dort "
    "regiert nun ein anderer Mann.",
    "Macron drängt ihn seit langem, doch in Berlin will sich keiner festlegen lassen, bevor klar "
    "ist, was die Amerikaner vorhaben.",
]


def column(texts, *, x, top=700.0, size=10.0):
    return [Line(x, top - 12 * number, size, text) for number, text in enumerate(texts)]


def page(*lines):
    return Page(842.0, lines)


def test_columns_follow_each_other_although_they_are_stored_line_by_line():
    pairs = zip(column(LEFT, x=50), column(RIGHT, x=300), strict=True)
    interleaved = [line for pair in pairs for line in pair]

    assert read_paragraphs([page(*interleaved)]) == ("", TEXT)


def test_the_largest_print_is_the_headline_and_no_part_of_the_text():
    heading = [Line(50, 760, 20, "Merz zögert, Macron"), Line(50, 736, 20, "drängt")]
    lines = [*heading, *column(LEFT, x=50)]

    assert read_paragraphs([page(*lines)]) == ("Merz zögert, Macron drängt", TEXT[:1])


def test_running_heads_and_page_numbers_are_left_out():
    def numbered(number, texts):
        head = Line(50, 810, 10, f"Tagesbote Nr. {number}")
        foot = Line(290, 30, 10, f"– {number} –")
        return page(head, *column(texts, x=50), foot)

    assert read_paragraphs([numbered(1, LEFT), numbered(2, RIGHT)]) == ("", TEXT)


def test_a_paragraph_goes_on_in_the_next_column():
    lines = [
        *column(LEFT[:3], x=50, top=100),
        *column(LEFT[3:], x=300),
        *column(RIGHT, x=300, top=670),
    ]
    padding = column(["Das ist ein ganzer Satz allein."] * 4, x=50, top=700)

    assert read_paragraphs([page(*padding, *lines)])[1][-2:] == TEXT


def test_bold_words_stay_in_their_line():
    width = Line(50, 700, 10, "Der Kanzler ").end
    lines = [Line(50, 700, 10, "Der Kanzler "), Line(width, 700, 10, "zögert.")]

    assert read_paragraphs([page(*lines)]) == ("", ["Der Kanzler zögert."])


def test_an_empty_document_has_no_paragraphs():
    assert read_paragraphs([page()]) == ("", [])
