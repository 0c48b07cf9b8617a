"""Pairs of scenes and how the second is felt, a label on each axis.

`memory_pairs_blind` is by somebody who had seen neither the rule nor the program, and
`memory_pairs_later` was written before the rule learned of wins, falls, nerves and secrets. Both
were looked at since: they hold what the rule reaches. A label is `lower`, `higher`, `same` (within
the rounding of 0.05) or `any`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenescore.screenplay.read import read_bytes
from scenescore.story.analyse import analyse

AXES = ("valence", "arousal", "tension")
REACHED = {"memory_pairs_blind": 9, "memory_pairs_later": 11}
"""Pairs that agree on every axis, of 10 and of 14."""


def agreeing(name, analyst):
    """Return the names of the pairs felt as labelled on every axis, and how many there are."""
    path = Path(__file__).with_name(f"{name}.json")
    pairs = json.loads(path.read_text("utf-8"))["pairs"]
    return [pair["name"] for pair in pairs if all(_agrees(pair, analyst))], len(pairs)


def _agrees(pair, analyst):
    text = "\n\n".join(["Title: Pair", pair["before"], *pair["between"], pair["after"]])
    last = analyse(read_bytes(text.encode(), name="pair.fountain"), analyst=analyst)[-1]
    for axis in AXES:
        moved = getattr(last.felt, axis) - getattr(last.portrayed, axis)
        heard = "same" if abs(moved) < 0.051 else "higher" if moved > 0 else "lower"
        yield pair["felt_against_portrayed"][axis] in ("any", heard)


@pytest.mark.parametrize("name", REACHED)
def test_most_moods_move_as_a_film_person_says(name):
    assert len(agreeing(name, "lexicon")[0]) >= REACHED[name]
