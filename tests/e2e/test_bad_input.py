"""Bad input ends in one readable line, what to do, and the contract's exit code."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

SCENESCORE = Path(sys.executable).with_name("scenescore")
GOOD = "Title: Good\n\nINT. ROOM - DAY\n\nShe weeps. A door slams.\n\nANNA\nGo.\n"


def run(*arguments, **options):
    return subprocess.run(
        [str(SCENESCORE), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=600,
        **options,
    )


def _picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" + b"\x7f" * 24 * 8)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


STYLE_SHEET = "body { margin: 0; }\n.menu a:hover { color: #fff; background: url(x.png); }\n" * 30
STUB = "Some Film\n\nThis script is not available at present. Please come back later.\n"
CASES = {
    "empty.txt": b"",
    "picture.fountain": _picture(),
    "style.txt": STYLE_SHEET.encode(),
    "stub.txt": STUB.encode(),
    "blank.fountain": b"\n\n   \n",
}


def _assert_readable(result, code):
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    first, *rest = [line for line in result.stderr.splitlines() if "%" not in line]
    assert first.startswith("scenescore: ")
    assert len(first) < 300
    assert rest, "there is no hint"


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("command", ["scenes", "brief", "spot", "score"])
def test_what_is_no_script_is_65_in_every_command(name, command, tmp_path):
    file = tmp_path / name
    file.write_bytes(CASES[name])
    out = ["-o", tmp_path / "films"] if command == "score" else []
    _assert_readable(run(command, file, *out), 65)
    assert not (tmp_path / "films").exists()


@pytest.mark.parametrize("name", CASES)
def test_scenes_json_still_says_why(name, tmp_path):
    import json

    file = tmp_path / name
    file.write_bytes(CASES[name])
    result = run("scenes", file, "--json")
    assert result.returncode == 65
    told = json.loads(result.stdout)
    assert told["scenes"] == []
    assert told["diagnostics"][0]["code"]
    assert told["diagnostics"][0]["message"]


def test_a_missing_file_is_66(tmp_path):
    _assert_readable(run("score", tmp_path / "none.fountain", "-o", tmp_path / "films"), 66)
    assert not (tmp_path / "films").exists()


def test_a_folder_that_is_no_film_is_65(tmp_path):
    _assert_readable(run("export", tmp_path, "--to", "otio"), 65)


def test_a_wrong_option_is_2(tmp_path):
    assert run("score", "--loud", "x").returncode == 2
    assert run("export", tmp_path, "--to", "").returncode in (2, 65)


WRONG = (
    (["--plan", "spoted"], "Did you mean 'spotted'? There are: spotted, per-scene."),
    (["--composer", "orchester"], "Did you mean 'orchestra'? There are: "),
    (["--player", "synt"], "Did you mean 'synth'? There are: "),
    (["--analyst", "lexikon"], "Did you mean 'lexicon'? There are: "),
    (["--fps", "0"], "Use 24, 25, 30"),
    (["--start-tc", "1 o'clock"], "01:00:00:00"),
)


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=lambda one: str(one[0]))
def test_a_wrong_option_is_judged_before_a_script_is_read(wrong, said, tmp_path):
    result = run("score", tmp_path / "not-even-there.fountain", "-o", tmp_path / "films", *wrong)
    _assert_readable(result, 2)
    assert said in result.stderr


@pytest.mark.parametrize(
    "call", [["spot", "--plan", "x"], ["brief", "--analyst", "x"], ["prompts", "--composer", "x"],
             ["compose", "--player", "x", "-o", "cue"]], ids=lambda call: call[0]
)  # fmt: skip
def test_every_command_judges_before_it_reads(call, tmp_path):
    _assert_readable(run(*call, tmp_path / "none", cwd=tmp_path), 2)


def test_a_folder_without_themes_is_said_to_have_none(tmp_path):
    result = run("themes", "list", tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "has no themes yet: put tunes there as OWNER.mid" in result.stdout


@pytest.fixture
def stranger(tmp_path):
    """A prefix that runs a command as somebody without rights (root has them all)."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("needs setpriv to give up root's rights")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def _as(stranger, *arguments):
    command = [*stranger, str(SCENESCORE), *map(str, arguments)]
    environment = {**os.environ, "SCENESCORE_HOME": "/tmp/scenescore-nobody"}
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)


def _may_run(stranger) -> bool:
    return (
        subprocess.run([*stranger, sys.executable, "-c", "0"], capture_output=True).returncode == 0
    )


def test_no_read_permission_is_77(stranger, tmp_path):
    if not _may_run(stranger):
        pytest.skip("this Python cannot be run by another user")
    file = tmp_path / "secret.fountain"
    file.write_text(GOOD)
    file.chmod(0)
    _assert_readable(_as(stranger, "scenes", file), 77)


def test_no_write_permission_is_73(stranger, tmp_path):
    if not _may_run(stranger):
        pytest.skip("this Python cannot be run by another user")
    file = tmp_path / "good.fountain"
    file.write_text(GOOD)
    file.chmod(0o644)
    place = tmp_path / "closed"
    place.mkdir(mode=0o555)
    _assert_readable(_as(stranger, "score", file, "-o", place, "--player", "synth"), 73)
    assert list(place.iterdir()) == []


@pytest.fixture
def tiny_disk(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("mounting is not allowed here; an injected ENOSPC is tested in unit/core")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_73_and_leaves_nothing_half_written(tiny_disk, tmp_path):
    file = tmp_path / "good.fountain"
    file.write_text(GOOD)
    flags = ["--plan", "per-scene", "--duration", "40", "--player", "synth", "--workers", "1"]
    result = run("score", file, "-o", tiny_disk, *flags)
    _assert_readable(result, 73)
    left = [p for p in tiny_disk.rglob("*") if p.name.startswith(".making") or p.suffix == ".flac"]
    assert left == []


def test_compose_refuses_a_wrong_brief_in_words(tmp_path):
    brief = tmp_path / "brief.json"
    for text, word in (
        ("{", "JSON"),
        ("{}", "duration_s"),
        ('{"duration_s": 10, "bpm": 900}', "bpm"),
        ('{"duration_s": 10, "hits": [{"at_s": 12}]}', "outside"),
        ('{"portrayed": {}, "felt": {}, "genre": "horror"}', "length"),
    ):
        brief.write_text(text)
        result = run("compose", brief, "-o", tmp_path / "cue")
        _assert_readable(result, 65)
        assert word in result.stderr
        assert not (tmp_path / "cue").exists()
