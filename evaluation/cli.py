"""The command `belegt eval`, as it is typed."""

from pathlib import Path
from typing import Annotated

import typer

MISSED, WRONG_USE = 1, 2  # exit status


def eval_command(
    questions: Annotated[
        Path, typer.Argument(help="Fragensatz: JSONL oder SQuAD (JSON).", metavar="QUESTIONS")
    ],
    *,
    index: Annotated[
        Path | None,
        typer.Option(
            help="Ordner des Index. Ohne diese Angabe bringt ein SQuAD-Fragensatz seine eigenen "
            "Texte mit.",
            show_default="data/index",
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Den Lauf als JSON-Datei speichern.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Den Bericht als HTML-Datei speichern.")
    ] = None,
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
) -> None:
    """Misst, wie gut die Antworten auf einen Fragensatz sind und wo sie fehlgehen."""
    # Only now: `belegt --help` reads this module, and the rest brings numpy and the model.
    from evaluation.command import ERRORS, Order, carry_out

    order = Order(
        questions=questions,
        index=index,
        output=output,
        report=report,
        compare=compare,
        fail_under=tuple(fail_under or ()),
    )
    try:
        missed = carry_out(order)
    except ERRORS as error:
        typer.echo(f"belegt eval: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    for line in missed:
        typer.echo(line, err=True)
    if missed:
        raise typer.Exit(MISSED)
