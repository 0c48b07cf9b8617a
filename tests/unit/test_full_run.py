"""`./test --full` fails where an engine is missing, wherever a test would skip for want of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
ASKS = """
import pytest

@pytest.fixture(scope="module")
def engine():
    pytest.skip("chromium is not installed")

@pytest.mark.engine
def test_of_a_fixture(engine): ...

@pytest.mark.engine
@pytest.mark.skipif(True, reason="no fluidsynth")
def test_of_a_mark(): ...

def test_of_a_library():
    pytest.importorskip("no_such_library")

def test_of_something_else():
    pytest.skip("root may read everything")
"""


@pytest.fixture
def tests(tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  engine: x\n", "utf-8")
    (tmp_path / "test_asks.py").write_text(ASKS, "utf-8")
    (tmp_path / "test_module.py").write_text(
        'import pytest\npytest.importorskip("no_such_library")\ndef test_it(): ...\n', "utf-8"
    )
    return tmp_path


def _counts(tests: Path, everything: str) -> dict[str, int]:
    options = ("-p", "no:cacheprovider", "--continue-on-collection-errors")
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        env={**os.environ, "SCENESCORE_ALL_ENGINES": everything},
        cwd=tests, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    said = re.findall(r"(\d+) (\w+)", result.stdout.splitlines()[-1].rpartition(" in ")[0])
    return {what: int(number) for number, what in said}


def test_a_missing_engine_fails_a_full_run(tests):
    assert _counts(tests, "1") == {"failed": 1, "errors": 3, "skipped": 1}


def test_elsewhere_it_is_skipped(tests):
    assert _counts(tests, "0") == {"skipped": 5}
