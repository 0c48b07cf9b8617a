"""Each owner has a tune of its own, in a file that is found again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scenescore.core.errors import BadDataError
from scenescore.core.types import Theme, ThemeNote, ThemeSlot
from scenescore.music.theme_midi import write_theme
from scenescore.studio.folder import FilmFolder
from scenescore.studio.themes import Writers, gather_themes, kept_themes
from scenescore.testing import FakeComposer, registered


class Writer(FakeComposer):
    """Writes each seed another first note."""

    def theme(self, slot, *, seed):
        return Theme(slot, (ThemeNote(0.0, 1.0, seed % 21), ThemeNote(1.0, 1.0, 2)))


@pytest.fixture
def folder(tmp_path):
    with registered("composers", "writer", Writer):
        yield FilmFolder(tmp_path / "one.film")


def gather(folder: FilmFolder, *owners: str) -> dict[str, Theme]:
    slots = [ThemeSlot(owner) for owner in owners]
    return gather_themes(folder, slots, Writers("writer", 0))


def test_owners_that_are_spelled_alike_have_a_tune_each(folder):
    first = gather(folder, "MARY ANN", "MARY-ANN")
    assert first["MARY ANN"].notes != first["MARY-ANN"].notes
    assert sorted(path.stem for path in folder.themes.glob("*.json")) == ["mary-ann", "mary-ann-2"]
    assert gather(folder, "MARY-ANN", "MARY ANN") == first
    assert {theme.slot.owner for theme in kept_themes(folder)} == {"MARY ANN", "MARY-ANN"}


@pytest.mark.parametrize(
    "owner",
    ["灯台" * 50, "AUX", "Ж", "D'ARTAGNAN", "A" * 300],
    ids=["long", "device", "cyrillic", "apostrophe", "longest"],
)
def test_every_owner_has_a_file_that_every_system_takes(folder, owner):
    written = gather(folder, owner)
    assert gather(folder, owner) == written
    (path,) = folder.themes.glob("*.json")
    assert path.stem.isascii()
    assert path.stem != "aux"


def test_a_theme_of_an_older_film_is_found_by_the_owner_inside(folder):
    kept = gather(folder, "灯台")
    (path,) = folder.themes.glob("*.json")
    for old in (path, path.with_suffix(".mid")):
        old.rename(folder.themes / f"灯台{old.suffix}")
    assert gather(folder, "灯台") == kept
    assert len(list(folder.themes.glob("*.json"))) == 1


def test_a_persons_midi_is_taken_with_and_without_a_theme_there(folder):
    folder.themes.mkdir(parents=True)
    mine = Theme(ThemeSlot("ANNA"), tuple(ThemeNote(float(i), 1.0, i) for i in range(4)))
    write_theme(folder.themes / "anna.mid", mine)
    taken = gather(folder, "ANNA")["ANNA"]
    assert (len(taken.notes), taken.made_by.backend) == (4, "user")
    write_theme(folder.themes / "anna.mid", replace(mine, notes=mine.notes[:3]))
    assert len(gather(folder, "ANNA")["ANNA"].notes) == 3


@pytest.mark.parametrize("text", ['{"theme": 1}', "{}", "[]", "{"])
def test_a_broken_theme_is_named(folder, text):
    gather(folder, "ANNA")
    (folder.themes / "anna.json").write_text(text, "utf-8")
    with pytest.raises(BadDataError, match=r"anna\.json") as caught:
        gather(folder, "ANNA")
    assert "anna.mid" in caught.value.hint


def test_notes_stand_one_to_a_line(folder):
    gather(folder, "ANNA")
    text = (folder.themes / "anna.json").read_text("utf-8")
    assert json.loads(text)["schema"] == 1
    assert text.count('"onset_beats"') == 2
    assert all(line.count("{") == line.count("}") for line in text.splitlines() if "onset" in line)
