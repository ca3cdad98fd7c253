"""Hits put in order by a model that reads them: a fake one, and a CrossEncoder made here."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index import (
    ArticleFilter,
    RerankedIndex,
    RerankerUnavailableError,
    SearchIndex,
    load_reranker,
)
from tests.index.tiny_cross_encoder import save_cross_encoder

QUERY = "Was ist mit der Brücke und dem Elefanten im Zoo?"


class Preferring:
    """Scores texts by the words it is given; notes what it was shown."""

    def __init__(self, **scores):
        self.scores = scores
        self.shown = []

    def score(self, query, texts):
        self.shown.append((query, list(texts)))
        return np.array(
            [sum(v for word, v in self.scores.items() if word in text) for text in texts],
            np.float32,
        )


@pytest.fixture
def reranked(folder, embedder):
    opened = []

    def opening(reranker, depth=50):
        opened.append(RerankedIndex(folder, embedder, reranker, depth=depth))
        return opened[-1]

    yield opening
    for index in opened:
        index.close()


def test_hits_come_in_the_order_of_the_reranker_with_its_scores_from_1_to_0(reranked):
    index = reranked(Preferring(Grundschule=9, Elefant=4, Rheinbrücke=-1))

    hits = index.search(QUERY).hits

    assert [hit.passage.article_id for hit in hits] == ["schule", "zoo", "bruecke"]
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == pytest.approx([1, 0.5, 0])  # 9, 4, -1 scaled


def test_sentences_and_articles_go_with_their_hits(reranked, index):
    plain = {
        scored.hit.passage.id: scored.similarities.tolist()
        for scored in index.search(QUERY).sentences
    }

    result = reranked(Preferring(Grundschule=9)).search(QUERY, k=2)

    assert [scored.hit for scored in result.sentences] == list(result.hits)
    assert set(result.articles) == {hit.passage.article_id for hit in result.hits}
    for scored in result.sentences:
        assert scored.similarities.tolist() == plain[scored.hit.passage.id]


def test_a_passage_beyond_those_asked_for_can_come_first(reranked, index):
    assert index.search(QUERY, k=1).hits[0].passage.article_id != "schule"

    hits = reranked(Preferring(Grundschule=1)).search(QUERY, k=1).hits

    assert [hit.passage.article_id for hit in hits] == ["schule"]


def test_no_more_passages_are_read_than_allowed(reranked, index):
    best = index.search(QUERY, k=2).hits
    reranker = Preferring(Grundschule=1)

    hits = reranked(reranker, depth=2).search(QUERY, k=1).hits

    assert reranker.shown == [(QUERY, [hit.passage.text for hit in best])]
    assert hits[0].passage == best[0].passage  # equal scores: the order of the search


def test_as_many_are_found_as_asked_for_even_beyond_the_depth(reranked):
    assert len(reranked(Preferring(), depth=2).search(QUERY, k=3).hits) == 3


def test_a_filter_holds(reranked):
    within = ArticleFilter(sources=("Tierpost",))

    hits = reranked(Preferring(Grundschule=9)).search(QUERY, within=within).hits

    assert {hit.passage.article_id for hit in hits} == {"zoo"}


def test_what_finds_nothing_is_not_read(reranked):
    reranker = Preferring()

    assert not reranked(reranker).search(QUERY, within=ArticleFilter(sources=("x",))).hits
    assert reranker.shown == []


@pytest.mark.parametrize(("query", "k"), [("  ", 5), ("Zoo", 0), ("Zoo", -1)])
def test_what_the_search_refuses_stays_refused(reranked, query, k):
    with pytest.raises(ValueError, match=r"empty|below 1"):
        reranked(Preferring()).search(query, k)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cross-encoder")
    save_cross_encoder(folder)
    return folder


def test_a_cross_encoder_from_a_folder_orders_hits_by_its_own_scores(tiny, folder, embedder):
    model = load_reranker(str(tiny))
    index = RerankedIndex(folder, embedder, model)
    plain = SearchIndex(folder, embedder)

    texts = [hit.passage.text for hit in plain.search(QUERY).hits]
    hits = index.search(QUERY).hits

    scores = model.score(QUERY, texts)
    assert len(set(scores.tolist())) == len(texts)
    assert [hit.passage.text for hit in hits] == [texts[n] for n in np.argsort(-scores)]
    index.close()
    plain.close()


def test_texts_longer_than_the_model_reads_are_scored_by_their_beginning(tiny):
    model = load_reranker(str(tiny))
    text = "Im Zoo kam ein Elefant zur Welt. " * 50

    assert model.score("Zoo?", [text, text + "Mehr."]).tolist() == pytest.approx(
        model.score("Zoo?", [text] * 2).tolist()
    )


def test_several_threads_can_ask_at_once(tiny):
    model = load_reranker(str(tiny))
    texts = [f"Satz {number} über den Zoo." * (1 + number % 5) for number in range(12)]
    alone = model.score("Zoo?", texts).tolist()

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: model.score("Zoo?", texts).tolist(), range(16)))

    assert together == [pytest.approx(alone)] * 16


def test_a_reranker_that_is_not_there_is_named_with_the_remedy(tmp_path):
    with pytest.raises(RerankerUnavailableError, match="BELEGT_RERANKER"):
        load_reranker(str(tmp_path / "fehlt"))


def test_an_embedding_model_is_no_reranker(tmp_path):
    save_cross_encoder(tmp_path, head=False)

    with pytest.raises(RerankerUnavailableError, match="is no CrossEncoder"):
        load_reranker(str(tmp_path))


def test_a_model_that_sorts_into_classes_is_no_reranker(tmp_path):
    save_cross_encoder(tmp_path, scores=3)

    with pytest.raises(RerankerUnavailableError, match="3 scores for each text"):
        load_reranker(str(tmp_path))


def test_pickled_weights_are_not_loaded(tmp_path):
    save_cross_encoder(tmp_path, safe=False)

    with pytest.raises(RerankerUnavailableError, match="safetensors"):
        load_reranker(str(tmp_path))
