"""The queue of long works: first come first served, in two lanes, so that a short wish need not
wait for a whole film. Knows states, not crafts.

A film's jobs are written into its folder (`runs/`), so that a restart can say what became of them.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from scenescore.core.codec import dumps
from scenescore.core.errors import Cancelled, QueueFullError, ScenescoreError
from scenescore.core.files import write_text
from scenescore.core.progress import Event, Run
from scenescore.studio.job_process import Worker

State = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
UNFINISHED = frozenset({"waiting", "running"})
LANES: Mapping[str, str] = {"score": "long", "mix": "long", "export": "long"}
"""Lane of each kind of task; all others are short."""
_REMEMBERED = 300
_LOGS_KEPT = 30
_ABOUT = ("scene", "cue", "how", "to", "scenes")
"""What of its request a job tells: no paths of this machine."""


class Does(Protocol):
    """Who does the work of one lane: a `Worker`, or a test's."""

    def do(self, task: str, request: Mapping[str, Any], run: Run) -> dict[str, Any]:
        """Return a task's result."""

    def close(self) -> None:
        """End."""


@dataclass(slots=True)
class Job:
    """One long work and what became of it. Changes under the queue's lock only."""

    id: str
    kind: str
    film: str
    label: str
    request: Mapping[str, Any]
    log: Path | None
    pages: set[str]
    """The pages that watch; with the last one gone the job is given up."""
    is_kept: bool
    """True: it goes on although nobody watches."""
    state: State = "waiting"
    part: float = 0.0
    text: str = ""
    notes: list[str] = field(default_factory=list)
    result: dict[str, Any] | None = None
    problem: str = ""
    hint: str = ""
    asked_at: float = field(default_factory=time.time)
    began_at: float | None = None
    ended_at: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)


Listener = Callable[[dict[str, Any]], None]


class Jobs:
    """All works of one library."""

    def __init__(self, *, most_waiting: int = 100, worker: Callable[[], Does] = Worker) -> None:
        self._most_waiting = most_waiting
        self._jobs: dict[str, Job] = {}
        self._changed = threading.Condition()
        self._listeners: list[Listener] = []
        self._is_closing = False
        self._workers = {lane: worker() for lane in ("short", "long")}
        for lane in self._workers:
            threading.Thread(target=self._work, args=(lane,), daemon=True, name=lane).start()

    def submit(
        self,
        kind: str,
        request: Mapping[str, Any],
        *,
        film: str = "",
        label: str = "",
        log: Path | None = None,
        page: str | None = None,
    ) -> dict[str, Any]:
        """Queue a work and return it; a film that is being scored already is that same job.

        With a `page` the job is given up when that page is gone; see `abandon`.

        Raises
        ------
        QueueFullError
            when as many wait as may
        """
        with self._changed:
            same = self._same(film) if kind == "score" else None
            if same:
                _watch(same, page)
                return view(same)
            waiting = sum(job.state == "waiting" for job in self._jobs.values())
            if waiting >= self._most_waiting:
                raise QueueFullError(
                    f"{waiting} works are waiting already, and the queue holds no more",
                    hint="Try again in a little while, or stop a work that waits.",
                )
            job = Job(secrets.token_hex(8), kind, film, label, dict(request), log, set(), False)
            _watch(job, page)
            self._jobs[job.id] = job
            self._forget_old()
            self._tell(job)
            self._changed.notify_all()
            return view(job)

    def _same(self, film: str) -> Job | None:
        for job in self._jobs.values():
            if job.kind == "score" and job.film == film and job.state in UNFINISHED:
                return None if job.stop.is_set() else job
        return None

    def get(self, name: str) -> dict[str, Any] | None:
        """Return a job, or None when there is no such."""
        with self._changed:
            job = self._jobs.get(name)
            return view(job, self._place(job)) if job else None

    def all(self) -> list[dict[str, Any]]:
        """Return every job that is remembered, oldest first."""
        with self._changed:
            return [view(job, self._place(job)) for job in self._jobs.values()]

    def cancel(self, name: str) -> dict[str, Any] | None:
        """Ask a job to stop; return it, or None when there is no such."""
        with self._changed:
            job = self._jobs.get(name)
            if job is None:
                return None
            self._cancel(job)
            return view(job)

    def abandon(self, page: str) -> None:
        """Give up the jobs of a page that is gone."""
        with self._changed:
            for job in self._jobs.values():
                job.pages.discard(page)
                if not job.pages and not job.is_kept and job.state in UNFINISHED:
                    self._cancel(job)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have every change of a job told to `listener`; return what ends that."""
        with self._changed:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Stop all work, keeping what is finished."""
        with self._changed:
            self._is_closing = True
            for job in self._jobs.values():
                if job.state in UNFINISHED:
                    job.stop.set()
            self._changed.notify_all()
        for worker in self._workers.values():
            worker.close()

    # -------------------------------------------------------------- inside

    def _cancel(self, job: Job) -> None:
        job.stop.set()
        if job.state == "waiting":
            job.state, job.ended_at = "cancelled", time.time()
        elif job.state == "running":
            job.text = "stopping"
        self._tell(job)

    def _place(self, job: Job) -> int:
        """Return how many wait before a job."""
        if job.state != "waiting":
            return 0
        lane = _lane(job)
        before = [j for j in self._jobs.values() if j.state == "waiting" and _lane(j) == lane]
        return before.index(job)

    def _tell(self, job: Job) -> None:
        told = view(job, self._place(job))
        if job.log and (job.state not in UNFINISHED or job.part == 0.0):
            _write_log(job.log / f"job-{job.id}.json", told)
        for listener in self._listeners:
            listener(told)

    def _forget_old(self) -> None:
        ended = [job.id for job in self._jobs.values() if job.state not in UNFINISHED]
        for name in ended[: max(len(self._jobs) - _REMEMBERED, 0)]:
            del self._jobs[name]

    def _work(self, lane: str) -> None:
        while (job := self._next(lane)) is not None:
            try:
                result = self._workers[lane].do(job.kind, job.request, self._run(job))
            except Cancelled:
                self._end(job, "cancelled")
            except ScenescoreError as problem:
                self._end(job, "failed", problem=problem.message, hint=problem.hint)
            else:
                self._end(job, "done", result=result)

    def _next(self, lane: str) -> Job | None:
        with self._changed:
            while not self._is_closing:
                for job in self._jobs.values():
                    if job.state == "waiting" and _lane(job) == lane:
                        job.state, job.began_at = "running", time.time()
                        self._tell(job)
                        return job
                self._changed.wait()
        return None

    def _run(self, job: Job) -> Run:
        def sink(event: Event) -> None:
            with self._changed:
                if event.kind == "note":
                    job.notes.append(event.text)
                elif not job.stop.is_set():
                    job.part, job.text = max(event.part, job.part), event.text
                self._tell(job)

        return Run(sink, stop=job.stop)

    def _end(self, job: Job, state: State, **what: Any) -> None:
        with self._changed:
            job.state, job.ended_at = state, time.time()
            for name, value in what.items():
                setattr(job, name, value)
            if state == "done":
                job.part = 1.0
            self._tell(job)


def _watch(job: Job, page: str | None) -> None:
    if page is None:
        job.is_kept = True
    else:
        job.pages.add(page)


def _lane(job: Job) -> str:
    return LANES.get(job.kind, "short")


def view(job: Job, place: int = 0) -> dict[str, Any]:
    """Return a job as plain data."""
    return {
        "id": job.id,
        "kind": job.kind,
        "film": job.film,
        "label": job.label,
        "state": job.state,
        "part": round(job.part, 4),
        "text": job.text,
        "left_s": _left_s(job),
        "waits_behind": place,
        "notes": job.notes[-20:],
        "result": job.result,
        "problem": job.problem,
        "hint": job.hint,
        "asked_at": job.asked_at,
        "ended_at": job.ended_at,
        "about": {name: job.request[name] for name in _ABOUT if name in job.request},
    }


def _left_s(job: Job) -> float | None:
    if job.state != "running" or job.began_at is None or job.part < 0.08:
        return None
    return round((time.time() - job.began_at) / job.part * (1.0 - job.part), 1)


# ------------------------------------------------------------------ what a restart finds


def _write_log(path: Path, told: Mapping[str, Any]) -> None:
    try:
        write_text(path, dumps(told))
        for old in sorted(path.parent.glob("job-*.json"), key=_age)[:-_LOGS_KEPT]:
            old.unlink(missing_ok=True)
    except (ScenescoreError, OSError):
        return  # a log that cannot be written must not stop the work


def _age(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def past_jobs(runs: Path) -> list[dict[str, Any]]:
    """Return the jobs a film's folder tells of, oldest first; what was cut off is "interrupted"."""
    found = []
    for path in sorted(runs.glob("job-*.json"), key=_age):
        try:
            told = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if told.get("state") in UNFINISHED:
            told |= {
                "state": "interrupted",
                "problem": "Scenescore ended while this was being made.",
                "hint": "What was finished is kept; ask again to go on.",
            }
        found.append(told)
    return found
