"""Heading dialects: the same little film with its headings written in every way we know."""

from __future__ import annotations

import textwrap

import pytest

from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_bytes

ENGLISH = (
    "I do not know what you want from me, but I am staying here until the morning.",
    "Then stay. The coffee is cold, as always.",
    "{} opens the window and watches the rain come down on the quay without a word.",
)
FRENCH = (
    "Je ne sais pas ce que tu veux de moi, mais je reste ici jusqu'à demain.",
    "Alors reste. Le café est froid, comme toujours.",
    "{} ouvre la fenêtre et regarde la pluie tomber sur le quai sans rien dire à personne.",
)
ITALIAN = (
    "Non so cosa vuoi da me, ma resto qui fino a domani mattina.",
    "Allora resta. Il caffè è freddo, come sempre.",
    "{} apre la finestra e guarda la pioggia che cade sul molo senza dire niente a nessuno.",
)
GERMAN = (
    "Ich weiß nicht, was du von mir willst, aber ich bleibe bis morgen hier.",
    "Dann bleib. Der Kaffee ist kalt, wie immer.",
    "{} öffnet das Fenster und sieht dem Regen zu, der auf den Kai fällt.",
)
SPANISH = (
    "No sé qué quieres de mí, pero me quedo aquí hasta mañana.",
    "Entonces quédate. El café está frío, como siempre.",
    "{} abre la ventana y mira la lluvia que cae sobre el muelle sin decir nada.",
)
#: Names that hold INT, EXT or CUT, and are none of them.
NAMES = ("CLINT BARTON", "POINT", "NEXT", "FLINT", "CUTTER")


def typed(
    headings: tuple[str, ...], speech: tuple[str, str, str] = ENGLISH, *, times: int = 3
) -> str:
    rows: list[str] = []
    talk = 0
    for scene, heading in enumerate(headings * times, start=1):
        rows += ["", *(" " * 15 + row for row in heading.format(n=scene).split("|")), ""]
        for _ in range(3):
            name = NAMES[talk % len(NAMES)]
            rows += [" " * 15 + row for row in textwrap.wrap(speech[2].format(name.title()), 58)]
            rows += ["", " " * 37 + name]
            rows += [" " * 25 + row for row in textwrap.wrap(speech[talk % 2], 34)] + [""]
            talk += 1
    return "\n".join(rows)


def read(text: str) -> Screenplay:
    return read_bytes(text.encode(), name="film.txt", reader="text")


SIDED = {
    "INT and EXT first": (("INT. KITCHEN - NIGHT", "EXT. QUAY - DAY"), ENGLISH),
    "last": (("KITCHEN - INT. - NIGHT", "QUAY - EXT. - DAY"), ENGLISH),
    "in the middle": (("THE MILL, INT. KITCHEN, NIGHT", "THE MILL, EXT. QUAY, DAY"), ENGLISH),
    "with a colon": (("INT: KITCHEN: NIGHT", "EXT: QUAY: DAY"), ENGLISH),
    "both": (("I/E KITCHEN - NIGHT", "I./E. QUAY - DAY", "INT./EXT. CAR - DAY"), ENGLISH),
    "written out": (("INTERIOR: KITCHEN - NIGHT", "EXTERIOR - QUAY - DAY"), ENGLISH),
    "glued numbers": (("A{n}INT. KITCHEN - NIGHT   A{n}", "{n}AEXT. QUAY - DAY   {n}A"), ENGLISH),
    "numbers at the right": (("INT. KITCHEN - NIGHT          {n}", "EXT. QUAY       {n}"), ENGLISH),
    "numbers at the left": (("{n}   INT. KITCHEN - NIGHT", "{n}A.  EXT. QUAY - DAY"), ENGLISH),
    "lower case": (("int. kitchen - night", "ext. quay - day"), ENGLISH),
    "title case": (("Int. Kitchen - Night", "Ext. Quay - Day"), ENGLISH),
    "points only": (("INT. KITCHEN. NIGHT.", "EXT. QUAY. DAY."), ENGLISH),
    "1930s, with a shot below": (("INT. KITCHEN  NIGHT|CLOSE SHOT", "EXT. QUAY  DAY"), ENGLISH),
    "French": (("INTÉRIEUR CUISINE - NUIT", "EXTERIEUR. QUAI. JOUR"), FRENCH),
    "French, numbered, side last": (("{n}. CUISINE - INTÉRIEUR NUIT",), FRENCH),
    "Italian": (("INTERNO CUCINA - NOTTE", "ESTERNO MOLO - GIORNO"), ITALIAN),
    "Italian, side last": (("CUCINA - INTERNO NOTTE", "MOLO - ESTERNO GIORNO"), ITALIAN),
    "German": (("INNEN. KÜCHE - NACHT", "AUSSEN. HAFEN - TAG", "AUßEN KAI - ABEND"), GERMAN),
    "German, side last": (("KÜCHE - INNEN / NACHT", "HAFEN - AUSSEN / TAG"), GERMAN),
    "German, light first": (("{n} INNEN/NACHT KÜCHE", "{n} AUSSEN/TAG HAFEN"), GERMAN),
    "Spanish": (("INTERIOR. COCINA - NOCHE", "EXT. MUELLE - DÍA"), SPANISH),
    "Spanish, side last": (("COCINA. INTERIOR. NOCHE", "MUELLE. EXTERIOR. DÍA"), SPANISH),
    "Spanish, numbered": (("SEC. {n} - COCINA - INT. NOCHE",), SPANISH),
}  # fmt: skip
BARE = {
    "bare places": ("KITCHEN", "THE HARBOR", "POINT STREET"),
    "places with a time": ("KITCHEN - NIGHT", "QUAY - DAY"),
    "1930s, places with a time": ("KITCHEN   NIGHT", "QUAY   DAY"),
    "owned places": ("BARTON'S", "THE HARBOR", "THE CUTTERS' HOUSE"),
    "places after a dash": ("MAIN STREET-FLINT'S '58 SEDAN", "CRUISING MAIN STREET--THE VAN"),
    "scenes that are counted": ("SCENE {n}", "SCENE {n}: THE QUAY"),
    "places that come back": ("HARBOR", "THE COMBS", "THE CURLEW"),
    "places in one word": ("THE WHEELHOUSE", "ICE WORKS", "SALT FLATS"),
    "titles between rules": ("____________SCENE {n}____________",),
}


@pytest.mark.parametrize("dialect", SIDED)
def test_every_scene_is_found_and_taken_apart(dialect: str) -> None:
    headings, speech = SIDED[dialect]
    film = read(typed(headings, speech))
    assert len(film.scored_scenes) == 3 * len(headings)
    assert film.segmentation == "headings"
    places = {s.heading.place.upper() for s in film.scored_scenes if s.heading}
    assert all(s.heading and s.heading.kind for s in film.scored_scenes)
    assert not any("INT" in p.split() or p.endswith(("NIGHT", "DAY", "NUIT")) for p in places)


@pytest.mark.parametrize("dialect", BARE)
def test_every_scene_without_int_or_ext_is_found(dialect: str) -> None:
    film = read(typed(BARE[dialect]))
    assert len(film.scored_scenes) == 3 * len(BARE[dialect])
    assert film.segmentation == "headings"


@pytest.mark.parametrize("dialect", [*SIDED, *BARE])
def test_names_that_look_like_headings_speak(dialect: str) -> None:
    headings, speech = SIDED.get(dialect) or (BARE[dialect], ENGLISH)
    film = read(typed(headings, speech))
    names = [e.character for s in film.scenes for e in s.elements if e.kind == "character"]
    assert names == [NAMES[i % len(NAMES)] for i in range(9 * len(headings))]


@pytest.mark.parametrize("text", ["{}", "{} (V.O.)", "{} (CONT'D)", "{}'S MOTHER"])
@pytest.mark.parametrize("name", NAMES)
def test_such_a_name_is_no_scene_in_any_form(name: str, text: str) -> None:
    page = typed(("INT. KITCHEN - NIGHT",)).replace("CLINT BARTON", text.format(name))
    assert len(read(page).scored_scenes) == 3


def test_a_wrapped_heading_is_one_heading() -> None:
    heading = "INT. THE KITCHEN OF THE OLD MILL BEHIND THE QUAY, WHERE THE|COFFEE IS COLD - NIGHT"
    film = read(typed((heading,)))
    assert [s.title for s in film.scored_scenes] == [heading.replace("|", " ")] * 3


@pytest.mark.parametrize("rule", ["=====", "* * *", "----------", "~~~~~~"])
def test_rules_part_the_scenes_of_a_transcript(rule: str) -> None:
    film = read(typed((rule, rule)))
    assert film.segmentation == "inferred"
    assert len(film.scored_scenes) == 6
    assert all(scene.confidence < 0.5 for scene in film.scored_scenes)
    assert "headings-inferred" in {d.code for d in film.diagnostics}


def test_what_somebody_sees_is_a_shot_in_any_light() -> None:
    text = typed(("MILL - NIGHT", "QUAY - DAY")).replace(
        "Then stay.",
        "Then stay.\n\n               POINT'S VIEWPOINT - (DAY)\n\n               Rain.\n",
    )
    film = read(text)
    assert len(film.scored_scenes) == 6
    assert "POINT'S VIEWPOINT - (DAY)" in {s.title for s in film.scenes if s.level == "shot"}


def test_bare_places_are_found_without_a_single_blank_line() -> None:
    text = "\n".join(row for row in typed(("KITCHEN", "THE HARBOR")).split("\n") if row.strip())
    assert [s.title for s in read(text).scored_scenes] == ["KITCHEN", "THE HARBOR"] * 3


def test_speeches_side_by_side_end_where_the_page_goes_on() -> None:
    rows = typed(("INT. KITCHEN - NIGHT",)).split("\n")
    beside = [" " * 20 + "POINT" + " " * 25 + "NEXT",
              " " * 12 + "I told you that I" + " " * 14 + "You never tell me",
              " " * 12 + "would come." + " " * 20 + "anything."]  # fmt: skip
    plain = len(read("\n".join(rows)).scored_scenes)
    film = read("\n".join(row for row in [*rows[:9], *beside, *rows[9:]] if row.strip()))
    assert len(film.scored_scenes) == plain
    assert sum(e.kind == "character" for s in film.scenes for e in s.elements) == 9 + 2


def test_a_scanned_text_says_so_and_is_read() -> None:
    text = typed(("TNT. KITCHEN - NIGHT", "EXT. QUAY - DAY")).replace("FLINT", "FLINT (V.0.)")
    film = read(text)
    assert len(film.scored_scenes) == 6
    assert "ocr" in {d.code for d in film.diagnostics}
    assert "ocr" not in {d.code for d in read(typed(("INT. QUAY - DAY",))).diagnostics}


def test_names_glued_by_a_converter_are_parted_where_both_speak() -> None:
    rows = typed(("INT. KITCHEN - NIGHT",), times=8)
    rows += "\n" + " " * 37 + "FLINTPOINT\n" + " " * 25 + "We never said so.\n"
    film = read(rows)
    names = [e.character for s in film.scenes for e in s.elements if e.kind == "character"]
    assert names[-1] == "FLINT/POINT"


def test_specks_of_a_scan_are_no_part_of_a_name() -> None:
    text = typed(("TNT. KITCHEN - NIGHT", "EXT. QUAY - DAY")).replace("FLINT", "FLINT (V.0.)")
    film = read(text.replace(" " * 37 + "POINT", "I\n\n" + " " * 35 + "I POINT"))
    names = {e.character for s in film.scenes for e in s.elements if e.kind == "character"}
    assert names == set(NAMES)
