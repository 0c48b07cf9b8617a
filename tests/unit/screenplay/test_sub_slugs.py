"""Slugs within a scene: the same words are a scene or a shot in every format."""

from __future__ import annotations

import pytest

from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.writers.fdx import to_fdx
from scenescore.screenplay.writers.fountain import to_fountain

SUB_SLUGS = ("ANNA, AT THE STOVE", "THE LETTER", "BEN", "THROUGH THE KEYHOLE")


def fountain(sided: int, forced: tuple[str, ...]) -> str:
    scenes = [f"INT. ROOM {n} - DAY\n\nRain runs down the window.\n\n" for n in range(sided)]
    slugs = [f".{slug}\n\nNobody moves.\n\nANNA\nStay.\n\nBEN\nNo.\n\n" for slug in forced]
    half = sided // 2
    return "Title: A film\n\n" + "".join([*scenes[:half], *slugs, *scenes[half:]])


def read(text: str) -> Screenplay:
    return read_bytes(text.encode(), name="film.fountain")


def levels(film: Screenplay) -> dict[str, str]:
    return {scene.title: scene.level for scene in film.scenes}


def test_a_forced_heading_that_names_no_place_is_a_shot_beside_int_and_ext() -> None:
    film = read(fountain(6, SUB_SLUGS))
    assert [levels(film)[slug] for slug in SUB_SLUGS] == ["shot"] * 4
    assert len(film.scored_scenes) == 6


def test_a_forced_heading_that_names_a_place_and_a_time_is_a_scene() -> None:
    assert levels(read(fountain(6, ("THE HARBOR - NIGHT",))))["THE HARBOR - NIGHT"] == "scene"


@pytest.mark.parametrize("sided", [0, 3])
def test_forced_headings_are_believed_where_int_and_ext_are_no_habit(sided: int) -> None:
    assert set(levels(read(fountain(sided, SUB_SLUGS))).values()) == {"scene"}


def test_the_mark_of_the_source_is_written_again() -> None:
    film = read(fountain(6, SUB_SLUGS))
    assert all(f"\n.{slug}\n" in to_fountain(film) for slug in SUB_SLUGS)
    assert to_fdx(film).count(b'Type="Scene Heading"') == 10
    assert b'Type="Shot"' not in to_fdx(film)


def test_final_draft_and_paper_tell_the_same_scenes() -> None:
    film = read(fountain(6, SUB_SLUGS))
    again = read_bytes(to_fdx(film), name="film.fdx")
    paper = "".join(
        f"{' ' * 30 if line in ('ANNA', 'BEN') and below else ' ' * (20 if above else 10)}{line}\n"
        for above, line, below in _with_neighbours(to_fountain(film).replace("\n.", "\n"))
    )
    typed = read_bytes(paper.encode(), name="film.txt", reader="text")
    titles = [scene.title for scene in film.scored_scenes]
    assert [scene.title for scene in again.scored_scenes] == titles
    assert [scene.title for scene in typed.scored_scenes] == titles


def _with_neighbours(text: str) -> list[tuple[bool, str, str]]:
    """(is it said, the line, the line below) for every line of Fountain below the title."""
    lines = text.split("\n\n", 1)[1].split("\n")
    return [
        (above in ("ANNA", "BEN"), line, below)
        for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    ]


def test_a_fade_out_is_a_transition_without_a_mark() -> None:
    film = read(fountain(6, ()) + "FADE OUT.\n\nINT. HALL - DAY\n\nDark.\n\nSHE FADES OUT.\n")
    kinds = {e.text: e.kind for s in film.scenes for e in s.elements}
    assert (kinds["FADE OUT."], kinds["SHE FADES OUT."]) == ("transition", "action")
