"""Answers, articles and progress on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chatbot.answer import Answer
from chatbot.attribution import describe_source, format_day, put_in_quotes
from chatbot.wording import word_notice
from index import Finding, OnStep
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
        named = describe_source(article, "de")
        title = put_in_quotes(article.title, "de")
        source = named if named.startswith(title) else f"{named}, {title}"
        place = f"Zeichen {citation.start}–{citation.end}"
        console.print(Text(f"[{citation.number}] {source}, {place}", style="dim"))


def _mark_verdicts(answer: Answer) -> Text:
    """The text, with what the evidence does not support in colour."""
    text = Text(answer.text)
    for verdict in answer.verdicts:
        if verdict.finding != "supported":
            text.stylize("red" if verdict.finding == "not_found" else "yellow", verdict.start,
                         verdict.end)  # fmt: skip
    return text


def print_articles(articles: Sequence[Article], console: Console) -> None:
    """A table of articles."""
    table = Table(box=None, pad_edge=False)
    longest = max((len(article.id) for article in articles), default=0)
    table.add_column("ID", min_width=longest)  # whole, because it is typed into other commands
    for name in ("Datum", "Quelle", "Titel"):
        table.add_column(name)
    for article in articles:
        day = format_day(article.published, "de") if article.published else "–"
        table.add_row(*(Text(cell) for cell in (
            article.id, day, article.source or article.author or "–", article.title,
        )))  # fmt: skip
    console.print(table if articles else "Die Sammlung ist leer.")


def print_article(article: Article, console: Console) -> None:
    """All that is known of an article, then its text."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in (
        ("ID", article.id),
        ("Titel", article.title),
        ("Quelle", article.source),
        ("Autor", article.author),
        ("Datum", format_day(article.published, "de") if article.published else ""),
        ("Adresse", article.url),
        ("Sprache", article.language),
    ):
        table.add_row(Text(name, style="dim"), Text(value or "–"))
    console.print(table)
    console.print(Padding(Text(article.body), (1, 0)))


def print_findings(findings: Sequence[Finding], console: Console) -> None:
    """What a check of the index found, a line each."""
    for finding in findings:
        told = f"{_SUBJECTS[finding.subject]}: {_STATES[finding.state]}"
        console.print(Text(told if finding.state == "ok" else f"{told} ({finding.detail})"))


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
