"""Another system's sound, measured by the same measures as ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import spectra


def heard_in(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the spectral summary of every `MOOD--TONIC.wav` in a folder, by mood."""
    import soundfile
    import soxr

    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*--*.wav")):
        sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        mono = soxr.resample(sound.mean(axis=1), rate_hz, spectra.RATE_HZ).astype(np.float32)
        name, _, tonic = path.stem.rpartition("--")
        told: dict[str, Any] = spectra.summary(mono[: 60 * spectra.RATE_HZ])
        turn = int(tonic)
        told["aligned"] = told["chroma"][turn:] + told["chroma"][:turn]
        found[name] = told
    return found
