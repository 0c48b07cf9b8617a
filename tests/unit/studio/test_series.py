"""Films of a series quote the same tune for the same owner, and one film never harms another."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from faked_films import FLAGS, again

from scenescore.core.errors import BadDataError, NoInputError, UsageError
from scenescore.core.progress import Run
from scenescore.core.types import Theme, ThemeNote, ThemeSlot
from scenescore.music.theme_midi import write_theme
from scenescore.studio.folder import FilmFolder
from scenescore.studio.pipeline import score_film
from scenescore.studio.series import Series, publish
from scenescore.studio.theme_list import list_themes
from scenescore.studio.themes import Writers, gather_themes

pytestmark = pytest.mark.usefixtures("fakes")
FIRST = """Title: The Quay

INT. KITCHEN - NIGHT

HEROINE sits alone and weeps over the letter.

HEROINE
He is gone.

EXT. QUAY - DAY

Gulls. OLD TOM mends a net in the sun, and the quay is empty.

OLD TOM
Fine day.
"""
SECOND = FIRST.replace("The Quay", "The Return").replace("weeps over", "laughs over")
TUNE = Theme(
    ThemeSlot("HEROINE"),
    tuple(ThemeNote(float(i), 1.0, s) for i, s in enumerate((0, 2, 4, 7, 4, 2, 1, 0))),
)


@pytest.fixture
def series(tmp_path):
    write_theme(tmp_path / "series" / "HEROINE.mid", TUNE)
    return tmp_path / "series"


def film(tmp_path, series, text=FIRST, name="first") -> FilmFolder:
    script = tmp_path / f"{name}.fountain"
    script.write_text(text, "utf-8")
    flags = {**FLAGS, "music__themes": str(series) if series else None}
    return FilmFolder(score_film(script, tmp_path / "films", flags=flags).folder)


def takes(folder: FilmFolder) -> dict[str, int]:
    return {cue.name: len(list((cue / "takes").iterdir())) for cue in folder.root.glob("cues/*")}


def told(folder: FilmFolder) -> list[dict]:
    paths = sorted(folder.root.glob("cues/*/takes/*/take.json"))
    return [theme for path in paths for theme in json.loads(path.read_text("utf-8"))["themes"]]


def theme(folder: FilmFolder, series=None, owner="HEROINE") -> Theme:
    writers = Writers("fake", 0, Series.at(series))
    return gather_themes(folder, [ThemeSlot(owner)], writers)[owner]


# ------------------------------------------------------------------ quoting


def test_two_films_quote_the_same_tune_and_say_where_from(tmp_path, series):
    one, two = film(tmp_path, series), film(tmp_path, series, SECOND, "second")
    for folder in (one, two):
        ((said),) = told(folder)
        assert (said["owner"], said["from"]) == ("HEROINE", "series")
        assert said["midi_sha256"]
    assert theme(one).notes == theme(two).notes
    assert [note.step for note in theme(one).notes] == [note.step for note in TUNE.notes]


def test_the_folder_stays_with_the_film(tmp_path, series):
    folder = film(tmp_path, series)
    assert f'themes = "{series.as_posix()}"' in folder.project.read_text("utf-8")
    write_theme(series / "HEROINE.mid", replace(TUNE, notes=TUNE.notes[:6]))
    again(folder)
    assert len(theme(folder).notes) == 6


def test_a_film_is_whole_without_its_series(tmp_path, series):
    folder = film(tmp_path, series)
    before = takes(folder)
    shutil.rmtree(series)
    again(folder, music__themes="")
    assert takes(folder) == before


def test_a_relative_folder_counts_from_the_film(tmp_path, series):
    folder = film(tmp_path, None)
    text = folder.project.read_text("utf-8") + '\n[music]\nthemes = "../../series"\n'
    folder.project.write_text(text, "utf-8")
    again(folder)
    assert told(folder)[-1]["from"] == "series"


def test_editing_a_shared_tune_remakes_the_cues_that_quote_it_and_no_others(tmp_path, series):
    one, two = film(tmp_path, series), film(tmp_path, series, SECOND, "second")
    write_theme(series / "HEROINE.mid", replace(TUNE, notes=TUNE.notes[:6]))
    for folder in (one, two):
        again(folder)
        assert sorted(takes(folder).values()) == [1, 2]


def test_saving_a_shared_tune_unchanged_remakes_nothing(tmp_path, series):
    folder = film(tmp_path, series)
    before = takes(folder)
    path = series / "HEROINE.mid"
    path.write_bytes(path.read_bytes().replace(b"\x00\x90\x3c\x50", b"\x00\x90\x3c\x51"))
    again(folder)
    assert takes(folder) == before


# ------------------------------------------------------------------ who comes first


def test_a_films_own_midi_comes_before_the_series(tmp_path, series):
    folder = FilmFolder(tmp_path / "own.film")
    write_theme(folder.themes / "Heroine.mid", replace(TUNE, notes=TUNE.notes[:5]))
    assert len(theme(folder, series).notes) == 5
    assert theme(folder, series).made_by.backend == "user"
    assert [path.name for path in folder.themes.glob("*.mid")] == ["Heroine.mid"]


def test_a_changed_copy_of_the_series_tune_becomes_the_films_own(tmp_path, series):
    folder = FilmFolder(tmp_path / "own.film")
    theme(folder, series)
    write_theme(folder.themes / "heroine.mid", replace(TUNE, notes=TUNE.notes[:5]))
    assert theme(folder, series).made_by.backend == "user"
    assert len(theme(folder, series).notes) == 5


def test_the_series_comes_before_what_the_composer_wrote_and_says_so(tmp_path, series):
    folder = FilmFolder(tmp_path / "own.film")
    assert theme(folder).made_by.backend != "series"
    notes: list[str] = []
    run = Run(lambda event: notes.append(event.text))
    slot, writers = ThemeSlot("HEROINE"), Writers("fake", 0, Series.at(series))
    assert gather_themes(folder, [slot], writers, run)["HEROINE"].made_by.backend == "series"
    assert notes == ["HEROINE now has the series' theme, HEROINE.mid."]


# ------------------------------------------------------------------ from a film to the series


def test_what_our_composer_wrote_can_be_shared_and_stays_the_same_tune(tmp_path):
    folder = FilmFolder(tmp_path / "one.film")
    wrote, shared = theme(folder, owner="MARY ANN"), tmp_path / "new" / "series"
    (done,) = publish(folder, shared)
    assert (done.state, done.path.name) == ("written", "mary-ann.mid")
    other = theme(FilmFolder(tmp_path / "two.film"), shared, "MARY ANN")
    assert (other.notes, other.minor) == (wrote.notes, wrote.minor)
    assert dict(other.made_by.params)["written_by"] == wrote.made_by.backend
    assert theme(folder, shared, "MARY ANN") == wrote
    assert publish(folder, shared)[0].state == "the same already"


def test_another_tune_in_the_series_is_never_overwritten_silently(tmp_path, series):
    folder = FilmFolder(tmp_path / "one.film")
    theme(folder)
    theme(folder, owner="OLD TOM")
    before = {path: path.read_bytes() for path in series.iterdir()}
    with pytest.raises(UsageError, match=r"HEROINE\.mid") as caught:
        publish(folder, series)
    assert "--replace" in caught.value.hint
    assert {path: path.read_bytes() for path in series.iterdir()} == before
    assert [d.state for d in publish(folder, series, replacing=True)] == ["replaced", "written"]
    assert theme(FilmFolder(tmp_path / "two.film"), series).notes == theme(folder).notes


def test_only_the_named_are_shared(tmp_path):
    folder = FilmFolder(tmp_path / "one.film")
    theme(folder)
    theme(folder, owner="OLD TOM")
    publish(folder, tmp_path / "shared", owners=["Old Tom"])
    assert [row.owner for row in list_themes(tmp_path / "shared")] == ["OLD TOM"]
    with pytest.raises(NoInputError, match="NOBODY") as caught:
        publish(folder, tmp_path / "shared", owners=["NOBODY"])
    assert "HEROINE, OLD TOM" in caught.value.hint


def test_a_film_lists_its_themes_and_where_each_is_heard(tmp_path, series):
    (row,) = list_themes(film(tmp_path, series).root)
    assert (row.owner, row.made_by, row.cues) == ("HEROINE", "series", ("1m01",))
    assert (row.notes, row.bars) == (8, 2.0)


# ------------------------------------------------------------------ what cannot be done is said


def test_a_missing_folder_is_named_before_anything_is_written(tmp_path):
    with pytest.raises(NoInputError, match="no such folder of themes"):
        film(tmp_path, tmp_path / "nowhere")
    assert not (tmp_path / "films").exists()


def test_a_file_in_place_of_the_folder_is_named(tmp_path, series):
    with pytest.raises(BadDataError, match="not a folder of themes"):
        film(tmp_path, series / "HEROINE.mid")


@pytest.mark.parametrize("data", [b"", b"RIFF", b"MThd\x00\x00\x00\x06\x00\x00\x00\x01\x01\xe0"])
def test_what_is_no_midi_is_named(tmp_path, series, data):
    (series / "HEROINE.mid").write_bytes(data)
    with pytest.raises(BadDataError, match=r"HEROINE\.mid"):
        theme(FilmFolder(tmp_path / "one.film"), series)


def test_a_broken_tune_of_a_stranger_stops_no_film(tmp_path, series):
    (series / "STRANGER.mid").write_bytes(b"not music")
    assert told(film(tmp_path, series))[0]["from"] == "series"


def test_two_files_for_one_owner_are_named(tmp_path, series):
    shutil.copy(series / "HEROINE.mid", series / "heroine.midi")
    with pytest.raises(BadDataError, match=r"HEROINE\.mid and heroine\.midi"):
        theme(FilmFolder(tmp_path / "one.film"), series)


def test_chords_in_a_shared_tune_are_told(tmp_path, series):
    chords = [replace(note, step=note.step - 7) for note in TUNE.notes]
    write_theme(series / "HEROINE.mid", replace(TUNE, notes=(*TUNE.notes, *chords)))
    notes: list[str] = []
    writers = Writers("fake", 0, Series.at(series))
    run = Run(lambda event: notes.append(event.text))
    folder = FilmFolder(tmp_path / "one.film")
    taken = gather_themes(folder, [ThemeSlot("HEROINE")], writers, run)["HEROINE"]
    assert len(taken.notes) == 8
    assert notes == ["HEROINE.mid holds several notes at once; its highest line is the theme."]
