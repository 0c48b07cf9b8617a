"""The same music is played otherwise in another mood: calm is held, haste is struck."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenescore.core.genres import GENRES
from scenescore.core.timing import TempoMap
from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.compose import furnish, write_score
from scenescore.music.composers.orchestra.grooves import GROOVES
from scenescore.music.composers.orchestra.joins import JOINS
from scenescore.music.composers.orchestra.model import Stage
from scenescore.music.composers.orchestra.textures.drums import pattern_of
from scenescore.music.composers.orchestra.textures.sustained import chorale
from scenescore.music.composers.orchestra.touch import played, shaken

CALM, EVEN, STIRRED = -0.8, 0.0, 0.8


def _room(genre, arousal, seed=1):
    mood = replace(GENRES[genre].mood, arousal=arousal)
    return furnish(MusicBrief(60.0, genre, mood=mood), seed)


def _score(genre, arousal, seed=1):
    mood = replace(GENRES[genre].mood, arousal=arousal)
    return write_score(MusicBrief(60.0, genre, mood=mood), seed)


def _levels(room):
    return {layer.name: layer.level for layer in played(room).style.layers}


def test_what_is_held_steps_back_and_what_is_struck_steps_forward():
    calm, stirred = (_levels(_room("understated drama", a)) for a in (CALM, STIRRED))
    assert stirred["strings"] < calm["strings"]
    assert stirred["piano"] > calm["piano"]
    assert stirred["lead"] == calm["lead"]


def test_an_even_mood_leaves_the_layers_as_written():
    room = _room("understated drama", EVEN)
    written = {layer.name: layer.level for layer in room.style.layers}
    assert _levels(room) == pytest.approx(written)


@pytest.mark.parametrize(
    ("genre", "layer", "instead"),
    [("psychological strings", "tremolo", "slow"), ("mediterranean", "trem", "sustain")],
)
def test_strokes_tremble_only_where_the_moment_is_strong(genre, layer, instead):
    room = _room(genre, EVEN)
    written = next(own for own in room.style.layers if own.name == layer)
    weak, strong = (replace(room.phrases[0], intensity=level) for level in (0.2, 0.8))
    assert shaken(written, weak).articulation == instead
    assert shaken(written, strong).articulation == "tremolo"


def test_the_more_stirred_a_scene_the_longer_its_strings_tremble():
    shares = []
    for arousal in (CALM, EVEN, STIRRED):
        score = _score("psychological strings", arousal)
        clock = TempoMap(score.tempo)
        shares.append(
            sum(
                clock.beats_to_seconds(note.onset_beats + note.length_beats)
                - clock.beats_to_seconds(note.onset_beats)
                for part in score.parts
                if part.articulation == "tremolo"
                for note in part.notes
            )
        )
    assert shares[0] < shares[1] < shares[2]


def test_held_strings_begin_softly_when_calm_and_all_sharply_when_stirred():
    manners = {
        arousal: {part.articulation for part in _score("choir", arousal).parts
                  if part.family == "choir"}
        for arousal in (CALM, EVEN, STIRRED)
    }  # fmt: skip
    assert "slow" in manners[CALM]
    assert manners[EVEN] == {"sustain"}
    assert manners[STIRRED] == {"fast"}


@pytest.mark.parametrize("name", ["riser", "swell"])
@pytest.mark.parametrize("genre", ["suspense drone", "horror", "disaster"])
def test_noise_into_a_join_fills_no_calm_scene(genre, name):
    lasting = []
    for arousal in (-0.9, -0.3, 0.3, 0.9):
        room = _room(genre, arousal)
        at = room.grid.final_beats
        tone = JOINS[name](room, at, 0.5, room.dice("join"))[0][1]
        clock = room.grid.clock
        lasting.append(clock.beats_to_seconds(at) - clock.beats_to_seconds(at - tone.length))
    assert lasting == sorted(lasting)
    assert lasting[0] < 2.0


@pytest.mark.parametrize("genre", sorted(GENRES))
def test_no_calm_cue_begins_in_silence(genre):
    score = _score(genre, -0.9)
    clock = TempoMap(score.tempo)
    first_s = min(clock.beats_to_seconds(n.onset_beats) for p in score.parts for n in p.notes)
    assert first_s < 1.5


def _hymn(arousal):
    """Return the chorale of a room with long chords, one tone a stroke."""
    room = _room("choir", arousal)
    layer = next(own for own in room.style.layers if own.texture == "chorale")
    phrase = room.phrases[1]
    long = [chord for chord in room.chords_in(*room.span(phrase)) if chord.length >= 3.5]
    tones = [t for t in chorale(room, layer, Stage(phrase, room.bars(phrase))) if t.voice == 0]
    return len(tones) - len(room.chords_in(*room.span(phrase))), len(long), tones


def test_a_chorale_is_joined_when_calm_and_declaimed_when_stirred():
    calm, long, tones = _hymn(-1.0)
    stirred, _, detached = _hymn(1.0)
    assert long > 0
    assert stirred > calm
    assert max(tone.sounding for tone in detached) < min(tone.sounding for tone in tones)


def test_all_who_play_a_chorale_keep_one_rhythm():
    room = _room("choir", STIRRED)
    phrase = next(p for p in room.phrases if p.role == "climax")
    stage = Stage(phrase, room.bars(phrase))
    choir, organ = (
        {tone.onset for tone in chorale(room, own, stage)}
        for own in room.style.layers
        if own.texture == "chorale"
    )
    assert choir == organ


def _drummed(room):
    """Return the pattern of a room's first phrase."""
    layer = next(own for own in room.style.layers if own.texture == "groove")
    return pattern_of(room, layer, room.phrases[0].material)


def _struck(pattern):
    return {place for line in pattern.values() for place, mark in enumerate(line) if mark in "Xxo"}


def test_the_more_stirred_a_scene_the_fuller_its_drum_pattern():
    sparse, full = sorted(GROOVES["latin"], key=lambda pattern: len(_struck(pattern)))
    share = []
    for arousal in (CALM, EVEN, STIRRED):
        heard = [_drummed(_room("latin", arousal, seed)) for seed in range(1, 13)]
        assert all(one in (sparse, full) for one in heard)
        share.append(sum(one is full for one in heard))
    assert share == sorted(share)
    assert share[0] < 6 < share[-1]
