"""LangChain: recursive splitter, HuggingFace embeddings, FAISS."""

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from measuring import FOUND, Chunk, Search, Text, measure


def load(folder: str) -> HuggingFaceEmbeddings:
    """The model, with its two prompts."""
    return HuggingFaceEmbeddings(
        model_name=folder,
        encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
        query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
    )


def index(model: HuggingFaceEmbeddings, articles: list[Text]) -> Search:
    """Chunks of 1,000 characters that share 200, as its tutorials cut them."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    documents = splitter.create_documents(
        [article.body for article in articles],
        [{"id": article.id, "title": article.title} for article in articles],
    )
    store = FAISS.from_documents(documents, model)
    return lambda question: [
        Chunk(document.metadata["id"], document.page_content)
        for document in store.similarity_search(question, k=FOUND)
    ]


if __name__ == "__main__":
    measure(load, index)
