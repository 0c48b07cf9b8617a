"""Examines the machine: which back-ends can work, and what others lack."""

from __future__ import annotations

import os
import platform
import shutil
from typing import Any

from scenescore import __version__
from scenescore.core.registry import KINDS, default, missing, names
from scenescore.core.settings import user_file


def examine() -> dict[str, Any]:
    """Return `{"schema", "backends": [...], "machine": {...}}`; touches no network."""
    chosen = {kind: default(kind) for kind in KINDS}
    backends = [
        {
            "kind": kind.removesuffix("s"),
            "name": name,
            "lack": missing(kind, name),
            "is_default": name == chosen[kind],
        }
        for kind in KINDS
        for name in names(kind)
    ]
    machine = {
        "scenescore": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "processors": os.cpu_count(),
        "settings": str(user_file()),
        "free disk": f"{shutil.disk_usage('.').free / 1e9:.0f} GB",
    }
    return {"schema": 1, "backends": backends, "machine": machine}
