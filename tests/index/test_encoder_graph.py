"""The graph that Belegt writes down, beside transformers' own BERT with the same random weights."""

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import BertConfig, BertModel

from index.encoder_graph import build_encoder_graph, save_in_8_bits

PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
LOUD = 17


class SmallEncoder:
    """Two layers with random weights, one neuron of the second far louder than the others."""

    hidden, layers, heads, feed_forward = 32, 2, 4, 64
    vocabulary, positions, epsilon = 90, 70, 1e-12

    def __init__(self):
        torch.manual_seed(3)
        config = BertConfig(
            hidden_size=self.hidden,
            num_hidden_layers=self.layers,
            num_attention_heads=self.heads,
            intermediate_size=self.feed_forward,
            vocab_size=self.vocabulary,
            max_position_embeddings=self.positions,
            layer_norm_eps=self.epsilon,
            initializer_range=0.2,
        )
        self.bert = BertModel(config, add_pooling_layer=False).eval()
        with torch.no_grad():
            self.bert.encoder.layer[1].intermediate.dense.bias[LOUD] = 60
            self.bert.encoder.layer[1].output.dense.weight[:, LOUD] /= 30
        self.state = {name: value.numpy() for name, value in self.bert.state_dict().items()}

    def _find(self, name):
        if name.startswith("l"):
            layer, part, kind = name.split(".")
            kind = {"w": "weight", "b": "bias"}[kind]
            return self.state[f"encoder.layer.{layer[1:]}.{PARTS[part]}.{kind}"]
        kinds = {
            "emb.pos": "position_embeddings.weight",
            "emb.type": "token_type_embeddings.weight",
            "emb.ln.w": "LayerNorm.weight",
            "emb.ln.b": "LayerNorm.bias",
        }
        return self.state[f"embeddings.{kinds[name]}"]

    def vector(self, name):
        return self._find(name).ravel()

    def matrix(self, name, columns):
        return self._find(name).reshape(-1, columns)

    def words(self, ids):
        return self.state["embeddings.word_embeddings.weight"][ids]


@pytest.fixture(scope="module")
def encoder():
    return SmallEncoder()


@pytest.fixture(scope="module")
def ids():
    return np.random.default_rng(5).integers(0, SmallEncoder.vocabulary, (3, 25))


@pytest.fixture(scope="module")
def expected(encoder, ids):
    with torch.no_grad():
        return encoder.bert(torch.from_numpy(ids)).last_hidden_state.numpy()


def run(model, encoder, ids):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    words = encoder.words(ids.ravel()).reshape(*ids.shape, -1)
    return session.run(None, {"words": words})[0]


def test_in_floats_it_computes_what_bert_computes(encoder, ids, expected):
    graph = build_encoder_graph(encoder)

    assert run(graph.SerializeToString(), encoder, ids) == pytest.approx(expected, abs=2e-4)


def test_in_8_bits_it_comes_close_although_a_neuron_is_loud(encoder, ids, expected, tmp_path):
    save_in_8_bits(build_encoder_graph(encoder), tmp_path / "encoder.onnx")
    error = np.abs(run(str(tmp_path / "encoder.onnx"), encoder, ids) - expected).mean()

    assert error < 0.02


def test_the_loud_neuron_is_silent_among_the_others(encoder):
    weights = {each.name: each for each in build_encoder_graph(encoder).graph.initializer}
    inner = np.frombuffer(weights["l1.fi.b"].raw_data, np.float32)
    aside = np.frombuffer(weights["l1.fi.aside.b"].raw_data, np.float32)

    assert inner[LOUD] == 0
    assert aside.max() == 60


def test_the_weights_given_stay_as_they_are(encoder):
    build_encoder_graph(encoder)

    assert encoder.vector("l1.fi.b")[LOUD] == 60
