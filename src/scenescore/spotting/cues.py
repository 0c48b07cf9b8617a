"""From scenes that belong together to one cue: its length, curve, hits, role, level and brief."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import dist

from scenescore.core.codec import key_of
from scenescore.core.types import (
    Cue,
    CueRole,
    Hit,
    Mood,
    MusicBrief,
    Scene,
    SceneBrief,
    SceneSpan,
    ThemeSlot,
)
from scenescore.spotting.hits import find_hits
from scenescore.spotting.need import talk_share
from scenescore.spotting.themes import choose_uses

Row = tuple[Scene, SceneBrief, SceneSpan]
_STINGER_S = 6.0
_SHORT_S = 25.0
_GLIMPSE_S = 12.0
_FADE_IN_S = {"action": 0.0, "reveal": 0.0}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring scenes under one cue."""

    rows: tuple[Row, ...]
    reason: str

    @property
    def start_s(self) -> float:
        """Seconds from film start."""
        return self.rows[0][2].start_s

    @property
    def end_s(self) -> float:
        """Seconds from film start."""
        return self.rows[-1][2].end_s

    def joined(self, other: Stretch, alike: float, longest_s: float) -> Stretch | None:
        """Return this and the next stretch as one, or None when they should stay two cues."""
        mine, theirs = self.rows[-1][1], other.rows[0][1]
        touches = abs(other.start_s - self.end_s) < 0.001
        fits = other.end_s - self.start_s <= longest_s
        world = mine.flashback == theirs.flashback
        source = mine.source_music or theirs.source_music
        if touches and fits and world and not source and self._flows_into(other, alike):
            return Stretch(self.rows + other.rows, self.reason)
        return None

    def _flows_into(self, other: Stretch, alike: float) -> bool:
        """Return True when one cue can carry both: it turns rather than restarts."""
        mine, theirs = self.rows[-1], other.rows[0]
        apart = dist(_point(mine[1].felt), _point(theirs[1].felt))
        shorter_s = min(_length_s(mine), _length_s(theirs))
        if shorter_s < _GLIMPSE_S:
            return apart < 2 * alike
        return apart < alike and (mine[1].genre == theirs[1].genre or shorter_s < _SHORT_S)

    def cut(self, longest_s: float) -> tuple[Stretch, tuple[float, float] | None]:
        """Return the stretch no longer than that, and the (start_s, end_s) left without music.

        A scene that releases or reveals is scored at its end, others from their start.
        """
        if self.end_s - self.start_s <= longest_s or len(self.rows) > 1:
            return self, None
        scene, brief, span = self.rows[0]
        at_end = brief.function in ("release", "reveal")
        start_s = span.end_s - longest_s if at_end else span.start_s
        kept = replace(span, start_s=start_s, end_s=start_s + longest_s)
        rest = (span.start_s, start_s) if at_end else (kept.end_s, span.end_s)
        return Stretch(((scene, brief, kept),), self.reason), rest


def _point(mood: Mood) -> tuple[float, float, float]:
    return (mood.valence, mood.arousal, mood.tension)


def uid_of(key: str) -> str:
    """Return the name of the cue that begins with the scene of this key."""
    return key_of("cue", key)[:8]


def make_cue(
    index: int,
    stretch: Stretch,
    slots: Sequence[ThemeSlot],
    met: set[str],
    names: frozenset[str],
    home: str,
) -> Cue:
    """Return the cue for a stretch; `met` holds whose theme was quoted and is kept up.

    `home` is whose key the film is at home in, for a cue without a theme.
    """
    lead_scene, lead, _ = max(stretch.rows, key=lambda row: (_weight(row), -row[0].number))
    duration_s = math.floor((stretch.end_s - stretch.start_s) * 1000 + 1e-6) / 1000
    uid = uid_of(stretch.rows[0][0].key)
    variation = int(uid, 16)
    place = lead_scene.heading.place if lead_scene.heading else ""
    uses = choose_uses(slots, lead, place, duration_s, variation, met)
    music = MusicBrief(
        duration_s=duration_s,
        genre=lead.genre,
        emotions=lead.emotions,
        words=lead.words,
        mood=_mood(stretch),
        role=_role(index, stretch, lead, duration_s),
        hits=_hits(stretch, names),
        curve=_curve(stretch),
        themes=uses,
        home=None if uses else home,
        variation=variation,
    )
    return Cue(
        uid=uid,
        label="",
        start_s=stretch.start_s,
        scenes=tuple(scene.number for scene, _, _ in stretch.rows),
        music=music,
        title=lead.title or "",
        reason=stretch.reason,
        gain_db=_gain_db(stretch, lead),
        fade_in_s=_FADE_IN_S.get(lead.function, 0.4) if duration_s > 4 else 0.0,
    )


def _length_s(row: Row) -> float:
    return row[2].end_s - row[2].start_s


def _weight(row: Row) -> float:
    felt = row[1].felt
    return _length_s(row) * (0.5 + max(abs(felt.valence), felt.tension, abs(felt.arousal)))


def _mood(stretch: Stretch) -> Mood:
    total_s = sum(_length_s(row) for row in stretch.rows)

    points = [_point(row[1].felt) for row in stretch.rows]
    weights = [_length_s(row) / total_s for row in stretch.rows]
    axes = zip(*points, strict=True)
    means = [sum(v * w for v, w in zip(axis, weights, strict=True)) for axis in axes]
    return Mood(*(round(round(mean / 0.05) * 0.05, 2) for mean in means))


def _role(index: int, stretch: Stretch, lead: SceneBrief, duration_s: float) -> CueRole:
    if any(brief.source_music for _, brief, _ in stretch.rows):
        return "source"
    if duration_s <= _STINGER_S:
        return "stinger"
    is_opening = index == 0 and stretch.start_s < 1.0
    if is_opening and lead.function == "establish" and talk_share(stretch.rows[0][0]) < 0.3:
        return "title"
    return "underscore"


def _hits(stretch: Stretch, names: frozenset[str]) -> tuple[Hit, ...]:
    begin_s, length_s = stretch.start_s, stretch.end_s - stretch.start_s
    hits = [
        hit
        for scene, _, span in stretch.rows
        for hit in find_hits(scene, span, from_s=begin_s, names=names)
    ]
    for scene, _, span in stretch.rows[1:]:
        hits.append(Hit(round(span.start_s - begin_s, 3), "cut", 0.4, scene.title[:60]))
    inside = [hit for hit in hits if 1.0 <= hit.at_s <= length_s - 1.5]
    return tuple(sorted(inside, key=lambda hit: (hit.at_s, -hit.weight)))


def _curve(stretch: Stretch) -> tuple[tuple[float, float], ...]:
    """Return intensity over the cue: each scene's own level in its middle, rising towards hits."""
    begin_s = stretch.start_s
    points = [(0.0, _intensity(stretch.rows[0][1]) * 0.6)]
    for row in stretch.rows:
        peak_s = row[2].start_s + 0.65 * _length_s(row) - begin_s
        points.append((round(peak_s, 3), _intensity(row[1])))
    last = stretch.rows[-1][1]
    ends_high = last.function in ("action", "build", "reveal")
    end = _intensity(last) * (0.9 if ends_high else 0.45)
    points.append((round(stretch.end_s - begin_s, 3), end))
    return tuple((at_s, round(round(level / 0.05) * 0.05, 2)) for at_s, level in points)


def _intensity(brief: SceneBrief) -> float:
    felt = brief.felt
    level = 0.3 + 0.35 * felt.arousal + 0.2 * felt.tension + 0.15 * abs(felt.valence)
    return min(max(level + 0.2 * (brief.energy - 0.5), 0.1), 1.0)


def _gain_db(stretch: Stretch, lead: SceneBrief) -> float:
    """Return drama: louder when wild, softer under talk; half decibels so that ripples vanish."""
    talk = sum(talk_share(scene) for scene, _, _ in stretch.rows) / len(stretch.rows)
    fear = 1.5 if lead.felt.tension > 0.7 and lead.felt.arousal < 0 else 0.0
    gain = 3.5 * lead.felt.arousal - 4.0 * talk - fear
    if any(brief.source_music for _, brief, _ in stretch.rows):
        gain -= 4.0
    return round(min(max(gain, -9.0), 4.0) * 2) / 2
