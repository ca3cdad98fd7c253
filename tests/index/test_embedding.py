import numpy as np
import pytest

from index import ModelUnavailableError, PassageText, load_embedder
from index.bundled_model import prepare_bundled_model
from ingest import Span

TEXT = "Der Kanzler zögert. Der Elefant im Zoo wiegt drei Tonnen."
PASSAGE = PassageText("Meldungen des Tages", TEXT, (Span(0, 19), Span(20, 57)))


@pytest.fixture(scope="module")
def bundled():
    return load_embedder()


@pytest.mark.model
def test_vectors_have_length_one_and_sentences_have_their_own(bundled):
    (vectors,) = bundled.encode_passages([PASSAGE])

    assert vectors.passage.shape == (384,)
    assert vectors.sentences.shape == (2, 384)
    assert np.linalg.norm(vectors.sentences, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert np.linalg.norm(vectors.passage) == pytest.approx(1, abs=1e-5)


@pytest.mark.model
def test_results_come_in_the_order_of_the_passages(bundled):
    texts = [
        "Kurz.", "Ein viel längerer Satz über die Brücke am Rhein. " * 8, "Zoo und Elefant.",
        *("Montag.", "Berlin.", "Wasser.", "Musik."),  # of one length: they go together
    ]  # fmt: skip
    together = bundled.encode_passages([PassageText("", text, ()) for text in texts])

    for text, vectors in zip(texts, together, strict=True):
        (alone,) = bundled.encode_passages([PassageText("", text, ())])
        assert float(alone.passage @ vectors.passage) > 0.995


@pytest.mark.model
def test_a_question_is_closest_to_the_sentence_that_answers_it(bundled):
    (vectors,) = bundled.encode_passages([PASSAGE])
    (query,) = bundled.encode_queries(["Wie schwer ist das Tier?"])

    assert (vectors.sentences @ query).argmax() == 1


@pytest.mark.model
def test_a_passage_longer_than_the_model_reads_is_still_embedded(bundled):
    text = "Die Brücke ist gesperrt. " * 400
    (vectors,) = bundled.encode_passages([PassageText("", text, (Span(0, 24), Span(9975, 9999)))])

    assert np.isfinite(vectors.sentences).all()


@pytest.mark.model
def test_no_passages_give_no_vectors(bundled):
    assert bundled.encode_passages([]) == []


@pytest.mark.model
def test_the_built_in_model_agrees_with_sentence_transformers_on_the_same_folder(bundled):
    other = load_embedder(str(prepare_bundled_model()))
    texts = [PASSAGE, PassageText("", "Im Zoo kam ein Elefant zur Welt.", (Span(0, 32),))]

    for ours, theirs in zip(
        bundled.encode_passages(texts), other.encode_passages(texts), strict=True
    ):
        assert float(ours.passage @ theirs.passage) > 0.995
    queries = ["Warum zögert Merz?", "Was wiegt der Elefant?"]
    agreement = (bundled.encode_queries(queries) * other.encode_queries(queries)).sum(axis=1)
    assert agreement.min() > 0.995


def test_an_unknown_model_is_refused_and_told_how_to_go_on(tmp_path):
    with pytest.raises(ModelUnavailableError, match="BELEGT_EMBEDDING_MODEL"):
        load_embedder(str(tmp_path / "kein-modell"))
