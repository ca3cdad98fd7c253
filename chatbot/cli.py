"""The command `belegt`."""

import json
import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from chatbot.bot import Chatbot
from chatbot.errors import ChatError
from chatbot.german_errors import to_german
from chatbot.plain_line import put_on_one_line
from chatbot.saved_turn import SaveQuestion
from chatbot.settings import Settings, read_settings
from index import ArticleFilter, IndexingError
from ingest import Article, IngestError

app = typer.Typer(
    help="Fragen an eine Sammlung von Artikeln, jede Antwort mit ihren Belegen.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

REFUSED = 3  # exit status of `belegt ask` when the sources hold no answer
WRONG_USE = 2  # exit status of wrong use and unreadable input
WAIT = 600.0  # seconds; a large ingest takes longer, a script should not hang for ever
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Ordner des Index.", show_default="data/index")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Ausgabe für Programme.")]
WaitOption = Annotated[
    float,
    typer.Option(
        metavar="SEKUNDEN",
        min=0,
        help="Wie lange auf einen anderen Prozess gewartet wird, der in den Index schreibt.",
    ),
]


@app.command()
def ingest(
    paths: Annotated[
        list[str], typer.Argument(help="Dateien, Ordner oder Webadressen mit Artikeln.")
    ],
    index: IndexOption = None,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild", help="Neu beginnen; der alte Index bleibt, bis der neue fertig ist."
        ),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Danach weiter beobachten und einlesen, was sich ändert."),
    ] = False,
    wait: WaitOption = WAIT,
) -> None:
    """Artikel einlesen; bekannte bleiben, geänderte werden ersetzt."""
    from chatbot.ingesting import ingest_paths

    settings = _settings(index)
    console = Console(stderr=True)
    if watch and rebuild:
        raise typer.BadParameter("--watch und --rebuild gehen nicht zusammen")
    if watch:
        from chatbot.watching import watch_paths

        watch_paths(paths, settings, console=console)
    else:
        ingest_paths(paths, settings, rebuild=rebuild, console=console, wait=wait)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="Die Frage, in Anführungszeichen.")],
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
    source: Annotated[
        list[str] | None, typer.Option(help="Nur aus diesem Medium; auch mehrmals.")
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option(help="Nur von diesem Autor; auch mehrmals.")
    ] = None,
    section: Annotated[
        list[str] | None, typer.Option(help="Nur aus diesem Ressort; auch mehrmals.")
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", help="Erster Tag.", formats=DAY_FORMATS)
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", help="Letzter Tag.", formats=DAY_FORMATS)
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", help="Zum Mitnehmen: text, markdown, bibtex oder csl."),
    ] = None,
) -> None:
    """Eine Frage beantworten. Status 0: beantwortet, 3: die Quellen sagen es nicht."""
    from chatbot.exporting import FORMATS, export
    from chatbot.json_answer import answer_to_json
    from chatbot.terminal import print_answer

    chosen = next((known for known in FORMATS if known == form), None)
    if form is not None and chosen is None:
        raise typer.BadParameter(f"--format ist {', '.join(FORMATS[:-1])} oder {FORMATS[-1]}")
    if form is not None and as_json:
        raise typer.BadParameter("--format und --json gehen nicht zusammen")
    within = ArticleFilter(
        tuple(source or ()),
        tuple(author or ()),
        tuple(section or ()),
        first.date() if first else None,
        last.date() if last else None,
    )
    bot = _open(_settings(index))
    bot.check_filter(within)
    answer = bot.ask(question, within=within)
    if chosen is not None:
        typer.echo(export(answer, chosen).rstrip("\n"))
    elif as_json:
        typer.echo(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=2))
    else:
        print_answer(answer, Console())
    if answer.status == "refused":
        raise typer.Exit(REFUSED)


@app.command()
def chat(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option(help="Adresse.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port.", show_default="7860", min=0, max=65535)
    ] = None,
    allow_editing: Annotated[
        bool,
        typer.Option(
            "--allow-editing",
            help="Im Browser Artikel hinzufügen, entfernen und berichtigen lassen.",
        ),
    ] = False,
) -> None:
    """Den Chat im Browser starten."""
    from chatbot.editing import prepare_collection
    from chatbot.http import serve
    from chatbot.listening import warn_of_reach

    settings = _settings(index)
    host = host or settings.host
    access = settings.access(host)
    for line in warn_of_reach(host, access):
        typer.echo(line, err=True)
    editable = allow_editing or settings.allow_editing
    if editable:
        prepare_collection(settings)
    bot = _open(settings)
    threading.Thread(target=bot.warm_up, daemon=True).start()
    serve(
        bot,
        host=host,
        port=settings.port if port is None else port,
        save_question=_find_writer(settings, bot),
        limits=settings.limits(),
        access=access,
        editor=bot.edit_collection() if editable else None,
        on_ready=lambda address: typer.echo(f"Belegt läuft: {address}   (beenden mit Strg+C)"),
    )


@app.command()
def mcp(index: IndexOption = None) -> None:
    """Die Sammlung als Werkzeuge für KI-Assistenten anbieten (MCP, über stdin und stdout)."""
    from chatbot.mcp.server import serve_stdio

    serve_stdio(_open(_settings(index)))


@app.command(name="list")
def list_articles(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Alle Artikel der Sammlung zeigen."""
    from chatbot.collection import read_articles
    from chatbot.json_answer import article_to_json
    from chatbot.terminal import print_articles

    articles = read_articles(_settings(index).index_dir)
    if as_json:
        typer.echo(json.dumps([article_to_json(a) for a in articles], ensure_ascii=False, indent=2))
    else:
        print_articles(articles, Console())


@app.command()
def show(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Siehe `belegt list`.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einen Artikel mit allen Angaben zeigen."""
    from chatbot.collection import read_article
    from chatbot.json_answer import article_to_json
    from chatbot.terminal import print_article

    article = read_article(_settings(index).index_dir, article_id)
    if as_json:
        whole = {**article_to_json(article), "text": article.body}
        typer.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        print_article(article, Console())


@app.command()
def edit(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Siehe `belegt list`.")],
    *,
    index: IndexOption = None,
    title: Annotated[str | None, typer.Option(help="Titel.")] = None,
    source: Annotated[str | None, typer.Option(help="Medium, etwa „DIE ZEIT“.")] = None,
    author: Annotated[str | None, typer.Option(help="Autor oder Autoren.")] = None,
    published: Annotated[
        str | None, typer.Option(help="Tag, etwa 2024-05-03, auch mit Uhrzeit: „2024-05-03 14:30“.")
    ] = None,
    modified: Annotated[str | None, typer.Option(help="Letzte Änderung, ebenso.")] = None,
    url: Annotated[str | None, typer.Option(help="Adresse des Originals.")] = None,
    section: Annotated[str | None, typer.Option(help="Ressort.")] = None,
    language: Annotated[str | None, typer.Option(help="Sprache, de oder en.")] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FELD",
            help="Änderung zurücknehmen: title, source, author, published, modified, url, section "
            "oder language.",
        ),
    ] = None,
    wait: WaitOption = WAIT,
) -> None:
    """Angaben zu einem Artikel berichtigen. Sie gelten auch nach dem nächsten Einlesen.

    Ein leerer Wert ("") leert eine Angabe.
    """
    from chatbot.collection import edit_article
    from chatbot.terminal import print_article_head, wait_printer

    given = {
        "title": title, "source": source, "author": author, "published": published,
        "modified": modified, "url": url, "section": section, "language": language,
    }  # fmt: skip
    fields = {name: value for name, value in given.items() if value is not None}
    if not fields and not undo:
        raise typer.BadParameter("nichts zu ändern; geben Sie zum Beispiel --source an")
    console = Console(stderr=True)
    article = edit_article(
        _settings(index), article_id, fields, undo=undo or [], wait=wait,
        on_wait=wait_printer(console),
    )  # fmt: skip
    print_article_head(article, console)


@app.command()
def remove(
    article_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Siehe `belegt list`.")],
    index: IndexOption = None,
    wait: WaitOption = WAIT,
) -> None:
    """Artikel aus der Sammlung nehmen."""
    from chatbot.collection import remove_articles
    from chatbot.terminal import wait_printer

    console = Console(stderr=True)
    count = remove_articles(_settings(index), article_ids, wait=wait, on_wait=wait_printer(console))
    console.print(f"{count} Artikel entfernt.")


@app.command()
def doctor(index: IndexOption = None, wait: WaitOption = WAIT) -> None:
    """Den Index prüfen und, was sich ableiten lässt, wiederherstellen."""
    from chatbot.terminal import print_findings, wait_printer
    from index import check_exists, check_index

    settings = _settings(index)
    check_exists(settings.index_dir)
    findings = check_index(
        settings.index_dir, settings.load_embedder(), wait=wait,
        on_wait=wait_printer(Console(stderr=True)),
    )  # fmt: skip
    print_findings(findings, Console())
    if any(finding.state == "lost" for finding in findings):
        raise typer.Exit(WRONG_USE)


def main() -> None:
    """Run the command line; every expected error becomes one line and exit status 2."""
    for command in entry_points(group="belegt.commands"):
        loaded = command.load()
        if isinstance(loaded, typer.Typer):  # a group of commands
            app.add_typer(loaded, name=command.name)
        else:
            app.command(name=command.name)(loaded)
    try:
        app()
    except (IngestError, IndexingError, ChatError) as error:
        typer.echo(put_on_one_line(f"belegt: {to_german(str(error))}"), err=True)
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _settings(index: Path | None) -> Settings:
    """The settings, with the command line's index folder where one is given.

    Raises:
        SettingsError: If the environment or `belegt.toml` holds something unusable.
    """
    settings = read_settings()
    return settings if index is None else settings.model_copy(update={"index_dir": index})


def _open(settings: Settings) -> Chatbot:
    from chatbot.terminal import step_printer

    return Chatbot.open(settings=settings, on_step=step_printer(Console(stderr=True)))


def _find_writer(settings: Settings, bot: Chatbot) -> SaveQuestion | None:
    """What keeps turns as test questions, if it is installed."""
    for writer in entry_points(group="belegt.question_writers"):
        build: Callable[[Path, Callable[[str], Article | None]], SaveQuestion] = writer.load()
        return build(settings.index_dir, bot.article)
    return None
