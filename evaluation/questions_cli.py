"""The commands `belegt questions ...`, as they are typed."""

from contextlib import closing, suppress
from pathlib import Path
from typing import Annotated

import typer

WRONG_USE = 2  # exit status
_VERDICTS = {"right": "richtig", "wrong": "falsch", "misquoted": "Zitat passt nicht"}

app = typer.Typer(help="Fragensätze zum Auswerten schreiben.", no_args_is_help=True)


@app.callback()
def questions() -> None:
    """Fragensätze zum Auswerten schreiben."""


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="Fragensatz (JSONL); wird angelegt, wenn er fehlt.")],
    *,
    index: Annotated[
        Path | None, typer.Option(help="Ordner des Index.", show_default="data/index")
    ] = None,
) -> None:
    """Schreibt Testfragen im Gespräch: schlägt Passagen vor und prüft die Belege."""
    # Only now: `belegt --help` reads this module, and the rest brings numpy and the model.
    from chatbot import Chatbot
    from chatbot.errors import ChatError
    from chatbot.plain_line import put_on_one_line
    from evaluation.errors import EvaluationError
    from evaluation.question_sets.composing import compose_questions
    from index import IndexingError

    with suppress(ImportError):
        import readline  # noqa: F401 - gives `input` arrow keys and a history
    try:
        with closing(Chatbot.open(index)) as bot:
            saved = compose_questions(file, bot, input, typer.echo)
    except (EvaluationError, ChatError, IndexingError) as error:
        typer.echo(put_on_one_line(f"belegt questions: {error}"), err=True)
        raise typer.Exit(WRONG_USE) from error
    except KeyboardInterrupt:
        raise typer.Exit from None
    typer.echo(f"\n{saved} neue {'Frage' if saved == 1 else 'Fragen'} in {file}.")


@app.command(name="list")
def list_judged(
    *,
    index: Annotated[
        Path | None, typer.Option(help="Ordner des Index.", show_default="data/index")
    ] = None,
) -> None:
    """Zeigt, was Leser im Chat über Antworten gesagt haben, mit den zitierten Sätzen."""
    from chatbot.settings import read_settings
    from evaluation.errors import EvaluationError
    from evaluation.question_sets.saved_turns import read_judged

    try:
        judged = read_judged(index or read_settings().index_dir)
    except EvaluationError as error:
        typer.echo(f"belegt questions: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    if not judged:
        typer.echo("Noch kein Urteil. Im Chat (belegt chat) stehen die Knöpfe unter jeder Antwort.")
    for each in judged:
        asked = " → ".join((*each.history, each.question))
        typer.echo("\n".join([f"{_VERDICTS[each.verdict]}: {asked}",
                              *(f"    „{quote}“" for quote in each.quotes)]))  # fmt: skip
