import json
from dataclasses import replace

import pytest
import soundfile

from scenescore.core.errors import Cancelled, ScenescoreError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.types import MusicBrief
from scenescore.studio import recording
from scenescore.studio.recording import Recording, brief_key, record, seed_of
from scenescore.testing import FakeComposer, FakePlayer, FakeSoundComposer, registered

pytestmark = pytest.mark.usefixtures("fakes")
BRIEF = MusicBrief(5.25, "western")


def _job(tmp_path, **changes):
    told = {"title": "T", "brief": BRIEF, "seed": 5, "composer": "fake", "player": "fake"}
    return Recording(**{**told, "folder": tmp_path / "takes" / "1", **changes})


def test_a_take_is_exact_and_tells_how_it_was_made(tmp_path):
    take = record(_job(tmp_path, audio_format="wav", stems=True), Run())
    info = soundfile.info(str(tmp_path / "takes" / "1" / "cue.wav"))
    assert (info.samplerate, info.channels, info.frames) == (48000, 2, 252000)
    assert info.subtype == "PCM_24"
    assert take.audio.frames == 252000
    told = json.loads((tmp_path / "takes" / "1" / "take.json").read_text())
    assert told["bpm"] == 60.0
    assert told["key"] == "C major"
    assert told["seed"] == 5
    assert told["made_by"]["backend"] == "fake"
    assert told["made_by"]["player"]["backend"] == "fake"
    assert told["licence"] == "Free to use."
    assert told["brief_key"] == brief_key(BRIEF)
    assert told["loudness_lufs"] == pytest.approx(-18.0, abs=0.5)
    assert told["true_peak_dbtp"] <= -1.0
    assert (tmp_path / "takes" / "1" / "score.mid").is_file()
    assert [p.name for p in (tmp_path / "takes" / "1" / "stems").iterdir()] == ["keys.wav"]


class Failing(FakePlayer):
    def play(self, score, *, rate_hz, run):
        raise RuntimeError("the sound card caught fire")
        yield


def test_a_failure_in_the_middle_falls_back_and_is_recorded(tmp_path, monkeypatch):
    monkeypatch.setitem(recording.EMBEDDED, "players", "fake")
    notes = []
    run = Run(lambda event: notes.append(event.text) if event.kind == "note" else None)
    with registered("players", "failing", Failing):
        take = record(_job(tmp_path, player="failing"), run)
    assert take.made_by[1].backend == "fake"
    assert "caught fire" in take.made_by[1].fallback
    assert notes == [take.made_by[1].fallback]
    told = json.loads((tmp_path / "takes" / "1" / "take.json").read_text())
    assert "caught fire" in told["made_by"]["player"]["fallback"]


class Refusing(FakeComposer):
    def compose(self, briefs, *, seeds, run):
        raise ScenescoreError("no idea")
        yield


def test_a_composer_that_cannot_even_begin_is_not_replaced(tmp_path):
    class Unfit(FakeSoundComposer):
        def prepare(self, run):
            raise UnavailableError("its weights are broken")

    with registered("composers", "unfit", Unfit), pytest.raises(UnavailableError, match="broken"):
        record(_job(tmp_path, composer="unfit"), Run())
    assert list((tmp_path / "takes").iterdir()) == []


@pytest.mark.parametrize("problem", ["cancel", "fail"])
def test_nothing_is_left_behind_when_it_does_not_finish(tmp_path, monkeypatch, problem):
    monkeypatch.setitem(recording.EMBEDDED, "composers", "refusing")
    run = Run()
    if problem == "cancel":
        run.cancel()
    with registered("composers", "refusing", Refusing):
        kind = Cancelled if problem == "cancel" else ScenescoreError
        with pytest.raises(kind):
            record(_job(tmp_path, composer="fake" if problem == "cancel" else "refusing"), run)
    assert list((tmp_path / "takes").iterdir()) == []


@pytest.mark.usefixtures("temporary_here")
def test_nothing_of_a_composers_sound_is_left_where_it_was_made(tmp_path):
    class Tailed(FakeSoundComposer):
        def compose(self, briefs, *, seeds, run):
            for sound in super().compose(briefs, seeds=seeds, run=run):
                tail = sound.audio.path.with_name("tail.npz")
                tail.write_bytes(b"how it ended")
                yield replace(sound, tail=tail)

    with registered("composers", "tailed", Tailed):
        take = record(_job(tmp_path, composer="tailed"), Run())
    assert take.audio.path.is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["takes"]


def test_another_player_composes_nothing_again(tmp_path):
    calls = []

    class Counting(FakeComposer):
        def compose(self, briefs, *, seeds, run):
            calls.append(seeds)
            return super().compose(briefs, seeds=seeds, run=run)

    with registered("composers", "counting", Counting), registered("players", "other", FakePlayer):
        cache = tmp_path / "cache"
        record(_job(tmp_path, composer="counting", cache=cache), Run())
        record(
            _job(
                tmp_path,
                composer="counting",
                player="other",
                cache=cache,
                folder=tmp_path / "takes" / "2",
            ),
            Run(),
        )
    assert len(calls) == 1


def test_a_seed_follows_from_film_seed_and_brief_alone():
    assert seed_of(1, BRIEF) == seed_of(1, MusicBrief(5.25, "western"))
    assert seed_of(1, BRIEF) != seed_of(2, BRIEF)
    assert seed_of(1, BRIEF) != seed_of(1, MusicBrief(5.251, "western"))


def test_composing_into_a_folder_of_the_user_keeps_what_else_is_there(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("keep")
    record(_job(tmp_path, folder=folder), Run())
    record(_job(tmp_path, folder=folder), Run())
    names = {p.name for p in folder.iterdir()}
    assert names == {"notes.txt", "cue.flac", "score.mid", "score.json.gz", "take.json"}
