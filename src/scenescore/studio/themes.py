"""The film's themes: written once by the composer, kept in `themes/`, replaced by a user's MIDI."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scenescore.core.codec import dumps, from_json, key_of, read_json, to_json
from scenescore.core.files import read_bytes, sha256_of, write_text
from scenescore.core.protocols import Composer
from scenescore.core.registry import get
from scenescore.core.types import CuePlan, MusicBrief, Theme, ThemeSlot, ThemeUse
from scenescore.music.theme_midi import read_theme, write_theme
from scenescore.studio.folder import SCHEMA, FilmFolder


def gather_themes(
    folder: FilmFolder, slots: Sequence[ThemeSlot], *, composer: str, seed: int
) -> dict[str, Theme]:
    """Return a theme for each slot by owner: the user's MIDI, else the one kept, else a new one.

    A kept theme stays although its owner's scenes change: the film's tunes are not rewritten by an
    edit. A MIDI file that a person changed or put there is taken as it is.
    """
    return {slot.owner: _theme(folder, slot, composer, seed) for slot in slots}


def _theme(folder: FilmFolder, slot: ThemeSlot, composer: str, seed: int) -> Theme:
    told_path = folder.themes / f"{slot.slug}.json"
    midi_path = folder.themes / f"{slot.slug}.mid"
    told = read_json(told_path) or {}
    if midi_path.is_file() and sha256_of(midi_path) != told.get("midi_sha256"):
        theme = read_theme(read_bytes(midi_path), slot, name=str(midi_path))
        return _keep(told_path, midi_path, theme)
    if told:
        return replace(from_json(Theme, told["theme"]), slot=slot)
    theme_seed = int(key_of("theme", seed, slot.owner)[:8], 16)
    writer: Composer = get("composers", composer)
    theme = writer.theme(slot, seed=theme_seed)
    write_theme(midi_path, theme)
    return _keep(told_path, midi_path, theme)


def _keep(told_path: Path, midi_path: Path, theme: Theme) -> Theme:
    digest = hashlib.sha256(read_bytes(midi_path)).hexdigest()
    text = dumps({"schema": SCHEMA, "midi_sha256": digest, "theme": to_json(theme)})
    note = re.compile(r"\{\s+(\"onset_beats\"[^{}]*?)\s+\}")
    write_text(told_path, note.sub(lambda m: "{" + re.sub(r"\s*\n\s*", " ", m[1]) + "}", text))
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
