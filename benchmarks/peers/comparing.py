"""The tables: every library on the same two collections, one after the other."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.collections import read_news, read_news_questions, read_xquad
from benchmarks.peers.environments import PEERS, Peer, prepare_environment
from benchmarks.peers.measuring import FOUND, Chunk, Text
from benchmarks.peers.scoring import BUDGET, Scores, Wanted, holds_answer, score
from index.bundled_model import prepare_bundled_model

REPORTING = 4  # the part of the news questions that nothing was chosen on
_THREADS = len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Collection:
    """What is measured on.

    Attributes:
        name: As the report calls it.
        articles: The articles.
        wanted: Questions that they answer.
        chosen_on: Whether Belegt's own weights were chosen on these questions.
    """

    name: str
    articles: list[Text]
    wanted: list[Wanted]
    chosen_on: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one library on one collection.

    Attributes:
        rate: Articles indexed in a second.
        p50: Median time that a question took, in ms.
        p95: The time that 95 % of them took at most, in ms.
        memory: The most that its process held, in bytes.
        length: Mean length of the chunks found, in characters.
        scores: How good they are.
    """

    rate: float
    p50: float
    p95: float
    memory: int
    length: float
    scores: Scores


def run() -> str:
    """The tables, in Markdown."""
    return tell([read_xquad_collection(), read_news_collection()])


def read_xquad_collection() -> Collection:
    """The development half of XQuAD-de; each passage is an article."""
    articles, questions = read_xquad()
    return Collection(
        "XQuAD-de, development half",
        [Text(article.id, article.title, article.body) for article in articles],
        [Wanted(one.question, one.article_id, one.answers) for one in questions],
        chosen_on=True,
    )


def read_news_collection() -> Collection:
    """The news articles, and the questions of the last part that they answer."""
    return Collection(
        "10kGNAD, test split",
        [Text(article.id, article.title, article.body) for article in read_news()],
        [
            Wanted(one.question, one.article_id, (one.answer,))
            for one in read_news_questions()
            if one.part == REPORTING and one.answer
        ],
    )


def tell(collections: Sequence[Collection], peers: Sequence[Peer] = PEERS) -> str:
    """Measure peers on collections, and put it into words."""
    lines = [
        "# Side by side",
        "",
        f"One run; each library in its own environment and process, one after the other, with "
        f"{_THREADS} threads, the same articles, questions and embedding weights "
        "(multilingual-e5-small, with its prompts), and its usual recipe "
        "(`benchmarks/peers/*_recipe.py`; titles are searched where it does so, in LlamaIndex and "
        "Belegt): "
        + "; ".join(f"{peer.name} ({peer.versions})" for peer in peers)
        + f". A question is answered with {FOUND} chunks. Indexing begins when the model is "
        "loaded and ends when the first question can be asked; Belegt, unlike the others, has "
        "then written everything to disk. Memory is the peak of the process. Belegt runs the "
        "weights in 8 bits and embeds sentences too; the others run them in 32 bits.",
        "",
        "*Article*: the right one was found. *Answer*: a chunk of it that holds the answer word "
        "for word was found; nDCG@10 is then 1/log2(rank + 1) of the first such chunk. Longer "
        f"chunks hold an answer more easily, and are more to read: hence the share of answers in "
        f"the first {BUDGET:,} characters of what was found.",
    ]
    for collection in collections:
        lines += ["", f"## {collection.name}", "", *_tell_collection(collection, peers)]
    return "\n".join(lines) + "\n"


def _tell_collection(collection: Collection, peers: Sequence[Peer]) -> list[str]:
    wanted = _keep_answered(collection)
    rows = []
    for peer in peers:
        python = prepare_environment(peer)
        print(f"{peer.name} on {collection.name} …", flush=True)
        result = measure_peer(peer, python, collection.articles, wanted)
        rows.append(_row(peer, result))
        print(rows[-1], flush=True)
    return [
        f"{len(collection.articles):,} articles, {len(wanted):,} questions."
        + (" Belegt's weights were chosen on these." if collection.chosen_on else ""),
        "",
        "| | article: nDCG@10 | recall@5 | answer: nDCG@10 | recall@5 "
        f"| in {BUDGET:,} characters | characters/chunk "
        "| articles/s | query p50, ms | p95, ms | memory, MB |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        *rows,
    ]


def _row(peer: Peer, result: Measured) -> str:
    qualities = [
        result.scores.article_ndcg, result.scores.article_recall, result.scores.answer_ndcg,
        result.scores.answer_recall, result.scores.answer_read,
    ]  # fmt: skip
    costs = f"{result.length:.0f} | {result.rate:.1f} | {result.p50:.1f} | {result.p95:.1f}"
    return (
        f"| {peer.name} | {' | '.join(f'{value:.3f}' for value in qualities)} "
        f"| {costs} | {result.memory / 1e6:.0f} |"
    )


def _keep_answered(collection: Collection) -> list[Wanted]:
    """The questions whose answer stands in their article word for word."""
    bodies = {article.id: article.body for article in collection.articles}
    return [
        one
        for one in collection.wanted
        if holds_answer(bodies.get(one.article_id, ""), one.answers)
    ]


def measure_peer(
    peer: Peer, python: Path, articles: Sequence[Text], wanted: Sequence[Wanted]
) -> Measured:
    """Have a recipe index articles and answer questions, in a process of its own.

    Raises:
        subprocess.CalledProcessError: If it fails; what it says of it stands on stderr.
    """
    recipe = Path(__file__).parent / peer.recipe
    with tempfile.TemporaryDirectory(prefix="belegt-peers-") as name:
        task, report = Path(name) / "task.json", Path(name) / "report.json"
        content = {
            "model": str(prepare_bundled_model()),
            "articles": articles,
            "questions": [one.question for one in wanted],
        }
        task.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        subprocess.run([python, recipe, task, report], check=True, env=_environment(name))
        result = json.loads(report.read_text(encoding="utf-8"))
    found = [[Chunk(*chunk) for chunk in chunks] for chunks in result["found"]]
    waits = 1000 * np.array(result["waits"])
    return Measured(
        len(articles) / result["indexed"],
        float(np.percentile(waits, 50)),
        float(np.percentile(waits, 95)),
        result["memory"],
        float(np.mean([len(chunk.text) for chunks in found for chunk in chunks])),
        score(found, wanted),
    )


def _environment(folder: str) -> dict[str, str]:
    """Variables that a recipe runs with: as many threads as cores, no network, its own folder."""
    count = str(_THREADS)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "OMP_NUM_THREADS": count, "MKL_NUM_THREADS": count, "RAYON_NUM_THREADS": count,
        "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TMPDIR": folder,
    }  # fmt: skip
