"""`python -m benchmarks [NAME ...]`: measure, show, and write `benchmarks/results/NAME.md`."""

import sys
from importlib import import_module

from benchmarks.collections import RESULTS

NAMES = (
    "retrieval", "evidence", "refusal", "answers", "verification", "generation", "speed", "encode",
    "ingest", "ingest_speed", "context", "lengths", "reranking", "page_speed",
)  # fmt: skip
ON_DEMAND = ("load", "load_memory", "scale", "peers", "kill")  # take long: run only if named


def main() -> None:
    """Run the benchmarks named, or all."""
    names = sys.argv[1:] or NAMES
    unknown = [name for name in names if name not in NAMES + ON_DEMAND]
    if unknown:
        sys.exit(f"no benchmark {unknown[0]!r}; there are: {', '.join(NAMES + ON_DEMAND)}")
    RESULTS.mkdir(exist_ok=True)
    for name in names:
        text = import_module(f"benchmarks.{name}").run()
        text += f"\nWritten by `python -m benchmarks {name}`.\n"
        (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
        print(text)


main()
