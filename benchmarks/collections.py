"""The collections that are measured on; they lie beside the project and are not part of it."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from evaluation import Question
from evaluation.question_sets.squad import read_squad
from index import SearchIndex, load_embedder, open_for_writing
from ingest import Article

SHARED = Path(__file__).resolve().parents[2] / "shared"
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class NewsQuestion:
    """A question over the news articles.

    Attributes:
        part: 0 to 4; parts 0 to 3 are for choosing, part 4 is for reporting.
        question: The question.
        article_id: The article it is about.
        answer: Its answer, verbatim in the article; empty if the article does not hold one.
    """

    part: int
    question: str
    article_id: str
    answer: str


def read_xquad() -> tuple[list[Article], list[Question]]:
    """The German development half of XQuAD: 120 passages as articles, 612 questions."""
    squad = read_squad(SHARED / "benchmarks" / "xquad.de.dev.json")
    return list(squad.articles), list(squad.questions)


def read_news() -> list[Article]:
    """The 1,028 articles of the 10kGNAD test split."""
    csv.field_size_limit(10**9)
    path = SHARED / "benchmarks" / "10kgnad.test.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";", quotechar="'"))
    return [
        Article(f"news-{number}", text.split(". ")[0][:120], " ".join(text.split()), "DER STANDARD")
        for number, (_, text) in enumerate(rows)
    ]


def read_news_questions() -> list[NewsQuestion]:
    """All 1,440 questions over the news articles."""
    found = []
    for part in range(5):
        path = SHARED / "training" / f"news_qa_{part}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found.append(
                NewsQuestion(
                    part,
                    record["question"],
                    f"news-{record['article']}",
                    " ".join(record["answer"].split()) if record["answerable"] else "",
                )
            )
    return found


def open_index(name: str, articles: list[Article]) -> SearchIndex:
    """An index over a collection, kept in `data/benchmarks` between runs."""
    folder = Path("data/benchmarks") / name
    embedder = load_embedder()
    with open_for_writing(folder, embedder, group=False) as writer:
        writer.mirror(articles)
    return SearchIndex(folder, embedder)
