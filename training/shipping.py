"""Makes a checkpoint into the file that ships: `python -m training.shipping reader.pt`."""

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from chatbot.reader.weights import BLOCK, HEAD, SHIPPED, quantise

NAMES = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi", "output.dense": "fo", "output.LayerNorm": "oln",
}  # fmt: skip


def ship(checkpoint: Path, output: Path, *, average: bool = True) -> None:
    """Write the trained tensors, matrices in 8 bits.

    Args:
        checkpoint: As `python -m training` writes it.
        output: The safetensors file.
        average: Take the moving average of the weights instead of the last ones.
    """
    state = torch.load(checkpoint, weights_only=True)["average" if average else "trained"]
    tensors: dict[str, np.ndarray] = {}
    for name, value in state.items():
        values = value.float().numpy()
        if name.startswith("head."):
            tensors[f"{HEAD}.{name.removeprefix('head.')[0]}"] = values
            continue
        layer, _, rest = name.removeprefix("encoder.encoder.layer.").partition(".")
        module, _, kind = rest.rpartition(".")
        short = f"l{layer}.{NAMES[module]}.{kind[0]}"
        if values.ndim == 1:
            tensors[short] = values
            continue
        block = BLOCK if NAMES[module] == "fo" else values.shape[1]
        for suffix, stored in quantise(values, block).items():
            tensors[short + suffix] = stored
    save_file(tensors, output, metadata={"format": "belegt-reader-1"})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m training.shipping", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--last", action="store_true", help="no moving average")
    arguments = parser.parse_args()
    ship(arguments.checkpoint, arguments.output, average=not arguments.last)
