"""What lies beneath the font doubles what is written, softly, where the style wants it."""

from __future__ import annotations

import pytest

from scenescore.core.errors import UsageError
from scenescore.core.score import Control, MeterChange, Note, Part, Score, TempoChange
from scenescore.music.players.soundfont.hybrid import beneath


def score(*parts: Part, style: str = "action ostinato") -> Score:
    return Score(8.0, (TempoChange(0, 120.0),), (MeterChange(0, 4, 4),), "C", parts, style=style)


def part(instrument: str, *pitches: int, length: float = 4.0, **more) -> Part:
    notes = tuple(Note(0.0, length, pitch, 80) for pitch in pitches)
    return Part(instrument, instrument, "strings", notes, **more)


def test_a_pad_lies_under_held_strings_and_a_sub_under_basses():
    layers = beneath(score(part("celli", 48), part("basses", 40), part("flute", 72)), "auto")
    assert [layer.instrument for layer in layers] == ["dark-pad", "sub-drone"]
    assert {layer.family for layer in layers} == {"synth"}
    assert all(layer.gain_db < 0 for layer in layers)
    assert [note.pitch for note in layers[1].notes] == [28]


def test_a_layer_keeps_the_swells_of_what_it_doubles():
    swell = (Control(0.0, 11, 40), Control(4.0, 11, 120))
    (layer,) = beneath(score(part("celli", 48, controls=swell, gain_db=-3.0)), "auto")
    assert layer.controls == swell
    assert layer.gain_db < -3.0


def test_octaves_that_fall_together_sound_once():
    (layer,) = beneath(score(part("violas", 48, 60, 67)), "auto")
    assert [note.pitch for note in layer.notes] == [48, 55]


@pytest.mark.parametrize("change", [{"articulation": "pizzicato"}, {"length": 0.5}])
def test_short_and_plucked_notes_have_nothing_beneath(change):
    length = change.pop("length", 4.0)
    assert not beneath(score(part("celli", 48, length=length, **change)), "auto")


@pytest.mark.parametrize(
    ("mode", "style", "count"),
    [("auto", "romance", 0), ("on", "romance", 1), ("off", "horror", 0), ("auto", "horror", 1)],
)
def test_the_style_decides_unless_it_is_told(mode, style, count):
    assert len(beneath(score(part("celli", 48), style=style), mode)) == count


def test_an_unknown_mode_is_named():
    with pytest.raises(UsageError, match="maybe"):
        beneath(score(part("celli", 48)), "maybe")
