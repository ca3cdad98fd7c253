"""Texts to vectors: the built-in model by onnxruntime, others by sentence-transformers.

Vectors have length 1, so that an inner product is a cosine. Passages come with a vector for each
of their sentences.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model import BUNDLED_MODEL, PROMPTS, OnStep, prepare_bundled_model
from index.cores import count_cores
from index.e5_file import expand_blocks
from index.errors import ModelUnavailableError
from ingest import Span

FloatMatrix = NDArray[np.float32]
FloatVector = NDArray[np.float32]

_TOKENS_PER_BATCH = 256  # of texts of the same length; one text if it is longer
_MAX_TOKENS = 512


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded of a passage.

    Attributes:
        context: Words put before it, such as the article's title; not part of any sentence.
        text: The passage.
        sentences: Spans of its sentences within `text`.
    """

    context: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """The vectors of one passage.

    Attributes:
        passage: Shape (dimensions,).
        sentences: Shape (sentences, dimensions), in the order of the spans.
    """

    passage: FloatVector
    sentences: FloatMatrix


class Embedder(Protocol):
    """Anything that turns queries and passages into comparable vectors of length 1."""

    @property
    def name(self) -> str:
        """Identity of the model; an index is only searched with the one that built it."""

    @property
    def dimensions(self) -> int:
        """Length of its vectors."""

    def encode_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """Vectors of queries, shape (n, dimensions)."""

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Vectors of passages and their sentences, in order."""


def load_embedder(
    model: str = "", *, allow_download: bool = False, on_step: OnStep | None = None
) -> Embedder:
    """Load an embedding model.

    Args:
        model: Folder or name of any sentence-transformers model; the built-in one if empty.
        allow_download: Whether a model that is not on this machine may be fetched from its hub.
        on_step: Told of progress when the built-in model is prepared for the first time.

    Raises:
        ModelUnavailableError: If it can't be loaded.
    """
    if model in ("", BUNDLED_MODEL):
        return BundledEmbedder(prepare_bundled_model(on_step=on_step))
    return SentenceTransformerEmbedder(model, allow_download=allow_download)


class BundledEmbedder:
    """The built-in multilingual-e5-small.

    Each core encodes a batch of its own.

    The vector of a sentence is the mean of two: of the sentence encoded by itself, which is sharp,
    and of its tokens' states within the passage, which know what stands around them. Fused with
    BM25, the mean ranks passages a little better than either (benchmarks/results/retrieval.md).

    Source: Günther et al., "Late Chunking: Contextual Chunk Embeddings Using Long-Context
    Embedding Models" (2024).
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._words = np.load(folder / "words.npy", mmap_mode="r")
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self._threads = ThreadPoolExecutor(count_cores(), thread_name_prefix="embedder")
            self._encoder = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # tokenizers and onnxruntime raise bare Exception subclasses
            raise ModelUnavailableError(
                BUNDLED_MODEL, reason=f"delete {folder} so that it is prepared anew: {error}"
            ) from error
        self._tokenizer.enable_truncation(_MAX_TOKENS)

    @property
    def name(self) -> str:
        """See `Embedder.name`."""
        return BUNDLED_MODEL

    @property
    def dimensions(self) -> int:
        """See `Embedder.dimensions`."""
        return 384

    def encode_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """See `Embedder.encode_queries`."""
        texts = [PassageText(PROMPTS["query"], query, ()) for query in queries]
        return np.stack([vectors.passage for vectors in self._encode(texts)])

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """See `Embedder.encode_passages`."""
        prompt = PROMPTS["passage"]
        whole = [
            PassageText(f"{prompt}{passage.context}\n" if passage.context else prompt,
                        passage.text, passage.sentences)
            for passage in passages
        ]  # fmt: skip
        single = [PassageText(prompt, sentence, ()) for sentence in _sentences(passages)]
        encoded = self._encode([*whole, *single])
        alone = iter(encoded[len(whole) :])
        return [
            PassageVectors(
                vectors.passage,
                np.stack([_unit(late + next(alone).passage) for late in vectors.sentences])
                if len(vectors.sentences)
                else vectors.sentences,
            )
            for vectors in encoded[: len(whole)]
        ]

    def _encode(self, texts: Sequence[PassageText]) -> list[PassageVectors]:
        encodings = self._tokenizer.encode_batch([text.context + text.text for text in texts])
        batches = list(_batches([len(encoding.ids) for encoding in encodings]))
        ids = [np.array([encodings[place].ids for place in batch]) for batch in batches]
        states = self._threads.map(self._states, ids) if len(ids) > 1 else map(self._states, ids)
        done: dict[int, PassageVectors] = {}
        for batch, of_batch in zip(batches, states, strict=True):
            for place, of_text in zip(batch, of_batch, strict=True):
                done[place] = _pool(texts[place], encodings[place].offsets, of_text)
        return [done[place] for place in range(len(texts))]

    def _states(self, ids: NDArray[np.int64]) -> FloatMatrix:
        """States of a batch's tokens, shape (texts, tokens, dimensions); `ids` without the last."""
        words = expand_blocks(self._words[ids.ravel()]).reshape(*ids.shape, -1)
        (states,) = self._encoder.run(None, {"words": words})
        return np.asarray(states, np.float32)


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers loads; sentences are encoded by themselves."""

    def __init__(self, model: str, *, allow_download: bool = False) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model: SentenceTransformer = SentenceTransformer(
                model, trust_remote_code=False, local_files_only=not allow_download
            )
        except Exception as error:  # the libraries below raise whatever they like
            reason = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
            raise ModelUnavailableError(model, reason=reason) from error
        self._name = model

    @property
    def name(self) -> str:
        """See `Embedder.name`."""
        return self._name

    @property
    def dimensions(self) -> int:
        """See `Embedder.dimensions`."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """See `Embedder.encode_queries`."""
        vectors = self._model.encode_query(
            list(queries), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32).reshape(len(queries), self.dimensions)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """See `Embedder.encode_passages`."""
        whole = [f"{passage.context}\n{passage.text}".lstrip("\n") for passage in passages]
        vectors = np.asarray(
            self._model.encode_document(
                [*whole, *_sentences(passages)],
                normalize_embeddings=True,
                show_progress_bar=False,
            ),
            np.float32,
        ).reshape(-1, self.dimensions)
        result = []
        next_sentence = len(passages)
        for vector, passage in zip(vectors, passages, strict=False):
            end = next_sentence + len(passage.sentences)
            result.append(PassageVectors(vector, vectors[next_sentence:end]))
            next_sentence = end
        return result


def _sentences(passages: Sequence[PassageText]) -> list[str]:
    return [passage.text[start:end] for passage in passages for start, end in passage.sentences]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group texts of the same length, so that nothing is padded; longest first."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        full = (len(batch) + 1) * lengths[place] > _TOKENS_PER_BATCH
        if batch and (full or lengths[place] != lengths[batch[0]]):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _pool(
    text: PassageText, offsets: Sequence[tuple[int, int]], states: FloatMatrix
) -> PassageVectors:
    """Mean token states of a text and of its sentences, scaled to length 1."""
    passage = _unit(states.mean(axis=0))
    starts = np.array([start for start, _ in offsets])
    ends = np.array([end for _, end in offsets])
    sentences = np.empty((len(text.sentences), states.shape[1]), np.float32)
    for row, (start, end) in enumerate(text.sentences):
        inside = (ends > start + len(text.context)) & (starts < end + len(text.context))
        inside &= ends > starts
        sentences[row] = _unit(states[inside].mean(axis=0)) if inside.any() else passage
    return PassageVectors(passage, sentences)


def _unit(vector: FloatVector) -> FloatVector:
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
