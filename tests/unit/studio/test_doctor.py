"""The doctor names what breaks neural work, what is missing for it, and what to expect of it."""

from __future__ import annotations

import json
import sys

import pytest
from typer.testing import CliRunner

from scenescore.apps.cli.main import app
from scenescore.core.settings import load
from scenescore.studio import ailments, doctor
from scenescore.studio.ailments import cores_here, crowding, misfits

CPU = "cuda: Optional[str] = None\n"
LINKED = b"\x7fELF" + bytes(2_000_000) + b"libc10_cuda.so\0"


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of installed packages before all others."""

    def install(name, **files):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text("raise RuntimeError('I was imported')")
        for file, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / file.replace("__", ".")).write_bytes(data)

    for name in ("torch", "torchvision", "torchaudio"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return install


def test_a_library_linked_to_cuda_beside_a_torch_for_the_cpu_is_named_with_its_cure(site):
    site("torch", version__py=CPU)
    site("torchvision", _C__so=LINKED)
    site("torchaudio", lib__so=b"\x7fELF libc10.so")
    (said,) = misfits()
    assert said.startswith("torchvision")
    assert "pip uninstall torchvision" in said


def test_a_torch_with_cuda_or_none_at_all_is_no_ailment(site):
    site("torchvision", _C__so=LINKED)
    assert misfits() == []
    site("torch", version__py="cuda: Optional[str] = '12.8'\n")
    assert misfits() == []


def test_more_threads_than_cores_are_named(monkeypatch):
    cores = cores_here()
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(ailments.os, "getloadavg", lambda: (0.0, 0.0, 0.0))
    assert crowding(load()) == []
    monkeypatch.setenv("OMP_NUM_THREADS", str(cores + 6))
    (said,) = crowding(load())
    assert f"OMP_NUM_THREADS={cores + 6} on {cores} cores" in said
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert "work.workers" in crowding(load().with_flags(work__workers=cores + 1))[0]
    monkeypatch.setattr(ailments.os, "getloadavg", lambda: (cores + 5.5, 0.0, 0.0))
    assert "just now" in crowding(load())[0]


def test_every_neural_back_end_tells_its_files_and_what_to_expect():
    told = {one["name"]: one for one in doctor.examine_neural(load())}
    assert set(told) == {"gemma", "ace-step", "musicgen", "stable-audio"}
    for one in told.values():
        weights = one["weights"]
        assert not weights["is_here"]
        assert weights["size_gb"] > 1
        assert "*.safetensors" in weights["files"]
        assert "--" in weights["folder"]
        assert one["outlook"] or one["why"], "either what it could do, or why it cannot"
        if one["outlook"]:
            assert {"device", "precision", "engines", "speed"} == set(one["outlook"])


def test_a_broken_torch_is_a_sentence_not_a_traceback(monkeypatch):
    class Broken:
        def weights(self):
            return {}

        def outlook(self):
            raise RuntimeError("operator torchvision::nms does not exist")

    monkeypatch.setattr(doctor, "get", lambda *_: Broken())
    assert all("nms does not exist" in one["why"] for one in doctor.examine_neural(load()))


def test_the_command_says_all_of_it():
    plain = CliRunner().invoke(app, ["doctor"])
    assert plain.exit_code == 0
    assert "model_index.json" in plain.output
    told = json.loads(CliRunner().invoke(app, ["doctor", "--json"]).stdout)
    assert {"backends", "neural", "ailments", "machine"} <= set(told)
