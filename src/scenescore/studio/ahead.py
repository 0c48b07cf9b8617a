"""Asks a composer of sound for all cues together, so that it can batch; keeps each as it comes.

What was made is found again by composer, version, settings that shape it, seed and brief, so that a
run that was stopped goes on. A cue that fails goes to the embedded composer, and says why.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from scenescore.core.codec import from_json, key_of
from scenescore.core.errors import Cancelled, ScenescoreError
from scenescore.core.files import writing
from scenescore.core.progress import Run
from scenescore.core.protocols import Composer
from scenescore.core.registry import get
from scenescore.core.types import Sound
from scenescore.studio.cache import Cache
from scenescore.studio.folder import SCHEMA
from scenescore.studio.recording import EMBEDDED, FULL_DISK, Recording, brief_key

_MOST_FAILURES = 2
"""So many failures one after another, and the composer is asked no more in this run."""


@dataclass(frozen=True, slots=True)
class Job:
    """One cue to record."""

    uid: str
    label: str
    recording: Recording


def gives_sound(job: Job) -> bool:
    """Return whether a job's composer writes no notes."""
    composer: Composer = get("composers", job.recording.composer)
    return not composer.caps.notes


def compose_ahead(jobs: Sequence[Job], *, keep: Path, run: Run) -> Iterator[Job]:
    """Yield the jobs in order, each as soon as its sound is there.

    Raises
    ------
    Cancelled
        when asked to stop; sounds that were finished are kept
    """
    composer: Composer = get("composers", jobs[0].recording.composer, jobs[0].recording.settings)
    shelf = _Sounds(keep, composer, jobs[0].recording.composer)
    failures = 0
    for is_kept, group in groupby(jobs, key=lambda job: shelf.find(job) is not None):
        waiting = list(group)
        while waiting and not is_kept and failures < _MOST_FAILURES:
            try:
                for sound in _ask(composer, tuple(waiting), run):
                    shelf.put(waiting[0], sound)
                    failures = 0
                    yield shelf.ready(waiting.pop(0))
                waiting = []
            except ScenescoreError as problem:
                if problem.exit_code == FULL_DISK:
                    raise
                reason, failures = problem.message, failures + 1
            except Cancelled:
                raise
            except Exception as problem:  # a stranger's code may raise anything; the film goes on
                reason, failures = f"{type(problem).__name__}: {problem}", failures + 1
            if waiting:
                yield _instead(waiting.pop(0), reason, run)
        for job in waiting:
            yield shelf.ready(job) if is_kept else _instead(job, reason, run)


def _ask(composer: Composer, jobs: Sequence[Job], run: Run) -> Iterator[Sound]:
    briefs = [job.recording.brief for job in jobs]
    seeds = [job.recording.seed for job in jobs]
    answers = composer.compose(briefs, seeds=seeds, run=run)
    for _, sound in zip(jobs, answers, strict=True):
        if not isinstance(sound, Sound):
            raise ValueError("it gave notes where it promised sound")
        yield sound


def _instead(job: Job, reason: str, run: Run) -> Job:
    asked, other = job.recording.composer, EMBEDDED["composers"]
    sentence = f"{asked} failed ({reason}); {other} took over"
    run.note(f"{job.label}: {sentence}")
    recording = replace(job.recording, composer=other, asked=asked, failed=sentence)
    return replace(job, recording=recording)


class _Sounds:
    """Finished sounds on disk, by what they were made from."""

    def __init__(self, folder: Path, composer: Composer, name: str) -> None:
        self._folder = folder
        self._told = Cache(folder)
        self._who = (name, composer.version, getattr(composer, "params", ()))

    def _key(self, job: Job) -> str:
        recording = job.recording
        return key_of(SCHEMA, "sound", *self._who, recording.seed, brief_key(recording.brief))

    def find(self, job: Job) -> Sound | None:
        told = self._told.get(self._key(job))
        if told is None:
            return None
        sound: Sound = from_json(Sound, told)
        here = self._folder / sound.audio.path.name  # the film may have moved since
        return replace(sound, audio=replace(sound.audio, path=here)) if here.is_file() else None

    def ready(self, job: Job) -> Job:
        return replace(job, recording=replace(job.recording, sound=self.find(job)))

    def put(self, job: Job, sound: Sound) -> None:
        key = self._key(job)
        kept = self._folder / f"{key}{sound.audio.path.suffix}"
        with writing(kept):
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(sound.audio.path, kept.with_suffix(".part"))
            kept.with_suffix(".part").replace(kept)
        with suppress(OSError):
            sound.audio.path.parent.rmdir()
        self._told.put(key, replace(sound, audio=replace(sound.audio, path=kept)))
