"""The schema of an answer to our own prompt: finite, so that an answer always ends.

The same schema steers a model of ours token by token, is sent to servers that know schemas, and is
checked by us in every case.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.functional_validators import AfterValidator

from scenescore.core.errors import BadAnswerError
from scenescore.core.genres import GENRES
from scenescore.core.types import SceneFunction
from scenescore.story.emotions import vocabulary
from scenescore.story.llm.answer import Answer

FUNCTIONS: tuple[str, ...] = get_args(SceneFunction)
WORD = r"[a-z]{2,14}(-[a-z]{2,8})?"
TITLE = r"[A-Z][a-z']{0,11}( [A-Za-z][a-z']{0,11}){0,4}"
_LONGEST_WORD, _LONGEST_TITLE = 23, 64
_MOST_FEELINGS = 3
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


@cache
def feelings() -> tuple[str, ...]:
    """Return the words for feelings that an answer may hold."""
    return tuple(emotion.word for emotion in vocabulary())


@cache
def json_schema() -> dict[str, Any]:
    """Return the schema as JSON Schema; every string in it has a longest form."""
    properties: dict[str, Any] = {
        "genre": {"type": "string", "enum": list(GENRES)},
        "emotions": {
            "type": "array",
            "items": {"type": "string", "enum": list(feelings())},
            "minItems": 1,
            "maxItems": _MOST_FEELINGS,
        },
        "words": {
            "type": "array",
            "items": {"type": "string", "pattern": f"^{WORD}$"},
            "minItems": 3,
            "maxItems": 3,
        },
        "title": {"type": "string", "pattern": f"^{TITLE}$"},
        "function": {"type": "string", "enum": list(FUNCTIONS)},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@cache
def longest_answer() -> int:
    """Return the length in characters of the longest answer the schema allows, compactly written.

    A token is at least one character here, so it bounds the number of tokens too.
    """
    longest = {
        "genre": max(GENRES, key=len),
        "emotions": [max(feelings(), key=len)] * _MOST_FEELINGS,
        "words": ["w" * _LONGEST_WORD] * 3,
        "title": "T" * _LONGEST_TITLE,
        "function": max(FUNCTIONS, key=len),
    }
    return len(json.dumps(longest, separators=(",", ":")))


def repeats_a_word(text: str) -> bool:
    """Return True when an answer, or the beginning of one, says one of its three words twice."""
    said = re.findall(r'"([^"]*)"', text.partition('"words":[')[2].partition("]")[0])
    return len(set(said)) < len(said)


def _one_of(known: tuple[str, ...], what: str) -> AfterValidator:
    names = {name.lower(): name for name in known}

    def check(value: str) -> str:
        if value.lower().strip() not in names:
            raise ValueError(f"'{value[:40]}' is no {what} of the list")
        return names[value.lower().strip()]

    return AfterValidator(check)


_Short = StringConstraints(strip_whitespace=True, min_length=2, max_length=40)


class _Form(BaseModel):
    """What a server may send; letter case is forgiven, unknown names are not."""

    model_config = ConfigDict(extra="ignore", strict=True)

    genre: Annotated[str, _one_of(tuple(GENRES), "genre")]
    emotions: Annotated[
        list[Annotated[str, _one_of(feelings(), "feeling")]],
        Field(min_length=1, max_length=_MOST_FEELINGS),
    ]
    words: Annotated[list[Annotated[str, _Short]], Field(min_length=3, max_length=3)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    function: Annotated[str, _one_of(FUNCTIONS, "function")]


def read_answer(raw: str) -> Answer:
    """Return the answer in a JSON text; a code fence or talk around the object is forgiven.

    Raises
    ------
    BadAnswerError
        no object in it, or one that is not of the schema; the message says what is wrong
    """
    found = _OBJECT.search(raw)
    try:
        form = _Form.model_validate_json(found[0] if found else raw)
    except ValidationError as problem:
        raise BadAnswerError(
            f"the answer is not of the form asked for: {_told(problem)}", raw=raw
        ) from problem
    return Answer(
        raw,
        form.genre,
        tuple(dict.fromkeys(form.emotions)),
        tuple(dict.fromkeys(word.lower() for word in form.words)),
        form.title,
        form.function,
    )


def _told(problem: ValidationError) -> str:
    """Return what is wrong in a few words, fit to be told to a model."""
    faults = [
        ": ".join(part for part in (".".join(map(str, fault["loc"])), fault["msg"]) if part)
        for fault in problem.errors(include_url=False, include_input=False)
    ]
    return "; ".join(faults[:4])
