"""When every scene plays: from page length, or from a table the user gives.

Knows nothing about music.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from scenescore.core.errors import BadDataError
from scenescore.core.files import read_bytes
from scenescore.core.timing import frames_to_seconds, seconds_to_frames
from scenescore.core.types import SceneSpan, Screenplay

_LONGEST_S = 86_400.0
"""No film is longer than a day."""
_START, _END, _SCENE = ("start_s", "start", "in"), ("end_s", "end", "out"), ("scene", "number")


def estimate_spans(
    screenplay: Screenplay, fps: Fraction, *, shortest_s: float = 0.0
) -> tuple[SceneSpan, ...]:
    """Return the scenes one after another, each as long as its page length says.

    Lengths are whole frames, so that every border lies on a frame and a scene keeps its length
    wherever it comes to lie. `shortest_s` holds a scene at least that long, so that a cue of fixed
    length fits under it.
    """
    spans: list[SceneSpan] = []
    frame = 0
    for scene in screenplay.scored_scenes:
        length_s = max(scene.estimated_s, shortest_s, 1.0)
        end = frame + math.ceil(Fraction(length_s) * fps)
        start_s, end_s = frames_to_seconds(frame, fps), frames_to_seconds(end, fps)
        spans.append(SceneSpan(scene.number, scene.key, start_s, end_s))
        frame = end
    return tuple(spans)


def read_timing(path: Path, screenplay: Screenplay, fps: Fraction) -> tuple[SceneSpan, ...]:
    """Return spans from a CSV with columns `scene,start_s[,end_s]`; seconds from film start.

    Scenes the table does not name are laid between their neighbours by page length. Times go to
    the nearest frame.

    Raises
    ------
    NoInputError, BadDataError
        no such file; a column is missing, a value is no number, or time runs backwards
    """
    rows = _rows(path)
    known = _known(rows, path, screenplay)
    return tuple(_on_frames(span, fps) for span in _fill(screenplay, known, path))


def _on_frames(span: SceneSpan, fps: Fraction) -> SceneSpan:
    start, end = (seconds_to_frames(s, fps) for s in (span.start_s, span.end_s))
    return replace(
        span,
        start_s=frames_to_seconds(start, fps),
        end_s=frames_to_seconds(max(end, start + 1), fps),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadDataError(f"{path}: not a UTF-8 text table") from problem
    return list(csv.DictReader(text.splitlines()))


def _column(row: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((row[name] for name in names if row.get(name)), None)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= _LONGEST_S:
        raise ValueError(f"'{text}' is no time in a film")
    return seconds


def _known(
    rows: list[dict[str, str]], path: Path, screenplay: Screenplay
) -> dict[int, tuple[float, float | None]]:
    known: dict[int, tuple[float, float | None]] = {}
    for number, row in enumerate(rows, start=2):
        scene, start, end = (_column(row, names) for names in (_SCENE, _START, _END))
        try:
            if scene is None or start is None:
                raise ValueError("columns 'scene' and 'start_s' are needed")
            known[int(scene)] = (_seconds(start), _seconds(end) if end else None)
        except ValueError as problem:
            raise BadDataError(
                f"{path}, line {number}: {problem}",
                hint="The table needs the columns scene,start_s,end_s (seconds).",
            ) from problem
    strange = sorted(known.keys() - {scene.number for scene in screenplay.scored_scenes})
    if strange:
        raise BadDataError(
            f"{path}: there is no scene {strange[0]} in the script",
            hint="Scenes are numbered as 'scenescore scenes' shows them.",
        )
    if not known:
        raise BadDataError(
            f"{path}: no scene is timed in it",
            hint="It is a table with the columns scene,start_s,end_s (seconds), a row a scene.",
        )
    return known


def _fill(
    screenplay: Screenplay, known: Mapping[int, tuple[float, float | None]], path: Path
) -> tuple[SceneSpan, ...]:
    scenes = screenplay.scored_scenes
    starts: list[float] = []
    index = 0
    while index < len(scenes):
        stop = index + 1
        while stop < len(scenes) and scenes[stop].number not in known:
            stop += 1
        begin_s = known[scenes[index].number][0] if scenes[index].number in known else 0.0
        lengths = [scene.estimated_s for scene in scenes[index:stop]]
        room_s = known[scenes[stop].number][0] - begin_s if stop < len(scenes) else sum(lengths)
        if room_s <= 0:
            raise BadDataError(f"{path}: scene {scenes[stop].number} starts before the one before")
        for offset in range(stop - index):
            starts.append(round(begin_s + room_s * sum(lengths[:offset]) / sum(lengths), 3))
        index = stop
    spans = []
    for position, scene in enumerate(scenes):
        given = known.get(scene.number)
        after = starts[position + 1] if position + 1 < len(scenes) else None
        end_s = given[1] if given and given[1] is not None else after
        if end_s is None:
            end_s = starts[position] + scene.estimated_s
        if after is not None:
            end_s = min(end_s, after)
        if end_s <= starts[position]:
            raise BadDataError(f"{path}: scene {scene.number} ends before it starts")
        source = "timing" if given else "estimated"
        spans.append(SceneSpan(scene.number, scene.key, starts[position], end_s, source))  # type: ignore[arg-type]
    return tuple(spans)
