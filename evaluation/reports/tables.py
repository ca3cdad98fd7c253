"""A run and a comparison as tables for the terminal."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from evaluation.metrics.definitions import METRICS
from evaluation.reports.figures import change, figure, interval
from evaluation.runs.comparing import VERDICTS, Comparison
from evaluation.runs.run import Run

COLOURS = {"better": "green", "worse": "red", "open": ""}


def figures_table(run: Run) -> Table:
    """Lay out the figures of a run with their intervals.

    Args:
        run: The run.

    Returns:
        A table with German headings, a metric a row; undefined figures are left out.
    """
    table = Table(title=f"{len(run.results)} Fragen", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("Kennzahl")
    longest = max(len(metric.name) for metric in METRICS)
    table.add_column("Name", style="dim", min_width=longest)  # whole, for --fail-under
    for heading in ("Wert", "95-%-Intervall", "Fragen"):
        table.add_column(heading, justify="right")
    for metric in METRICS:
        found = run.metrics.get(metric.name)
        if found is not None and found.value is not None:
            value, span = figure(found.value, metric.unit), interval(found, metric.unit)
            table.add_row(metric.heading, metric.name, value, span, str(found.n))
    return table


def comparison_table(comparison: Comparison) -> Table:
    """Lay out what changed since an earlier run.

    Args:
        comparison: Of the two runs.

    Returns:
        A table with German headings; significant changes are green or red.
    """
    title = "Vergleich mit dem früheren Lauf"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("Kennzahl")
    for heading in ("vorher", "jetzt", "Änderung", "p", "Urteil"):
        table.add_column(heading, justify="right")
    for each in comparison.differences:
        unit = each.metric.unit
        table.add_row(
            each.metric.heading,
            figure(each.old, unit),
            figure(each.new, unit),
            change(each.difference, unit),
            figure(each.p, "score"),
            VERDICTS[each.verdict],
            style=COLOURS[each.verdict],
        )
    return table
