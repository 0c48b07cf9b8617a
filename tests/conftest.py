"""What holds for every test: no network, no real home folder, no error in the log."""

from __future__ import annotations

import logging
import os
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("fixed", derandomize=True)
settings.register_profile("wild")
settings.load_profile("fixed")  # the same examples each run; --hypothesis-profile=wild: others

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _temporary_home(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SCENESCORE_HOME", str(home / "scenescore"))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in list(os.environ):
        if name.startswith("SCENESCORE_") and name not in (
            "SCENESCORE_HOME",
            "SCENESCORE_ALL_ENGINES",
        ):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _no_errors_logged(caplog):
    yield
    errors = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]


@pytest.fixture
def shared() -> Path:
    """The measuring material outside the project; left out when it is not there."""
    if not SHARED.is_dir():
        pytest.skip("needs the measuring material in ../shared, which is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def _saved_encoder(tmp_path_factory):
    for library in ("tokenizers", "safetensors"):
        pytest.importorskip(library, reason="needs the extra 'semantic'")
    from scenescore.testing_encoder import save_tiny_encoder

    folder = tmp_path_factory.mktemp("encoder")
    return folder, save_tiny_encoder(folder)


@pytest.fixture
def tiny_encoder(_saved_encoder, monkeypatch) -> Path:
    """A user's folder with a tiny random encoder, which the semantic analyst takes for its own."""
    from scenescore.story.encoder import pins

    folder, sums = _saved_encoder
    monkeypatch.setenv("SCENESCORE_STORY_MINILM", str(folder))
    monkeypatch.setattr(pins, "PINS", sums)
    return folder


@pytest.fixture
def temporary_here(tmp_path, monkeypatch):
    """Temporary files lie in the test's own folder, which goes with it: sounds are large."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture(scope="module")
def one_thread():
    """torch computes with one thread: several wait for each other where others want the cores."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


# ------------------------------------------------------------------ ./test --full

ALL_ENGINES = os.environ.get("SCENESCORE_ALL_ENGINES") == "1"
"""`./test --full` promises every engine and library: there, want of one is no reason to skip."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        wants = item.get_closest_marker("engine") or _is_import(call.excinfo)
        if ALL_ENGINES and wants:
            _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    if ALL_ENGINES and report.skipped:
        _fail(report)
    return report


def _is_import(problem) -> bool:
    return any(entry.name == "importorskip" for entry in problem.traceback)


def _fail(report) -> None:
    why = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome, report.longrepr = "failed", f"an engine is missing in a full run: {why}"
