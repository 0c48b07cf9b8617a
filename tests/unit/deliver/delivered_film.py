"""A small finished film on disk for the exporters: three cues, one with stems, one silence."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

from scenescore.core.score import (
    Control,
    HitLanding,
    Marker,
    MeterChange,
    Note,
    Part,
    Quotation,
    Score,
    Section,
    TempoChange,
)
from scenescore.core.types import (
    AudioFile,
    Cue,
    CuePlan,
    Film,
    Heading,
    Hit,
    MusicBrief,
    Provenance,
    Scene,
    SceneSpan,
    Screenplay,
    Silence,
    Take,
    ThemeUse,
)

RATE = 48000
MADE_BY = (
    Provenance("orchestra", "1", licence="The music is yours to use, also for money."),
    Provenance("synth", "2", licence="The sound belongs to nobody."),
)


def score(duration_s=10.0, *, bpm=120.0, hit_s=4.0, key="D dorian"):
    """Strings and drums: human timing, a repeated note, an ending note, one exact hit."""
    beats = duration_s * bpm / 60
    hit = hit_s * bpm / 60
    strings = (
        Note(0.0, 1.0, 62, 70, 0.004, 1.05),
        Note(1.0, 1.0, 62, 72, -0.006, 1.05),
        Note(2.0, 2.0, 69, 75, 0.0, 0.5),
        Note(hit, 2.0, 74, 110),
        Note(beats - 2, 4.0, 62, 60),
    )
    drums = (Note(0.0, 0.5, 36, 90), Note(hit, 0.5, 49, 120))
    return Score(
        duration_s=duration_s,
        tempo=(TempoChange(0.0, bpm),),
        meters=(MeterChange(0.0, 4, 4),),
        key=key,
        parts=(
            Part("Violins I", "violins-1", "strings", strings, (Control(0.0, 11, 80),), pan=-0.5),
            Part("Taiko", "taiko", "percussion", drums, gain_db=-6.0),
        ),
        form=(Section(0.0, 8.0, "intro", 0.3), Section(8.0, beats - 8.0, "climax", 0.9)),
        markers=(Marker(0.0, "Intro"), Marker(4.0, "harp enters")),
        hits=(HitLanding(hit_s, hit_s, "action", 1.0, "door slams"),),
        quotations=(Quotation("ANNA", "inversion", 4.0, 4.0, "Violins I"),),
    )


def _scene(number, heading):
    return Scene(number, f"key{number}", Heading(heading), (), level="scene")


SCENES = (
    _scene(1, "INT. KITCHEN - NIGHT"),
    _scene(2, "EXT. ROAD - DAY"),
    _scene(3, "INT. LAMP ROOM - DUSK"),
)


def _cue(uid, label, start_s, length_s, scenes, title, **more):
    brief = {k: more.pop(k) for k in ("role", "genre", "hits", "themes", "key") if k in more}
    return Cue(uid, label, start_s, scenes, MusicBrief(length_s, **brief), title=title, **more)


CUES = (
    _cue("aaaa0001", "1m01", 2.0, 10.0, (1,), "Élan / Night", role="title", genre="mystery",
         gain_db=-3.0, fade_in_s=0.5, reason="The film begins."),
    _cue("bbbb0002", "1m02", 12.0, 8.5, (1, 2), "=SUM(A1)", genre="action ostinato",
         hits=(Hit(3.0, "cut", 0.5, "cut to road"),), gain_db=4.0,
         themes=(ThemeUse("ANNA", "fragment"),), key="E minor"),
    _cue("cccc0003", "1m03", 25.25, 6.0, (3,), "", role="source", genre="noir jazz"),
)  # fmt: skip


def _sound(path, seconds, seed):
    rng = np.random.default_rng(seed)
    wave = 0.2 * rng.standard_normal((round(seconds * RATE), 2)).clip(-3, 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, wave, RATE, subtype="PCM_24")
    return wave


def _audio(root, path, frames):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return AudioFile(path.relative_to(root), RATE, 2, frames, digest)


def _take(root, cue, number, notes, *, stems=False):
    folder = root / "cues" / cue.uid / "takes" / str(number)
    length_s = cue.music.duration_s
    frames = round(length_s * RATE)
    parts = ()
    if stems:
        low = _sound(folder / "stems" / "strings.flac", length_s, number + 10)
        high = _sound(folder / "stems" / "brass.flac", length_s, number + 20) * 0.5
        soundfile.write(folder / "stems" / "brass.flac", high, RATE, subtype="PCM_24")
        soundfile.write(folder / "cue.flac", low + high, RATE, subtype="PCM_24")
        parts = tuple(
            (name, _audio(root, folder / "stems" / f"{name}.flac", frames))
            for name in ("strings", "brass")
        )
    else:
        _sound(folder / "cue.flac", length_s, number)
    audio = _audio(root, folder / "cue.flac", frames)
    return Take("key", number, audio, notes, parts, -18.0, -3.0, 7, MADE_BY)


def film(folder: Path, *, fps="24", start_timecode="01:00:00:00", cues=CUES) -> Film:
    """A film of 40 s in `folder`, as if it had been scored."""
    root = folder / "test.film"
    plan = CuePlan(
        film="The Lamp: a test",
        fps=Fraction(fps),
        start_timecode=start_timecode,
        duration_s=40.0,
        spans=(
            SceneSpan(1, "key1", 0.0, 13.0),
            SceneSpan(2, "key2", 13.0, 25.0),
            SceneSpan(3, "key3", 25.0, 40.0),
        ),
        cues=tuple(cues),
        silences=(Silence(20.5, 25.25, (2,), "Talk carries the scene."),),
        themes=(),
    )
    takes = [
        ("aaaa0001", _take(root, CUES[0], 1, score(), stems=True)),
        ("bbbb0002", _take(root, CUES[1], 2, None)),
        ("cccc0003", _take(root, CUES[2], 1, score(6.0, bpm=90.0, hit_s=2.0))),
    ]
    known = {cue.uid for cue in cues}
    page = Screenplay("The Lamp", (), (), SCENES, "test.fountain", "fountain", "0" * 64)
    return Film(root, page, (), plan, takes=tuple(t for t in takes if t[0] in known))


def without_takes(whole: Film) -> Film:
    """The same film before anything is recorded."""
    return replace(whole, takes=())
