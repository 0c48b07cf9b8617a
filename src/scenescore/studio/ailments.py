"""What on this machine breaks or slows neural work, and its cure; found without loading any."""

from __future__ import annotations

import os
import re
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scenescore.core.settings import Settings

_BESIDE_TORCH = ("torchvision", "torchaudio")
_CUDA = (b"libc10_cuda", b"libcudart")
"""Libraries that a build for CUDA is linked to."""
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_BLOCK = 1 << 20


def find_ailments(settings: Settings) -> list[str]:
    """Return sentences, the worst first; empty when nothing is wrong."""
    return [*misfits(), *crowding(settings)]


def misfits() -> list[str]:
    """Return a sentence for each library that was built for another torch than the one here."""
    torch = _folder("torch")
    if torch is None or _built_for_cuda(torch / "version.py"):
        return []
    return [
        f"{name} {_version(name)} is linked to CUDA, torch {_version('torch')} is for the CPU: "
        "beside it no model class of transformers can be imported, whatever it needs. "
        f"Cure: pip uninstall {name}"
        for name in _BESIDE_TORCH
        if (folder := _folder(name)) and _is_linked_to_cuda(folder)
    ]


def threads(settings: Settings) -> dict[str, Any]:
    """Return how many cores this process may use, who uses them, and what was asked for."""
    cores = cores_here()
    asked = {name: os.environ[name] for name in _THREADS if name in os.environ}
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    workers = int(settings["work.workers"])
    return {"cores": cores, "load": round(load, 1), "asked": asked, "workers": workers}


def crowding(settings: Settings) -> list[str]:
    """Return a sentence for each way in which more threads run than there are cores."""
    told = threads(settings)
    cores = told["cores"]
    found = []
    for name, text in told["asked"].items():
        if text.isdecimal() and int(text) > cores:
            found.append(
                f"{name}={text} on {cores} cores: waiting threads hold up those that work, which "
                f"can cost a factor of fifty. Cure: {name}={cores}, or leave it away"
            )
    if told["workers"] > cores:
        found.append(
            f"work.workers = {told['workers']} on {cores} cores. Cure: work.workers = 0, one a core"
        )
    if told["load"] > cores:
        found.append(
            f"{told['load']:g} threads want these {cores} cores just now: neural work will be "
            "slow. Cure: wait, or OMP_NUM_THREADS=1"
        )
    return found


def cores_here() -> int:
    """Return the cores that this process may use: its affinity, and its group's share of time."""
    has_affinity = hasattr(os, "sched_getaffinity")
    allowed = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
        share = max(round(int(quota) / int(period)), 1)
    except (OSError, ValueError):  # no such file, or `max`: no limit
        return allowed
    return min(allowed, share)


def _folder(name: str) -> Path | None:
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(of unknown version)"


def _built_for_cuda(told: Path) -> bool:
    """Return whether torch says that it has CUDA; read, not imported: an import takes seconds."""
    try:
        text = told.read_text("utf-8")
    except OSError:
        return True  # not to be told: nothing is claimed
    return not re.search(r"^cuda\b[^=\n]*=\s*None", text, re.MULTILINE)


def _is_linked_to_cuda(folder: Path) -> bool:
    return any(_names_cuda(path) for path in folder.rglob("*.so"))


def _names_cuda(path: Path) -> bool:
    with path.open("rb") as stream:
        before = b""
        while block := stream.read(_BLOCK):
            if any(name in before + block for name in _CUDA):
                return True
            before = block[-32:]
    return False
