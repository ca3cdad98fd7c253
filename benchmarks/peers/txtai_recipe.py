"""txtai: its recursive segmentation, vectors and BM25 together (`hybrid`), texts in SQLite."""

from measuring import FOUND, Chunk, Search, Text, measure
from txtai import Embeddings
from txtai.pipeline import Segmentation


def load(folder: str) -> Embeddings:
    """The model, with its two prompts."""
    return Embeddings(
        path=folder,
        instructions={"query": "query: ", "data": "passage: "},
        hybrid=True,
        content=True,
    )


def index(model: Embeddings, articles: list[Text]) -> Search:
    """Chunks of up to 2,048 characters, as its chunker cuts them unless told otherwise."""
    segment = Segmentation(chunker="recursive")
    model.index((article.id, chunk) for article in articles for chunk in segment(article.body))
    return lambda question: [
        Chunk(found["id"], found["text"]) for found in model.search(question, FOUND)
    ]


if __name__ == "__main__":
    measure(load, index)
