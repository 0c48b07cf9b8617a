"""Tunes one can remember, owners one can tell apart, and what can be done with a theme."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from scenescore.core.types import Mood, ThemeSlot
from scenescore.music.composers.orchestra.characters import CHARACTERS
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.meter import parse_meter
from scenescore.music.composers.orchestra.operators import (
    OPERATORS,
    invert,
    refit,
    sequence,
    stretch,
)
from scenescore.music.composers.orchestra.styles import STYLES
from scenescore.music.composers.orchestra.themes import write_theme
from scenescore.music.composers.orchestra.tunes import ornamented, write_bridge, write_tune

COMMON = parse_meter("4/4")


@pytest.mark.parametrize("name", sorted(CHARACTERS))
def test_a_tune_fits_its_bars_and_a_twelfth(name):
    for seed in range(6):
        notes = write_tune(name, Dice(seed, name), COMMON, 8)
        assert max(n.onset_beats + n.length_beats for n in notes) <= 32 + 1e-9
        steps = [n.step for n in notes]
        assert max(steps) - min(steps) <= 11
        for before, after in pairwise(notes):
            assert before.onset_beats + before.length_beats <= after.onset_beats + 1e-9


@pytest.mark.parametrize("name", sorted(set(CHARACTERS) - {"call", "still"}))
def test_tunes_move_mostly_by_step(name):
    leaps = moves = 0
    for seed in range(20):
        notes = write_tune(name, Dice(seed, name), COMMON, 8)
        moves += len(notes) - 1
        leaps += sum(1 for a, b in pairwise(notes) if abs(b.step - a.step) > 2)
    assert leaps / moves <= 0.2


@pytest.mark.parametrize("meter", ["3/4", "6/8", "5/4", "7/8", "2/4", "12/8"])
def test_a_tune_can_be_written_in_any_meter(meter):
    beats = parse_meter(meter)
    notes = write_tune("song", Dice(1, meter), beats, 4)
    assert max(n.onset_beats + n.length_beats for n in notes) <= 4 * beats.length_beats + 1e-9


def _over_lines(notes):
    """Return (note, note after) of every note that sounds over a bar line."""
    return [
        (a, b) for a, b in pairwise(notes)
        if a.onset_beats // 4 < (a.onset_beats + a.length_beats - 1e-6) // 4
        and b.onset_beats // 4 > a.onset_beats // 4
    ]  # fmt: skip


def test_calm_tunes_hold_notes_over_the_bar_line_and_let_them_fall_by_a_step():
    held = [_over_lines(write_tune("lament", Dice(seed, "held"), COMMON)) for seed in range(20)]
    assert sum(1 for found in held if found) >= 12
    assert {a.step - b.step for found in held for a, b in found} == {1}
    assert not any(_over_lines(write_tune("motor", Dice(seed, "x"), COMMON)) for seed in range(20))


@pytest.mark.parametrize("name", sorted(CHARACTERS))
def test_a_bent_note_never_meets_its_neighbour(name):
    for seed in range(20):
        for a, b in pairwise(write_tune(name, Dice(seed, name, "bent"), COMMON)):
            if a.step != b.step:
                # A scale step is a semitone or more, so bends towards each other could meet.
                assert (b.step - a.step) * (2 * (b.step - a.step) + b.alter - a.alter) > 0
                assert abs(b.step - a.step) > 1 or (b.alter - a.alter) * (b.step - a.step) >= 0


def test_syncopated_tunes_come_before_the_bar():
    tunes = [write_tune("jazz", Dice(seed, "early"), COMMON) for seed in range(20)]
    early = [n for notes in tunes for n in notes if n.onset_beats % 4 == 3.5 and n.length_beats > 1]
    assert len(early) >= 10


@pytest.mark.parametrize("name", sorted(CHARACTERS))
def test_a_bridge_sets_out_from_elsewhere_in_another_rhythm(name):
    apart = 0
    for seed in range(10):
        dice = Dice(seed, name, "bridge")
        notes = write_tune(name, dice, COMMON)
        bridge = write_bridge(name, dice, COMMON, notes)
        assert max(n.onset_beats + n.length_beats for n in bridge) <= 32 + 1e-9
        here, there = (
            [n.onset_beats for n in tune if n.onset_beats < 4] for tune in (notes, bridge)
        )
        apart += here != there and bridge[0].step % 7 != notes[0].step % 7
    assert apart >= 7


@pytest.mark.parametrize("seed", range(8))
def test_a_phrase_said_again_gains_passing_notes_and_loses_none(seed):
    notes = write_tune("lyric", Dice(seed, "again"), COMMON)
    again = ornamented(notes, Dice(1, "ornaments"))
    first = {(n.onset_beats, n.step) for n in notes}
    assert first <= {(n.onset_beats, n.step) for n in again}
    assert len(notes) <= len(again) <= len(notes) + 2
    has_thirds = any(
        abs(b.step - a.step) == 2 and 1 <= a.length_beats == b.onset_beats - a.onset_beats
        for a, b in pairwise(notes)
    )
    assert (len(again) > len(notes)) == has_thirds
    for (before, passing), after in zip(pairwise(again), again[2:], strict=False):
        if (passing.onset_beats, passing.step) not in first:
            assert abs(passing.step - before.step) == abs(after.step - passing.step) == 1


def test_every_style_sings_in_characters_that_exist():
    for style in STYLES.values():
        assert set(style.character) <= set(CHARACTERS)


def _slot(owner, role="recurring", **mood):
    return ThemeSlot(owner, role=role, mood=Mood(**mood))


def _grams(theme):
    notes = theme.notes
    moves = [
        (b.step - a.step, round((b.onset_beats - a.onset_beats) * 2)) for a, b in pairwise(notes)
    ]
    return {tuple(moves[i : i + 4]) for i in range(len(moves) - 3)}


def test_a_theme_is_the_same_for_the_same_owner_and_seed():
    assert write_theme(_slot("ANNA"), 3, "1") == write_theme(_slot("ANNA"), 3, "1")
    assert write_theme(_slot("ANNA"), 3, "1").notes != write_theme(_slot("ANNA"), 4, "1").notes


def test_owners_can_be_told_apart():
    owners = ["ANNA", "BOB", "CARL", "DORA", "EVE", "FRANK", "GRACE", "HUGO"]
    themes = [write_theme(_slot(owner, "protagonist"), 1, "1") for owner in owners]
    for one, two in combinations(themes, 2):
        shared = _grams(one) & _grams(two)
        assert len(shared) / max(len(_grams(one) | _grams(two)), 1) <= 0.15


def test_an_antagonist_is_conceived_in_minor_and_a_happy_hero_in_major():
    assert write_theme(_slot("X", "antagonist", valence=0.2), 1, "1").minor
    assert not write_theme(_slot("Y", "protagonist", valence=0.5), 1, "1").minor


def test_a_theme_has_four_to_eight_bars():
    for owner in ("A", "B", "C", "D", "E"):
        for role in ("protagonist", "antagonist", "beloved", "recurring"):
            theme = write_theme(_slot(owner, role), 1, "1")
            assert 12 < theme.length_beats <= 32


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_an_operator_fills_no_more_than_its_bars(operator):
    notes = write_tune("noble", Dice(1, "operators"), COMMON, 8)
    found = OPERATORS[operator](notes, 4.0, 0, 4)
    assert found
    assert max(n.onset_beats + n.length_beats for n in found) <= 16 + 1e-9
    assert all(n.length_beats > 0 for n in found)


def test_a_sequence_stays_within_a_twelfth_however_long():
    tune = write_tune("playful", Dice(3, "climb"), parse_meter("4/4"), 8)
    head = [note.step for note in tune if note.onset_beats < 8]
    steps = [note.step for note in sequence(tune, 4.0, 16)]
    assert max(steps) - min(steps) <= max(10, max(head) - min(head) + 1)
    assert max(steps) > max(head)


def test_inversion_mirrors_every_move():
    notes = write_tune("lyric", Dice(2, "mirror"), COMMON, 4)
    for (a, b), (c, d) in zip(pairwise(notes), pairwise(invert(notes)), strict=True):
        assert d.step - c.step == -(b.step - a.step)


def test_augmentation_doubles_and_diminution_halves_time():
    notes = write_tune("lyric", Dice(2, "stretch"), COMMON, 4)
    assert stretch(notes, 2.0)[-1].onset_beats == 2 * notes[-1].onset_beats
    assert stretch(stretch(notes, 2.0), 0.5) == notes


def test_a_theme_in_four_is_refitted_to_three():
    notes = write_tune("song", Dice(2, "refit"), COMMON, 8)
    found = refit(notes, 4.0, 3.0)
    assert max(n.onset_beats + n.length_beats for n in found) <= 24 + 1e-9
    for before, after in pairwise(found):
        assert before.onset_beats + before.length_beats <= after.onset_beats + 1e-9
