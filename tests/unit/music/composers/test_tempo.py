"""Bars meet seconds: duration, hard hits, tempo, soft hits, in that order."""

from __future__ import annotations

import pytest

from scenescore.core.types import Hit
from scenescore.music.composers.orchestra.meter import parse_meter
from scenescore.music.composers.orchestra.stretches import Wish
from scenescore.music.composers.orchestra.tempo import lay_out

COMMON = parse_meter("4/4")


def _downbeats_s(grid):
    return [grid.clock.beats_to_seconds(bar.start_beats) for bar in grid.bars]


@pytest.mark.parametrize("duration_s", [0.5, 1.0, 4.0, 17.3, 47.3, 300.0])
def test_the_last_bar_ends_exactly_with_the_cue(duration_s):
    grid = lay_out(duration_s, Wish(92, COMMON), ())
    assert grid.clock.beats_to_seconds(grid.bars[-1].end_beats) == pytest.approx(
        duration_s, abs=1e-4
    )


def test_hard_hits_fall_on_downbeats():
    hits = (Hit(11.4), Hit(12.9), Hit(31.05))
    grid = lay_out(47.3, Wish(118, COMMON), hits)
    for hit in hits:
        assert min(abs(at_s - hit.at_s) for at_s in _downbeats_s(grid)) < 1e-4


def test_hits_a_tenth_of_a_second_apart_both_fall_on_downbeats():
    grid = lay_out(20.0, Wish(100, COMMON), (Hit(8.0), Hit(8.1)))
    for at_s in (8.0, 8.1):
        assert min(abs(down - at_s) for down in _downbeats_s(grid)) < 1e-4


@pytest.mark.parametrize("bpm", [48, 77, 100, 133])
@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8", "5/4"])
def test_an_asked_tempo_is_kept_within_one_percent_without_hard_hits(bpm, meter):
    wish = Wish(bpm, parse_meter(meter), is_explicit=True, breath=0.02)
    grid = lay_out(33.7, wish, (Hit(9.1, weight=0.5),))
    assert all(abs(change.bpm / bpm - 1) <= 0.01 for change in grid.tempo)


def test_bars_keep_the_meter_where_no_hit_asks_otherwise():
    grid = lay_out(45.0, Wish(92, COMMON), ())
    assert {(m.beats, m.unit) for m in grid.meters()} == {(4, 4)}


def test_an_odd_bar_before_a_hit_is_said():
    grid = lay_out(47.3, Wish(118, COMMON), (Hit(11.4), Hit(30.2)))
    odd = {(m.beats, m.unit) for m in grid.meters()} - {(4, 4)}
    assert odd
    assert any("stand between" in sentence for sentence in grid.bent)


def test_a_bent_tempo_is_said():
    grid = lay_out(9.0, Wish(100, COMMON, is_explicit=True), (Hit(2.0), Hit(5.1)))
    assert any("instead of 100" in sentence for sentence in grid.bent)


def test_a_missed_soft_hit_is_said():
    wish = Wish(60, COMMON, is_explicit=True)
    grid = lay_out(24.0, wish, (Hit(7.26, weight=0.3),))
    assert any("soft hit at 7.26" in sentence for sentence in grid.bent)


def test_a_hit_outside_the_cue_is_left_out_and_said():
    grid = lay_out(10.0, Wish(92, COMMON), (Hit(11.0), Hit(-1.0)))
    assert not grid.landings
    assert len(grid.bent) == 2


def test_a_soft_hit_is_met_where_it_costs_little():
    grid = lay_out(40.0, Wish(92, COMMON), (Hit(20.3, weight=0.6),))
    assert grid.landings[0].hit.landed_s == pytest.approx(20.3, abs=0.1)


def test_the_tempo_stays_gentle_when_hits_leave_room():
    grid = lay_out(90.0, Wish(96, COMMON), (Hit(21.3), Hit(48.8), Hit(70.1)))
    assert all(0.8 < change.bpm / 96 < 1.25 for change in grid.tempo)


def test_the_last_chord_has_room_to_ring():
    grid = lay_out(45.0, Wish(92, COMMON, tail_s=3.2), ())
    tail_s = 45.0 - grid.clock.beats_to_seconds(grid.final_beats)
    assert 1.6 < tail_s < 6.0
