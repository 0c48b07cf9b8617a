"""Sections are heard to begin: their chords, their players, and the key that holds a cue."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from scenescore.core.genres import GENRES
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.orchestra.compose import furnish, write_lines, write_score
from scenescore.music.composers.orchestra.counterpoint import ground
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.form import sections_of
from scenescore.music.composers.orchestra.homing import bring_home
from scenescore.music.composers.orchestra.joins import JOINS
from scenescore.music.composers.orchestra.lines import Lines
from scenescore.music.composers.orchestra.model import Tone
from scenescore.music.composers.orchestra.orchestrate import resting
from scenescore.music.composers.orchestra.scales import pitch_classes
from scenescore.music.composers.orchestra.styles import STYLES
from scenescore.music.composers.orchestra.textures import SUSTAINED
from scenescore.music.composers.orchestra.textures.melodic import can_sing

TUNEFUL = ("romance", "folk", "adventure", "western", "wonder", "period classical", "tragedy")


def _is_pitched(instrument):
    return not INSTRUMENTS[instrument].is_drums and instrument != "risers"


def test_a_section_does_not_begin_with_the_chord_that_led_into_it():
    same = []
    for genre, variation in product(TUNEFUL, range(3)):
        room = furnish(MusicBrief(75.0, genre, mood=GENRES[genre].mood, variation=variation), 1)
        for first, _ in sections_of(room.phrases)[1:]:
            at = room.grid.bars[first].start_beats
            same.append(set(room.chord_at(at - 0.1).classes) == set(room.chord_at(at).classes))
    assert sum(same) <= 0.1 * len(same)


@pytest.mark.parametrize("genre", sorted(GENRES))
def test_no_introduction_is_left_to_long_notes_of_one_who_cannot_hold_them(genre):
    for seed in range(4):
        room = furnish(MusicBrief(60.0, genre, mood=GENRES[genre].mood), seed)
        away = resting(room, "intro")
        heard = [own for own in room.style.layers if own.enter < 0.1 and own.name not in away]
        assert not heard or any(
            own.texture not in (*SUSTAINED, "bass") or any(map(can_sing, own.players))
            for own in heard
        )


@pytest.mark.parametrize("genre", sorted(GENRES))
def test_an_introduction_is_carried_by_few_and_never_silent(genre):
    room = furnish(MusicBrief(60.0, genre, mood=GENRES[genre].mood), 1)
    if room.phrases[0].role != "intro" or genre == "percussion":
        return
    end = room.span(room.phrases[0])[1]
    lines = write_lines(room)
    pitched = [line for line in lines.found.values() if _is_pitched(line.instrument)]
    assert any(tone.onset < end for line in pitched for tone in line.tones)


def test_a_build_holds_somebody_back_for_the_climax_where_others_can_carry_it():
    held = 0
    for genre in sorted(GENRES):
        room = furnish(MusicBrief(6.0, genre, mood=GENRES[genre].mood), 1)
        opening = {layer.name for layer in STYLES[genre].layers if layer.enter < 0.1}
        held += bool(resting(room, "build") & opening)
        assert not resting(room, "climax")
    assert held >= 8


def test_the_last_section_stands_in_one_key():
    for genre in sorted(GENRES):
        for variation in range(4):
            brief = MusicBrief(110.0, genre, mood=GENRES[genre].mood, variation=variation)
            phrases = furnish(brief, 1).phrases
            last = [p for p in phrases if p.first >= sections_of(phrases)[-1][0]]
            assert len({phrase.key for phrase in last}) == 1


# ------------------------------------------------------------------ what leaves the mode


def _approached(room):
    """Return lines whose bass steps into every bar from a semitone below the mode's own notes."""
    lines = Lines()
    mode = pitch_classes(room.key.tonic, room.key.mode)
    tones = []
    for bar in room.grid.bars[: room.grid.end_bar]:
        chord = room.chord_at(bar.start_beats)
        inside = {*mode, *room.chord_at(bar.start_beats + 3).classes}
        root = 36 + chord.bass
        stray = next(pitch for pitch in range(root, root + 12) if pitch % 12 not in inside)
        tones += [Tone(bar.start_beats, 3.0, root), Tone(bar.start_beats + 3, 1.0, stray)]
    third, fifth = 60 + mode[2] % 12, 67 + (mode[4] - 7) % 12
    held = [Tone(b.start_beats, 4.0, p) for b in room.grid.bars for p in (third, fifth)]
    lines.add("violas", "sustain", held, ("pad", "held"))
    lines.add("basses", "sustain", tones, ("bass", "low"))
    return lines, mode


@pytest.mark.parametrize(("tension", "homed"), [(0.0, True), (0.6, False)])
def test_passing_notes_come_home_when_tension_does_not_pay_for_them(tension, homed):
    room = furnish(MusicBrief(45.0, "understated drama", mood=Mood(-0.3, 0.0, tension)), 1)
    lines, mode = _approached(room)
    before = [tone.pitch for tone in lines.line("basses", "sustain").tones]
    bring_home(room, lines)
    after = [tone.pitch for tone in lines.line("basses", "sustain").tones]
    moved = [new for old, new in zip(before, after, strict=True) if old != new]
    assert bool(moved) == homed
    assert all(pitch % 12 in mode for pitch in moved)


def test_the_tune_keeps_its_foreign_notes():
    room = furnish(MusicBrief(45.0, "understated drama", mood=Mood(-0.3, 0.0, 0.0)), 1)
    mode = pitch_classes(room.key.tonic, room.key.mode)
    stray = next(pitch for pitch in range(72, 84) if pitch % 12 not in mode)
    tune = [Tone(float(beat), 1.0, stray) for beat in range(0, 16)]
    lines = Lines()
    lines.add("violins-1", "sustain", list(tune), ("melody", "top"))
    bring_home(room, lines)
    assert lines.line("violins-1", "sustain").tones == tune


# ------------------------------------------------------------------ the end


def test_nobody_sounds_below_the_root_of_the_last_chord():
    room = furnish(MusicBrief(30.0, "romance", mood=Mood(0.5)), 1)
    chord = room.chords[-1]
    lines = Lines()
    fifth = 48 + (chord.bass + 7) % 12
    lines.add(
        "celli", "sustain", [Tone(chord.start, 3.0, fifth), Tone(chord.start, 3.0, fifth + 5)]
    )
    ground(room, lines)
    assert min(tone.pitch for tone in lines.line("celli", "sustain").tones) % 12 == chord.bass


@pytest.mark.parametrize("genre", ["war", "metal", "western", "thriller pulse"])
def test_a_short_cue_tells_its_third(genre):
    for valence in (-0.6, 0.6):
        room = furnish(MusicBrief(5.0, genre, mood=Mood(valence, 0.4, 0.5)), 1)
        third = (room.key.tonic + (4 if room.key.is_major else 3)) % 12
        assert any(third in chord.classes for chord in room.chords)


# ------------------------------------------------------------------ joins


@pytest.mark.parametrize("join", ["harp", "strings-run", "piccolo-run"])
def test_runs_into_a_stroke_are_not_all_one_run(join):
    room = furnish(MusicBrief(30.0, "wonder", mood=GENRES["wonder"].mood), 1)
    moves = set()
    for seed in range(8):
        pitches = [tone.pitch for _, tone in JOINS[join](room, 16.0, 0.6, Dice(seed, "join"))]
        moves.add(tuple(b - a for a, b in pairwise(pitches)))
    assert len(moves) >= 4


def test_every_section_is_led_into():
    score = write_score(MusicBrief(90.0, "space opera", mood=GENRES["space opera"].mood), 1)
    swells = [n for part in score.parts if _is_noise(part) for n in part.notes]
    for section in score.form[1:]:
        assert any(abs(n.onset_beats - section.at_beats) < 9 for n in swells)


def _is_noise(part):
    return part.instrument in ("orchestral-percussion", "risers", "timpani", "harp", "violins-1")
