"""What `compose` puts into the folder it is given."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import mido

from scenescore.core.types import Hit, MusicBrief
from scenescore.studio.compose import compose_brief


def test_a_composed_brief_has_sound_midi_and_sheet_music(tmp_path):
    hit = Hit(2.5, weight=1.0, label="door")
    brief = MusicBrief(5.0, genre="solo piano", hits=(hit,))
    to = tmp_path / "take"
    compose_brief(brief, to, flags={"music__player": "synth"}, title="The Door")
    names = {path.name for path in to.iterdir()}
    assert {"cue.wav", "score.mid", "score.musicxml", "stems", "take.json"} <= names
    sheet = ET.parse(to / "score.musicxml").getroot()
    assert sheet.findtext("movement-title") == "The Door"
    marks = [m.text for m in mido.MidiFile(to / "score.mid").tracks[0] if m.type == "marker"]
    assert [text for text in marks if "door" in text] == ["HIT door"]
