"""A collection of more than 60 files in all formats of documents, and what should be read."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.ingest.corpus_articles import STORIES, Story
from tests.ingest.corpus_documents import (
    head_lines,
    source_line,
    write_docx,
    write_epub,
    write_mhtml,
    write_odt,
    write_pdf,
    write_rtf,
)
from tests.ingest.corpus_pages import STYLES, blog, magazine, open_graph, regional


@dataclass(frozen=True, slots=True)
class Sample:
    """A file and the articles it holds."""

    name: str
    data: bytes
    stories: tuple[Story, ...]


def build_samples():
    """Build every file of the corpus."""
    samples = []
    for number, style in enumerate(STYLES):
        for step in range(3):
            story = STORIES[(number + 3 * step) % len(STORIES)]
            encoding = "cp1252" if step == 2 else "utf-8"  # called UTF-8 all the same
            name = f"seite-{style.__name__}-{step}.html"
            samples.append(Sample(name, style(story).encode(encoding), (story,)))
    for number, style in enumerate((magazine, blog, open_graph, regional)):
        story = STORIES[number + 2]
        samples.append(Sample(f"browser-{number}.mhtml", write_mhtml(story, style), (story,)))
    for number, story in enumerate(STORIES):
        columns = 1 + number % 2
        samples.append(Sample(f"presse-{number}.pdf", write_pdf(story, columns=columns), (story,)))
    for number in range(5):
        one, two, three, four = (STORIES[(number + shift) % len(STORIES)] for shift in (0, 2, 4, 6))
        samples += [
            Sample(f"word-{number}.docx", write_docx(one), (one,)),
            Sample(f"libre-{number}.odt", write_odt(two), (two,)),
            Sample(f"alt-{number}.rtf", write_rtf(three), (three,)),
            Sample(f"kopie-{number}.txt", write_text(four), (four,)),
        ]
    for number in range(3):
        story = STORIES[number + 5]
        samples.append(Sample(f"buch-{number}.epub", write_epub(story), (story,)))
        samples.append(Sample(f"notiz-{number}.md", write_markdown(story), (story,)))
    return [*samples, build_issue()]


def build_issue():
    first = STORIES[0]
    stories = tuple(
        Story(story.title, first.outlet, story.author, first.published, story.paragraphs)
        for story in STORIES[:4]
    )
    return Sample("ausgabe.epub", write_epub(*stories, title="Ausgabe 18/2024"), stories)


def write_text(story):
    lines = [story.title, *head_lines(story), *story.paragraphs, source_line(story)]
    return "\n\n".join(line.removeprefix("# ") for line in lines).encode()


def write_markdown(story):
    front = (
        f'---\nsource: "{story.outlet}"\nauthor: "{story.author}"\ndate: {story.published}\n---\n'
    )
    text = "\n\n".join(text.replace("# ", "## ", 1) for text in story.paragraphs)
    return f"{front}# {story.title}\n\n{text}".encode()


def write_corpus(folder: Path):
    """Write all files into a folder and return their samples."""
    samples = build_samples()
    for sample in samples:
        (folder / sample.name).write_bytes(sample.data)
    return samples


def token_f1(found: str, expected: str) -> float:
    """F1 of the words of two texts, each counted as often as it stands there."""
    one, two = Counter(found.split()), Counter(expected.split())
    common = (one & two).total()
    return 2 * common / (one.total() + two.total()) if common else 0.0
