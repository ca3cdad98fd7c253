"""Belegt as it comes."""

import tempfile
from pathlib import Path

from measuring import FOUND, Chunk, Search, Text, measure

from index import Embedder, SearchIndex, load_embedder, open_for_writing
from ingest import Article


def load(_folder: str) -> Embedder:
    """The same weights; Belegt has them built in, in 8 bits."""
    return load_embedder()


def index(embedder: Embedder, articles: list[Text]) -> Search:
    """Stored, published and opened; on disk, as always."""
    folder = Path(tempfile.mkdtemp(prefix="belegt-peers-"))
    with open_for_writing(folder, embedder, group=False) as writer:
        writer.mirror([Article(article.id, article.title, article.body) for article in articles])
    opened = SearchIndex(folder, embedder)
    return lambda question: [
        Chunk(hit.passage.article_id, hit.passage.text)
        for hit in opened.search(question, FOUND).hits
    ]


if __name__ == "__main__":
    measure(load, index)
