"""LangChain's own standard suites, and what documents say of their source."""

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests
from langchain_tests.integration_tests.embeddings import EmbeddingsIntegrationTests
from langchain_tests.unit_tests.embeddings import EmbeddingsUnitTests

from index.fake_embedder import FakeEmbedder
from index.langchain import BelegtEmbeddings, BelegtRetriever


class TestEmbeddingsAsAUnit(EmbeddingsUnitTests):
    @property
    def embeddings_class(self):
        return BelegtEmbeddings

    @property
    def embedding_model_params(self):
        return {"embedder": FakeEmbedder()}


class TestEmbeddings(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self):
        return BelegtEmbeddings

    @property
    def embedding_model_params(self):
        return {"embedder": FakeEmbedder()}


class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _over_the_three_articles(self, index):
        self._index = index

    @property
    def retriever_constructor(self):
        return BelegtRetriever

    @property
    def retriever_constructor_params(self):
        return {"index": self._index}

    @property
    def retriever_query_example(self):
        return "Elefant im Zoo"


def test_a_document_says_where_it_stands_and_who_published_it(index, articles):
    document = BelegtRetriever(index=index, k=1).invoke("Wann wurde die Rheinbrücke gesperrt?")[0]

    bridge = articles[0]
    start, end = document.metadata["start"], document.metadata["end"]
    assert document.page_content == bridge.body[start:end]
    assert document.metadata["source"] == "Stadtbote"
    assert document.metadata["published"] == "2024-05-03"
    assert document.metadata["rank"] == 1
