"""Plays and masters the bank: the audio gates, and what the classifier hears."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import spectra

from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.score import Score
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import Mood
from scenescore.mix.cue import mix_cue
from scenescore.mix.spaces import space_of
from scenescore.mix.tone import Desk, tone_of

RATE_HZ = 48_000


def dry(score: Score, player: str, rate_hz: int = spectra.RATE_HZ) -> npt.NDArray[np.float32]:
    """Return the mono sum of the dry stems, before hall and master."""
    blocks = get("players", player).play(score, rate_hz=rate_hz, run=Run())
    return np.concatenate([sum(b.values()).mean(axis=0) for b in blocks if b] or
                          [np.zeros(1, np.float32)]).astype(np.float32)  # fmt: skip


def coloured(sound: npt.NDArray[np.float32], genre: str, mood: Mood) -> npt.NDArray[np.float32]:
    """Return dry mono sound as the desk colours it, before hall and loudness."""
    both = np.stack([sound, sound])
    return np.asarray(Desk(tone_of(genre, mood), spectra.RATE_HZ).filtered(both)[0])


def finished(score: Score, player: str, mood: Mood) -> npt.NDArray[np.float32]:
    """Return the mastered cue, mono, at the rate of `spectra`: what leaves the house."""
    import soundfile
    import soxr

    with tempfile.TemporaryDirectory() as folder:
        mastered(score, player, mood, Path(folder), "cue")
        sound, rate_hz = soundfile.read(Path(folder) / "cue.flac", dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(sound.mean(axis=1), rate_hz, spectra.RATE_HZ), np.float32)


def mastered(
    score: Score, player: str, mood: Mood, folder: Path, name: str, *, stems: bool = False
) -> dict[str, float]:
    """Write the mastered cue as FLAC; return the contract's figures and what it cost."""
    import soundfile

    frames = seconds_to_samples(score.duration_s, RATE_HZ)
    start = time.process_time()
    blocks = get("players", player).play(score, rate_hz=RATE_HZ, run=Run())
    mixed = mix_cue(blocks, frames=frames, rate_hz=RATE_HZ, folder=folder, name=name, stems=stems,
                    space=space_of(score.style), tone=tone_of(score.style, mood),
                    run=Run())  # fmt: skip
    cpu_s = time.process_time() - start
    heard, _ = soundfile.read(mixed.audio.path, dtype="float32", always_2d=True)
    cut = heard[: len(heard) // 2048 * 2048].reshape(-1, 2048, heard.shape[1])
    levels = 20 * np.log10(np.sqrt((cut**2).mean(axis=(1, 2))) + 1e-9)
    tail = heard[-int(0.25 * RATE_HZ) :]
    return {
        "samples_off": len(heard) - frames,
        "lufs": mixed.loudness_lufs if mixed.loudness_lufs is not None else float("nan"),
        "true_peak": mixed.true_peak_dbtp,
        "clipped": int((np.abs(heard) >= 1.0).sum()),
        "silent": float((levels < -60).mean()) if len(levels) else 0.0,
        "tail_db": float(20 * np.log10(np.sqrt((tail**2).mean()) + 1e-9)),
        "speed": score.duration_s / max(cpu_s, 1e-6),
    }


def warm(player: str) -> None:
    """Let a player load what it loads once, so that speed is measured after it."""
    from scenescore.core.types import MusicBrief
    from scenescore.music.composers.orchestra.compose import write_score

    with tempfile.TemporaryDirectory() as folder:
        mastered(write_score(MusicBrief(3.0, "romance"), 1), player, Mood(), Path(folder), "warm")
