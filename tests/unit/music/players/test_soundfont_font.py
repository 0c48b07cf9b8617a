from __future__ import annotations

import pytest
from players_tiny_font import tiny_font

from scenescore.core.errors import BadDataError, NoInputError
from scenescore.music.players.soundfont import font
from scenescore.music.players.soundfont.player import SoundfontPlayer


@pytest.fixture
def a_font(tmp_path):
    path = tmp_path / "Little.sf2"
    path.write_bytes(tiny_font(("Grand", 0, 0), ("Violins Slow", 20, 49), ("Standard", 128, 0)))
    return path


def test_presets_are_read_from_the_headers(a_font):
    assert font.presets(a_font) == {
        (0, 0): "Grand",
        (20, 49): "Violins Slow",
        (128, 0): "Standard",
    }


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\4\0\0\0WAVE", b"\0" * 500])
def test_what_is_no_font_is_refused_with_a_hint(tmp_path, content):
    path = tmp_path / "no.sf2"
    path.write_bytes(content)
    with pytest.raises(BadDataError) as caught:
        font.presets(path)
    assert "no.sf2" in caught.value.message
    assert caught.value.hint


def test_a_font_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoInputError, match=r"gone\.sf2"):
        font.presets(tmp_path / "gone.sf2")


def test_the_path_asked_for_comes_first_then_the_environment(a_font, monkeypatch):
    other = a_font.with_name("Other.sf3")
    monkeypatch.setenv(font.VARIABLE, str(other))
    assert font.find(str(a_font)) == a_font
    assert font.find() == other


def test_the_favourite_wins_among_the_fonts_of_a_folder(tmp_path, monkeypatch):
    for name in ("Alpha.sf2", "MuseScore_General.sf3", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr(font, "_FOLDERS", (str(tmp_path / "none"), str(tmp_path)))
    assert font.find() == tmp_path / "MuseScore_General.sf3"
    (tmp_path / "MuseScore_General.sf3").unlink()
    assert font.find() == tmp_path / "Alpha.sf2"
    (tmp_path / "Alpha.sf2").unlink()
    assert font.find() is None


def test_a_player_says_what_is_missing_and_how_to_get_it(tmp_path):
    player = SoundfontPlayer(str(tmp_path / "gone.sf2"))
    sentence = player.is_available()
    assert sentence
    assert "gone.sf2" in sentence or "fluidsynth" in sentence


def test_the_font_can_be_changed_after_construction(a_font):
    player = SoundfontPlayer()
    player.path = str(a_font)
    assert player.path == a_font
    assert player.licence == "Sound of Little: as that font's licence says."


def test_the_licence_of_a_known_font_is_said(tmp_path):
    assert "MIT" in font.licence(tmp_path / "MuseScore_General_Full.sf3")


def test_provenance_names_the_font_by_its_content(a_font):
    made = SoundfontPlayer(str(a_font)).provenance()
    assert made.params == (("soundfont", "Little.sf2"),)
    assert made.inputs == (font.sha256_of(a_font),)
