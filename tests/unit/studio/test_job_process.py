"""The worker process: what goes wrong in it, or in starting it, is told and stops no queue."""

from __future__ import annotations

import threading

import pytest

from scenescore.core.errors import ScenescoreError
from scenescore.core.progress import Run
from scenescore.studio import job_process, tasks
from scenescore.studio.job_process import Worker


class Pipe:
    """Takes what a worker says."""

    def send(self, told):
        pass


def test_any_fault_of_a_task_is_told_across_the_border(monkeypatch):
    def broken(request, run):
        raise AttributeError("no such part")

    monkeypatch.setattr(tasks, "TASKS", {"break": broken})
    kind, problem = job_process._answer(Pipe(), threading.Event(), "break", {})
    assert kind == "failed"
    assert isinstance(problem, ScenescoreError)
    assert "AttributeError: no such part" in problem.message


def test_a_process_that_cannot_be_started_fails_its_job_in_words(monkeypatch):
    def refuse(self):
        raise OSError(11, "no more processes")

    monkeypatch.setattr(Worker, "_connection", refuse)
    with pytest.raises(ScenescoreError, match="died") as told:
        Worker().do("mix", {}, Run())
    assert told.value.hint
