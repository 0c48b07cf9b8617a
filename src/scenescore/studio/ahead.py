"""Asks a composer of sound for all cues together, so that it can batch; keeps each as it comes.

What was made is found again by composer, version, settings that shape it, seed and brief, so that a
run that was stopped goes on. A cue that fails goes to the embedded composer, and says why.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.core.codec import from_json, key_of
from scenescore.core.errors import Cancelled, CannotWriteError, ScenescoreError
from scenescore.core.progress import Run
from scenescore.core.protocols import Composer
from scenescore.core.registry import get
from scenescore.core.types import Sound
from scenescore.studio.cache import Cache
from scenescore.studio.folder import SCHEMA
from scenescore.studio.recording import EMBEDDED, FULL_DISK, Recording, brief_key, prepare, root_key
from scenescore.studio.tails import Tails, drop, move_whole

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
    """Yield the jobs in order, each as soon as its sound and those before it are there.

    Raises
    ------
    UnavailableError, SettingsError
        the composer cannot work here, so nothing was begun
    Cancelled
        when asked to stop; every sound that was finished is kept, in whatever order it ended
    """
    composer: Composer = get("composers", jobs[0].recording.composer, jobs[0].recording.settings)
    shelf = _Sounds(keep, composer, jobs[0].recording.composer)
    if any(shelf.find(job) is None for job in jobs):
        prepare(jobs[0].recording.composer, composer, run)
    waiting, failures, reason = deque(jobs), 0, ""
    try:
        while waiting:
            missing = [job for job in waiting if shelf.find(job) is None]
            if missing and failures < _MOST_FAILURES:
                try:
                    for job, sound in _ask(composer, missing, run):
                        shelf.put(job, sound)
                        failures = 0
                        yield from _in_order(waiting, shelf)
                except ScenescoreError as problem:
                    if problem.exit_code == FULL_DISK:
                        raise
                    reason, failures = problem.message, failures + 1
                except Cancelled:
                    raise
                except Exception as problem:  # a stranger's code may raise anything
                    reason, failures = f"{type(problem).__name__}: {problem}", failures + 1
                shelf.keep_finished(waiting)
            yield from _in_order(waiting, shelf)
            if waiting:
                yield _instead(waiting.popleft(), reason, run)
    finally:
        with suppress(CannotWriteError):  # on a full disk that is what is raised already
            shelf.keep_finished(waiting)


def _in_order(waiting: deque[Job], shelf: _Sounds) -> Iterator[Job]:
    """Yield, and take away, the jobs at the front whose sound is there."""
    while waiting and (sound := shelf.find(waiting[0])) is not None:
        job = waiting.popleft()
        yield replace(job, recording=replace(job.recording, sound=sound))


def _ask(composer: Composer, jobs: Sequence[Job], run: Run) -> Iterator[tuple[Job, Sound]]:
    briefs = [job.recording.brief for job in jobs]
    seeds = [job.recording.seed for job in jobs]
    answers = composer.compose(briefs, seeds=seeds, run=run)
    for job, sound in zip(jobs, answers, strict=True):
        if not isinstance(sound, Sound):
            raise ValueError("it gave notes where it promised sound")
        yield job, sound


def _instead(job: Job, reason: str, run: Run) -> Job:
    asked, other = job.recording.composer, EMBEDDED["composers"]
    sentence = f"{asked} failed ({reason}); {other} took over"
    run.note(f"{job.label}: {sentence}")
    recording = replace(job.recording, composer=other, asked=asked, failed=sentence)
    return replace(job, recording=recording)


class _Sounds:
    """Finished sounds on disk, by what they were made from, and the ends of cues to go on from."""

    def __init__(self, folder: Path, composer: Composer, name: str) -> None:
        self._folder, self._composer = folder, composer
        self._told = Cache(folder)
        self._who = (name, composer.version, getattr(composer, "params", ()))
        self._tails = Tails(folder, name)
        self._tails.lend_to(composer)

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

    def put(self, job: Job, sound: Sound) -> None:
        key = self._key(job)
        kept = self._folder / f"{key}{sound.audio.path.suffix}"
        try:
            move_whole(sound.audio.path, kept)
            self._tails.keep(root_key(job.recording.brief), sound.tail)
        finally:
            drop(sound)
        told = replace(sound, audio=replace(sound.audio, path=kept), tail=None)
        self._told.put(key, told)

    def keep_finished(self, jobs: Iterable[Job]) -> None:
        """Keep what the composer has finished and not handed over."""
        finished = getattr(self._composer, "finished", None)
        wanted = {(job.recording.brief, job.recording.seed): job for job in jobs}
        for brief, seed, sound in finished() if finished else ():
            if job := wanted.get((brief, seed)):
                self.put(job, sound)
