import errno
from pathlib import Path

import pytest

from scenescore.core.errors import CannotWriteError, NoInputError
from scenescore.core.files import atomic, read_bytes, write_text


def _write_half(target):
    with atomic(target) as temporary:
        temporary.write_text("half")
        raise RuntimeError


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "deep" / "a.txt"
    with pytest.raises(RuntimeError):
        _write_half(target)
    assert list(target.parent.iterdir()) == []
    write_text(target, "whole")
    assert target.read_text() == "whole"


def test_a_failed_rewrite_keeps_the_old_file(tmp_path):
    target = write_text(tmp_path / "a.txt", "old")
    with pytest.raises(RuntimeError):
        _write_half(target)
    assert target.read_text() == "old"


def test_a_full_disk_is_said_in_words_and_leaves_nothing(tmp_path, monkeypatch):
    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWriteError, match="disk is full"):
        write_text(tmp_path / "a.txt", "text")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_said_in_words(tmp_path):
    with pytest.raises(NoInputError, match="no such file"):
        read_bytes(tmp_path / "none")
