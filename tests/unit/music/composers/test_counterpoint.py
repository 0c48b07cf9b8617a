"""Voices keep apart, chords follow the mood, tension rubs."""

from __future__ import annotations

import pytest

from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.orchestra.axes import ALL, axes_of
from scenescore.music.composers.orchestra.compose import furnish, write_lines
from scenescore.music.composers.orchestra.counterpoint import amend
from scenescore.music.composers.orchestra.lines import Lines
from scenescore.music.composers.orchestra.model import Tone
from scenescore.music.composers.orchestra.scales import pitch_classes
from scenescore.music.composers.orchestra.styles import STYLES


def _room(variation=3, **mood):
    mood = Mood(**mood)
    return furnish(MusicBrief(45.0, "understated drama", mood=mood, variation=variation), 1)


def _pair(texture, instrument, low):
    """Return lines in which a tune and another voice move up a step in octaves."""
    lines = Lines()
    tune = [Tone(0.0, 4.0, 72), Tone(4.0, 4.0, 74)]
    other = [Tone(0.0, 4.0, low), Tone(4.0, 4.0, low + 2)]
    lines.add("violins-1", "sustain", tune, ("melody", "top"))
    lines.add(instrument, "sustain", other, (texture, "strings"))
    return lines


def test_an_inner_voice_in_octaves_with_the_tune_comes_late():
    lines = _pair("pad", "violas", 60)
    amend(_room(), lines)
    first, second = lines.line("violas", "sustain").tones
    assert (first.onset + first.length, second.onset) == (4.5, 4.5)
    assert lines.line("violins-1", "sustain").tones[1] == Tone(4.0, 4.0, 74)


def test_no_note_waits_below_the_voice_that_should_lie_under_it():
    lines = _pair("pad", "violas", 60)
    under = [Tone(0.0, 4.0, 55, voice=1), Tone(4.0, 4.0, 61, voice=1)]
    lines.add("celli", "sustain", under, ("pad", "strings"))
    amend(_room(), lines)
    first, second = lines.line("violas", "sustain").tones
    assert (first.onset + first.length, second.onset) == (4.0, 4.5)


def test_a_bass_in_octaves_with_the_tune_goes_elsewhere():
    lines = _pair("pedal", "celli", 48)
    amend(_room(), lines)
    low = lines.line("celli", "sustain").tones[1]
    assert low.onset == 4.0
    assert not (low.pitch > 48 and low.pitch % 12 == 74 % 12)


@pytest.mark.parametrize("genre", ["elegiac strings", "romance", "war", "choir", "tragedy"])
def test_what_is_written_has_hardly_a_parallel_left(genre):
    room = furnish(MusicBrief(80.0, genre, mood=Mood(-0.3, 0.0, 0.3)), 2)
    lines = write_lines(room)
    before = {key: list(line.tones) for key, line in lines.found.items()}
    amend(room, lines)
    changed = sum(
        1
        for key, line in lines.found.items()
        for old, new in zip(before[key], line.tones, strict=True)
        if old is not new
    )
    assert changed <= 0.05 * len(room.grid.bars)


def test_more_tension_colours_more_chords():
    def strange(tension):
        count = 0
        for variation in range(6):
            room = _room(variation, valence=0.5, tension=tension)
            scale = set(pitch_classes(room.key.tonic, room.key.mode))
            count += sum(1 for chord in room.chords if not set(chord.classes) <= scale)
        return count

    assert strange(0.0) <= strange(0.35) <= strange(0.7)
    assert strange(0.0) < strange(0.7)


def test_the_rub_lasts_longer_the_tenser_it_is():
    def rubbed(tension):
        lines = write_lines(_room(tension=tension))
        tones = [t for key, held in lines.strands.items() if key[0] == "rub" for t in held]
        return sum(tone.length for tone in tones if tone.level > 0.1)

    assert rubbed(0.1) < rubbed(0.4) < rubbed(0.8)


def test_every_style_declares_at_least_three_axes():
    for name in STYLES:
        assert len(axes_of(name)) >= 3
        assert set(axes_of(name)) <= set(ALL)
