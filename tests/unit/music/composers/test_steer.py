"""Finer wishes: gliding moods, onsets a bar, accents, kinds of chords by feeling."""

from __future__ import annotations

import pytest

from scenescore.core.timing import TempoMap
from scenescore.core.types import Hit, Mood, MusicBrief, Steer
from scenescore.music.composers.orchestra.check import bars_of, check
from scenescore.music.composers.orchestra.compose import write_score
from scenescore.music.composers.orchestra.keys import parse_key
from scenescore.music.composers.orchestra.steer import FEELINGS

_TONES = {
    "maj": {0, 4, 7}, "sus4": {0, 5, 7}, "sus2": {0, 2, 7}, "7": {0, 4, 7, 10},
    "min": {0, 3, 7}, "min7": {0, 3, 7, 10}, "dim": {0, 3, 6}, "dim7": {0, 3, 6, 9},
    "hdim7": {0, 3, 6, 10}, "maj7": {0, 4, 7, 11}, "maj6": {0, 4, 7, 9},
}  # fmt: skip


def _onset_ticks(score):
    found = []
    for start, length in bars_of(score):
        places = {
            min(round((note.onset_beats - start) * 4), round(length * 4) - 1)
            for part in score.parts
            for note in part.notes
            if start - 0.01 <= note.onset_beats < start + length - 0.01
        }
        found.append(len(places))
    return found


@pytest.mark.parametrize("genre", ["solo piano", "action ostinato", "romance"])
def test_bars_have_the_onsets_asked_for(genre):
    wanted = (2, 4, 6, 8, 10, 12, 14, 16)
    brief = MusicBrief(40.0, genre, mood=Mood(0.1, 0.2, 0.3), steer=Steer(onsets=wanted))
    assert tuple(_onset_ticks(write_score(brief, 1))[: len(wanted)]) == wanted


def test_accents_have_the_notes_asked_for():
    wanted = ((5.0, 3), (9.5, 8), (14.0, 12))
    score = write_score(MusicBrief(25.0, "adventure", steer=Steer(accents=wanted)), 1)
    clock = TempoMap(score.tempo)
    for at_s, count in wanted:
        beat = round(clock.seconds_to_beats(at_s) * 4) / 4
        begun = [n for p in score.parts for n in p.notes if abs(n.onset_beats - beat) < 0.124]
        assert len(begun) == count


def test_a_hard_hit_outranks_an_empty_bar():
    brief = MusicBrief(20.0, "war", hits=(Hit(8.0),), steer=Steer(onsets=(0,) * 12))
    assert check(write_score(brief, 1), brief) == ()


@pytest.mark.parametrize("feeling", sorted(set(FEELINGS) - {"neutral"}))
@pytest.mark.parametrize("genre", ["solo piano", "romance", "synthwave"])
def test_chords_are_of_kinds_the_feeling_allows(genre, feeling):
    steer = Steer(feelings=((0.0, "neutral"), (10.0, feeling)))
    score = write_score(MusicBrief(40.0, genre, mood=Mood(0.3, 0.0, 0.2), steer=steer), 1)
    clock = TempoMap(score.tempo)
    allowed = [_TONES[kind] for kind in FEELINGS[feeling]]
    seconds = good = 0
    for second in range(11, 40):
        beat = clock.seconds_to_beats(second)
        chord = next(c for c in reversed(score.chords) if c.at_beats <= beat + 1e-6)
        seconds += 1
        good += {(tone - chord.root) % 12 for tone in chord.pitch_classes} in allowed
    assert good / seconds >= 0.95


def test_a_gliding_mood_moves_tempo_density_and_mode_inside_the_cue():
    steer = Steer(moods=((0.0, Mood(-0.8, -0.7, 0.2)), (60.0, Mood(0.8, 0.7, 0.2))))
    brief = MusicBrief(60.0, "solo piano", palette=("piano",), steer=steer)
    score = write_score(brief, 1)
    clock = TempoMap(score.tempo)
    bpm = [clock.bpm_at(clock.seconds_to_beats(at)) for at in (5.0, 20.0, 35.0, 50.0)]
    assert bpm == sorted(bpm)
    assert bpm[-1] > 1.25 * bpm[0]
    notes = [clock.beats_to_seconds(n.onset_beats) for p in score.parts for n in p.notes]
    thirds = [sum(low <= at < low + 18 for at in notes) for low in (0, 18, 36)]
    assert thirds == sorted(thirds)
    key = parse_key(score.key)
    played = [(clock.beats_to_seconds(n.onset_beats), n) for p in score.parts for n in p.notes]
    early, late = [n for at_s, n in played if at_s < 28], [n for at_s, n in played if at_s > 32]

    def thirds_of(found):
        major = sum(n.length_beats for n in found if (n.pitch - key.tonic) % 12 == 4)
        minor = sum(n.length_beats for n in found if (n.pitch - key.tonic) % 12 == 3)
        return major - minor

    assert thirds_of(early) < 0 < thirds_of(late)
    assert {part.instrument for part in score.parts} == {"piano"}
    assert check(score, brief) == ()


def test_without_steering_nothing_changes():
    brief = MusicBrief(20.0, "romance", mood=Mood(0.5, -0.2, 0.1))
    steered = MusicBrief(20.0, "romance", mood=Mood(0.5, -0.2, 0.1), steer=Steer())
    assert write_score(brief, 1) == write_score(steered, 1)
