"""The timeline reads back with every cue on its frame and every file where it says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import opentimelineio as otio
import pytest
from delivered_film import CUES, film, without_takes

from scenescore.core.progress import Run
from scenescore.core.timing import seconds_to_frames
from scenescore.deliver.otio import OtioExporter

RATES = [("24", "01:00:00:00"), ("25", "10:00:00:00"), ("24000/1001", "01:00:00:00"),
         ("30000/1001", "01:00:00;00"), ("60", "00:00:00:00")]  # fmt: skip


def exported(tmp_path, whole=None, **more):
    whole = whole or film(tmp_path, **more)
    written = OtioExporter().write(whole, tmp_path / "deliver", run=Run())
    return whole, otio.adapters.read_from_file(str(written[0]))


def music(timeline):
    return [t for t in timeline.tracks if t.kind == otio.schema.TrackKind.Audio]


def clips(timeline):
    found = [clip for track in music(timeline) for clip in track.find_clips()]
    return sorted(found, key=lambda clip: clip.name)


def place(clip):
    span = clip.range_in_parent()
    return round(span.start_time.value), round(span.end_time_exclusive().value)


@pytest.mark.parametrize(("fps", "start"), RATES)
def test_cues_are_on_their_frames_at_every_rate(tmp_path, fps, start):
    whole, timeline = exported(tmp_path, fps=fps, start_timecode=start)
    rate = Fraction(fps)
    for cue, clip in zip(CUES, clips(timeline), strict=True):
        begin, end = place(clip)
        assert begin == seconds_to_frames(cue.start_s, rate)
        assert -1.5 < end - cue.end_s * rate <= 0.5  # never longer than its sound
        assert clip.range_in_parent().start_time.rate == pytest.approx(float(rate))
    spoken = timeline.global_start_time.to_timecode()
    assert spoken == start
    assert whole.plan.start_timecode == start


def test_clips_point_at_the_wav_files_beside_the_timeline(tmp_path):
    whole, timeline = exported(tmp_path)
    for clip in clips(timeline):
        media = clip.media_reference
        assert (tmp_path / "deliver" / media.target_url).is_file()
        assert not media.target_url.startswith("/")
        take = whole.take(clip.metadata["scenescore"]["uid"])
        assert media.available_range == otio.opentime.TimeRange(
            otio.opentime.RationalTime(0, 48000),
            otio.opentime.RationalTime(take.audio.frames, 48000),
        )
        used = clip.source_range.end_time_exclusive().to_seconds()
        assert used <= take.audio.duration_s + 1e-9


def test_a_clip_says_what_it_is(tmp_path):
    _, timeline = exported(tmp_path)
    first = clips(timeline)[0]
    assert first.name == "1m01 Élan / Night"
    about = first.metadata["scenescore"]
    assert about["uid"] == "aaaa0001"
    assert about["label"] == "1m01"
    assert about["genre"] == "mystery"
    assert about["reason"] == "The film begins."
    assert about["timecode"] == "01:00:02:00"


def test_scenes_are_named_stretches_and_markers(tmp_path):
    _, timeline = exported(tmp_path)
    picture = timeline.video_tracks()[0]
    names = [(item.name, round(item.range_in_parent().start_time.value)) for item in picture]
    assert names == [
        ("1 INT. KITCHEN - NIGHT", 0),
        ("2 EXT. ROAD - DAY", 312),
        ("3 INT. LAMP ROOM - DUSK", 600),
    ]
    marks = [(m.name, round(m.marked_range.start_time.value)) for m in timeline.tracks.markers]
    assert marks == names
    assert round(picture.duration().value) == 960


def test_hits_are_markers_on_their_clip(tmp_path):
    _, timeline = exported(tmp_path)
    hits = [[(m.name, round(m.marked_range.start_time.value)) for m in clip.markers]
            for clip in clips(timeline)]  # fmt: skip
    assert hits == [[("door slams", 96)], [("cut to road", 72)], [("door slams", 48)]]


def test_hits_on_one_frame_share_a_marker(tmp_path):
    whole = film(tmp_path)
    hit = CUES[1].music.hits[0]
    both = replace(CUES[1].music, hits=(hit, replace(hit, at_s=hit.at_s + 0.01, label="horn")))
    cues = (CUES[0], replace(CUES[1], music=both), CUES[2])
    _, timeline = exported(tmp_path, replace(whole, plan=replace(whole.plan, cues=cues)))
    assert [m.name for m in clips(timeline)[1].markers] == ["cut to road / horn"]


def test_cues_that_touch_share_a_track(tmp_path):
    _, timeline = exported(tmp_path)
    assert [track.name for track in music(timeline)] == ["Music A"]


def test_cues_that_run_together_are_checkered(tmp_path):
    whole = film(tmp_path)
    cues = (CUES[0], replace(CUES[1], start_s=11.0), replace(CUES[2], start_s=19.0))
    _, timeline = exported(tmp_path, replace(whole, plan=replace(whole.plan, cues=cues)))
    lanes = [[clip.name[:4] for clip in track.find_clips()] for track in music(timeline)]
    assert [track.name for track in music(timeline)] == ["Music A", "Music B"]
    assert lanes == [["1m01", "1m03"], ["1m02"]]
    assert [place(c)[0] for c in clips(timeline)] == [48, 264, 456]


@pytest.mark.parametrize("start_s", [12.0 - 0.02, 12.01, 12.03])
def test_rounding_to_frames_never_makes_touching_cues_overlap(tmp_path, start_s):
    whole = film(tmp_path)
    first = replace(CUES[0], start_s=start_s - 10.0)
    cues = (first, replace(CUES[1], start_s=start_s), CUES[2])
    _, timeline = exported(tmp_path, replace(whole, plan=replace(whole.plan, cues=cues)))
    (track,) = music(timeline)
    begin = [place(c)[0] for c in track.find_clips()]
    assert begin == [seconds_to_frames(c.start_s, Fraction(24)) for c in cues]


def test_a_film_without_takes_still_has_its_scenes(tmp_path):
    _, timeline = exported(tmp_path, without_takes(film(tmp_path)))
    assert music(timeline) == []
    assert len(timeline.tracks.markers) == 3


def test_the_same_film_gives_the_same_bytes(tmp_path):
    whole = film(tmp_path)
    texts = {
        OtioExporter().write(whole, tmp_path / name, run=Run())[0].read_bytes() for name in "ab"
    }
    assert len(texts) == 1
