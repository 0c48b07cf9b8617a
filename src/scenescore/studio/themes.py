"""The film's themes: written once by the composer, kept in `themes/`, replaced by a user's MIDI."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from scenescore.core.codec import dumps, from_json, key_of, read_json
from scenescore.core.errors import BadDataError
from scenescore.core.files import read_bytes, sha256_of, write_text
from scenescore.core.names import slug_of
from scenescore.core.protocols import Composer
from scenescore.core.registry import get
from scenescore.core.types import CuePlan, MusicBrief, Theme, ThemeSlot, ThemeUse
from scenescore.music.theme_midi import read_theme, write_theme
from scenescore.studio.folder import SCHEMA, FilmFolder


@dataclass(frozen=True, slots=True)
class _Kept:
    """A theme's JSON file."""

    theme: Theme
    midi_sha256: str = ""
    """Of the MIDI file beside it, to notice one that a person put there."""
    schema: int = SCHEMA


def gather_themes(
    folder: FilmFolder, slots: Sequence[ThemeSlot], *, composer: str, seed: int
) -> dict[str, Theme]:
    """Return a theme for each slot by owner: the user's MIDI, else the one kept, else a new one.

    A kept theme stays although its owner's scenes change: the film's tunes are not rewritten by an
    edit. A MIDI file that a person changed or put there is taken as it is. Files are found by the
    owner inside: two owners whose names are spelled alike have two.
    """
    known = _kept_files(folder)
    themes: dict[str, Theme] = {}
    for slot in slots:
        path, kept = known.get(slot.owner) or (_free_path(folder, slot.owner), None)
        themes[slot.owner] = _theme(path, kept, slot, composer, seed)
    return themes


def kept_themes(folder: FilmFolder) -> tuple[Theme, ...]:
    """Return the themes as they lie in the film folder.

    Raises
    ------
    BadDataError
        when a theme's file is broken
    """
    return tuple(kept.theme for _, kept in _kept_files(folder).values())


def _kept_files(folder: FilmFolder) -> dict[str, tuple[Path, _Kept]]:
    """Return what lies in `themes/`, by owner."""
    found: dict[str, tuple[Path, _Kept]] = {}
    for path in sorted(folder.themes.glob("*.json")):
        kept = _read(path)
        found.setdefault(kept.theme.slot.owner, (path, kept))
    return found


def _read(path: Path) -> _Kept:
    hint = f"Delete it to have the theme written again; {path.stem}.mid beside it is kept."
    try:
        return from_json(_Kept, read_json(path, hint=hint))
    except BadDataError as problem:
        raise BadDataError(f"{path}: {problem.message}", hint=hint) from problem


def _free_path(folder: FilmFolder, owner: str) -> Path:
    """Return where a new theme goes: `anna.json`, or `anna-2.json` beside another's."""
    slug = slug_of(owner, otherwise="theme")
    names = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    paths = (folder.themes / f"{name}.json" for name in names)
    return next(path for path in paths if not path.exists())


def _theme(path: Path, kept: _Kept | None, slot: ThemeSlot, composer: str, seed: int) -> Theme:
    midi_path = path.with_suffix(".mid")
    if midi_path.is_file() and (kept is None or sha256_of(midi_path) != kept.midi_sha256):
        theme = read_theme(read_bytes(midi_path), slot, name=str(midi_path))
        return _keep(path, midi_path, theme)
    if kept:
        return replace(kept.theme, slot=slot)
    theme_seed = int(key_of("theme", seed, slot.owner)[:8], 16)
    writer: Composer = get("composers", composer)
    theme = writer.theme(slot, seed=theme_seed)
    write_theme(midi_path, theme)
    return _keep(path, midi_path, theme)


def _keep(path: Path, midi_path: Path, theme: Theme) -> Theme:
    text = dumps(_Kept(theme, sha256_of(midi_path)))
    note = re.compile(r"\{\s+(\"onset_beats\"[^{}]*?)\s+\}")
    write_text(path, note.sub(lambda m: "{" + re.sub(r"\s*\n\s*", " ", m[1]) + "}", text))
    return theme


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
