"""Turns the shared values into JSON and back. Knows the types' shapes, not their meaning.

Dataclasses become objects, tuples lists, `Fraction` a string ("24000/1001"), `Path` a string with
forward slashes. `key_of` names a value by the sha256 of its canonical JSON.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path, PurePath
from typing import Any, Literal, TypeVar

from scenescore.core.errors import BadDataError
from scenescore.core.files import read_bytes

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Return the value as plain dicts, lists, strings and numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): to_json(item) for name, item in value.items()}
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, PurePath):
        return value.as_posix()
    return value


def dumps(value: Any) -> str:
    """Return readable JSON text with a final line break; non-finite numbers are refused."""
    return json.dumps(to_json(value), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_json(path: Path, *, hint: str = "") -> Any | None:
    """Return a JSON file's content; None when it is not there.

    Raises
    ------
    BadDataError
        when somebody's edit broke the JSON; `hint` says what to do, if more than to mend it
    """
    if not path.exists():
        return None
    try:
        return json.loads(read_bytes(path))
    except ValueError as problem:
        known = "Mend the file, or delete it to have it made again."
        raise BadDataError(f"{path}: {problem}", hint=hint or known) from problem


def key_of(*values: Any) -> str:
    """Return the sha256 of the values' canonical JSON, as hex.

    Equal numbers have equal keys: 2 and 2.0 are one, whatever wrote them.
    """
    text = json.dumps(
        _canonical(to_json(values)),
        sort_keys=True,
        ensure_ascii=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _canonical(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def from_json(kind: type[T], data: Any) -> T:
    """Return a value of `kind` from plain JSON data; unknown fields are passed over.

    Raises
    ------
    BadDataError
        when the data does not fit, naming the place
    """
    result: T = _build(kind, data, kind.__name__)
    return result


def _build(kind: Any, data: Any, where: str) -> Any:
    if kind is Any:
        return data
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _build_union(arguments, data, where)
    if origin is Literal:
        if data not in arguments:
            raise BadDataError(f"{where}: {data!r} is none of {', '.join(map(str, arguments))}")
        return data
    if origin is tuple:
        return _build_tuple(arguments, data, where)
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, data, where)
    return _build_plain(kind, data, where)


def _build_union(arguments: tuple[Any, ...], data: Any, where: str) -> Any:
    if data is None and type(None) in arguments:
        return None
    choices = [choice for choice in arguments if choice is not type(None)]
    return _build(choices[0], data, where)


def _build_tuple(arguments: tuple[Any, ...], data: Any, where: str) -> Any:
    if not isinstance(data, list | tuple):
        raise BadDataError(f"{where}: a list is needed, not {data!r}")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_build(arguments[0], item, f"{where}[{i}]") for i, item in enumerate(data))
    if len(data) != len(arguments):
        raise BadDataError(f"{where}: {len(arguments)} items are needed, not {len(data)}")
    return tuple(
        _build(kind, item, f"{where}[{i}]")
        for i, (kind, item) in enumerate(zip(arguments, data, strict=True))
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build_dataclass(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise BadDataError(f"{where}: an object is needed, not {data!r}")
    hints = _hints(kind)
    known = {
        f.name: _build(hints[f.name], data[f.name], f"{where}.{f.name}")
        for f in dataclasses.fields(kind)
        if f.name in data
    }
    try:
        return kind(**known)
    except TypeError as missing:
        raise BadDataError(f"{where}: {str(missing).partition('__init__() ')[2]}") from missing


def _build_plain(kind: Any, data: Any, where: str) -> Any:
    if kind is Fraction:
        try:
            return Fraction(str(data))
        except (ValueError, ZeroDivisionError) as problem:
            raise BadDataError(f"{where}: {data!r} is no fraction") from problem
    if kind is Path:
        return Path(data)
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if isinstance(kind, type) and (not isinstance(data, kind) or (kind is int and data is True)):
        raise BadDataError(f"{where}: {kind.__name__} is needed, not {data!r}")
    return data
