"""A film of twelve scenes whose music is all by a tiny MusicGen."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytestmark = pytest.mark.engine
_WHY = "needs torch and transformers, which ./test --full installs"
torch = pytest.importorskip("torch", reason=_WHY)
pytest.importorskip("transformers", reason=_WHY)

import musicgen_tiny as tiny  # noqa: E402
import soundfile  # noqa: E402

from scenescore.core.progress import Run  # noqa: E402
from scenescore.music.composers.neural import played as judging  # noqa: E402
from scenescore.music.composers.neural.check import Heard  # noqa: E402
from scenescore.studio.pipeline import score_film  # noqa: E402

SCENES, CUE_S, BAD = 12, 1.53, 5
LINES = ("She weeps over the chair.", "A shot! Glass breaks.", "They laugh and dance.")


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    scenes = "\n\n".join(
        f"INT. ROOM {i} - NIGHT\n\n{LINES[i % 3]} It is evening number {i}."
        for i in range(1, SCENES + 1)
    )
    path = tmp_path_factory.mktemp("script") / "twelve.fountain"
    path.write_text(f"Title: Twelve\n\n{scenes}\n", "utf-8")
    return path


def test_twelve_scenes_have_exact_cues_without_holes_and_are_made_once(
    script, tmp_path, monkeypatch
):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    flags = {
        "story__analyst": "lexicon",
        "music__composer": "musicgen",
        "musicgen__model": str(tiny.saved(tmp_path / "tiny")),
        "musicgen__tempo_tolerance": 0.0,
        "spotting__plan": "per-scene",
        "spotting__cue_s": CUE_S,
        "music__player": "synth",
        "work__workers": 1,
    }
    listened, real = [], judging.listen

    def listen(sound, rate_hz, **more):
        listened.append(sound.shape[1])
        is_bad = len(listened) in (BAD, SCENES + 1)  # the fifth to end, and its second try
        return Heard(("it is nearly silent",), None) if is_bad else real(sound, rate_hz, **more)

    monkeypatch.setattr(judging, "listen", listen)
    notes = []
    run = Run(lambda event: notes.append(event.text) if event.kind == "note" else None)
    film = score_film(script, tmp_path, flags=flags, run=run)
    assert len(film.takes) == SCENES
    makers = []
    for uid, take in film.takes:
        sound, rate_hz = soundfile.read(film.folder / take.audio.path, always_2d=True)
        assert len(sound) == round(CUE_S * rate_hz)
        assert np.abs(sound).max() > 0.01, uid
        made_by = take.made_by[0]
        makers.append(made_by.backend)
        if made_by.backend == "musicgen":
            told = dict(made_by.params)
            assert {"model", "revision", "engine", "prompt_1", "retries"} <= set(told)
            assert made_by.seed is not None
            assert "CC-BY-NC" in made_by.licence
            assert made_by.fallback is None
    assert makers.count("orchestra") == 1
    assert makers.count("musicgen") == SCENES - 1
    assert any("no good, twice" in note and "orchestra took over" in note for note in notes)
    instead = next(t for _, t in film.takes if t.made_by[0].backend == "orchestra")
    assert "nearly silent" in instead.made_by[0].fallback

    before = {p: p.read_bytes() for p in film.folder.rglob("take.json")}
    assert len(before) == SCENES
    made = len(listened)
    again = score_film(script, tmp_path, flags=flags, run=Run())
    assert len(listened) == made, "nothing is played again"
    assert {p: p.read_bytes() for p in again.folder.rglob("take.json")} == before
    assert json.loads(next(iter(before.values())))["licence"]
    torch.set_num_threads(threads)
