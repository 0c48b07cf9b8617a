"""Ten pairs of scenes by somebody who had seen neither the rule nor the program.

They are no gate of the rule, which was not made for them: they hold what it reaches. A label on an
axis is `lower`, `higher`, `same` (within the rounding of 0.05) or `any`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenescore.screenplay.read import read_bytes
from scenescore.story.analyse import analyse

PAIRS = json.loads(Path(__file__).with_name("memory_pairs_blind.json").read_text("utf-8"))["pairs"]
AXES = ("valence", "arousal", "tension")


@pytest.fixture(scope="module")
def verdicts():
    return {pair["name"]: dict(zip(AXES, _agrees(pair), strict=True)) for pair in PAIRS}


def _agrees(pair):
    text = "\n\n".join(["Title: Pair", pair["before"], *pair["between"], pair["after"]])
    last = analyse(read_bytes(text.encode(), name="pair.fountain"), analyst="lexicon")[-1]
    for axis in AXES:
        moved = getattr(last.felt, axis) - getattr(last.portrayed, axis)
        heard = "same" if abs(moved) < 0.051 else "higher" if moved > 0 else "lower"
        yield pair["felt_against_portrayed"][axis] in ("any", heard)


def test_most_moods_move_as_a_film_person_says(verdicts):
    assert sum(all(axes.values()) for axes in verdicts.values()) >= 6
    assert sum(axes["valence"] for axes in verdicts.values()) >= 7
