"""The reader as a graph that onnxruntime runs, prepared once from the weights that ship."""

import hashlib
from pathlib import Path

from onnx import ModelProto, TensorProto, helper, numpy_helper
from platformdirs import user_cache_path

from chatbot.reader.weights import HEAD, SHIPPED, ReaderWeights
from index.e5_file import find_e5_file, read_e5_file
from index.encoder_graph import FLOAT, build_encoder_graph, save_in_8_bits
from index.prepared_folder import prepare_folder

GRAPH = "reader.onnx"

_REVISION = 2  # raise it when the graph changes


def prepare_reader(weights: Path = SHIPPED) -> Path:
    """Prepare the reader, unless that is done already.

    Args:
        weights: A safetensors file.

    Returns:
        The graph's file, in the user's cache folder, in a folder of its own for other weights.

    Raises:
        ModelUnavailableError: If the package that carries the encoder is not installed.
    """
    mark = hashlib.sha256(weights.read_bytes()).hexdigest()[:12]
    target = user_cache_path("belegt", appauthor=False) / f"evidence-reader-{mark}-r{_REVISION}"

    def fill(draft: Path) -> None:
        reader = ReaderWeights(read_e5_file(find_e5_file()), weights)
        save_in_8_bits(_build_reader_graph(reader), draft / GRAPH)

    return prepare_folder(target, fill) / GRAPH


def _build_reader_graph(weights: ReaderWeights) -> ModelProto:
    """The encoder with two scores for each token: output `scores` (batch, tokens, 2)."""
    model = build_encoder_graph(weights)
    graph = model.graph
    head = weights.vector(f"{HEAD}.w").reshape(2, weights.hidden)
    graph.initializer.append(numpy_helper.from_array(head.T.copy(), f"{HEAD}.w"))
    graph.initializer.append(numpy_helper.from_array(weights.vector(f"{HEAD}.b"), f"{HEAD}.b"))
    product = f"{HEAD}.product{FLOAT}"
    graph.node.append(helper.make_node("MatMul", ["states", f"{HEAD}.w"], ["raw"], name=product))
    graph.node.append(helper.make_node("Add", ["raw", f"{HEAD}.b"], ["scores"]))
    del graph.output[:]
    graph.output.append(
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", "tokens", 2])
    )
    return model
