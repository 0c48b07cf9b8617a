"""Writes a small BERT as an ONNX graph, so that onnxruntime can run it: about twice numpy's speed.

ONNX files are protocol buffers; the few messages needed are written here by hand, so that neither
torch nor the onnx package is. Field numbers: onnx.proto of ONNX 1.15, operator set 20.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from scenescore.story.encoder.bert import Bert, Layer, Linear, Norm

_IR_VERSION, _OPERATORS = 9, 20
_FLOAT, _INT64 = 1, 7
"""TensorProto.DataType."""
_A_FLOAT, _A_INT, _A_INTS = 1, 2, 7
"""AttributeProto.AttributeType."""


def graph_of(bert: Bert) -> bytes:
    """Return the model: inputs `ids` (texts, tokens), `places` (1, tokens) and `hush`
    (texts, 1, 1, tokens), output `hidden` (texts, tokens, width).
    """
    return _Writer().model(bert)


# ------------------------------------------------------------------ protocol buffers


def _varint(number: int) -> bytes:
    out = bytearray()
    number &= (1 << 64) - 1
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _float(field: int, value: float) -> bytes:
    return _varint(field << 3 | 5) + struct.pack("<f", value)


# ------------------------------------------------------------------ ONNX messages


def _tensor(name: str, values: npt.NDArray[np.generic]) -> bytes:
    """Return a TensorProto: dims, data_type, name, raw_data."""
    kind = _INT64 if values.dtype == np.int64 else _FLOAT
    dims = b"".join(_number(1, size) for size in values.shape)
    raw = np.ascontiguousarray(values).tobytes()
    return dims + _number(2, kind) + _text(8, name) + _bytes(9, raw)


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    """Return a ValueInfoProto; a size given as text is open."""
    dims = b"".join(
        _bytes(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape
    )
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dims)))


def _attribute(name: str, value: float | int | Sequence[int]) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _float(2, value) + _number(20, _A_FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _A_INT)
    return _text(1, name) + b"".join(_number(8, n) for n in value) + _number(20, _A_INTS)


class _Writer:
    """Collects nodes and tensors; each step returns the name of what it made."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []
        self._count = 0

    def model(self, bert: Bert) -> bytes:
        x = self._embed(bert)
        for layer in bert.layers:
            x = self._layer(layer, x, bert)
        self._nodes.append(_text(1, x) + _text(2, "hidden") + _text(4, "Identity"))
        graph = b"".join(
            [
                *(_bytes(1, node) for node in self._nodes),
                _text(2, "encoder"),
                *(_bytes(5, tensor) for tensor in self._tensors),
                _bytes(11, _value("ids", _INT64, ("texts", "tokens"))),
                _bytes(11, _value("places", _INT64, (1, "tokens"))),
                _bytes(11, _value("hush", _FLOAT, ("texts", 1, 1, "tokens"))),
                _bytes(12, _value("hidden", _FLOAT, ("texts", "tokens", bert.width))),
            ]
        )
        operators = _text(1, "") + _number(2, _OPERATORS)
        return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, operators)

    def _embed(self, bert: Bert) -> str:
        words = self._node("Gather", self._keep(bert.words), "ids")
        places = self._node("Gather", self._keep(bert.places), "places")
        return self._norm(bert.norm, self._node("Add", words, places))

    def _layer(self, layer: Layer, x: str, bert: Bert) -> str:
        heads, width = bert.heads, bert.width
        split = self._keep(np.array([0, 0, heads, width // heads], np.int64))
        query, key, value = (
            self._node(
                "Transpose",
                self._node("Reshape", self._linear(step, x), split),
                perm=order,
            )
            for step, order in (
                (layer.query, (0, 2, 1, 3)),
                (layer.key, (0, 2, 3, 1)),
                (layer.value, (0, 2, 1, 3)),
            )
        )
        scores = self._node("Add", self._node("MatMul", query, key), "hush")
        mixed = self._node("MatMul", self._node("Softmax", scores, axis=-1), value)
        joined = self._node(
            "Reshape",
            self._node("Transpose", mixed, perm=(0, 2, 1, 3)),
            self._keep(np.array([0, 0, width], np.int64)),
        )
        x = self._norm(
            layer.attended_norm, self._node("Add", x, self._linear(layer.attended, joined))
        )
        narrow = self._linear(layer.narrow, self._node("Gelu", self._linear(layer.wide, x)))
        return self._norm(layer.norm, self._node("Add", x, narrow))

    def _linear(self, step: Linear, x: str) -> str:
        return self._node(
            "Add", self._node("MatMul", x, self._keep(step.weight)), self._keep(step.bias)
        )

    def _norm(self, norm: Norm, x: str) -> str:
        return self._node(
            "LayerNormalization",
            x,
            self._keep(norm.gain),
            self._keep(norm.bias),
            axis=-1,
            epsilon=norm.epsilon,
        )

    def _node(self, kind: str, *inputs: str, **attributes: float | int | Sequence[int]) -> str:
        made = self._name()
        parts: Iterable[bytes] = (
            *(_text(1, name) for name in inputs),
            _text(2, made),
            _text(4, kind),
            *(_bytes(5, _attribute(name, value)) for name, value in attributes.items()),
        )
        self._nodes.append(b"".join(parts))
        return made

    def _keep(self, values: npt.NDArray[np.generic]) -> str:
        name = self._name()
        self._tensors.append(_tensor(name, values))
        return name

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count}"
