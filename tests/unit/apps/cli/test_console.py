"""What the terminal shows, whatever stands in a title and whoever listens."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenescore.apps.cli.console import running, table

SCENESCORE = Path(sys.executable).with_name("scenescore")
SCRIPT = "Title: {}\n\n" + "INT. HOUSE - DAY\n\nA tap drips.\n\n"
MARKUP = "took [/x/y.sf2], not [bold]this[/]"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch) -> _Terminal:
    shown = _Terminal()
    for name, value in {"COLUMNS": "120", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, shown)
    return shown


def test_notes_and_labels_are_shown_letter_by_letter(monkeypatch):
    terminal = _terminal(monkeypatch)
    with running() as run:
        run.note(MARKUP)
        run.report(MARKUP, 0.5)
    assert terminal.getvalue().count(MARKUP) >= 2


def test_cells_are_shown_letter_by_letter(monkeypatch):
    terminal = _terminal(monkeypatch)
    table(("cue", "title"), [("1m01", MARKUP)])
    assert MARKUP in terminal.getvalue()


def _scenes(
    tmp_path: Path, title: str, *more: str, **options
) -> subprocess.CompletedProcess[bytes]:
    script = tmp_path / "film.fountain"
    script.write_text(SCRIPT.format(title), "utf-8")
    options = {"stdout": subprocess.PIPE, **options}
    command = [str(SCENESCORE), "scenes", str(script), *more]
    return subprocess.run(command, stderr=subprocess.PIPE, timeout=120, **options)


def test_a_terminal_without_the_letters_gets_them_spelled_out(tmp_path):
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    result = _scenes(tmp_path, "東京物語", env=env)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(rb"\u6771\u4eac\u7269\u8a9e")
    told = _scenes(tmp_path, "東京物語", "--json", env=env)
    assert json.loads(told.stdout.decode("utf-8"))["title"] == "東京物語"


@pytest.mark.parametrize("more", [(), ("--json",), ("--help",)])
def test_a_reader_that_has_seen_enough_is_no_failure(tmp_path, more):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = _scenes(tmp_path, "Small", *more, stdout=writing)
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")
