"""The encoder of multilingual-e5-small as an ONNX graph, built from its weights.

The graph takes word embeddings, not token ids: the table of 250,037 words stays outside, where it
is looked up in its 4-bit form (54 MB instead of 384). Texts of a batch have the same length, so
that nothing is padded and no mask is needed.

Matrices are multiplied in 8-bit integers, activations with one scale for all of them. In each
feed-forward layer a neuron or two are far louder than all others, at the first or last token, and
would make that scale too coarse; they are computed aside, in floats.

Sources: Dettmers et al., "LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale"
(2022), for outliers computed aside; Sun et al., "Massive Activations in Large Language Models"
(2024), for where they are.
"""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

FLOAT = ".float"  # ends the names of matrix products that are not put into 8 bits

_MICROSOFT = "com.microsoft"  # onnxruntime's fused operators
_LOUD = 2  # neurons of each feed-forward layer that are computed aside
_SAMPLED = 62  # words between the first and last token of the text that shows which these are
_FIRST, _LAST = 0, 2  # tokens

Neurons = NDArray[np.int64]


class EncoderWeights(Protocol):
    """The weights of an encoder, under the names that `E5File` gives them."""

    @property
    def hidden(self) -> int:
        """Length of a token's state."""

    @property
    def layers(self) -> int:
        """How many layers there are."""

    @property
    def heads(self) -> int:
        """Attention heads of a layer."""

    @property
    def feed_forward(self) -> int:
        """Length of a token's state inside a feed-forward layer."""

    @property
    def positions(self) -> int:
        """The most tokens that can be encoded at once."""

    @property
    def epsilon(self) -> float:
        """Added to variances before they divide, so that none is 0."""

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor, shape (values,)."""

    @property
    def vocabulary(self) -> int:
        """How many tokens there are."""

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A matrix, shape (rows, columns)."""

    def words(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Word embeddings of tokens, shape (tokens, hidden)."""


class _Graph:
    """Collects nodes and weights while the graph is written down top to bottom."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self,
        kind: str,
        inputs: Iterable[str],
        output: str,
        domain: str = "",
        **attributes: Any,  # noqa: ANN401 - whatever the operator takes
    ) -> str:
        self.nodes.append(
            helper.make_node(kind, list(inputs), [output], name=output, domain=domain, **attributes)
        )
        return output

    def linear(
        self,
        name: str,
        source: str,
        matrix: NDArray[np.float32],
        bias: NDArray[np.float32] | None = None,
        *,
        kind: str = "",
    ) -> str:
        """`source @ matrix.T + bias`."""
        weight = self.weight(f"{name}.w", matrix.T)
        product = self.node("MatMul", [source, weight], f"{name}.product{kind}")
        if bias is None:
            return product
        return self.node("Add", [product, self.weight(f"{name}.b", bias)], f"{name}.out")

    def layer_norm(self, model: EncoderWeights, name: str, source: str) -> str:
        """Layer normalisation, in operators that are computed on many numbers at once.

        onnxruntime has a single one for it, which takes longer. The root of
        `epsilon` is added to the root of the variance, which is the same but for states that are
        next to nothing.
        """
        mean = self.node("ReduceMean", [source, "last"], f"{name}.mean", keepdims=1)
        centred = self.node("Sub", [source, mean], f"{name}.centred")
        norm = self.node("ReduceL2", [centred, "last"], f"{name}.norm", keepdims=1)
        length = self.node("Add", [norm, "smallest"], f"{name}.length")
        unit = self.node("Div", [centred, length], f"{name}.unit")
        scale = model.vector(f"{name}.w") * np.sqrt(np.float32(model.hidden))
        scaled = self.node("Mul", [unit, self.weight(f"{name}.w", scale)], f"{name}.scaled")
        return self.node(
            "Add", [scaled, self.weight(f"{name}.b", model.vector(f"{name}.b"))], f"{name}.out"
        )


def build_encoder_graph(model: EncoderWeights) -> onnx.ModelProto:
    """Write the encoder down: BERT with post-layer-norm and exact GELU.

    Returns:
        A model with the input `words` (batch, tokens, hidden; float32) and the output `states`,
        of the same shape.

    Source: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers" (2019); Wang et
    al., "Multilingual E5 Text Embeddings" (2024).
    """
    return _write_graph(model, _find_loud_neurons(model))


def save_in_8_bits(graph: onnx.ModelProto, path: Path) -> None:
    """Write a graph down with its matrices in 8 bits, one scale per column.

    Products whose names end with `FLOAT` stay as they are.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    before = logging.root.manager.disable
    logging.disable(logging.WARNING)  # it advises a step that this graph does not need
    try:
        quantize_dynamic(
            graph,
            path,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[node.name for node in graph.graph.node if node.name.endswith(FLOAT)],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    finally:
        logging.disable(before)


def _find_loud_neurons(model: EncoderWeights) -> list[Neurons]:
    """The neurons of each feed-forward layer with the largest values, whatever the text."""
    import onnxruntime

    graph = _write_graph(model, [])
    outputs = [f"l{layer}.gelu" for layer in range(model.layers)]
    for name in outputs:
        shape: list[str | int | None] = ["batch", "tokens", model.feed_forward]
        graph.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    words = np.linspace(_LAST + 2, model.vocabulary - 1, _SAMPLED).astype(np.int64)
    text = model.words(np.array([_FIRST, *words, _LAST]))
    found = session.run(outputs, {"words": text[None]})
    return [np.argsort(-np.abs(values).max(axis=(0, 1)))[:_LOUD] for values in found]


def _write_graph(model: EncoderWeights, loud: Sequence[Neurons]) -> onnx.ModelProto:
    graph = _Graph()
    positions = model.vector("emb.pos").reshape(-1, model.hidden)
    kinds = model.vector("emb.type").reshape(-1, model.hidden)
    graph.weight("positions", positions[: model.positions] + kinds[0])  # only token type 0 occurs
    graph.weight("zero", np.array([0], np.int64))
    graph.weight("last", np.array([-1], np.int64))
    graph.weight("smallest", np.array([np.sqrt(model.hidden * model.epsilon)], np.float32))
    graph.node("Shape", ["words"], "length", start=1, end=2)
    graph.node("Slice", ["positions", "zero", "length", "zero"], "used_positions")
    graph.node("Add", ["words", "used_positions"], "embedded")
    state = graph.layer_norm(model, "emb.ln", "embedded")
    for layer in range(model.layers):
        aside = loud[layer] if loud else np.array([], np.int64)
        state = _add_layer(graph, model, f"l{layer}", state, aside)
    graph.node("Identity", [state], "states")

    shape: list[str | int | None] = ["batch", "tokens", model.hidden]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("words", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=10,
    )


def _add_layer(graph: _Graph, model: EncoderWeights, name: str, state: str, aside: Neurons) -> str:
    def linear(part: str, source: str) -> str:
        matrix = model.matrix(f"{name}.{part}.w", model.hidden)
        return graph.linear(f"{name}.{part}", source, matrix, model.vector(f"{name}.{part}.b"))

    attended = graph.node(
        "MultiHeadAttention",
        [linear(part, state) for part in "qkv"],
        f"{name}.attended",
        domain=_MICROSOFT,
        num_heads=model.heads,
    )
    attended = graph.node("Add", [linear("ao", attended), state], f"{name}.attended.sum")
    attended = graph.layer_norm(model, f"{name}.aln", attended)
    fed = _feed_forward(graph, model, name, attended, aside)
    outer = graph.node("Add", [fed, attended], f"{name}.sum")
    return graph.layer_norm(model, f"{name}.oln", outer)


def _feed_forward(
    graph: _Graph, model: EncoderWeights, name: str, source: str, aside: Neurons
) -> str:
    """A feed-forward layer; the neurons `aside` are silent in it and computed by themselves."""
    matrix = model.matrix(f"{name}.fi.w", model.hidden).copy()
    bias = model.vector(f"{name}.fi.b").copy()
    outer = model.matrix(f"{name}.fo.w", model.feed_forward).copy()
    few, their_bias, theirs = matrix[aside], bias[aside], outer[:, aside]
    matrix[aside], bias[aside], outer[:, aside] = 0, 0, 0
    inner = graph.linear(f"{name}.fi", source, matrix, bias)
    inner = graph.node("Gelu", [inner], f"{name}.gelu")
    fed = graph.linear(f"{name}.fo", inner, outer, model.vector(f"{name}.fo.b"))
    if not len(aside):
        return fed
    heard = graph.linear(f"{name}.fi.aside", source, few, their_bias, kind=FLOAT)
    heard = graph.node("Gelu", [heard], f"{name}.gelu.aside")
    heard = graph.linear(f"{name}.fo.aside", heard, theirs, kind=FLOAT)
    return graph.node("Add", [fed, heard], f"{name}.fed")
