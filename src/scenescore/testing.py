"""A tiny fake for each door, so that nobody needs an engine to test their own part.

`registered` makes one known by name inside a block, in this process.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core import registry
from scenescore.core.files import sha256_of, write_text
from scenescore.core.progress import Run
from scenescore.core.protocols import Caps
from scenescore.core.score import MeterChange as Meter
from scenescore.core.score import Note, Part, Score, TempoChange
from scenescore.core.types import (
    AudioFile,
    Element,
    Film,
    Heading,
    Mood,
    MusicBrief,
    Provenance,
    Scene,
    SceneBrief,
    Screenplay,
    Sound,
    Theme,
    ThemeNote,
    ThemeSlot,
)

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio


@contextmanager
def registered(kind: str, name: str, backend: Callable[[], Any]) -> Iterator[None]:
    """Let the registry find a back-end by name inside the block, in place of one so called."""
    doors = registry._doors(kind)
    before = doors.get(name)

    class Door:
        extras: tuple[str, ...] = ()

        def load(self) -> Callable[[], Any]:
            return backend

    before = doors.get(name)
    doors[name] = Door()  # type: ignore[assignment]
    try:
        yield
    finally:
        if before:
            doors[name] = before
        else:
            del doors[name]
        if before is not None:
            doors[name] = before


def scene(number: int = 1, heading: str = "INT. KITCHEN - NIGHT", *said: str) -> Scene:
    """Return a scene: `"Action."` paragraphs, or `"ANNA: words"` for speech."""
    elements: list[Element] = []
    for line in said or ("A tap drips.",):
        name, colon, words = line.partition(": ")
        if colon and name.isupper():
            elements.append(Element("character", name, name, name))
            elements.append(Element("dialogue", words, name, name))
        else:
            elements.append(Element("action", line))
    kind, _, rest = heading.partition(". ")
    place, _, time_of_day = rest.partition(" - ")
    parsed = Heading(heading, kind, place, time_of_day or None)  # type: ignore[arg-type]
    return Scene(number, f"key-{number}", parsed, tuple(elements), eighths=4)


def screenplay(*scenes: Scene, title: str = "Test Film") -> Screenplay:
    """Return a screenplay of the scenes given, or of one."""
    return Screenplay(title, (), (), scenes or (scene(),), "test", "test", "0" * 64)


def brief(number: int = 1, **changes: Any) -> SceneBrief:
    """Return a calm brief for `scene(number)`, with changes."""
    told: dict[str, Any] = {
        "scene": number,
        "key": f"key-{number}",
        "genre": "understated drama",
        "genres": ("understated drama",),
        "emotions": ("calm",),
        "words": ("warm", "slow", "plain"),
        "title": f"Scene {number}",
        "portrayed": Mood(),
        "felt": Mood(),
        "function": "establish",
    }
    return SceneBrief(**{**told, **changes})


class FakeReader:
    """Reads `FAKE` files: each line after the first is a heading."""

    version = "1"
    suffixes = (".fake",)

    def sniff(self, head: bytes) -> float:
        """Return 1.0 for our own."""
        return 1.0 if head.startswith(b"FAKE") else 0.0

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return one scene per line."""
        headings = data.decode().splitlines()[1:]
        return screenplay(*(scene(i, h) for i, h in enumerate(headings, 1)), title=title)


class FakeAnalyst:
    """Finds every scene calm."""

    version = "1"

    def briefs(
        self, scenes: Sequence[Scene], *, film: Screenplay, run: Run
    ) -> Iterator[SceneBrief]:
        """Yield a calm brief for each scene."""
        for one in scenes:
            run.check()
            yield brief(one.number, key=one.key, made_by=Provenance("fake", "1"))


class FakeComposer:
    """Writes one note a second, at a pitch from the seed."""

    version = "1"
    caps = Caps(licence="Free to use.")

    def compose(
        self, briefs: Sequence[MusicBrief], *, seeds: Sequence[int], run: Run
    ) -> Iterator[Score]:
        """Yield a row of quarter notes at 60 bpm for each brief."""
        for wanted, seed in zip(briefs, seeds, strict=True):
            run.check()
            pitch = 48 + seed % 24
            beats = max(int(wanted.duration_s), 1)
            notes = tuple(Note(float(beat), 1.0, pitch, 80, sounding=0.8) for beat in range(beats))
            yield Score(
                duration_s=wanted.duration_s,
                tempo=(TempoChange(0.0, 60.0),),
                meters=(Meter(0.0, 4, 4),),
                key="C major",
                parts=(Part("Piano", "piano", "keys", notes),),
            )

    def theme(self, slot: ThemeSlot, *, seed: int) -> Theme:
        """Return a scale."""
        notes = tuple(ThemeNote(float(step), 1.0, step) for step in range(4))
        return Theme(slot, notes, made_by=Provenance("fake", "1", seed=seed))


class FakeSoundComposer:
    """Gives a sine for each brief instead of notes, at a pitch from the seed."""

    version = "1"
    caps = Caps(notes=False, melody=False, batch=8, licence="Free to use.")

    def compose(
        self, briefs: Sequence[MusicBrief], *, seeds: Sequence[int], run: Run
    ) -> Iterator[Sound]:
        """Yield 32 kHz mono sound of the brief's length."""
        import numpy as np
        import soundfile

        for wanted, seed in zip(briefs, seeds, strict=True):
            run.check()
            path = Path(tempfile.mkdtemp(prefix="fake-sound-")) / "sound.wav"
            frames = round(wanted.duration_s * 32_000)
            t = np.arange(frames) / 32_000
            soundfile.write(path, 0.3 * np.sin(2 * np.pi * (200 + seed % 100) * t), 32_000)
            audio = AudioFile(path, 32_000, 1, frames, sha256_of(path))
            yield Sound(audio, Provenance("fake", "1", seed=seed, licence=self.caps.licence))

    def theme(self, slot: ThemeSlot, *, seed: int) -> Theme:
        """Return a scale."""
        return FakeComposer().theme(slot, seed=seed)


class FakePlayer:
    """Plays every note as a sine."""

    version = "1"
    licence = "Free to use."

    def is_available(self) -> str | None:
        """Return None: it always can."""
        return None

    def play(self, score: Score, *, rate_hz: int, run: Run) -> Iterator[Mapping[str, Audio]]:
        """Yield one block."""
        import numpy as np

        from scenescore.core.timing import TempoMap

        run.check()
        clock = TempoMap(score.tempo)
        frames = round(score.duration_s * rate_hz)
        stems: dict[str, Audio] = {}
        for part in score.parts:
            sound = stems.setdefault(part.family, np.zeros((2, frames), np.float32))
            for note in part.notes:
                start_s = clock.beats_to_seconds(note.onset_beats)
                end_s = clock.beats_to_seconds(note.onset_beats + note.length_beats)
                first, last = round(start_s * rate_hz), min(round(end_s * rate_hz), frames)
                t = np.arange(max(last - first, 0)) / rate_hz
                wave = np.sin(2 * np.pi * 440 * 2 ** ((note.pitch - 69) / 12) * t)
                fade = np.minimum(1.0, 20 * np.minimum(t, t[::-1]))
                sound[:, first:last] += (0.2 * wave * fade).astype(np.float32)
        yield stems


class FakeExporter:
    """Writes the film's title, into a file of that name."""

    version = "1"

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write `<title>.txt`."""
        title = film.screenplay.title
        return (write_text(to / f"{title}.txt", title),)


class FakeMetric:
    """Counts cues."""

    version = "1"

    def measure(self, film: Film, *, run: Run) -> dict[str, float]:
        """Return `{"cues": n}`."""
        return {"cues": float(len(film.plan.cues))}
