"""The end of a cue on disk is taken back as it was, or not at all."""

from __future__ import annotations

import numpy as np

from scenescore.music.composers.musicgen.tail import read_tail, write_tail

CODES = np.arange(4 * 90).reshape(4, 90) % 64


def test_an_end_comes_back_for_its_own_model_only(tmp_path):
    path = write_tail(tmp_path / "end.npz", CODES, model="small")
    np.testing.assert_array_equal(read_tail(path, model="small", books=4), CODES)
    assert read_tail(path, model="large", books=4) is None
    assert read_tail(path, model="small", books=8) is None
    assert read_tail(tmp_path / "none.npz", model="small", books=4) is None


def test_a_broken_end_is_none(tmp_path):
    whole = write_tail(tmp_path / "end.npz", CODES, model="small").read_bytes()
    path = tmp_path / "broken.npz"
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at])
        assert read_tail(path, model="small", books=4) is None
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        found = read_tail(path, model="small", books=4)
        assert found is None or np.array_equal(found, CODES)
