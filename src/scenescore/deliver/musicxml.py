"""Writes scores as sheet music: MusicXML for notation programs, and SVG and PDF pages where
verovio is installed. Knows files; what a Score means on paper is in `notation`.
"""

from __future__ import annotations

from pathlib import Path

from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.score import Score
from scenescore.core.types import Film
from scenescore.deliver.keys import signature_of
from scenescore.deliver.names import cue_name
from scenescore.deliver.notation.engrave import can_engrave, engrave
from scenescore.deliver.notation.marks import score_marks, with_marks
from scenescore.deliver.notation.meters import bars_of, is_compound
from scenescore.deliver.notation.staves import lines_of
from scenescore.deliver.notation.xml import Sheet, sheet_to_xml


class MusicXmlExporter:
    """Exports every cue's score as sheet music in concert pitch."""

    version = "1"

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write `notation/<cue>.musicxml`, and pages where verovio is installed, under `to`."""
        scores = [
            (cue, take.score)
            for cue in film.plan.cues
            if (take := film.take(cue.uid)) is not None and take.score is not None
        ]
        if not scores:
            run.note("no take has a score: there is nothing to export as MusicXML")
            return ()
        engraves = can_engrave()
        if not engraves:
            run.note("pages as PDF and SVG need verovio: pip install 'scenescore[notation]'")
        written: list[Path] = []
        for index, (cue, score) in enumerate(scores):
            name = cue_name(cue, film.plan)
            run.report(f"writing {name}.musicxml", index / len(scores))
            title = f"{cue.label} {cue.title}".strip()
            sheet = sheet_of(score, title=title, film=film.plan.film)
            text = sheet_to_xml(sheet)
            written.append(write_text(to / "notation" / f"{name}.musicxml", text))
            if engraves:
                written += engrave(text, to / "notation", name, staves=sheet.staves)
        return tuple(written)


def score_to_musicxml(score: Score, *, title: str, film: str = "") -> str:
    """Return a score as a MusicXML 4.0 document; equal scores give equal text."""
    return sheet_to_xml(sheet_of(score, title=title, film=film))


def sheet_of(score: Score, *, title: str, film: str = "") -> Sheet:
    """Return a score as it stands on paper."""
    bars = bars_of(score)
    triplets = not any(is_compound(bar.beats, bar.unit) for bar in bars)
    lines = lines_of(score.parts, bars, triplets=triplets)
    return Sheet(
        title=title,
        film=film,
        signature=signature_of(score.key),
        bars=bars,
        lines=tuple(with_marks(line, bars, score.chords) for line in lines),
        marks=score_marks(score, bars),
        tempo=score.tempo,
        chords=score.chords,
    )


def write_musicxml(score: Score, path: Path, title: str) -> Path:
    """Write a score as a MusicXML file; return the path."""
    return write_text(path, score_to_musicxml(score, title=title))
