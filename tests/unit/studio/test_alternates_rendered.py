"""Other versions of a film's cues are rendered, named and exact."""

from __future__ import annotations

import math

import mido
import soundfile

from scenescore.core.progress import Run
from scenescore.studio.export import export_film, form_names
from scenescore.studio.folder import open_folder
from scenescore.studio.pipeline import score_film

SCRIPT = """Title: Chase

EXT. ROOF - NIGHT

He fires. Glass bursts. She runs over the roof, jumps, falls, gets up, runs on. Sirens. A knife.
"""


def test_each_version_is_a_sound_and_a_midi_file_of_its_length(tmp_path):
    script = tmp_path / "chase.fountain"
    script.write_text(SCRIPT, "utf-8")
    flags = {
        "music__player": "synth",
        "work__workers": 1,
        "spotting__plan": "per-scene",
        "spotting__cue_s": 17.0,
    }
    folder = open_folder(score_film(script, tmp_path, flags=flags, run=Run()).folder)
    written = export_film(folder, ["alternates"])
    sounds = {path.stem.rsplit("_", 1)[1]: path for path in written if path.suffix == ".wav"}
    assert {"dialogue", "15s", "stinger", "loop"} <= set(sounds)
    assert all(path.parent == folder.deliver / "alternates" for path in written)
    for name, path in sounds.items():
        info = soundfile.info(path)
        assert (info.samplerate, info.channels, info.subtype) == (48_000, 2, "PCM_24"), name
        song = mido.MidiFile(path.with_suffix(".mid"))
        assert math.isclose(song.length, info.frames / 48_000, abs_tol=2e-3), name
    assert soundfile.info(sounds["15s"]).frames == 15 * 48_000
    assert {p.name for p in (folder.deliver / "alternates").iterdir()} == {p.name for p in written}
    assert "alternates" in form_names()
