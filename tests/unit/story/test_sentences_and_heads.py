from __future__ import annotations

import csv

import pytest

from scenescore.story import heads
from scenescore.story.heads import parse, score_sentence
from scenescore.story.passages import passages_of, split_sentences
from scenescore.story.signals import signal_table, word_table
from scenescore.story.surface import NAMES, surface_of
from scenescore.story.wordforms import inflect, stem
from scenescore.testing import scene, screenplay


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("stop", ("stop", "stops", "stopping", "stopped")),
        ("race", ("race", "races", "racing", "raced")),
        ("cry", ("cry", "cries", "crying", "cried")),
        ("die", ("die", "dies", "dying", "died")),
        ("crash", ("crash", "crashes", "crashing", "crashed")),
        ("flee", ("flee", "flees", "fleeing", "fleed")),
        ("oh", ("oh", "ohs", "ohing", "ohed")),
    ],
)
def test_words_are_found_in_all_their_forms(word, forms):
    assert inflect(word) == forms


def test_stars_do_not_stare():
    assert not set(inflect("star")) & set(inflect("stare"))
    assert stem("doors") == stem("door")


def test_a_phrase_counts_where_its_words_stand_together():
    table = word_table({"love": [("takes_her_hand", 1.0)], "calm": [("hand", 0.5)]})
    assert table.count(["he", "takes", "her", "hand"]) == {"love": 1.0, "calm": 0.5}
    assert table.count(["her", "hand", "takes"]) == {"calm": 0.5}


def test_signals_hear_what_is_told():
    counts = signal_table().count(
        ["she", "sprints", "down", "the", "alley", "as", "bullets", "hit", "the", "wall"]
    )
    assert counts["pursuit"] >= 1
    assert counts["violence"] >= 1
    assert "love" not in counts


def test_sentences_are_cut_where_they_end():
    text = 'He stops. "Why?" she asks. Mr. Grey waits... Nothing -- then a bell!'
    assert " | ".join(split_sentences(text)) == (
        'He stops. | "Why?" she asks. | Mr. | Grey waits... | Nothing | then a bell!'
    )


def test_names_are_left_out_and_roles_stay():
    film = screenplay(
        scene(
            1, "INT. ROOM - DAY", "Joy shows the SHERIFF Joy's gun.", "JOY: Well?", "SHERIFF: No."
        )
    )
    sentence = passages_of(film)[0].told[0]
    assert "joy" not in sentence.words
    assert "sheriff" in sentence.words
    assert sentence.plain == "someone shows the sheriff someone gun."


def test_the_surface_has_a_value_for_every_name():
    measures = dict(zip(NAMES, surface_of("STOP it, you IDIOT!! Why...?"), strict=True))
    assert measures["exclamations"] == 2
    assert measures["asks"] == 1
    assert measures["capitals"] > 0
    assert measures["polarity"] < 0


def test_sentences_are_scored_by_their_words():
    glad, sad = (score_sentence(s) for s in ("What a wonderful, happy day!", "He died alone."))
    assert glad[0] > 3.2 > 2.8 > sad[0]
    assert glad[1] > sad[1]


def test_the_table_of_weights_says_where_it_comes_from():
    from importlib.resources import files

    data = files("scenescore.story") / "data"
    for name in ("emobank-heads.tsv", "LICENCE.md"):
        text = (data / name).read_text("utf-8")
        assert "CC-BY-SA 4.0" in text
        assert "EmoBank" in text


def test_a_table_is_read_as_it_is_written():
    rows = [
        ":bias\t3\t3\t3",
        *(f":{name}\t0\t1\t0\t0\t0" for name in NAMES),
        "good\t200\t500\t1\t2",
    ]
    made = parse("# a comment\n" + "\n".join(rows))
    assert made.bias == (3.0, 3.0, 3.0)
    assert made.terms == {"good": (2.0, (0.5, 0.001, 0.002))}


@pytest.mark.shared
def test_the_heads_agree_with_readers_on_emobank(shared):
    path = shared / "data" / "emobank" / "emobank.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "test"]
    guess = [heads.score_sentence(row["text"]) for row in rows]
    floors = {"V": 0.58, "A": 0.44, "D": 0.30}
    for place, (side, floor) in enumerate(floors.items()):
        asked = [float(row[side]) for row in rows]
        assert _correlation([g[place] for g in guess], asked) >= floor, side


def _correlation(one, other):
    from statistics import correlation

    return correlation(one, other)
