"""Renders other versions of a film's cues from their scores, mastered as the takes are."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.score import Score
from scenescore.core.settings import load
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import Cue
from scenescore.deliver.midi import write_midi
from scenescore.deliver.names import cue_name
from scenescore.studio.deliveries import clear_away
from scenescore.studio.folder import FilmFolder
from scenescore.studio.load import load_film
from scenescore.studio.recording import RATE_HZ, set_up

if TYPE_CHECKING:
    from scenescore.core.protocols import Player
    from scenescore.mix.tone import Tone

_TAIL_S = 5.0
"""What may ring on after a loop's end, to be laid under its beginning."""


@dataclass(frozen=True, slots=True)
class _Booth:
    """What every version of one take is rendered with."""

    player: Player
    space: str
    tone: Tone
    ceiling_dbtp: float
    folder: Path


def render_alternates(folder: FilmFolder, *, run: Run) -> list[Path]:
    """Write `deliver/alternates/<cue>_<version>.wav` and `.mid` for each take; return the files.

    Versions: `no-percussion`, `dialogue`, `60s`, `30s`, `15s`, `stinger`, `loop`, those that
    make sense for the cue. A take without a score is passed over with a note.
    """
    from scenescore.mix.spaces import space_of
    from scenescore.mix.tone import tone_of
    from scenescore.music.alternates import alternates_of

    film = load_film(folder)
    settings = load(folder.root)
    to = folder.deliver / "alternates"
    cues = [(cue, take) for cue in film.plan.cues if (take := film.take(cue.uid))]
    written: list[Path] = []
    for index, (cue, take) in enumerate(cues):
        inner = run.within(index / len(cues), (index + 1) / len(cues))
        if take.score is None:
            run.note(f"{cue.label} has no score: there are no other versions of it.")
            continue
        genre = take.score.style or cue.music.genre
        tone = tone_of(genre, cue.music.mood)
        player = set_up(
            get("players", take.made_by[-1].backend),
            soundfont=settings["music.soundfont"],
            hybrid=settings["music.hybrid"],
        )
        booth = _Booth(player, space_of(genre), tone, settings["mix.true_peak_dbtp"], to)
        name = cue_name(cue, film.plan)
        versions = alternates_of(take.score)
        for number, (kind, score) in enumerate(versions.items()):
            part = inner.within(number / len(versions), (number + 1) / len(versions))
            part.report(f"{kind} of {cue.label}", 0.0)
            written += _render(booth, cue, kind, score, f"{name}_{kind}", part)
    clear_away(folder, "alternates", written)
    return written


def _render(
    booth: _Booth, cue: Cue, kind: str, score: Score, name: str, run: Run
) -> tuple[Path, Path]:
    from scenescore.music.alternates import LOOP

    wav = booth.folder / f"{name}.wav"
    (_render_loop if kind == LOOP else _render_once)(booth, score, wav, run)
    title = f"{cue.label} {cue.title} ({kind})"
    return wav, write_midi(score, booth.folder / f"{name}.mid", title)


def _render_once(booth: _Booth, score: Score, wav: Path, run: Run) -> None:
    from scenescore.mix.cue import mix_cue

    mix_cue(
        booth.player.play(score, rate_hz=RATE_HZ, run=run.within(0.0, 0.7)),
        frames=seconds_to_samples(score.duration_s, RATE_HZ),
        rate_hz=RATE_HZ,
        folder=wav.parent,
        name=wav.stem,
        format="wav",
        space=booth.space,
        tone=booth.tone,
        ceiling_dbtp=booth.ceiling_dbtp,
        run=run.within(0.7, 1.0),
    )


def _render_loop(booth: _Booth, score: Score, wav: Path, run: Run) -> None:
    """Render a loop in its steady state: the middle of three rounds, cut on the sample."""
    from scenescore.mix.cue import mix_cue
    from scenescore.mix.loop import TIMES, looped, middle_of

    frames = seconds_to_samples(score.duration_s, RATE_HZ)
    ringing = replace(score, duration_s=score.duration_s + _TAIL_S)
    tail = seconds_to_samples(ringing.duration_s, RATE_HZ) - frames
    played = booth.player.play(ringing, rate_hz=RATE_HZ, run=run.within(0.0, 0.6))
    wav.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=wav.parent) as place:
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
        middle_of(mixed.audio.path, wav)
