"""The worker process: what goes wrong in it, or in starting it, is told and stops no queue."""

from __future__ import annotations

import queue
import threading
from multiprocessing import Pipe as pipe_pair

import pytest

from scenescore.core.errors import Cancelled, ScenescoreError
from scenescore.core.progress import Event, Run
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


class Alive:
    """A process that is there."""

    def is_alive(self):
        return True


@pytest.fixture
def slow(request):
    """A worker that is deaf while it loads, as C code is; what it was asked; and what wakes it."""
    ours, theirs = pipe_pair()
    asked, wake = [], threading.Event()
    first = getattr(request, "param", ("cancelled",))

    def work():
        while (order := theirs.recv())[0] != "end":
            if order[0] == "do":
                asked.append(order[1])
                wake.wait()
                theirs.send(first if len(asked) == 1 else ("done", {"did": order[1]}))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    worker = Worker()
    worker._pipe, worker._process = ours, Alive()
    yield worker, asked, wake
    wake.set()
    ours.send(("end",))
    thread.join(5)


def _cancelled_soon():
    run = Run()
    threading.Timer(0.1, run.cancel).start()
    return run


def test_a_cancelled_piece_is_answered_before_a_busy_worker_has_noticed(slow, monkeypatch):
    monkeypatch.setattr(job_process, "_ANSWER_S", 0.2)
    worker, asked, wake = slow
    with pytest.raises(Cancelled):
        worker.do("quick", {}, _cancelled_soon())
    assert not wake.is_set()  # it has not even looked up yet
    threading.Timer(0.3, wake.set).start()
    assert worker.do("quick", {}, Run()) == {"did": "quick"}  # after the first has ended
    assert asked == ["quick", "quick"]


def test_what_writes_a_film_is_cancelled_only_when_it_has_stopped(slow, monkeypatch):
    monkeypatch.setattr(job_process, "_ANSWER_S", 0.2)
    worker, _, wake = slow
    threading.Timer(0.8, wake.set).start()
    with pytest.raises(Cancelled):
        worker.do("take", {}, _cancelled_soon())
    assert wake.is_set()


def test_an_order_that_is_stopped_before_it_is_begun_stays_stopped():
    ours, theirs = pipe_pair()
    orders = queue.Queue()
    for said in (("do", "take", {}), ("stop",), ("do", "mix", {})):
        ours.send(said)
    ours.close()
    job_process._take_orders(theirs, orders)
    (first, *take), (last, *mix) = orders.get(), orders.get()
    assert (take, first.is_set()) == (["take", {}], True)
    assert (mix, last.is_set()) == (["mix", {}], True)  # its parent is gone
    assert first is not last
    assert orders.get() is None


def test_a_stop_while_progress_is_told_reaches_the_worker(slow, monkeypatch):
    monkeypatch.setattr(job_process, "_ANSWER_S", 60.0)
    worker, _, wake = slow
    run = Run()
    monkeypatch.setattr(run, "report", lambda text, part: (run.cancel(), run.check()))
    job_process._pass_on(Event("progress", "composing", 0.5, 0.0), run)  # the stop comes just now
    threading.Timer(0.3, wake.set).start()
    with pytest.raises(Cancelled):
        worker.do("take", {}, run)
    assert wake.is_set()  # it ended because the worker did


@pytest.mark.parametrize("slow", [("failed", ScenescoreError("cut off"))], indirect=True)
def test_what_breaks_while_it_stops_has_stopped(slow):
    worker, _, wake = slow
    threading.Timer(0.3, wake.set).start()
    with pytest.raises(Cancelled):
        worker.do("take", {}, _cancelled_soon())
