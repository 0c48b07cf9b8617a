"""Writes a film's cues as the WAV files editors lay on a timeline.

Every file is 48 kHz, 24 bits, starts where its name and its `bext` chunk say, and has in it what
the film mix gives its cue: the fades that join it to its neighbours and its drama gain. Laid side
by side the files sound like the mix, but for its level and what its limiter holds back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.core.codec import key_of
from scenescore.core.joins import CROSSFADE_S, Placed, arrange, shape
from scenescore.core.licence import licence_sentence
from scenescore.core.names import safe_name
from scenescore.core.progress import Run
from scenescore.core.sound import read_sound
from scenescore.core.timing import is_drop_frame, seconds_to_samples, timecode_to_frames
from scenescore.core.types import Cue, CuePlan, Film, Take
from scenescore.deliver.bwf import Origin, read_reference, write_bwf
from scenescore.deliver.names import cue_name

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

RATE_HZ = 48000
CEILING_DBTP = -1.0
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class CueWav:
    """One file on the timeline."""

    cue: Cue
    take: Take
    path: Path
    """Where it lies (or will)."""
    source: Path
    place: Placed
    """Where it lies, and its fades."""
    gain_db: float
    """What was added to the take."""
    stem: str = ""
    """Name of the stem; empty for the cue itself."""

    @property
    def frames(self) -> int:
        """Length in samples."""
        return self.place.frames


class WavExporter:
    """Exports every cue, and every stem that the takes have."""

    version = _VERSION

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write `audio/*.wav` and `audio/stems/*.wav` under `to`."""
        planned = plan_wavs(film, to)
        if not planned:
            run.note("no cue has a take yet: there is nothing to export as WAV")
        for index, wav in enumerate(planned):
            run.report(f"writing {wav.path.name}", index / len(planned))
            ensure_wav(wav, film.plan)
        return tuple(wav.path for wav in planned)


def plan_wavs(film: Film, to: Path, *, with_stems: bool = True) -> tuple[CueWav, ...]:
    """Return the files of a film in order, without writing any; cues without a take have none."""
    lower_db = _headroom_db(film)
    takes = dict(film.takes)
    found: list[CueWav] = []
    for place in _places(film):
        cue, take = place.cue, takes[place.cue.uid]
        parts = (("", take.audio), *(take.stems if with_stems else ()))
        for stem, audio in parts:
            path = to / "audio" / _name(cue, film.plan, stem)
            source = film.folder / audio.path
            found.append(CueWav(cue, take, path, source, place, cue.gain_db + lower_db, stem=stem))
    return tuple(found)


def _places(film: Film) -> list[Placed]:
    sounds = {uid: film.folder / take.audio.path for uid, take in film.takes}
    crossfade_s = film.mix.crossfade_s if film.mix else CROSSFADE_S
    return arrange(film.plan.cues, sounds, RATE_HZ, crossfade_s)


def ensure_wav(wav: CueWav, plan: CuePlan) -> Path:
    """Write a file unless it is there already, made from the same sound in the same way."""
    origin = _origin(wav, plan)
    if read_reference(wav.path) != origin.reference:
        write_bwf(wav.path, _sound(wav), frames=wav.frames, rate_hz=RATE_HZ, origin=origin)
    return wav.path


def start_sample(cue: Cue, plan: CuePlan) -> int:
    """Return a cue's first sample counted from midnight, exact at any frame rate."""
    film_start = Fraction(timecode_to_frames(plan.start_timecode, plan.fps)) / plan.fps
    return round(film_start * RATE_HZ) + seconds_to_samples(cue.start_s, RATE_HZ)


def _name(cue: Cue, plan: CuePlan, stem: str) -> str:
    name = cue_name(cue, plan)
    if not stem:
        return f"{name}.wav"
    head, _, clock = name.rpartition("_")
    return f"stems/{head}_{safe_name(stem)}_{clock}.wav"


def _headroom_db(film: Film) -> float:
    """Return how much lower all cues are written, so that none is clipped by its drama gain.

    All by the same amount: what one cue is against another stays as it was meant.
    """
    over = [
        take.true_peak_dbtp + cue.gain_db - CEILING_DBTP
        for cue in film.plan.cues
        if (take := film.take(cue.uid)) is not None
    ]
    return 0.0 - math.ceil(2 * max(0.0, 0.0, *over)) / 2


def _origin(wav: CueWav, plan: CuePlan) -> Origin:
    cue = wav.cue
    start = start_sample(cue, plan)
    digest = dict((("", wav.take.audio), *wav.take.stems))[wav.stem].sha256
    scenes = ", ".join(str(scene) for scene in cue.scenes)
    about = " ".join(part for part in (cue.label, safe_name(cue.title), wav.stem) if part)
    at = wav.place
    joins = (wav.gain_db, at.frames, at.fade_in, at.fade_out, at.crossed_in, at.crossed_out)
    told = (about, scenes, plan.film, plan.fps, plan.start_timecode, licence_sentence(wav.take))
    return Origin(
        description=f"{about} | scenes {scenes} | gain {wav.gain_db:+.1f} dB",
        reference=key_of("wav", _VERSION, digest, joins, start, told)[:32],
        time_reference=start,
        project=plan.film,
        scene=scenes,
        take=str(wav.take.number),
        note=licence_sentence(wav.take),
        fps=f"{plan.fps.numerator}/{plan.fps.denominator}",
        drop_frame=is_drop_frame(plan.start_timecode),
    )


def _sound(wav: CueWav) -> Iterator[Audio]:
    """Yield a take as the film mix shapes it, lowered like all cues."""
    lower = np.float32(10 ** ((wav.gain_db - wav.cue.gain_db) / 20))
    start = 0
    for block in read_sound(wav.source, rate_hz=RATE_HZ):
        heard = block[:, : max(wav.frames - start, 0)]
        yield heard * (lower * shape(wav.place, start, heard.shape[1]))
        start += block.shape[1]
