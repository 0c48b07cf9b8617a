"""The example films: the same film in every format, and everything in it that they are for."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_file

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
DRAMA, COMEDY = "three-quiet-nights", "small-weather"
FILMS = (DRAMA, COMEDY)
FORMATS = (".fdx", ".pdf", ".txt", ".html")


@cache
def original(film: str) -> Screenplay:
    return read_file(EXAMPLES / f"{film}.fountain")


@cache
def copy(film: str, suffix: str) -> Screenplay:
    return read_file(EXAMPLES / "formats" / f"{film}{suffix}")


def told(screenplay: Screenplay) -> list[tuple[str, str, str]]:
    """Every scene and every speech in order: (heading, who, what); line ends count as blanks."""
    found: list[tuple[str, str, str]] = []
    for scene in screenplay.scored_scenes:
        found.append((scene.title, "", ""))
        for element in scene.elements:
            if element.kind == "character":
                found.append((scene.title, element.character or "", ""))
            elif element.kind == "dialogue":
                heading, who, before = found.pop()
                found.append((heading, who, " ".join([before, *element.text.split()]).strip()))
    return found


def page(film: str) -> str:
    return (EXAMPLES / f"{film}.fountain").read_text(encoding="utf-8")


def kinds(film: str) -> Counter[str]:
    return Counter(e.kind for scene in original(film).scenes for e in scene.elements)


def extensions(film: str) -> set[str]:
    elements = (e for scene in original(film).scenes for e in scene.elements)
    return {e.extension for e in elements if e.extension}


def speaking_scenes(film: str) -> Counter[str]:
    return Counter(
        person
        for scene in original(film).scored_scenes
        for person in {e.person for e in scene.elements if e.kind == "dialogue"}
        if person
    )


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("film", FILMS)
def test_every_format_tells_the_same_scenes_and_speeches(film, suffix):
    assert told(copy(film, suffix)) == told(original(film))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("film", FILMS)
def test_every_format_gives_the_same_title_and_printed_numbers(film, suffix):
    def numbers(screenplay: Screenplay) -> list[str | None]:
        return [scene.printed_number for scene in screenplay.scored_scenes]

    assert copy(film, suffix).title.casefold() == original(film).title.casefold()
    assert numbers(copy(film, suffix)) == numbers(original(film))


@pytest.mark.parametrize("suffix", [".txt", ".html"])
@pytest.mark.parametrize("film", FILMS)
def test_the_footer_of_a_script_site_gives_authors_and_genres(film, suffix):
    assert copy(film, suffix).authors == original(film).authors
    assert copy(film, suffix).genres == original(film).genres


def test_the_formats_are_what_their_originals_say():
    pytest.importorskip("reportlab", reason="reportlab draws the PDFs; it is a dev dependency")
    tool = [sys.executable, str(ROOT / "tools" / "example_formats.py"), "--check"]
    check = subprocess.run(tool, capture_output=True, text=True, timeout=120, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_a_numbered_shooting_script_carries_its_page_furniture():
    text = (EXAMPLES / "formats" / f"{DRAMA}.txt").read_text(encoding="utf-8")
    assert "CONTINUED:" in text
    assert "(MORE)" in text


@pytest.mark.parametrize("film", FILMS)
def test_a_film_has_scenes_enough_of_very_different_length(film):
    eighths = [scene.eighths for scene in original(film).scored_scenes]
    assert 14 <= len(eighths) <= 20
    assert min(eighths) == 1
    assert max(eighths) >= 12
    assert 12 * 60 <= sum(s.estimated_s for s in original(film).scored_scenes) <= 18 * 60


@pytest.mark.parametrize("film", FILMS)
def test_four_people_and_a_place_keep_coming_back(film):
    people = speaking_scenes(film)
    places = Counter(s.heading.place for s in original(film).scored_scenes if s.heading)
    assert sum(count >= 4 for count in people.values()) >= 4, people
    assert places.most_common(1)[0][1] >= 3, places


def test_the_flashback_follows_grief_and_returns_to_it():
    scenes = original(DRAMA).scored_scenes
    at = next(i for i, scene in enumerate(scenes) if "FLASHBACK" in scene.title)
    grief, back = scenes[at - 1], scenes[at + 1]
    assert not any(e.kind == "dialogue" for e in grief.elements)
    leaving = [e.text for e in scenes[at].elements if e.kind == "transition"]
    assert leaving == ["END FLASHBACK.", "BACK TO:"]
    assert grief.heading
    assert back.heading
    assert grief.heading.place == back.heading.place
    assert {"YOUNG NELL", "YOUNG DAVEY", "AMBROSE"} <= {e.person for e in scenes[at].elements}


def test_one_film_is_numbered_and_one_is_not():
    numbers = [scene.printed_number for scene in original(DRAMA).scored_scenes]
    assert numbers == [*map(str, range(1, 8)), "7A", *map(str, range(8, 18))]
    assert not any(scene.printed_number for scene in original(COMEDY).scored_scenes)


@pytest.mark.parametrize("film", FILMS)
def test_the_marks_of_the_craft_are_all_there(film):
    assert {"V.O.", "O.S.", "CONT'D"} <= extensions(film)
    assert any(e.dual for scene in original(film).scenes for e in scene.elements)
    assert kinds(film)["parenthetical"] >= 3
    assert "SUPER:" in page(film)
    assert "CUT TO:" in page(film)
    assert page(film).rstrip().endswith("> FADE OUT.")


def test_between_them_they_hold_a_montage_an_intercut_and_a_smash_cut():
    assert any("MONTAGE" in scene.title for scene in original(COMEDY).scored_scenes)
    assert "INTERCUT" in page(COMEDY)
    assert "SMASH CUT TO:" in page(DRAMA)


def test_characters_hear_music_in_both_films():
    assert "playing a tin whistle" in " ".join(page(DRAMA).split())
    assert "plays a reel" in page(DRAMA)
    assert "A radio on the windowsill" in page(DRAMA)
    assert "plays the Plenty Gallop" in page(COMEDY)


def test_blows_that_music_must_meet_are_written_in_capitals():
    for blow in ("STRIKES", "BREAKS", "SLAMS", "CRASHES", "BURSTS", "GROUNDS"):
        assert blow in page(DRAMA)
    for blow in ("BREAKS", "CRASH", "CLANG", "BANG", "BOOM", "THUNDER"):
        assert blow in page(COMEDY)


@pytest.mark.parametrize("film", FILMS)
def test_a_speaker_who_goes_on_is_marked_and_no_one_else(film):
    for scene in original(film).scored_scenes:
        last, apart = None, False
        for element in scene.elements:
            if element.kind == "character":
                goes_on = element.character == last and apart
                marked = "CONT'D" in (element.extension or "")
                assert marked == goes_on, (scene.title, element.text, element.line)
                last, apart = element.character, False
            elif element.kind == "action":
                apart = True
