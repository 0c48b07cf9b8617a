"""What a listener would notice: endings, hits, themes, roles, sameness and difference."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from scenescore.core.codec import key_of
from scenescore.core.errors import BadBriefError
from scenescore.core.genres import GENRES
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.timing import TempoMap
from scenescore.core.types import Hit, Mood, MusicBrief, ThemeSlot, ThemeUse
from scenescore.music.composers.orchestra.check import check
from scenescore.music.composers.orchestra.compose import furnish, write_score
from scenescore.music.composers.orchestra.themes import write_theme

ANNA = write_theme(ThemeSlot("ANNA", role="protagonist", mood=Mood(0.5, 0.1, 0.1)), 1, "1")


@pytest.mark.parametrize("genre", sorted(GENRES))
def test_every_genre_passes_the_gates(genre):
    brief = MusicBrief(
        31.7, genre, mood=GENRES[genre].mood, hits=(Hit(12.3), Hit(20.0, "cut", 0.4))
    )
    assert check(write_score(brief, 2), brief) == ()


def test_the_gates_see_what_is_wrong():
    brief = MusicBrief(12.0, "solo piano")
    score = write_score(brief, 1)
    part = score.parts[0]
    late = replace(part.notes[-1], length_beats=999.0)
    low = replace(part.notes[0], pitch=1)
    broken = replace(score, duration_s=13.0, parts=(replace(part, notes=(late, low)),))
    said = " ".join(check(broken, brief))
    for word in ("instead of", "not in order", "cannot play", "beyond the end"):
        assert word in said


def _levels(score):
    clock = TempoMap(score.tempo)
    for part in score.parts:
        for control in part.controls:
            if control.number == 11:
                yield part.name, clock.beats_to_seconds(control.at_beats), control.value


@pytest.mark.parametrize(
    "genre", ["elegiac strings", "romance", "ambient", "choir", "suspense drone"]
)
def test_a_held_ending_sinks_to_nothing_at_the_end(genre):
    score = write_score(MusicBrief(40.0, genre, mood=GENRES[genre].mood), 1)
    last = {name: (at_s, value) for name, at_s, value in _levels(score)}
    assert last
    for at_s, value in last.values():
        assert at_s > 39.5
        assert value <= 12


@pytest.mark.parametrize("genre", ["comedy pizzicato", "heroic", "march", "action ostinato"])
def test_a_button_ends_with_a_stroke_shortly_before_the_end(genre):
    score = write_score(MusicBrief(41.0, genre, mood=GENRES[genre].mood), 1)
    clock = TempoMap(score.tempo)
    last_s = max(clock.beats_to_seconds(n.onset_beats) for p in score.parts for n in p.notes)
    struck = sum(
        1
        for part in score.parts
        if any(abs(clock.beats_to_seconds(n.onset_beats) - last_s) < 0.01 for n in part.notes)
    )
    assert 0.8 < 41.0 - last_s < 4.5
    assert struck >= 4


def test_a_theme_turns_minor_in_a_sad_cue():
    brief = MusicBrief(
        45.0, "elegiac strings", mood=Mood(-0.7, -0.5, 0.3), themes=(ThemeUse("ANNA", theme=ANNA),)
    )
    score = write_score(brief, 1)
    assert not ANNA.minor
    assert score.quotations
    assert score.quotations[0].operator == "mode-change"
    assert score.quotations[0].part


@pytest.mark.parametrize(
    "operator",
    ["statement", "fragment", "sequence", "inversion", "augmentation", "diminution", "recolour",
     "reharmonise"],
)  # fmt: skip
def test_a_briefed_theme_is_heard_and_recorded(operator):
    brief = MusicBrief(
        45.0, "romance", mood=Mood(0.6, -0.1, 0.1), themes=(ThemeUse("ANNA", operator, ANNA),)
    )
    score = write_score(brief, 1)
    assert (score.quotations[0].owner, score.quotations[0].operator) == ("ANNA", operator)


def _rhythm_and_contour(pitches_and_onsets):
    found = set()
    seq = sorted(pitches_and_onsets)
    moves = [((b[1] > a[1]) - (b[1] < a[1]), round((b[0] - a[0]) * 4)) for a, b in pairwise(seq)]
    for index in range(len(moves) - 4):
        found.add(tuple(moves[index : index + 5]))
    return found


def test_a_theme_is_recognisable_across_moods_and_absent_where_not_asked():
    wanted = _rhythm_and_contour([(n.onset_beats, n.step) for n in ANNA.notes])
    moods = {"romance": Mood(0.7, -0.2, 0.1), "war": Mood(-0.5, 0.4, 0.6),
             "solo piano": Mood(-0.3, -0.5, 0.2), "space opera": Mood(0.4, 0.6, 0.4)}  # fmt: skip
    for genre, mood in moods.items():
        for uses, least, most in (((ThemeUse("ANNA", theme=ANNA),), 0.3, 1.0), ((), 0.0, 0.1)):
            room = furnish(MusicBrief(50.0, genre, mood=mood, themes=uses), 4)
            said = set()
            for placing in room.placings:
                said |= _rhythm_and_contour([(t.onset, t.pitch) for t in placing.tones])
            share = len(wanted & said) / len(wanted)
            assert least <= share <= most, (genre, share)


def test_source_music_keeps_steady_time_and_chases_no_hits():
    brief = MusicBrief(40.0, "latin", role="source", hits=(Hit(10.0),), mood=Mood(0.4, 0.3, 0.1))
    score = write_score(brief, 1)
    tempi = [change.bpm for change in score.tempo]
    assert max(tempi) / min(tempi) < 1.001
    assert not score.hits
    assert any("Source music" in sentence for sentence in score.bent)


def test_a_stinger_strikes_once_and_decays():
    score = write_score(MusicBrief(3.0, "horror", role="stinger", mood=Mood(-0.8, 0.5, 0.9)), 1)
    onsets = [n.onset_beats for part in score.parts for n in part.notes]
    assert sum(1 for onset in onsets if onset < 0.3) / len(onsets) > 0.9


def test_a_stinger_strikes_on_its_hit():
    brief = MusicBrief(4.0, "horror", role="stinger", hits=(Hit(1.2),), mood=Mood(-0.8, 0.5, 0.9))
    score = write_score(brief, 1)
    clock = TempoMap(score.tempo)
    struck = [
        n for part in score.parts for n in part.notes
        if abs(clock.beats_to_seconds(n.onset_beats) - 1.2) < 0.005
    ]  # fmt: skip
    before = [
        n for part in score.parts for n in part.notes
        if clock.beats_to_seconds(n.onset_beats) < 1.1
    ]  # fmt: skip
    assert max(n.velocity for n in struck) > max((n.velocity for n in before), default=0)


def test_a_title_begins_with_its_theme():
    brief = MusicBrief(
        60.0, "space opera", role="title", mood=Mood(0.5, 0.6, 0.3),
        themes=(ThemeUse("ANNA", theme=ANNA),),
    )  # fmt: skip
    score = write_score(brief, 1)
    assert score.quotations[0].at_beats == 0
    assert score.form[0].role == "statement"


@pytest.mark.parametrize("key", ["D minor", "F# major", "E dorian", "Gb major"])
def test_the_asked_key_is_kept(key):
    assert write_score(MusicBrief(30.0, "adventure", key=key), 1).key == key


def test_hits_are_played_exactly_on_time():
    brief = MusicBrief(30.0, "action ostinato", mood=Mood(-0.3, 0.8, 0.7), hits=(Hit(12.34),))
    score = write_score(brief, 1)
    clock = TempoMap(score.tempo)
    struck = [
        n.offset_s for part in score.parts for n in part.notes
        if abs(clock.beats_to_seconds(n.onset_beats) - 12.34) < 0.001
    ]  # fmt: skip
    assert struck.count(0.0) >= 4


def test_people_play_elsewhere_a_little_off():
    score = write_score(MusicBrief(30.0, "romance", mood=Mood(0.5, -0.2, 0.1)), 1)
    offsets = [abs(n.offset_s) for part in score.parts for n in part.notes if n.offset_s]
    assert 0.002 < sum(offsets) / len(offsets) < 0.02


def test_another_variation_or_seed_is_another_piece():
    brief = MusicBrief(30.0, "romance", mood=Mood(0.5, -0.2, 0.1))
    scores = [
        write_score(brief, 1),
        write_score(brief, 2),
        write_score(replace(brief, variation=9), 1),
    ]
    for one, two in combinations(scores, 2):
        assert one.parts != two.parts


def _grams(score):
    """Return 4-grams of (interval, ratio of durations) of every pitched part's top line."""
    found = set()
    for part in score.parts:
        if INSTRUMENTS[part.instrument].is_drums:
            continue
        top = {}
        for note in part.notes:
            top[note.onset_beats] = max(top.get(note.onset_beats, 0), note.pitch)
        onsets = sorted(top)
        events = [
            (top[b] - top[a], round((c - b) / (b - a), 2))
            for a, b, c in zip(onsets, onsets[1:], onsets[2:], strict=False)
        ]
        found |= {tuple(events[i : i + 4]) for i in range(len(events) - 3)}
    return found


def test_unrelated_cues_share_little():
    moods = [("romance", 0.6, -0.2), ("folk", 0.3, 0.0), ("adventure", 0.5, 0.6),
             ("war", -0.5, 0.4), ("romance", 0.5, -0.3), ("folk", 0.2, 0.1)]  # fmt: skip
    grams = [
        _grams(write_score(MusicBrief(40.0, g, mood=Mood(v, a, 0.2), variation=i * 31), 1))
        for i, (g, v, a) in enumerate(moods)
    ]
    for one, two in combinations(grams, 2):
        assert len(one & two) / len(one | two) <= 0.15


def test_another_process_writes_the_same_score():
    code = (
        "from scenescore.core.codec import key_of\n"
        "from scenescore.core.types import MusicBrief, Mood, Hit\n"
        "from scenescore.music.composers.orchestra.compose import write_score\n"
        "b = MusicBrief(25.0, 'wonder', mood=Mood(0.6, 0.1, 0.2), hits=(Hit(9.5),), variation=3)\n"
        "print(key_of(write_score(b, 5)))\n"
    )
    brief = MusicBrief(25.0, "wonder", mood=Mood(0.6, 0.1, 0.2), hits=(Hit(9.5),), variation=3)
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "77", "PATH": ""},
    )  # fmt: skip
    assert there.stdout.strip() == key_of(write_score(brief, 5))


@pytest.mark.parametrize(
    "brief",
    [
        MusicBrief(0.0, "romance"),
        MusicBrief(10.0, "romance", bpm=2.0),
        MusicBrief(10.0, "romance", meter="x"),
        MusicBrief(float("nan"), "romance"),
    ],
)
def test_a_brief_that_makes_no_sense_is_refused(brief):
    with pytest.raises(BadBriefError):
        write_score(brief, 1)
