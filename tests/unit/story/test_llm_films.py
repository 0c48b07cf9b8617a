"""Whole films read by a language model behind a server: who is asked, and how often."""

from __future__ import annotations

from llm_server import answer, serving, status

from scenescore.core.progress import Run
from scenescore.studio.pipeline import score_film

SCRIPT = """Title: Two Rooms

INT. CELLAR - NIGHT

A door slams. She hides in the dark.

EXT. MEADOW - DAY

Children laugh and dance in the sun.
"""


def _score(folder, server, **changes):
    script = folder / "rooms.fountain"
    script.write_text(SCRIPT, "utf-8")
    flags = {
        "story__analyst": "openai",
        "openai__base_url": server.url,
        "music__player": "synth",
        "work__workers": 1,
        "spotting__plan": "per-scene",
        "spotting__cue_s": 2.0,
    }
    return score_film(script, folder, flags=flags | changes, run=Run())


def test_a_second_run_asks_about_no_scene_again(tmp_path):
    with serving(answer(), answer(genre="romance")) as server:
        first = _score(tmp_path, server)
        asked = len(server.asked)
        again = _score(tmp_path, server)
    assert asked == len(server.asked) == 2
    assert [b.made_by.backend for b in first.briefs] == ["openai", "openai"]
    assert first.briefs == again.briefs


def test_a_film_nobody_answered_for_is_whole_and_asks_again_the_next_time(tmp_path):
    with serving(status(500), status(500), status(500), status(500), answer()) as server:
        first = _score(tmp_path, server)
        assert all(b.made_by.fallback for b in first.briefs)
        assert len(first.takes) == 2
        again = _score(tmp_path, server)
    assert all(b.made_by.fallback is None for b in again.briefs)
    assert {b.made_by.backend for b in again.briefs} == {"openai"}


def test_an_edited_scene_alone_is_asked_about_again(tmp_path, monkeypatch):
    with serving(answer()) as server:
        _score(tmp_path, server)
        monkeypatch.setitem(globals(), "SCRIPT", SCRIPT.replace("Children", "Old men"))
        _score(tmp_path, server)
    assert len(server.asked) == 3


def test_the_key_is_in_no_file_of_the_film(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-1234")
    with serving(answer()) as server:
        film = _score(tmp_path, server)
    written = [path for path in film.folder.rglob("*") if path.is_file()]
    assert len(written) > 5
    assert all(b"sk-very-secret" not in path.read_bytes() for path in written)
