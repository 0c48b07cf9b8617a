"""Examines the machine: which back-ends work, what others lack, what ails it, what to expect."""

from __future__ import annotations

import os
import platform
import shutil
from typing import Any

from scenescore import __version__
from scenescore.core.errors import ScenescoreError
from scenescore.core.registry import KINDS, default, get, missing, names
from scenescore.core.settings import Settings, load, user_file
from scenescore.studio.ailments import find_ailments, threads


def examine() -> dict[str, Any]:
    """Return `{"schema", "backends", "neural", "ailments", "machine"}`; touches no network."""
    settings = load()
    chosen = {kind: default(kind) for kind in KINDS}
    backends = [
        {
            "kind": kind.removesuffix("s"),
            "name": name,
            "lack": missing(kind, name, settings) or _refusal(kind, name, settings),
            "is_default": name == chosen[kind],
        }
        for kind in KINDS
        for name in names(kind)
    ]
    told = threads(settings)
    machine = {
        "scenescore": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "processors": os.cpu_count(),
        "cores to use": told["cores"],
        "load": told["load"],
        "settings": str(user_file()),
        "free disk": f"{shutil.disk_usage('.').free / 1e9:.0f} GB",
    }
    return {
        "schema": 1,
        "backends": backends,
        "neural": examine_neural(settings),
        "ailments": find_ailments(settings),
        "machine": machine,
    }


def examine_neural(settings: Settings) -> list[dict[str, Any]]:
    """Return for each back-end with a model: its files, and what it could do on this machine.

    `outlook` has device, precision, engines and speed in words, or None with the reason in `why`.
    """
    found = []
    for kind in ("analysts", "composers"):
        for name in names(kind):
            try:
                backend = get(kind, name, settings)
                if not hasattr(backend, "outlook"):
                    continue
                told = {"kind": kind.removesuffix("s"), "name": name, "weights": backend.weights()}
            except ScenescoreError:
                continue  # said among the back-ends
            found.append(told | _outlook(backend))
    return found


def _refusal(kind: str, name: str, settings: Settings) -> str | None:
    """Return why a back-end that could work may not be used yet; None when it may."""
    refuses = getattr(get(kind, name, settings), "refusal", None)
    reason: str | None = refuses() if refuses else None
    return reason


def _outlook(backend: Any) -> dict[str, Any]:
    try:
        return {"outlook": backend.outlook(), "why": None}
    except ScenescoreError as problem:
        return {"outlook": None, "why": problem.message}
    except Exception as problem:  # a broken torch may raise anything when it is imported
        return {"outlook": None, "why": f"{type(problem).__name__}: {problem}"}
