"""Starting workers changes nothing in the process that starts them, side by side too."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from scenescore.studio.processes import begin, without_main


def test_a_worker_keeps_to_one_thread_and_its_caller_does_not(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    context = get_context("spawn")
    with ProcessPoolExecutor(
        1, mp_context=context, initializer=begin, initargs=(context.Event(),)
    ) as pool:
        with without_main():
            there = pool.submit(os.getenv, "OMP_NUM_THREADS")
        assert os.environ["OMP_NUM_THREADS"] == "7"
        assert there.result(timeout=60) == "1"
    assert os.environ["OMP_NUM_THREADS"] == "7"


def test_the_threads_are_set_before_any_library_could_read_them():
    code = "import scenescore.studio.processes, sys; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_two_that_start_workers_at_once_leave_the_main_module_as_it_was():
    main, first_in, leave = sys.modules["__main__"], threading.Event(), threading.Event()

    def start(is_first: bool) -> None:
        with without_main():
            first_in.set()
            leave.wait(0.2 if is_first else 0.4)

    first, second = (threading.Thread(target=start, args=(one,)) for one in (True, False))
    first.start()
    first_in.wait(5)
    second.start()
    first.join(5)
    second.join(5)
    assert sys.modules["__main__"] is main
