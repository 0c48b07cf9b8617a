"""Mixes one cue: dry stems go into a space, become one sound, and are mastered.

Knows stems and files, not notes or scenes. Sound streams through in blocks: at no time is more
than a few seconds of it in memory, except for what the spool keeps of short cues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from scenescore.core.files import sha256_of
from scenescore.core.progress import Run
from scenescore.core.sound import read_sound, sound_frames
from scenescore.core.types import AudioFile
from scenescore.mix.blocks import Stems, reblocked
from scenescore.mix.depth import STEM, TAKE, WHOLE, Depth
from scenescore.mix.hall import Hall
from scenescore.mix.master import Master, Wish
from scenescore.mix.measure import Meter, to_db
from scenescore.mix.settle import settle
from scenescore.mix.sound_file import SoundWriter, sound_writer
from scenescore.mix.spaces import space_named
from scenescore.mix.spool import Spool
from scenescore.mix.tone import FLAT, Tone

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

_CUE = "\0"  # no stem is called that
Format = Literal["flac", "wav"]
_DEPTHS: dict[Format, tuple[Depth, Depth]] = {"flac": (TAKE, STEM), "wav": (WHOLE, WHOLE)}


@dataclass(frozen=True, slots=True)
class MixedCue:
    """A mastered cue on disk."""

    audio: AudioFile
    stems: tuple[tuple[str, AudioFile], ...]
    """(name, file); their sum is the audio. Empty unless asked for."""
    loudness_lufs: float | None
    """Integrated; None below 0.4 s and for silence."""
    true_peak_dbtp: float


def mix_cue(
    blocks: Iterable[Mapping[str, Audio]],
    *,
    frames: int,
    rate_hz: int = 48000,
    folder: Path,
    name: str = "cue",
    format: Format = "flac",
    stems: bool = False,
    space: str = "hall",
    tone: Tone = FLAT,
    target_lufs: float = -18.0,
    ceiling_dbtp: float = -1.0,
    fade_in_s: float = 0.0,
    fade_out_s: float = 0.0,
    run: Run,
) -> MixedCue:
    """Mix dry stems into `folder/name.format`, and `folder/stems/<stem>.format` when asked.

    Parameters
    ----------
    blocks : what a player yields: stem name to float32 (2, n)
    frames : exact length of the result
    space : a name of `mix.spaces.SPACES`
    tone : how it is coloured, stems and all; `mix.tone.tone_of` has one for every genre

    Raises
    ------
    CannotWriteError
        the disk is full; nothing is left behind
    UsageError
        there is no such space
    """
    hall = Hall(space_named(space), rate_hz, frames, keep_stems=stems, tone=tone)
    cut = reblocked(blocks, frames, hall.block_frames)
    heard = (hall.add(*block) for block in cut)
    wish = Wish(target_lufs, ceiling_dbtp, fade_in_s, fade_out_s)
    place = _Place(folder, name, format, rate_hz)
    return _mastered(heard, frames, hall.block_frames, place, wish, run)


def master_file(
    path: Path,
    *,
    folder: Path,
    frames: int | None = None,
    rate_hz: int = 48000,
    name: str = "cue",
    format: Format = "flac",
    target_lufs: float = -18.0,
    ceiling_dbtp: float = -1.0,
    fade_in_s: float = 0.0,
    fade_out_s: float = 0.0,
    run: Run,
) -> MixedCue:
    """Master sound that comes finished, such as a neural composer's: as `mix_cue`, without a space.

    `frames` None keeps the sound's own length. Any rate and channel count is taken.
    """
    length = sound_frames(path, rate_hz) if frames is None else frames
    sound = ({"music": block} for block in read_sound(path, rate_hz=rate_hz))
    hall = Hall(space_named("dry"), rate_hz, length, keep_stems=False)
    heard = (hall.add(*block) for block in reblocked(sound, length, hall.block_frames))
    wish = Wish(target_lufs, ceiling_dbtp, fade_in_s, fade_out_s, may_ride=False)
    place = _Place(folder, name, format, rate_hz)
    return _mastered(heard, length, hall.block_frames, place, wish, run)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cue goes."""

    folder: Path
    name: str
    format: Format
    rate_hz: int

    @property
    def path(self) -> Path:
        return self.folder / f"{self.name}.{self.format}"

    def writer(self, path: Path, *, is_stem: bool = False) -> AbstractContextManager[SoundWriter]:
        depth = _DEPTHS[self.format][1 if is_stem else 0]
        return sound_writer(path, rate_hz=self.rate_hz, depth=depth)

    def stem(self, name: str) -> Path:
        safe = "".join(c if c.isalnum() or c in "-_ " else "-" for c in name)
        return self.folder / "stems" / f"{safe}.{self.format}"


def _mastered(
    heard: Iterator[tuple[Audio, Stems]],
    frames: int,
    size: int,
    place: _Place,
    wish: Wish,
    run: Run,
) -> MixedCue:
    """Hear everything once, settle the gain, and write it."""
    with ExitStack() as open_spools:
        spools = _Spools(frames, size, place.folder, open_spools)
        meter = Meter(place.rate_hz)
        for done, (total, stems) in enumerate(heard):
            run.report("mixing", 0.7 * min(done * size / max(frames, 1), 1.0))
            meter.add(total)
            spools.append(total, stems)
        plan, result = settle(spools.sound, meter.profile(), wish, run.within(0.7, 0.8))
        audio, kept = _written(spools, plan, place, run.within(0.8, 1.0))
    return MixedCue(audio, kept, result.loudness_lufs(), to_db(result.true_peak))


def _written(
    spools: _Spools, plan: Master, place: _Place, run: Run
) -> tuple[AudioFile, tuple[tuple[str, AudioFile], ...]]:
    """Write the cue and its stems with the same gain; all of them appear, or none."""
    paths = {name: place.stem(name) for name in spools.names}
    with _nothing_left(place.folder), ExitStack() as files:
        opened = {_CUE: files.enter_context(place.writer(place.path))}
        for name, path in paths.items():
            opened[name] = files.enter_context(place.writer(path, is_stem=True))
        for start, total, stems in spools.blocks():
            run.report("writing", start / plan.profile.frames)
            gain = plan.at(start, total.shape[1])
            for name, sound in {_CUE: total, **stems}.items():
                opened[name].add(sound * gain)
    length = plan.profile.frames
    return _named(place.path, length, place.rate_hz), tuple(
        (name, _named(path, length, place.rate_hz)) for name, path in paths.items()
    )


def _named(path: Path, frames: int, rate_hz: int) -> AudioFile:
    return AudioFile(path, rate_hz, 2, frames, sha256_of(path))


@contextmanager
def _nothing_left(folder: Path) -> Iterator[None]:
    """Remove the folders made for files that could not be written."""
    missing = [path for path in (folder / "stems", folder) if not path.exists()]
    try:
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise


class _Spools:
    """The cue and its stems between the two passes."""

    def __init__(self, frames: int, size: int, folder: Path, stack: ExitStack) -> None:
        self._frames, self._size, self._folder, self._stack = frames, size, folder, stack
        self._total = stack.enter_context(Spool(frames, folder))
        self._stems: dict[str, Spool] = {}
        self._lengths: list[int] = []

    @property
    def names(self) -> tuple[str, ...]:
        """The stems, in the order they were heard."""
        return tuple(self._stems)

    def append(self, total: Audio, stems: Stems) -> None:
        """Keep the next block of everything."""
        for name in stems:
            if name not in self._stems:
                self._stems[name] = self._late(name)
        self._total.append(total)
        for name, stem in stems.items():
            self._stems[name].append(stem)
        self._lengths.append(total.shape[1])

    def _late(self, name: str) -> Spool:
        """Return a spool for a stem that was silent so far."""
        spool = self._stack.enter_context(Spool(self._frames, self._folder))
        for length in self._lengths:
            spool.append(np.zeros((2, length), np.float32))
        return spool

    def sound(self) -> Iterator[tuple[int, Audio]]:
        """Yield (first sample, cue) from the start."""
        self._total.rewind()
        for start in range(0, self._frames, self._size):
            yield start, self._total.read(min(self._size, self._frames - start))

    def blocks(self) -> Iterator[tuple[int, Audio, Stems]]:
        """Yield (first sample, cue, stems) from the start."""
        for spool in self._stems.values():
            spool.rewind()
        for start, total in self.sound():
            part = total.shape[1]
            yield start, total, {name: spool.read(part) for name, spool in self._stems.items()}
