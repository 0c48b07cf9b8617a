"""The set-up works in any folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PYTHON = """#!/bin/sh
for argument in "$@"; do echo "$argument" >>"$LOG"; done
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout under a path with a space, whose Python notes what it is asked."""
    root = tmp_path / "my projects" / "score"
    for name in ("tools/setup.sh", "pyproject.toml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "requirements").mkdir()
    (root / "requirements" / "run.lock").write_text("", "utf-8")
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON, "utf-8")
    python.chmod(0o755)
    return root


def test_a_checkout_under_a_path_with_a_space_is_set_up(checkout, tmp_path):
    subprocess.run(
        ["/bin/sh", "-euc", ". tools/setup.sh; install_locked run"],
        cwd=checkout, check=True, capture_output=True, timeout=60,
        env={"ROOT": str(checkout), "LOG": str(tmp_path / "log"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    asked = (tmp_path / "log").read_text("utf-8").splitlines()
    assert str(checkout / "requirements" / "run.lock") in asked
    assert asked[-1] == str(checkout)
