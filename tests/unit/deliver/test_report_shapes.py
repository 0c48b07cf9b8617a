"""What a page draws: colours that keep their order, curves that do not lie, true outlines."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from report_film import short_film

from scenescore.core.errors import BadDataError
from scenescore.core.types import Element, Mood, Scene
from scenescore.deliver.pages.peaks import bars_path, peaks
from scenescore.deliver.pages.script import paragraphs
from scenescore.deliver.pages.themes import theme_codes
from scenescore.deliver.pages.timeline import timeline
from scenescore.deliver.pages.wording import clock, fine_clock, length, signed
from scenescore.deliver.palette import contrast, ink_on, mood_colour

VALENCES = [step / 10 for step in range(-10, 11)]
AROUSALS = [step / 5 for step in range(-5, 6)]
# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def _linear(colour: str) -> np.ndarray:
    encoded = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("eye", BLINDNESS)
@pytest.mark.parametrize("arousal", AROUSALS)
def test_a_brighter_mood_is_lighter_to_every_eye(eye, arousal):
    seen = [
        np.array(BLINDNESS[eye]) @ _linear(mood_colour(Mood(valence, arousal)))
        for valence in VALENCES
    ]
    light = [float(np.dot(rgb, (0.2126, 0.7152, 0.0722))) for rgb in seen]
    assert all(one < other for one, other in pairwise(light))
    assert (light[-1] + 0.05) / (light[0] + 0.05) > 2.5


def test_a_stirred_mood_is_more_vivid():
    for valence in VALENCES:
        spreads = [np.ptp(_linear(mood_colour(Mood(valence, arousal)))) for arousal in AROUSALS]
        assert all(one <= other + 0.01 for one, other in pairwise(spreads))
        assert spreads[-1] > 2 * spreads[0]


def test_what_is_written_on_a_mood_can_be_read():
    colours = [mood_colour(Mood(v, a)) for v in VALENCES for a in AROUSALS]
    assert min(contrast(ink_on(colour), colour) for colour in colours) >= 4.5


def test_moods_out_of_range_are_taken_at_the_edge():
    assert mood_colour(Mood(-3.0, 7.0)) == mood_colour(Mood(-1.0, 1.0))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return short_film(tmp_path_factory.mktemp("film"))


def test_scenes_fill_the_line_from_end_to_end(film):
    blocks = timeline(film).blocks
    assert blocks[0].left == 0.0
    for one, other in pairwise(blocks):
        assert one.left + one.width == pytest.approx(other.left, abs=0.001)
    assert blocks[-1].left + blocks[-1].width == pytest.approx(100.0)


def test_curves_pass_through_each_scenes_mood_and_never_beyond(film):
    valence, arousal, tension = timeline(film).curves
    assert (valence.zero, arousal.zero, tension.zero) == (50.0, 50.0, None)
    heights = [float(y) for y in re.findall(r"-?[\d.]+", valence.felt)][1::2]
    assert valence.top == "0.9"
    wanted = [round(50 * (1 - brief.felt.valence / 0.9), 1) for brief in film.briefs]
    assert set(wanted) <= set(heights)
    assert min(wanted) <= min(heights)
    assert max(heights) <= max(wanted)


def test_a_quiet_films_curve_is_no_flat_line(film):
    quiet = Mood(0.05, -0.1, 0.1)
    briefs = tuple(replace(brief, felt=quiet, portrayed=quiet) for brief in film.briefs)
    assert [curve.top for curve in timeline(replace(film, briefs=briefs)).curves] == ["0.4"] * 3


def test_memory_is_drawn_only_where_it_changed_something(film):
    alone = tuple(replace(brief, felt=brief.portrayed) for brief in film.briefs)
    assert all(curve.between for curve in timeline(film).curves)
    assert not any(curve.between for curve in timeline(replace(film, briefs=alone)).curves)


def test_hits_are_drawn_where_they_landed_not_where_they_were_asked(film):
    line = timeline(film)
    cue = film.plan.cues[2]
    landed_s = cue.start_s + 20.0 + 0.064
    assert line.bars[2].hits[0] == (
        pytest.approx(100 * landed_s / line.duration_s, abs=1e-3),
        False,
    )


def test_a_film_without_length_has_no_line(film):
    plan = replace(film.plan, spans=(), cues=(), duration_s=0.0)
    assert timeline(replace(film, plan=plan)) is None


def test_themes_get_letters_that_tell_them_apart():
    assert theme_codes(("ANNA", "THE SEA", "ANTON", "A", "安")) == {
        "ANNA": "A",
        "THE SEA": "S",
        "ANTON": "An",
        "A": "4",
        "安": "安",
    }


@pytest.mark.parametrize("channels", [1, 2])
def test_peaks_follow_the_sound_over_block_borders(tmp_path, channels):
    levels = np.repeat([0.0, 0.25, 0.5, 1.0, 0.125], 40_001)  # no multiple of anything
    sound = np.repeat((levels * 0.999)[:, None], channels, axis=1)
    sound[:, 0] *= -1
    soundfile.write(tmp_path / "a.flac", sound, 48_000, subtype="PCM_16")
    assert peaks(tmp_path / "a.flac", 5) == pytest.approx((0, 0.25, 0.5, 1.0, 0.125), abs=0.002)


def test_a_recording_shorter_than_its_bars_has_a_bar_a_frame(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.full(3, 0.5), 8000)
    soundfile.write(tmp_path / "none.wav", np.zeros(0), 8000)
    assert len(peaks(tmp_path / "a.wav", 240)) == 3
    assert peaks(tmp_path / "none.wav", 240) == ()


def test_what_is_no_sound_is_bad_data(tmp_path):
    (tmp_path / "a.flac").write_bytes(b"no")
    with pytest.raises(BadDataError, match=r"a\.flac"):
        peaks(tmp_path / "a.flac", 10)


def test_bars_stay_inside_their_box():
    assert bars_path((0.0, 1.0)) == "M0.5 23.5v1.0M1.5 0.0v48.0"


def _scene(*elements: Element) -> Scene:
    return Scene(1, "k", None, elements)


def test_evidence_is_found_across_line_breaks(film):
    brief = replace(film.briefs[0], analysed_text="", evidence=("The lamp goes out.",))
    (paragraph,) = paragraphs(_scene(Element("action", "Wind. The lamp\ngoes out. Dark.")), brief)
    assert paragraph.pieces == (
        ("Wind. ", False),
        ("The lamp\ngoes out.", True),
        (" Dark.", False),
    )


def test_what_was_not_analysed_is_told_apart(film):
    read, cut = Element("action", "She reads the long letter."), Element("action", "Then: a knock.")
    brief = replace(film.briefs[0], analysed_text="She reads the long letter.", evidence=())
    assert [p.is_read for p in paragraphs(_scene(read, cut), brief)] == [True, False]


def test_a_name_counts_as_analysed_with_its_speech(film):
    heard = Element("character", "ANNA (V.O.)"), Element("dialogue", "Come home.")
    lost = Element("character", "JON"), Element("dialogue", "Never.")
    brief = replace(film.briefs[0], analysed_text="Come home.", evidence=())
    shown = paragraphs(_scene(*heard, *lost), brief)
    assert [p.is_read for p in shown] == [True, True, False, False]


def test_text_the_page_does_not_hold_is_shown_as_it_was_analysed(film):
    brief = replace(film.briefs[0], analysed_text="A summary.\n\nOf two parts.", evidence=())
    shown = paragraphs(_scene(Element("action", "She reads the letter.")), brief)
    assert [(p.kind, p.pieces) for p in shown] == [
        ("plain", (("A summary.", False),)),
        ("plain", (("Of two parts.", False),)),
    ]


def test_extensions_and_notes_are_handled_like_a_page(film):
    said = Element("character", "ANNA", "ANNA", "ANNA", extension="V.O.")
    brief = replace(film.briefs[0], analysed_text="")
    shown = paragraphs(_scene(said, Element("note", "not for the page")), brief)
    assert [p.pieces for p in shown] == [(("ANNA (V.O.)", False),)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (clock(3725.4), "1:02:05"),
        (fine_clock(61.95), "1:02.0"),
        (length(599.6), "10 min"),
        (length(0.2), "0 s"),
        (signed(-0.351), "\N{MINUS SIGN}0.35"),
        (signed(-0.001), "0.00"),
    ],
)
def test_numbers_and_names_read_like_prose(said, words):
    assert said == words
