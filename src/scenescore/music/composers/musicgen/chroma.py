"""A theme as classes of pitch over time, which melody models are conditioned on.

Ours is exact: the notes are known, nothing has to be guessed from sound.
Source: Copet et al. 2023, section 3.3 (chromagram with one class a frame; 0 is C).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scenescore.core.types import MusicBrief, Theme
from scenescore.music.composers.neural.prompt import bpm_of
from scenescore.music.composers.orchestra.keys import parse_key
from scenescore.music.composers.orchestra.scales import MODES

CLASSES = 12
FRAME_S = 4096 / 32_000
"""One frame of the chroma that the model was trained with."""


def theme_of(brief: MusicBrief) -> Theme | None:
    """Return the theme a brief wants quoted, the first that is written."""
    return next((use.theme for use in brief.themes if use.theme is not None), None)


def chroma_of(theme: Theme, brief: MusicBrief, frames: int) -> npt.NDArray[np.float32]:
    """Return one class a frame as float32 (frames, 12); the theme comes again until they are full.

    A rest keeps the class of the note before it: the models know no rest.
    """
    beat_s = 60.0 / bpm_of(brief)
    length_s = max(theme.length_beats * beat_s, FRAME_S)
    tonic, steps = _scale(theme, brief)
    notes = sorted(theme.notes, key=lambda note: note.onset_beats)
    onsets_s = np.array([note.onset_beats * beat_s for note in notes])
    classes = [(tonic + steps[note.step % 7] + note.alter) % CLASSES for note in notes]
    at_s = (np.arange(frames) * FRAME_S) % length_s
    which = np.maximum(np.searchsorted(onsets_s, at_s + FRAME_S / 2, side="right") - 1, 0)
    found: npt.NDArray[np.float32] = np.eye(CLASSES, dtype=np.float32)[np.array(classes)[which]]
    return found


def _scale(theme: Theme, brief: MusicBrief) -> tuple[int, tuple[int, ...]]:
    """Return the tonic's class and the scale's steps in semitones."""
    key = parse_key(brief.key) if brief.key else None
    if key is None:
        return (9, MODES["aeolian"]) if theme.minor else (0, MODES["ionian"])
    return key.tonic, MODES[key.mode]
