"""A script finds its film's folder again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scenescore.core.codec import dumps
from scenescore.core.files import write_text
from scenescore.screenplay.view import to_json
from scenescore.studio.source import folder_for
from scenescore.testing import scene, screenplay


def test_a_title_is_spelled_in_its_folder(tmp_path):
    film = screenplay(title="Die Straße")
    assert folder_for(film, Path("strasse.fountain"), tmp_path).root.name == "die-strasse.film"


def test_a_folder_named_by_the_older_rule_goes_on_with_its_own_film_only(tmp_path):
    film = screenplay(scene(1), title="Die Straße")
    older = tmp_path / "die-strae.film"
    write_text(older / "screenplay.json", dumps(to_json(film)))
    assert folder_for(film, Path("a.fountain"), tmp_path).root == older
    other = replace(film, scenes=(replace(scene(2), key="another"),))
    assert folder_for(other, Path("a.fountain"), tmp_path).root.name == "die-strasse.film"
