"""A bot that answers from a script, for tests of the evaluation."""

from collections.abc import Sequence

from chatbot.answer import Answer, Citation
from index import Hit
from ingest import Article, Passage

MERZ = Article(
    id="merz",
    title="Merz zögert",
    body="Friedrich Merz zögert. Er fürchtet um die Mehrheit von 13 Stimmen. Paris drängt.",
    source="DIE ZEIT",
)
PARIS = Article(id="paris", title="Treffen in Paris", body="In Paris trafen sich 26 Staaten.")
BERLIN = Article(id="berlin", title="Berlin", body="In Berlin regnet es.")
COLLECTION = (MERZ, PARIS, BERLIN)


def cite(article: Article, quote: str, number: int = 1) -> Citation:
    start = article.body.index(quote)
    return Citation(number, quote, start, start + len(quote), article)


def hits_for(*articles: Article) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            passage=Passage(f"{each.id}#{rank}", each.id, 0, len(each.body), each.body, ()),
            score=1.0 / rank,
            rank=rank,
        )
        for rank, each in enumerate(articles, start=1)
    )


def answered(
    text: str, *citations: Citation, found: Sequence[Article] = (), confidence: float = 0.9
) -> Answer:
    return Answer("", text, "answered", citations, hits_for(*found), confidence)


def refused(found: Sequence[Article] = (), confidence: float = 0.1) -> Answer:
    return Answer("", "Dazu sagen die Quellen nichts.", "refused", (), hits_for(*found), confidence)


class FakeBot:
    """Gives each question the answer of its script; an unknown question is refused."""

    def __init__(self, script: dict[str, Answer], collection: Sequence[Article] = COLLECTION):
        self.script = script
        self.collection = list(collection)
        self.closed = False
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.script.get(question, refused())

    def close(self) -> None:
        self.closed = True

    def articles(self) -> list[Article]:
        return self.collection
