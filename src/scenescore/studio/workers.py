"""Records many takes side by side in worker processes, keeping what is finished when stopped.

Each worker loads its player's soundfont once. Results do not depend on how many workers there are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from scenescore.core.errors import Cancelled, ScenescoreError
from scenescore.core.progress import Event, Run
from scenescore.core.types import Take
from scenescore.studio.ahead import Job, compose_ahead, gives_sound
from scenescore.studio.processes import begin, told_to_stop, without_main
from scenescore.studio.recording import record

Item = TypeVar("Item")
Result = TypeVar("Result")
_POLL_S = 0.2
_ALONE_BELOW_S = 20.0
"""So little music is quicker made here than a worker is started."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job."""

    uid: str
    take: Take | None
    """None when it failed."""
    notes: tuple[str, ...] = ()
    problem: ScenescoreError | None = None


def worker_count(wanted: int, jobs: int) -> int:
    """Return how many processes to use: as wished, at most one per processor and per job."""
    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    return max(1, min(wanted or processors or 1, jobs))


def record_all(jobs: Sequence[Job], *, workers: int, sounds: Path, run: Run) -> Iterator[Done]:
    """Yield results as they are finished; progress counts seconds of music.

    A composer of sound is asked for all cues together, here, and what it made is kept in the folder
    `sounds`; only mastering is left to do for each. Composers of notes work side by side.

    Raises
    ------
    Cancelled
        when asked to stop, after the takes in work are finished or dropped
    """
    total_s = sum(job.recording.brief.duration_s for job in jobs)
    count = worker_count(workers, len(jobs))
    alone = count == 1 or total_s < _ALONE_BELOW_S
    if jobs and gives_sound(jobs[0]):
        finished = _one_by_one(compose_ahead(jobs, keep=sounds, run=run), run)
    else:
        finished = _one_by_one(jobs, run) if alone else _side_by_side(jobs, count, run)
    lengths = {job.uid: job.recording.brief.duration_s for job in jobs}
    labels = {job.uid: job.label for job in jobs}
    heard_s = 0.0
    run.report("recording", 0.0)
    with closing(finished):  # a stop while a result is handed over stops the workers too
        for done in finished:
            yield done
            heard_s += lengths[done.uid]
            run.report(f"recorded {labels[done.uid]}", heard_s / total_s if total_s else 1.0)


def _one_by_one(jobs: Iterable[Job], run: Run) -> Generator[Done, None, None]:
    for job in jobs:
        run.check()
        yield _work(job, run)


def _work(job: Job, outer: Run | Asked) -> Done:
    notes: list[str] = []

    def listen(event: Event) -> None:
        if event.kind == "note":
            notes.append(event.text)

    run = Run(listen, stop=Asked(outer))
    try:
        take = record(job.recording, run)
    except ScenescoreError as problem:
        return Done(job.uid, None, tuple(notes), problem)
    except Cancelled:
        raise
    except Exception as bug:  # one cue's fault, ours or a stranger's, must not cost the others
        fault = ScenescoreError(f"{job.label}: {type(bug).__name__}: {bug}")
        fault.__cause__ = bug
        return Done(job.uid, None, tuple(notes), fault)
    return Done(job.uid, take, tuple(notes))


class Asked:
    """Asks another run or event whether to stop; the worker's side of a `Stop`."""

    def __init__(self, outer: Any) -> None:
        self._outer = outer

    def is_set(self) -> bool:
        """Return True once the other was asked to stop."""
        if isinstance(self._outer, Run):
            return self._outer.is_cancelled
        return bool(self._outer.is_set())

    def set(self) -> None:
        """Ask the other to stop."""
        if isinstance(self._outer, Run):
            self._outer.cancel()
        else:
            self._outer.set()


# ------------------------------------------------------------------ worker processes


def _work_there(job: Job) -> Done:
    try:
        return _work(job, Asked(told_to_stop()))
    except Cancelled:
        return Done(job.uid, None)


def _side_by_side(jobs: Sequence[Job], count: int, run: Run) -> Generator[Done, None, None]:
    """Yield results of a pool; when a worker dies, each job it left is tried once more, alone."""
    left = {job.uid: job for job in jobs}
    try:
        for done in pooled(_work_there, jobs, count, run):
            del left[done.uid]
            yield done
    except BrokenProcessPool:
        run.check()  # who stops us may have stopped the workers as well
        run.note("A worker process died, perhaps for want of memory; going on one cue at a time.")
        for job in left.values():
            yield from _once_more(job, run)


def _once_more(job: Job, run: Run) -> Generator[Done, None, None]:
    try:
        yield from pooled(_work_there, [job], 1, run)
    except BrokenProcessPool:
        run.check()
        problem = ScenescoreError(
            f"{job.label}: its worker process died twice",
            hint="It may have run out of memory: try --workers 1.",
        )
        yield Done(job.uid, None, (), problem)


def pooled(
    work: Callable[[Item], Result], items: Sequence[Item], count: int, run: Run
) -> Generator[Result, None, None]:
    """Yield what `work`, a function of a module, makes of each item in a pool of processes.

    In them `told_to_stop()` is set when the run is asked to stop, or when nobody waits any more.

    Raises
    ------
    Cancelled, BrokenProcessPool
        when asked to stop; when a process died
    """
    context = get_context("spawn")  # fork would share threads and sound libraries' locks
    stop = context.Event()
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=begin, initargs=(stop,))
    try:
        with without_main():  # every process starts with a job handed in
            waiting: set[Future[Result]] = {pool.submit(work, item) for item in items}
        while waiting:
            if run.is_cancelled:
                raise Cancelled
            ready, waiting = wait(waiting, _POLL_S, FIRST_COMPLETED)
            for future in ready:
                yield future.result()
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
