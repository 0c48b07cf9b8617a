"""Prompts are shown before anything is played, changed like any decision, and taken back."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from scenescore.apps.cli.main import app
from scenescore.core.codec import read_json
from scenescore.core.errors import BadDataError, NoInputError, UsageError
from scenescore.core.progress import Run
from scenescore.studio.decide import last_decision, undo
from scenescore.studio.film_view import view_cue
from scenescore.studio.folder import FilmFolder
from scenescore.studio.pipeline import plan_film, replan
from scenescore.studio.prompts import change_prompts, tell_prompts

SCRIPT = """Title: Two Rooms

INT. CELLAR - NIGHT

A door slams. Anna hides, breathless, in the dark. A knife gleams.

EXT. MEADOW - DAY

Children laugh and dance in the sun.
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "two.fountain"
    path.write_text(SCRIPT, "utf-8")
    return path


@pytest.fixture
def film(script, tmp_path):
    flags = {"spotting__plan": "per-scene", "spotting__cue_s": 40.0, "story__analyst": "lexicon"}
    return plan_film(script, tmp_path, flags=flags, run=Run())


def _music(film: FilmFolder):
    return {cue["label"]: cue["music"] for cue in read_json(film.cues)["cues"]}


@pytest.mark.parametrize("name", ["musicgen", "ace-step", "stable-audio"])
def test_each_cue_shows_a_line_for_each_window_without_weights_or_libraries(film, name):
    told = tell_prompts(film, name)
    assert told["composer"] == name
    windows = {"musicgen": 2, "ace-step": 1, "stable-audio": 1}[name]
    for cue in told["cues"]:
        assert len(cue["prompts"]) == windows
        assert not cue["is_own"]
        for line in cue["prompts"]:
            assert "instrumental" in line
            assert "Anna" not in line
            assert ("bpm: " in line) == (name == "musicgen")


def test_own_words_change_one_cue_alone_and_are_taken_back(film):
    before = _music(film)
    change_prompts(film, "1m02", ["a lone flute", "two flutes"])
    after = _music(film)
    assert after["1m01"] == before["1m01"]
    assert after["1m02"] != before["1m02"]
    told = tell_prompts(film, "musicgen")["cues"][1]
    assert (told["prompts"], told["is_own"]) == (["a lone flute", "two flutes"], True)
    kept = json.loads(film.edits.read_text("utf-8"))
    (edit,) = kept["cues"].values()
    assert edit == {"music": {"prompts": ["a lone flute", "two flutes"]}}
    assert last_decision(film) == "prompt of 1m02"
    undo(film)
    replan(film)
    assert _music(film) == before


def test_ours_come_again_when_asked(film):
    before = _music(film)
    change_prompts(film, "1m01", ["a lone flute"])
    change_prompts(film, "1m01", None)
    assert _music(film) == before


def test_wrong_words_cues_and_composers_are_said(film):
    with pytest.raises(BadDataError, match=r"music\.prompts"):
        change_prompts(film, "1m01", ["  "])
    with pytest.raises(NoInputError, match="1m09"):
        change_prompts(film, "1m09", ["a flute"])
    with pytest.raises(UsageError, match="not told in words"):
        tell_prompts(film, "orchestra")


def test_a_prompt_is_one_line_of_plain_words(film):
    change_prompts(film, "1m01", [" solo\n viola,\tfar "])
    assert tell_prompts(film, "musicgen")["cues"][0]["prompts"][0] == "solo viola, far"
    for line in ("red \x1b[31m", "no\x00thing", "x" * 601):
        with pytest.raises(BadDataError, match=r"music\.prompts"):
            change_prompts(film, "1m01", [line])


def test_the_page_is_given_the_prompts_of_a_cue(film):
    (uid, *_), made = [cue["uid"] for cue in read_json(film.cues)["cues"]], film.project
    assert view_cue(film, uid)["prompts"] == []
    text = made.read_text("utf-8").replace('composer = "orchestra"', 'composer = "ace-step"')
    made.write_text(text, "utf-8")
    assert "instrumental" in view_cue(film, uid)["prompts"][0]


def test_the_command_plans_a_script_and_shows_and_changes(script, tmp_path):
    def call(*more):
        arguments = ["prompts", str(script), "-o", str(tmp_path / "films"), "--json", "--quiet"]
        done = CliRunner().invoke(app, [*arguments, "--composer", "ace-step", *more])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    assert not any(cue["is_own"] for cue in call()["cues"])
    label = call()["cues"][0]["label"]
    assert call("--cue", label, "--say", "a lone flute")["cues"][0]["prompts"] == ["a lone flute"]
    assert not call("--undo")["cues"][0]["is_own"]
    assert not list((tmp_path / "films").rglob("take.json")), "nothing was played"


def test_a_film_whose_composer_is_not_here_is_planned_and_told_all_the_same(film):
    made = film.project.read_text("utf-8")
    film.project.write_text(made.replace('"orchestra"', '"musicgen"'), "utf-8")
    change_prompts(film, "1m01", ["a lone flute"])
    told = tell_prompts(film)
    assert told["composer"] == "musicgen"
    assert told["cues"][0]["prompts"] == ["a lone flute", "a lone flute"]


def test_the_terminal_says_what_was_taken_back_and_how_to_go_on(film):
    change_prompts(film, "1m02", ["a lone flute"])
    call = ["prompts", str(film.root), "--composer", "musicgen", "--undo", "--quiet"]
    first, second = (CliRunner().invoke(app, call) for _ in range(2))
    assert "Taken back: prompt of 1m02." in first.stderr
    assert "There is nothing to take back." in second.stderr
    assert f"prompts {film.root} --composer musicgen --cue 1m01 --say" in first.stdout
