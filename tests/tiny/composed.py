"""What a composer of sound gives when it is asked, and that sound as samples."""

from __future__ import annotations

import soundfile

from scenescore.core.progress import Run


def ask(composer, briefs, seeds=None, run=None):
    """Return the sounds of briefs, all at once."""
    asked = composer.compose(briefs, seeds=seeds or [7] * len(briefs), run=run or Run())
    return list(asked)


def hear(sound):
    """Return a sound's samples (channels, samples)."""
    samples, rate_hz = soundfile.read(sound.audio.path, dtype="float32", always_2d=True)
    assert rate_hz == sound.audio.rate_hz
    return samples.T
