"""Trains the evidence reader: the embedded encoder with a head that points at spans.

Source: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers" (2019), section 4.3,
for spans with a no-answer score at the first token.
"""

import json
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import AutoModel

from training.examples import ReadingQuestion, Rival, Window, WindowCutter
from training.shipping import unship

FROZEN_LAYERS = 3  # the lowest ones stay the retriever's
MAX_TOKENS = 384
BATCH_TOKENS = 3072
EMA_DECAY = 0.998


@dataclass(frozen=True, slots=True)
class Encoded:
    """A window in tokens; `start` and `end` are token positions, 0 if there is no answer."""

    ids: list[int]
    first: int
    start: int
    end: int


class Reader(torch.nn.Module):
    """The encoder with scores for a span's first and last token; position 0 means no answer."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            str(folder),
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
            add_pooling_layer=False,
        )
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 2)
        self.encoder.embeddings.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:FROZEN_LAYERS]:
            layer.requires_grad_(False)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Scores, shape (batch, tokens, 2)."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.head(states).float()


def encode_window(tokenizer: Tokenizer, window: Window) -> Encoded | None:
    """Tokens of `<s> query: … </s> passage: title text </s>`; None if the answer is cut off."""
    query = tokenizer.encode(f"query: {window.question}", add_special_tokens=False).ids[:64]
    opening = f"passage: {window.title}\n" if window.title else "passage: "
    passage = tokenizer.encode(opening + window.text, add_special_tokens=False)
    room = MAX_TOKENS - len(query) - 3
    offset = len(query) + 2
    first = next((n for n, (_, end) in enumerate(passage.offsets) if end > len(opening)), 0)
    start = end = 0
    if window.answer is not None:
        from_char, to_char = (place + len(opening) for place in window.answer)
        inside = [n for n, (a, b) in enumerate(passage.offsets) if b > from_char and a < to_char]
        if not inside or inside[-1] >= room:
            return None
        start, end = inside[0] + offset, inside[-1] + offset
    ids = [0, *query, 2, *passage.ids[:room], 2]
    return Encoded(ids, first + offset, start, end)


def mix_windows(
    questions: Sequence[ReadingQuestion],
    rivals: Mapping[ReadingQuestion, Sequence[Rival]],
    shares: Mapping[str, float],
    negatives: float,
    seed: int,
) -> Iterator[Window]:
    """Windows without end: each pass takes `shares[origin]` times the questions of each origin."""
    cutter = WindowCutter(questions, rivals, seed)
    chooser = random.Random(seed)
    while True:
        order = []
        for question in questions:
            share = shares.get(question.origin, 1.0)
            times = int(share) + (chooser.random() < share % 1)
            order += [question] * times
        chooser.shuffle(order)
        for question in order:
            if question.answer is not None and chooser.random() < negatives:
                window = cutter.cut_without_answer(question)
                if window is not None:
                    yield window
                    continue
            yield cutter.cut(question)


def batch_windows(tokenizer: Tokenizer, windows: Iterator[Window]) -> Iterator[list[Encoded]]:
    """Batches of windows of similar length, `BATCH_TOKENS` tokens each, in random order."""
    chooser = random.Random(0)
    while True:
        pool: list[Encoded] = []
        while len(pool) < 800:
            encoded = encode_window(tokenizer, next(windows))
            if encoded is not None:
                pool.append(encoded)
        pool.sort(key=lambda item: len(item.ids) + chooser.random() * 8)
        batches: list[list[Encoded]] = [[]]
        for item in pool:
            if (len(batches[-1]) + 1) * len(item.ids) > BATCH_TOKENS:
                batches.append([])
            batches[-1].append(item)
        chooser.shuffle(batches)
        yield from batches


def measure_loss(reader: Reader, batch: Sequence[Encoded]) -> torch.Tensor:
    """Cross-entropy of first and last token."""
    longest = max(len(item.ids) for item in batch)
    ids = torch.ones(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    allowed = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = torch.tensor(item.ids)
        mask[row, : len(item.ids)] = 1
        allowed[row, item.first : len(item.ids) - 1] = True
        allowed[row, 0] = True
    with torch.autocast("cpu", torch.bfloat16):
        scores = reader(ids, mask)
    scores = scores.float().masked_fill(~allowed[..., None], -1e4)
    starts = torch.tensor([item.start for item in batch])
    ends = torch.tensor([item.end for item in batch])
    return (cross_entropy(scores[..., 0], starts) + cross_entropy(scores[..., 1], ends)) / 2


def train(
    reader: Reader,
    batches: Iterator[list[Encoded]],
    *,
    output: Path,
    minutes: float,
    warmup: int,
    decay: bool,
    rate: float,
    resume: Path | None,
) -> None:
    """Train for a number of minutes; the checkpoint is written every 100 steps."""
    body = [p for p in reader.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in body if p.ndim > 1], "lr": rate, "weight_decay": 0.01},
            {"params": [p for p in body if p.ndim == 1], "lr": rate, "weight_decay": 0.0},
            {"params": list(reader.head.parameters()), "lr": rate * 5, "weight_decay": 0.0},
        ],
        fused=True,
    )
    peaks = [group["lr"] for group in optimizer.param_groups]
    trained = {n: p for n, p in reader.named_parameters() if p.requires_grad}
    if resume is not None and resume.suffix == ".safetensors":
        shipped = unship({n: p.shape for n, p in trained.items()}, resume)
        reader.load_state_dict(shipped, strict=False)
    elif resume is not None:
        state: dict[str, Any] = torch.load(resume, weights_only=True)
        reader.load_state_dict(state["trained"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak
    average = {n: p.detach().clone() for n, p in trained.items()}
    begun = time.monotonic()
    running, seen, step = 0.0, 0, 0
    while True:
        elapsed = (time.monotonic() - begun) / 60
        if elapsed >= minutes:
            break
        step += 1
        factor = min(1.0, step / max(warmup, 1))
        if decay:
            factor *= max(0.02, 1 - elapsed / minutes)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * factor
        batch = next(batches)
        loss = measure_loss(reader, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.values(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        keep = min(EMA_DECAY, step / (step + 20))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.values()), list(trained.values()), 1 - keep)
        running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
        seen += len(batch)
        if step % 25 == 0:
            print(json.dumps({"step": step, "minutes": round(elapsed, 1), "loss": round(running, 3),
                              "windows": seen}), flush=True)  # fmt: skip
        if step % 100 == 0:
            _save(output, trained, average, optimizer)
    _save(output, trained, average, optimizer)
    if not math.isfinite(running):
        raise SystemExit("the loss is not finite")


def _save(
    output: Path,
    trained: dict[str, torch.nn.Parameter],
    average: dict[str, torch.Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    state = {
        "trained": {n: p.detach().clone() for n, p in trained.items()},
        "average": average,
        "optimizer": optimizer.state_dict(),
    }
    part = output.with_suffix(".part")
    torch.save(state, part)
    part.replace(output)
