"""A tiny sentence encoder with random weights, saved as a user's folder would be: for tests.

A true BERT of the published layout, one layer deep, with a tokenizer made on the spot. Its vectors
mean nothing; everything else about it is real. Needs the extra `semantic`.
"""

from __future__ import annotations

import json
from pathlib import Path

from scenescore.core.files import sha256_of, write_bytes, write_text

_WIDTH, _INNER, _HEADS, _LONGEST = 384, 64, 12, 256
_WORDS_TEXT = """
a and are at car child cries dark day door down gun happy he her home house i in is it kiss laugh
light love man mother night no of old on out rain run scream she smile someone sun the they to walk
was weep what who window with woman you
"""


def save_tiny_encoder(folder: Path, *, seed: int = 0) -> dict[str, str]:
    """Write the encoder's files into a folder; return file -> sha256, to be pinned by a test."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
    pieces = [*letters, *(f"##{letter}" for letter in letters if letter.isalpha())]
    words = list(dict.fromkeys([*special, *pieces, *_WORDS_TEXT.split()]))
    config = {
        "hidden_size": _WIDTH,
        "intermediate_size": _INNER,
        "num_attention_heads": _HEADS,
        "num_hidden_layers": 1,
        "layer_norm_eps": 1e-12,
    }
    write_text(folder / "config.json", json.dumps(config))
    _save_tokenizer(folder / "tokenizer.json", words)
    _save_weights(folder / "model.safetensors", len(words), seed)
    return {path.name: sha256_of(path) for path in sorted(folder.iterdir())}


def _save_tokenizer(path: Path, words: list[str]) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    known = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(known, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", known["[SEP]"]), ("[CLS]", known["[CLS]"])
    )
    write_text(path, tokenizer.to_str())


def _save_weights(path: Path, words: int, seed: int) -> None:
    import numpy as np
    from safetensors.numpy import save

    dice = np.random.default_rng(seed)
    layer = "encoder.layer.0"
    shapes = {
        "embeddings.word_embeddings.weight": (words, _WIDTH),
        "embeddings.position_embeddings.weight": (_LONGEST, _WIDTH),
        "embeddings.token_type_embeddings.weight": (2, _WIDTH),
        **{
            f"{layer}.attention.{step}.weight": (_WIDTH, _WIDTH)
            for step in ("self.query", "self.key", "self.value", "output.dense")
        },
        f"{layer}.intermediate.dense.weight": (_INNER, _WIDTH),
        f"{layer}.output.dense.weight": (_WIDTH, _INNER),
    }
    tensors = {name: dice.normal(0, 0.3, shape) for name, shape in shapes.items()}
    for name, shape in shapes.items():
        if name.startswith("encoder"):
            tensors[name.replace("weight", "bias")] = dice.normal(0, 0.1, shape[0])
    for norm in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        tensors[f"{norm}.LayerNorm.weight"] = np.ones(_WIDTH)
        tensors[f"{norm}.LayerNorm.bias"] = np.zeros(_WIDTH)
    write_bytes(path, save({name: part.astype(np.float32) for name, part in tensors.items()}))
