"""Turns sentences into vectors of length 1, whose product says how near two meanings are.

Runs on onnxruntime when that is installed, else in numpy; both agree to five digits.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from scenescore.story.encoder.bert import HIDDEN, Bert, Floats, Ints, load_bert
from scenescore.story.encoder.pins import checked, sum_of

LONGEST_TOKENS = 256
"""What the encoder was trained on; a longer text is cut by the caller, not here."""
_AT_ONCE = 32
"""Texts in one pass, at most."""
_A_PASS = 15
"""What a pass costs by itself, in tokens: measured, 2.3 ms against 0.15 ms a token."""
_MOST_THREADS = 4

Pass = Callable[[Ints, Floats], Floats]
"""(token numbers, mask) -> hidden states."""


class Encoder:
    """Sentences in, vectors out."""

    def __init__(self, folder: Path, *, runtime: str | None = None) -> None:
        """Load a folder of pinned files; `runtime` is `onnxruntime` or `numpy`, None: the best."""
        from tokenizers import Tokenizer

        files = checked(folder)
        bert = load_bert(files)
        self.runtime = runtime or ("onnxruntime" if find_spec("onnxruntime") else "numpy")
        self.width = bert.width
        self.weights = sum_of(files / "model.safetensors")
        """Which encoder this is."""
        self._tokens = Tokenizer.from_file(str(files / "tokenizer.json"))
        self._tokens.no_padding()
        self._tokens.enable_truncation(LONGEST_TOKENS)
        self._pass = _onnx_pass(bert) if self.runtime == "onnxruntime" else bert.hidden

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector for each text, shape (texts, width); equal texts are read once."""
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        distinct = np.zeros((len(places), self.width), np.float32)
        rows = [encoding.ids for encoding in self._tokens.encode_batch(list(places))]
        order = sorted(range(len(rows)), key=lambda index: (len(rows[index]), index))
        for first, last in _batches([len(rows[index]) for index in order]):
            batch = order[first:last]
            distinct[batch] = self._vectors([rows[index] for index in batch])
        vectors: Floats = distinct[[places[text] for text in texts]]
        return vectors

    def _vectors(self, rows: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros((len(rows), longest), np.float32)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = row
            mask[index, : len(row)] = 1
        hidden = self._pass(ids, mask)
        total = (hidden * mask[..., None]).sum(1)
        lengths = np.linalg.norm(total, axis=1, keepdims=True)
        unit: Floats = total / np.maximum(lengths, np.float32(1e-9))
        return unit


def _batches(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Return (first, last) of runs of texts, shortest first, that cost least in padding and passes.

    >>> _batches([3, 3, 3, 40])
    [(0, 3), (3, 4)]
    """
    cheapest, start = [0], [0]
    for last, longest in enumerate(lengths, 1):
        first = range(max(0, last - _AT_ONCE), last)
        costs = [cheapest[one] + _A_PASS + (last - one) * longest for one in first]
        cheapest.append(min(costs))
        start.append(first[costs.index(cheapest[-1])])
    found, last = [], len(lengths)
    while last:
        found.append((start[last], last))
        last = start[last]
    return found[::-1]


def _onnx_pass(bert: Bert) -> Pass:
    import onnxruntime

    from scenescore.story.encoder.onnx_graph import graph_of

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(os.cpu_count() or 1, _MOST_THREADS)
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        graph_of(bert), options, providers=["CPUExecutionProvider"]
    )

    def run(ids: Ints, mask: Floats) -> Floats:
        hush = ((1 - mask) * HIDDEN).astype(np.float32)[:, None, None, :]
        places = np.arange(ids.shape[1], dtype=np.int64)[None]
        (hidden,) = session.run(["hidden"], {"ids": ids, "places": places, "hush": hush})
        answer: Floats = hidden
        return answer

    return run
