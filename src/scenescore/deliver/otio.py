"""Writes the film's music as an OpenTimelineIO timeline: clips, scene and hit markers.

Positions are whole frames at the film's rate; what media holds is counted in samples. Knows
nothing about how sound is made: it asks the WAV exporter for the files it points at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.score import HitLanding
from scenescore.core.timing import (
    frames_to_timecode,
    is_drop_frame,
    seconds_to_frames,
    timecode_to_frames,
)
from scenescore.core.types import Cue, CuePlan, Film, Take
from scenescore.deliver.wav import RATE_HZ, CueWav, ensure_wav, plan_wavs

if TYPE_CHECKING:
    import opentimelineio as otio

FILE = "timeline.otio"


class OtioExporter:
    """Exports a timeline that editors import, and the WAV files on it."""

    version = "1"

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write `timeline.otio` and the cues' WAV files under `to`."""
        from opentimelineio.adapters import write_to_string

        wavs = plan_wavs(film, to, with_stems=False)
        for index, wav in enumerate(wavs):
            run.report(f"writing {wav.path.name}", index / len(wavs))
            ensure_wav(wav, film.plan)
        timeline = film_timeline(film, wavs, to)
        path = write_text(to / FILE, write_to_string(timeline, "otio_json") + "\n")
        return (path, *(wav.path for wav in wavs))


def film_timeline(film: Film, wavs: Sequence[CueWav], to: Path) -> otio.schema.Timeline:
    """Return the timeline; media is named relative to the folder `to`."""
    import opentimelineio as otio

    plan = film.plan
    timeline = otio.schema.Timeline(plan.film)
    first = timecode_to_frames(plan.start_timecode, plan.fps)
    timeline.global_start_time = _time(first, plan)
    timeline.metadata["scenescore"] = {
        "fps": str(plan.fps),
        "start_timecode": plan.start_timecode,
        "plan": plan.plan,
    }
    timeline.tracks.append(_scene_track(film))
    for number, places in enumerate(_lanes([_place(wav, plan) for wav in wavs])):
        timeline.tracks.append(_music_track(f"Music {'AB'[number % 2]}", places, plan, to))
    for frame, text in _merged((_frame(s.start_s, plan), s.scene) for s in plan.spans):
        heading = " / ".join(_heading(film, scene) for scene in text)
        timeline.tracks.markers.append(_marker(heading, frame, plan, "CYAN"))
    return timeline


# ------------------------------------------------------------------ places


@dataclass(frozen=True, slots=True)
class _Place:
    """A clip in whole frames of the film."""

    wav: CueWav
    start: int
    end: int


def _frame(seconds: float, plan: CuePlan) -> int:
    return seconds_to_frames(seconds, plan.fps)


def _place(wav: CueWav, plan: CuePlan) -> _Place:
    """Return where a clip lies; a last frame that the sound only begins is left out."""
    start = _frame(wav.cue.start_s, plan)
    whole = int(wav.frames * plan.fps / RATE_HZ)
    return _Place(wav, start, start + max(whole, 1))


def _lanes(places: Sequence[_Place]) -> list[list[_Place]]:
    """Return tracks on which nothing overlaps: one, or two checkered where cues run together.

    One frame too many, which rounding can give, is cut instead.
    """
    lanes: list[list[_Place]] = []
    for place in places:
        for lane in lanes:
            over = lane[-1].end - place.start
            if over <= 1:
                if over == 1 and lane[-1].end - lane[-1].start > 1:
                    lane[-1] = _Place(lane[-1].wav, lane[-1].start, place.start)
                elif over == 1:
                    continue
                lane.append(place)
                break
        else:
            lanes.append([place])
    return lanes


def _merged(marks: Any) -> list[tuple[int, list[Any]]]:
    """Return marks with all that fall on one frame together: editors keep only one of them."""
    found: dict[int, list[Any]] = {}
    for frame, what in marks:
        found.setdefault(frame, []).append(what)
    return sorted(found.items())


# ------------------------------------------------------------------ tracks


def _time(frames: int, plan: CuePlan) -> otio.opentime.RationalTime:
    from opentimelineio.opentime import RationalTime

    return RationalTime(frames, float(plan.fps))


def _range(start: int, length: int, plan: CuePlan) -> otio.opentime.TimeRange:
    from opentimelineio.opentime import TimeRange

    return TimeRange(_time(start, plan), _time(length, plan))


def _marker(name: str, frame: int, plan: CuePlan, colour: str) -> otio.schema.Marker:
    from opentimelineio.schema import Marker

    return Marker(name=name, marked_range=_range(frame, 1, plan), color=colour)


def _heading(film: Film, number: int) -> str:
    """Return a scene's number, as the script has it, and its heading."""
    for scene in film.screenplay.scored_scenes:
        if scene.number == number:
            return f"{scene.printed_number or number} {scene.title}".strip()
    return str(number)


def _scene_track(film: Film) -> otio.schema.Track:
    """Return a picture track of empty stretches, one for each scene, named by its heading."""
    from opentimelineio.schema import Gap, Track, TrackKind

    plan = film.plan
    track = Track("Scenes", kind=TrackKind.Video)
    now = 0
    for span in plan.spans:
        start, end = _frame(span.start_s, plan), _frame(span.end_s, plan)
        if start > now:
            track.append(Gap(source_range=_range(0, start - now, plan)))
        if end > max(start, now):
            scene = Gap(name=_heading(film, span.scene), source_range=_range(0, end - start, plan))
            scene.metadata["scenescore"] = {"scene": span.scene, "key": span.key}
            track.append(scene)
            now = end
    last = _frame(plan.duration_s, plan)
    if last > now:
        track.append(Gap(source_range=_range(0, last - now, plan)))
    return track


def _music_track(name: str, places: Sequence[_Place], plan: CuePlan, to: Path) -> otio.schema.Track:
    from opentimelineio.schema import Gap, Track, TrackKind

    track = Track(name, kind=TrackKind.Audio)
    now = 0
    for place in places:
        if place.start > now:
            track.append(Gap(source_range=_range(0, place.start - now, plan)))
        track.append(_clip(place, plan, to))
        now = place.end
    return track


def _clip(place: _Place, plan: CuePlan, to: Path) -> otio.schema.Clip:
    import opentimelineio as otio

    wav, cue = place.wav, place.wav.cue
    media = otio.schema.ExternalReference(
        target_url=wav.path.relative_to(to).as_posix(),
        available_range=otio.opentime.TimeRange(
            otio.opentime.RationalTime(0, RATE_HZ), otio.opentime.RationalTime(wav.frames, RATE_HZ)
        ),
    )
    media.name = wav.path.stem
    clip = otio.schema.Clip(
        name=f"{cue.label} {cue.title}".strip(),
        media_reference=media,
        source_range=_range(0, place.end - place.start, plan),
    )
    clip.metadata["scenescore"] = _about(wav, place, plan)
    hits = ((_frame(hit.landed_s, plan), hit.label or hit.kind) for hit in _hits(cue, wav.take))
    for frame, names in _merged(hits):
        if frame < place.end - place.start:
            clip.markers.append(_marker(" / ".join(names), frame, plan, "RED"))
    return clip


def _hits(cue: Cue, take: Take) -> tuple[HitLanding, ...]:
    if take.score is not None:
        return take.score.hits
    return tuple(HitLanding(h.at_s, h.at_s, h.kind, h.weight, h.label) for h in cue.music.hits)


def _about(wav: CueWav, place: _Place, plan: CuePlan) -> dict[str, Any]:
    cue = wav.cue
    first = timecode_to_frames(plan.start_timecode, plan.fps)
    drop = is_drop_frame(plan.start_timecode)
    return {
        "uid": cue.uid,
        "label": cue.label,
        "genre": cue.music.genre,
        "reason": cue.reason,
        "scenes": list(cue.scenes),
        "take": wav.take.number,
        "gain_db": wav.gain_db,
        "start_s": cue.start_s,
        "timecode": frames_to_timecode(first + place.start, plan.fps, drop_frame=drop),
    }
