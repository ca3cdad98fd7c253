"""The encoder of multilingual-e5-small as an ONNX graph, built from its weights.

The graph takes word embeddings, not token ids: the table of 250,037 words stays outside, where it
is looked up in its 4-bit form (54 MB instead of 384). The matrices that close a feed-forward layer
are written in 8 bits with a scale per block, because their inputs have outliers; onnxruntime's
dynamic quantisation takes care of all others.
"""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_MICROSOFT = "com.microsoft"  # onnxruntime's fused operators
_BLOCK = 128  # weights that share a scale
_INTEGER_ACTIVATIONS = 4  # the operator's name for computing in 8-bit integers


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
        """Added to variances before they divide."""

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor, shape (values,)."""

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A matrix, shape (rows, columns)."""


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

    def linear(self, model: EncoderWeights, name: str, source: str, columns: int) -> str:
        """`source @ W.T + b` for the weights stored under `name`."""
        matrix = self.weight(f"{name}.w", model.matrix(f"{name}.w", columns).T)
        product = self.node("MatMul", [source, matrix], f"{name}.product")
        return self.node(
            "Add", [product, self.weight(f"{name}.b", model.vector(f"{name}.b"))], f"{name}.out"
        )

    def blockwise_linear(self, model: EncoderWeights, name: str, source: str, columns: int) -> str:
        """The same as `linear`, with weights in 8-bit blocks."""
        matrix = model.matrix(f"{name}.w", columns)
        blocks = matrix.reshape(len(matrix), -1, _BLOCK)
        scales = np.abs(blocks).max(axis=2, keepdims=True) / 127
        scales[scales == 0] = 1
        integers = (np.round(blocks / scales) + 128).astype(np.uint8)
        product = self.node(
            "MatMulNBits",
            [
                source,
                self.weight(f"{name}.w", integers),
                self.weight(f"{name}.scales", scales.ravel().astype(np.float32)),
            ],
            f"{name}.product",
            domain=_MICROSOFT,
            N=len(matrix),
            K=columns,
            bits=8,
            block_size=_BLOCK,
            accuracy_level=_INTEGER_ACTIVATIONS,
        )
        return self.node(
            "Add", [product, self.weight(f"{name}.b", model.vector(f"{name}.b"))], f"{name}.out"
        )

    def layer_norm(self, model: EncoderWeights, name: str, source: str) -> str:
        scale = self.weight(f"{name}.w", model.vector(f"{name}.w"))
        bias = self.weight(f"{name}.b", model.vector(f"{name}.b"))
        return self.node(
            "LayerNormalization", [source, scale, bias], f"{name}.out", epsilon=model.epsilon
        )


def build_encoder_graph(model: EncoderWeights) -> onnx.ModelProto:
    """Write the encoder down: BERT with post-layer-norm and exact GELU.

    Returns:
        A model with inputs `words` (batch, tokens, hidden; float32) and `mask` (batch, tokens;
        int32, 1 for tokens and 0 for padding) and the output `states` (batch, tokens, hidden).

    Source: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers" (2019); Wang et
    al., "Multilingual E5 Text Embeddings" (2024).
    """
    graph = _Graph()
    positions = model.vector("emb.pos").reshape(-1, model.hidden)
    kinds = model.vector("emb.type").reshape(-1, model.hidden)
    graph.weight("positions", positions[: model.positions] + kinds[0])  # only token type 0 occurs
    graph.weight("zero", np.array([0], np.int64))
    graph.node("Shape", ["words"], "length", start=1, end=2)
    graph.node("Slice", ["positions", "zero", "length", "zero"], "used_positions")
    graph.node("Add", ["words", "used_positions"], "embedded")
    state = graph.layer_norm(model, "emb.ln", "embedded")
    for layer in range(model.layers):
        state = _add_layer(graph, model, f"l{layer}", state)
    graph.node("Identity", [state], "states")

    shape = ["batch", "tokens"]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info("words", TensorProto.FLOAT, [*shape, model.hidden]),
                helper.make_tensor_value_info("mask", TensorProto.INT32, shape),
            ],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, model.hidden])],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=10,
    )


def save_in_8_bits(graph: onnx.ModelProto, path: Path) -> None:
    """Write a graph down with its matrices in 8 bits, one scale per column."""
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
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    finally:
        logging.disable(before)


def _add_layer(graph: _Graph, model: EncoderWeights, name: str, state: str) -> str:
    query, key, value = (
        graph.linear(model, f"{name}.{part}", state, model.hidden) for part in "qkv"
    )
    attended = graph.node(
        "MultiHeadAttention",
        [query, key, value, "", "mask"],
        f"{name}.attended",
        domain=_MICROSOFT,
        num_heads=model.heads,
    )
    attended = graph.linear(model, f"{name}.ao", attended, model.hidden)
    attended = graph.node("Add", [attended, state], f"{name}.attended.sum")
    attended = graph.layer_norm(model, f"{name}.aln", attended)
    inner = graph.linear(model, f"{name}.fi", attended, model.hidden)
    inner = graph.node("Gelu", [inner], f"{name}.gelu")
    outer = graph.blockwise_linear(model, f"{name}.fo", inner, model.feed_forward)
    outer = graph.node("Add", [outer, attended], f"{name}.sum")
    return graph.layer_norm(model, f"{name}.oln", outer)
