"""Does anything get lost when writing is killed? `python -m benchmarks kill`, some ten minutes."""

import platform
import sys
from collections.abc import Mapping

from benchmarks.killing import Tally, kill_often

KILLS = 3_000


def run() -> str:
    """The table, in Markdown."""
    return report(kill_often(KILLS, on_kill=_show))


def report(tallies: Mapping[str, Tally]) -> str:
    """What was found, as a table, and what went wrong below it."""
    total = Tally()
    for tally in tallies.values():
        for name in ("kills", "acknowledged", "lost", "unreadable", "mixed", "leftovers"):
            setattr(total, name, getattr(total, name) + getattr(tally, name))
    rows = [_row(name, tallies[name]) for name in sorted(tallies)]
    notes = [f"- {name}: `{note}`" for name in sorted(tallies) for note in tallies[name].notes]
    return "\n".join(
        [
            "# Killed on the way",
            "",
            f"A process that changes an index is killed (SIGKILL) {total.kills:,} times: before "
            "calls to the kernel that change files, those of SQLite, FAISS and tantivy included, "
            "and at random moments. After each kill the index is opened and searched, checked by "
            "`belegt doctor` (twice), and the same change is done again.",
            "",
            f"lost {total.lost}, unreadable {total.unreadable}",
            "",
            "| what was being done, and when it was killed | kills | articles acknowledged before "
            "| of these lost | index unreadable | mixture served | files left over |",
            "|---|---|---|---|---|---|---|",
            *rows,
            _row("**all**", total),
            "",
            *(["What went wrong:", "", *notes, ""] if notes else []),
            "Unreadable: it could not be opened, mended or written (a first ingest with nothing "
            "published yet has nothing to open). Mixture: readers saw a state that was never "
            "published. "
            f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, "
            "the files in memory (tmpfs).",
            "",
        ]
    )


def _row(name: str, tally: Tally) -> str:
    return (
        f"| {name} | {tally.kills:,} | {tally.acknowledged:,} | {tally.lost} | "
        f"{tally.unreadable} | {tally.mixed} | {tally.leftovers} |"
    )


def _show(kills: int) -> None:
    if kills % 100 == 0:
        print(f"{kills} of {KILLS} kills", file=sys.stderr)
