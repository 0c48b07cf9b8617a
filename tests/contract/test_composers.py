"""What every composer promises, whoever wrote it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from scenescore.core import registry
from scenescore.core.codec import key_of
from scenescore.core.errors import Cancelled
from scenescore.core.genres import GENRES
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.progress import Run
from scenescore.core.score import Score
from scenescore.core.timing import TempoMap, midi_exact_bpm
from scenescore.core.types import Hit, Mood, MusicBrief, Provenance, Sound, ThemeSlot, ThemeUse

pytestmark = pytest.mark.usefixtures("temporary_here")

NEURAL = ("ace-step", "musicgen", "stable-audio")
COMPOSERS = [
    name
    for name in registry.names("composers")
    if name not in NEURAL and registry.missing("composers", name) is None
]
"""Of notes, and whatever else works here by itself."""
PLAYED = [pytest.param(name, marks=pytest.mark.engine) for name in NEURAL]
BRIEFS = {
    "stinger": MusicBrief(3.0, "horror", mood=Mood(-0.8, 0.6, 0.9), role="stinger"),
    "short": MusicBrief(4.0, "comedy pizzicato", mood=Mood(0.6, 0.3, 0.1)),
    "chase": MusicBrief(
        47.3,
        "action ostinato",
        mood=Mood(-0.3, 0.9, 0.8),
        hits=(Hit(11.4, "action", 1.0), Hit(31.05, "reveal", 0.9), Hit(40.0, "cut", 0.4)),
        curve=((0.0, 0.2), (30.0, 1.0), (47.3, 0.6)),
    ),
    "long": MusicBrief(200.0, "romance", mood=Mood(0.7, -0.4, 0.1)),
    "waltz": MusicBrief(33.3, "mediterranean", mood=Mood(0.2, 0.0, 0.2), meter="3/4"),
}


@pytest.fixture(autouse=True)
def _tiny(request):
    """Neural composers work with a tiny model of their true class here."""
    spec = getattr(request.node, "callspec", None)
    if spec and spec.params.get("name") in NEURAL:
        request.getfixturevalue("tiny_model")(spec.params["name"])


def _score(name, brief, seed=7) -> Score:
    composer = registry.get("composers", name)
    if not composer.caps.notes:
        pytest.skip("gives sound, not notes")
    (score,) = composer.compose([brief], seeds=[seed], run=Run())
    return score


def _sounds(name, *briefs, seed=7) -> list[Sound]:
    composer = registry.get("composers", name)
    assert not composer.caps.notes
    return list(composer.compose(briefs, seeds=[seed] * len(briefs), run=Run()))


@pytest.mark.parametrize("name", COMPOSERS)
@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS.keys())
def test_a_score_is_whole_and_inside_its_duration(name, brief):
    score = _score(name, brief)
    clock = TempoMap(score.tempo)
    assert score.duration_s == brief.duration_s
    assert score.parts
    for change in score.tempo:
        assert change.bpm == pytest.approx(midi_exact_bpm(change.bpm), rel=1e-9)
    for part in score.parts:
        instrument = INSTRUMENTS[part.instrument]
        assert part.family == instrument.family
        assert part.notes
        assert list(part.notes) == sorted(part.notes, key=lambda n: (n.onset_beats, n.pitch))
        for note in part.notes:
            assert 0 <= note.pitch <= 127
            assert 1 <= note.velocity <= 127
            assert note.length_beats > 0
            start_s = clock.beats_to_seconds(note.onset_beats) + note.offset_s
            assert -0.05 <= start_s < brief.duration_s


@pytest.mark.parametrize("name", COMPOSERS)
def test_hard_hits_land_on_a_written_downbeat(name):
    score = _score(name, BRIEFS["chase"])
    clock = TempoMap(score.tempo)
    downbeats_s = [clock.beats_to_seconds(beat) for beat in _downbeats(score)]
    for hit in BRIEFS["chase"].hits:
        landing = next(h for h in score.hits if h.at_s == hit.at_s)
        if hit.is_hard:
            assert landing.landed_s == pytest.approx(hit.at_s, abs=0.005)
            assert min(abs(beat_s - hit.at_s) for beat_s in downbeats_s) < 0.005


def _downbeats(score) -> list[float]:
    end = TempoMap(score.tempo).seconds_to_beats(score.duration_s)
    beats, at, index = [], 0.0, 0
    while at <= end:
        while index + 1 < len(score.meters) and score.meters[index + 1].at_beats <= at + 1e-6:
            index += 1
        beats.append(at)
        at += score.meters[index].beats * 4 / score.meters[index].unit
    return beats


@pytest.mark.parametrize("name", COMPOSERS)
def test_the_same_brief_and_seed_give_the_same_music(name):
    assert key_of(_score(name, BRIEFS["chase"])) == key_of(_score(name, BRIEFS["chase"]))


@pytest.mark.parametrize("name", COMPOSERS)
def test_another_seed_or_variation_gives_other_music(name):

    first = _score(name, BRIEFS["long"]).parts
    assert _score(name, BRIEFS["long"], seed=8).parts != first
    assert _score(name, replace(BRIEFS["long"], variation=99)).parts != first


@pytest.mark.parametrize("name", COMPOSERS)
def test_a_cue_does_not_depend_on_who_shares_its_batch(name):
    composer = registry.get("composers", name)
    together = list(composer.compose([BRIEFS["short"], BRIEFS["waltz"]], seeds=[7, 7], run=Run()))
    assert key_of(together[1]) == key_of(_score(name, BRIEFS["waltz"]))


@pytest.mark.parametrize("name", COMPOSERS)
@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_is_composed(name, genre):
    mood = GENRES[genre].mood
    assert _score(name, MusicBrief(20.0, genre, mood=mood)).parts


@pytest.mark.parametrize("name", COMPOSERS)
def test_a_theme_is_written_and_quoted(name):
    composer = registry.get("composers", name)
    if not composer.caps.melody:
        pytest.skip("cannot quote")
    theme = composer.theme(ThemeSlot("ANNA", mood=Mood(0.4, 0.0, 0.1)), seed=3)
    assert len(theme.notes) >= 6
    assert 8 <= theme.length_beats <= 40
    other = composer.theme(ThemeSlot("BEN", mood=Mood(-0.4, 0.3, 0.5)), seed=4)
    assert [n.step for n in other.notes] != [n.step for n in theme.notes]
    use = ThemeUse("ANNA", "statement", theme)
    score = _score(name, MusicBrief(45.0, "romance", mood=Mood(0.5, -0.2, 0.1), themes=(use,)))
    assert any(quotation.owner == "ANNA" for quotation in score.quotations)


@pytest.mark.parametrize("name", COMPOSERS)
def test_a_tune_is_quoted_alike_whoever_wrote_it_and_wherever_it_lay(name):
    composer = registry.get("composers", name)
    if not composer.caps.melody:
        pytest.skip("cannot quote")
    theme = composer.theme(ThemeSlot("ANNA"), seed=3)
    shared = replace(theme, made_by=Provenance("series", inputs=("0" * 64,)))
    parts = []
    for tune in (theme, shared):
        uses = (ThemeUse("ANNA", "statement", tune),)
        parts.append(_score(name, MusicBrief(30.0, "romance", themes=uses)).parts)
    assert parts[0] == parts[1]


@pytest.mark.parametrize("name", [*COMPOSERS, *PLAYED])
def test_it_says_what_one_may_do_with_the_music(name):
    assert registry.get("composers", name).caps.licence.endswith(".")


@pytest.mark.parametrize("name", [*COMPOSERS, *PLAYED])
def test_it_stops_when_asked(name):
    run = Run()
    run.cancel()
    composer = registry.get("composers", name)
    with pytest.raises(Cancelled):
        list(composer.compose([BRIEFS["short"]], seeds=[1], run=run))


# ------------------------------------------------------------------ sound instead of notes

SOUNDS = [MusicBrief(1.234, "horror", ("dread",)), MusicBrief(2.5, "romance", ("tender",))]


@pytest.mark.parametrize("name", PLAYED)
def test_a_sound_is_exactly_as_long_as_asked_finite_and_within_one(name):
    for brief, sound in zip(SOUNDS, _sounds(name, *SOUNDS), strict=True):
        samples, rate_hz = soundfile.read(sound.audio.path, always_2d=True)
        assert len(samples) == sound.audio.frames == round(brief.duration_s * rate_hz)
        assert (rate_hz, samples.shape[1]) == (sound.audio.rate_hz, sound.audio.channels)
        assert np.isfinite(samples).all()
        assert 0.01 < np.abs(samples).max() <= 1.0


@pytest.mark.parametrize("name", PLAYED)
def test_the_same_brief_and_seed_give_the_same_sound_in_any_company(name):
    alone = _sounds(name, SOUNDS[1])[0].audio.sha256
    assert _sounds(name, *SOUNDS)[1].audio.sha256 == alone
    assert _sounds(name, SOUNDS[1], seed=8)[0].audio.sha256 != alone


@pytest.mark.parametrize("name", PLAYED)
def test_a_sound_tells_who_made_it_how_and_what_one_may_do(name):
    (sound,) = _sounds(name, SOUNDS[0])
    caps, made_by = registry.get("composers", name).caps, sound.made_by
    assert (made_by.backend, made_by.seed) == (name, 7)
    assert (made_by.licence, made_by.commercial) == (caps.licence, caps.commercial)
    assert {"model", "revision", "prompt_1", "retries", "device", "steps"} <= dict(
        made_by.params
    ).keys()


@pytest.mark.parametrize("name", PLAYED)
def test_what_it_would_be_told_is_shown_without_playing(name):
    composer = registry.get("composers", name)
    (sound,) = _sounds(name, SOUNDS[0])
    assert composer.prompts(SOUNDS[0])[0] == dict(sound.made_by.params)["prompt_1"]


@pytest.mark.parametrize("name", PLAYED)
def test_it_gives_the_same_in_a_fresh_process(name):
    here = _sounds(name, SOUNDS[0])[0].audio.sha256
    code = (
        "from scenescore.core import registry; from scenescore.core.progress import Run; "
        "from scenescore.core.types import MusicBrief; "
        f"made = registry.get('composers', {name!r}).compose("
        "[MusicBrief(1.234, 'horror', ('dread',))], seeds=[7], run=Run()); "
        "print(next(iter(made)).audio.sha256)"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False
    )
    assert there.returncode == 0, there.stderr
    assert there.stdout.split()[-1] == here
