"""Real scripts, read in place: known counts, and one film in four formats."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.types import Screenplay
from scenescore.screenplay.emphasis import plain_text
from scenescore.screenplay.read import read_file

SCRIPTS = Path(__file__).resolve().parents[3].parent / "shared" / "corpus" / "screenplays"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SCRIPTS.is_dir(), reason="the real scripts are not beside the project"),
]


def counts(film: Screenplay) -> tuple[int, ...]:
    kinds = [e.kind for s in film.scenes for e in s.elements]
    return (
        len(film.scored_scenes) + sum(s.level == "shot" for s in film.scenes),
        *map(kinds.count, ("character", "parenthetical", "transition")),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("big_fish", (190, 768, 97, 35)),
        ("birthday_card", (48, 134, 12, 25)),
        ("brick_steel", (8, 20, 6, 7)),
    ],
)
def test_fountain_and_fdx_give_the_known_counts(name: str, expected: tuple[int, ...]) -> None:
    fountain, fdx = (read_file(SCRIPTS / f"{name}_{f}.{f}") for f in ("fountain", "fdx"))
    assert counts(fountain) == counts(fdx) == expected
    assert told(fountain) == told(fdx)


def told(film: Screenplay) -> list[tuple[str, str]]:
    rows = []
    for scene in film.scored_scenes:
        rows.append(("heading", scene.title))
        for element in scene.elements:
            if element.kind in ("character", "parenthetical", "dialogue"):
                text = element.character if element.kind == "character" else element.text
                rows.append(
                    (element.kind, " ".join(plain_text(text or "").replace("*", "").split()))
                )
    return rows


@pytest.mark.parametrize(
    ("other", "least"),
    [("big_fish_pdf.pdf", 0.995), ("big_fish_imsdb.txt", 0.985)],
)
def test_one_film_is_the_same_in_other_formats(other: str, least: float) -> None:
    """The site's text was typed by somebody else: a dozen of its words differ."""
    fountain = told(read_file(SCRIPTS / "big_fish_fountain.fountain"))
    found = told(read_file(SCRIPTS / other))
    matcher = SequenceMatcher(None, fountain, found, autojunk=False)
    equal = sum(block.size for block in matcher.get_matching_blocks())
    assert equal / max(len(fountain), len(found)) >= least


@pytest.mark.parametrize(
    ("name", "code"),
    [("toy_story_stub.txt", "stub"), ("robocop_empty.txt", "empty"),
     ("fletch_stub.txt", "stylesheet")],
)  # fmt: skip
def test_what_holds_no_script_is_refused(name: str, code: str) -> None:
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_file(SCRIPTS / name)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "scenes", "speeches"),
    [
        # Headings counted by hand or by INT/EXT lines, numbers and furniture taken off.
        ("juno.txt", 117, 848),
        ("star_wars_v.txt", 277, 837),
        ("star_wars_vii.txt", 266, 839),
        ("gattaca_html.txt", 158, 632),
        ("bodyguard_mica.txt", 223, 962),
        ("american_outlaws.txt", 139, 962),
        ("joker_imsdb_page.html", 128, 645),
    ],
)
def test_scenes_are_counted_within_two_percent(name: str, scenes: int, speeches: int) -> None:
    film = read_file(SCRIPTS / name)
    assert len(film.scored_scenes) == pytest.approx(scenes, rel=0.02)
    assert counts(film)[1] == pytest.approx(speeches, rel=0.03)


@pytest.mark.parametrize(
    ("name", "pages"),
    [("bodyguard_mica.txt", 151), ("joker_imsdb_page.html", 119), ("august_osage.txt", 135)],
)
def test_pages_are_those_that_are_printed(name: str, pages: int) -> None:
    film = read_file(SCRIPTS / name)
    assert sum(scene.eighths for scene in film.scenes) / 8 == pytest.approx(pages, rel=0.02)


def test_every_script_of_the_corpus_has_scenes() -> None:
    refused = {"toy_story_stub.txt", "robocop_empty.txt", "fletch_stub.txt"}
    for path in sorted(SCRIPTS.iterdir()):
        if path.name not in refused:
            assert read_file(path).scored_scenes or path.name == "aw_note.fdx", path.name
