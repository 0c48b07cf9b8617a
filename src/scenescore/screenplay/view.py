"""A screenplay as the JSON object that `scenescore scenes --json` prints, and back.

The object's own keys are the contract; the further ones (`source`, `extension`, `dual`, ...) make
it lossless and are left out where they hold nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from scenescore.core import codec
from scenescore.core.errors import BadDataError, NewerSchemaError, UnreadableScreenplayError
from scenescore.core.types import Diagnostic, Element, Scene, Screenplay
from scenescore.screenplay.headings import parse_heading
from scenescore.screenplay.people import cast_of, present_in

SCHEMA = 1


def to_json(screenplay: Screenplay) -> dict[str, Any]:
    """Return the screenplay as plain JSON data."""
    cast = cast_of(screenplay)
    return {
        "schema": SCHEMA,
        "title": screenplay.title,
        "authors": list(screenplay.authors),
        "genres": list(screenplay.genres),
        "format": screenplay.format,
        "segmentation": screenplay.segmentation,
        **({"layout": screenplay.layout} if screenplay.layout else {}),
        "diagnostics": [codec.to_json(diagnostic) for diagnostic in screenplay.diagnostics],
        "source": screenplay.source,
        "sha256": screenplay.sha256,
        "title_page": [list(entry) for entry in screenplay.title_page],
        "scenes": [_scene_json(scene, cast) for scene in screenplay.scenes],
    }


def unreadable_to_json(error: UnreadableScreenplayError, *, name: str) -> dict[str, Any]:
    """Return the object for a file without a usable script: no scenes, and why."""
    why = Diagnostic(error.code, str(error), error.line)
    empty = Screenplay(name, (), (), (), name, "none", "", diagnostics=(why,))
    return to_json(empty)


def _scene_json(scene: Scene, cast: Collection[str]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": scene.number,
        "key": scene.key,
        "printed_number": scene.printed_number,
        "heading": scene.heading.raw if scene.heading else None,
        "line": scene.line,
        "level": scene.level,
        "confidence": round(scene.confidence, 3),
        "eighths": scene.eighths,
    }
    if scene.heading:
        data["int_ext"] = scene.heading.kind
        data["place"] = scene.heading.place
        data["time_of_day"] = scene.heading.time_of_day
    if scene.length_s is not None:
        data["length_s"] = scene.length_s
    if scene.synopsis is not None:
        data["synopsis"] = scene.synopsis
    if scene.revision is not None:
        data["revision"] = scene.revision
    if scene.level == "scene":
        data["present"] = list(present_in(scene, cast))
    data["elements"] = [_element_json(element) for element in scene.elements]
    return data


def _element_json(element: Element) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": element.kind, "text": element.text}
    if element.character is not None:
        data["character"] = element.character
        data["person"] = element.person
    data["line"] = element.line
    if element.extension is not None:
        data["extension"] = element.extension
    if element.dual:
        data["dual"] = True
    if element.confidence != 1.0:
        data["confidence"] = round(element.confidence, 3)
    if element.depth:
        data["depth"] = element.depth
    if element.offset is not None:
        data["offset"] = element.offset
    if element.revision is not None:
        data["revision"] = element.revision
    return data


def from_json(data: Any) -> Screenplay:
    """Return the screenplay of such an object; unknown keys are passed over.

    Raises
    ------
    NewerSchemaError
        written by a newer Scenescore
    BadDataError
        when it is no such object, naming the place
    """
    if not isinstance(data, Mapping) or "scenes" not in data:
        raise BadDataError(
            "this is no screenplay object", hint="Use the output of 'scenescore scenes --json'."
        )
    if isinstance(data.get("schema"), int) and data["schema"] > SCHEMA:
        raise NewerSchemaError(
            f"the screenplay has schema {data['schema']}, this Scenescore reads {SCHEMA}",
            hint="Install a newer Scenescore.",
        )
    blank: dict[str, Any] = {"title": "", "authors": [], "genres": [], "source": "", "sha256": ""}
    scenes = data["scenes"]
    if not isinstance(scenes, list):
        raise BadDataError("Screenplay.scenes: a list is needed")
    whole = {**blank, "format": "text", **data, "scenes": [_scene_data(s) for s in scenes]}
    return codec.from_json(Screenplay, whole)


def _scene_data(scene: Any) -> Any:
    """Return one scene in the shape of `Scene`: the heading is an object there."""
    if not isinstance(scene, Mapping) or not isinstance(scene.get("heading"), str):
        return scene
    parsed = parse_heading(scene["heading"])
    heading = {
        "raw": scene["heading"],
        "kind": scene.get("int_ext", parsed.kind),
        "place": scene.get("place", parsed.place),
        "time_of_day": scene.get("time_of_day", parsed.time_of_day),
    }
    return {**scene, "heading": heading}
