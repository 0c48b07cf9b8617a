"""Renders other versions of a film's cues from their scores, mastered as the takes are.

Versions are made side by side in worker processes. What is finished is kept, also when stopped: a
version whose score, player and level are as before is found again and not rendered anew.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from scenescore import __version__
from scenescore.core.files import sha256_of
from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.settings import load
from scenescore.deliver.names import cue_name
from scenescore.studio.cache import Cache
from scenescore.studio.deliveries import clear_away, note_also
from scenescore.studio.folder import FilmFolder
from scenescore.studio.load import load_film
from scenescore.studio.processes import told_to_stop
from scenescore.studio.version import Booth, Version, render
from scenescore.studio.workers import Asked, pooled, worker_count

_FORM = "alternates"
_ALONE_BELOW_S = 20.0
"""So little music is quicker rendered here than a worker is started."""
_EFFORT = {"loop": 2.2}
"""What a second of a version takes, against one of the others: a loop is mixed three times."""


def render_alternates(folder: FilmFolder, *, run: Run) -> list[Path]:
    """Write `deliver/alternates/<cue>_<version>.wav` and `.mid` for each take; return the files.

    Versions: `no-percussion`, `dialogue`, `60s`, `30s`, `15s`, `stinger`, `loop`, those that
    make sense for the cue. A take without a score is passed over with a note.

    Raises
    ------
    Cancelled
        when asked to stop; versions that are finished are kept, and found the next time
    """
    versions = _wanted(folder, run)
    shelf = _Shelf(folder)
    left = [version for version in versions if not shelf.has(version)]
    run.report(f"{len(left)} versions to render, {len(versions) - len(left)} are there", 0.0)
    try:
        _render_all(left, shelf, load(folder.root)["work.workers"], run)
    except BaseException:
        note_also(folder, _FORM, _files(version for version in versions if shelf.has(version)))
        raise
    written = _files(versions)
    clear_away(folder, _FORM, written)
    return written


def _files(versions: Iterable[Version]) -> list[Path]:
    return [path for version in versions for path in version.files]


def _wanted(folder: FilmFolder, run: Run) -> list[Version]:
    from scenescore.mix.spaces import space_of
    from scenescore.mix.tone import tone_of
    from scenescore.music.alternates import alternates_of

    film = load_film(folder)
    settings = load(folder.root)
    wanted: list[Version] = []
    for cue in film.plan.cues:
        take = film.take(cue.uid)
        if take is None:
            continue
        if take.score is None:
            run.note(f"{cue.label} has no score: there are no other versions of it.")
            continue
        genre = take.score.style or cue.music.genre
        booth = Booth(
            player=take.made_by[-1].backend,
            soundfont=settings["music.soundfont"],
            hybrid=settings["music.hybrid"],
            space=space_of(genre),
            tone=tone_of(genre, cue.music.mood),
            ceiling_dbtp=settings["mix.true_peak_dbtp"],
        )
        name = cue_name(cue, film.plan)
        for kind, score in alternates_of(take.score).items():
            wav = folder.deliver / _FORM / f"{name}_{kind}.wav"
            wanted.append(Version(kind, cue.label, cue.title, score, booth, wav))
    return wanted


class _Shelf:
    """Knows which versions are there already, as they would be rendered now."""

    def __init__(self, folder: FilmFolder) -> None:
        self._cache = Cache(folder.cache / _FORM)

    def _key(self, version: Version) -> str:
        player = get("players", version.booth.player).version
        inputs = replace(version, wav=Path(version.wav.name))
        return self._cache.key(_FORM, __version__, player, inputs)

    def has(self, version: Version) -> bool:
        """Return whether a version's files are those that were rendered from the same."""
        there = all(path.is_file() for path in version.files)
        return there and self._cache.get(self._key(version)) == _sums(version)

    def put(self, version: Version) -> None:
        """Note that a version has been rendered."""
        self._cache.put(self._key(version), _sums(version))


def _sums(version: Version) -> list[str]:
    return [sha256_of(path) for path in version.files]


# ------------------------------------------------------------------ side by side


def _render_all(left: Sequence[Version], shelf: _Shelf, workers: int, run: Run) -> None:
    whole = sum(map(_effort, left)) or 1.0
    part = 0.0
    with closing(_rendered(left, workers, run)) as rendered:
        for number, version in enumerate(rendered, 1):
            shelf.put(version)
            part += _effort(version) / whole
            run.report(f"{version.label}, {version.kind} ({number} of {len(left)})", part)


def _effort(version: Version) -> float:
    return version.score.duration_s * _EFFORT.get(version.kind, 1.0)


def _rendered(left: Sequence[Version], workers: int, run: Run) -> Generator[Version, None, None]:
    """Yield versions as they are finished; when a worker dies, the others are made here."""
    waiting = {version.wav: version for version in left}
    count = worker_count(workers, len(left))
    if count > 1 and sum(map(_effort, left)) > _ALONE_BELOW_S:
        try:
            for wav in pooled(_render_there, left, count, run):
                yield waiting.pop(wav)
        except BrokenProcessPool:
            run.check()  # who stops us may have stopped the workers as well
            run.note("A worker process died, perhaps for want of memory; going on without.")
    for version in list(waiting.values()):
        run.check()
        render(version, Run(stop=Asked(run)))
        yield version


def _render_there(version: Version) -> Path:
    render(version, Run(stop=Asked(told_to_stop())))
    return version.wav
