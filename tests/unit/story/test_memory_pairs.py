"""Ten pairs of scenes, labelled before the rule was run on them: what memory does to the second."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from story_films import film

from scenescore.story.analyse import analyse
from scenescore.story.emotion_rows import BITTERSWEET, LOSS

PAIRS = json.loads(Path(__file__).with_name("memory_pairs.json").read_text("utf-8"))["pairs"]
MUST = 8


def _is_bittersweet(brief):
    less = brief.portrayed.valence - brief.felt.valence
    return brief.portrayed.valence > 0.3 and less >= 0.15 and set(brief.emotions) & {*BITTERSWEET}


def _is_same(brief):
    return abs(brief.portrayed.valence - brief.felt.valence) < 0.1


def _is_loss(brief):
    return brief.felt.valence == brief.portrayed.valence < -0.3 and set(brief.emotions) & {*LOSS}


def _is_tense(brief):
    return brief.felt.tension >= brief.portrayed.tension + 0.1


FELT = {
    "bittersweet": _is_bittersweet,
    "same": _is_same,
    "loss": _is_loss,
    "tense": _is_tense,
}


def agreeing(analyst):
    """Return the names of the pairs felt as labelled."""
    told = {
        pair["name"]: analyse(film(pair["before"], pair["after"]), analyst=analyst)[1]
        for pair in PAIRS
    }
    return [pair["name"] for pair in PAIRS if FELT[pair["felt"]](told[pair["name"]])]


def test_there_are_ten_pairs_and_every_kind_of_answer():
    assert len(PAIRS) == 10
    assert {pair["felt"] for pair in PAIRS} == set(FELT)


def test_memory_agrees_with_the_labels_of_the_pairs():
    assert len(agreeing("lexicon")) >= MUST


@pytest.mark.parametrize(
    "pair", [p for p in PAIRS if p["felt"] == "bittersweet"], ids=lambda pair: pair["name"]
)
def test_without_memory_the_same_joy_is_plain(pair):
    alone = analyse(film(pair["before"], pair["after"]), analyst="lexicon", memory=False)[1]
    assert not _is_bittersweet(alone)
