"""A composer of sound is asked for all cues together; what it made is kept, no cue stays empty."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from scenescore.core.errors import Cancelled, CannotWriteError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.types import Mood, MusicBrief
from scenescore.studio import tails
from scenescore.studio.ahead import Job
from scenescore.studio.recording import Recording
from scenescore.studio.workers import record_all
from scenescore.testing import FakePlayer, FakeSoundComposer, registered

LENGTHS_S = (4.0, 5.25, 6.1)


@pytest.fixture
def asked():
    """How many briefs each call of the composer was given."""
    return []


@pytest.fixture
def counting(asked):
    class Counting(FakeSoundComposer):
        def compose(self, briefs, *, seeds, run):
            asked.append(len(briefs))
            yield from super().compose(briefs, seeds=seeds, run=run)

    return Counting


def jobs(folder: Path, composer: str) -> list[Job]:
    return [
        Job(
            f"u{place}",
            f"1m0{place}",
            Recording(
                folder=folder / f"u{place}",
                title="Cue",
                brief=MusicBrief(length_s, "romance", mood=Mood(0.1 * place, 0.0, 0.2)),
                seed=place,
                composer=composer,
                player="fake",
            ),
        )
        for place, length_s in enumerate(LENGTHS_S)
    ]


def recorded(folder: Path, composer: str, run: Run | None = None):
    with registered("players", "fake", FakePlayer):
        return list(
            record_all(
                jobs(folder, composer), workers=2, sounds=folder / "sounds", run=run or Run()
            )
        )


def told(folder: Path, place: int) -> dict:
    return json.loads((folder / f"u{place}" / "take.json").read_text("utf-8"))


def test_all_cues_are_asked_for_together_and_have_their_lengths(tmp_path, asked, counting):
    with registered("composers", "counting", counting):
        done = recorded(tmp_path, "counting")
    assert asked == [3]
    assert [one.take.audio.duration_s for one in done] == list(LENGTHS_S)
    assert all(one.take.score is None for one in done)
    assert told(tmp_path, 1)["made_by"]["licence"] == "Free to use."


def test_what_was_made_is_found_again_even_when_the_folder_moved(tmp_path, asked, counting):
    with registered("composers", "counting", counting):
        recorded(tmp_path / "old", "counting")
        (tmp_path / "old").rename(tmp_path / "new")
        recorded(tmp_path / "new", "counting")
    assert asked == [3]


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path, asked, counting):
    run = Run()

    class Stopping(counting):
        def compose(self, briefs, *, seeds, run):
            for place, sound in enumerate(super().compose(briefs, seeds=seeds, run=run)):
                if place == 1:
                    raise Cancelled
                yield sound

    with registered("composers", "counting", Stopping), pytest.raises(Cancelled):
        recorded(tmp_path, "counting", run)
    with registered("composers", "counting", counting):
        recorded(tmp_path, "counting")
    assert asked == [3, 2], "the first was kept, the others are asked for again"


@pytest.mark.usefixtures("temporary_here")
def test_a_full_disk_stops_the_film_and_no_half_of_a_sound_stays(tmp_path, counting, monkeypatch):
    def half(source, to):
        to.write_bytes(source.read_bytes()[:1000])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tails.shutil, "move", half)
    film = tmp_path / "film"
    with registered("composers", "counting", counting), pytest.raises(CannotWriteError):
        recorded(film, "counting")
    assert [path for path in (film / "sounds").rglob("*") if path.is_file()] == []
    assert [path.name for path in tmp_path.iterdir()] == ["film"]


def test_one_cue_that_fails_is_written_by_the_embedded_composer_and_says_so(tmp_path, asked):
    class Choosy(FakeSoundComposer):
        def compose(self, briefs, *, seeds, run):
            asked.append(len(briefs))
            for brief, seed in zip(briefs, seeds, strict=True):
                if seed == 1:
                    raise UnavailableError("it does not like this one")
                yield from super().compose([brief], seeds=[seed], run=run)

    heard = []
    with registered("composers", "choosy", Choosy):
        done = recorded(tmp_path, "choosy", Run(heard.append))
    assert asked == [3, 1]
    assert [one.take.score is None for one in done] == [True, False, True]
    assert told(tmp_path, 1)["made_by"]["backend"] == "orchestra"
    assert "it does not like this one" in told(tmp_path, 1)["made_by"]["fallback"]
    assert told(tmp_path, 1)["asked"] == ["choosy", "fake"]
    assert any(event.kind == "note" and "1m01" in event.text for event in heard)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (UnavailableError("its weights are broken"), "its weights are broken"),
        (MemoryError("17 GB"), "'unfit' cannot work here: MemoryError: 17 GB"),
    ],
)
def test_a_composer_that_cannot_even_begin_stops_the_film(tmp_path, asked, counting, problem, said):
    class Unfit(counting):
        def prepare(self, run):
            raise problem

    with registered("composers", "unfit", Unfit), pytest.raises(UnavailableError, match=said):
        recorded(tmp_path, "unfit")
    assert asked == []
    assert not (tmp_path / "u0").exists(), "nobody else was asked instead"


def test_what_is_made_already_needs_no_composer_that_can_work(tmp_path, counting):
    class Unfit(counting):
        def prepare(self, run):
            raise UnavailableError("its weights are gone")

    with registered("composers", "counting", counting):
        recorded(tmp_path, "counting")
    with registered("composers", "counting", Unfit):
        assert len(recorded(tmp_path, "counting")) == 3


def test_a_composer_that_fails_again_and_again_is_asked_no_more(tmp_path, asked):
    class Broken(FakeSoundComposer):
        def compose(self, briefs, *, seeds, run):
            asked.append(len(briefs))
            raise RuntimeError("out of memory")
            yield

    with registered("composers", "broken", Broken):
        done = recorded(tmp_path, "broken")
    assert asked == [3, 2]
    assert all(one.take.score is not None for one in done), "a film never comes out with holes"
