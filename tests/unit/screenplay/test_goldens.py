"""Every `NAME.fountain` and `NAME.txt` beside a `NAME.json` reads as that page says.

After a wanted change: run this file as a script, read the difference, commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scenescore.screenplay.read import read_file
from scenescore.screenplay.view import from_json, to_json

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "screenplay"
SCRIPTS = sorted([*FOLDER.glob("*.fountain"), *FOLDER.glob("*.txt"), *FOLDER.glob("*.fdx"),
                  *FOLDER.glob("*.html"), *FOLDER.glob("*.celtx")])  # fmt: skip


def golden(path: Path) -> Path:
    return (
        path.with_name(path.name + ".json")
        if path.suffix != ".fountain"
        else path.with_suffix(".json")
    )


def printed(path: Path) -> dict[str, Any]:
    data = to_json(read_file(path))
    del data["sha256"]
    return data


def page(data: dict[str, Any]) -> str:
    """JSON with one element to a line, so that differences can be read."""
    scenes = []
    for scene in data["scenes"]:
        rows = ",\n".join("   " + json.dumps(e, ensure_ascii=False) for e in scene["elements"])
        head = {key: value for key, value in scene.items() if key != "elements"}
        text = json.dumps(head, ensure_ascii=False)[:-1]
        scenes.append(
            f'  {text}, "elements": [\n{rows}\n  ]}}' if rows else f'  {text}, "elements": []}}'
        )
    head = {key: value for key, value in data.items() if key != "scenes"}
    body = ",\n".join(scenes)
    return json.dumps(head, ensure_ascii=False)[:-1] + f', "scenes": [\n{body}\n]}}\n'


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_reads_as_its_golden_page_says(path: Path) -> None:
    assert printed(path) == json.loads(golden(path).read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_golden_page_becomes_the_same_screenplay(path: Path) -> None:
    film = read_file(path)
    assert from_json(json.loads(json.dumps(to_json(film)))) == film


if __name__ == "__main__":
    for script in SCRIPTS:
        golden(script).write_text(page(printed(script)), "utf-8")
