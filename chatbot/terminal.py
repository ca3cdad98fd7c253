"""Answers, articles and progress on a terminal."""

from collections.abc import Sequence
from datetime import date, time

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chatbot.answer import Answer
from chatbot.attribution import describe_article, describe_copies, format_day
from chatbot.german_errors import to_german
from chatbot.origins import describe_origin
from chatbot.plain_line import put_on_one_line
from chatbot.wording import word_notice
from index import Finding, OnStep, OnWait
from ingest import Article, detect_language

_STATES = {"ok": "in Ordnung", "repaired": "repariert", "lost": "verloren"}
_SUBJECTS = {"store": "Artikel", "search files": "Suchdateien", "publishing": "Veröffentlichung"}


def print_answer(answer: Answer, console: Console) -> None:
    """The text, why it quotes where a model was to phrase it, then where each citation stands."""
    console.print(_mark_verdicts(answer))
    if answer.notice is not None:
        language = detect_language(answer.question)
        console.print(Text(f"({word_notice(answer.notice, language)})", style="yellow"))
    if answer.citations:
        console.print()
    for citation in answer.citations:
        article = citation.article
        source = describe_article(article, "de")
        page = article.page_at(citation.start)
        place = f"Zeichen {citation.start}–{citation.end}"
        place = f"Seite {page}, {place}" if page else place
        console.print(Text(f"[{citation.number}] {source}, {place}", style="dim"))
        copies = describe_copies(article.copies, "de")
        if copies:
            console.print(Text(f"    {copies}", style="dim"))


def _mark_verdicts(answer: Answer) -> Text:
    """The text, with what the evidence does not support in colour."""
    text = Text(answer.text)
    for verdict in answer.verdicts:
        if verdict.finding != "supported":
            text.stylize("red" if verdict.finding == "not_found" else "yellow", verdict.start,
                         verdict.end)  # fmt: skip
    return text


def print_articles(articles: Sequence[Article], console: Console) -> None:
    """A table of articles; copies and earlier versions name the one that stands for them."""
    table = Table(box=None, pad_edge=False)
    longest = max((len(article.id) for article in articles), default=0)
    table.add_column("ID", min_width=longest)  # whole, because it is typed into other commands
    for name in ("Datum", "Quelle", "Titel"):
        table.add_column(name)
    for article in articles:
        day = format_day(article.published, "de") if article.published else "–"
        behind = f" (hinter {article.duplicate_of})" if article.duplicate_of else ""
        table.add_row(*(Text(cell) for cell in (
            article.id, day, article.source or article.author or "–", article.title + behind,
        )))  # fmt: skip
    console.print(table if articles else "Die Sammlung ist leer.")


def print_article(article: Article, console: Console) -> None:
    """All that is known of an article and how it was found, then its text."""
    print_article_head(article, console)
    console.print(Padding(Text(article.body), (1, 0)))


def print_article_head(article: Article, console: Console) -> None:
    """All that is known of an article and how it was found."""
    table = Table(box=None, show_header=False, pad_edge=False)
    origins = dict(article.origins)
    for name, field, value in (
        ("ID", "", article.id),
        ("Titel", "title", article.title),
        ("Quelle", "source", article.source),
        ("Autor", "author", article.author),
        ("Ressort", "section", article.section),
        ("Datum", "published", _format_moment(article.published, article.published_time)),
        ("Geändert", "modified", _format_moment(article.modified, article.modified_time)),
        ("Adresse", "url", article.url),
        ("Sprache", "language", article.language),
        ("Steht hinter", "", article.duplicate_of),
        ("Steht für", "", ", ".join(copy.id for copy in article.copies)),
    ):
        if not value and name.startswith("Steht"):
            continue
        how = describe_origin(origins[field]) if field in origins else ""
        found = (f"   [{how}]", "dim") if how else ""
        table.add_row(Text(name, style="dim"), Text.assemble(value or "–", found))
    console.print(table)


def _format_moment(day: date | None, at: time | None) -> str:
    told = format_day(day, "de") if day else ""
    return f"{told}, {at:%H:%M} Uhr" if day and at else told


def print_findings(findings: Sequence[Finding], console: Console) -> None:
    """What a check of the index found, a line each."""
    for finding in findings:
        told = f"{_SUBJECTS[finding.subject]}: {_STATES[finding.state]}"
        detail = put_on_one_line(to_german(finding.detail))
        console.print(Text(told if finding.state == "ok" else f"{told} ({detail})"))


def step_printer(console: Console) -> OnStep:
    """Shows the preparation of the built-in model as a bar."""
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("Sprachmodell vorbereiten (einmalig)"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} {task.description}"),
        console=console,
    )
    task = bar.add_task("")

    def show(name: str, number: int, count: int) -> None:
        bar.start()
        bar.update(task, description=name, completed=number, total=count)
        if number == count:
            bar.stop()

    return show


def wait_printer(console: Console) -> OnWait:
    """Says for whom one waits before writing to the index."""

    def show(holder: str) -> None:
        number = holder.removeprefix("process ")
        name = f"Prozess {number}" if number.isdecimal() else "einen anderen Prozess"
        console.print(
            f"Wartet auf {name}, der gerade in den Index schreibt … (Strg+C bricht ab)",
            markup=False, highlight=False,
        )  # fmt: skip

    return show
