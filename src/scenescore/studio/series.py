"""Themes that the films of a series share: a folder with `HEROINE.mid` and the like.

A film's own MIDI comes before the series' one, the series' before what our composer wrote. Each
film keeps a copy of what it quotes, so that a film folder is whole without the series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.core.errors import BadDataError, NoInputError, UsageError
from scenescore.core.files import read_bytes, sha256_of
from scenescore.core.names import slug_of
from scenescore.core.settings import Settings
from scenescore.core.types import Provenance, Theme, ThemeSlot
from scenescore.studio.folder import FilmFolder
from scenescore.studio.theme_files import TuneFile, free_path, tune_files, write_pair

BACKEND = "series"
"""Who made a theme that was taken from the shared folder, in its provenance."""


def series_folder(settings: Settings, film: Path | None = None) -> Path | None:
    """Return the folder of shared themes, or None when the film has no series.

    A relative path in the film's project.toml counts from the film folder.

    Raises
    ------
    NoInputError, BadDataError
        the folder that is named is not there; or is a file
    """
    named: str = settings["music.themes"]
    if not named:
        return None
    folder = Path(named).expanduser()
    if film is not None and settings.origin("music.themes") == str(film / "project.toml"):
        folder = film / folder
    return _checked(folder, settings.origin("music.themes"))


def _checked(folder: Path, origin: str) -> Path:
    if folder.is_dir():
        return folder
    hint = f"Setting music.themes ({origin}) names it; --themes '' goes without."
    if folder.exists():
        raise BadDataError(f"{folder} is a file, not a folder of themes", hint=hint)
    raise NoInputError(f"{folder}: there is no such folder of themes", hint=hint)


@dataclass(frozen=True, slots=True)
class Series:
    """The tunes of a folder of shared themes."""

    tunes: tuple[TuneFile, ...] = ()

    @classmethod
    def at(cls, folder: Path | None) -> Series:
        """Return the tunes in a folder; none without a folder."""
        return cls(tune_files(folder)) if folder else cls()

    def find(self, owner: str) -> TuneFile | None:
        """Return the file of an owner: by the very name, else by its plain letters.

        Raises
        ------
        BadDataError
            two files are named alike
        """
        exact = [tune for tune in self.tunes if tune.owner == owner]
        plain = slug_of(owner, otherwise="theme")
        alike = [t for t in self.tunes if slug_of(t.owner, otherwise="theme") == plain]
        found = exact or alike
        if len(found) > 1:
            names = " and ".join(tune.path.name for tune in found)
            raise BadDataError(
                f"{found[0].path.parent}: {names} are both for {owner}", hint="Keep one of them."
            )
        return found[0] if found else None

    def theme(self, tune: TuneFile, slot: ThemeSlot) -> Theme:
        """Return a shared tune for an owner in a film, with where it came from."""
        theme = tune.theme(slot)
        wrote = theme.made_by
        writer = dict(wrote.params).get("written_by", wrote.backend)
        read_how = tuple(pair for pair in wrote.params if pair[0] == "line")
        return replace(
            theme,
            slot=slot,
            made_by=Provenance(
                BACKEND,
                params=tuple(sorted((*read_how, ("written_by", writer)))),
                inputs=(sha256_of(tune.path),),
                licence="The series' own theme." if writer == "user" else wrote.licence,
                commercial=wrote.commercial,
            ),
        )


# ------------------------------------------------------------------ from a film to the series


@dataclass(frozen=True, slots=True)
class Published:
    """What became of one theme."""

    owner: str
    path: Path
    """The MIDI file in the shared folder."""
    state: str
    """`written`, `replaced` or `the same already`."""


def publish(
    film: FilmFolder, folder: Path, *, owners: Sequence[str] = (), replacing: bool = False
) -> tuple[Published, ...]:
    """Put a film's themes into a shared folder (made when missing); return what was done.

    All or nothing: when one of them would take the place of another tune, nothing is written.

    Raises
    ------
    NoInputError
        the film has no such theme
    UsageError
        another tune of that name is there, and `replacing` is False
    """
    if folder.exists() and not folder.is_dir():
        raise BadDataError(f"{folder} is a file, not a folder of themes", hint="Name a folder.")
    series = Series.at(folder)
    chosen = _chosen(film, owners)
    there = [(tune, series.find(tune.owner)) for tune in chosen]
    others = [(tune, old) for tune, old in there if old and not _is_same(tune, old)]
    if others and not replacing:
        names = ", ".join(old.path.name for _, old in others)
        raise UsageError(
            f"{folder} has another tune already: {names}",
            hint="--replace puts this film's in its place; --owner chooses some. "
            "Nothing was written.",
        )
    return tuple(_put(folder, tune, old) for tune, old in there)


def _chosen(film: FilmFolder, owners: Sequence[str]) -> tuple[TuneFile, ...]:
    known = Series(tune_files(film.themes))
    if not owners:
        if not known.tunes:
            raise NoInputError(f"{film.root} has no themes yet", hint="Score the film first.")
        return known.tunes
    return tuple(_named(known, owner, film) for owner in dict.fromkeys(owners))


def _named(known: Series, owner: str, film: FilmFolder) -> TuneFile:
    found = known.find(owner)
    if found is None:
        names = ", ".join(tune.owner for tune in known.tunes)
        raise NoInputError(f"{film.root} has no theme of {owner}", hint=f"It has: {names}.")
    return found


def _is_same(tune: TuneFile, other: TuneFile) -> bool:
    return sha256_of(tune.path) == sha256_of(other.path)


def _put(folder: Path, tune: TuneFile, old: TuneFile | None) -> Published:
    if old and _is_same(tune, old):
        return Published(tune.owner, old.path, "the same already")
    midi = read_bytes(tune.path)
    theme = tune.theme(ThemeSlot(tune.owner))
    path = old.path.with_suffix(".json") if old else free_path(folder, tune.owner)
    if old and old.path.suffix != ".mid":
        old.path.unlink()
    write_pair(path, replace(theme, slot=_plain(theme.slot)), midi)
    return Published(tune.owner, path.with_suffix(".mid"), "replaced" if old else "written")


def _plain(slot: ThemeSlot) -> ThemeSlot:
    # What one film felt about its owner is not the series' business.
    return ThemeSlot(slot.owner, slot.kind, slot.role)


def names_of(tunes: Iterable[TuneFile]) -> tuple[str, ...]:
    """Return whose tunes these are, each once."""
    return tuple(dict.fromkeys(tune.owner for tune in tunes))
