"""The film's themes: a person's MIDI, the series', or one the composer wrote; kept in `themes/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scenescore.core.codec import key_of
from scenescore.core.files import read_bytes, sha256_of
from scenescore.core.progress import Run
from scenescore.core.protocols import Composer
from scenescore.core.registry import get
from scenescore.core.types import CuePlan, MusicBrief, Theme, ThemeSlot, ThemeUse
from scenescore.music.theme_midi import HIGHEST_LINE, read_theme
from scenescore.studio.folder import FilmFolder
from scenescore.studio.series import BACKEND as SERIES
from scenescore.studio.series import Series, names_of
from scenescore.studio.theme_files import (
    KeptTheme,
    TuneFile,
    free_path,
    note_down,
    read_kept,
    tune_files,
    write_pair,
)


@dataclass(frozen=True, slots=True)
class Writers:
    """Where themes come from that a person did not put into the film."""

    composer: str
    seed: int
    series: Series = field(default_factory=Series)


def gather_themes(
    folder: FilmFolder, slots: Sequence[ThemeSlot], writers: Writers, run: Run | None = None
) -> dict[str, Theme]:
    """Return a theme for each slot by owner.

    The first that there is: the film's own MIDI, the series', the one kept, a new one. A kept theme
    stays although its owner's scenes change: the film's tunes are not rewritten by an edit. A MIDI
    file that a person changed or put there is taken as it is. Files are found by the owner inside:
    two owners whose names are spelled alike have two.

    Raises
    ------
    BadDataError
        a theme's file is broken
    """
    run = run or Run()
    known = _kept_files(folder)
    themes: dict[str, Theme] = {}
    for slot in slots:
        path, kept = known.get(slot.owner) or _persons_or_free(folder, slot.owner)
        themes[slot.owner] = _theme(path, kept, slot, writers, run)
    return themes


def kept_themes(folder: FilmFolder) -> tuple[Theme, ...]:
    """Return the themes as they lie in the film folder.

    Raises
    ------
    BadDataError
        when a theme's file is broken
    """
    return tuple(kept.theme for _, kept in _kept_files(folder).values())


def themed_names(folder: FilmFolder, series: Series) -> tuple[str, ...]:
    """Return whom a person gave a tune, in the film or its series: they are listened for."""
    own = [tune for tune in tune_files(folder.themes) if _is_persons(tune)]
    return names_of((*own, *series.tunes))


def _is_persons(tune: TuneFile) -> bool:
    return tune.kept is None or tune.kept.theme.made_by.backend in ("user", SERIES)


def _kept_files(folder: FilmFolder) -> dict[str, tuple[Path, KeptTheme]]:
    """Return what lies in `themes/`, by owner."""
    found: dict[str, tuple[Path, KeptTheme]] = {}
    for path in sorted(folder.themes.glob("*.json")):
        kept = read_kept(path)
        found.setdefault(kept.theme.slot.owner, (path, kept))
    return found


def _persons_or_free(folder: FilmFolder, owner: str) -> tuple[Path, None]:
    """Return the JSON path beside a person's `HEROINE.mid`, else where a new theme goes."""
    fresh = [t for t in tune_files(folder.themes) if not t.path.with_suffix(".json").exists()]
    tune = Series(tuple(fresh)).find(owner)
    return (tune.path.with_suffix(".json") if tune else free_path(folder.themes, owner)), None


def _theme(
    path: Path, kept: KeptTheme | None, slot: ThemeSlot, writers: Writers, run: Run
) -> Theme:
    midi_path = path.with_suffix(".mid")
    if midi_path.is_file() and (kept is None or sha256_of(midi_path) != kept.midi_sha256):
        theme = read_theme(read_bytes(midi_path), slot, name=str(midi_path))
        _tell_of_chords(theme, midi_path, run)
        return note_down(path, theme)
    shared = writers.series.find(slot.owner)
    if shared and (kept is None or kept.theme.made_by.backend != "user"):
        return _shared(path, kept, slot, writers.series, shared, run)
    if kept:
        return replace(kept.theme, slot=slot)
    theme_seed = int(key_of("theme", writers.seed, slot.owner)[:8], 16)
    writer: Composer = get("composers", writers.composer)
    return write_pair(path, writer.theme(slot, seed=theme_seed))


def _shared(
    path: Path, kept: KeptTheme | None, slot: ThemeSlot, series: Series, tune: TuneFile, run: Run
) -> Theme:
    """Return the series' tune, a copy of it kept in the film; what is the same already stays."""
    theme = series.theme(tune, slot)
    if kept and _is_same_tune(kept.theme, theme):
        return replace(kept.theme, slot=slot)
    _tell_of_chords(theme, tune.path, run)
    if kept and kept.theme.made_by.backend != SERIES:
        run.note(f"{slot.owner} now has the series' theme, {tune.path.name}.")
    return write_pair(path, theme, read_bytes(tune.path))


def _is_same_tune(one: Theme, other: Theme) -> bool:
    return (one.notes, one.beats_per_bar, one.minor) == (
        other.notes,
        other.beats_per_bar,
        other.minor,
    )


def _tell_of_chords(theme: Theme, path: Path, run: Run) -> None:
    if HIGHEST_LINE in theme.made_by.params:
        run.note(f"{path.name} holds several notes at once; its highest line is the theme.")


def with_themes(plan: CuePlan, themes: Mapping[str, Theme]) -> CuePlan:
    """Return the plan with each cue's theme wishes filled; wishes without a theme are dropped."""
    cues = tuple(replace(cue, music=_filled(cue.music, themes)) for cue in plan.cues)
    return replace(plan, cues=cues)


def _filled(music: MusicBrief, themes: Mapping[str, Theme]) -> MusicBrief:
    uses = tuple(
        ThemeUse(use.owner, use.operator, _tune(themes[use.owner]))
        for use in music.themes
        if use.owner in themes
    )
    return replace(music, themes=uses)


def _tune(theme: Theme) -> Theme:
    # A cue hears the notes, not the statistics of its owner: those may drift without re-composing.
    return replace(theme, slot=ThemeSlot(theme.slot.owner, theme.slot.kind, theme.slot.role))


def without_themes(plan: CuePlan) -> CuePlan:
    """Return the plan as it is written to cues.json: themes by name, their notes in `themes/`."""
    cues = []
    for cue in plan.cues:
        uses = tuple(ThemeUse(use.owner, use.operator) for use in cue.music.themes)
        cues.append(replace(cue, music=replace(cue.music, themes=uses)))
    return replace(plan, cues=tuple(cues))
