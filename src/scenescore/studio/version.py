"""Renders one other version of a cue: its score played, mixed, mastered and written as MIDI.

Knows one version, not the film; plain data, so that a worker process can be handed it.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.score import Score
from scenescore.core.timing import seconds_to_samples
from scenescore.deliver.midi import write_midi
from scenescore.studio.recording import RATE_HZ, set_up

if TYPE_CHECKING:
    from scenescore.mix.tone import Tone

_TAIL_S = 5.0
"""What may ring on after a loop's end, to be laid under its beginning."""


@dataclass(frozen=True, slots=True)
class Booth:
    """What every version of one take is rendered with."""

    player: str
    soundfont: str
    hybrid: str
    space: str
    tone: Tone
    ceiling_dbtp: float

    def play(self, score: Score, run: Run) -> Any:
        """Return blocks of dry stems."""
        player = set_up(get("players", self.player), soundfont=self.soundfont, hybrid=self.hybrid)
        return player.play(score, rate_hz=RATE_HZ, run=run)


@dataclass(frozen=True, slots=True)
class Version:
    """One other version of a cue, to be rendered."""

    kind: str
    """`dialogue`, `30s`, `loop`, ..."""
    label: str
    """Of the cue."""
    title: str
    score: Score
    booth: Booth
    wav: Path

    @property
    def files(self) -> tuple[Path, Path]:
        """The WAV and the MIDI file."""
        return self.wav, self.wav.with_suffix(".mid")


def render(version: Version, run: Run) -> None:
    """Write a version's files, each whole or not at all."""
    from scenescore.music.alternates import LOOP

    (_render_loop if version.kind == LOOP else _render_once)(version, run)
    title = f"{version.label} {version.title} ({version.kind})"
    write_midi(version.score, version.files[1], title)


def _render_once(version: Version, run: Run) -> None:
    from scenescore.mix.cue import mix_cue

    booth, score = version.booth, version.score
    mix_cue(
        booth.play(score, run.within(0.0, 0.7)),
        frames=seconds_to_samples(score.duration_s, RATE_HZ),
        rate_hz=RATE_HZ,
        folder=version.wav.parent,
        name=version.wav.stem,
        format="wav",
        space=booth.space,
        tone=booth.tone,
        ceiling_dbtp=booth.ceiling_dbtp,
        run=run.within(0.7, 1.0),
    )


def _render_loop(version: Version, run: Run) -> None:
    """Render a loop in its steady state: the middle of three rounds, cut on the sample."""
    from scenescore.mix.cue import mix_cue
    from scenescore.mix.loop import TIMES, looped, middle_of

    booth, score = version.booth, version.score
    frames = seconds_to_samples(score.duration_s, RATE_HZ)
    ringing = replace(score, duration_s=score.duration_s + _TAIL_S)
    tail = seconds_to_samples(ringing.duration_s, RATE_HZ) - frames
    played = booth.play(ringing, run.within(0.0, 0.6))
    version.wav.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=version.wav.parent) as place:
        mixed = mix_cue(
            looped(played, loop_frames=frames, tail_frames=tail),
            frames=TIMES * frames,
            rate_hz=RATE_HZ,
            folder=Path(place),
            format="wav",
            space=booth.space,
            tone=booth.tone,
            ceiling_dbtp=booth.ceiling_dbtp,
            run=run.within(0.6, 1.0),
        )
        middle_of(mixed.audio.path, version.wav)
