"""The takes on disk: finds the one in use, notices one that a person changed, numbers new ones."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from scenescore.core.codec import from_json, read_json
from scenescore.core.errors import BadDataError
from scenescore.core.files import sha256_of
from scenescore.core.licence import USER_TERMS
from scenescore.core.types import AudioFile, Cue, MusicBrief, Provenance, Take
from scenescore.studio.folder import FilmFolder

_AUDIO = ("cue.flac", "cue.wav")
_AGAIN = "Delete that take's folder to have it made again."


class Wanted(NamedTuple):
    """Who a take must have been asked of, to be in use unasked."""

    composer: str
    player: str
    seed: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """All takes of one cue, oldest first."""

    takes: tuple[Take, ...]
    highest: int = 0
    """Highest number of a take's folder, a broken one's too."""

    @property
    def next_number(self) -> int:
        """Number for a new take: no folder that is there is written over."""
        return self.highest + 1

    def in_use(self, cue: Cue, wanted_key: str, wanted: Wanted) -> Take | None:
        """Return the take that answers the cue as it stands, or None when one must be made.

        A locked cue keeps what it has; then an accepted take, then a person's own, then one that
        was made from an equal brief by the same crew.
        """
        if cue.accepted_take is not None:
            accepted = [take for take in self.takes if take.number == cue.accepted_take]
            if accepted:
                return accepted[0]
        if cue.locked and self.takes:
            return self.takes[-1]
        by_user = [take for take in self.takes if take.by_user]
        if by_user:
            return by_user[-1]
        fitting = [
            take for take in self.takes if take.brief_key == wanted_key and is_by(take, wanted)
        ]
        return fitting[-1] if fitting else None

    def heard(self, cue: Cue, wanted_key: str, wanted: Wanted, mixed: int | None) -> Take | None:
        """Return the take that stands for the cue now: the one in use, else the one in the mix,
        else the newest; None when there is none at all.
        """
        in_use = self.in_use(cue, wanted_key, wanted)
        return in_use or self.numbered(mixed)

    def numbered(self, number: int | None) -> Take | None:
        """Return a take by number, else the newest, else None."""
        wanted = [take for take in self.takes if take.number == number]
        return wanted[0] if wanted else (self.takes[-1] if self.takes else None)


def is_by(take: Take, wanted: Wanted) -> bool:
    """Return whether a take was asked of these with this seed; versions do not count.

    Finished takes are re-made by an edit or a refresh only, never by an upgrade. A take that fell
    back counts as made by whom was asked, so that it is not tried again each time; who plays
    matters only where something was played.
    """
    composer, player = take.asked or (take.made_by[0].backend, take.made_by[-1].backend)
    is_played = len(take.made_by) > 1
    return (composer, take.seed) == (wanted.composer, wanted.seed) and (
        not is_played or player == wanted.player
    )


def shelf_of(folder: FilmFolder, uid: str) -> Shelf:
    """Return the takes of a cue; what is still being made is passed over."""
    root = folder.takes(uid)
    if not root.is_dir():
        return Shelf(())
    numbered = sorted((int(d.name), d) for d in root.iterdir() if d.name.isdecimal())
    found = [_load(take, number, folder.root) for number, take in numbered]
    highest = max((number for number, _ in numbered), default=0)
    return Shelf(tuple(take for take in found if take is not None), highest)


def clear_leftovers(folder: FilmFolder) -> None:
    """Clear away what a killed run left unfinished; only for whoever holds the film's lock."""
    for leftover in folder.root.glob("cues/*/takes/.making-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _load(path: Path, number: int, film: Path) -> Take | None:
    sound = next((path / name for name in _AUDIO if (path / name).is_file()), None)
    if sound is None:
        return None
    told = read_json(path / "take.json", hint=_AGAIN)
    if told is None:
        return _user_take(sound, number, film, {})
    try:
        return _told_take(sound, number, film, told)
    except (KeyError, TypeError, AttributeError) as problem:
        raise BadDataError(
            f"{path / 'take.json'}: {problem!r} is missing or wrong",
            hint=_AGAIN,
        ) from problem


def _told_take(sound: Path, number: int, film: Path, told: Mapping[str, Any]) -> Take:
    path = sound.parent
    midi, midi_sha256 = path / "score.mid", told.get("midi_sha256")
    if _sum(sound) != told["audio"]["sha256"] or (
        midi_sha256 and midi.is_file() and _sum(midi) != midi_sha256
    ):
        return _user_take(sound, number, film, told)
    made_by = told["made_by"]
    people = [made_by, *([made_by["player"]] if made_by.get("player") else [])]
    return Take(
        brief_key=told["brief_key"],
        number=number,
        audio=_audio(told["audio"], path, film),
        score=None,
        stems=tuple((n, _audio(stem, path, film)) for n, stem in told["stems"].items()),
        loudness_lufs=told["loudness_lufs"],
        true_peak_dbtp=told["true_peak_dbtp"],
        seed=told["seed"],
        made_by=tuple(from_json(Provenance, person) for person in people),
        asked=tuple(told.get("asked", ())),
    )


def _audio(told: Mapping[str, Any], folder: Path, film: Path) -> AudioFile:
    path = (folder / told["path"]).relative_to(film)
    return AudioFile(path, told["rate_hz"], told["channels"], told["frames"], told["sha256"])


def _sum(path: Path) -> str:
    stat = path.stat()
    return _known_sum(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4096)
def _known_sum(path: Path, size: int, mtime_ns: int) -> str:
    """Return a file's sha256; the same file unchanged is read once."""
    return sha256_of(path)


def _user_take(sound: Path, number: int, film: Path, told: Mapping[str, Any]) -> Take:
    import soundfile

    try:
        info = soundfile.info(str(sound))
    except soundfile.LibsndfileError as problem:
        raise BadDataError(
            f"{sound} is no sound: {problem}", hint="Replace it, or delete that take's folder."
        ) from problem
    audio = AudioFile(
        sound.relative_to(film), info.samplerate, info.channels, info.frames, sha256_of(sound)
    )
    return Take(
        brief_key=told.get("brief_key", ""),
        number=number,
        audio=audio,
        score=None,
        loudness_lufs=told.get("loudness_lufs"),
        true_peak_dbtp=told.get("true_peak_dbtp", 0.0),
        made_by=(Provenance("user", licence=USER_TERMS),),
        by_user=True,
    )


def brief_of(folder: FilmFolder, uid: str, number: int) -> MusicBrief | None:
    """Return the brief a take was made from, as take.json tells it."""
    told = read_json(folder.takes(uid) / str(number) / "take.json", hint=_AGAIN)
    return from_json(MusicBrief, told["brief"]) if told else None
