"""Makes a checkpoint into the file that ships: `python -m training.shipping reader.pt`.

What ships can also be trained further: `python -m training --resume FILE.safetensors`.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from chatbot.reader.weights import BLOCK, HEAD, SHIPPED, ReaderWeights, quantise
from index.e5_file import find_e5_file, read_e5_file

NAMES = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi", "output.dense": "fo", "output.LayerNorm": "oln",
}  # fmt: skip


def ship(
    checkpoint: Path,
    output: Path,
    *,
    average: bool = True,
    earlier: Path | None = None,
    share: float = 1.0,
) -> None:
    """Write the trained tensors, matrices in 8 bits.

    Args:
        checkpoint: As `python -m training` writes it.
        output: The safetensors file.
        average: Take the moving average of the weights instead of the last ones.
        earlier: A shipped file that the training went on from, to be mixed with.
        share: Of the checkpoint in the mixture, 0 to 1.

    Source: Wortsman et al., "Robust fine-tuning of zero-shot models" (2022), for mixtures.
    """
    state = torch.load(checkpoint, weights_only=True)["average" if average else "trained"]
    if earlier is not None:
        before = unship({name: value.shape for name, value in state.items()}, earlier)
        state = {name: torch.lerp(before[name], value, share) for name, value in state.items()}
    tensors: dict[str, np.ndarray] = {}
    for name, value in state.items():
        values = value.float().numpy()
        short = _shorten(name)
        if values.ndim == 1 or short.startswith(HEAD):
            tensors[short] = values
            continue
        block = BLOCK if ".fo." in short else values.shape[1]
        for suffix, stored in quantise(values, block).items():
            tensors[short + suffix] = stored
    save_file(tensors, output, metadata={"format": "belegt-reader-1"})


def unship(names: Mapping[str, torch.Size], path: Path) -> dict[str, torch.Tensor]:
    """Tensors of the given names and shapes, read from a file that ships."""
    weights = ReaderWeights(read_e5_file(find_e5_file()), path)
    tensors = {}
    for name, shape in names.items():
        short = _shorten(name)
        if len(shape) == 1 or short.startswith(HEAD):
            values = weights.vector(short)
        else:
            values = weights.matrix(short, shape[1])
        tensors[name] = torch.from_numpy(values.reshape(shape).copy())
    return tensors


def _shorten(name: str) -> str:
    """The name that a tensor of the checkpoint has in the file that ships."""
    if name.startswith("head."):
        return f"{HEAD}.{name.removeprefix('head.')[0]}"
    layer, _, rest = name.removeprefix("encoder.encoder.layer.").partition(".")
    module, _, kind = rest.rpartition(".")
    return f"l{layer}.{NAMES[module]}.{kind[0]}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m training.shipping", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--last", action="store_true", help="no moving average")
    parser.add_argument("--earlier", type=Path, help="shipped file to mix with")
    parser.add_argument("--share", type=float, default=1.0, help="of the checkpoint in the mixture")
    arguments = parser.parse_args()
    ship(
        arguments.checkpoint,
        arguments.output,
        average=not arguments.last,
        earlier=arguments.earlier,
        share=arguments.share,
    )
