"""The queue: order, lanes, limits, stopping, pages that go, restarts."""

from __future__ import annotations

import json
import threading
import time

import pytest

from scenescore.core.errors import BadDataError
from scenescore.studio.jobs import Jobs, QueueFullError, past_jobs

_PATIENCE_S = 60.0


class Hands:
    """Work that goes on until it is let go, or stopped."""

    let_go = threading.Event()

    def do(self, task, request, run):
        run.report("composing", 0.25)
        while not self.let_go.is_set():
            run.check()
            time.sleep(0.005)
        if request.get("fails"):
            raise BadDataError("a broken script", hint="Mend it.")
        return {"did": task}

    def close(self):
        pass


@pytest.fixture
def queue():
    Hands.let_go = threading.Event()
    jobs = Jobs(most_waiting=100, worker=Hands)
    yield jobs
    jobs.close()


def wait_for(jobs, job, *states):
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        now = jobs.get(job["id"])
        if now["state"] in states:
            return now
        time.sleep(0.005)
    raise AssertionError(f"still {now}")


def test_a_hundred_wait_and_one_more_is_told_so(queue):
    first = queue.submit("quick", {}, film="a")
    wait_for(queue, first, "running")
    waiting = [queue.submit("quick", {"n": n}, film="a") for n in range(100)]
    with pytest.raises(QueueFullError, match="100 works are waiting") as full:
        queue.submit("quick", {}, film="a")
    assert full.value.hint
    assert queue.get(waiting[7]["id"])["waits_behind"] == 7
    Hands.let_go.set()
    assert {wait_for(queue, job, "done")["state"] for job in [first, *waiting]} == {"done"}


def test_a_short_wish_does_not_wait_for_a_whole_film(queue):
    film = queue.submit("score", {}, film="a")
    quick = queue.submit("quick", {}, film="b")
    wait_for(queue, film, "running")
    wait_for(queue, quick, "running")


def test_a_film_is_scored_once_at_a_time(queue):
    one = queue.submit("score", {}, film="a", page="p")
    assert queue.submit("score", {}, film="a", page="q")["id"] == one["id"]
    assert queue.submit("score", {}, film="b")["id"] != one["id"]
    queue.abandon("p")
    assert wait_for(queue, one, "running")  # q still watches


def test_stopping_answers_at_once_whether_it_runs_or_waits(queue):
    running, waiting = (queue.submit("quick", {}) for _ in range(2))
    wait_for(queue, running, "running")
    assert queue.cancel(waiting["id"])["state"] == "cancelled"
    queue.cancel(running["id"])
    assert wait_for(queue, running, "cancelled")
    assert queue.cancel("nothing") is None


def test_a_page_that_is_gone_takes_its_jobs_along_and_no_others(queue):
    mine = queue.submit("quick", {}, page="p")
    kept = queue.submit("quick", {})
    queue.abandon("p")
    wait_for(queue, mine, "cancelled")
    assert queue.get(kept["id"])["state"] in ("waiting", "running")


def test_a_failure_is_told_in_words_and_the_next_job_runs(queue):
    Hands.let_go.set()
    bad = wait_for(queue, queue.submit("quick", {"fails": True}), "failed")
    assert (bad["problem"], bad["hint"]) == ("a broken script", "Mend it.")
    wait_for(queue, queue.submit("quick", {}), "done")


def test_every_change_is_told(queue):
    heard = []
    stop = queue.listen(lambda job: heard.append((job["state"], job["part"])))
    job = queue.submit("quick", {})
    wait_for(queue, job, "running")
    Hands.let_go.set()
    wait_for(queue, job, "done")
    stop()
    assert heard[0] == ("waiting", 0.0)
    assert ("running", 0.25) in heard
    assert heard[-1] == ("done", 1.0)


def test_a_restart_tells_the_finished_from_what_was_cut_off(queue, tmp_path):
    Hands.let_go.set()
    done = wait_for(queue, queue.submit("quick", {}, film="a", log=tmp_path), "done")
    cut_off = {**done, "id": "ffff", "state": "running"}
    (tmp_path / "job-ffff.json").write_text(json.dumps(cut_off), "utf-8")
    states = {job["id"]: job["state"] for job in past_jobs(tmp_path)}
    assert states == {done["id"]: "done", "ffff": "interrupted"}


def test_a_job_tells_no_paths_of_this_machine(queue, tmp_path):
    job = queue.submit("take", {"folder": str(tmp_path), "cue": "00000001"})
    assert str(tmp_path) not in json.dumps(job)


def test_closing_stops_everything(queue):
    job = queue.submit("quick", {})
    wait_for(queue, job, "running")
    queue.close()
    wait_for(queue, job, "cancelled")
