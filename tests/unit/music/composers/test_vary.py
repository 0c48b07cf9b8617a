"""No bar is heard a third time alike."""

from __future__ import annotations

from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.compose import furnish
from scenescore.music.composers.orchestra.lines import Lines, tidy
from scenescore.music.composers.orchestra.model import Tone
from scenescore.music.composers.orchestra.vary import vary


def _bars(tones, length):
    found: dict[int, list[tuple[float, int]]] = {}
    for tone in tones:
        found.setdefault(int(tone.onset // length), []).append((tone.onset % length, tone.pitch))
    return [found[place] for place in sorted(found)]


def test_a_bar_doubled_by_two_layers_counts_as_heard_before():
    room = furnish(MusicBrief(40.0, "rock"), 1)
    length = room.grid.bars[0].length_beats
    lines = Lines()
    for bar in range(3):
        eighths = [Tone(bar * length + i / 2, 0.5, 40) for i in range(int(length * 2))]
        lines.add("picked-bass", "sustain", eighths * (2 if bar == 1 else 1))
    vary(room, lines)
    first, second, third = _bars(lines.line("picked-bass", "sustain").tones, length)
    assert first == second
    assert third != second


def test_notes_struck_twice_at_once_become_one():
    tones = [Tone(0.0, 1.0, 60, 0.4), Tone(0.0, 2.0, 60, 0.8)]
    assert tidy(tones, 8.0, is_drums=False) == [Tone(0.0, 2.0, 60, 0.8)]
