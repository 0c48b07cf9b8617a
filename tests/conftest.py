"""What holds for every test: no network, no real home folder, no error in the log."""

from __future__ import annotations

import logging
import os
import socket
from pathlib import Path

import pytest

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


def pytest_collection_modifyitems(config, items):
    """`./test --full` promises every engine: there, a test may not skip for want of one."""
    if os.environ.get("SCENESCORE_ALL_ENGINES") == "1":
        for item in items:
            if item.get_closest_marker("engine"):
                item.add_marker(pytest.mark.usefixtures("_engines_are_here"))


@pytest.fixture
def _engines_are_here(monkeypatch):
    def refuse(reason="", **_):
        pytest.fail(f"an engine is missing in a full run: {reason}")

    monkeypatch.setattr(pytest, "skip", refuse)
