"""How good are the answers? `python -m benchmarks answers`."""

import tempfile

from benchmarks.collections import read_xquad
from chatbot import Chatbot
from evaluation import evaluate

SHOWN = ("recall@1", "recall@5", "mrr@10", "ndcg@10", "contains_gold", "evidence_cited",
         "verbatim", "latency_p50_ms", "latency_p95_ms")  # fmt: skip


def run() -> str:
    """The table, in Markdown."""
    articles, questions = read_xquad()
    with tempfile.TemporaryDirectory() as folder:
        bot = Chatbot.from_articles(articles, folder)
        metrics = evaluate(bot, questions).metrics
        bot.close()
    lines = [
        f"# Answers on the XQuAD-de development half ({len(questions)} questions)",
        "",
        "The same as `belegt eval ../shared/benchmarks/xquad.de.dev.json`.",
        "",
        "| figure | value | 95 % interval |",
        "|---|---|---|",
    ]
    for name in SHOWN:
        figure = metrics[name]
        lines.append(f"| {name} | {figure.value:.3f} | {figure.low:.3f}–{figure.high:.3f} |")
    return "\n".join(lines) + "\n"
