from __future__ import annotations

import io
import zipfile

from scenescore.studio.zip_stream import zip_blocks


def test_files_come_out_of_a_streamed_zip_as_they_went_in(tmp_path):
    files = [tmp_path / "keys.wav", tmp_path / "strings.wav"]
    files[0].write_bytes(b"")
    files[1].write_bytes(bytes(range(256)) * 9000)  # more than two blocks
    data = b"".join(zip_blocks(files))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["keys.wav", "strings.wav"]
        assert [archive.read(path.name) for path in files] == [path.read_bytes() for path in files]


def test_the_same_files_give_the_same_zip_a_piece_at_a_time(tmp_path):
    path = tmp_path / "keys.wav"
    path.write_bytes(b"x" * 5_000_000)
    pieces = list(zip_blocks([path]))
    assert max(map(len, pieces)) < 2_000_000
    assert b"".join(pieces) == b"".join(zip_blocks([path]))
