"""Bare slugs: a new scene is known by who is in it."""

from __future__ import annotations

from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_bytes

_WAYS = ("The rain comes down on the quay.", "A dog barks somewhere.", "It is cold in here.")


def _speeches(*names: str) -> str:
    lines = (
        "I do not know what you want from me.", "Then stay. The coffee is cold.",
        "You always say that to me.", "Because it is always so, you know.",
    )  # fmt: skip
    return "".join(f"{' ' * 33}{names[i % len(names)]}\n{' ' * 17}{line}\n\n"
                   for i, line in enumerate(lines * 3))  # fmt: skip


def _film(*slugs: str) -> Screenplay:
    """Return a film of bare places; each slug given stands in the middle of Anna's and Ben's."""
    text = ""
    for index, place in enumerate(("KITCHEN", "HARBOR", "CHURCH", "STREET", "HOTEL LOBBY")):
        text += f"{place}\n\nAnna and Ben come in. {_WAYS[index % 3]}\n\n{_speeches('ANNA', 'BEN')}"
        if index < len(slugs):
            text += slugs[index]
    text += f"FERRY\n\nCora and Dan wait. {_WAYS[0]}\n\n{_speeches('CORA', 'DAN')}"
    return read_bytes(text.encode(), name="film.txt")


def _headings(film: Screenplay) -> list[str]:
    return [scene.title for scene in film.scored_scenes]


def test_a_thing_is_a_scene_when_all_the_people_are_others() -> None:
    film = _film("AN OIL PAINTING\n\nCora looks at it. Dan yawns.\n\n" + _speeches("CORA", "DAN"))
    assert "AN OIL PAINTING" in _headings(film)


def test_a_thing_is_a_shot_when_somebody_stays() -> None:
    film = _film("AN OIL PAINTING\n\nCora looks at it.\n\n" + _speeches("CORA", "BEN"))
    assert "AN OIL PAINTING" not in _headings(film)
    assert "HARBOR" in _headings(film)


def test_a_person_walking_in_is_no_new_scene() -> None:
    film = _film("THE WAITER\n\nThe waiter puts the plates down.\n\n")
    assert "THE WAITER" not in _headings(film)


def test_a_cut_and_its_place_on_one_line_are_two() -> None:
    film = _film("HARD CUT TO:  BRIGHT LIGHT\n\nAnna and Ben walk along the quay.\n\n")
    cuts = [e.text for s in film.scenes for e in s.elements if e.kind == "transition"]
    assert cuts == ["HARD CUT TO:"]
    assert "BRIGHT LIGHT" in _headings(film)
