"""LlamaIndex: its sentence splitter, HuggingFace embeddings, its vector store index."""

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from measuring import FOUND, Chunk, Search, Text, measure


def load(folder: str) -> HuggingFaceEmbedding:
    """The model, with its two prompts."""
    return HuggingFaceEmbedding(
        model_name=folder, query_instruction="query: ", text_instruction="passage: "
    )


def index(model: HuggingFaceEmbedding, articles: list[Text]) -> Search:
    """Chunks as it cuts them unless told otherwise; metadata are embedded with them."""
    documents = [
        Document(doc_id=article.id, text=article.body, metadata={"title": article.title})
        for article in articles
    ]
    whole = VectorStoreIndex.from_documents(
        documents, transformations=[SentenceSplitter()], embed_model=model
    )
    retriever = whole.as_retriever(similarity_top_k=FOUND)
    return lambda question: [
        Chunk(found.node.ref_doc_id, found.node.get_content())
        for found in retriever.retrieve(question)
    ]


if __name__ == "__main__":
    measure(load, index)
