"""The command `belegt eval`, as it is typed."""

from pathlib import Path
from typing import Annotated, Literal

import typer

MISSED, WRONG_USE = 1, 2  # exit status
INTERRUPTED = 130  # as shells have it for Ctrl-C


def eval_command(
    questions: Annotated[
        Path,
        typer.Argument(
            help="Fragensatz: JSONL, CSV, SQuAD (JSON) oder ein BEIR-Ordner.", metavar="QUESTIONS"
        ),
    ],
    *,
    index: Annotated[
        Path | None,
        typer.Option(
            help="Ordner des Index. Ohne diese Angabe bringen SQuAD und BEIR ihre eigenen Texte "
            "mit.",
            show_default="data/index",
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Den Lauf als JSON-Datei speichern.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Den Bericht als HTML-Datei speichern.")
    ] = None,
    language: Annotated[Literal["de", "en"], typer.Option(help="Sprache des Berichts.")] = "de",
    compare: Annotated[
        Path | None, typer.Option(help="Mit einem früheren Lauf vergleichen (JSON-Datei).")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            help="Mit Status 1 enden, wenn eine Kennzahl kleiner ist, etwa recall@5=0.9. "
            "Mehrfach möglich.",
            metavar="METRIC=VALUE",
        ),
    ] = None,
    fail_if_worse: Annotated[
        bool,
        typer.Option(
            "--fail-if-worse",
            help="Mit Status 1 enden, wenn gegenüber --compare eine Hauptkennzahl schlechter ist "
            "(p < 0,05).",
        ),
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(
            min=1,
            help="So viele Fragen zugleich stellen. Nur mit 1 sind die Antwortzeiten die einer "
            "einzelnen Frage.",
        ),
    ] = 1,
    judge: Annotated[
        str | None,
        typer.Option(
            help="Ein Sprachmodell zusätzlich urteilen lassen; bekommt Fragen, Antworten und "
            "Zitate geschickt.",
            metavar="PROVIDER:MODEL",
        ),
    ] = None,
) -> None:
    """Misst, wie gut die Antworten auf einen Fragensatz sind und wo sie fehlgehen."""
    # Only now: `belegt --help` reads this module, and the rest brings numpy and the model.
    from chatbot.plain_line import put_on_one_line
    from evaluation.command import ERRORS, Order, carry_out

    order = Order(
        questions=questions,
        index=index,
        output=output,
        report=report,
        language=language,
        compare=compare,
        jobs=jobs,
        judge=judge,
        fail_under=tuple(fail_under or ()),
        fail_if_worse=fail_if_worse,
    )
    try:
        missed = carry_out(order)
    except ERRORS as error:
        typer.echo(put_on_one_line(f"belegt eval: {error}"), err=True)
        raise typer.Exit(WRONG_USE) from error
    except KeyboardInterrupt:
        hint = "; derselbe Befehl setzt den Lauf fort" if output else ""
        typer.echo(f"belegt eval: abgebrochen{hint}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    for line in missed:
        typer.echo(line, err=True)
    if missed:
        raise typer.Exit(MISSED)
