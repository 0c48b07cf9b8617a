"""The main job through the command line, on a film of a few scenes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile
from scipy.signal import resample_poly

from scenescore.core.types import Theme, ThemeNote, ThemeSlot
from scenescore.music.theme_midi import write_theme

SCENESCORE = Path(sys.executable).with_name("scenescore")
SCRIPT = """Title: Small Test
Author: The tests

INT. KITCHEN - NIGHT

ANNA weeps over the empty chair. Her brother is dead. She cannot stop weeping.

ANNA
He is gone. He is dead, and I never said it.

EXT. ALLEY - NIGHT

They run! A shot! Glass SHATTERS behind them. A knife. Anna screams and leaps the wall, and the men
are upon her, shouting, murderous.

ANNA
Run! They will kill us!

EXT. MEADOW - DAY

Children laugh and dance in the sun. Anna embraces her sister, overjoyed, and they roll
down the hill.
"""
FAST = ["--player", "synth", "--workers", "1", "--quiet", "--plan", "per-scene", "--duration", "7"]


def run(*arguments, **options):
    command = [str(SCENESCORE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, **options)


def score(script, out, *more):
    result = run("score", script, "-o", out, "--json", *FAST, *more)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def _film(tmp_path):
    script = tmp_path / "small.fountain"
    script.write_text(SCRIPT, "utf-8")
    return script


def _takes(folder) -> dict[str, list[str]]:
    return {
        cue.name: sorted(p.name for p in (cue / "takes").iterdir())
        for cue in sorted((Path(folder) / "cues").iterdir())
    }


def test_a_script_becomes_a_whole_film_folder(tmp_path):
    film = score(_film(tmp_path), tmp_path / "films")
    folder = Path(film["folder"])
    assert folder.name == "small-test.film"
    for name in (
        "project.toml", "screenplay.json", "scenes.parquet", "scenes.csv", "briefs.json",
        "cues.json", "edits.json", "report.html", "mix/score.flac", "mix/mix.json",
        "deliver/cue-sheet.csv", "source/small.fountain",
    ):  # fmt: skip
        assert (folder / name).is_file(), name
    assert len(film["cues"]) == 3
    for cue in film["cues"]:
        sound, rate_hz = soundfile.read(folder / cue["take"], always_2d=True)
        assert (rate_hz, sound.shape) == (48_000, (7 * 48_000, 2))
        assert 0.01 < np.abs(sound).max() < 1.0
        told = json.loads((folder / cue["take"]).with_name("take.json").read_text())
        lufs = pyloudnorm.Meter(rate_hz).integrated_loudness(sound)
        assert lufs == pytest.approx(-18.0, abs=0.5)
        assert told["loudness_lufs"] == pytest.approx(lufs, abs=0.1)
        peak_dbtp = 20 * np.log10(np.abs(resample_poly(sound, 8, 1)).max())
        assert peak_dbtp <= -0.9
        assert told["true_peak_dbtp"] <= -1.0
        assert told["licence"]
    mixed, rate_hz = soundfile.read(folder / "mix" / "score.flac", always_2d=True)
    lufs = pyloudnorm.Meter(rate_hz).integrated_loudness(mixed)
    assert lufs == pytest.approx(-18.0, abs=0.5)
    assert film["loudness_lufs"] == pytest.approx(lufs, abs=0.1)
    assert not list(folder.rglob(".making-*"))


def test_a_second_run_records_nothing_and_an_edit_only_what_heard_it(tmp_path):
    script, films = _film(tmp_path), tmp_path / "films"
    folder = Path(score(script, films)["folder"])
    before = _takes(folder)
    score(script, films)
    assert _takes(folder) == before == {uid: ["1"] for uid in before}

    briefs = json.loads((folder / "briefs.json").read_text())
    briefs[2]["genre"] = "western"
    (folder / "briefs.json").write_text(json.dumps(briefs))
    again = score(folder, films)
    changed = [uid for uid, takes in _takes(folder).items() if takes != ["1"]]
    assert changed == [again["cues"][2]["uid"]]
    edits = json.loads((folder / "edits.json").read_text())
    assert edits["scenes"] == {briefs[2]["key"]: {"genre": "western"}}

    (folder / "edits.json").write_text('{"schema": 1}')
    back = score(folder, films)
    assert "takes/1/" in back["cues"][2]["take"], "the first take fits again and is used again"


def test_editing_one_scene_of_the_script_records_one_cue(tmp_path):
    script, films = _film(tmp_path), tmp_path / "films"
    folder = Path(score(script, films)["folder"])
    script.write_text(
        SCRIPT.replace("Children laugh and dance", "Children sleep, silent,"), "utf-8"
    )
    score(script, films)
    assert sorted(map(len, _takes(folder).values())) in ([1, 1, 2], [1, 1, 1, 1])


def test_a_take_a_person_changed_is_theirs_and_stays(tmp_path):
    script, films = _film(tmp_path), tmp_path / "films"
    film = score(script, films)
    take = Path(film["folder"]) / film["cues"][0]["take"]
    soundfile.write(take, np.zeros((7 * 48_000, 2)), 48_000, subtype="PCM_24")
    mine = take.read_bytes()
    again = score(script, films, "--refresh")
    assert take.read_bytes() == mine
    assert again["cues"][0]["take"] == film["cues"][0]["take"]
    assert any("your own" in note for note in again["notes"])


def test_the_same_film_in_two_processes_is_the_same_bytes(tmp_path):
    one = score(_film(tmp_path), tmp_path / "a")
    two = score(_film(tmp_path), tmp_path / "b", "--workers", "2")
    for first, second in zip(one["cues"], two["cues"], strict=True):
        a, b = (Path(f["folder"]) / c["take"] for f, c in ((one, first), (two, second)))
        assert a.read_bytes() == b.read_bytes()
        midi = (path.with_name("score.mid").read_bytes() for path in (a, b))
        assert len(set(midi)) == 1
    mixes = {Path(film["mix"]).read_bytes() for film in (one, two)}
    assert len(mixes) == 1


def test_exported_stems_add_up_to_the_take(tmp_path):
    film = score(_film(tmp_path), tmp_path / "films")
    result = run("export", film["folder"], "--to", "stems", "--json", "--quiet")
    assert result.returncode == 0, result.stderr
    for cue in film["cues"]:
        take = Path(film["folder"]) / cue["take"]
        whole, _ = soundfile.read(take, always_2d=True)
        stems = sorted((take.parent / "stems").glob("*.flac"))
        assert stems
        total = sum(soundfile.read(stem, always_2d=True)[0] for stem in stems)
        difference = np.abs(total - whole).max()
        assert 20 * np.log10(difference + 1e-12) < -90


def test_only_the_scenes_asked_for_are_recorded(tmp_path):
    film = score(_film(tmp_path), tmp_path / "films", "--scenes", "2-3")
    assert [cue["take"] is not None for cue in film["cues"]] == [False, True, True]


def test_ctrl_c_keeps_what_is_finished_and_ends_with_130(tmp_path):
    script = _film(tmp_path)
    scenes = "\n".join(f"INT. ROOM {i} - NIGHT\n\nA door slams. They run.\n" for i in range(40))
    script.write_text(f"Title: Long\n\n{scenes}", "utf-8")
    films = tmp_path / "films"
    command = [str(SCENESCORE), "score", str(script), "-o", str(films), *FAST]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 300
    while not list(films.rglob("take.json")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    finished = len(list(films.rglob("take.json")))
    assert 1 <= finished < 40
    assert not list(films.rglob(".making-*"))


def test_a_film_in_use_is_not_written_by_a_second_process(tmp_path):
    from filelock import FileLock

    script, films = _film(tmp_path), tmp_path / "films"
    folder = films / "small-test.film"
    folder.mkdir(parents=True)
    with FileLock(folder / ".lock"):
        result = run("score", script, "-o", films, *FAST)
    assert result.returncode == 73
    assert "another Scenescore" in result.stderr


def test_compose_writes_cue_stems_midi_and_what_was_done(tmp_path):
    brief = tmp_path / "brief.json"
    hits = [{"at_s": 6.4, "kind": "action", "weight": 1.0}]
    brief.write_text(json.dumps({"duration_s": 12.345, "genre": "orchestral action", "hits": hits}))
    out = tmp_path / "cue"
    result = run("compose", brief, "-o", out, "--seed", 3, "--player", "synth", "--json")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    info = soundfile.info(str(out / "cue.wav"))
    assert (info.samplerate, info.subtype, info.frames) == (
        48_000,
        "PCM_24",
        round(12.345 * 48_000),
    )
    assert told["hits"][0]["landed_s"] == pytest.approx(6.4, abs=0.005)
    for name in ("bpm", "key", "tempo_map", "form", "chords", "seed", "made_by", "licence"):
        assert told[name], name
    whole, _ = soundfile.read(out / "cue.wav", always_2d=True)
    total = sum(soundfile.read(p, always_2d=True)[0] for p in (out / "stems").glob("*.wav"))
    assert 20 * np.log10(np.abs(total - whole).max() + 1e-12) < -90


def test_a_raw_scene_on_stdin_gets_a_brief():
    result = run("brief", "--text", "-", "--json", input="INT. CRYPT - NIGHT\n\nShe screams.\n")
    assert result.returncode == 0, result.stderr
    (brief,) = json.loads(result.stdout)
    assert len(brief["words"]) == 3


@pytest.mark.parametrize("command", ["doctor", "settings"])
def test_what_this_machine_can_do_is_shown(command):
    assert run(command).stdout
    assert json.loads(run(command, "--json").stdout)


def test_help_needs_no_heavy_library():
    code = (
        "import sys; sys.argv = ['scenescore', '--help']\n"
        "from scenescore.apps.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'scipy', 'pandas', 'pydantic', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert os.path.basename(SCENESCORE) in result.stdout


# ------------------------------------------------------------------ a series


HEROINE = """Title: {title}

INT. KITCHEN - NIGHT

HEROINE {feels} over the letter, alone at the table.

HEROINE
It is from the sea.

EXT. QUAY - DAY

Gulls over an empty quay.
"""


def _series_film(tmp_path, title, feels):
    script = tmp_path / f"{title}.fountain"
    script.write_text(HEROINE.format(title=title, feels=feels), "utf-8")
    return script


def _themes(folder) -> list[dict]:
    paths = sorted(Path(folder).glob("cues/*/takes/*/take.json"))
    return [theme for path in paths for theme in json.loads(path.read_text("utf-8"))["themes"]]


def test_two_films_of_a_series_share_a_theme_and_hear_it_edited(tmp_path):
    series, out = tmp_path / "series", tmp_path / "films"
    series.mkdir()
    first = score(_series_film(tmp_path, "First", "weeps"), out, "--themes", series)["folder"]
    assert not _themes(first)  # the shared folder is empty, and she is in one scene only
    write_theme(series / "HEROINE.mid", _tune(0, 4, 7, 4, 2, 0))
    second = score(_series_film(tmp_path, "Second", "laughs"), out, "--themes", series)["folder"]
    score(first, out)
    (one,), (two,) = _themes(first), _themes(second)
    assert one["from"] == two["from"] == "series"
    assert one["midi_sha256"] == two["midi_sha256"]
    assert {one["operator"], two["operator"]} == {"fragment"}
    before = _takes(second)
    write_theme(series / "HEROINE.mid", _tune(0, 2, 4, 5, 4, 2, 0))
    score(second, out)
    changed = [uid for uid, takes in _takes(second).items() if takes != before[uid]]
    assert len(changed) == 1

    listed = run("themes", "list", second, "--json")
    (row,) = json.loads(listed.stdout)["themes"]
    assert (row["owner"], row["made_by"], row["notes"]) == ("HEROINE", "series", 7)
    refused = run("themes", "publish", first, "--to", series)
    assert (refused.returncode, "HEROINE.mid" in refused.stderr) == (2, True)
    assert run("themes", "publish", first, "--to", tmp_path / "new").returncode == 0
    assert (tmp_path / "new" / "heroine.mid").is_file()


def test_a_missing_series_folder_is_named(tmp_path):
    result = run("score", _film(tmp_path), "-o", tmp_path, "--themes", tmp_path / "nowhere", *FAST)
    assert result.returncode == 66
    assert "no such folder of themes" in result.stderr


def _tune(*steps) -> Theme:
    notes = tuple(ThemeNote(float(i), 1.0, step) for i, step in enumerate(steps))
    return Theme(ThemeSlot("HEROINE"), notes)
