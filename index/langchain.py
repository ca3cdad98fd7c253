"""Belegt's embeddings and search for LangChain programs."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.embedding import Embedder, PassageText
from index.search import SearchIndex


class BelegtEmbeddings(Embeddings):
    """An embedder as LangChain `Embeddings`; vectors of length 1.

    Args:
        embedder: The embedding model, as from `load_embedder`.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector for each text."""
        passages = [PassageText("", text, ()) for text in texts]
        return [v.passage.tolist() for v in self._embedder.encode_passages(passages)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a query."""
        vector: list[float] = self._embedder.encode_queries([text])[0].tolist()
        return vector


class BelegtRetriever(BaseRetriever):
    """A search index as a LangChain retriever.

    Attributes:
        index: The opened index.
        k: How many passages to return at most.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SearchIndex
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        """Passages as documents; the metadata says where each stands and who published it."""
        del run_manager
        result = self.index.search(query, self.k if k is None else k)
        documents = []
        for hit in result.hits:
            article = result.articles[hit.passage.article_id]
            documents.append(
                Document(
                    id=hit.passage.id,
                    page_content=hit.passage.text,
                    metadata={
                        "article_id": article.id,
                        "start": hit.passage.start,
                        "end": hit.passage.end,
                        "title": article.title,
                        "source": article.source,
                        "author": article.author,
                        "published": article.published.isoformat() if article.published else None,
                        "url": article.url,
                        "score": hit.score,
                        "rank": hit.rank,
                    },
                )
            )
        return documents
