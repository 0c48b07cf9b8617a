"""Writes the cue sheet: what is heard when, for how long, by whom, and where silence was chosen.

Two tables: `cue-sheet.csv` and `silences.csv`. Knows the words of the trade, no sound.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from scenescore.core.files import write_text
from scenescore.core.licence import licence_sentence
from scenescore.core.progress import Run
from scenescore.core.score import Score
from scenescore.core.timing import (
    frames_to_timecode,
    is_drop_frame,
    main_bpm,
    seconds_to_frames,
    seconds_to_timecode,
    timecode_to_frames,
)
from scenescore.core.types import Cue, CuePlan, Film, Take
from scenescore.deliver.makers import makers

COLUMNS = (
    "cue", "title", "scenes", "script_numbers", "tc_in", "tc_out", "length", "length_s",
    "usage", "usage_words", "genre", "key", "bpm", "meter", "themes", "hits", "gain_db", "reason",
    "composer", "licence",
)  # fmt: skip
SILENCE_COLUMNS = (
    "tc_in", "tc_out", "length", "length_s", "scenes", "script_numbers", "reason",
)  # fmt: skip
# The codes of performing rights societies: B background, V visual (heard by the characters),
# I instrumental; MT main title, ET end title.
_USAGE = {
    "underscore": ("BI", "background instrumental"),
    "stinger": ("BI", "background instrumental"),
    "source": ("VI", "visual instrumental"),
    "title": ("MT", "main title"),
}
_END_TITLE = ("ET", "end title")


class CueSheetExporter:
    """Exports `cue-sheet.csv` and `silences.csv`."""

    version = "1"

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write both tables under `to`."""
        run.report("writing the cue sheet", 0.0)
        cues = [_row(film, cue, film.take(cue.uid)) for cue in film.plan.cues]
        silences = [
            (
                *_stretch(s.start_s, s.end_s, film.plan),
                _numbers(s.scenes),
                _printed(film, s.scenes),
                s.reason,
            )
            for s in film.plan.silences
        ]
        return (
            write_text(to / "cue-sheet.csv", _table(COLUMNS, cues)),
            write_text(to / "silences.csv", _table(SILENCE_COLUMNS, silences)),
        )


def _row(film: Film, cue: Cue, take: Take | None) -> tuple[str, ...]:
    score = take.score if take else None
    return (
        cue.label,
        cue.title,
        _numbers(cue.scenes),
        _printed(film, cue.scenes),
        *_stretch(cue.start_s, cue.end_s, film.plan),
        *_usage(cue, film.plan),
        cue.music.genre,
        score.key if score else cue.music.key or "",
        _bpm(cue, score),
        f"{score.meters[0].beats}/{score.meters[0].unit}" if score else cue.music.meter,
        _themes(cue, score),
        _hits(cue, score, film.plan),
        f"{cue.gain_db:+.1f}",
        cue.reason,
        makers(take),
        licence_sentence(take),
    )


def _stretch(start_s: float, end_s: float, plan: CuePlan) -> tuple[str, str, str, str]:
    """Return timecode in and out, length in timecode and in seconds."""
    drop = is_drop_frame(plan.start_timecode)
    first = timecode_to_frames(plan.start_timecode, plan.fps)
    begin, end = seconds_to_frames(start_s, plan.fps), seconds_to_frames(end_s, plan.fps)
    codes = (first + begin, first + end, end - begin)
    tc_in, tc_out, length = (frames_to_timecode(c, plan.fps, drop_frame=drop) for c in codes)
    return tc_in, tc_out, length, f"{end_s - start_s:.3f}"


def _usage(cue: Cue, plan: CuePlan) -> tuple[str, str]:
    is_last = len(plan.cues) > 1 and cue.uid == plan.cues[-1].uid
    return _END_TITLE if cue.music.role == "title" and is_last else _USAGE[cue.music.role]


def _numbers(scenes: Sequence[int]) -> str:
    """Return scene numbers with runs together: `3-5, 7`."""
    runs: list[list[int]] = []
    for scene in scenes:
        if runs and scene == runs[-1][-1] + 1:
            runs[-1].append(scene)
        else:
            runs.append([scene])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)


def _printed(film: Film, scenes: Sequence[int]) -> str:
    """Return the scenes' numbers as the script has them; empty when it has none."""
    known = {scene.number: scene.printed_number for scene in film.screenplay.scored_scenes}
    return ", ".join(number for scene in scenes if (number := known.get(scene)))


def _bpm(cue: Cue, score: Score | None) -> str:
    """Return the tempo that holds longest."""
    if score is None:
        return f"{cue.music.bpm:g}" if cue.music.bpm else ""
    return f"{main_bpm(score):.0f}"


def _themes(cue: Cue, score: Score | None) -> str:
    uses: Iterable[tuple[str, str]] = (
        ((q.owner, q.operator) for q in score.quotations)
        if score is not None
        else ((use.owner, use.operator) for use in cue.music.themes)
    )
    return "; ".join(dict.fromkeys(f"{owner} ({operator})" for owner, operator in uses))


def _hits(cue: Cue, score: Score | None, plan: CuePlan) -> str:
    """Return where each hit is in the film, and what it is."""
    found = (
        [(hit.landed_s, hit.label or hit.kind) for hit in score.hits]
        if score is not None
        else [(hit.at_s, hit.label or hit.kind) for hit in cue.music.hits]
    )
    start = plan.start_timecode
    return "; ".join(
        f"{seconds_to_timecode(cue.start_s + at_s, plan.fps, start)} {what}" for at_s, what in found
    )


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return text.getvalue()


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    risky = cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in "+-" and not _is_number(cell))
    return f"'{cell}" if cell and risky else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
